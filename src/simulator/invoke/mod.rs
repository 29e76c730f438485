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
use crate::bedrock::family::{Body, Family, FamilyKind};
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
    match family.body() {
        Body::Embedding(dialect) => Ok((embedding::embed(body, dialect, model, measure)?, measured())),
        Body::Rerank(dialect) => Ok((rerank::rerank(body, dialect, model, measure)?, measured())),
        Body::Image(dialect) => Ok((image::draw(body, dialect, model, seed)?, Vec::new())),
        Body::Claude
        | Body::Nova
        | Body::CohereR
        | Body::TitanText
        | Body::Prompt(_)
        | Body::Chat(_)
        | Body::Unwritten => Err(Fault::validation(format!(
            "This simulator does not speak the native body of the {} family. It draws with Stable Diffusion, Stable Image \
             Core and Ultra, Nova Canvas and Titan Image.",
            family.name()
        ))),
    }
}
