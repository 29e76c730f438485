//! Bedrock's API as values: model ids and the catalogue, Converse, each `InvokeModel` body family, the service model
//! with its validator, and the folds that turn any of the four kinds of response into one [`turn::Turn`].
//!
//! This room uses no browser and no simulator. JSON that the user owns stays [`serde_json::Value`] with its key order;
//! unknown members are kept and sent.

pub mod api_key;
pub mod assembled;
pub mod assessment;
pub mod catalogue;
pub mod citation;
pub mod client;
pub mod conversation;
pub mod converse;
pub mod count_tokens;
pub mod effort;
pub mod embedding;
pub mod event;
pub mod family;
pub mod fold;
pub mod form;
pub mod image;
pub mod inference_profile;
pub mod limits;
pub mod model_id;
pub mod operation;
pub mod picture;
pub mod picture_check;
pub mod policy;
pub mod prices;
mod request;
pub mod rerank;
pub mod rules;
pub mod service_model;
pub mod turn;

pub use request::request;
