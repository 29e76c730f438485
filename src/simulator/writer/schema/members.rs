//! The members of an object that its schema asks for beyond `properties`.

use super::pattern::Pattern;
use super::{merged, scalar};
use serde_json::{Map, Value, json};

/// These members, and those that `dependentRequired` asks for beside them.
pub fn dependent<'a>(schema: &'a Map<String, Value>, present: &[&'a str]) -> Vec<&'a str> {
    let mut all = present.to_vec();
    let mut at = 0;
    while let Some(name) = all.get(at).copied() {
        let others = schema.get("dependentRequired").and_then(|all| all.get(name)).and_then(Value::as_array);
        for other in others.into_iter().flatten().filter_map(Value::as_str) {
            if !all.contains(&other) {
                all.push(other);
            }
        }
        at += 1;
    }
    all
}

/// The schema of a member by its name.
pub fn member(schema: &Map<String, Value>, name: &str) -> Value {
    if let Some(own) = schema.get("properties").and_then(|all| all.get(name)) {
        return own.clone();
    }
    let patterns = schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
    let mut matching = patterns.filter(|(text, _)| Pattern::parse(text).is_some_and(|pattern| pattern.matches(name)));
    let other = || schema.get("additionalProperties").filter(|part| part.is_object()).cloned();
    matching.next().map(|(_, part)| part.clone()).or_else(other).unwrap_or_else(|| json!({ "type": "string" }))
}

/// A name that the schema allows for a further member.
pub fn new_name(root: &Value, schema: &Map<String, Value>, turn: usize) -> Option<String> {
    let patterns = schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
    let patterned = patterns.filter_map(|(text, _)| Pattern::parse(text)).map(|pattern| pattern.sample(turn, 0)).next();
    let free = || -> Option<String> {
        let names = merged(root, schema.get("propertyNames").unwrap_or(&Value::Bool(true)));
        let name = scalar::string(root, &names, &[format!("key{}", turn + 1)], turn)?;
        name.as_str().map(str::to_owned)
    };
    let is_closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
    patterned.or_else(|| if is_closed { None } else { free() })
}
