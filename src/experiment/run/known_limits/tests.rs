//! Tests of `known_limits`.

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
        draft.more =
            r#"{"toolConfig":{"tools":[{"toolSpec":{"name":"get weather","inputSchema":{"json":{}}}}]}}"#.to_owned();
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
    assert!(holds(&stops("qwen.qwen3-32b-v1:0", 1), Field::StopSequences, "doesn't support the stopSequences field"));
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
