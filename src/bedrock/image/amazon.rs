//! Forms of Amazon's models: one envelope, a parameters object a task. Sources: the Nova user guide's pages on the image
//! generation request and on virtual try-on, and the Bedrock user guide's page on Titan Image Generator, as of 2026-11.

use super::format::{Format, Task};
use crate::bedrock::form::{Field, Kind, Unset};

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

/// The prompt and the negative prompt of a task, at their place.
macro_rules! words {
    ($params:literal, $unset:expr, $most:expr) => {
        [
            field(
                concat!("/", $params, "/text"),
                "Prompt",
                Kind::Text { most_chars: $most },
                $unset,
                "What the picture shows. “No” and “without” are not understood here: use the negative prompt",
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

/// The picture and the two ways to say which part of it is meant.
macro_rules! masked {
    ($params:literal, $meant:literal) => {
        [
            field(
                concat!("/", $params, "/image"),
                "Image",
                Kind::Picture,
                Unset::Missing,
                "The picture that is worked on",
            ),
            field(concat!("/", $params, "/maskImage"), "Mask image", Kind::Mask, Unset::Left, $meant),
            field(
                concat!("/", $params, "/maskPrompt"),
                "Mask prompt",
                Kind::Text { most_chars: 1_024 },
                Unset::Left,
                "Words in place of a mask image: what in the picture is meant",
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
            out.extend(masked!("outPaintingParams", "White is made anew, black is kept: the opposite of inpainting"));
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
                "The picture whose background goes. This task has no other setting",
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
        "With a condition image: whether its edges or its areas are followed",
    ),
    field(
        "/textToImageParams/controlStrength",
        "Control strength",
        Kind::Decimal { least: 0.0, most: 1.0 },
        Unset::Assumed("0.7"),
        "With a condition image: how closely it is followed",
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
        "A picture whose content and style are followed",
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
        "The garment or the thing that is put into the source",
    ),
    field(
        "/virtualTryOnParams/maskType",
        "Mask type",
        Kind::Word(&["IMAGE", "GARMENT", "PROMPT"]),
        Unset::Sent("\"GARMENT\""),
        "How it is said where in the source: by a mask, by a kind of garment, or in words",
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
        "With mask type PROMPT: what in the source is replaced",
    ),
    field(
        "/virtualTryOnParams/mergeStyle",
        "Merge style",
        Kind::Word(&["BALANCED", "SEAMLESS", "DETAILED"]),
        Unset::Left,
        "How the two pictures are joined",
    ),
    field(
        "/virtualTryOnParams/returnMask",
        "Return mask",
        Kind::Switch,
        Unset::Left,
        "The answer then holds the mask that was used, too",
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
            "How closely the picture keeps to the prompt",
        ),
        field(
            "/imageGenerationConfig/seed",
            "Seed",
            Kind::Whole { least: 0, most: 2_147_483_646, step: 1 },
            Unset::Left,
            "The same seed and settings draw the same picture again",
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
