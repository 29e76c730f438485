//! What a program does with the answer of a model that does not chat: it counts the numbers of a vector, saves a picture in a
//! file named after its seed, or prints the order of documents.
//!
//! [`Results`] states the place of these in the answer, from the model and the body. [`syntax`] walks there, with the words
//! of each language. An answer of unknown content is printed as it is, by the writer of the language.

pub(super) mod go;
pub(super) mod java;
pub(super) mod javascript;
pub(super) mod python;
pub(super) mod rust;
pub(super) mod shell;
mod syntax;

#[cfg(test)]
mod tests;

use serde_json::Value;

use super::Request;
use crate::bedrock::operation::Operation;
use crate::bedrock::{embedding, image, rerank};

/// The content of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Results {
    /// Unknown.
    Whole,
    /// Vectors.
    Vectors(Vectors),
    /// Pictures.
    Pictures(Pictures),
    /// Documents by score, under `results`.
    Ranking,
}

/// Where the vectors are. The steps are taken in the order of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Vectors {
    /// The member of the answer.
    pub member: &'static str,
    /// Whether an object follows, with a member for each type of numbers.
    pub typed: bool,
    /// Whether a list follows, with an item for each input.
    pub each: bool,
    /// Whether the item is an object that holds the vector under `embedding`.
    pub inner: bool,
}

/// Where the pictures are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pictures {
    /// How they and their seeds are listed.
    pub listed: Listed,
    /// How a file name ends.
    pub extension: &'static str,
}

/// How an answer lists its pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listed {
    /// `images`, with lists of `seeds` and `finish_reasons` (Stability).
    Beside,
    /// `artifacts`, each with its `base64` and `seed` (the old diffusion model).
    Within,
    /// `images` without seeds, and an `error` (Amazon). The seed is the request's, if it set one.
    Alone(Option<u64>),
}

impl Results {
    /// The content of the answer to a request.
    pub fn from_request(request: &Request) -> Self {
        let body = request.bodies.first().and_then(|text| serde_json::from_str::<Value>(text).ok());
        let (Operation::InvokeModel, Some(body)) = (request.operation, body) else { return Self::Whole };
        if let Some(format) = embedding::Format::for_model(&request.model) {
            return Self::Vectors(vectors(format, &body));
        }
        if let Some(format) = image::Format::for_model(&request.model) {
            return Self::Pictures(pictures(format, &body));
        }
        if rerank::Format::for_model(&request.model).is_some() { Self::Ranking } else { Self::Whole }
    }
}

fn vectors(format: embedding::Format, body: &Value) -> Vectors {
    use embedding::Format;
    let one = Vectors { member: "embedding", typed: false, each: false, inner: false };
    match format {
        Format::TitanTextV2 if body.get("embeddingTypes").is_some() => {
            Vectors { member: "embeddingsByType", typed: true, ..one }
        }
        Format::TitanTextV1 | Format::TitanTextV2 | Format::TitanMultimodal => one,
        Format::CohereV3 | Format::CohereV4 => {
            Vectors { member: "embeddings", typed: body.get("embedding_types").is_some(), each: true, inner: false }
        }
        Format::Nova => Vectors { member: "embeddings", each: true, inner: true, ..one },
        Format::Marengo27 | Format::Marengo30 => Vectors { member: "data", each: true, inner: true, ..one },
    }
}

fn pictures(format: image::Format, body: &Value) -> Pictures {
    use image::Format;
    let listed = match format {
        Format::StableImageCore | Format::StableImageUltra | Format::StableDiffusion3 => Listed::Beside,
        Format::StableDiffusionXl => Listed::Within,
        Format::NovaCanvas | Format::TitanV1 | Format::TitanV2 => {
            Listed::Alone(body.pointer("/imageGenerationConfig/seed").and_then(Value::as_u64))
        }
    };
    let extension = match body.get("output_format").and_then(Value::as_str) {
        Some("jpeg") => "jpeg",
        Some("webp") => "webp",
        _ => "png",
    };
    Pictures { listed, extension }
}

impl Pictures {
    /// How every file's name begins: with the seed, if the request set one and the answer has none.
    pub fn stem(&self) -> String {
        match self.listed {
            Listed::Alone(Some(seed)) => format!("image-{seed}-"),
            Listed::Beside | Listed::Within | Listed::Alone(None) => "image-".to_owned(),
        }
    }
}
