//! Reads the pictures of an answer. A filtered picture is also a result, with its reason; an answer with neither a
//! picture nor a reason is refused with a message.

use serde_json::Value;
use thiserror::Error;

use super::format::Format;
use crate::bedrock::picture::Picture;

/// The content of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The results, in order.
    pub made: Vec<Made>,
    /// The mask that virtual try-on used, if requested.
    pub mask: Option<Picture>,
    /// An error that the model reports next to its pictures (Amazon's models).
    pub error: Option<String>,
}

/// One result.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// The picture, if there is one.
    pub picture: Option<Picture>,
    /// The seed, if the answer states it (Stability).
    pub seed: Option<u64>,
    /// The outcome.
    pub finish: Finish,
}

/// The outcome of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finish {
    /// There is a picture, without remarks.
    Done,
    /// A filter blocked it; contains the model's reason.
    Filtered(String),
    /// It failed otherwise; contains the model's reason.
    Failed(String),
}

impl Finish {
    /// An explanation for the user; `None` when all went well.
    pub fn explanation(&self) -> Option<&'static str> {
        let Self::Filtered(reason) = self else {
            return matches!(self, Self::Failed(_))
                .then_some("The model failed to make this picture. Run it again, or change the seed");
        };
        let reason = reason.to_lowercase();
        Some(if reason.contains("prompt") {
            "The filter blocked the prompt, so no picture was made. Use other words"
        } else if reason.contains("output") {
            "The filter blocked the picture. Another seed or prompt may pass"
        } else if reason.contains("input") {
            "The filter blocked the input picture. Choose another one"
        } else {
            "A filter blocked this result. Another seed or prompt may pass"
        })
    }
}

/// Why an answer is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Malformed {
    /// There is neither a picture nor a reason.
    #[error("The answer has no picture and no reason: “{0}” is missing or empty")]
    Missing(&'static str),
    /// A picture cannot be read.
    #[error("Picture {place} of the answer cannot be read: {why}")]
    Picture {
        /// Its number, from 1.
        place: usize,
        /// What is wrong with it.
        why: String,
    },
}

/// Reads the answer to an image task.
pub fn read(format: Format, answer: &Value) -> Result<Answer, Malformed> {
    match format {
        Format::NovaCanvas | Format::TitanV1 | Format::TitanV2 => amazon(answer),
        Format::StableDiffusionXl => {
            let made = list(answer, "artifacts").iter().enumerate().map(artifact).collect::<Result<Vec<_>, _>>()?;
            some(made, "artifacts")
        }
        Format::StableImageCore | Format::StableImageUltra | Format::StableDiffusion3 => stability(answer),
    }
}

fn list<'a>(answer: &'a Value, member: &str) -> &'a [Value] {
    answer.get(member).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn some(made: Vec<Made>, member: &'static str) -> Result<Answer, Malformed> {
    if made.is_empty() { Err(Malformed::Missing(member)) } else { Ok(Answer { made, mask: None, error: None }) }
}

fn picture(place: usize, value: &Value) -> Result<Picture, Malformed> {
    let refused = |why| Malformed::Picture { place: place + 1, why };
    let text = value.as_str().ok_or_else(|| refused("it is not base64 text".to_owned()))?;
    Picture::from_base64(text).map_err(refused)
}

fn finish(reason: Option<&str>) -> Finish {
    match reason {
        None | Some("" | "SUCCESS") => Finish::Done,
        Some(reason) if reason.to_lowercase().contains("filter") => Finish::Filtered(reason.to_owned()),
        Some(reason) => Finish::Failed(reason.to_owned()),
    }
}

fn amazon(answer: &Value) -> Result<Answer, Malformed> {
    let error = answer.get("error").and_then(Value::as_str).map(str::to_owned);
    let mask = match answer.get("maskImage") {
        None | Some(Value::Null) => None,
        Some(mask) => Some(picture(0, mask)?),
    };
    let of = |(place, value)| Ok(Made { picture: Some(picture(place, value)?), seed: None, finish: Finish::Done });
    let made = list(answer, "images").iter().enumerate().map(of).collect::<Result<Vec<_>, _>>()?;
    if made.is_empty() && error.is_none() {
        return Err(Malformed::Missing("images"));
    }
    Ok(Answer { made, mask, error })
}

/// Three lists in the same order; a filtered picture has a reason and may be missing.
fn stability(answer: &Value) -> Result<Answer, Malformed> {
    let (images, seeds, reasons) = (list(answer, "images"), list(answer, "seeds"), list(answer, "finish_reasons"));
    let one = |place: usize| {
        let finish = finish(reasons.get(place).and_then(Value::as_str));
        let picture = match (images.get(place), &finish) {
            (None | Some(Value::Null), Finish::Done) => return Err(Malformed::Missing("images")),
            (None | Some(Value::Null), _) => None,
            (Some(Value::String(empty)), Finish::Filtered(_) | Finish::Failed(_)) if empty.is_empty() => None,
            (Some(value), _) => Some(picture(place, value)?),
        };
        Ok(Made { picture, seed: seeds.get(place).and_then(Value::as_u64), finish })
    };
    some((0..images.len().max(reasons.len())).map(one).collect::<Result<Vec<_>, _>>()?, "images")
}

fn artifact((place, value): (usize, &Value)) -> Result<Made, Malformed> {
    let finish = finish(value.get("finishReason").and_then(Value::as_str));
    let picture = match value.get("base64") {
        Some(text) if text != "" => Some(picture(place, text)?),
        _ if finish == Finish::Done => return Err(Malformed::Missing("base64")),
        _ => None,
    };
    Ok(Made { picture, seed: value.get("seed").and_then(Value::as_u64), finish })
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use serde_json::json;

    fn png() -> String {
        let bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xE0\x08\x02\0\0\0";
        base64::engine::general_purpose::STANDARD.encode(bytes)
    }

    #[test]
    fn reads_pictures_seeds_and_reasons() {
        let (core, xl, canvas) = (Format::StableImageCore, Format::StableDiffusionXl, Format::NovaCanvas);
        for (format, answer, expected) in [
            (core, json!({"seeds": [7], "finish_reasons": [null], "images": [png()]}), vec![(true, Some(7), "")]),
            (core, json!({"finish_reasons": ["Filter reason: prompt"]}), vec![(false, None, "other words")]),
            (
                core,
                json!({"seeds": [1], "finish_reasons": ["Filter reason: output image"], "images": [""]}),
                vec![(false, Some(1), "blocked the picture")],
            ),
            (core, json!({"finish_reasons": ["Inference error"]}), vec![(false, None, "failed")]),
            (
                xl,
                json!({"result": "success", "artifacts": [
                    {"seed": 3, "base64": png(), "finishReason": "SUCCESS"},
                    {"seed": 4, "base64": png(), "finishReason": "CONTENT_FILTERED"},
                    {"seed": 5, "base64": "", "finishReason": "ERROR"},
                ]}),
                vec![(true, Some(3), ""), (true, Some(4), "filter"), (false, Some(5), "failed")],
            ),
            (canvas, json!({"images": [png(), png()], "error": null}), vec![(true, None, ""), (true, None, "")]),
        ] {
            let answer = read(format, &answer).unwrap();
            let made: Vec<_> = answer.made.iter().map(|made| (made.picture.is_some(), made.seed)).collect();
            assert_eq!(made, expected.iter().map(|(picture, seed, _)| (*picture, *seed)).collect::<Vec<_>>());
            for (made, (_, _, part)) in answer.made.iter().zip(&expected) {
                assert!(made.finish.explanation().unwrap_or_default().contains(part), "{made:?}");
                assert!(made.picture.iter().all(|picture| (picture.width, picture.height) == (640, 480)));
            }
        }
        let error = "All of the generated images did not conform";
        let filtered = read(canvas, &json!({"error": error})).unwrap();
        assert_eq!((filtered.made.len(), filtered.error.as_deref()), (0, Some(error)));
        let tried_on = read(canvas, &json!({"images": [png()], "maskImage": png()})).unwrap();
        assert!(tried_on.mask.is_some());
    }

    #[test]
    fn what_is_no_picture_is_refused_with_words() {
        for (format, answer, part) in [
            (Format::StableImageCore, json!({}), "“images”"),
            (Format::StableImageCore, json!({"finish_reasons": [null]}), "“images”"),
            (Format::StableImageCore, json!({"images": [7]}), "Picture 1"),
            (Format::TitanV2, json!({"images": []}), "“images”"),
            (Format::TitanV2, json!({"images": [png(), "AAAA"]}), "Picture 2"),
            (Format::StableDiffusionXl, json!({"artifacts": [{"finishReason": "SUCCESS"}]}), "“base64”"),
        ] {
            let error = read(format, &answer).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
