//! The body of an image task, and what carries over when a result becomes the next input.

use serde_json::{Value, json};

use super::amazon::TITAN_SIZES;
use super::format::{Format, Role, Task, fields, role};
use super::stability::XL_SIZES;
use crate::bedrock::form::{self, FieldIssue, Kind, Settings};
use crate::bedrock::picture::Picture;
use crate::text::json::put_at;

/// The body of a task with these settings, or the issues that must be fixed first.
pub fn body(format: Format, task: Task, settings: &Settings) -> Result<Value, Vec<FieldIssue>> {
    let form = fields(format, task);
    let mut found = form::issues(&form, settings);
    found.extend(together(format, task, settings));
    if !found.is_empty() {
        return Err(found);
    }
    let mut body = json!({});
    match format {
        Format::NovaCanvas | Format::TitanV1 | Format::TitanV2 => {
            if let Some(word) = task.task_type() {
                put_at(&mut body, "/taskType", json!(word));
            }
        }
        Format::StableDiffusion3 if task == Task::ImageToImage => {
            put_at(&mut body, "/mode", json!("image-to-image"));
        }
        Format::StableImageCore | Format::StableImageUltra | Format::StableDiffusion3 | Format::StableDiffusionXl => {}
    }
    form::write(&mut body, &form, settings);
    if format == Format::StableDiffusionXl && settings.get("/text_prompts/1/text").is_some() {
        put_at(&mut body, "/text_prompts/1/weight", json!(-1));
    }
    Ok(body)
}

/// Issues between settings that are each valid.
fn together(format: Format, task: Task, settings: &Settings) -> Option<FieldIssue> {
    let has = |pointer| settings.get(pointer).is_some();
    let issue = |pointer, text: &str| Some(FieldIssue { pointer, text: text.to_owned() });
    match task {
        Task::Inpainting => masked(settings, "/inPaintingParams/maskImage", "/inPaintingParams/maskPrompt"),
        Task::Outpainting => masked(settings, "/outPaintingParams/maskImage", "/outPaintingParams/maskPrompt"),
        Task::VirtualTryOn => {
            let kind = settings.get("/virtualTryOnParams/maskType").and_then(Value::as_str).unwrap_or("GARMENT");
            let (needed, text) = match kind {
                "IMAGE" => {
                    ("/virtualTryOnParams/imageBasedMask/maskImage", "Mask type IMAGE needs a mask image: paint one")
                }
                "PROMPT" => (
                    "/virtualTryOnParams/promptBasedMask/maskPrompt",
                    "Mask type PROMPT needs words for what to replace",
                ),
                _ => ("/virtualTryOnParams/garmentBasedMask/garmentClass", "Mask type GARMENT needs a garment class"),
            };
            if has(needed) { None } else { issue(needed, text) }
        }
        Task::TextToImage | Task::ColorGuided | Task::Variation | Task::ImageToImage | Task::BackgroundRemoval => {
            size(format, settings)
        }
    }
}

fn masked(settings: &Settings, image: &'static str, prompt: &'static str) -> Option<FieldIssue> {
    let text = match (settings.get(image).is_some(), settings.get(prompt).is_some()) {
        (true, true) => "A mask image and a mask prompt exclude each other: remove one of them",
        (false, false) => "Choose which part to edit: paint a mask, or write a mask prompt",
        _ => return None,
    };
    Some(FieldIssue { pointer: prompt, text: text.to_owned() })
}

/// Checks whether width and height fit together.
fn size(format: Format, settings: &Settings) -> Option<FieldIssue> {
    let (width_at, height_at) = match format {
        Format::StableDiffusionXl => ("/width", "/height"),
        _ => ("/imageGenerationConfig/width", "/imageGenerationConfig/height"),
    };
    let side = |pointer| settings.get(pointer).and_then(Value::as_u64).unwrap_or(1_024);
    let (width, height) = (side(width_at), side(height_at));
    let text = match format {
        Format::StableDiffusionXl if !XL_SIZES.contains(&(width, height)) => {
            let sizes: Vec<String> = XL_SIZES.iter().map(|(width, height)| format!("{width} × {height}")).collect();
            format!("Width × height must be {}, not {width} × {height}", sizes.join(", "))
        }
        Format::NovaCanvas if width * height > 4_194_304 => {
            format!("{width} × {height} is more than Nova Canvas's 4,194,304 pixels: make a side shorter")
        }
        Format::NovaCanvas if width > 4 * height || height > 4 * width => {
            format!("{width} × {height} exceeds four to one: make the long side shorter")
        }
        Format::TitanV1 | Format::TitanV2 if !TITAN_SIZES.contains(&(width, height)) => {
            let fitting = TITAN_SIZES.iter().filter(|(known, _)| *known == width).map(|(_, height)| height.to_string());
            let fitting: Vec<String> = fitting.collect();
            match fitting.as_slice() {
                [] => format!("{width} × {height} is not one of the sizes of Titan Image Generator"),
                _ => format!("With a width of {width}, the height must be {}, not {height}", fitting.join(", ")),
            }
        }
        _ => return None,
    };
    Some(FieldIssue { pointer: height_at, text })
}

/// Takes over fields with the same role from another form: prompt, negative prompt, picture and seed.
pub fn carry(settings: &mut Settings, from: (Format, Task), to: (Format, Task)) {
    let old = fields(from.0, from.1);
    for field in fields(to.0, to.1) {
        let role = role(&field);
        let same = |other: &&crate::bedrock::form::Field| super::role(other) == role;
        let Some(source) = old.iter().find(same).filter(|_| !matches!(role, Role::Other | Role::Mask)) else {
            continue;
        };
        let Some(value) = settings.get(source.pointer).cloned() else { continue };
        if source.pointer != field.pointer {
            settings.set(field.pointer, fitted(field.kind, value));
        }
    }
}

/// Fits a value to a kind: a picture becomes a list of one, and a list becomes its first picture.
fn fitted(kind: Kind, value: Value) -> Value {
    match (kind, value) {
        (Kind::Pictures { .. }, Value::String(picture)) => json!([picture]),
        (Kind::Picture, Value::Array(mut pictures)) if !pictures.is_empty() => pictures.swap_remove(0),
        (_, value) => value,
    }
}

/// Sets the picture to edit; returns the field that took it, or `None` if the task has none.
pub fn use_as_input(settings: &mut Settings, format: Format, task: Task, picture: &Picture) -> Option<&'static str> {
    let field = fields(format, task).into_iter().find(|field| role(field) == Role::Picture)?;
    settings.set(field.pointer, fitted(field.kind, json!(picture.base64)));
    Some(field.pointer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(pairs: &[(&str, Value)]) -> Settings {
        pairs.iter().fold(Settings::default(), |settings, (pointer, value)| settings.with(pointer, value.clone()))
    }

    #[test]
    fn each_task_writes_its_own_body() {
        for (format, task, settings, expected) in [
            (Format::StableImageCore, Task::TextToImage, set(&[("/prompt", json!("a"))]), json!({"prompt": "a"})),
            (
                Format::StableDiffusion3,
                Task::ImageToImage,
                set(&[("/prompt", json!("a")), ("/image", json!("AAAA")), ("/seed", json!(7))]),
                json!({"mode": "image-to-image", "prompt": "a", "image": "AAAA", "strength": 0.7, "seed": 7}),
            ),
            (
                Format::StableImageUltra,
                Task::ImageToImage,
                set(&[("/prompt", json!("a")), ("/image", json!("AAAA"))]),
                json!({"prompt": "a", "image": "AAAA"}),
            ),
            (
                Format::StableDiffusionXl,
                Task::TextToImage,
                set(&[
                    ("/text_prompts/0/text", json!("a")),
                    ("/text_prompts/1/text", json!("b")),
                    ("/steps", json!(10)),
                ]),
                json!({"text_prompts": [{"text": "a"}, {"text": "b", "weight": -1}], "steps": 10}),
            ),
            (
                Format::NovaCanvas,
                Task::TextToImage,
                set(&[("/textToImageParams/text", json!("a")), ("/imageGenerationConfig/width", json!(512))]),
                json!({"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a"},
                    "imageGenerationConfig": {"width": 512}}),
            ),
            (
                Format::NovaCanvas,
                Task::BackgroundRemoval,
                set(&[("/backgroundRemovalParams/image", json!("AAAA")), ("/imageGenerationConfig/seed", json!(1))]),
                json!({"taskType": "BACKGROUND_REMOVAL", "backgroundRemovalParams": {"image": "AAAA"}}),
            ),
            (
                Format::TitanV2,
                Task::Variation,
                set(&[("/imageVariationParams/text", json!("a")), ("/imageVariationParams/images", json!(["AAAA"]))]),
                json!({"taskType": "IMAGE_VARIATION", "imageVariationParams": {"text": "a", "images": ["AAAA"]}}),
            ),
            (
                Format::NovaCanvas,
                Task::VirtualTryOn,
                set(&[
                    ("/virtualTryOnParams/sourceImage", json!("AAAA")),
                    ("/virtualTryOnParams/referenceImage", json!("BBBB")),
                    ("/virtualTryOnParams/garmentBasedMask/garmentClass", json!("UPPER_BODY")),
                ]),
                json!({"taskType": "VIRTUAL_TRY_ON", "virtualTryOnParams": {"sourceImage": "AAAA",
                    "referenceImage": "BBBB", "maskType": "GARMENT", "garmentBasedMask": {"garmentClass": "UPPER_BODY"}}}),
            ),
        ] {
            assert_eq!(body(format, task, &settings), Ok(expected), "{format:?} {task:?}");
        }
    }

    #[test]
    fn says_at_its_field_what_keeps_a_task_from_being_sent() {
        let prompt = ("/textToImageParams/text", json!("a"));
        let size = |width: u64, height: u64| {
            set(&[
                prompt.clone(),
                ("/imageGenerationConfig/width", json!(width)),
                ("/imageGenerationConfig/height", json!(height)),
            ])
        };
        let canvas = Format::NovaCanvas;
        let painted = |pairs: &[(&str, Value)]| set(&[&[("/inPaintingParams/image", json!("AAAA"))], pairs].concat());
        let (mask, words) =
            (("/inPaintingParams/maskImage", json!("BB")), ("/inPaintingParams/maskPrompt", json!("hat")));
        for (format, task, settings, pointer, part) in [
            (Format::StableImageCore, Task::TextToImage, set(&[]), "/prompt", "required"),
            (canvas, Task::TextToImage, set(&[]), "/textToImageParams/text", "required"),
            (canvas, Task::TextToImage, size(4_096, 4_096), "/imageGenerationConfig/height", "4,194,304"),
            (canvas, Task::TextToImage, size(2_048, 320), "/imageGenerationConfig/height", "four to one"),
            (canvas, Task::TextToImage, size(500, 320), "/imageGenerationConfig/width", "multiple of 16"),
            (Format::TitanV2, Task::TextToImage, size(1_152, 1_024), "/imageGenerationConfig/height", "768, 896, 640"),
            (Format::TitanV1, Task::TextToImage, size(512, 1_024), "/imageGenerationConfig/height", "must be 512"),
            (Format::TitanV2, Task::TextToImage, size(500, 512), "/imageGenerationConfig/width", "one of"),
            (canvas, Task::Inpainting, painted(&[]), "/inPaintingParams/maskPrompt", "which part"),
            (canvas, Task::Inpainting, painted(&[mask, words]), "/inPaintingParams/maskPrompt", "exclude"),
            (
                canvas,
                Task::VirtualTryOn,
                set(&[
                    ("/virtualTryOnParams/sourceImage", json!("A")),
                    ("/virtualTryOnParams/referenceImage", json!("B")),
                    ("/virtualTryOnParams/maskType", json!("IMAGE")),
                ]),
                "/virtualTryOnParams/imageBasedMask/maskImage",
                "mask image",
            ),
            (
                Format::StableDiffusionXl,
                Task::TextToImage,
                set(&[("/text_prompts/0/text", json!("a")), ("/width", json!(640))]),
                "/height",
                "640 × 1536",
            ),
        ] {
            let issues = body(format, task, &settings).unwrap_err();
            let issue = issues.iter().find(|issue| issue.pointer == pointer);
            assert!(issue.is_some_and(|issue| issue.text.contains(part)), "{format:?} {task:?}: {issues:?}");
        }
        assert!(body(canvas, Task::TextToImage, &size(2_048, 2_048)).is_ok());
    }

    #[test]
    fn a_result_becomes_the_next_input_and_words_carry_over() {
        let picture = Picture {
            format: crate::bedrock::picture::PictureFormat::Png,
            width: 1,
            height: 1,
            byte_len: 3,
            base64: "AAAA".to_owned(),
        };
        let mut settings = set(&[("/prompt", json!("a rock")), ("/seed", json!(5))]);
        let (core, sd3) = (Format::StableImageCore, Format::StableDiffusion3);
        assert_eq!(use_as_input(&mut settings, core, Task::TextToImage, &picture), None);
        assert_eq!(use_as_input(&mut settings, sd3, Task::ImageToImage, &picture), Some("/image"));
        carry(&mut settings, (sd3, Task::ImageToImage), (Format::NovaCanvas, Task::Variation));
        assert_eq!(
            body(Format::NovaCanvas, Task::Variation, &settings),
            Ok(json!({"taskType": "IMAGE_VARIATION",
                "imageVariationParams": {"text": "a rock", "images": ["AAAA"]}, "imageGenerationConfig": {"seed": 5}}))
        );
        carry(&mut settings, (Format::NovaCanvas, Task::Variation), (Format::TitanV2, Task::BackgroundRemoval));
        assert_eq!(settings.get("/backgroundRemovalParams/image"), Some(&json!("AAAA")));
    }
}
