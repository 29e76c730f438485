//! Forms of Amazon's image models: one envelope, with one parameters object per task. Sources: the Nova user guide's
//! pages on the image generation request and on virtual try-on, and the Bedrock user guide's page on Titan Image
//! Generator, as of 2026-11.

use super::format::{Format, Task};
use crate::bedrock::form::{Field, Kind, Unset};

/// The pairs of width and height that Titan Image Generator accepts, as the Bedrock user guide lists them; written from
/// memory and not compared with the page again.
pub const TITAN_SIZES: [(u64, u64); 25] = [
    (1024, 1024),
    (768, 768),
    (512, 512),
    (768, 1152),
    (384, 576),
    (1152, 768),
    (576, 384),
    (768, 1280),
    (384, 640),
    (1280, 768),
    (640, 384),
    (896, 1152),
    (448, 576),
    (1152, 896),
    (576, 448),
    (768, 1408),
    (384, 704),
    (1408, 768),
    (704, 384),
    (640, 1408),
    (320, 704),
    (1408, 640),
    (704, 320),
    (1152, 640),
    (1173, 640),
];

const STYLES: [&str; 8] = [
    "3D_ANIMATED_FAMILY_FILM",
    "DESIGN_SKETCH",
    "FLAT_VECTOR_ILLUSTRATION",
    "GRAPHIC_NOVEL_ILLUSTRATION",
    "MAXIMALISM",
    "MIDCENTURY_RETRO",
    "PHOTOREALISM",
    "SOFT_DIGITAL_PAINTING",
];

const fn field(pointer: &'static str, label: &'static str, kind: Kind, unset: Unset, note: &'static str) -> Field {
    Field { pointer, label, kind, unset, note }
}

/// The prompt and the negative prompt of a task, with their pointers.
macro_rules! words {
    ($params:literal, $unset:expr, $most:expr) => {
        [
            field(
                concat!("/", $params, "/text"),
                "Prompt",
                Kind::Text { most_chars: $most },
                $unset,
                "What the picture shows. “No” and “without” do not work here: use the negative prompt",
            ),
            field(
                concat!("/", $params, "/negativeText"),
                "Negative prompt",
                Kind::Text { most_chars: $most },
                Unset::Left,
                "What it does not show",
            ),
        ]
    };
}

/// The picture and the two ways to select a part of it.
macro_rules! masked {
    ($params:literal, $meant:literal) => {
        [
            field(concat!("/", $params, "/image"), "Image", Kind::Picture, Unset::Missing, "The picture to edit"),
            field(concat!("/", $params, "/maskImage"), "Mask image", Kind::Mask, Unset::Left, $meant),
            field(
                concat!("/", $params, "/maskPrompt"),
                "Mask prompt",
                Kind::Text { most_chars: 1_024 },
                Unset::Left,
                "Words instead of a mask image: the part of the picture",
            ),
        ]
    };
}

/// The form of a task of these formats.
pub fn fields(format: Format, task: Task) -> Vec<Field> {
    let canvas = format == Format::NovaCanvas;
    let most = if canvas { 1_024 } else { 512 };
    let mut out = Vec::new();
    match task {
        Task::TextToImage => {
            out.extend(words!("textToImageParams", Unset::Missing, most));
            if canvas {
                out.push(field("/textToImageParams/style", "Style", Kind::Word(&STYLES), Unset::Left, ""));
            }
            if format != Format::TitanV1 {
                out.extend(CONDITION);
            }
        }
        Task::ColorGuided => {
            out.extend(words!("colorGuidedGenerationParams", Unset::Missing, most));
            out.extend(COLORS);
        }
        Task::Variation => {
            out.extend(words!("imageVariationParams", Unset::Missing, most));
            out.extend(VARIATION);
        }
        Task::Inpainting => {
            out.extend(masked!("inPaintingParams", "Black is regenerated, white is kept"));
            out.extend(words!("inPaintingParams", Unset::Left, most));
        }
        Task::Outpainting => {
            out.extend(masked!("outPaintingParams", "White is regenerated, black is kept: the opposite of inpainting"));
            out.extend(words!("outPaintingParams", Unset::Missing, most));
            out.push(field(
                "/outPaintingParams/outPaintingMode",
                "Outpainting mode",
                Kind::Word(&["DEFAULT", "PRECISE"]),
                Unset::Assumed("\"DEFAULT\""),
                "DEFAULT softens the mask's edge, PRECISE keeps to it",
            ));
        }
        Task::BackgroundRemoval => {
            out.push(field(
                "/backgroundRemovalParams/image",
                "Image",
                Kind::Picture,
                Unset::Missing,
                "The picture whose background is removed. This task has no other setting",
            ));
            return out;
        }
        Task::VirtualTryOn => out.extend(TRY_ON),
        Task::ImageToImage => return out,
    }
    out.extend(config(format));
    out
}

const CONDITION: [Field; 3] = [
    field(
        "/textToImageParams/conditionImage",
        "Condition image",
        Kind::Picture,
        Unset::Left,
        "A picture whose layout the result follows",
    ),
    field(
        "/textToImageParams/controlMode",
        "Control mode",
        Kind::Word(&["CANNY_EDGE", "SEGMENTATION"]),
        Unset::Assumed("\"CANNY_EDGE\""),
        "With a condition image: follow its edges or its areas",
    ),
    field(
        "/textToImageParams/controlStrength",
        "Control strength",
        Kind::Decimal { least: 0.0, most: 1.0 },
        Unset::Assumed("0.7"),
        "With a condition image: how closely to follow it",
    ),
];

const COLORS: [Field; 2] = [
    field(
        "/colorGuidedGenerationParams/colors",
        "Colors",
        Kind::Colours { most: 10 },
        Unset::Missing,
        "Up to ten, such as #FF9800",
    ),
    field(
        "/colorGuidedGenerationParams/referenceImage",
        "Reference image",
        Kind::Picture,
        Unset::Left,
        "A picture whose content and style the result follows",
    ),
];

const VARIATION: [Field; 2] = [
    field(
        "/imageVariationParams/images",
        "Images",
        Kind::Pictures { most: 5 },
        Unset::Missing,
        "From one to five pictures to vary",
    ),
    field(
        "/imageVariationParams/similarityStrength",
        "Similarity strength",
        Kind::Decimal { least: 0.2, most: 1.0 },
        Unset::Left,
        "How close the result stays to them",
    ),
];

const TRY_ON: [Field; 8] = [
    field("/virtualTryOnParams/sourceImage", "Source image", Kind::Picture, Unset::Missing, "The person or the room"),
    field(
        "/virtualTryOnParams/referenceImage",
        "Reference image",
        Kind::Picture,
        Unset::Missing,
        "The garment or object to put into the source",
    ),
    field(
        "/virtualTryOnParams/maskType",
        "Mask type",
        Kind::Word(&["IMAGE", "GARMENT", "PROMPT"]),
        Unset::Sent("\"GARMENT\""),
        "How to select the place in the source: by a mask, a kind of garment, or words",
    ),
    field(
        "/virtualTryOnParams/imageBasedMask/maskImage",
        "Mask image",
        Kind::Mask,
        Unset::Left,
        "With mask type IMAGE. Black is replaced, white is kept",
    ),
    field(
        "/virtualTryOnParams/garmentBasedMask/garmentClass",
        "Garment class",
        Kind::Word(&["UPPER_BODY", "LOWER_BODY", "FULL_BODY", "FOOTWEAR"]),
        Unset::Left,
        "With mask type GARMENT",
    ),
    field(
        "/virtualTryOnParams/promptBasedMask/maskPrompt",
        "Mask prompt",
        Kind::Text { most_chars: 1_024 },
        Unset::Left,
        "With mask type PROMPT: what to replace in the source",
    ),
    field(
        "/virtualTryOnParams/mergeStyle",
        "Merge style",
        Kind::Word(&["BALANCED", "SEAMLESS", "DETAILED"]),
        Unset::Left,
        "How to combine the two pictures",
    ),
    field(
        "/virtualTryOnParams/returnMask",
        "Return mask",
        Kind::Switch,
        Unset::Left,
        "Also returns the mask that was used",
    ),
];

/// The settings that all tasks share.
fn config(format: Format) -> [Field; 6] {
    let (sides, scale) = match format {
        Format::NovaCanvas => (Kind::Whole { least: 320, most: 4_096, step: 16 }, Unset::Assumed("6.5")),
        _ => (
            Kind::Number(&[320, 384, 448, 512, 576, 640, 704, 768, 896, 1024, 1152, 1173, 1280, 1408]),
            Unset::Assumed("8.0"),
        ),
    };
    [
        field("/imageGenerationConfig/width", "Width", sides, Unset::Assumed("1024"), "In pixels"),
        field("/imageGenerationConfig/height", "Height", sides, Unset::Assumed("1024"), "In pixels"),
        field(
            "/imageGenerationConfig/quality",
            "Quality",
            Kind::Word(&["standard", "premium"]),
            Unset::Assumed("\"standard\""),
            "",
        ),
        field(
            "/imageGenerationConfig/cfgScale",
            "CFG scale",
            Kind::Decimal { least: 1.1, most: 10.0 },
            scale,
            "How closely the picture follows the prompt",
        ),
        field(
            "/imageGenerationConfig/seed",
            "Seed",
            Kind::Whole { least: 0, most: 2_147_483_646, step: 1 },
            Unset::Left,
            "The same seed and settings give the same picture",
        ),
        field(
            "/imageGenerationConfig/numberOfImages",
            "Number of images",
            Kind::Whole { least: 1, most: 5, step: 1 },
            Unset::Assumed("1"),
            "Each is billed",
        ),
    ]
}
