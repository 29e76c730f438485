//! Forms of Stability's models. Sources: the Bedrock user guide's pages on Stable Image Core and Ultra, on Stable
//! Diffusion 3 and 3.5, and on Stable Diffusion 1.0 (text to image), as of 2026-11.

use super::format::{Format, Task};
use crate::bedrock::form::{Field, Kind, Unset};

const PROMPT: Field = Field {
    pointer: "/prompt",
    label: "Prompt",
    kind: Kind::Text { most_chars: 10_000 },
    unset: Unset::Missing,
    note: "What the picture shows",
};

const NEGATIVE: Field = Field {
    pointer: "/negative_prompt",
    label: "Negative prompt",
    kind: Kind::Text { most_chars: 10_000 },
    unset: Unset::Left,
    note: "What it does not show",
};

const ASPECT: Field = Field {
    pointer: "/aspect_ratio",
    label: "Aspect ratio",
    kind: Kind::Word(&["16:9", "1:1", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21"]),
    unset: Unset::Assumed("\"1:1\""),
    note: "Width to height",
};

const IMAGE: Field = Field {
    pointer: "/image",
    label: "Image",
    kind: Kind::Picture,
    unset: Unset::Missing,
    note: "The picture to start from. The result has the same size",
};

const STRENGTH_3: Field = Field {
    pointer: "/strength",
    label: "Strength",
    kind: Kind::Decimal { least: 0.0, most: 1.0 },
    unset: Unset::Sent("0.7"),
    note: "0 keeps the image, 1 ignores it",
};

const STRENGTH_ULTRA: Field = Field { unset: Unset::Assumed("0.35"), ..STRENGTH_3 };

const FORMAT: Field = Field {
    pointer: "/output_format",
    label: "Output format",
    kind: Kind::Word(&["png", "jpeg"]),
    unset: Unset::Assumed("\"png\""),
    note: "",
};

const SEED: Field = Field {
    pointer: "/seed",
    label: "Seed",
    kind: Kind::Whole { least: 0, most: 4_294_967_295, step: 1 },
    unset: Unset::Left,
    note: "The same seed and settings give the same picture",
};

const XL_SIDES: Kind = Kind::Number(&[640, 768, 832, 896, 1024, 1152, 1216, 1344, 1536]);

/// The pairs of width and height that Stable Diffusion XL 1.0 accepts.
pub const XL_SIZES: [(u64, u64); 9] = [
    (1024, 1024),
    (1152, 896),
    (896, 1152),
    (1216, 832),
    (832, 1216),
    (1344, 768),
    (768, 1344),
    (1536, 640),
    (640, 1536),
];

const XL: [Field; 7] = [
    Field {
        pointer: "/text_prompts/0/text",
        label: "Prompt",
        kind: Kind::Text { most_chars: 2_000 },
        unset: Unset::Missing,
        note: "What the picture shows",
    },
    Field {
        pointer: "/text_prompts/1/text",
        label: "Negative prompt",
        kind: Kind::Text { most_chars: 2_000 },
        unset: Unset::Left,
        note: "What it does not show: a second prompt of weight −1",
    },
    Field {
        pointer: "/cfg_scale",
        label: "CFG scale",
        kind: Kind::Decimal { least: 0.0, most: 35.0 },
        unset: Unset::Assumed("7"),
        note: "How closely the picture follows the prompt",
    },
    Field {
        pointer: "/steps",
        label: "Steps",
        kind: Kind::Whole { least: 10, most: 50, step: 1 },
        unset: Unset::Assumed("30"),
        note: "Number of refinement steps",
    },
    Field { pointer: "/width", label: "Width", kind: XL_SIDES, unset: Unset::Assumed("1024"), note: "In pixels" },
    Field { pointer: "/height", label: "Height", kind: XL_SIDES, unset: Unset::Assumed("1024"), note: "In pixels" },
    SEED,
];

/// The form of a task of these formats.
pub fn fields(format: Format, task: Task) -> Vec<Field> {
    match (format, task) {
        (Format::StableDiffusionXl, _) => XL.to_vec(),
        (Format::StableDiffusion3, Task::ImageToImage) => vec![PROMPT, IMAGE, STRENGTH_3, NEGATIVE, FORMAT, SEED],
        (_, Task::ImageToImage) => vec![PROMPT, IMAGE, STRENGTH_ULTRA, NEGATIVE, FORMAT, SEED],
        _ => vec![PROMPT, NEGATIVE, ASPECT, FORMAT, SEED],
    }
}
