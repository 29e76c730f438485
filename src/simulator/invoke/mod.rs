//! Answers of models that only `InvokeModel` can call: vectors, pictures, scores. Nothing is streamed.

pub mod answered;
pub mod embedding;
pub mod image;
pub mod rerank;

use self::answered::Invoked;
use self::embedding::measure::{MEASURE_HEADER, Measure};
use super::fault::Fault;
use crate::aws::http::Header;
use crate::bedrock::catalogue::Model;
use crate::bedrock::family::{Body, Family, FamilyKind};
use serde_json::Value;

/// Whether this module answers a family.
pub fn answers(family: Family) -> bool {
    match family.kind() {
        FamilyKind::Embedding | FamilyKind::Image | FamilyKind::Rerank => true,
        FamilyKind::Text | FamilyKind::Video | FamilyKind::Speech => false,
    }
}

/// Answers, with the simulator's own headers.
pub fn answer(
    body: &Value,
    family: Family,
    model: &Model,
    measure: Measure<'_>,
    seed: u64,
) -> Result<(Invoked, Vec<Header>), Fault> {
    let measured = || vec![Header::new(MEASURE_HEADER, measure.name())];
    match family.body() {
        Body::Embedding(dialect) => Ok((embedding::embed(body, dialect, model, measure)?, measured())),
        Body::Rerank(dialect) => Ok((rerank::rerank(body, dialect, model, measure)?, measured())),
        Body::Image(dialect) => Ok((image::draw(body, dialect, model, seed)?, Vec::new())),
        Body::Unwritten if family == Family::StabilityService => {
            Ok((image::service::edit(body, model, seed)?, Vec::new()))
        }
        Body::Claude
        | Body::Nova
        | Body::CohereR
        | Body::TitanText
        | Body::Prompt(_)
        | Body::Chat(_)
        | Body::Unwritten => Err(Fault::validation(format!(
            "This simulator does not support the native body of the {} family. Its image models are Stability's, \
             Nova Canvas and Titan Image.",
            family.name()
        ))),
    }
}
