//! Amazon Nova Multimodal Embeddings: one text or one picture per call; sound and video are not simulated.
//!
//! Schema: <https://docs.aws.amazon.com/nova/latest/userguide/embeddings-schema.html>.

use super::encoder::{Encoder, dimension, has_format, image_bytes, purpose};
use super::quantise;
use super::space::normalised;
use crate::simulator::family::schema::Faults;
use crate::simulator::fault::Fault;
use crate::simulator::inference::tokens;
use crate::simulator::invoke::answered::Invoked;
use serde_json::{Value, json};

/// Longest text, in characters.
const LONGEST: usize = 8_192;

/// Reads a body and embeds it.
pub fn embed(body: &Value, encoder: &Encoder<'_>) -> Result<Invoked, Fault> {
    let params = body.get("singleEmbeddingParams").unwrap_or(&Value::Null);
    check(body, params)?;
    let role = params.get("embeddingPurpose").and_then(Value::as_str).unwrap_or_default();
    let (kind, meaning, input_tokens, cut) = if let Some(text) = params.get("text") {
        let (text, cut) = text_of(text)?;
        ("TEXT", encoder.text(&text), tokens::count(&text), cut)
    } else {
        let at = "#/singleEmbeddingParams/image/source/bytes";
        let bytes = params.pointer("/image/source/bytes").and_then(Value::as_str).unwrap_or_default();
        let picture = image_bytes(at, bytes)?;
        has_format(at, params.pointer("/image/format").and_then(Value::as_str).unwrap_or_default(), bytes)?;
        ("IMAGE", encoder.picture(&picture), 0, None)
    };
    let asked = dimension(params.get("embeddingDimension"), 3_072);
    let vector = normalised(encoder.vector(&meaning.unit().and(purpose(role)), asked));
    let mut item = json!({ "embeddingType": kind, "embedding": quantise::floats(&vector) });
    if let (Some(cut), Some(item)) = (cut, item.as_object_mut()) {
        item.insert("truncatedCharLength".to_owned(), cut.into());
    }
    Ok(Invoked::new(json!({ "embeddings": [item] }), input_tokens))
}

fn check(body: &Value, params: &Value) -> Result<(), Fault> {
    let mut faults = Faults::default();
    faults.members(
        "#",
        body,
        "schemaVersion:e@nova-multimodal-embed-v1 taskType!:e@SINGLE_EMBEDDING singleEmbeddingParams!:o",
    );
    let at = "#/singleEmbeddingParams";
    let rules = "embeddingPurpose!:e@GENERIC_INDEX|GENERIC_RETRIEVAL|TEXT_RETRIEVAL|IMAGE_RETRIEVAL|VIDEO_RETRIEVAL|\
                 DOCUMENT_RETRIEVAL|AUDIO_RETRIEVAL|CLASSIFICATION|CLUSTERING embeddingDimension:ie@256|384|1024|3072 \
                 text:o image:o audio:o video:o";
    if let Some(params) = params.as_object().and_then(|_| faults.members(at, params, rules)) {
        if let Some(text) = params.get("text") {
            faults.members(&format!("{at}/text"), text, "truncationMode!:e@START|END|NONE value:s@1.. source:o");
        }
        if let Some(image) = params.get("image") {
            let rules = "format!:e@png|jpeg|gif|webp source!:o detailLevel:e@STANDARD_IMAGE|DOCUMENT_IMAGE";
            faults.members(&format!("{at}/image"), image, rules);
        }
        let given = ["text", "image", "audio", "video"].iter().filter(|kind| params.contains_key(**kind)).count();
        if given != 1 {
            faults.add(at, &format!("exactly one of [text, image, audio, video] is expected, found {given}"));
        }
    }
    faults.verdict()?;
    if params.get("audio").or(params.get("video")).is_some() {
        return Err(Fault::validation("This simulator embeds texts and pictures; it has no ear and no eye for films."));
    }
    if params.pointer("/text/source").or(params.pointer("/image/source/s3Location")).is_some() {
        return Err(Fault::validation(
            "This simulator reads no S3 objects. Send the text as value, the picture as bytes.",
        ));
    }
    Ok(())
}

/// The text that is embedded, and its length after truncation.
fn text_of(text: &Value) -> Result<(String, Option<usize>), Fault> {
    let value = text.get("value").and_then(Value::as_str).unwrap_or_default();
    let length = value.chars().count();
    if length == 0 {
        return Err(Fault::malformed("#/singleEmbeddingParams/text: required key [value] not found"));
    }
    if length <= LONGEST {
        return Ok((value.to_owned(), None));
    }
    let shortened = match text.get("truncationMode").and_then(Value::as_str) {
        Some("START") => value.chars().skip(length - LONGEST).collect(),
        Some("END") => value.chars().take(LONGEST).collect(),
        _ => {
            return Err(Fault::malformed(&format!(
                "#/singleEmbeddingParams/text/value: expected maxLength: {LONGEST}, actual: {length}"
            )));
        }
    };
    Ok((shortened, Some(LONGEST)))
}
