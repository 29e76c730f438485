//! Amazon Titan's embeddings: text (G1 and V2) and multimodal.
//!
//! Schemas: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html> and
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-mm.html>. A call takes one text.

use super::encoder::{Encoder, dimension, image_bytes, too_long};
use super::quantise;
use super::space::normalised;
use crate::bedrock::picture_check::{self, TITAN_EMBEDDING_SIDE};
use crate::simulator::family::schema::{Faults, check};
use crate::simulator::fault::Fault;
use crate::simulator::invoke::answered::Invoked;
use serde_json::{Map, Value, json};

/// Maximum of tokens in a text.
const MOST_TOKENS: u64 = 8_192;

/// Titan Text Embeddings V2.
pub fn text_v2(body: &Value, encoder: &Encoder<'_>) -> Result<Invoked, Fault> {
    check(body, "inputText!:s@1..50000 dimensions:ie@256|512|1024 normalize:b embeddingTypes:le@float|binary")?;
    let text = body.get("inputText").and_then(Value::as_str).unwrap_or_default();
    let tokens = too_long(text, MOST_TOKENS)?;
    let mut vector = encoder.vector(&encoder.text(text), dimension(body.get("dimensions"), 1_024));
    if body.get("normalize") != Some(&Value::Bool(false)) {
        vector = normalised(vector);
    }
    let asked = |name: &str| {
        let types = body.get("embeddingTypes").and_then(Value::as_array).filter(|types| !types.is_empty());
        types.map_or(name == "float", |types| types.iter().any(|asked| asked == name))
    };
    let mut answer = Map::new();
    let mut by_type = Map::new();
    if asked("float") {
        by_type.insert("float".to_owned(), quantise::floats(&vector));
    }
    if asked("binary") {
        by_type.insert("binary".to_owned(), quantise::bits(&vector));
    }
    answer.insert("embedding".to_owned(), quantise::floats(&vector));
    answer.insert("inputTextTokenCount".to_owned(), tokens.into());
    answer.insert("embeddingsByType".to_owned(), by_type.into());
    Ok(Invoked::new(answer.into(), tokens))
}

/// Titan Embeddings G1 Text.
pub fn text_v1(body: &Value, encoder: &Encoder<'_>) -> Result<Invoked, Fault> {
    check(body, "inputText!:s@1..50000")?;
    let text = body.get("inputText").and_then(Value::as_str).unwrap_or_default();
    let tokens = too_long(text, MOST_TOKENS)?;
    let vector = encoder.vector(&encoder.text(text), 1_536);
    Ok(Invoked::new(json!({ "embedding": quantise::floats(&vector), "inputTextTokenCount": tokens }), tokens))
}

/// Titan Multimodal Embeddings: a text, a picture, or the mean of both.
pub fn multimodal(body: &Value, encoder: &Encoder<'_>) -> Result<Invoked, Fault> {
    let mut faults = Faults::default();
    if let Some(top) = faults.members("#", body, "inputText:s@1.. inputImage:s@1.. embeddingConfig:o")
        && let Some(config) = top.get("embeddingConfig").filter(|config| config.is_object())
    {
        faults.members("#/embeddingConfig", config, "outputEmbeddingLength:ie@256|384|1024");
    }
    faults.verdict()?;
    let get = |name: &str| body.get(name).and_then(Value::as_str);
    let text = get("inputText").map(|text| Ok((too_long(text, 128)?, encoder.text(text)))).transpose()?;
    let picture = get("inputImage").map(|image| image_bytes("#/inputImage", image)).transpose()?;
    let sides = get("inputImage").map_or(Ok(()), |image| picture_check::sides(image, TITAN_EMBEDDING_SIDE));
    if sides.is_err() {
        return Err(Fault::validation("400 Bad Request: Image exceeds max pixels allowed."));
    }
    let picture = picture.map(|bytes| encoder.picture(&bytes));
    let tokens = text.as_ref().map_or(0, |(tokens, _)| *tokens);
    let meaning = match (text, picture) {
        (Some((_, text)), Some(picture)) => text.unit().and(picture.unit()),
        (Some((_, text)), None) => text,
        (None, Some(picture)) => picture,
        (None, None) => {
            return Err(Fault::malformed("#: required key [inputText] or [inputImage] not found"));
        }
    };
    let asked = dimension(body.pointer("/embeddingConfig/outputEmbeddingLength"), 1_024);
    let vector = normalised(encoder.vector(&meaning, asked));
    let embedding = quantise::floats(&vector);
    Ok(Invoked::new(json!({ "embedding": embedding, "inputTextTokenCount": tokens, "message": null }), tokens))
}
