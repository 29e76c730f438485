//! The bodies of a run: as many calls as the model needs for the inputs.

use serde_json::{Value, json};

use super::format::Format;
use super::input::{Input, Piece};
use crate::bedrock::form::{self, Field, Settings};
use crate::bedrock::picture::Picture;
use crate::text::json::put_at;

/// One `InvokeModel` call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The inputs of the call, by their index in the run, in the order of the answer's vectors.
    pub inputs: Vec<usize>,
    /// The body.
    pub body: Value,
}

/// The place of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The whole run.
    Run,
    /// An input.
    Input(usize),
    /// A setting, by its pointer.
    Field(&'static str),
}

/// A problem that must be fixed before the run can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Its place.
    pub place: Place,
    /// The problem, and what to do.
    pub text: String,
}

/// Maximum of bytes in a request body with pictures (the user guide's page on Cohere Embed v4: about 20 MB).
const MOST_BATCH_BYTES: usize = 20_000_000;

/// The calls for these inputs, in order.
pub fn calls(format: Format, inputs: &[Input], settings: &Settings) -> Result<Vec<Call>, Vec<Issue>> {
    let found = issues(format, inputs, settings);
    if !found.is_empty() {
        return Err(found);
    }
    let batches = match format {
        Format::CohereV3 | Format::CohereV4 => batches(format, inputs),
        Format::TitanTextV1
        | Format::TitanTextV2
        | Format::TitanMultimodal
        | Format::Nova
        | Format::Marengo27
        | Format::Marengo30 => (0..inputs.len()).map(|input| vec![input]).collect(),
    };
    let call = |batch: Vec<usize>| {
        let held: Vec<&Input> = batch.iter().filter_map(|&input| inputs.get(input)).collect();
        Call { body: body(format, &held, settings), inputs: batch }
    };
    Ok(batches.into_iter().map(call).collect())
}

fn issues(format: Format, inputs: &[Input], settings: &Settings) -> Vec<Issue> {
    let limits = format.limits();
    let mut found: Vec<Issue> = form::issues(format.fields(), settings)
        .into_iter()
        .map(|issue| Issue { place: Place::Field(issue.pointer), text: issue.text })
        .collect();
    if inputs.is_empty() {
        found.push(Issue { place: Place::Run, text: "There is nothing to embed yet: add a text".to_owned() });
    }
    for (place, input) in inputs.iter().enumerate() {
        let mut say = |text: String| found.push(Issue { place: Place::Input(place), text });
        let (texts, pictures) = (input.texts().count(), input.pictures().count());
        if texts + pictures == 0 {
            say("This row is empty: write a text, or remove it".to_owned());
        }
        if pictures > 0 && limits.pictures_per_call == 0 {
            say("This model accepts no pictures: choose a multimodal model, or remove the picture".to_owned());
        } else if texts + pictures > 1 && !limits.together {
            say("This model accepts a text or a picture, not both in one vector: make two rows".to_owned());
        } else if format != Format::CohereV4 && (texts > 1 || pictures > 1) {
            say("This model accepts one text and one picture per vector".to_owned());
        }
        for text in input.texts() {
            if text.trim().is_empty() {
                say("This text is empty: write something, or remove it".to_owned());
            }
            let length = text.chars().count();
            if let Some(most) = limits.most_chars.filter(|&most| length > most) {
                say(format!("This model accepts at most {most} characters per text; this one has {length}"));
            }
            let tokens = fewest_tokens(text);
            if let Some(most) = limits.most_tokens.filter(|&most| tokens > most) {
                say(format!(
                    "This model accepts at most {most} tokens per text and shortens none; this one has at least {tokens}"
                ));
            }
        }
        for picture in input.pictures() {
            if let Some(most) = limits.most_picture_bytes.filter(|&most| picture.byte_len > most) {
                say(format!("This model accepts pictures of at most {most} bytes; this one has {}", picture.byte_len));
            }
            let (width, height) = (picture.width, picture.height);
            if let Some(most) = limits.most_picture_side.filter(|&most| width.max(height) > most) {
                say(format!(
                    "This model accepts pictures of at most {most} × {most} pixels; this one has {width} × {height}"
                ));
            }
        }
    }
    found
}

/// The fewest tokens that a text has in any tokenizer of these models: one for each word, and one for each character of
/// a script that has no spaces between words.
fn fewest_tokens(text: &str) -> usize {
    let unspaced = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3ffff}');
    let mut in_word = false;
    let mut tokens = 0;
    for c in text.chars() {
        if unspaced(c) {
            tokens += 1;
            in_word = false;
        } else if c.is_alphanumeric() {
            tokens += usize::from(!in_word);
            in_word = true;
        } else {
            in_word = false;
        }
    }
    tokens
}

/// The list that holds the inputs of a Cohere call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Texts,
    Images,
    Inputs,
}

fn list_of(input: &Input) -> List {
    match (input.only_text(), input.only_picture()) {
        (Some(_), _) => List::Texts,
        (_, Some(_)) => List::Images,
        (None, None) => List::Inputs,
    }
}

/// Adjacent inputs of one kind share a call until it is full.
fn batches(format: Format, inputs: &[Input]) -> Vec<Vec<usize>> {
    let limits = format.limits();
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut open: Option<(List, usize)> = None;
    for (place, input) in inputs.iter().enumerate() {
        let list = list_of(input);
        let bytes: usize =
            input.pictures().map(|picture| picture.base64.len()).chain(input.texts().map(str::len)).sum();
        let most = if list == List::Texts { limits.texts_per_call } else { limits.pictures_per_call };
        match (open, out.last_mut()) {
            (Some((kind, held)), Some(batch))
                if kind == list && batch.len() < most && held + bytes <= MOST_BATCH_BYTES =>
            {
                batch.push(place);
                open = Some((list, held + bytes));
            }
            _ => {
                out.push(vec![place]);
                open = Some((list, bytes));
            }
        }
    }
    out
}

fn body(format: Format, inputs: &[&Input], settings: &Settings) -> Value {
    let first = inputs.first();
    let text = first.and_then(|input| input.texts().next());
    let picture = first.and_then(|input| input.pictures().next());
    let mut body = json!({});
    let all = |_: &&Field| true;
    match format {
        Format::TitanTextV1 | Format::TitanTextV2 => body = json!({ "inputText": text }),
        Format::TitanMultimodal => {
            put_at(&mut body, "/inputText", json!(text));
            put_at(&mut body, "/inputImage", json!(picture.map(|picture| &picture.base64)));
            drop_nulls(&mut body);
        }
        Format::CohereV3 | Format::CohereV4 => return cohere(format, inputs, settings),
        Format::Nova => {
            body = json!({ "schemaVersion": "nova-multimodal-embed-v1", "taskType": "SINGLE_EMBEDDING" });
            let other = if text.is_some() { "/singleEmbeddingParams/image/" } else { "/singleEmbeddingParams/text/" };
            form::write(&mut body, format.fields().iter().filter(|field| !field.pointer.starts_with(other)), settings);
            if let Some(text) = text {
                put_at(&mut body, "/singleEmbeddingParams/text/value", json!(text));
            } else if let Some(picture) = picture {
                put_at(&mut body, "/singleEmbeddingParams/image/format", json!(picture.format.word()));
                put_at(&mut body, "/singleEmbeddingParams/image/source", json!({ "bytes": picture.base64 }));
            }
            return body;
        }
        Format::Marengo27 => match (text, picture) {
            (Some(text), _) => body = json!({ "inputType": "text", "inputText": text }),
            (None, picture) => return json!({ "inputType": "image", "mediaSource": media(picture) }),
        },
        Format::Marengo30 => {
            body = match (text, picture) {
                (Some(text), None) => json!({ "inputType": "text", "text": { "inputText": text } }),
                (Some(text), picture) => json!({
                    "inputType": "text_image",
                    "text_image": { "inputText": text, "mediaSource": media(picture) },
                }),
                (None, picture) => json!({ "inputType": "image", "image": { "mediaSource": media(picture) } }),
            };
        }
    }
    form::write(&mut body, format.fields().iter().filter(all), settings);
    body
}

fn media(picture: Option<&Picture>) -> Value {
    json!({ "base64String": picture.map(|picture| &picture.base64) })
}

fn drop_nulls(body: &mut Value) {
    if let Value::Object(members) = body {
        members.retain(|_, value| !value.is_null());
    }
}

fn cohere(format: Format, inputs: &[&Input], settings: &Settings) -> Value {
    let mut body = json!({});
    let list = inputs.first().map_or(List::Texts, |input| list_of(input));
    let (member, held): (_, Vec<Value>) = match list {
        List::Texts => ("/texts", inputs.iter().flat_map(|input| input.texts()).map(|text| json!(text)).collect()),
        List::Images => (
            "/images",
            inputs.iter().flat_map(|input| input.pictures()).map(|picture| json!(picture.data_url())).collect(),
        ),
        List::Inputs => {
            let piece = |piece: &Piece| match piece {
                Piece::Text(text) => json!({ "type": "text", "text": text }),
                Piece::Picture(picture) => json!({ "type": "image_url", "image_url": { "url": picture.data_url() } }),
            };
            let input = |input: &&Input| json!({ "content": input.pieces.iter().map(piece).collect::<Vec<_>>() });
            ("/inputs", inputs.iter().map(input).collect())
        }
    };
    put_at(&mut body, member, json!(held));
    form::write(&mut body, format.fields(), settings);
    if format == Format::CohereV3 && list == List::Images {
        // Embed v3 has a separate input type for a picture.
        put_at(&mut body, "/input_type", json!("image"));
    }
    body
}

#[cfg(test)]
mod tests;
