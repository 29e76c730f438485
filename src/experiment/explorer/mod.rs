//! Every operation of Bedrock's four clients: which there are, what they do and cost, how one finds them, the form of an
//! input, and the record of a call.
//!
//! The list of operations is small and complete ([`index`]). Shapes and constraints are in the service models, which are
//! large and loaded one by one; what needs them takes a [`ServiceModel`](crate::bedrock::service_model::ServiceModel).

pub mod call;
pub mod effect;
pub mod form;
pub mod groups;
pub mod iam;
pub mod index;
pub mod pages;
pub mod python;
pub mod search;
pub mod sheet;
pub mod table;

pub use form::Form;
pub use index::Operation;
