//! The meaning of a failure, and the ways to fix it.
//!
//! [`catalogue`] describes the errors of the service, [`explain`] turns a failure into title, cause and fixes, [`fix`]
//! applies a fix to a form, [`reproduction`] builds an experiment that fails in the same way on the simulator, and
//! [`signature`] compares a refused signature line by line.

pub mod catalogue;
pub mod explain;
pub mod failed;
pub mod fix;
pub mod reproduction;
pub mod signature;
