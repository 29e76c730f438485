//! The simulator's pictures: every family's shape, size, seed, edit and filter.

use crate::client::{invoke_at, invoke_with, json_of, text_of};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use outcrop::aws::http::header;
use outcrop::aws::time::Timestamp;
use outcrop::bedrock::family::Family;
use outcrop::bedrock::form::{Kind, Settings, Unset};
use outcrop::bedrock::image::{self, Finish, Format, Task};
use outcrop::simulator::RETIRED_HEADER;
use outcrop::simulator::invoke::image::bitmap::Bitmap;
use serde_json::{Value, json};

const CORE: &str = "stability.stable-image-core-v1:1";
const ULTRA: &str = "stability.stable-image-ultra-v1:1";
const SD35: &str = "stability.sd3-5-large-v1:0";
const SDXL: &str = "stability.stable-diffusion-xl-v1";
const CANVAS: &str = "amazon.nova-canvas-v1:0";
/// One transparent point.
const TRANSPARENT: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
const TITAN: &str = "amazon.titan-image-generator-v2:0";

fn answer(model: &str, body: &Value) -> Value {
    let reply = invoke_with(model, body, None);
    assert_eq!(reply.status, 200, "{model}: {}", text_of(&reply, "/message"));
    json_of(&reply)
}

fn refusal(model: &str, body: &Value) -> String {
    let reply = invoke_with(model, body, None);
    assert_eq!(reply.status, 400, "{model} took {body}");
    text_of(&reply, "/message")
}

fn read(image: &Value) -> Bitmap {
    Bitmap::read(&STANDARD.decode(image.as_str().unwrap()).unwrap()).unwrap()
}

fn size(image: &Value) -> (usize, usize) {
    let picture = read(image);
    (picture.width, picture.height)
}

fn plain(width: usize, height: usize, colour: [u8; 3]) -> String {
    STANDARD.encode(Bitmap::plain(width, height, colour).png())
}

/// A mask that is black on its left half.
fn half_mask(width: usize, height: usize) -> String {
    let mut mask = Bitmap::plain(width, height, [255; 3]);
    for y in 0..height {
        for x in 0..width / 2 {
            mask.set(x, y, [0; 3]);
        }
    }
    STANDARD.encode(mask.png())
}

#[test]
fn stability_draws_in_every_ratio() {
    for (model, ratio, expected) in
        [(CORE, "1:1", (1024, 1024)), (ULTRA, "16:9", (1344, 768)), (SD35, "9:21", (640, 1536))]
    {
        let whole = answer(model, &json!({ "prompt": "a red canyon", "aspect_ratio": ratio, "seed": 7 }));
        assert_eq!((size(&whole["images"][0]), &whole["seeds"]), (expected, &json!([7])), "{model} {ratio}");
        assert_eq!(whole["finish_reasons"], json!([null]));
    }
    let draw = |seed: u64| answer(CORE, &json!({ "prompt": "a red canyon", "seed": seed }));
    assert_eq!(draw(7), draw(7));
    assert_ne!(draw(7)["images"], draw(8)["images"]);
    let any = draw(0)["seeds"][0].as_u64().unwrap();
    assert!(any > 0 && any < 4_294_967_296);
    let jpeg = answer(CORE, &json!({ "prompt": "a red canyon", "output_format": "jpeg" }));
    assert!(STANDARD.decode(jpeg["images"][0].as_str().unwrap()).unwrap().starts_with(&[0xFF, 0xD8, 0xFF]));
}

#[test]
fn a_picture_is_marked_and_remembers_its_prompt() {
    let whole = answer(CORE, &json!({ "prompt": "Ein blauer See", "seed": 7 }));
    let bytes = STANDARD.decode(whole["images"][0].as_str().unwrap()).unwrap();
    let has = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
    assert!(has(b"SIMULATED by Outcrop"));
    assert_eq!(Bitmap::read(&bytes).unwrap().prompt.as_deref(), Some("Ein blauer See"));
    assert!(bytes.len() < 400_000, "{} bytes", bytes.len());
}

#[test]
fn an_image_in_gives_an_image_of_its_size() {
    let given = plain(640, 704, [10, 200, 30]);
    for model in [ULTRA, SD35] {
        let draw = |strength: f64| {
            let body = json!({ "prompt": "a red canyon", "mode": "image-to-image", "image": given,
                               "strength": strength, "seed": 3 });
            read(&answer(model, &body)["images"][0])
        };
        assert_eq!((draw(0.5).width, draw(0.5).height), (640, 704));
        let kept = |picture: &Bitmap| picture.pixels.iter().filter(|pixel| **pixel == [10, 200, 30]).count();
        assert!(kept(&draw(0.0)) > 300_000 && kept(&draw(1.0)) < 10_000, "{model}");
    }
    let refused = refusal(SD35, &json!({ "prompt": "a", "mode": "image-to-image" }));
    assert!(refused.contains("required key [image] not found"), "{refused}");
    assert!(refusal(CORE, &json!({ "prompt": "a", "image": given })).contains("extraneous key [image]"));
}

#[test]
fn filters_speak_each_familys_language() {
    let stability = |prompt: &str| answer(CORE, &json!({ "prompt": prompt }));
    assert_eq!(stability("in quicksand"), json!({ "finish_reasons": ["Filter reason: prompt"] }));
    assert_eq!(stability("a mirage"), json!({ "finish_reasons": ["Filter reason: output image"] }));
    let amazon = |text: &str, count: u64| {
        json!({ "taskType": "TEXT_IMAGE", "textToImageParams": { "text": text },
                "imageGenerationConfig": { "numberOfImages": count, "width": 512, "height": 512 } })
    };
    for model in [CANVAS, TITAN] {
        assert!(refusal(model, &amazon("Quicksand!", 1)).contains("blocked by our content filters"));
        let held = answer(model, &amazon("a mirage", 3));
        assert_eq!(held["images"].as_array().unwrap().len(), 2);
        assert!(held["error"].as_str().unwrap().contains("content filters"));
    }
    let xl = answer(SDXL, &json!({ "text_prompts": [{ "text": "quicksand" }] }));
    assert_eq!(xl["artifacts"][0]["finishReason"], "CONTENT_FILTERED");
}

#[test]
fn sdxl_has_artifacts() {
    let whole = answer(
        SDXL,
        &json!({ "text_prompts": [{ "text": "a canyon", "weight": 1.0 }, { "text": "rain", "weight": -1.0 }],
                 "cfg_scale": 7, "seed": 42, "steps": 30, "width": 1152, "height": 896 }),
    );
    assert_eq!((&whole["result"], &whole["artifacts"][0]["seed"]), (&json!("success"), &json!(42)));
    assert_eq!(whole["artifacts"][0]["finishReason"], "SUCCESS");
    assert_eq!(size(&whole["artifacts"][0]["base64"]), (1152, 896));
    assert_eq!(read(&whole["artifacts"][0]["base64"]).prompt.as_deref(), Some("a canyon"));
    assert!(refusal(SDXL, &json!({ "text_prompts": [{ "text": "a" }], "width": 1000 })).contains("1000x1024"));
    let masked = json!({ "text_prompts": [{ "text": "a canyon" }], "init_image": plain(1024, 1024, [9, 9, 200]),
                         "mask_source": "MASK_IMAGE_BLACK", "mask_image": half_mask(1024, 1024) });
    let picture = read(&answer(SDXL, &masked)["artifacts"][0]["base64"]);
    assert_eq!(picture.at(900, 10), [9, 9, 200]);
    assert_ne!(picture.at(10, 10), [9, 9, 200]);
}

#[test]
fn amazons_models_perform_every_task() {
    let (image, other) = (plain(512, 384, [20, 90, 200]), plain(320, 320, [250, 0, 250]));
    let mask = half_mask(512, 384);
    let tasks = [
        ("TEXT_IMAGE", "textToImageParams", json!({ "text": "a canyon", "negativeText": "rain" }), (576, 384)),
        ("TEXT_IMAGE", "textToImageParams", json!({ "text": "a canyon", "conditionImage": image }), (576, 384)),
        (
            "COLOR_GUIDED_GENERATION",
            "colorGuidedGenerationParams",
            json!({ "colors": ["#00FF00", "#112233"], "text": "a canyon" }),
            (576, 384),
        ),
        (
            "IMAGE_VARIATION",
            "imageVariationParams",
            json!({ "images": [image], "text": "a canyon", "similarityStrength": 0.7 }),
            (576, 384),
        ),
        (
            "INPAINTING",
            "inPaintingParams",
            json!({ "image": image, "maskImage": mask, "text": "a canyon" }),
            (512, 384),
        ),
        ("INPAINTING", "inPaintingParams", json!({ "image": image, "maskPrompt": "the sky" }), (512, 384)),
        (
            "OUTPAINTING",
            "outPaintingParams",
            json!({ "image": image, "maskImage": mask, "text": "a canyon" }),
            (512, 384),
        ),
        ("BACKGROUND_REMOVAL", "backgroundRemovalParams", json!({ "image": image }), (512, 384)),
    ];
    for (task, params, value, expected) in &tasks {
        for model in [CANVAS, TITAN] {
            let mut body = json!({ "taskType": task });
            body[params] = value.clone();
            if *task != "BACKGROUND_REMOVAL" {
                body["imageGenerationConfig"] = json!({ "width": 576, "height": 384, "seed": 5, "numberOfImages": 2 });
            }
            let whole = answer(model, &body);
            let images = whole["images"].as_array().unwrap();
            assert_eq!(images.len(), if *task == "BACKGROUND_REMOVAL" { 1 } else { 2 }, "{task}");
            assert!(images.iter().all(|image| size(image) == *expected), "{model} {task}");
            assert_ne!(images.first(), images.get(1));
            assert_eq!(whole.get("error"), if model == CANVAS { None } else { Some(&Value::Null) });
        }
    }
    let try_on = json!({ "taskType": "VIRTUAL_TRY_ON", "virtualTryOnParams": {
        "sourceImage": image, "referenceImage": other, "maskType": "GARMENT",
        "garmentBasedMask": { "garmentClass": "UPPER_BODY" }, "returnMask": true } });
    let whole = answer(CANVAS, &try_on);
    assert_eq!((size(&whole["images"][0]), size(&whole["maskImage"])), ((512, 384), (512, 384)));
    assert!(
        refusal(TITAN, &try_on).contains("VIRTUAL_TRY_ON is not a valid enum value")
            || !refusal(TITAN, &try_on).is_empty()
    );
}

#[test]
fn a_mask_decides_what_changes() {
    let image = plain(512, 384, [20, 90, 200]);
    let paint = |task: &str, params: &str| {
        let mut body = json!({ "taskType": task });
        body[params] = json!({ "image": image, "maskImage": half_mask(512, 384), "text": "a canyon" });
        read(&answer(CANVAS, &body)["images"][0])
    };
    // Black is drawn anew when inpainting, white when outpainting. The mark lies lower left.
    let (left, right) = ((100, 50), (400, 50));
    let inpainted = paint("INPAINTING", "inPaintingParams");
    assert_eq!(inpainted.at(right.0, right.1), [20, 90, 200]);
    assert_ne!(inpainted.at(left.0, left.1), [20, 90, 200]);
    let outpainted = paint("OUTPAINTING", "outPaintingParams");
    assert_eq!(outpainted.at(left.0, left.1), [20, 90, 200]);
    assert_ne!(outpainted.at(right.0, right.1), [20, 90, 200]);
}

#[test]
fn retired_models_are_played_and_say_so() {
    let body = json!({ "taskType": "TEXT_IMAGE", "textToImageParams": { "text": "a canyon" },
                       "imageGenerationConfig": { "width": 512, "height": 512 } });
    let after_its_end = Timestamp::parse("2026-10-01T12:00:00Z").unwrap();
    let reply = invoke_at(CANVAS, &body, None, after_its_end);
    assert_eq!((reply.status, header(&reply.headers, RETIRED_HEADER)), (200, Some("2026-09-30")));
    let reply = invoke_with(CORE, &json!({ "prompt": "a canyon" }), None);
    assert_eq!((reply.status, header(&reply.headers, RETIRED_HEADER)), (200, None));
}

#[test]
fn bodies_that_do_not_fit_are_refused_in_words() {
    let canvas = |config: Value| json!({ "taskType": "TEXT_IMAGE", "textToImageParams": { "text": "a" }, "imageGenerationConfig": config });
    let paint = |params: Value| json!({ "taskType": "INPAINTING", "inPaintingParams": params });
    let image = plain(64, 64, [0; 3]);
    for (model, body, expected) in [
        (CORE, json!({}), "#: required key [prompt] not found"),
        (CORE, json!({ "prompt": "" }), "#/prompt: expected minLength: 1, actual: 0"),
        (CORE, json!({ "prompt": "a", "aspect_ratio": "4:3" }), "#/aspect_ratio: 4:3 is not a valid enum value"),
        (CORE, json!({ "prompt": "a", "seed": 4_294_967_296_u64 }), "is not less or equal to 4294967295"),
        (SD35, json!({ "prompt": "a", "strength": 2 }), "#/strength: 2 is not less or equal to 1"),
        (SDXL, json!({ "prompt": "a" }), "2 schema violations found"),
        (CANVAS, json!({ "textToImageParams": { "text": "a" } }), "#: required key [taskType] not found"),
        (CANVAS, json!({ "taskType": "TEXT_IMAGE" }), "#: required key [textToImageParams] not found"),
        (CANVAS, canvas(json!({ "width": 321 })), "#/imageGenerationConfig/width: 321 is not a multiple of 16"),
        (CANVAS, canvas(json!({ "width": 4096, "height": 2048 })), "more than 4194304 pixels"),
        (CANVAS, canvas(json!({ "numberOfImages": 6 })), "#/imageGenerationConfig/numberOfImages: 6 is not less"),
        (CANVAS, canvas(json!({ "width": 320, "height": 4096 })), "the aspect ratio is not between 1:4 and 4:1"),
        (TITAN, canvas(json!({ "width": 1152, "height": 1024 })), "1152x1024 is not one of the sizes of this model"),
        (TITAN, canvas(json!({ "width": 512, "height": 1024 })), "512x1024 is not one of the sizes of this model"),
        (CANVAS, paint(json!({ "image": TRANSPARENT, "maskPrompt": "a" })), "the image has transparent pixels"),
        (
            CANVAS,
            paint(json!({ "image": "R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==", "maskPrompt": "a" })),
            "neither PNG nor JPEG",
        ),
        (CANVAS, paint(json!({ "image": "PHN2Zy8+", "maskPrompt": "a" })), "is not an image in base64"),
        (CANVAS, paint(json!({ "image": image, "maskImage": plain(64, 64, [128; 3]) })), "neither black nor white"),
        (TITAN, canvas(json!({ "width": 2048 })), "2048 is not less or equal to 1408"),
        (CANVAS, paint(json!({ "image": image })), "exactly one of [maskPrompt, maskImage] is expected, found 0"),
        (CANVAS, paint(json!({ "image": image, "maskImage": plain(32, 64, [0; 3]) })), "the mask is 32x64 pixels"),
        (
            CANVAS,
            paint(json!({ "image": "iVBORw==", "maskPrompt": "a" })),
            "#/inPaintingParams/image: the image cannot",
        ),
    ] {
        let found = refusal(model, &body);
        assert!(found.contains(expected), "{model}: {expected:?} is not in {found:?}");
    }
}

/// Something that a field takes.
fn sample(kind: Kind) -> Value {
    match kind {
        Kind::Word(words) => json!(words[words.len() - 1]),
        Kind::Words(words) => json!(words),
        Kind::Number(numbers) => json!(numbers[0]),
        Kind::Whole { least, .. } => json!(least),
        Kind::Decimal { most, .. } => json!(most),
        Kind::Switch => json!(true),
        Kind::Text { .. } => json!("a canyon"),
        Kind::Colours { .. } => json!(["#FF9800"]),
        Kind::Picture => json!(plain(320, 320, [9, 9, 200])),
        Kind::Pictures { .. } => json!([plain(320, 320, [9, 9, 200])]),
        Kind::Mask => json!(half_mask(320, 320)),
    }
}

#[test]
fn every_form_of_the_page_is_taken_and_its_answer_read() {
    for (format, model) in [
        (Format::StableImageCore, CORE),
        (Format::StableImageUltra, ULTRA),
        (Format::StableDiffusion3, SD35),
        (Format::StableDiffusionXl, SDXL),
        (Format::NovaCanvas, CANVAS),
        (Format::TitanV1, "amazon.titan-image-generator-v1"),
        (Format::TitanV2, TITAN),
    ] {
        for &task in format.tasks() {
            let form = image::fields(format, task);
            let (mut least, mut all) = (Settings::default(), Settings::default());
            for field in &form {
                let side = ["width", "height"].contains(&field.member());
                let excluded = field.member() == "maskPrompt" && task != Task::VirtualTryOn;
                let number = field.member() == "numberOfImages";
                let value = match (side, field.kind) {
                    (true, Kind::Number(_)) if format == Format::StableDiffusionXl => json!(1024),
                    (true, Kind::Number(_)) => json!(512),
                    _ => sample(field.kind),
                };
                let small = side && format != Format::StableDiffusionXl;
                let needed = field.unset == Unset::Missing || field.kind == Kind::Mask || small;
                if needed || field.member() == "garmentClass" {
                    least.set(field.pointer, value.clone());
                }
                if !excluded {
                    all.set(field.pointer, if number { json!(2) } else { value });
                }
            }
            // Stability's pictures have a million pixels or more, so they are drawn once.
            let small = format.family() == Family::NovaCanvas || format.family() == Family::TitanImage;
            for settings in [all].into_iter().chain(small.then_some(least)) {
                let body = image::body(format, task, &settings)
                    .unwrap_or_else(|issues| panic!("{format:?} {task:?} {issues:?}"));
                let answer = answer(model, &body);
                let read = image::read(format, &answer).unwrap_or_else(|error| panic!("{format:?} {task:?} {error}"));
                assert!(!read.made.is_empty() && read.made.iter().all(|made| made.finish == Finish::Done), "{read:?}");
            }
        }
    }
}

#[test]
fn image_services_edit_a_picture() {
    let image = plain(64, 64, [20, 90, 200]);
    let mask = half_mask(64, 64);
    for (service, body, expected) in [
        ("stable-fast-upscale", json!({ "image": image }), (256, 256)),
        ("stable-creative-upscale", json!({ "image": image, "prompt": "a canyon", "creativity": 0.3 }), (256, 256)),
        ("stable-conservative-upscale", json!({ "image": image, "prompt": "a canyon" }), (256, 256)),
        (
            "stable-image-inpaint",
            json!({ "image": image, "prompt": "a canyon", "mask": mask, "grow_mask": 5 }),
            (64, 64),
        ),
        ("stable-image-erase-object", json!({ "image": image, "mask": mask, "seed": 3 }), (64, 64)),
        ("stable-outpaint", json!({ "image": image, "left": 16, "down": 32 }), (80, 96)),
        ("stable-image-search-recolor", json!({ "image": image, "prompt": "red", "select_prompt": "car" }), (64, 64)),
        ("stable-image-search-replace", json!({ "image": image, "prompt": "red", "search_prompt": "car" }), (64, 64)),
        ("stable-image-remove-background", json!({ "image": image, "output_format": "png" }), (64, 64)),
        ("stable-image-control-sketch", json!({ "image": image, "prompt": "a", "control_strength": 0.7 }), (64, 64)),
        ("stable-image-control-structure", json!({ "image": image, "prompt": "a" }), (64, 64)),
        ("stable-image-style-guide", json!({ "image": image, "prompt": "a", "aspect_ratio": "16:9" }), (1344, 768)),
        ("stable-style-transfer", json!({ "init_image": image, "style_image": image, "style_strength": 1 }), (64, 64)),
    ] {
        let answer = answer(&format!("us.stability.{service}-v1:0"), &body);
        let found = size(&answer["images"][0]);
        assert_eq!(found, expected, "{service}");
        assert_eq!(answer["finish_reasons"], json!([null]), "{service}");
    }
    let upscale = "us.stability.stable-fast-upscale-v1:0";
    let outpaint = "us.stability.stable-outpaint-v1:0";
    for (model, body, expected) in [
        (upscale, json!({}), "required key [image] not found"),
        (upscale, json!({ "image": "aGk=" }), "#/image: the value is not an image in base64"),
        (upscale, json!({ "image": image, "output_format": "webp" }), "writes png and jpeg, not webp"),
        (upscale, json!({ "image": image, "output_format": "gif" }), "gif is not a valid enum value"),
        (outpaint, json!({ "image": image }), "at least one of [left, right, up, down]"),
        (outpaint, json!({ "image": image, "left": 2001 }), "2001 is not less or equal to 2000"),
        (outpaint, json!({ "image": plain(32, 64, [0; 3]), "left": 1 }), "at least 64 pixels, found 32x64"),
        ("us.stability.stable-image-search-replace-v1:0", json!({ "image": image, "prompt": "a" }), "[search_prompt]"),
    ] {
        let found = refusal(model, &body);
        assert!(found.contains(expected), "{model}: {expected:?} is not in {found:?}");
    }
}
