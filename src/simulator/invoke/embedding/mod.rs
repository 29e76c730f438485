//! Embeddings: what a family's body asks, what its texts and pictures mean, and the vector in the family's shape.
//!
//! The vectors are made here and by no model: see [`measure`] for what they can and cannot hear. Bodies are checked and
//! answered as their owners document them, so that a client cannot tell the shape from the service's; the response's
//! headers say who made it.

pub mod cohere;
pub mod marengo;
pub mod measure;
pub mod nova;
pub mod picture;
pub mod quantise;
pub mod space;
pub mod table;
pub mod titan;
pub mod wordpiece;

use super::Invoked;
use crate::bedrock::catalogue::Model;
use crate::bedrock::family::Family;
use crate::simulator::fault::Fault;
use crate::simulator::inference::sampler::seed_from;
use crate::simulator::inference::tokens;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use measure::{Meaning, Measure};
use serde_json::Value;
use space::Space;

/// Turns texts and pictures into one model's vectors.
#[derive(Clone, Copy, Debug)]
pub struct Encoder<'a> {
    measure: Measure<'a>,
    space: Space,
}

impl<'a> Encoder<'a> {
    /// The encoder of a model, by its base id.
    pub fn new(measure: Measure<'a>, model_id: &str) -> Self {
        Self { measure, space: Space::of(model_id) }
    }

    /// What a text means.
    pub fn text(&self, text: &str) -> Meaning {
        self.measure.meaning(text)
    }

    /// What a picture shows, as far as its colours tell.
    pub fn picture(&self, bytes: &[u8]) -> Meaning {
        picture::meaning(bytes, self.measure)
    }

    /// The model's vector, not normalised.
    pub fn vector(&self, meaning: &Meaning, dimension: usize) -> Vec<f32> {
        self.space.vector(meaning, dimension)
    }
}

/// Answers a call of an embedding model.
pub fn embed(body: &Value, family: Family, model: &Model, measure: Measure<'_>) -> Result<Invoked, Fault> {
    let encoder = Encoder::new(measure, model.id);
    match family {
        Family::TitanEmbedText if model.id.contains("-v2") => titan::text_v2(body, &encoder),
        Family::TitanEmbedText => titan::text_v1(body, &encoder),
        Family::TitanEmbedImage => titan::multimodal(body, &encoder),
        Family::CohereEmbedV3 | Family::CohereEmbedV4 => cohere::embed(body, family, &encoder),
        Family::NovaEmbed => nova::embed(body, &encoder),
        _ => marengo::embed(body, model.id, &encoder),
    }
}

/// The asked dimension, which was checked, or the default.
fn dimension(asked: Option<&Value>, default: usize) -> usize {
    asked.and_then(Value::as_u64).and_then(|asked| usize::try_from(asked).ok()).unwrap_or(default)
}

/// The number of tokens, or the refusal of too many.
fn too_long(text: &str, most: u64) -> Result<u64, Fault> {
    let count = tokens::count(text);
    if count > most {
        return Err(Fault::validation(format!(
            "400 Bad Request: Too many input tokens. Max input tokens: {most}, request input token count: {count}"
        )));
    }
    Ok(count)
}

/// How far the purpose of an embedding moves its vector, of a length of 1.
const PURPOSE: f32 = 0.25;

/// The direction of a purpose: `search_query`, `CLUSTERING` and so on.
fn purpose(role: &str) -> Meaning {
    Meaning { direction: Vec::new(), features: vec![(seed_from(4, role.as_bytes()), PURPOSE)] }
}

/// The bytes of a base64 text.
fn image_bytes(at: &str, encoded: &str) -> Result<Vec<u8>, Fault> {
    STANDARD
        .decode(encoded)
        .ok()
        .filter(|bytes| !bytes.is_empty())
        .ok_or_else(|| Fault::malformed(&format!("{at}: the value is not an image in base64")))
}

/// The bytes of a `data:image/…;base64,` URL.
fn data_url(at: &str, url: &str) -> Result<Vec<u8>, Fault> {
    let encoded = url.strip_prefix("data:image/").and_then(|rest| rest.split_once(";base64,"));
    let (_, encoded) =
        encoded.ok_or_else(|| Fault::malformed(&format!("{at}: the value is not a data:image/…;base64 URL")))?;
    image_bytes(at, encoded)
}
