//! Encodes texts and pictures as vectors of one model, and reads parameters that several families share.

use super::measure::{Meaning, Measure};
use super::picture;
use super::space::Space;
use crate::bedrock::picture_check;
use crate::simulator::fault::Fault;
use crate::simulator::inference::sampler::seed_from;
use crate::simulator::inference::tokens;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// The encoder of one model.
#[derive(Clone, Copy, Debug)]
pub struct Encoder<'a> {
    measure: Measure<'a>,
    space: Space,
}

impl<'a> Encoder<'a> {
    /// The encoder of a model, by its base id.
    pub fn new(measure: Measure<'a>, model_id: &str) -> Self {
        Self { measure, space: Space::new(model_id) }
    }

    /// The meaning of a text.
    pub fn text(&self, text: &str) -> Meaning {
        self.measure.meaning(text)
    }

    /// The meaning of a picture, from its colours.
    pub fn picture(&self, bytes: &[u8]) -> Meaning {
        picture::meaning(bytes, self.measure)
    }

    /// The model's vector, not normalised.
    pub fn vector(&self, meaning: &Meaning, dimension: usize) -> Vec<f32> {
        self.space.vector(meaning, dimension)
    }
}

/// The requested dimension, already checked, or the default.
pub fn dimension(asked: Option<&Value>, default: usize) -> usize {
    asked.and_then(Value::as_u64).and_then(|asked| usize::try_from(asked).ok()).unwrap_or(default)
}

/// Counts tokens; refuses too many.
pub fn too_long(text: &str, most: u64) -> Result<u64, Fault> {
    let count = tokens::count(text);
    if count > most {
        return Err(Fault::validation(format!(
            "400 Bad Request: Too many input tokens. Max input tokens: {most}, request input token count: {count}"
        )));
    }
    Ok(count)
}

/// How far the purpose of an embedding shifts its vector, relative to a length of 1.
const PURPOSE: f32 = 0.25;

/// The direction of a purpose: `search_query`, `CLUSTERING` and so on.
pub fn purpose(role: &str) -> Meaning {
    Meaning { direction: Vec::new(), features: vec![(seed_from(4, role.as_bytes()), PURPOSE)] }
}

/// The bytes of a picture in base64, whatever its format.
pub fn image_bytes(at: &str, encoded: &str) -> Result<Vec<u8>, Fault> {
    let bytes = STANDARD.decode(encoded).ok().filter(|_| picture_check::format(encoded).is_ok());
    bytes.ok_or_else(|| Fault::malformed(&format!("{at}: the value is not an image in base64")))
}

/// Checks that a picture has the format that the body states.
pub fn has_format(at: &str, named: &str, encoded: &str) -> Result<(), Fault> {
    match picture_check::format(encoded) {
        Ok(found) if found.word() != named => Err(Fault::malformed(&format!(
            "{at}: the image is stated to be {named}, and its bytes are {}",
            found.word()
        ))),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Maximum of bytes in a picture for Cohere, as its page states it.
const MOST_COHERE_BYTES: usize = 5_000_000;

/// The bytes of a `data:image/…;base64,` URL.
pub fn data_url(at: &str, url: &str) -> Result<Vec<u8>, Fault> {
    let encoded = url.strip_prefix("data:image/").and_then(|rest| rest.split_once(";base64,"));
    let (named, encoded) =
        encoded.ok_or_else(|| Fault::malformed(&format!("{at}: the value is not a data:image/…;base64 URL")))?;
    let bytes = image_bytes(at, encoded)?;
    // Browsers and programs write both names.
    has_format(at, if named == "jpg" { "jpeg" } else { named }, encoded)?;
    if bytes.len() > MOST_COHERE_BYTES {
        let has = bytes.len();
        return Err(Fault::malformed(&format!("{at}: the image has {has} bytes, more than {MOST_COHERE_BYTES}")));
    }
    Ok(bytes)
}
