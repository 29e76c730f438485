//! The way back: Converse → native → Converse is the identity on what a family shares with Converse, and whatever a native
//! body says is read, kept in `additionalModelRequestFields`, or told.

use crate::conversations::{Has, MODELS, conversation};
use outcrop::bedrock::model_id::ModelId;
use outcrop::text::json::pointer_token;
use outcrop::twin::{Back, converse_body, invoke_body};
use proptest::prelude::*;
use serde_json::{Value, json};

fn back(model: &str, native: &Value) -> Back {
    let model = ModelId::parse(model).unwrap();
    converse_body(model.family().unwrap(), native, &model).unwrap()
}

/// Every pointer of the links exists in its document.
fn check_pointers(back: &Back, native: &Value) {
    for link in &back.links {
        assert!(link.converse.iter().all(|place| back.body.pointer(place).is_some()), "{link:?} in {}", back.body);
        assert!(link.native.iter().all(|place| native.pointer(place).is_some()), "{link:?} in {native}");
    }
    for only in &back.native_only {
        assert!(native.pointer(&only.pointer).is_some(), "{only:?}");
        assert!(only.kept_at.as_ref().is_none_or(|place| back.body.pointer(place).is_some()), "{only:?}");
    }
}

fn leaves(pointer: &str, value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            items.iter().enumerate().for_each(|(i, item)| leaves(&format!("{pointer}/{i}"), item, out));
        }
        Value::Object(members) if !members.is_empty() => {
            members.iter().for_each(|(key, member)| leaves(&format!("{pointer}/{}", pointer_token(key)), member, out));
        }
        _ => out.push(pointer.to_owned()),
    }
}

/// No leaf of the native body is unaccounted for: linked, kept, or told.
fn check_accounted(back: &Back, native: &Value) {
    let mut all = Vec::new();
    leaves("", native, &mut all);
    let under =
        |leaf: &str, place: &str| leaf.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    for leaf in all {
        let linked =
            back.links.iter().any(|link| link.native.iter().any(|place| under(&leaf, place) || under(place, &leaf)));
        let told = back.native_only.iter().any(|only| under(&leaf, &only.pointer));
        // A form's own words for what it is have no counterpart, and a shorthand says no more without them.
        let silent = leaf.ends_with("/type") || native.pointer(&leaf) == Some(&Value::Null) || leaf == "/system/0/text";
        assert!(linked || told || silent, "{leaf} of {native} is unaccounted for: {back:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn there_and_back_is_the_identity((model, has) in prop::sample::select(MODELS.to_vec()), seed in any::<u64>()) {
        let body = conversation(seed, has);
        let id = ModelId::parse(model).unwrap();
        let twin = invoke_body(id.family().unwrap(), &body, &id).unwrap();
        let back = back(model, &twin.body);
        prop_assert_eq!(&back.body, &body, "{} by way of {}", model, &twin.body);
        let lost: Vec<_> = back.native_only.iter().filter(|only| only.kept_at.is_none()).collect();
        prop_assert!(lost.is_empty(), "{lost:?}: {model} by way of {}", &twin.body);
        check_pointers(&back, &twin.body);
        // And what was read is written the same again.
        prop_assert_eq!(invoke_body(id.family().unwrap(), &back.body, &id).unwrap().body, twin.body);
    }

    #[test]
    fn a_damaged_native_body_is_accounted_for((model, has) in prop::sample::select(MODELS.to_vec()), seed in any::<u64>(),
        key in "[a-z/~]{1,4}", value in prop::sample::select(vec![json!(1), json!("x"), json!(null), json!({"a": {"b": 1}}), json!([{"type": "text"}])]),
        at in any::<prop::sample::Index>()) {
        let body = conversation(seed, has);
        let id = ModelId::parse(model).unwrap();
        let mut native = invoke_body(id.family().unwrap(), &body, &id).unwrap().body;
        let mut places = vec![String::new()];
        objects("", &native, &mut places);
        if let Some(Value::Object(members)) = native.pointer_mut(at.get(places.as_slice()).as_str()) {
            members.insert(key, value);
        }
        if let Ok(back) = converse_body(id.family().unwrap(), &native, &id) {
            check_pointers(&back, &native);
            check_accounted(&back, &native);
        }
    }
}

/// Pointers of objects that the bodies' own code reads: not inside schemas and inputs, which are kept whole.
fn objects(at: &str, value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(i, item)| objects(&format!("{at}/{i}"), item, out)),
        Value::Object(members) => {
            out.push(at.to_owned());
            members.iter().for_each(|(key, inner)| objects(&format!("{at}/{}", pointer_token(key)), inner, out));
        }
        _ => {}
    }
}

#[test]
fn what_converse_has_no_member_for_is_kept_where_the_writer_puts_it_back() {
    let native = json!({
        "anthropic_version": "bedrock-2023-05-31", "max_tokens": 10, "top_k": 5, "metadata": {"user_id": "u"},
        "thinking": {"type": "enabled", "budget_tokens": 1024}, "system": [{"type": "text", "text": "Be brief"}],
        "tools": [{"type": "bash_20250124", "name": "bash"}, {"name": "t", "input_schema": {}}],
        "tool_choice": {"type": "auto", "disable_parallel_tool_use": true},
        "messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": [{"type": "new", "x": 1}, {"type": "text", "text": "Yes"}]}]
    });
    let model = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
    let back = back(model, &native);
    assert_eq!(
        back.body,
        json!({
            "system": [{"text": "Be brief"}],
            "messages": [{"role": "user", "content": [{"text": "Hi"}]}, {"role": "assistant", "content": [{"text": "Yes"}]}],
            "inferenceConfig": {"maxTokens": 10},
            "toolConfig": {"tools": [{"toolSpec": {"name": "t", "inputSchema": {"json": {}}}}], "toolChoice": {"auto": {}}},
            "additionalModelRequestFields": {"top_k": 5, "metadata": {"user_id": "u"},
                "thinking": {"type": "enabled", "budget_tokens": 1024}, "tool_choice": {"disable_parallel_tool_use": true}}
        })
    );
    let told = |kept: bool| -> Vec<&str> {
        back.native_only
            .iter()
            .filter(|only| only.kept_at.is_some() == kept)
            .map(|only| only.pointer.as_str())
            .collect()
    };
    assert_eq!(told(true), ["/top_k", "/metadata", "/thinking", "/tool_choice/disable_parallel_tool_use"]);
    assert_eq!(told(false), ["/tools/0", "/messages/1/content/0"]);
    let link =
        |converse: &str| back.links.iter().find(|link| link.converse.iter().any(|place| place == converse)).unwrap();
    assert_eq!(link("/messages/0/content/0/text").native, ["/messages/0/content"]);
    assert_eq!(link("/messages/1/content/0/text").native, ["/messages/1/content/1/type", "/messages/1/content/1/text"]);
    assert_eq!(link("/toolConfig/tools/0/toolSpec/name").native, ["/tools/1/name"]);
    assert_eq!(link("/system/0/text").native, ["/system/0/text"]);
}

#[test]
fn shapes_from_the_documentation_are_read() {
    for (model, native, messages, told) in [
        (
            "us.writer.palmyra-x5-v1:0",
            json!({"messages": [{"role": "user", "content": {"text": "Explain"}}]}),
            json!([{"role": "user", "content": [{"text": "Explain"}]}]),
            vec![],
        ),
        (
            "openai.gpt-oss-20b-1:0",
            json!({"model": "openai.gpt-oss-20b-1:0", "messages": [{"role": "user", "content": "Hi"}], "stream": false}),
            json!([{"role": "user", "content": [{"text": "Hi"}]}]),
            vec![],
        ),
        (
            "meta.llama3-70b-instruct-v1:0",
            json!({"prompt": "Once upon a time"}),
            json!([{"role": "user", "content": [{"text": "Once upon a time"}]}]),
            vec!["/prompt"],
        ),
        (
            "amazon.titan-text-express-v1",
            json!({"inputText": "User: Hi\nBot:"}),
            json!([{"role": "user", "content": [{"text": "Hi"}]}]),
            vec![],
        ),
        (
            "ai21.jamba-1-5-mini-v1:0",
            json!({"messages": [{"role": "user", "content": "Hi"}], "stop": "###", "n": 1}),
            json!([{"role": "user", "content": [{"text": "Hi"}]}]),
            vec![],
        ),
    ] {
        let back = back(model, &native);
        assert_eq!(back.body["messages"], messages, "{model}");
        let flagged: Vec<_> =
            back.native_only.iter().filter(|only| only.kept_at.is_none()).map(|only| &only.pointer).collect();
        assert_eq!(flagged, told, "{model}");
    }
}

#[test]
fn a_body_of_a_megabyte_is_read_in_the_time_of_a_blink_or_two() {
    let message = |i: usize| json!({"role": if i.is_multiple_of(2) { "user" } else { "assistant" }, "content": "Hi"});
    let native = json!({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 5, "messages": (0..30_000).map(message).collect::<Vec<_>>()});
    assert!(native.to_string().len() > 1_000_000);
    let start = std::time::Instant::now();
    let read = back("us.anthropic.claude-haiku-4-5-20251001-v1:0", &native);
    // This is a test's unoptimised build; the bound is against quadratic work, which takes minutes.
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    assert_eq!((read.native_only, read.links.len() > 50_000), (vec![], true));
}

#[test]
fn what_travels_in_headers_is_carried_over() {
    let before = json!({"messages": [], "guardrailConfig": {"trace": "enabled"}, "serviceTier": {"type": "flex"}, "projectIdentifier": "default"});
    let mut back = back("amazon.nova-lite-v1:0", &json!({"messages": []}));
    back.carry_over(&before);
    assert_eq!(
        back.body,
        json!({"messages": [], "guardrailConfig": {"trace": "enabled"}, "serviceTier": {"type": "flex"}, "projectIdentifier": "default"})
    );
}

#[test]
fn every_family_is_told_from_its_conversations() {
    assert!(MODELS.iter().all(|(model, _)| ModelId::parse(model).unwrap().family().is_some()));
    assert!(MODELS.iter().any(|(_, has)| has.contains(&Has::Tools)));
}
