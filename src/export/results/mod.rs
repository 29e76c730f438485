//! What a program does with the answer of a model that no chat is had with: it counts the numbers of a vector, writes a
//! picture to a file that its seed names, prints the order of documents.
//!
//! Where the answer holds them is told once, from the model and the body; each language then walks there in its own way.
//! An answer that nothing is known of is printed as it came, which is each writer's own affair.

pub(super) mod go;
pub(super) mod java;
pub(super) mod javascript;
pub(super) mod python;
pub(super) mod rust;
pub(super) mod shell;

use serde_json::Value;

use super::Request;
use crate::bedrock::operation::Operation;
use crate::bedrock::{embedding, image, rerank};

/// What an answer holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Results {
    /// Nothing that is known.
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
    /// `images` beside `seeds` and `finish_reasons` (Stability).
    Beside,
    /// `artifacts`, each with its `base64` and `seed` (the old diffusion model).
    Within,
    /// `images` alone: the seed is the request's, if it set one; and an `error` beside (Amazon).
    Alone(Option<u64>),
}

impl Results {
    /// What the answer to a request holds.
    pub fn of(request: &Request) -> Self {
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

impl Results {
    /// What one language writes, by its writers of each kind; `None` for an answer that is printed as it came.
    fn walk(
        &self,
        vectors: impl FnOnce(Vectors) -> String,
        pictures: impl FnOnce(Pictures) -> String,
        ranking: &str,
    ) -> Option<String> {
        match self {
            Self::Whole => None,
            Self::Vectors(place) => Some(vectors(*place)),
            Self::Pictures(place) => Some(pictures(*place)),
            Self::Ranking => Some(ranking.to_owned()),
        }
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
    /// The beginning of every file's name: with the seed, where the request set one and the answer says none.
    pub fn stem(&self) -> String {
        match self.listed {
            Listed::Alone(Some(seed)) => format!("image-{seed}-"),
            Listed::Beside | Listed::Within | Listed::Alone(None) => "image-".to_owned(),
        }
    }
}

/// Lines that open and close blocks, indented as they are nested.
struct Block {
    indent: &'static str,
    lines: Vec<String>,
    open: usize,
}

impl Block {
    fn new(indent: &'static str) -> Self {
        Self { indent, lines: Vec::new(), open: 0 }
    }

    /// Appends a line, or several.
    fn line(&mut self, text: impl AsRef<str>) {
        let indent = self.indent.repeat(self.open);
        self.lines.extend(text.as_ref().lines().map(|line| format!("{indent}{line}")));
    }

    /// Appends a line that opens a block.
    fn open(&mut self, text: impl AsRef<str>) {
        self.line(text);
        self.open += 1;
    }

    /// Closes the innermost block; nothing closes one where indentation alone tells.
    fn shut(&mut self, bracket: &str) {
        self.open = self.open.saturating_sub(1);
        if !bracket.is_empty() {
            self.line(bracket);
        }
    }

    /// Closes all that is open, and gives the text.
    fn close(mut self, bracket: &str) -> String {
        while self.open > 0 {
            self.shut(bracket);
        }
        self.lines.join("\n")
    }
}
