//! Names of members that mean something to JavaScript are members like any other: in answers, stored runs and pasted bodies.

use outcrop::bedrock::fold::Fold;
use outcrop::bedrock::operation::Operation;
use outcrop::bedrock::turn::TurnBlock;
use outcrop::experiment::Draft;
use outcrop::experiment::document::history::Entry;
use outcrop::import::import;
use outcrop::text::json::{print, rows};
use serde_json::{Map, Value, json};

const NAMES: [&str; 6] = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", ""];

/// An object with each name, and with the whole again under the first.
fn object() -> Value {
    let mut members: Map<String, Value> =
        NAMES.iter().map(|name| ((*name).to_owned(), json!({ "polluted": name }))).collect();
    let inner = Value::Object(members.clone());
    members.insert("__proto__".to_owned(), inner);
    Value::Object(members)
}

#[test]
fn an_answer_keeps_them() {
    let body = json!({
        "output": { "message": { "role": "assistant", "content": [
            { "toolUse": { "toolUseId": "t1", "name": "__proto__", "input": object() } },
            { "__proto__": object() },
        ] } },
        "stopReason": "tool_use", "usage": { "inputTokens": 1, "outputTokens": 1, "totalTokens": 2, "__proto__": {} },
        "__proto__": object(),
    });
    let mut fold = Fold::new(Operation::Converse, None);
    fold.push_body(&body);
    fold.finish();
    let turn = fold.turn();
    let TurnBlock::ToolUse { name, input, .. } = &turn.blocks[0] else { panic!("{turn:?}") };
    assert_eq!(name, "__proto__");
    assert_eq!(input, &object());
    let text = print(&body);
    let shown = rows(&text);
    assert_eq!(shown.len(), text.lines().count());
    assert!(
        shown.iter().any(|row| row.pointers.iter().any(|pointer| pointer.ends_with("/__proto__/constructor/polluted")))
    );
}

#[test]
fn a_stored_run_and_a_pasted_body_keep_them() {
    let body = json!({
        "messages": [{ "role": "user", "content": [
            { "text": "Hi" },
            { "toolResult": { "toolUseId": "t1", "content": [{ "json": object() }] } },
        ] }],
        "additionalModelRequestFields": object(),
        "requestMetadata": { "__proto__": "a" },
    });
    let sent = |draft: &Draft| outcrop::bedrock::converse::body(&draft.compose().conversation);
    let imported = import(&body.to_string(), &Draft::default()).unwrap();
    assert_eq!(sent(&imported.draft)["messages"], body["messages"]);
    assert_eq!(sent(&imported.draft)["additionalModelRequestFields"], object());
    let entry = Entry { draft: imported.draft.clone(), ..Entry::default() };
    let again = Entry::from_json(&entry.to_json()).unwrap();
    assert_eq!(again.draft, imported.draft);
    assert_eq!(sent(&again.draft), sent(&imported.draft));
}
