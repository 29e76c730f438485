//! The printer: two-space indent, joined brackets, short objects on one line.
//!
//! An object inside an array stays on one line if it has at most two members that fit. An object that is the value of a
//! member stays on one line only with a single scalar member, so that every parameter of a request has a separate row.

use serde_json::{Map, Value};

/// Longest array of scalars that stays on one line, in characters.
const LINE: usize = 72;

/// Prints a document. The result parses back to an equal value.
pub fn print(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value, 0, Place::Member);
    out
}

/// The value on one line, without spaces. `Display` of a value writes the same, but brings a second writer into the program.
pub fn compact(value: &Value) -> String {
    // A value always becomes JSON.
    serde_json::to_string(value).unwrap_or_default()
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Member,
    Element,
}

fn write(out: &mut String, value: &Value, depth: usize, place: Place) {
    match value {
        Value::Object(members) if members.is_empty() => out.push_str("{}"),
        Value::Array(items) if items.is_empty() => out.push_str("[]"),
        Value::Object(members) if depth > 0 && object_is_short(members, place) => write_inline(out, value),
        Value::Object(members) => {
            out.push('{');
            for (index, (key, value)) in members.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                new_line(out, depth + 1);
                write_key(out, key);
                write(out, value, depth + 1, Place::Member);
            }
            new_line(out, depth);
            out.push('}');
        }
        Value::Array(items) if array_is_short(items) => write_inline(out, value),
        Value::Array(items) if items.iter().all(is_container) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write(out, item, depth, Place::Element);
            }
            out.push(']');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                new_line(out, depth + 1);
                write(out, item, depth + 1, Place::Element);
            }
            new_line(out, depth);
            out.push(']');
        }
        scalar => out.push_str(&compact(scalar)),
    }
}

fn write_key(out: &mut String, key: &str) {
    out.push_str(&compact(&Value::from(key)));
    out.push_str(": ");
}

fn write_inline(out: &mut String, value: &Value) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            out.push_str("{ ");
            for (index, (key, value)) in members.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write_key(out, key);
                write_inline(out, value);
            }
            out.push_str(" }");
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write_inline(out, item);
            }
            out.push(']');
        }
        other => out.push_str(&compact(other)),
    }
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str("  ");
    }
}

fn is_container(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

fn object_is_short(members: &Map<String, Value>, place: Place) -> bool {
    let most = match place {
        Place::Member => 1,
        Place::Element => 2,
    };
    members.len() <= most
        && members.values().all(|value| match value {
            Value::Object(inner) => place == Place::Element && inner.is_empty(),
            Value::Array(items) => place == Place::Element && items.is_empty(),
            _ => true,
        })
}

fn array_is_short(items: &[Value]) -> bool {
    match items {
        [Value::Object(members)] => object_is_short(members, Place::Element),
        _ => {
            items.iter().all(|item| !is_container(item))
                && items.iter().map(|item| compact(item).chars().count() + 2).sum::<usize>() <= LINE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(value: &Value, expected: &str) {
        let printed = print(value);
        assert_eq!(printed, expected);
        assert_eq!(&serde_json::from_str::<Value>(&printed).expect("prints valid JSON"), value);
    }

    #[test]
    fn joins_brackets_and_keeps_blocks_on_one_line() {
        check(
            &json!({
                "system": [{"text": "Be brief."}],
                "messages": [
                    {"role": "user", "content": [{"text": "Hi"}]},
                    {"role": "assistant", "content": [{"type": "text", "text": "Yo"}, {"cachePoint": {"type": "default"}}]}
                ],
                "inferenceConfig": {"maxTokens": 512, "stopSequences": ["###"]},
                "toolChoice": {"auto": {}},
                "metrics": {"latencyMs": 9},
                "none": {},
                "empty": []
            }),
            r####"{
  "system": [{ "text": "Be brief." }],
  "messages": [{
    "role": "user",
    "content": [{ "text": "Hi" }]
  }, {
    "role": "assistant",
    "content": [{ "type": "text", "text": "Yo" }, {
      "cachePoint": { "type": "default" }
    }]
  }],
  "inferenceConfig": {
    "maxTokens": 512,
    "stopSequences": ["###"]
  },
  "toolChoice": {
    "auto": {}
  },
  "metrics": { "latencyMs": 9 },
  "none": {},
  "empty": []
}"####,
        );
    }

    #[test]
    fn scalars_alone_and_long_lists() {
        check(&json!("a\"b\n"), r#""a\"b\n""#);
        check(&json!(null), "null");
        let long: Vec<u32> = (100_000..100_020).collect();
        assert_eq!(print(&json!(long)).lines().count(), 22);
    }
}
