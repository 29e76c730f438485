//! Fine-tuning jobs: the form that starts one, the list with its phases, and what it costs.

mod form;
mod rows;
#[cfg(test)]
mod tests;

pub use form::{Form, outside, range};
pub(super) use form::{is_role, s3};
pub use rows::{Details, Job, Phase, list, read, read_details};
