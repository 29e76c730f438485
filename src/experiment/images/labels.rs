//! The display of a body that is full of base64, the names of pictures, and names for files.

use serde_json::Value;

use crate::bedrock::picture::{Picture, PictureFormat};
use crate::experiment::run::exchange::Origin;
use crate::text::number;

/// Base64 shorter than this is shown as it is.
const SHORTEST: usize = 100;

/// How many characters of a picture's base64 are shown: enough to see which kind of file it begins.
const START: usize = 12;

/// The body with each picture folded to its first characters, its format and its size. It is for reading; what is sent is the body itself.
pub fn folded(body: &Value) -> Value {
    match body {
        Value::String(text) => Value::String(fold(text)),
        Value::Array(items) => items.iter().map(folded).collect(),
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), folded(value))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => body.clone(),
    }
}

fn fold(text: &str) -> String {
    let data = text.split_once(";base64,").map_or(text, |(_, data)| data);
    match (text.len() >= SHORTEST).then(|| Picture::from_base64(data)) {
        Some(Ok(picture)) => {
            let start = data.get(..START).unwrap_or_default();
            format!("{start}… ({}, {} of base64)", describe(&picture), number::bytes(data.len()))
        }
        Some(Err(_)) | None => text.to_owned(),
    }
}

/// `PNG, 1,024 × 768, 97 kB`.
pub fn describe(picture: &Picture) -> String {
    let side = |side: u32| number::grouped(u64::from(side));
    let kind = picture.format.word().to_uppercase();
    format!("{kind}, {} × {}, {}", side(picture.width), side(picture.height), number::bytes(picture.byte_len))
}

/// The name of a file that holds a result. A simulated one says so first.
pub fn file_name(origin: Origin, model: &str, seed: Option<u64>, place: usize, format: PictureFormat) -> String {
    let marked = match origin {
        Origin::Simulator => "SIMULATED-",
        Origin::Aws | Origin::Custom => "",
    };
    let plain: String =
        model.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).take(60).collect();
    let seed = seed.map(|seed| format!("-seed-{seed}")).unwrap_or_default();
    let end = match format {
        PictureFormat::Jpeg => "jpg",
        PictureFormat::Png | PictureFormat::Gif | PictureFormat::Webp => format.word(),
    };
    format!("{marked}{plain}{seed}-{}.{end}", place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::images::mask;
    use serde_json::json;

    #[test]
    fn pictures_are_folded_and_nothing_else() {
        let mut mask = mask::Mask::new(640, 480);
        mask.rectangle([10, 10, 40, 90], mask::Ink::Dark);
        let picture = Picture::read(&mask.png()).unwrap();
        let long = "A text that is as long as a picture, or longer, and none. ".repeat(4);
        let body = json!({ "prompt": long, "n": 1, "image": picture.base64, "images": [picture.data_url()] });
        let shown = folded(&body);
        assert_eq!((&shown["prompt"], &shown["n"]), (&body["prompt"], &body["n"]));
        for text in [&shown["image"], &shown["images"][0]] {
            let text = text.as_str().unwrap();
            assert!(text.starts_with("iVBORw0KGgoA… (PNG, 640 × 480, ") && text.ends_with(" of base64)"), "{text}");
        }
    }

    #[test]
    fn a_simulated_file_says_so() {
        let name = |origin, seed| file_name(origin, "stability.stable-image-core-v1:1", seed, 0, PictureFormat::Jpeg);
        assert_eq!(name(Origin::Simulator, Some(7)), "SIMULATED-stability-stable-image-core-v1-1-seed-7-1.jpg");
        assert_eq!(name(Origin::Aws, None), "stability-stable-image-core-v1-1-1.jpg");
    }
}
