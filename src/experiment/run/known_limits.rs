//! Known reasons for a refusal, found before anything is sent, each in one sentence at its field.
//!
//! These are limits that AWS documents in words, in addition to the service model's ranges and patterns: models that do not
//! stream, the number and the size of pictures, a document that needs a text in the same message, tool results that must
//! answer the calls before them. The rules of conversations are those of [`crate::bedrock::rules`], in AWS's words, which
//! the simulator answers with. The check reads the two finished requests, so it also holds for bodies that were edited as
//! JSON.

use serde_json::Value;

use super::requests::Twin;
use crate::bedrock::family::Family;
use crate::bedrock::picture_check::{self, PictureFault};
use crate::bedrock::rules::{self, Breach, Place, thinking};
use crate::bedrock::{catalogue, effort, limits};
use crate::experiment::form::issue::{Field, Refusal};
use crate::text::number;

/// The sentences, in the order in which they are worth reading.
pub fn refusals(twin: &Twin) -> Vec<Refusal> {
    let mut found = Found { refusals: Vec::new() };
    let body = serde_json::from_str(&twin.converse.body_text).unwrap_or(Value::Null);
    window_id(twin, &mut found);
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
    conversation(twin, &body, &mut found);
    found.refusals
}

fn window_id(twin: &Twin, found: &mut Found) {
    if let Some(window) = twin.model.context_window() {
        found.at(
            Field::Model,
            format!("An ID that ends in :{window} is for Provisioned Throughput; on-demand calls refuse it: remove :{window}"),
        );
    }
}

/// The rules that the simulator answers with: of the Converse body, and of Claude's thinking in the native body.
fn conversation(twin: &Twin, body: &Value, found: &mut Found) {
    let known = catalogue::find(&twin.model);
    let mut breaches = match known {
        Some(model) => rules::converse::breaches(body, model),
        None => rules::converse::for_any_model(body),
    };
    let native = twin.invoke.as_ref().ok().and_then(|built| serde_json::from_str::<Value>(&built.body_text).ok());
    if let (Some(model), Some(Value::Object(native)), Some(Family::Claude)) = (known, &native, twin.family) {
        breaches.extend(thinking::breach(native, model));
    }
    for Breach { place, message, hint, .. } in breaches {
        let field = match place {
            Place::Message(index) => Field::Message(index),
            Place::System => Field::System,
            Place::Tools => Field::More,
            Place::StopSequences => Field::StopSequences,
            Place::Temperature => Field::Temperature,
            Place::TopP => Field::TopP,
            Place::MaxTokens => Field::MaxTokens,
            Place::Parameters => Field::ExtraFields,
        };
        let hint = hint.map(|hint| format!(" {hint}")).unwrap_or_default();
        found.at(field, format!("Bedrock will refuse this: {message}{hint}"));
    }
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
                if key == "image"
                    && let Some(encoded) = encoded
                {
                    let named = file.get("format").and_then(Value::as_str);
                    if let Err(fault) = picture_check::check(named, encoded) {
                        found.at(field, picture(fault, named.unwrap_or_default()));
                    }
                } else if bytes > most_bytes {
                    let (has, most) = (number::bytes(bytes), number::bytes(most_bytes));
                    found.at(field, format!("This {word} has {has}; Bedrock takes at most {most}"));
                }
                if role == "assistant" {
                    found.at(field, format!("Only the user's messages can hold a {word}"));
                }
            }
        }
    }
    for (index, _, content) in messages(body) {
        let has_document = content.iter().any(|block| block.get("document").is_some());
        if has_document && !content.iter().any(|block| block.get("text").is_some()) {
            found.at(Field::Message(index), "A message with a document needs a text too: say what to do with it");
        }
    }
}

/// What is wrong with a picture.
fn picture(fault: PictureFault, named: &str) -> String {
    match fault {
        PictureFault::Unknown => {
            "The bytes of this picture are no PNG, JPEG, GIF or WebP file. Bedrock takes only these".to_owned()
        }
        PictureFault::Other(format) => {
            let found = format.word();
            format!("The bytes of this picture are {found}, and its format says {named}: set the format to {found}")
        }
        PictureFault::TooManyBytes(encoded) => {
            let [has, most] = [encoded / 4 * 3, limits::MOST_IMAGE_BYTES].map(number::bytes);
            format!("This picture has {has}; Bedrock takes at most {most}")
        }
        PictureFault::TooManyPixels(width, height) => {
            let [width, height, most] =
                [width, height, limits::MOST_IMAGE_PIXELS].map(|side| number::grouped(u64::from(side)));
            format!("This picture has {width} × {height} pixels; Bedrock takes at most {most} a side")
        }
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
    fn what_does_not_stream_is_named_at_the_switch() {
        let llama4 = |more: &str| {
            refused(|draft| {
                draft.model = "us.meta.llama4-scout-17b-instruct-v1:0".to_owned();
                draft.stream = true;
                draft.more = more.to_owned();
            })
        };
        assert_eq!(llama4(""), []);
        let tools = r#"{"toolConfig":{"tools":[{"toolSpec":{"name":"a","inputSchema":{"json":{"type":"object"}}}}]}}"#;
        assert!(holds(&llama4(tools), Field::Stream, "does not stream with tools"));
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
        let image = json!({"image": {"format": "png", "source": {"bytes": "iVBORw=="}}});
        let images = refused(|draft| (0..21).for_each(|_| draft.attach(1, image.clone())));
        assert!(images.len() == 1 && holds(&images, Field::Message(0), "at most 20 pictures"), "{images:?}");
        let picture = |format: &str, bytes: &str| {
            let block = json!({"image": {"format": format, "source": {"bytes": bytes}}});
            refused(|draft| draft.attach(1, block))
        };
        let large = picture("png", &format!("iVBORw{}", "A".repeat(5_242_882)));
        assert!(holds(&large, Field::Message(0), "at most 3.9 MB"), "{large:?}");
        for (format, bytes, part) in [
            ("jpeg", "iVBORw0KGgo=", "set the format to png"),
            ("png", "/9j/4AAQ", "set the format to jpeg"),
            ("webp", "R0lGODlh", "are gif, and its format says webp"),
            ("png", "PHN2Zz4=", "no PNG, JPEG, GIF or WebP"),
            ("png", "aVZCT1J3MEtHZ289", "no PNG, JPEG, GIF or WebP"),
        ] {
            assert!(holds(&picture(format, bytes), Field::Message(0), part), "{format} {bytes}");
        }
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
            holds(&documents, Field::Message(0), "The document file name can only contain")
                && holds(&documents, Field::Message(0), "needs a text")
        );
        let stops = refused(|draft| {
            draft.model = "mistral.mistral-7b-instruct-v0:2".to_owned();
            draft.stop_sent = true;
            draft.stop_sequences = (0..11).map(|n| n.to_string()).collect();
        });
        assert!(holds(&stops, Field::StopSequences, "at most 10"), "{stops:?}");
    }

    #[test]
    fn what_the_simulator_refuses_is_said_at_its_field_in_its_words() {
        let claude = |model: &str, change: &dyn Fn(&mut Draft)| {
            refused(|draft| {
                draft.model = model.to_owned();
                draft.temperature.sent = false;
                draft.max_tokens = Parameter::sent("4000");
                change(draft);
            })
        };
        let (haiku, sonnet_5) = ("us.anthropic.claude-haiku-4-5-20251001-v1:0", "us.anthropic.claude-sonnet-5");
        let thinking = r#"{"thinking":{"type":"enabled","budget_tokens":1024}}"#;
        let think = |draft: &mut Draft| draft.extra_fields = thinking.to_owned();
        assert_eq!(claude(haiku, &think), []);
        let said = claude(sonnet_5, &think);
        assert!(holds(&said, Field::ExtraFields, "Use \"thinking.type.adaptive\" and"), "{said:?}");
        let said = claude(haiku, &|draft| {
            think(draft);
            draft.top_p = Parameter::sent("0.9");
        });
        assert!(holds(&said, Field::TopP, "greater than or equal to 0.95 or unset"), "{said:?}");
        let begun = |draft: &mut Draft| {
            draft.continue_with(vec![json!({"text": "{"})], Vec::new());
            draft.messages.truncate(2);
        };
        assert!(holds(&claude(sonnet_5, &begun), Field::Message(1), "does not support assistant message prefill"));
        assert_eq!(claude(haiku, &begun), []);
        let document = json!({"document": {"format": "txt", "name": "résumé", "source": {"bytes": "AAAA"}}});
        let said = claude(haiku, &|draft| draft.attach(1, document.clone()));
        assert!(holds(&said, Field::Message(0), "The name “résumé” contains “é”"), "{said:?}");
        let points = claude(haiku, &|draft| {
            draft.system_blocks = vec![json!({"cachePoint": {"type": "default", "ttl": "5m"}})];
            draft.attach(1, json!({"cachePoint": {"type": "default", "ttl": "1h"}}));
        });
        assert!(holds(&points, Field::Message(0), "must not come after a ttl='5m'"), "{points:?}");
        let window = claude("anthropic.claude-3-haiku-20240307-v1:0:200k", &|_| {});
        assert!(holds(&window, Field::Model, "remove :200k"), "{window:?}");
        let stops = |model: &str, count: usize| {
            claude(model, &|draft| {
                draft.stop_sent = true;
                draft.stop_sequences = (0..count).map(|n| n.to_string()).collect();
            })
        };
        assert!(holds(
            &stops("qwen.qwen3-32b-v1:0", 1),
            Field::StopSequences,
            "doesn't support the stopSequences field"
        ));
        assert!(holds(&stops("amazon.nova-lite-v1:0", 5), Field::StopSequences, "maximum item count: 4, found: 5"));
        assert_eq!(stops("amazon.nova-lite-v1:0", 4), []);
        let any = r#"{"toolConfig":{"tools":[{"toolSpec":{"name":"a","inputSchema":{"json":{"type":"object"}}}}],
            "toolChoice":{"any":{}}}}"#;
        let forced = |model: &str| {
            refused(|draft| {
                draft.model = model.to_owned();
                draft.stream = false;
                draft.more = any.to_owned();
            })
        };
        assert!(holds(&forced("cohere.command-r-v1:0"), Field::More, "Remove toolConfig.toolChoice.any"));
        assert_eq!(forced("amazon.nova-lite-v1:0"), []);
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
