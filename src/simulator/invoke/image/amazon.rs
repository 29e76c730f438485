//! Nova Canvas and Titan Image Generator: one envelope, a task type, and the task's parameters.
//!
//! Schemas: <https://docs.aws.amazon.com/nova/latest/userguide/image-gen-req-resp-structure.html> and
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-image.html>. In a mask, inpainting
//! regenerates black and outpainting regenerates white, as the first page says.

use super::bitmap::{Bitmap, Colour};
use super::edit::{self, Edited, Region};
use super::file::{Wanted, encoded, text, to_base64, within};
use super::filter::{self, Finding};
use super::strata::{self, Scene};
use crate::bedrock::family::ImageDialect;
use crate::bedrock::image::TITAN_SIZES;
use crate::bedrock::picture::PictureFormat;
use crate::bedrock::picture_check;
use crate::simulator::family::schema::Faults;
use crate::simulator::fault::Fault;
use crate::simulator::invoke::answered::Invoked;
use serde_json::{Value, json};

/// A task: its type, the member with its parameters, and their schemas for Nova Canvas and for Titan.
struct Task {
    name: &'static str,
    params: &'static str,
    canvas: &'static str,
    /// Empty if Titan does not have the task.
    titan: &'static str,
}

const TASKS: [Task; 7] = [
    Task {
        name: "TEXT_IMAGE",
        params: "textToImageParams",
        canvas: "text!:s@1..1024 negativeText:s@1..1024 style:e@3D_ANIMATED_FAMILY_FILM|DESIGN_SKETCH|FLAT_VECTOR_ILLUSTRATION|GRAPHIC_NOVEL_ILLUSTRATION|MAXIMALISM|MIDCENTURY_RETRO|PHOTOREALISM|SOFT_DIGITAL_PAINTING conditionImage:s@1.. controlMode:e@CANNY_EDGE|SEGMENTATION controlStrength:n@0..1",
        titan: "text!:s@1..512 negativeText:s@1..512 conditionImage:s@1.. controlMode:e@CANNY_EDGE|SEGMENTATION controlStrength:n@0..1",
    },
    Task {
        name: "COLOR_GUIDED_GENERATION",
        params: "colorGuidedGenerationParams",
        canvas: "colors!:ls@1..10 text!:s@1..1024 negativeText:s@1..1024 referenceImage:s@1..",
        titan: "colors!:ls@1..10 text!:s@1..512 negativeText:s@1..512 referenceImage:s@1..",
    },
    Task {
        name: "IMAGE_VARIATION",
        params: "imageVariationParams",
        canvas: "images!:ls@1..5 text:s@1..1024 negativeText:s@1..1024 similarityStrength:n@0.2..1.0",
        titan: "images!:ls@1..5 text:s@1..512 negativeText:s@1..512 similarityStrength:n@0.2..1.0",
    },
    Task {
        name: "INPAINTING",
        params: "inPaintingParams",
        canvas: "image!:s@1.. maskPrompt:s@1..1024 maskImage:s@1.. text:s@1..1024 negativeText:s@1..1024",
        titan: "image!:s@1.. maskPrompt:s@1..512 maskImage:s@1.. text:s@1..512 negativeText:s@1..512",
    },
    Task {
        name: "OUTPAINTING",
        params: "outPaintingParams",
        canvas: "image!:s@1.. maskPrompt:s@1..1024 maskImage:s@1.. text!:s@1..1024 negativeText:s@1..1024 outPaintingMode:e@DEFAULT|PRECISE",
        titan: "image!:s@1.. maskPrompt:s@1..512 maskImage:s@1.. text!:s@1..512 negativeText:s@1..512 outPaintingMode:e@DEFAULT|PRECISE",
    },
    Task {
        name: "BACKGROUND_REMOVAL",
        params: "backgroundRemovalParams",
        canvas: "image!:s@1..",
        titan: "image!:s@1..",
    },
    Task {
        name: "VIRTUAL_TRY_ON",
        params: "virtualTryOnParams",
        canvas: "sourceImage!:s@1.. referenceImage!:s@1.. maskType!:e@IMAGE|GARMENT|PROMPT imageBasedMask:o garmentBasedMask:o promptBasedMask:o maskExclusions:o mergeStyle:e@BALANCED|SEAMLESS|DETAILED returnMask:b",
        titan: "",
    },
];

/// Reads a body and draws the pictures.
pub fn draw(body: &Value, dialect: ImageDialect, seed: u64) -> Result<Invoked, Fault> {
    let canvas = dialect == ImageDialect::NovaCanvas;
    let (task, params) = check(body, canvas)?;
    let config = |name: &str| body.pointer("/imageGenerationConfig").and_then(|config| config.get(name));
    let whole = |name: &str, default: u64| config(name).and_then(Value::as_u64).unwrap_or(default);
    let side = |name: &str| usize::try_from(whole(name, 1_024)).unwrap_or(1_024);
    // The pages give a default seed and no way to ask for a random one: the same request gives the same picture.
    let first = whole("seed", if config("seed").is_some() { 0 } else { seed % 858_993_459 });
    let prompt = text(params, "text");
    if filter::find(prompt) == Finding::Prompt {
        return Err(filter::refusal());
    }
    let count = if task.name == "BACKGROUND_REMOVAL" { 1 } else { whole("numberOfImages", 1) };
    let mut images = Vec::new();
    for number in 0..count {
        let seed = first + number;
        let scene = Scene { width: side("width"), height: side("height"), prompt, seed, colours: colours(params) };
        let mut picture = perform(task, params, &scene)?;
        picture.prompt = Some(prompt.to_owned());
        images.push(encoded(picture, seed, Wanted::Png));
    }
    let is_filtered = filter::find(prompt) == Finding::Output;
    if is_filtered {
        // One picture is filtered, which may be all of them.
        images.pop();
    }
    let mut answer = json!({ "images": images });
    let error = is_filtered.then(|| {
        "Your request was processed, but some of the generated images were blocked by our content filters.".to_owned()
    });
    if let Some(answer) = answer.as_object_mut()
        && (error.is_some() || !canvas)
    {
        answer.insert("error".to_owned(), error.into());
    }
    if params.get("returnMask") == Some(&Value::Bool(true))
        && let Some(answer) = answer.as_object_mut()
    {
        let source = edit::opaque("#/virtualTryOnParams/sourceImage", text(params, "sourceImage"))?;
        let mut mask = Bitmap::plain(source.width, source.height, [255; 3]);
        let region = Region::from_prompt("garment", mask.width, mask.height, Edited::Dark);
        mask = region.replaced(mask, &Bitmap::plain(source.width, source.height, [0; 3]));
        answer.insert("maskImage".to_owned(), to_base64(&mask.png()).into());
    }
    let latency = 1_500 + 700 * u32::try_from(count).unwrap_or(1);
    Ok(Invoked::new(answer, 0).after(latency))
}

fn check(body: &Value, canvas: bool) -> Result<(&'static Task, &Value), Fault> {
    let mut faults = Faults::default();
    let has = |task: &&Task| canvas || !task.titan.is_empty();
    let known = TASKS.iter().filter(has);
    let names: Vec<&str> = known.clone().map(|task| task.name).collect();
    let members: Vec<String> = known.clone().map(|task| format!("{}:o", task.params)).collect();
    let rules = format!("taskType!:e@{} imageGenerationConfig:o {}", names.join("|"), members.join(" "));
    faults.members("#", body, &rules);
    let task = known.clone().find(|task| task.name == text(body, "taskType"));
    let params = task.and_then(|task| body.get(task.params)).unwrap_or(&Value::Null);
    if let Some(task) = task {
        let at = format!("#/{}", task.params);
        if params.is_null() {
            faults.add("#", &format!("required key [{}] not found", task.params));
        } else {
            faults.members(&at, params, if canvas { task.canvas } else { task.titan });
        }
        let masks = ["maskPrompt", "maskImage"].iter().filter(|name| params.get(**name).is_some()).count();
        if ["INPAINTING", "OUTPAINTING"].contains(&task.name) && masks != 1 {
            faults.add(&at, &format!("exactly one of [maskPrompt, maskImage] is expected, found {masks}"));
        }
        for (index, colour) in params.get("colors").and_then(Value::as_array).into_iter().flatten().enumerate() {
            if parse_colour(colour).is_none() {
                faults.add(&format!("{at}/colors/{index}"), "the value is not a #RRGGBB colour");
            }
        }
    }
    if let Some(config) = body.get("imageGenerationConfig").filter(|config| config.is_object()) {
        let seeds = if canvas { 858_993_459 } else { 2_147_483_646_u32 };
        let (least, most) = if canvas { (320, 4_096) } else { (256, 1_408) };
        let rules = format!(
            "width:i@{least}..{most} height:i@{least}..{most} quality:e@standard|premium cfgScale:n@1.1..10.0 \
             seed:i@0..{seeds} numberOfImages:i@1..5"
        );
        faults.members("#/imageGenerationConfig", config, &rules);
        let side = |name: &str| config.get(name).and_then(Value::as_u64).unwrap_or(1_024);
        for name in ["width", "height"].into_iter().filter(|name| canvas && side(name) % 16 != 0) {
            faults.add(&format!("#/imageGenerationConfig/{name}"), &format!("{} is not a multiple of 16", side(name)));
        }
        let (width, height) = (side("width"), side("height"));
        if canvas && (width > height.saturating_mul(4) || height > width.saturating_mul(4)) {
            faults.add("#/imageGenerationConfig", "the aspect ratio is not between 1:4 and 4:1");
        }
        if !canvas && width.max(height) <= most && !TITAN_SIZES.contains(&(width, height)) {
            faults.add("#/imageGenerationConfig", &format!("{width}x{height} is not one of the sizes of this model"));
        }
        if width.saturating_mul(height) > 4_194_304 {
            faults.add("#/imageGenerationConfig", "the image has more than 4194304 pixels");
        }
    }
    faults.verdict()?;
    task.map(|task| (task, params)).ok_or_else(|| Fault::malformed("#: required key [taskType] not found"))
}

fn perform(task: &Task, params: &Value, scene: &Scene<'_>) -> Result<Bitmap, Fault> {
    let given = |name: &str| {
        let at = format!("#/{}/{name}", task.params);
        edit::opaque(&at, text(params, name)).map(|picture| within(picture, 2_048))
    };
    let draw = || strata::draw(scene);
    let number = |name: &str, default: f64| params.get(name).and_then(Value::as_f64).unwrap_or(default);
    match task.name {
        "IMAGE_VARIATION" => {
            let first = params.pointer("/images/0").and_then(Value::as_str).unwrap_or_default();
            let given = edit::opaque("#/imageVariationParams/images/0", first)?;
            let alike = number("similarityStrength", 0.7);
            Ok(edit::blended(given.scaled(scene.width, scene.height), &draw(), 1.0 - alike))
        }
        "INPAINTING" | "OUTPAINTING" => {
            let given = given("image")?;
            let edited = if task.name == "INPAINTING" { Edited::Dark } else { Edited::Light };
            let region = match params.get("maskPrompt").and_then(Value::as_str) {
                Some(prompt) => Region::from_prompt(prompt, given.width, given.height, edited),
                None => Region::from_mask(&mask(task, params, &given)?, edited),
            };
            let background = strata::draw(&Scene { width: given.width, height: given.height, ..scene.clone() });
            Ok(region.replaced(given, &background))
        }
        "BACKGROUND_REMOVAL" => {
            let given = given("image")?;
            let region = Region::from_prompt("background", given.width, given.height, Edited::Light);
            let white = Bitmap::plain(given.width, given.height, [255; 3]);
            Ok(region.replaced(given, &white))
        }
        "VIRTUAL_TRY_ON" => {
            let (person, garment) = (given("sourceImage")?, given("referenceImage")?);
            let region = Region::from_prompt("garment", person.width, person.height, Edited::Dark);
            Ok(region.replaced(person, &garment))
        }
        _ if params.get("conditionImage").is_some() => {
            let strength = number("controlStrength", 0.7);
            Ok(edit::blended(draw(), &given("conditionImage")?, strength * 0.6))
        }
        _ if params.get("referenceImage").is_some() => Ok(edit::blended(draw(), &given("referenceImage")?, 0.4)),
        _ => Ok(draw()),
    }
}

/// Checks that a mask has the size of its picture.
fn mask(task: &Task, params: &Value, picture: &Bitmap) -> Result<Bitmap, Fault> {
    let at = format!("#/{}/maskImage", task.params);
    let mask = edit::opaque(&at, text(params, "maskImage"))?;
    let is_png = picture_check::format(text(params, "maskImage")) == Ok(PictureFormat::Png);
    if is_png && mask.pixels.iter().any(|pixel| ![[0; 3], [255; 3]].contains(pixel)) {
        return Err(Fault::malformed(&format!("{at}: the mask has pixels that are neither black nor white")));
    }
    let mask = within(mask, 2_048);
    if (mask.width, mask.height) != (picture.width, picture.height) {
        return Err(Fault::malformed(&format!(
            "{at}: the mask is {}x{} pixels and the image {}x{}; they must have the same size",
            mask.width, mask.height, picture.width, picture.height
        )));
    }
    Ok(mask)
}

fn colours(params: &Value) -> Vec<Colour> {
    params.get("colors").and_then(Value::as_array).into_iter().flatten().filter_map(parse_colour).collect()
}

/// `#RRGGBB`.
fn parse_colour(value: &Value) -> Option<Colour> {
    let digits = value.as_str()?.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    let [_, red, green, blue] = number.to_be_bytes();
    Some([red, green, blue])
}
