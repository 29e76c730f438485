//! The answers that only `InvokeModel` gives: vectors, pictures, scores. One body in, one body out, nothing streamed.

pub mod answered;
pub mod embedding;
pub mod image;
pub mod rerank;

use self::answered::Invoked;
use self::embedding::measure::{MEASURE_HEADER, Measure};
use super::fault::Fault;
use crate::aws::http::Header;
use crate::bedrock::catalogue::Model;
use crate::bedrock::family::{Family, FamilyKind};
use serde_json::Value;

/// Whether a family is answered here.
pub fn answers(family: Family) -> bool {
    match family.kind() {
        FamilyKind::Embedding | FamilyKind::Image | FamilyKind::Rerank => true,
        FamilyKind::Text | FamilyKind::Video | FamilyKind::Speech => false,
    }
}

/// Answers, with the headers that are the simulator's own.
pub fn answer(
    body: &Value,
    family: Family,
    model: &Model,
    measure: Measure<'_>,
    seed: u64,
) -> Result<(Invoked, Vec<Header>), Fault> {
    let measured = || vec![Header::new(MEASURE_HEADER, measure.name())];
    match family.kind() {
        FamilyKind::Embedding => Ok((embedding::embed(body, family, model, measure)?, measured())),
        FamilyKind::Rerank => Ok((rerank::rerank(body, family, model, measure)?, measured())),
        FamilyKind::Image => Ok((image::draw(body, family, model, seed)?, Vec::new())),
        FamilyKind::Text | FamilyKind::Video | FamilyKind::Speech => {
            Err(Fault::validation("The simulator has no such answer."))
        }
    }
}
