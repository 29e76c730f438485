//! Operations and members that are new or gone between two compact API models.

use std::collections::BTreeSet;

use outcrop::bedrock::catalogue::changes::Kind;
use serde_json::Value;

use super::Row;

/// The differences of a service, as rows.
pub fn moved(service: &str, before: &Value, after: &Value) -> Vec<Row> {
    let names = |model: &Value| keys(model.get("operations"));
    let (old, new) = (names(before), names(after));
    let mut rows = Vec::new();
    let mut put = |kind, subject: &str, what: String| {
        rows.push(Row { kind, subject: subject.to_owned(), what, source: "botocore" });
    };
    for name in new.difference(&old) {
        put(Kind::Operation, name, format!("New in {service}"));
    }
    for name in old.difference(&new) {
        put(Kind::Operation, name, format!("Gone from {service}"));
    }
    let shape = |model: &Value, name: &str| model.get("shapes").and_then(|shapes| shapes.get(name)).cloned();
    for name in keys(after.get("shapes")) {
        // A structure that is new comes with its operation or with the member that has it.
        let (Some(old), Some(new)) = (shape(before, &name), shape(after, &name)) else { continue };
        for (what, read) in [("", members as fn(&Value) -> BTreeSet<String>), ("value ", values)] {
            let (old, new) = (read(&old), read(&new));
            for (how, found) in [("New", new.difference(&old)), ("Gone", old.difference(&new))] {
                let found: Vec<&str> = found.map(String::as_str).collect();
                if !found.is_empty() {
                    put(Kind::Member, &name, format!("{how}: {what}{} ({service})", found.join(", ")));
                }
            }
        }
    }
    rows
}

fn keys(object: Option<&Value>) -> BTreeSet<String> {
    object.and_then(Value::as_object).into_iter().flat_map(|object| object.keys().cloned()).collect()
}

fn members(shape: &Value) -> BTreeSet<String> {
    keys(shape.get("members"))
}

fn values(shape: &Value) -> BTreeSet<String> {
    let values = shape.get("enum").and_then(Value::as_array);
    values.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn operations_members_and_values_are_compared() {
        let before = json!({
            "operations": { "GetA": {}, "GetB": {} },
            "shapes": { "A": { "members": { "x": "S", "y": "S" } }, "E": { "enum": ["ONE"] }, "Same": { "members": { "x": "S" } } },
        });
        let after = json!({
            "operations": { "GetA": {}, "GetC": {} },
            "shapes": {
                "A": { "members": { "x": "S", "z": "S" } }, "E": { "enum": ["ONE", "TWO"] }, "Same": { "members": { "x": "T" } },
                "OfC": { "members": { "x": "S" } },
            },
        });
        let rows: Vec<String> = moved("bedrock", &before, &after).iter().map(Row::to_string).collect();
        assert_eq!(
            rows,
            [
                "operation|GetC|New in bedrock|botocore",
                "operation|GetB|Gone from bedrock|botocore",
                "member|A|New: z (bedrock)|botocore",
                "member|A|Gone: y (bedrock)|botocore",
                "member|E|New: value TWO (bedrock)|botocore",
            ]
        );
        assert_eq!(moved("bedrock", &after, &after), []);
    }
}
