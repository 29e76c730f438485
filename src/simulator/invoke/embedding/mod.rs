//! Embeddings: what a family's body asks, what its texts and pictures mean, and the vector in the family's shape.
//!
//! The vectors are made here and by no model: see [`measure`] for what they can and cannot hear. Bodies are checked and
//! answered as their owners document them, so that a client cannot tell the shape from the service's; the response's
//! headers say who made it.

pub mod cohere;
pub mod encoder;
pub mod marengo;
pub mod measure;
pub mod nova;
pub mod picture;
pub mod quantise;
pub mod space;
pub mod table;
pub mod titan;
pub mod wordpiece;

use self::encoder::Encoder;
use self::measure::Measure;
use crate::bedrock::catalogue::Model;
use crate::bedrock::family::EmbeddingDialect;
use crate::simulator::fault::Fault;
use crate::simulator::invoke::answered::Invoked;
use serde_json::Value;

/// Answers a call of an embedding model.
pub fn embed(body: &Value, dialect: EmbeddingDialect, model: &Model, measure: Measure<'_>) -> Result<Invoked, Fault> {
    let encoder = Encoder::new(measure, model.id);
    match dialect {
        EmbeddingDialect::TitanText if model.id.contains("-v2") => titan::text_v2(body, &encoder),
        EmbeddingDialect::TitanText => titan::text_v1(body, &encoder),
        EmbeddingDialect::TitanImage => titan::multimodal(body, &encoder),
        EmbeddingDialect::CohereV3 | EmbeddingDialect::CohereV4 => cohere::embed(body, dialect, &encoder),
        EmbeddingDialect::Nova => nova::embed(body, &encoder),
        EmbeddingDialect::Marengo => marengo::embed(body, model.id, &encoder),
    }
}
