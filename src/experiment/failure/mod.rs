//! The meaning of a failure, and the ways to fix it.
//!
//! [`catalogue`] describes the errors of the service and of the tools that call it, [`explain`] turns a failure into title,
//! cause and fixes, [`fix`] applies a fix to a form, and [`reproduction`] builds an experiment that fails in the same way on
//! the simulator. [`clinic`] explains an error that somebody pastes: [`pasted`] finds code and message in it, the catalogue
//! names it, and [`signature`] compares a refused signature line by line.

pub mod catalogue;
pub mod clinic;
pub mod explain;
pub mod failed;
pub mod fix;
pub mod pasted;
pub mod reproduction;
pub mod signature;
