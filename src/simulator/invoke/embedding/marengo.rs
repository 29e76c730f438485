//! `TwelveLabs` Marengo 2.7 and 3.0: texts and pictures. Sound and video need `StartAsyncInvoke`, which is not
//! simulated.
//!
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-marengo-3.html>. Version 3.0 nests the input
//! under its kind and halves the dimension.
//! input under its kind and halves the dimension.

use super::encoder::{Encoder, image_bytes, too_long};
use super::quantise;
use super::space::normalised;
use crate::simulator::family::schema::Faults;
use crate::simulator::fault::Fault;
use crate::simulator::invoke::answered::Invoked;
use serde_json::{Value, json};

/// Reads a body of either version and embeds it.
pub fn embed(body: &Value, model_id: &str, encoder: &Encoder<'_>) -> Result<Invoked, Fault> {
    let third = model_id.contains("-3-");
    let mut faults = Faults::default();
    let rules = if third {
        "inputType!:e@text|image|text_image|video|audio|multi_input text:o image:o text_image:o inferenceId:s \
         video:o audio:o multi_input:o"
    } else {
        "inputType!:e@text|image|video|audio inputText:s@1.. textTruncate:e@end|none mediaSource:o startSec:n \
         lengthSec:n useFixedLengthSec:n minClipSec:n embeddingOption:ls"
    };
    faults.members("#", body, rules);
    let kind = body.get("inputType").and_then(Value::as_str).unwrap_or_default();
    let inner = if third { body.get(kind).unwrap_or(&Value::Null) } else { body };
    let at = if third { format!("#/{kind}") } else { "#".to_owned() };
    let (reads_text, reads_image) = (["text", "text_image"].contains(&kind), ["image", "text_image"].contains(&kind));
    for (name, wanted) in [("inputText", reads_text), ("mediaSource", reads_image)] {
        if wanted && inner.get(name).is_none() {
            faults.add(&at, &format!("required key [{name}] not found"));
        }
    }
    faults.verdict()?;
    if !reads_text && !reads_image {
        return Err(Fault::validation(format!(
            "InvokeModel takes text and images with this model; {kind} goes through StartAsyncInvoke, which this \
             simulator does not have."
        )));
    }
    let text = inner.get("inputText").and_then(Value::as_str).unwrap_or_default();
    let cuts = !third && body.get("textTruncate").is_none_or(|how| how == "end");
    let read = if cuts {
        crate::simulator::inference::tokens::count(text)
    } else {
        too_long(text, if third { 500 } else { 77 })?
    };
    let mut meaning = super::measure::Meaning::default();
    if reads_text {
        meaning = meaning.and(encoder.text(text).unit());
    }
    if reads_image {
        let base64 = inner.pointer("/mediaSource/base64String").and_then(Value::as_str).ok_or_else(|| {
            Fault::validation("This simulator reads no S3 objects. Send the picture as mediaSource.base64String.")
        })?;
        let bytes = image_bytes(&format!("{at}/mediaSource/base64String"), base64)?;
        meaning = meaning.and(encoder.picture(&bytes).unit());
    }
    let vector = normalised(encoder.vector(&meaning, if third { 512 } else { 1_024 }));
    Ok(Invoked::new(json!({ "data": [{ "embedding": quantise::floats(&vector) }] }), read))
}
