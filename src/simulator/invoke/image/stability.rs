//! Stable Diffusion 3.5, Stable Image Core and Ultra, and the older SDXL.
//!
//! Schemas: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-diffusion-stable-ultra-text-image-request-response.html>
//! and its neighbours, and <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-diffusion-1-0-text-image.html>.

use super::edit;
use super::file::{Wanted, encoded, text, within};
use super::filter::{self, Finding};
use super::strata::{self, Scene};
use crate::bedrock::catalogue::Model;
use crate::simulator::family::schema::{Faults, check};
use crate::simulator::fault::Fault;
use crate::simulator::invoke::answered::Invoked;
use serde_json::{Map, Value, json};

/// Width and height of each aspect ratio; about a million pixels each, sides divisible by 64.
const RATIOS: [(&str, usize, usize); 9] = [
    ("1:1", 1024, 1024),
    ("16:9", 1344, 768),
    ("21:9", 1536, 640),
    ("2:3", 832, 1216),
    ("3:2", 1216, 832),
    ("4:5", 896, 1088),
    ("5:4", 1088, 896),
    ("9:16", 768, 1344),
    ("9:21", 640, 1536),
];

/// Width and height of an aspect ratio; a square if there is none.
pub fn size_of_ratio(ratio: &str) -> (usize, usize) {
    RATIOS.into_iter().find(|(name, ..)| *name == ratio).map_or((1024, 1024), |(_, width, height)| (width, height))
}

/// SD3.x, Core and Ultra.
pub fn draw(body: &Value, model: &Model, seed: u64) -> Result<Invoked, Fault> {
    let core = model.id.contains("-core-");
    let rules = if core {
        "prompt!:s@1..10000 aspect_ratio:e@16:9|1:1|21:9|2:3|3:2|4:5|5:4|9:16|9:21 output_format:e@png|jpeg \
         seed:i@0..4294967295 negative_prompt:s@0..10000"
    } else {
        "prompt!:s@1..10000 mode:e@text-to-image|image-to-image image:s@1.. strength:n@0..1 \
         aspect_ratio:e@16:9|1:1|21:9|2:3|3:2|4:5|5:4|9:16|9:21 output_format:e@png|jpeg seed:i@0..4294967295 \
         negative_prompt:s@0..10000"
    };
    let mut faults = Faults::default();
    faults.members("#", body, rules);
    if text(body, "mode") == "image-to-image" && body.get("image").is_none() {
        faults.add("#", "required key [image] not found");
    }
    faults.verdict()?;
    let prompt = text(body, "prompt");
    // 0 or no seed asks for a random one.
    let seed = body.get("seed").and_then(Value::as_u64).filter(|seed| *seed != 0).unwrap_or(seed % 4_294_967_295);
    let finding = filter::find(prompt);
    if finding != Finding::Clean {
        let reason = if finding == Finding::Prompt { "Filter reason: prompt" } else { "Filter reason: output image" };
        return Ok(Invoked::new(json!({ "finish_reasons": [reason] }), 0).after(300));
    }
    let (width, height) = size_of_ratio(text(body, "aspect_ratio"));
    let scene = Scene { width, height, prompt, seed, colours: Vec::new() };
    let mut picture = strata::draw(&scene);
    if let Some(image) = body.get("image").and_then(Value::as_str) {
        // The result has the size of the input, within the limits of this model.
        let given = within(edit::picture("#/image", image)?, 1_536);
        let new = strata::draw(&Scene { width: given.width, height: given.height, ..scene.clone() });
        let strength = body.get("strength").and_then(Value::as_f64).unwrap_or(0.35);
        picture = edit::blended(given, &new, strength);
        picture.prompt = Some(prompt.to_owned());
    }
    let wanted = if text(body, "output_format") == "jpeg" { Wanted::Jpeg } else { Wanted::Png };
    let image = encoded(picture, seed, wanted);
    Ok(Invoked::new(json!({ "seeds": [seed], "finish_reasons": [null], "images": [image] }), 0).after(1_800))
}

/// SDXL 1.0.
pub fn draw_xl(body: &Value, seed: u64) -> Result<Invoked, Fault> {
    check(
        body,
        "text_prompts!:l@1.. cfg_scale:n@0..35 seed:i@0..4294967295 steps:i@10..150 width:i height:i style_preset:s \
         sampler:s clip_guidance_preset:s samples:i@1..1 extras:o init_image:s@1.. init_image_mode:s image_strength:n@0..1 \
         mask_source:e@MASK_IMAGE_WHITE|MASK_IMAGE_BLACK|INIT_IMAGE_ALPHA mask_image:s@1..",
    )?;
    let mut faults = Faults::default();
    let prompts = body.get("text_prompts").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for (index, prompt) in prompts.iter().enumerate() {
        faults.members(&format!("#/text_prompts/{index}"), prompt, "text!:s@1..2000 weight:n");
    }
    let side = |name: &str| body.get(name).and_then(Value::as_u64).unwrap_or(1_024);
    let (width, height) = (side("width"), side("height"));
    let sizes = [(1024, 1024), (1152, 896), (1216, 832), (1344, 768), (1536, 640)];
    let mask = body.get("mask_source").and_then(Value::as_str).is_some_and(|source| source != "INIT_IMAGE_ALPHA");
    if !sizes.iter().any(|&(a, b)| (a, b) == (width, height) || (b, a) == (width, height)) {
        faults.add("#", &format!("{width}x{height} is not one of the sizes of this model"));
    }
    if mask && (body.get("mask_image").is_none() || body.get("init_image").is_none()) {
        faults.add("#", "required key [mask_image] or [init_image] not found");
    }
    faults.verdict()?;
    let asked = prompts.iter().filter(|prompt| prompt.get("weight").and_then(Value::as_f64).unwrap_or(1.0) > 0.0);
    let prompt = asked.map(|prompt| text(prompt, "text")).collect::<Vec<_>>().join(", ");
    let seed = body.get("seed").and_then(Value::as_u64).filter(|seed| *seed != 0).unwrap_or(seed % 4_294_967_295);
    let pixels = |side: u64| usize::try_from(side).unwrap_or(1_024);
    let scene = Scene { width: pixels(width), height: pixels(height), prompt: &prompt, seed, colours: Vec::new() };
    let mut picture = strata::draw(&scene);
    if let Some(image) = body.get("init_image").and_then(Value::as_str) {
        let given = within(edit::picture("#/init_image", image)?, 1_536);
        picture = if mask {
            let edited =
                if text(body, "mask_source").ends_with("BLACK") { edit::Edited::Dark } else { edit::Edited::Light };
            let mask = edit::picture("#/mask_image", text(body, "mask_image"))?.scaled(given.width, given.height);
            edit::Region::from_mask(&mask, edited).replaced(given, &picture)
        } else {
            let share = body.get("image_strength").and_then(Value::as_f64).unwrap_or(0.35);
            edit::blended(given, &picture, 1.0 - share)
        };
        picture.prompt = Some(prompt.clone());
    }
    let reason = match filter::find(&prompt) {
        Finding::Clean => "SUCCESS",
        Finding::Prompt | Finding::Output => {
            picture = strata::draw(&Scene { prompt: "gray", ..scene });
            "CONTENT_FILTERED"
        }
    };
    let mut artifact = Map::new();
    artifact.insert("seed".to_owned(), seed.into());
    artifact.insert("base64".to_owned(), encoded(picture, seed, Wanted::Png).into());
    artifact.insert("finishReason".to_owned(), reason.into());
    Ok(Invoked::new(json!({ "result": "success", "artifacts": [artifact] }), 0).after(2_600))
}
