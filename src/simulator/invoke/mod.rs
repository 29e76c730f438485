//! The answers that only `InvokeModel` gives: vectors, pictures, scores. One body in, one body out, nothing streamed.

pub mod embedding;
pub mod image;
pub mod rerank;

use self::embedding::measure::{MEASURE_HEADER, Measure};
use super::fault::Fault;
use crate::aws::http::Header;
use crate::bedrock::catalogue::Model;
use crate::bedrock::family::{Family, FamilyKind};
use serde_json::Value;

/// An answer and what its headers say of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Invoked {
    /// The body.
    pub body: Value,
    /// Tokens that were read.
    pub input_tokens: u64,
    /// How long it took, in milliseconds.
    pub latency_ms: u32,
}

impl Invoked {
    /// An answer that took as long as an embedding takes.
    pub fn new(body: Value, input_tokens: u64) -> Self {
        let latency_ms = 40 + u32::try_from(input_tokens / 8).unwrap_or(u32::MAX).min(400);
        Self { body, input_tokens, latency_ms }
    }

    /// An answer that took longer.
    #[must_use]
    pub fn after(mut self, latency_ms: u32) -> Self {
        self.latency_ms = latency_ms;
        self
    }
}

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
