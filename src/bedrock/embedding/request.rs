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
mod tests {
    use super::*;

    fn picture() -> Picture {
        Picture {
            format: crate::bedrock::picture::PictureFormat::Png,
            width: 1,
            height: 1,
            byte_len: 3,
            base64: "AAAA".to_owned(),
        }
    }

    fn one(format: Format, input: Input, settings: &Settings) -> Value {
        let calls = calls(format, &[input], settings).unwrap();
        assert_eq!(calls.len(), 1);
        calls.first().unwrap().body.clone()
    }

    #[test]
    fn a_text_that_is_too_long_is_said_before_it_is_sent() {
        let said = |format: Format, text: String| {
            issues(format, &[Input::text(text)], &Settings::default())
                .into_iter()
                .map(|issue| issue.text)
                .collect::<String>()
        };
        for format in [Format::TitanTextV1, Format::TitanTextV2] {
            for (text, part) in [
                ("漢".repeat(9_000), "at least 9000"),
                ("한".repeat(8_193), "at least 8193"),
                ("word ".repeat(9_000), "at least 9000"),
                ("👩\u{200d}🚀".repeat(5_000), "at least 10000"),
                ("a".repeat(50_001), "at most 50000 characters"),
            ] {
                assert!(said(format, text).contains(part), "{part}");
            }
            for text in ["漢".repeat(8_192), "a".repeat(50_000), "word ".repeat(8_192)] {
                assert_eq!(said(format, text), "");
            }
        }
        assert!(said(Format::CohereV3, "a".repeat(2_049)).contains("at most 2048"));
    }

    #[test]
    fn each_format_writes_its_own_body() {
        let none = Settings::default();
        for (format, input, settings, expected) in [
            (Format::TitanTextV1, Input::text("a"), none.clone(), json!({"inputText": "a"})),
            (Format::TitanTextV2, Input::text("a"), none.clone(), json!({"inputText": "a"})),
            (
                Format::TitanTextV2,
                Input::text("a"),
                none.clone()
                    .with("/normalize", json!(false))
                    .with("/dimensions", json!(256))
                    .with("/embeddingTypes", json!(["float", "binary"])),
                json!({"inputText": "a", "dimensions": 256, "normalize": false, "embeddingTypes": ["float", "binary"]}),
            ),
            (
                Format::TitanMultimodal,
                Input::picture(picture()),
                none.clone().with("/embeddingConfig/outputEmbeddingLength", json!(384)),
                json!({"inputImage": "AAAA", "embeddingConfig": {"outputEmbeddingLength": 384}}),
            ),
            (
                Format::TitanMultimodal,
                Input::both("a", picture()),
                none.clone(),
                json!({"inputText": "a", "inputImage": "AAAA"}),
            ),
            (
                Format::CohereV3,
                Input::text("a"),
                none.clone().with("/truncate", json!("END")),
                json!({"texts": ["a"], "input_type": "search_document", "truncate": "END"}),
            ),
            (
                Format::CohereV3,
                Input::picture(picture()),
                none.clone().with("/input_type", json!("clustering")),
                json!({"images": ["data:image/png;base64,AAAA"], "input_type": "image"}),
            ),
            (
                Format::CohereV4,
                Input::both("a", picture()),
                none.clone().with("/output_dimension", json!(512)),
                json!({"inputs": [{"content": [
                    {"type": "text", "text": "a"},
                    {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
                ]}], "input_type": "search_document", "output_dimension": 512}),
            ),
            (
                Format::Nova,
                Input::text("a"),
                none.clone().with("/singleEmbeddingParams/image/detailLevel", json!("DOCUMENT_IMAGE")),
                json!({"schemaVersion": "nova-multimodal-embed-v1", "taskType": "SINGLE_EMBEDDING",
                    "singleEmbeddingParams": {"embeddingPurpose": "GENERIC_INDEX",
                        "text": {"truncationMode": "END", "value": "a"}}}),
            ),
            (
                Format::Nova,
                Input::picture(picture()),
                none.clone().with("/singleEmbeddingParams/embeddingDimension", json!(256)),
                json!({"schemaVersion": "nova-multimodal-embed-v1", "taskType": "SINGLE_EMBEDDING",
                    "singleEmbeddingParams": {"embeddingPurpose": "GENERIC_INDEX", "embeddingDimension": 256,
                        "image": {"format": "png", "source": {"bytes": "AAAA"}}}}),
            ),
            (
                Format::Marengo27,
                Input::text("a"),
                none.clone().with("/textTruncate", json!("none")),
                json!({"inputType": "text", "inputText": "a", "textTruncate": "none"}),
            ),
            (
                Format::Marengo27,
                Input::picture(picture()),
                none.clone().with("/textTruncate", json!("none")),
                json!({"inputType": "image", "mediaSource": {"base64String": "AAAA"}}),
            ),
            (
                Format::Marengo30,
                Input::both("a", picture()),
                none.clone(),
                json!({"inputType": "text_image",
                    "text_image": {"inputText": "a", "mediaSource": {"base64String": "AAAA"}}}),
            ),
        ] {
            assert_eq!(one(format, input, &settings), expected, "{format:?}");
        }
    }

    #[test]
    fn makes_one_call_a_text_or_full_batches() {
        let texts: Vec<Input> = (0..200).map(|n| Input::text(n.to_string())).collect();
        let sizes = |format, inputs: &[Input]| -> Vec<usize> {
            calls(format, inputs, &Settings::default()).unwrap().iter().map(|call| call.inputs.len()).collect()
        };
        assert_eq!(sizes(Format::TitanTextV2, &texts), [1; 200]);
        assert_eq!(sizes(Format::CohereV3, &texts), [96, 96, 8]);
        let mixed = [Input::text("a"), Input::picture(picture()), Input::picture(picture()), Input::text("b")];
        assert_eq!(sizes(Format::CohereV3, &mixed), [1, 1, 1, 1]);
        assert_eq!(sizes(Format::CohereV4, &mixed), [1, 2, 1]);
        let large = Picture { base64: "A".repeat(6_000_000), byte_len: 4_500_000, ..picture() };
        let large: Vec<Input> = (0..7).map(|_| Input::picture(large.clone())).collect();
        assert_eq!(sizes(Format::CohereV4, &large), [3, 3, 1]);
        let all: Vec<usize> =
            calls(Format::CohereV4, &mixed, &Settings::default()).unwrap().into_iter().flat_map(|c| c.inputs).collect();
        assert_eq!(all, [0, 1, 2, 3]);
    }

    #[test]
    fn says_what_keeps_a_run_from_being_sent() {
        let found = |format, inputs: &[Input], settings: &Settings| calls(format, inputs, settings).unwrap_err();
        let none = Settings::default();
        for (format, input, part) in [
            (Format::TitanTextV2, Input::text(" "), "empty"),
            (Format::TitanTextV2, Input::default(), "empty"),
            (Format::TitanTextV2, Input::picture(picture()), "no pictures"),
            (Format::CohereV3, Input::both("a", picture()), "two rows"),
            (Format::CohereV3, Input::text("x".repeat(2_049)), "2048 characters"),
            (Format::CohereV4, Input::picture(Picture { byte_len: 5_000_001, ..picture() }), "5000000 bytes"),
            (Format::TitanMultimodal, Input::picture(Picture { width: 2_049, ..picture() }), "2048 × 2048 pixels"),
            (Format::TitanMultimodal, Input::both("a", Picture { height: 5_000, ..picture() }), "has 1 × 5000"),
            (Format::Marengo30, Input { pieces: vec![Piece::Text("a".into()), Piece::Text("b".into())] }, "one text"),
        ] {
            let issues = found(format, &[Input::text("good"), input], &none);
            assert!(issues.iter().all(|issue| issue.place == Place::Input(1)), "{issues:?}");
            assert!(issues.iter().any(|issue| issue.text.contains(part)), "{part}: {issues:?}");
        }
        assert_eq!(found(Format::Nova, &[], &none).first().unwrap().place, Place::Run);
        let wrong = none.with("/dimensions", json!(300));
        let issues = found(Format::TitanTextV2, &[Input::text("a")], &wrong);
        assert_eq!(issues.first().unwrap().place, Place::Field("/dimensions"));
        // A setting of another model's form is neither sent nor an issue.
        assert!(calls(Format::CohereV4, &[Input::text("a")], &wrong).is_ok());
    }
}
