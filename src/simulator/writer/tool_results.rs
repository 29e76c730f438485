//! Writes the answer to tool results. The results are repeated unchanged, without any check.

use super::arithmetic;
use super::tools::{Call, Outcome};
use serde_json::Value;

/// The answer to tool results, one line each.
pub fn tell(calls: &[Call], outcomes: &[Outcome]) -> String {
    let lines: Vec<String> = outcomes
        .iter()
        .map(|outcome| {
            let call = calls.iter().find(|call| call.id == outcome.id);
            line(call, outcome)
        })
        .collect();
    lines.join("\n")
}

fn line(call: Option<&Call>, outcome: &Outcome) -> String {
    let text = plain(&outcome.content);
    let name = call.map_or("the tool", |call| call.name.as_str());
    if outcome.failed {
        return format!("`{name}` failed and says: {text} Without its result I cannot answer that.");
    }
    let input = call.map(|call| &call.input);
    if let Some(expression) = input.and_then(|input| input.get("expression")).and_then(Value::as_str)
        && let Some(value) = sole(&outcome.content)
    {
        return format!("{expression} = {value}");
    }
    let about: Vec<String> = input
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(_, value)| match value {
            Value::String(text) if text.chars().count() <= 60 => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
        .collect();
    let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("According to `{name}`{about}: {text}{end}")
}

/// The only value in a result, if there is just one.
fn sole(content: &Value) -> Option<String> {
    match content {
        Value::Object(members) if members.len() == 1 => members.values().next().and_then(sole),
        Value::Object(members) => ["result", "value", "answer"].iter().find_map(|key| sole(members.get(*key)?)),
        Value::Array(items) => match items.as_slice() {
            [one] => sole(one),
            _ => None,
        },
        Value::String(text) if !text.contains('\n') && text.len() <= 40 => Some(text.clone()),
        Value::Number(number) => Some(number.as_f64().map_or_else(|| number.to_string(), arithmetic::number)),
        Value::String(_) | Value::Bool(_) | Value::Null => None,
    }
}

/// A result in words: `temperature: 18, unit: C`.
fn plain(content: &Value) -> String {
    match content {
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(inner @ (Value::Object(_) | Value::Array(_))) => plain(&inner),
            _ => text.trim().to_owned(),
        },
        Value::Object(members) => {
            members.iter().map(|(key, value)| format!("{key}: {}", plain(value))).collect::<Vec<_>>().join(", ")
        }
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("; "),
        Value::Null => "nothing".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn results_are_told_as_they_are() {
        let call = |name: &str, input: Value| Call { id: "a".to_owned(), name: name.to_owned(), input };
        let outcome = |content: Value, failed| Outcome { id: "a".to_owned(), content, failed };
        for (call, outcome, expected) in [
            (
                call("calculator", json!({ "expression": "17 * 23" })),
                outcome(json!({ "result": 391.0 }), false),
                "17 * 23 = 391",
            ),
            (call("calculator", json!({ "expression": "17 * 23" })), outcome(json!("391"), false), "17 * 23 = 391"),
            (
                call("get_weather", json!({ "city": "Paris" })),
                outcome(json!({ "temperature": 18, "sky": "clear" }), false),
                "According to `get_weather` (Paris): temperature: 18, sky: clear.",
            ),
            (call("clock", json!({})), outcome(json!("It is noon."), false), "According to `clock`: It is noon."),
            (
                call("clock", json!({})),
                outcome(json!("no such zone."), true),
                "`clock` failed and says: no such zone. Without its result I cannot answer that.",
            ),
        ] {
            assert_eq!(tell(&[call], &[outcome]), expected);
        }
    }
}
