//! Embeddings: reads a family's body, and writes the vectors in the family's shape.
//!
//! The vectors do not come from a model: [`measure`] describes what they can express. Bodies are checked and answered
//! as documented, so a client sees the service's shape; the response's headers state that it is simulated.

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
