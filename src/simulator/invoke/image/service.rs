//! Stability's image services: a picture in, the same picture edited, one schema a service.
//!
//! Fields: <https://docs.aws.amazon.com/bedrock/latest/userguide/stable-image-services.html>. The simulator edits pixels with
//! what it has: layers of rock in place of what a model would draw, an oval in place of an object that it would find.

use super::bitmap::{Bitmap, MOST_PIXELS};
use super::edit::{self, Edited, Region};
use super::file::{Wanted, encoded, text, within};
use super::filter::{self, Finding};
use super::stability::size_of_ratio;
use super::strata::{self, Scene};
use crate::bedrock::catalogue::Model;
use crate::simulator::family::schema::Faults;
use crate::simulator::fault::Fault;
use crate::simulator::invoke::answered::Invoked;
use serde_json::{Value, json};

/// What a service does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Service {
    Upscale { times: usize },
    Inpaint,
    Erase,
    Outpaint,
    Recolor,
    Replace,
    RemoveBackground,
    Control,
    StyleGuide,
    StyleTransfer,
}

/// Members that most services have.
const COMMON: &str = "seed:i@0..4294967294 output_format:e@png|jpeg|webp";
const STYLES: &str = "style_preset:e@3d-model|analog-film|anime|cinematic|comic-book|digital-art|enhance|fantasy-art|\
                      isometric|line-art|low-poly|modeling-compound|neon-punk|origami|photographic|pixel-art|tile-texture";

/// A service by a part of its model id, with its members besides the common ones.
const SERVICES: [(&str, Service, &str); 13] = [
    (
        "creative-upscale",
        Service::Upscale { times: 4 },
        "image!:s@1.. prompt!:s@1..10000 negative_prompt:s@0..10000 creativity:n@0.1..0.5",
    ),
    (
        "conservative-upscale",
        Service::Upscale { times: 4 },
        "image!:s@1.. prompt!:s@1..10000 negative_prompt:s@0..10000 creativity:n@0.1..0.5",
    ),
    ("fast-upscale", Service::Upscale { times: 4 }, "image!:s@1.."),
    (
        "image-inpaint",
        Service::Inpaint,
        "image!:s@1.. prompt!:s@1..10000 mask:s@1.. negative_prompt:s@0..10000 grow_mask:n@0..20",
    ),
    ("erase-object", Service::Erase, "image!:s@1.. mask:s@1.. grow_mask:n@0..20"),
    (
        "outpaint",
        Service::Outpaint,
        "image!:s@1.. left:i@0..2000 right:i@0..2000 up:i@0..2000 down:i@0..2000 prompt:s@0..10000 creativity:n@0.1..1.0",
    ),
    (
        "search-recolor",
        Service::Recolor,
        "image!:s@1.. prompt!:s@1..10000 select_prompt!:s@1..10000 negative_prompt:s@0..10000 grow_mask:n@0..20",
    ),
    (
        "search-replace",
        Service::Replace,
        "image!:s@1.. prompt!:s@1..10000 search_prompt!:s@1..10000 negative_prompt:s@0..10000 grow_mask:n@0..20",
    ),
    ("remove-background", Service::RemoveBackground, "image!:s@1.."),
    (
        "control-sketch",
        Service::Control,
        "image!:s@1.. prompt!:s@1..10000 control_strength:n@0..1 negative_prompt:s@0..10000",
    ),
    (
        "control-structure",
        Service::Control,
        "image!:s@1.. prompt!:s@1..10000 control_strength:n@0..1 negative_prompt:s@0..10000",
    ),
    (
        "style-guide",
        Service::StyleGuide,
        "image!:s@1.. prompt!:s@1..10000 negative_prompt:s@0..10000 fidelity:n@0..1 \
         aspect_ratio:e@16:9|1:1|21:9|2:3|3:2|4:5|5:4|9:16|9:21",
    ),
    (
        "style-transfer",
        Service::StyleTransfer,
        "init_image!:s@1.. style_image!:s@1.. prompt:s@0..10000 negative_prompt:s@0..10000 composition_fidelity:n@0..1 \
         style_strength:n@0..1 change_strength:n@0.1..1",
    ),
];

/// Reads a body and edits its picture.
pub fn edit(body: &Value, model: &Model, seed: u64) -> Result<Invoked, Fault> {
    let (_, service, own) = SERVICES
        .iter()
        .find(|(name, ..)| model.id.contains(name))
        .ok_or_else(|| Fault::validation(format!("This simulator does not know the image service {}.", model.id)))?;
    let mut faults = Faults::default();
    faults.members("#", body, &format!("{own} {COMMON} {STYLES}"));
    let grown = ["left", "right", "up", "down"].map(|name| number(body, name, 0.0));
    if *service == Service::Outpaint && grown.iter().all(|side| *side <= 0.0) {
        faults.add("#", "at least one of [left, right, up, down] must be greater than 0");
    }
    faults.verdict()?;
    let wanted = match text(body, "output_format") {
        "jpeg" => Wanted::Jpeg,
        "webp" => return Err(Fault::validation("This simulator writes png and jpeg, not webp.")),
        _ => Wanted::Png,
    };
    let member = if *service == Service::StyleTransfer { "init_image" } else { "image" };
    let given = edit::picture(&format!("#/{member}"), text(body, member))?;
    if given.width.min(given.height) < 64 && !matches!(service, Service::Upscale { .. }) {
        let (width, height) = (given.width, given.height);
        return Err(Fault::malformed(&format!(
            "#/{member}: each side must have at least 64 pixels, found {width}x{height}"
        )));
    }
    let prompt = text(body, "prompt");
    // 0 or no seed asks for a random one.
    let seed = body.get("seed").and_then(Value::as_u64).filter(|seed| *seed != 0).unwrap_or(seed % 4_294_967_294);
    match filter::find(prompt) {
        Finding::Clean => {}
        Finding::Prompt => return Ok(filtered("Filter reason: prompt")),
        Finding::Output => return Ok(filtered("Filter reason: output image")),
    }
    let mut picture = perform(*service, body, given, seed)?;
    picture.prompt = Some(prompt.to_owned());
    let image = encoded(picture, seed, wanted);
    Ok(Invoked::new(json!({ "seeds": [seed], "finish_reasons": [null], "images": [image] }), 0).after(2_200))
}

fn filtered(reason: &str) -> Invoked {
    Invoked::new(json!({ "finish_reasons": [reason] }), 0).after(300)
}

fn number(body: &Value, name: &str, default: f64) -> f64 {
    body.get(name).and_then(Value::as_f64).unwrap_or(default)
}

fn perform(service: Service, body: &Value, given: Bitmap, seed: u64) -> Result<Bitmap, Fault> {
    let prompt = text(body, "prompt");
    let (width, height) = (given.width, given.height);
    let drawn = |width, height| strata::draw(&Scene { width, height, prompt, seed, colours: Vec::new() });
    let masked = |given: &Bitmap| match body.get("mask").and_then(Value::as_str) {
        // White is changed, black stays.
        Some(mask) => {
            Ok(Region::from_mask(&edit::picture("#/mask", mask)?.scaled(given.width, given.height), Edited::Light))
        }
        None => Ok(Region::from_prompt("mask", given.width, given.height, Edited::Dark)),
    };
    let found = |name: &str| Region::from_prompt(text(body, name), width, height, Edited::Dark);
    Ok(match service {
        Service::Upscale { times } => {
            let mut times = times;
            while times > 1 && width * times * height * times > MOST_PIXELS {
                times -= 1;
            }
            given.scaled(width * times, height * times)
        }
        Service::Inpaint => masked(&given)?.replaced(given, &drawn(width, height)),
        Service::Erase => {
            let around = given.at(0, 0);
            masked(&given)?.replaced(given, &Bitmap::plain(width, height, around))
        }
        Service::Outpaint => {
            let [left, right, up, down] = ["left", "right", "up", "down"].map(|name| {
                body.get(name).and_then(Value::as_u64).and_then(|side| usize::try_from(side).ok()).unwrap_or(0)
            });
            let mut wide = drawn(left + width + right, up + height + down);
            for y in 0..height {
                for x in 0..width {
                    wide.set(left + x, up + y, given.at(x, y));
                }
            }
            within(wide, 2_048)
        }
        Service::Recolor => {
            let coloured = edit::blended(given.clone(), &drawn(width, height), 0.5);
            found("select_prompt").replaced(given, &coloured)
        }
        Service::Replace => found("search_prompt").replaced(given, &drawn(width, height)),
        Service::RemoveBackground => {
            let background = Region::from_prompt("background", width, height, Edited::Light);
            background.replaced(given, &Bitmap::plain(width, height, [255; 3]))
        }
        Service::Control => {
            let strength = number(body, "control_strength", 0.7);
            edit::blended(drawn(width, height), &given, strength * 0.6)
        }
        Service::StyleGuide => {
            let (width, height) = size_of_ratio(text(body, "aspect_ratio"));
            edit::blended(drawn(width, height), &given, number(body, "fidelity", 0.5) * 0.6)
        }
        Service::StyleTransfer => {
            let style = edit::picture("#/style_image", text(body, "style_image"))?;
            let share = number(body, "style_strength", 1.0) * number(body, "change_strength", 0.9);
            edit::blended(given, &style, share * 0.6)
        }
    })
}
