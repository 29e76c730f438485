//! JSON Schema: what a schema says once references and `allOf` are put together, whether a value fits, and values that do.
//!
//! Keywords of draft 2020-12, and `nullable`, boolean `exclusiveMinimum` and lists in `items` of older drafts.

pub mod check;
mod class;
pub mod format;
pub mod members;
pub mod pattern;
pub mod scalar;

use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// References and parts of `allOf` that are followed for one value.
const MOST_PARTS: usize = 200;

/// The schema that a `$ref` names; only references into the same document are followed.
pub fn referenced<'a>(root: &'a Value, reference: &str) -> Option<&'a Value> {
    let pointer = reference.strip_prefix('#')?;
    let pointer: Cow<'_, str> = percent_encoding::percent_decode_str(pointer).decode_utf8().ok()?;
    root.pointer(&pointer)
}

/// The members of a schema, together with those of its `$ref` and its `allOf`.
pub fn merged(root: &Value, schema: &Value) -> Map<String, Value> {
    let mut out = Map::new();
    let mut left = MOST_PARTS;
    gather(root, schema, &mut out, &mut left, 0);
    out
}

fn gather(root: &Value, schema: &Value, out: &mut Map<String, Value>, left: &mut usize, depth: usize) {
    let Some(rest) = left.checked_sub(1).filter(|_| depth < 20) else { return };
    *left = rest;
    let members = match schema {
        Value::Object(members) => members,
        Value::Bool(false) => {
            out.insert("not".to_owned(), json!({}));
            return;
        }
        _ => return,
    };
    for (key, value) in members {
        if !["$ref", "allOf", "$defs", "definitions", "title", "description", "$schema"].contains(&key.as_str()) {
            add(out, key, value);
        }
    }
    let reference = members.get("$ref").and_then(Value::as_str);
    if let Some(target) = reference.and_then(|reference| referenced(root, reference)) {
        gather(root, target, out, left, depth + 1);
    }
    for part in members.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        gather(root, part, out, left, depth + 1);
    }
}

/// Adds a keyword to those of the same value.
fn add(out: &mut Map<String, Value>, key: &str, value: &Value) {
    let Some(old) = out.get_mut(key) else {
        out.insert(key.to_owned(), value.clone());
        return;
    };
    if old == value {
        return;
    }
    let number = |value: &Value| value.as_f64().unwrap_or_default();
    match (key, &mut *old, value) {
        ("required", Value::Array(old), Value::Array(new)) => {
            let more: Vec<Value> = new.iter().filter(|key| !old.contains(key)).cloned().collect();
            old.extend(more);
        }
        ("enum", Value::Array(old), Value::Array(new)) => old.retain(|option| new.contains(option)),
        ("properties" | "patternProperties", Value::Object(old), Value::Object(new)) => {
            for (key, value) in new {
                let both = old.get(key).map(|old| json!({ "allOf": [old, value] }));
                old.insert(key.clone(), both.unwrap_or_else(|| value.clone()));
            }
        }
        ("minimum" | "exclusiveMinimum" | "minLength" | "minItems" | "minProperties", ..) if value.is_number() => {
            *old = if number(old) < number(value) { value.clone() } else { old.clone() };
        }
        ("maximum" | "exclusiveMaximum" | "maxLength" | "maxItems" | "maxProperties", ..) if value.is_number() => {
            *old = if number(old) > number(value) { value.clone() } else { old.clone() };
        }
        ("items" | "additionalProperties" | "propertyNames" | "contains", ..) => {
            *old = json!({ "allOf": [old, value] });
        }
        ("type", ..) => {
            let new = types(value);
            let both: Vec<&str> = types(old).into_iter().filter(|kind| admits(&new, kind)).collect();
            *old = match both.as_slice() {
                // An integer is a number.
                [] if types(old).contains(&"number") && new.contains(&"integer") => json!("integer"),
                [one] => json!(one),
                several => json!(several),
            };
        }
        ("anyOf" | "oneOf" | "pattern" | "not" | "if" | "multipleOf" | "const" | "format", ..) => {
            // Both hold: the second stays a part of its own.
            let part = json!({ key: value });
            match out.get_mut("allOf").and_then(Value::as_array_mut) {
                Some(parts) => parts.push(part),
                None => {
                    out.insert("allOf".to_owned(), json!([part]));
                }
            }
        }
        _ => {}
    }
}

fn admits(kinds: &[&str], kind: &str) -> bool {
    kinds.contains(&kind) || (kind == "integer" && kinds.contains(&"number"))
}

/// The names in a `type`: one or a list.
pub fn types(value: &Value) -> Vec<&str> {
    match value {
        Value::String(kind) => vec![kind.as_str()],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Whether a JSON object reads as a schema of an object, not as a value.
pub fn is_schema(value: &Value) -> bool {
    let is_object = value.get("properties").is_some_and(Value::is_object);
    let kind = value.get("type").map(types).unwrap_or_default();
    let parts = ["anyOf", "oneOf", "allOf", "items", "enum", "$defs", "$ref", "additionalProperties"];
    (is_object && (kind.contains(&"object") || kind.is_empty()))
        || ["object", "array"].iter().any(|name| kind.contains(name))
            && parts.iter().any(|key| value.get(*key).is_some())
        || (value.get("$ref").is_some() || value.get("anyOf").is_some()) && value.get("$defs").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_and_all_of_are_put_together() {
        let root = json!({ "$defs": {
            "a b": { "type": "number", "minimum": 2, "properties": { "x": { "type": "string" } } },
            "loop": { "$ref": "#/$defs/loop" },
            "wide": { "allOf": [{ "$ref": "#/$defs/wide" }, { "$ref": "#/$defs/wide" }] },
        } });
        let schema = json!({ "$ref": "#/$defs/a%20b", "maximum": 9, "allOf": [{ "minimum": 5, "type": "integer" }] });
        let found = Value::from(merged(&root, &schema));
        assert_eq!((&found["minimum"], &found["maximum"], &found["type"]), (&json!(5), &json!(9), &json!("integer")));
        assert_eq!(merged(&root, &json!({ "$ref": "#/$defs/loop" })).len(), 0);
        assert_eq!(merged(&root, &json!({ "$ref": "#/$defs/wide" })).len(), 0);
        let both =
            json!({ "allOf": [{ "enum": [1, 2] }, { "enum": [2, 3] }, { "required": ["a"] }, { "required": ["b"] }] });
        assert_eq!(Value::from(merged(&root, &both)), json!({ "enum": [2], "required": ["a", "b"] }));
    }
}
