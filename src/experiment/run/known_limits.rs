//! Known reasons for a refusal, found before anything is sent, each in one sentence at its field.
//!
//! These are limits that AWS documents in words, in addition to the service model's ranges and patterns: models that do not
//! stream, the number and the size of pictures, a document that needs a text in the same message, tool results that must
//! answer the calls before them. The check reads the two finished requests, so it also holds for bodies that were edited as
//! JSON.

use serde_json::Value;

use super::requests::Twin;
use crate::bedrock::{effort, limits, picture};
use crate::experiment::form::issue::{Field, Refusal};
use crate::text::number;

/// The sentences, in the order in which they are worth reading.
pub fn refusals(twin: &Twin) -> Vec<Refusal> {
    let mut found = Found { refusals: Vec::new() };
    let body = serde_json::from_str(&twin.converse.body_text).unwrap_or(Value::Null);
    streaming(twin, &body, &mut found);
    stop_sequences(twin, &mut found);
    if let Some(why) = body
        .pointer("/outputConfig/effort")
        .and_then(Value::as_str)
        .and_then(|effort| effort::refusal(&twin.model, effort))
    {
        found.at(Field::More, why);
    }
    tools(&body, &mut found);
    media(&body, &mut found);
    tool_results(&body, &mut found);
    found.refusals
}

struct Found {
    refusals: Vec<Refusal>,
}

impl Found {
    fn at(&mut self, field: Field, message: impl Into<String>) {
        self.refusals.push(Refusal { field, message: message.into() });
    }
}

fn streaming(twin: &Twin, body: &Value, found: &mut Found) {
    if twin.converse.operation.is_streaming()
        && let Some(why) = limits::no_stream(&twin.model)
    {
        found.at(Field::Stream, why);
        return;
    }
    if body.get("toolConfig").is_some()
        && let Some(why) = limits::no_streamed_tools(&twin.model, twin.converse.operation)
    {
        found.at(Field::Stream, why);
    }
    if let (Some(family), Ok(invoke)) = (twin.family, &twin.invoke)
        && let Ok(native) = serde_json::from_str(&invoke.body_text)
        && let Some(why) = limits::no_stream_body(family, &native, invoke.operation)
    {
        found.at(Field::Stream, why);
    }
}

fn stop_sequences(twin: &Twin, found: &mut Found) {
    let native = twin.invoke.as_ref().ok().and_then(|built| serde_json::from_str::<Value>(&built.body_text).ok());
    let (Some(family), Some(native)) = (twin.family, native) else { return };
    let written = ["stop_sequences", "stop", "stopSequences"]
        .iter()
        .find_map(|key| native.get(*key).and_then(Value::as_array))
        .map_or(0, Vec::len);
    if let Some(most) = limits::most_stop_sequences(family).filter(|most| written > *most) {
        found.at(
            Field::StopSequences,
            format!(
                "{} takes at most {} in its own body, and this has {written}",
                family.name(),
                number::count(most as u64, "stop sequence")
            ),
        );
    }
}

fn tools(body: &Value, found: &mut Found) {
    let tools = items(body.get("toolConfig"), "tools");
    for (number, tool) in (1..).zip(tools) {
        let Some(name) = tool.pointer("/toolSpec/name").and_then(Value::as_str) else { continue };
        if let Err(why) = limits::tool_name(name) {
            found.at(Field::More, format!("Tool {number}: {why}"));
        }
    }
    let spoken = messages(body).any(|(_, _, content)| {
        content.iter().any(|block| block.get("toolUse").is_some() || block.get("toolResult").is_some())
    });
    if spoken && body.get("toolConfig").is_none() {
        found.at(
            Field::More,
            "The conversation holds tool calls, so Bedrock wants the tools that they are for: define them again in toolConfig",
        );
    }
}

/// A kind of file, by the member of a content block that carries it: its word, most a request, most bytes of one.
const FILES: [(&str, &str, usize, usize); 2] = [
    ("image", "picture", limits::MOST_IMAGES, limits::MOST_IMAGE_BYTES),
    ("document", "document", limits::MOST_DOCUMENTS, limits::MOST_DOCUMENT_BYTES),
];

fn media(body: &Value, found: &mut Found) {
    for (key, word, most, most_bytes) in FILES {
        let mut count = 0;
        for (index, role, content) in messages(body) {
            let field = Field::Message(index);
            for file in content.iter().filter_map(|block| block.get(key)) {
                count += 1;
                if count == most + 1 {
                    let most = number::count(most as u64, word);
                    found.at(field, format!("A request may hold at most {most}; this one is too many"));
                }
                let encoded = file.pointer("/source/bytes").and_then(Value::as_str);
                let bytes = encoded.map_or(0, decoded_len);
                if bytes > most_bytes {
                    let (has, most) = (number::bytes(bytes), number::bytes(most_bytes));
                    found.at(field, format!("This {word} has {has}; Bedrock takes at most {most}"));
                }
                if key == "image"
                    && let Some((width, height)) = encoded.and_then(picture::size_of_base64)
                    && width.max(height) > limits::MOST_IMAGE_PIXELS
                {
                    let most = number::grouped(u64::from(limits::MOST_IMAGE_PIXELS));
                    let [width, height] = [width, height].map(|side| number::grouped(u64::from(side)));
                    found.at(
                        field,
                        format!("This picture has {width} × {height} pixels; Bedrock takes at most {most} a side"),
                    );
                }
                if role == "assistant" {
                    found.at(field, format!("Only the user's messages can hold a {word}"));
                }
            }
        }
    }
    for (index, _, content) in messages(body) {
        let mut documents = content.iter().filter_map(|block| block.get("document")).peekable();
        if documents.peek().is_some() && !content.iter().any(|block| block.get("text").is_some()) {
            found.at(Field::Message(index), "A message with a document needs a text too: say what to do with it");
        }
        for document in documents {
            let name = document.get("name").and_then(Value::as_str).unwrap_or_default();
            if let Err(why) = limits::document_name(name) {
                found.at(Field::Message(index), why);
            }
        }
    }
}

/// Calls and results must match: the message after a call answers all of it, and nothing else.
fn tool_results(body: &Value, found: &mut Found) {
    let ids = |content: &[Value], kind: &str| -> Vec<String> {
        let of = |block: &Value| block.get(kind)?.get("toolUseId")?.as_str().map(str::to_owned);
        content.iter().filter_map(of).collect()
    };
    let mut asked = Vec::new();
    for (index, _, content) in messages(body) {
        let given = ids(content, "toolResult");
        if let Some(missing) = asked.iter().find(|id| !given.contains(id)) {
            found.at(Field::Message(index), format!("The call {missing} in the previous message has no result here"));
        }
        if let Some(odd) = given.iter().find(|id| !asked.contains(id)) {
            found.at(Field::Message(index), format!("The result {odd} matches no call in the previous message"));
        }
        asked = ids(content, "toolUse");
    }
}

/// Bytes that a base64 text holds.
fn decoded_len(encoded: &str) -> usize {
    encoded.trim_end_matches('=').len() * 3 / 4
}

fn messages(body: &Value) -> impl Iterator<Item = (usize, &str, &[Value])> {
    items(Some(body), "messages").iter().enumerate().map(|(index, message)| {
        let role = message.get("role").and_then(Value::as_str).unwrap_or_default();
        (index, role, items(Some(message), "content"))
    })
}

fn items<'a>(value: Option<&'a Value>, key: &str) -> &'a [Value] {
    value.and_then(|value| value.get(key)?.as_array()).map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::endpoint::Endpoint;
    use crate::aws::region::Region;
    use crate::experiment::run::requests;
    use crate::experiment::{Draft, Parameter, Part};
    use serde_json::json;

    fn refused(change: impl FnOnce(&mut Draft)) -> Vec<(Field, String)> {
        let mut draft = Draft::default();
        change(&mut draft);
        let composed = draft.compose();
        let endpoint = Endpoint::aws("bedrock-runtime", &Region::parse(&draft.region).unwrap());
        let twin = requests::build(
            &composed.model.unwrap(),
            &composed.conversation,
            draft.detached.as_ref(),
            draft.stream.into(),
            &endpoint,
        );
        refusals(&twin).into_iter().map(|refusal| (refusal.field, refusal.message)).collect()
    }

    fn holds(refused: &[(Field, String)], field: Field, part: &str) -> bool {
        refused.iter().any(|(at, message)| *at == field && message.contains(part))
    }

    #[test]
    fn the_first_experiment_is_in_order() {
        assert_eq!(refused(|_| {}), []);
        assert_eq!(refused(|draft| draft.model = "us.meta.llama3-1-8b-instruct-v1:0".to_owned()), []);
    }

    #[test]
    fn a_model_that_does_not_stream_is_named_at_the_switch() {
        let llama4 = |stream| {
            refused(move |draft| {
                draft.model = "us.meta.llama4-scout-17b-instruct-v1:0".to_owned();
                draft.stream = stream;
            })
        };
        assert!(holds(&llama4(true), Field::Stream, "Llama 4"));
        assert_eq!(llama4(false), []);
        let with_tools = refused(|draft| {
            draft.stream = true;
            draft.model = "us.meta.llama3-1-8b-instruct-v1:0".to_owned();
            draft.more = r#"{"toolConfig":{"tools":[{"toolSpec":{"name":"a","inputSchema":{"json":{}}}}]}}"#.to_owned();
        });
        assert!(holds(&with_tools, Field::Stream, "tools"), "{with_tools:?}");
        let several = refused(|draft| {
            draft.stream = true;
            draft.model = "ai21.jamba-1-5-mini-v1:0".to_owned();
            draft.extra_fields = r#"{"n": 2}"#.to_owned();
        });
        assert!(holds(&several, Field::Stream, "Jamba"), "{several:?}");
    }

    #[test]
    fn an_effort_that_the_model_does_not_take_is_said() {
        let with = |model: &str, effort: &str| {
            let (model, more) = (model.to_owned(), format!(r#"{{"outputConfig":{{"effort":"{effort}"}}}}"#));
            refused(move |draft| {
                draft.model = model;
                draft.more = more;
            })
        };
        assert!(holds(&with("us.anthropic.claude-haiku-4-5-20251001-v1:0", "low"), Field::More, "takes no effort"));
        assert!(holds(&with("us.anthropic.claude-opus-5-5", "none"), Field::More, "not “none”"));
        assert_eq!(with("us.anthropic.claude-opus-5-5", "xhigh"), []);
    }

    #[test]
    fn names_counts_and_sizes_are_said_at_their_fields() {
        let tool = refused(|draft| {
            draft.more = r#"{"toolConfig":{"tools":[{"toolSpec":{"name":"get weather","inputSchema":{"json":{}}}}]}}"#
                .to_owned();
        });
        assert!(holds(&tool, Field::More, "Tool 1") && holds(&tool, Field::More, "not spaces"), "{tool:?}");
        let image = json!({"image": {"format": "png", "source": {"bytes": "AAAA"}}});
        let images = refused(|draft| (0..21).for_each(|_| draft.attach(1, image.clone())));
        assert!(images.len() == 1 && holds(&images, Field::Message(0), "at most 20 pictures"), "{images:?}");
        let large = json!({"image": {"format": "png", "source": {"bytes": "A".repeat(5_000_004)}}});
        assert!(holds(&refused(|draft| draft.attach(1, large)), Field::Message(0), "3.8 MB"));
        let sized = |side: u32| {
            let bytes = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0".as_slice(), &side.to_be_bytes(), &[0; 40]].concat();
            let bytes = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, bytes);
            refused(|draft| draft.attach(1, json!({"image": {"format": "png", "source": {"bytes": bytes}}})))
        };
        assert!(holds(&sized(8_001), Field::Message(0), "256 × 8,001 pixels"), "{:?}", sized(8_001));
        assert_eq!(sized(8_000), []);
        let document = json!({"document": {"format": "pdf", "name": "a.pdf", "source": {"bytes": "AAAA"}}});
        let documents = refused(|draft| draft.messages[0].content = vec![Part::Block(document)]);
        assert!(
            holds(&documents, Field::Message(0), "not “.”") && holds(&documents, Field::Message(0), "needs a text")
        );
        let stops = refused(|draft| {
            draft.model = "mistral.mistral-7b-instruct-v0:2".to_owned();
            draft.stop_sent = true;
            draft.stop_sequences = (0..11).map(|n| n.to_string()).collect();
        });
        assert!(holds(&stops, Field::StopSequences, "at most 10"), "{stops:?}");
    }

    #[test]
    fn calls_and_results_are_matched() {
        let talk = |result: &str, more: &str| {
            let (result, more) = (result.to_owned(), more.to_owned());
            refused(move |draft| {
                draft.continue_with(
                    vec![json!({"toolUse": {"toolUseId": "t1", "name": "a", "input": {}}})],
                    vec![json!({"toolResult": {"toolUseId": result, "content": []}})],
                );
                draft.more = more;
                draft.max_tokens = Parameter::sent("5");
            })
        };
        let tools = r#"{"toolConfig":{"tools":[{"toolSpec":{"name":"a","inputSchema":{"json":{}}}}]}}"#;
        assert_eq!(talk("t1", tools), []);
        assert!(holds(&talk("t1", ""), Field::More, "toolConfig"));
        let wrong = talk("t2", tools);
        assert!(holds(&wrong, Field::Message(2), "t1") && holds(&wrong, Field::Message(2), "t2"), "{wrong:?}");
    }
}
