//! Image models, their tasks, and the role of each field in a form.

use super::{amazon, stability};
use crate::bedrock::family::Family;
use crate::bedrock::form::{Field, Kind};
use crate::bedrock::model_id::ModelId;

/// A body format of an image model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Stable Image Core: text to image.
    StableImageCore,
    /// Stable Image Ultra.
    StableImageUltra,
    /// Stable Diffusion 3 and 3.5.
    StableDiffusion3,
    /// Stable Diffusion XL 1.0.
    StableDiffusionXl,
    /// Amazon Nova Canvas.
    NovaCanvas,
    /// Titan Image Generator G1, first version.
    TitanV1,
    /// Titan Image Generator G1 v2.
    TitanV2,
}

/// A task of an image model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Task {
    /// A picture from words; with Nova Canvas and Titan v2, optionally with the layout of another picture.
    TextToImage,
    /// A picture from words and a picture.
    ImageToImage,
    /// A picture from words and colours.
    ColorGuided,
    /// New versions of one or more pictures.
    Variation,
    /// Regenerates the masked part of a picture.
    Inpainting,
    /// Generates what is around the kept part.
    Outpainting,
    /// Removes the background of a picture.
    BackgroundRemoval,
    /// Puts a garment or an object from one picture into another.
    VirtualTryOn,
}

impl Task {
    /// The name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::TextToImage => "Text to image",
            Self::ImageToImage => "Image to image",
            Self::ColorGuided => "Color-guided generation",
            Self::Variation => "Image variation",
            Self::Inpainting => "Inpainting",
            Self::Outpainting => "Outpainting",
            Self::BackgroundRemoval => "Background removal",
            Self::VirtualTryOn => "Virtual try-on",
        }
    }

    /// The name in the body of an Amazon model.
    pub fn task_type(self) -> Option<&'static str> {
        match self {
            Self::TextToImage => Some("TEXT_IMAGE"),
            Self::ImageToImage => None,
            Self::ColorGuided => Some("COLOR_GUIDED_GENERATION"),
            Self::Variation => Some("IMAGE_VARIATION"),
            Self::Inpainting => Some("INPAINTING"),
            Self::Outpainting => Some("OUTPAINTING"),
            Self::BackgroundRemoval => Some("BACKGROUND_REMOVAL"),
            Self::VirtualTryOn => Some("VIRTUAL_TRY_ON"),
        }
    }
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 7] = [
        Self::StableImageCore,
        Self::StableImageUltra,
        Self::StableDiffusion3,
        Self::StableDiffusionXl,
        Self::NovaCanvas,
        Self::TitanV2,
        Self::TitanV1,
    ];

    /// The format of a model; `None` for unknown models and for Stability's image services.
    pub fn for_model(model: &ModelId) -> Option<Self> {
        Self::from_base_id(model.base_id()?)
    }

    /// The format of a base id.
    pub fn from_base_id(base: &str) -> Option<Self> {
        match Family::from_base_id(base)? {
            Family::NovaCanvas => Some(Self::NovaCanvas),
            Family::TitanImage if base.contains("generator-v1") => Some(Self::TitanV1),
            Family::TitanImage => Some(Self::TitanV2),
            Family::StabilityXl => Some(Self::StableDiffusionXl),
            Family::StabilityImage if base.contains("ultra") => Some(Self::StableImageUltra),
            Family::StabilityImage if base.contains("core") => Some(Self::StableImageCore),
            Family::StabilityImage => Some(Self::StableDiffusion3),
            _ => None,
        }
    }

    /// The family of the format.
    pub fn family(self) -> Family {
        match self {
            Self::StableImageCore | Self::StableImageUltra | Self::StableDiffusion3 => Family::StabilityImage,
            Self::StableDiffusionXl => Family::StabilityXl,
            Self::NovaCanvas => Family::NovaCanvas,
            Self::TitanV1 | Self::TitanV2 => Family::TitanImage,
        }
    }

    /// The tasks of the model.
    pub fn tasks(self) -> &'static [Task] {
        use Task::{
            BackgroundRemoval, ColorGuided, ImageToImage, Inpainting, Outpainting, TextToImage, Variation, VirtualTryOn,
        };
        match self {
            Self::StableImageCore | Self::StableDiffusionXl => &[TextToImage],
            Self::StableImageUltra | Self::StableDiffusion3 => &[TextToImage, ImageToImage],
            Self::TitanV1 => &[TextToImage, Variation, Inpainting, Outpainting],
            Self::TitanV2 => &[TextToImage, ColorGuided, Variation, Inpainting, Outpainting, BackgroundRemoval],
            Self::NovaCanvas => {
                &[TextToImage, ColorGuided, Variation, Inpainting, Outpainting, BackgroundRemoval, VirtualTryOn]
            }
        }
    }
}

/// The form of a task, in order: the content first, then the settings. Empty if the format does not have the task.
pub fn fields(format: Format, task: Task) -> Vec<Field> {
    if !format.tasks().contains(&task) {
        return Vec::new();
    }
    match format {
        Format::StableImageCore | Format::StableImageUltra | Format::StableDiffusion3 | Format::StableDiffusionXl => {
            stability::fields(format, task)
        }
        Format::NovaCanvas | Format::TitanV1 | Format::TitanV2 => amazon::fields(format, task),
    }
}

/// The role of a field, whatever its name. It decides what carries over when the model or the task changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// What the picture shows.
    Prompt,
    /// What it does not show.
    Negative,
    /// The picture to edit.
    Picture,
    /// The part to edit.
    Mask,
    /// A seed.
    Seed,
    /// Something else.
    Other,
}

/// The role of a field.
pub fn role(field: &Field) -> Role {
    match (field.member(), field.kind) {
        (_, Kind::Mask) => Role::Mask,
        ("image" | "images" | "sourceImage", Kind::Picture | Kind::Pictures { .. }) => Role::Picture,
        ("seed", _) => Role::Seed,
        ("negative_prompt" | "negativeText", _) => Role::Negative,
        ("text", _) if field.pointer == "/text_prompts/1/text" => Role::Negative,
        ("prompt" | "text", _) => Role::Prompt,
        _ => Role::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bedrock::catalogue;
    use crate::bedrock::form::Unset;

    #[test]
    fn every_image_model_of_the_catalogue_has_a_format_of_its_family() {
        let mut seen = Vec::new();
        for model in catalogue::models() {
            let family = model.family().unwrap();
            let draws = matches!(
                family,
                Family::NovaCanvas | Family::TitanImage | Family::StabilityImage | Family::StabilityXl
            );
            let format = Format::from_base_id(model.id);
            assert_eq!(format.is_some(), draws, "{}", model.id);
            if let Some(format) = format {
                assert_eq!(format.family(), family);
                seen.push(format);
            }
        }
        assert!(Format::ALL.iter().all(|format| seen.contains(format)));
    }

    #[test]
    fn each_form_is_sound() {
        for format in Format::ALL {
            for &task in format.tasks() {
                let form = fields(format, task);
                assert!(form.iter().any(|field| field.unset == Unset::Missing), "{format:?} {task:?} needs something");
                for (place, field) in form.iter().enumerate() {
                    assert!(
                        form.iter().skip(place + 1).all(|other| other.pointer != field.pointer),
                        "{}",
                        field.pointer
                    );
                    if let Some(value) = field.default_value() {
                        assert_eq!(field.check(&value), Ok(()), "{}", field.pointer);
                    }
                    let same_role = form.iter().filter(|other| role(other) == role(field)).count();
                    assert!(role(field) == Role::Other || same_role == 1, "{format:?} {task:?} {}", field.pointer);
                }
            }
        }
        assert_eq!(fields(Format::StableImageCore, Task::VirtualTryOn), []);
    }
}
