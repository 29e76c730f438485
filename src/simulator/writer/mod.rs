//! The texts of an answer, from a glossary, from arithmetic, or from what the request contains.
//!
//! It does not pretend to be a model. The same question and seed give the same text.

pub mod agent;
pub mod arguments;
pub mod arithmetic;
pub mod facts;
pub mod glossary;
pub mod markers;

pub mod parts;
pub mod places;
pub mod prompted;
pub mod prose;
pub mod question;
pub mod render;
pub mod retrieval;
pub mod schema;
pub mod sources;
pub mod tool_results;
pub mod tools;
pub mod wishes;
