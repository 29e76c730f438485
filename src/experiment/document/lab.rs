//! The subject of the views without a conversation: texts to embed, an image to generate, a call of any operation. The model's own parameters
//! stay JSON, so that new ones need no new member.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::bedrock::form::{Field, Kind, Settings};
use crate::bedrock::model_id::ModelId;
use crate::bedrock::picture::Picture;
use crate::bedrock::{embedding, image, rerank};
use crate::experiment::images::labels::describe;
use crate::text::json::put_at;

/// Which of the views.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LabKind {
    /// Vectors of texts.
    Embeddings,
    /// Images from a prompt.
    Images,
    /// A call of any operation: its client and name as the model, its input as the parameters.
    Explorer,
}

impl LabKind {
    /// Every view.
    pub const ALL: [Self; 3] = [Self::Embeddings, Self::Images, Self::Explorer];

    /// The view that writes the native body of a model without Converse.
    pub fn of_model(model: &ModelId) -> Option<Self> {
        let embeds = embedding::Format::for_model(model).is_some() || rerank::Format::for_model(model).is_some();
        let paints = image::Format::for_model(model).is_some();
        if embeds { Some(Self::Embeddings) } else { paints.then_some(Self::Images) }
    }
}

/// One text of a lab, with what its author calls it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LabText {
    /// The text.
    pub text: String,
    /// Its short name; empty for none.
    pub label: String,
    /// The group it belongs to (its colour in a plot, its role in a search); empty for none.
    pub group: String,
}

impl LabText {
    /// A text without a name.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// A picture of a lab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabPicture {
    /// Where it belongs: the JSON pointer of its setting, or `/texts/` and the place of its text, from 0.
    pub at: String,
    /// The picture; its file in base64 where it is kept.
    #[serde(serialize_with = "to_base64", deserialize_with = "from_base64")]
    pub picture: Picture,
}

fn to_base64<S: Serializer>(picture: &Picture, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&picture.base64)
}

fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Picture, D::Error> {
    Picture::from_base64(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

impl LabPicture {
    /// The picture that this base64 is; the error is a sentence.
    pub fn from_base64(at: String, base64: &str) -> Result<Self, String> {
        Picture::from_base64(base64).map(|picture| Self { at, picture })
    }

    /// Its description, for a place that does not take its bytes: `PNG, 1,024 × 768, 97 kB`.
    pub fn name(&self) -> String {
        describe(&self.picture)
    }
}

/// An experiment with embeddings, images or an operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lab {
    /// Which view.
    pub kind: LabKind,
    /// Model id or ARN, as typed.
    pub model: String,
    /// Region, as chosen.
    pub region: String,
    /// The texts; for an image, the prompt and then what should not be in it.
    pub texts: Vec<LabText>,
    /// With embeddings: the query. A lab of images has none.
    pub query: String,
    /// The form's further settings, nested as in the model's body, without pictures.
    pub parameters: Map<String, Value>,
    /// The pictures.
    pub pictures: Vec<LabPicture>,
}

impl Lab {
    /// The same, with the pictures of it that together take no more bytes than this in base64: the first ones.
    #[must_use]
    pub fn within(mut self, most_bytes: usize) -> Self {
        let mut taken = 0;
        self.pictures.retain(|picture| {
            let len = picture.picture.base64.len();
            let fits = taken + len <= most_bytes;
            taken += if fits { len } else { 0 };
            fits
        });
        self
    }
}

/// The settings of a form, nested as in a body, without pictures.
pub fn nested<'a>(form: impl IntoIterator<Item = &'a Field>, settings: &Settings) -> Map<String, Value> {
    let mut body = Value::Object(Map::new());
    for field in form.into_iter().filter(|field| !holds_pictures(field)) {
        if let Some(value) = settings.get(field.pointer) {
            put_at(&mut body, field.pointer, value.clone());
        }
    }
    match body {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// The settings of a form from the nested ones: its own fields and nothing else. The others become notes.
pub fn settings(form: &[Field], parameters: &Map<String, Value>, notes: &mut Vec<String>) -> Settings {
    let body = Value::Object(parameters.clone());
    let mut out = Settings::default();
    for field in form.iter().filter(|field| !holds_pictures(field)) {
        match body.pointer(field.pointer) {
            Some(value) if fits(field.kind, value) => out.set(field.pointer, value.clone()),
            Some(_) => notes.push(format!("{} was ignored: the value is not one that it allows.", field.label)),
            None => {}
        }
    }
    let mut others = Vec::new();
    unknown(form, &body, "", &mut others);
    notes.extend(
        others.iter().take(MOST_NOTES).map(|at| format!("Ignored setting {at}: this model does not support it.")),
    );
    out
}

/// Most settings that are noted one by one.
const MOST_NOTES: usize = 8;

/// Whether a field's value is a picture, or some.
pub fn holds_pictures(field: &Field) -> bool {
    matches!(field.kind, Kind::Picture | Kind::Pictures { .. } | Kind::Mask)
}

/// Whether a value is of the right kind. A wrong one of the right kind is for the form to say.
fn fits(kind: Kind, value: &Value) -> bool {
    match kind {
        Kind::Word(_) | Kind::Text { .. } => value.is_string(),
        Kind::Words(_) | Kind::Colours { .. } => value.as_array().is_some_and(|list| list.iter().all(Value::is_string)),
        Kind::Number(_) | Kind::Whole { .. } | Kind::Decimal { .. } => value.is_number(),
        Kind::Switch => value.is_boolean(),
        Kind::Picture | Kind::Pictures { .. } | Kind::Mask => false,
    }
}

fn unknown(form: &[Field], value: &Value, at: &str, found: &mut Vec<String>) {
    if form.iter().any(|field| field.pointer == at && !holds_pictures(field)) {
        return;
    }
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                unknown(form, value, &format!("{at}/{name}"), found);
            }
        }
        _ => found.push(at.chars().take(60).collect()),
    }
}
