//! Metadata filters: what is refused, and which passages match.
//!
//! Operators and types of values are from the API reference of `RetrievalFilter` (bedrock-agent-runtime, 2023-07-26):
//! comparisons take numbers, `in` and `notIn` take lists, the text operators take texts. A passage without the attribute
//! never matches. The sentences of the refusals are the simulator's.

use serde_json::{Map, Value};

use crate::simulator::fault::Fault;

/// The most filters that a group combines, by the user guide.
const MOST: usize = 5;

/// The operator of a filter with its operand.
fn operator(filter: &Value) -> Option<(&str, &Value)> {
    let mut members = filter.as_object()?.iter().filter(|(_, value)| !value.is_null());
    let (name, operand) = members.next()?;
    Some((name, operand))
}

/// Refuses a filter whose values do not fit its operators.
///
/// # Errors
/// With the operator and the key that are wrong.
pub fn check(filter: &Value) -> Result<(), Fault> {
    checked(filter, 0)
}

fn checked(filter: &Value, depth: usize) -> Result<(), Fault> {
    let Some((name, operand)) = operator(filter) else {
        return Err(Fault::validation("The filter has no operator. Set one, such as equals."));
    };
    if let ("andAll" | "orAll", Some(parts)) = (name, operand.as_array()) {
        if parts.len() < 2 {
            return Err(Fault::validation(format!(
                "{name} combines at least 2 filters; this one has {}. Send a single filter without {name}.",
                parts.len()
            )));
        }
        if parts.len() > MOST {
            return Err(Fault::validation(format!(
                "{name} combines at most {MOST} filters; this has {}.",
                parts.len()
            )));
        }
        if depth > 1 {
            return Err(Fault::validation(format!("{name} is nested too deeply: a group can have groups, those not.")));
        }
        return parts.iter().try_for_each(|part| checked(part, depth + 1));
    }
    let key = operand.get("key").and_then(Value::as_str).unwrap_or_default();
    let value = operand.get("value").unwrap_or(&Value::Null);
    let is_list_of_scalars =
        |list: &Vec<Value>| !list.is_empty() && list.iter().all(|each| each.is_string() || each.is_number());
    let (fits, wanted) = match name {
        "greaterThan" | "greaterThanOrEquals" | "lessThan" | "lessThanOrEquals" => (value.is_number(), "a number"),
        "in" | "notIn" => (value.as_array().is_some_and(is_list_of_scalars), "a list with at least one text or number"),
        "startsWith" | "stringContains" | "listContains" => (value.is_string(), "a text"),
        _ => (value.is_string() || value.is_number() || value.is_boolean(), "a text, a number or a boolean"),
    };
    if fits {
        return Ok(());
    }
    Err(Fault::validation(format!("The filter {name} on the key {key} needs {wanted} as its value, not {value}.")))
}

/// Whether metadata match a filter that [`check`] accepts.
pub fn matches(filter: &Value, metadata: &Map<String, Value>) -> bool {
    let Some((name, operand)) = operator(filter) else { return true };
    match (name, operand.as_array()) {
        ("andAll", Some(parts)) => return parts.iter().all(|part| matches(part, metadata)),
        ("orAll", Some(parts)) => return parts.iter().any(|part| matches(part, metadata)),
        _ => {}
    }
    let key = operand.get("key").and_then(Value::as_str).unwrap_or_default();
    let (Some(has), Some(value)) = (metadata.get(key), operand.get("value")) else { return false };
    let order = || has.as_f64()?.partial_cmp(&value.as_f64()?);
    let is_in = || value.as_array().is_some_and(|list| list.iter().any(|each| same(each, has)));
    let texts = || Some((has.as_str()?, value.as_str()?));
    let members = || has.as_array().map(Vec::as_slice).unwrap_or_default();
    match name {
        "equals" => same(has, value),
        "notEquals" => !same(has, value),
        "greaterThan" => order().is_some_and(std::cmp::Ordering::is_gt),
        "greaterThanOrEquals" => order().is_some_and(std::cmp::Ordering::is_ge),
        "lessThan" => order().is_some_and(std::cmp::Ordering::is_lt),
        "lessThanOrEquals" => order().is_some_and(std::cmp::Ordering::is_le),
        "in" => is_in(),
        "notIn" => !is_in(),
        "startsWith" => texts().is_some_and(|(has, start)| has.starts_with(start)),
        "listContains" => members().iter().any(|each| same(each, value)),
        "stringContains" => {
            let part = value.as_str().unwrap_or_default();
            let contains = |text: &Value| text.as_str().is_some_and(|text| text.contains(part));
            contains(has) || members().iter().any(contains)
        }
        _ => false,
    }
}

/// Equal values; 2024 and 2024.0 are.
fn same(a: &Value, b: &Value) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a.partial_cmp(&b).is_some_and(std::cmp::Ordering::is_eq),
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_operator_compares_as_documented() {
        let metadata = json!({"topic": "rag", "year": 2025, "reviewed": true, "tags": ["rag", "chunks"]});
        let metadata = metadata.as_object().unwrap();
        let one = |name: &str, key: &str, value: Value| json!({ name: { "key": key, "value": value } });
        for (filter, expected) in [
            (one("equals", "topic", json!("rag")), true),
            (one("equals", "year", json!(2025.0)), true),
            (one("equals", "reviewed", json!(false)), false),
            (one("notEquals", "topic", json!("cost")), true),
            (one("notEquals", "none", json!("cost")), false),
            (one("greaterThan", "year", json!(2025)), false),
            (one("greaterThanOrEquals", "year", json!(2025)), true),
            (one("lessThan", "year", json!(2026)), true),
            (one("lessThanOrEquals", "year", json!(2024)), false),
            (one("lessThan", "topic", json!(1)), false),
            (one("in", "topic", json!(["rag", "x"])), true),
            (one("notIn", "topic", json!(["rag"])), false),
            (one("notIn", "none", json!(["rag"])), false),
            (one("startsWith", "topic", json!("ra")), true),
            (one("startsWith", "topic", json!("ag")), false),
            (one("listContains", "tags", json!("chunks")), true),
            (one("listContains", "topic", json!("rag")), false),
            (one("stringContains", "topic", json!("a")), true),
            (one("stringContains", "tags", json!("chun")), true),
            (json!({"andAll": [one("equals", "topic", json!("rag")), one("equals", "year", json!(1))]}), false),
            (json!({"orAll": [one("equals", "topic", json!("rag")), one("equals", "year", json!(1))]}), true),
        ] {
            check(&filter).unwrap();
            assert_eq!(matches(&filter, metadata), expected, "{filter}");
        }
    }

    #[test]
    fn values_of_the_wrong_type_and_groups_of_the_wrong_size_are_refused() {
        let leaf = json!({"equals": {"key": "a", "value": 1}});
        let group = |parts: Vec<Value>| json!({ "andAll": parts });
        for (filter, part) in [
            (json!({"greaterThan": {"key": "year", "value": "2025"}}), "needs a number"),
            (json!({"in": {"key": "topic", "value": "rag"}}), "needs a list"),
            (json!({"in": {"key": "topic", "value": []}}), "needs a list"),
            (json!({"startsWith": {"key": "topic", "value": 1}}), "needs a text"),
            (json!({"equals": {"key": "topic", "value": ["a"]}}), "needs a text, a number or a boolean"),
            (group(vec![leaf.clone()]), "at least 2"),
            (group(vec![leaf.clone(); 6]), "at most 5"),
            (group(vec![leaf.clone(), group(vec![leaf.clone(), group(vec![leaf.clone(), leaf])])]), "nested"),
            (json!({}), "no operator"),
        ] {
            let refused = check(&filter).unwrap_err().message;
            assert!(refused.contains(part), "{filter}: {refused}");
        }
    }
}
