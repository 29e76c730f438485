//! The words of an answer: what is asked is looked up in a glossary, worked out, or read from what was sent along.
//!
//! It is not a model and does not pretend to be one. The same question and seed give the same words.

pub mod arguments;
pub mod arithmetic;
pub mod facts;
pub mod glossary;
pub mod parts;
pub mod prose;
pub mod question;
pub mod render;
pub mod retrieval;
pub mod sources;
pub mod tool_results;
pub mod tools;
