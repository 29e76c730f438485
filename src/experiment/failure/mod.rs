//! What a failure means, and how to get past it.
//!
//! [`catalogue`] knows the errors of the service, [`explain`] turns one into title, cause and fixes, [`fix`] applies a fix to
//! a form, [`reproduction`] builds an experiment that fails in the same way on the simulator, and [`signature`] compares a
//! refused signature line by line.

pub mod catalogue;
pub mod explain;
pub mod failed;
pub mod fix;
pub mod reproduction;
pub mod signature;
