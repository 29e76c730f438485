//! Reads a fact from the journal.

use serde_json::{Value, json};

use super::condition::{Selector, Subject};
use crate::aws::http::header;
use crate::bedrock::operation::Api;
use crate::lesson::journal::{Call, Refusal, View};

/// The fact that a selector names, at this moment; `None` if there is none.
pub fn read(selector: &Selector, view: View<'_>) -> Option<Value> {
    let attribute = selector.attribute.as_str();
    let pointer = selector.pointer.as_str();
    if attribute.is_empty() && !selector.subject.attributes().is_empty() {
        return is_there(selector.subject, view).then_some(Value::Bool(true));
    }
    match selector.subject {
        Subject::Converse => of_call(view.call(Api::Converse)?, attribute, pointer),
        Subject::Invoke => of_call(view.call(Api::Invoke)?, attribute, pointer),
        Subject::Earlier => of_call(view.earlier_call(Api::Converse)?, attribute, pointer),
        Subject::Operation => {
            let call = view.operation()?;
            match attribute {
                "service" => text(&call.service),
                "name" => text(&call.operation),
                "host" => text(&call.host),
                "scope" => text(&call.scope),
                "req" => at(&call.request, pointer),
                "res" => at(&call.response, pointer),
                "status" => answered(call.status),
                _ => of_refusal(call.error.as_ref()?, attribute),
            }
        }
        Subject::Signature => {
            let signature = view.signature()?;
            match attribute {
                "change" => text(&signature.change),
                "line" => text(&signature.line),
                "signed" => text(&signature.signed),
                "expected" => text(&signature.expected),
                "status" => answered(signature.status),
                _ => of_refusal(signature.error.as_ref()?, attribute),
            }
        }
        Subject::Glass => {
            let glass = view.glass()?;
            match attribute {
                "api" => text(&glass.api),
                "frame" => Some(json!(glass.frame + 1)),
                "event" => text(&glass.event),
                "length" => (glass.length > 0).then(|| json!(glass.length)),
                "byte" => glass.byte.map(Value::from),
                "field" => text(&glass.field),
                "flip" => glass.flip.map(Value::from),
                "flipped" => text(&glass.flipped_field),
                "damage" => text(&glass.damage),
                _ => None,
            }
        }
        Subject::Embeddings => {
            let run = view.embeddings()?;
            let places: Vec<usize> = pointer.split('/').filter_map(|place| place.parse().ok()).collect();
            match (attribute, places.as_slice()) {
                ("model", _) => text(&run.model),
                ("req", _) => at(&run.request, pointer),
                ("inputs", _) => at(&json!(run.inputs), pointer),
                ("vectors", []) => Some(json!(run.vectors.iter().filter(|vector| !vector.is_empty()).count())),
                ("vectors", [row]) => run.vectors.get(*row).map(|vector| json!(vector)),
                ("length", _) => run.vectors.iter().map(Vec::len).find(|length| *length > 0).map(Value::from),
                ("lengths", _) => at(&json!(run.lengths), pointer),
                ("norm", [row]) => run.norm(*row).map(Value::from),
                ("cell", [row, column]) => run.cosine(*row, *column).map(Value::from),
                ("query", _) => run.query.as_ref().map(|query| json!(query.len())),
                _ => None,
            }
        }
        Subject::Program => {
            let program = view.program()?;
            match attribute {
                "text" => text(&program.text),
                "client" => text(&program.client),
                "op" => text(&program.operation),
                "args" => at(&program.arguments, pointer),
                "print" => program.print.as_deref().map(Value::from),
                "printed" => text(&program.printed),
                "status" => answered(program.status),
                "res" => at(&program.response, pointer),
                "err" => text(&program.error),
                _ => None,
            }
        }
        Subject::Caret => {
            let caret = view.caret()?;
            match attribute {
                "pane" => text(caret.pane.word()),
                "at" => text(&caret.at),
                "value" => text(&caret.value),
                _ => None,
            }
        }
        Subject::Pin => {
            let pin = view.pin()?;
            match attribute {
                "converse" => pin.converse.as_deref().map(Value::from),
                "native" => pin.native.as_deref().map(Value::from),
                "kind" => text(&pin.kind),
                "responses" => Some(Value::Bool(pin.responses)),
                _ => None,
            }
        }
        Subject::Account => at(view.account()?, pointer),
        Subject::Guess => view.guess()?.map(Value::from),
        Subject::Answer => at(view.answer()?, pointer),
    }
}

/// Whether anything of this kind happened.
fn is_there(subject: Subject, view: View<'_>) -> bool {
    match subject {
        Subject::Converse => view.call(Api::Converse).is_some(),
        Subject::Invoke => view.call(Api::Invoke).is_some(),
        Subject::Earlier => view.earlier_call(Api::Converse).is_some(),
        Subject::Operation => view.operation().is_some(),
        Subject::Signature => view.signature().is_some(),
        Subject::Glass => view.glass().is_some(),
        Subject::Embeddings => view.embeddings().is_some(),
        Subject::Program => view.program().is_some(),
        Subject::Caret => view.caret().is_some(),
        Subject::Pin => view.pin().is_some(),
        Subject::Account => view.account().is_some(),
        Subject::Guess => view.guess().is_some(),
        Subject::Answer => view.answer().is_some(),
    }
}

fn of_call(call: &Call, attribute: &str, pointer: &str) -> Option<Value> {
    match attribute {
        "status" => answered(call.status),
        "req" => at(&call.request, pointer),
        "res" => at(&call.response, pointer),
        "head" => header(&call.headers, pointer.trim_start_matches('/')).map(Value::from),
        "model" => text(&call.model),
        "base" => text(&call.base_id()),
        "family" => text(call.family()),
        "provider" => text(call.provider()),
        "host" => text(&call.host),
        "operation" => text(call.operation.name()),
        "body" => text(&call.body),
        "bytes" => Some(json!(call.body_bytes)),
        "events" => at(&call.frames.iter().map(|frame| frame.event.as_str()).collect(), pointer),
        "frames" => Some(json!(call.frames.len())),
        _ => of_refusal(call.error.as_ref()?, attribute),
    }
}

fn of_refusal(refusal: &Refusal, attribute: &str) -> Option<Value> {
    match attribute {
        "err" => text(&refusal.code),
        "message" => text(&refusal.message),
        _ => None,
    }
}

/// A text; an empty one is not a fact.
fn text(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| Value::from(text))
}

/// A status; 0 stands for no answer.
fn answered(status: u16) -> Option<Value> {
    (status > 0).then(|| Value::from(status))
}

/// The value at a pointer. With `*`, which stands for every item, all values that are found, as one list.
pub fn at(value: &Value, pointer: &str) -> Option<Value> {
    if !pointer.contains("/*") {
        return value.pointer(pointer).filter(|value| !value.is_null()).cloned();
    }
    let mut found = Vec::new();
    collect(value, pointer, &mut found);
    Some(Value::Array(found))
}

fn collect(value: &Value, pointer: &str, found: &mut Vec<Value>) {
    let Some(star) = pointer.find("/*") else {
        found.extend(value.pointer(pointer).filter(|value| !value.is_null()).cloned());
        return;
    };
    let (before, after) = pointer.split_at(star);
    let after = after.get(2..).unwrap_or_default();
    match value.pointer(before) {
        Some(Value::Array(items)) => items.iter().for_each(|item| collect(item, after, found)),
        Some(Value::Object(members)) => members.values().for_each(|item| collect(item, after, found)),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => {}
    }
}

/// A value as a text: a string as it is, anything else as JSON.
pub fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}
