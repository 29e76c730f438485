//! Refusals of pictures in messages, in the service's words.
//!
//! Claude's sentences are reported from live calls, with the place (format: scilink#382, hermes-agent#19195; bytes: idp#778).
//! Models that are served like `OpenAI`'s have one sentence (hermes-agent#33317), and so have the others (boto3#4415, Llama);
//! of these no sentence about bytes or sides is reported, so Claude's are used.

use crate::bedrock::family::{Body, Family};
use crate::bedrock::limits::MOST_IMAGE_PIXELS;
use crate::bedrock::picture_check::{self, MOST_ENCODED, PictureFault};
use crate::simulator::fault::Fault;
use serde_json::Value;

/// Checks the pictures of messages in Converse's shape, which is also Nova's, those in tool results too.
pub fn check(messages: &[Value], family: Option<Family>) -> Result<(), Fault> {
    let items = |value: &'_ Value| value.get("content").and_then(Value::as_array).cloned().unwrap_or_default();
    let image = |place: String, block: &Value| match block.get("image") {
        Some(image) => {
            let text = |pointer: &str| image.pointer(pointer).and_then(Value::as_str);
            let Some(base64) = text("/source/bytes") else { return Ok(()) };
            one(&format!("{place}.image.source.bytes"), text("/format"), base64, family)
        }
        None => Ok(()),
    };
    for (index, message) in messages.iter().enumerate() {
        let blocks = message.get("content").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        for (number, block) in blocks.iter().enumerate() {
            let place = format!("messages.{index}.content.{number}");
            image(place.clone(), block)?;
            for (part, inner) in block.get("toolResult").map(items).unwrap_or_default().iter().enumerate() {
                image(format!("{place}.toolResult.content.{part}"), inner)?;
            }
        }
    }
    Ok(())
}

/// Checks one picture: its place in the body, the format that the body states, the bytes in base64.
pub fn one(place: &str, named: Option<&str>, base64: &str, family: Option<Family>) -> Result<(), Fault> {
    let Err(fault) = picture_check::check(named, base64) else { return Ok(()) };
    Err(match (family.map(Family::body), fault) {
        (_, PictureFault::TooManyBytes(length)) => {
            Fault::at(place, &format!("image exceeds 5 MB maximum: {length} bytes > {MOST_ENCODED} bytes"))
        }
        (_, PictureFault::TooManyPixels(..)) => Fault::at(
            place,
            &format!("At least one of the image dimensions exceed max allowed size: {MOST_IMAGE_PIXELS} pixels"),
        ),
        (Some(Body::Claude), PictureFault::Unknown) => Fault::validation("Could not process image"),
        (Some(Body::Claude), PictureFault::Other(found)) => Fault::at(
            place,
            &format!(
                "The image was specified using the image/{} media type, but the image appears to be a image/{} image",
                named.unwrap_or_default(),
                found.word()
            ),
        ),
        (Some(Body::Chat(_)), PictureFault::Unknown | PictureFault::Other(_)) => {
            Fault::validation("Failed to sanitize image: Invalid or unsupported image format")
        }
        (_, PictureFault::Unknown | PictureFault::Other(_)) => {
            Fault::validation("The provided image does not match the specified image format.")
        }
    })
}
