//! Cohere Embed v3 and v4.
//!
//! Schemas: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed-v3.html> and
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed-v4.html>. The versions differ in the
//! values for truncation, in the inputs and in the dimensions. The input type shifts a vector a little, as in the
//! model, so that a query and a document with the same words are close but different.

use super::encoder::{Encoder, data_url, dimension, purpose};
use super::measure::Meaning;
use super::quantise;
use super::space::normalised;
use crate::bedrock::family::EmbeddingDialect;
use crate::simulator::family::schema::Faults;
use crate::simulator::fault::Fault;
use crate::simulator::inference::sampler::{Rng, seed_from, uuid};
use crate::simulator::inference::tokens;
use crate::simulator::invoke::answered::Invoked;
use serde_json::{Map, Value, json};

const TYPES: [&str; 5] = ["float", "int8", "uint8", "binary", "ubinary"];

/// Reads a body of either version and embeds it.
pub fn embed(body: &Value, dialect: EmbeddingDialect, encoder: &Encoder<'_>) -> Result<Invoked, Fault> {
    let fourth = dialect == EmbeddingDialect::CohereV4;
    let inputs = read(body, fourth)?;
    let asked = dimension(body.get("output_dimension"), if fourth { 1_536 } else { 1_024 });
    let role = body.get("input_type").and_then(Value::as_str).unwrap_or_default();
    let vectors: Vec<Vec<f32>> = inputs
        .items
        .iter()
        .map(|item| {
            let parts = item.iter().map(|part| part.meaning(encoder).unit());
            let meaning = parts.fold(Meaning::default(), Meaning::and).unit().and(purpose(role));
            normalised(encoder.vector(&meaning, asked))
        })
        .collect();
    let count = |part: &Part| match part {
        Part::Text(text) => tokens::count(text),
        Part::Picture(_) => 0,
    };
    let input_tokens = inputs.items.iter().flatten().map(count).sum();
    let mut answer = Map::new();
    answer.insert("id".to_owned(), uuid(&mut Rng::new(seed_from(0, body.to_string().as_bytes()))).into());
    let floats = || vectors.iter().map(|vector| quantise::floats(vector)).collect::<Value>();
    let kinds = body.get("embedding_types").and_then(Value::as_array).filter(|kinds| !kinds.is_empty());
    let embeddings = kinds.map_or_else(floats, |kinds| {
        let by_type = TYPES.into_iter().filter(|name| kinds.iter().any(|kind| kind == name));
        let by_type = by_type.map(|name| (name.to_owned(), vectors.iter().map(|vector| typed(vector, name)).collect()));
        Value::Object(by_type.collect())
    });
    let response_type = if kinds.is_some() { "embeddings_by_type" } else { "embeddings_floats" };
    answer.insert("embeddings".to_owned(), embeddings);
    answer.insert("response_type".to_owned(), response_type.into());
    match inputs.kind {
        "texts" => answer.insert("texts".to_owned(), body.get("texts").cloned().unwrap_or_default()),
        "images" => answer.insert("images".to_owned(), inputs.items.iter().flatten().map(Part::described).collect()),
        _ => None,
    };
    Ok(Invoked::new(answer.into(), input_tokens))
}

fn typed(vector: &[f32], name: &str) -> Value {
    match name {
        "int8" => quantise::int8(vector),
        "uint8" => quantise::uint8(vector),
        "binary" => quantise::binary(vector),
        "ubinary" => quantise::ubinary(vector),
        _ => quantise::floats(vector),
    }
}

enum Part {
    Text(String),
    Picture(Vec<u8>),
}

impl Part {
    fn meaning(&self, encoder: &Encoder<'_>) -> Meaning {
        match self {
            Self::Text(text) => encoder.text(text),
            Self::Picture(bytes) => encoder.picture(bytes),
        }
    }

    /// The facts about an image in a response.
    fn described(&self) -> Value {
        let Self::Picture(bytes) = self else { return Value::Null };
        let seen = super::super::image::bitmap::Bitmap::read(bytes);
        let (width, height) = seen.map_or((0, 0), |bitmap| (bitmap.width, bitmap.height));
        json!({ "width": width, "height": height, "format": super::picture::format(bytes), "bit_depth": 24 })
    }
}

struct Inputs {
    kind: &'static str,
    items: Vec<Vec<Part>>,
}

fn read(body: &Value, fourth: bool) -> Result<Inputs, Fault> {
    let mut faults = Faults::default();
    let rules = if fourth {
        "input_type!:e@search_document|search_query|classification|clustering texts:ls@1..96 images:ls@1..96 \
         inputs:l@1..96 embedding_types:le@float|int8|uint8|binary|ubinary output_dimension:ie@256|512|1024|1536 \
         max_tokens:i@1..128000 truncate:e@NONE|LEFT|RIGHT"
    } else {
        "input_type!:e@search_document|search_query|classification|clustering|image texts:ls@1..96 images:ls@1..1 \
         truncate:e@NONE|START|END embedding_types:le@float|int8|uint8|binary|ubinary"
    };
    faults.members("#", body, rules);
    let kinds: &[&'static str] = if fourth { &["texts", "images", "inputs"] } else { &["texts", "images"] };
    let given: Vec<&'static str> = kinds.iter().copied().filter(|kind| body.get(kind).is_some()).collect();
    if given.len() != 1 {
        faults.add("#", &format!("exactly one of [{}] is expected, found {}", kinds.join(", "), given.len()));
    }
    let keeps = body.get("truncate").and_then(Value::as_str).unwrap_or("NONE") == "NONE";
    for (index, text) in strings(body, "texts").enumerate() {
        let length = text.chars().count();
        if !fourth && keeps && length > 2_048 {
            faults.add(&format!("#/texts/{index}"), &format!("expected maxLength: 2048, actual: {length}"));
        }
    }
    let contents: Vec<&[Value]> = body.get("inputs").and_then(Value::as_array).map_or(Vec::new(), |inputs| {
        let content = |(index, input): (usize, &'_ Value)| {
            faults.members(&format!("#/inputs/{index}"), input, "content!:l@1..");
        };
        inputs.iter().enumerate().for_each(content);
        inputs
            .iter()
            .map(|input| input.get("content").and_then(Value::as_array).map_or(&[][..], Vec::as_slice))
            .collect()
    });
    for (index, content) in contents.iter().enumerate() {
        for (place, part) in content.iter().enumerate() {
            let at = format!("#/inputs/{index}/content/{place}");
            let picture = part.get("type").is_some_and(|kind| kind == "image_url");
            let rules = if picture { "type!:s image_url!:*" } else { "type!:e@text|image_url text!:s" };
            faults.members(&at, part, rules);
        }
    }
    faults.verdict()?;
    let kind = given.first().copied().unwrap_or_default();
    let items = match kind {
        "texts" => strings(body, "texts").map(|text| vec![Part::Text(text.to_owned())]).collect(),
        "images" => {
            let read = |(index, url)| Ok(vec![Part::Picture(data_url(&format!("#/images/{index}"), url)?)]);
            strings(body, "images").enumerate().map(read).collect::<Result<_, Fault>>()?
        }
        _ => {
            contents.iter().enumerate().map(|(index, content)| interleaved(index, content)).collect::<Result<_, _>>()?
        }
    };
    Ok(Inputs { kind, items })
}

fn interleaved(index: usize, content: &[Value]) -> Result<Vec<Part>, Fault> {
    let read = |(place, part): (usize, &Value)| {
        if let Some(text) = part.get("text").and_then(Value::as_str) {
            return Ok(Part::Text(text.to_owned()));
        }
        // The current page has an object with a `url`; an older one, the bare string.
        let image = part.get("image_url");
        let url = image.and_then(|image| image.get("url").or(Some(image))).and_then(Value::as_str).unwrap_or_default();
        data_url(&format!("#/inputs/{index}/content/{place}/image_url"), url).map(Part::Picture)
    };
    content.iter().enumerate().map(read).collect()
}

fn strings<'a>(body: &'a Value, key: &str) -> impl Iterator<Item = &'a str> {
    body.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
