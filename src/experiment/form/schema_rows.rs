//! A tool's parameters as rows: name, type, required, description.
//!
//! The rows are a view of the JSON schema in `inputSchema.json`. An edit changes only what the row shows, so an `enum`,
//! nested properties and keywords without a column stay. A schema other than a flat object of properties has no rows and is
//! edited as JSON.

use serde_json::{Map, Value, json};

use super::members::{free_name, rename};

/// The types that a row offers.
pub const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "array", "object"];

/// One parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its `type`; empty if there is none.
    pub kind: String,
    /// Whether it is listed in `required`.
    pub required: bool,
    /// Its `description`; empty if there is none.
    pub description: String,
}

/// What to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A new parameter behind the others.
    Add,
    /// Another name; one that is taken changes nothing.
    Name(usize, String),
    /// Another type.
    Kind(usize, String),
    /// Required or not.
    Required(usize, bool),
    /// Another description; an empty one is taken away.
    Description(usize, String),
    /// Take it away.
    Remove(usize),
}

/// The rows of a schema; `None` where rows cannot show it.
pub fn rows(schema: &Value) -> Option<Vec<Row>> {
    let schema = schema.as_object()?;
    if !schema.get("type").is_none_or(|kind| kind == "object") {
        return None;
    }
    let none = Map::new();
    let properties = match schema.get("properties") {
        None => &none,
        Some(properties) => properties.as_object()?,
    };
    let required = required(schema);
    properties
        .iter()
        .map(|(name, property)| {
            let property = property.as_object()?;
            // A list of types has no place in the column.
            let text = |key: &str| match property.get(key) {
                None => Some(String::new()),
                Some(value) => value.as_str().map(str::to_owned),
            };
            Some(Row {
                name: name.clone(),
                kind: text("type")?,
                required: required.contains(&name.as_str()),
                description: text("description")?,
            })
        })
        .collect()
}

/// The schema with one edit made. An edit of a missing row changes nothing.
pub fn edit(mut schema: Value, edit: Edit) -> Value {
    let Some(object) = schema.as_object_mut() else { return schema };
    if edit == Edit::Add {
        object.entry("type").or_insert_with(|| json!("object"));
        if let Value::Object(properties) = object.entry("properties").or_insert_with(|| json!({})) {
            let name = free_name(properties, "parameter");
            properties.insert(name, json!({ "type": "string" }));
        }
        return schema;
    }
    let index = match &edit {
        Edit::Add => return schema,
        Edit::Name(index, _)
        | Edit::Kind(index, _)
        | Edit::Required(index, _)
        | Edit::Description(index, _)
        | Edit::Remove(index) => *index,
    };
    let name = object.get("properties").and_then(|properties| properties.as_object()?.keys().nth(index).cloned());
    let Some(name) = name else { return schema };
    match edit {
        Edit::Add => {}
        Edit::Name(_, to) => {
            let Some(Value::Object(properties)) = object.get_mut("properties") else { return schema };
            if !properties.contains_key(&to) {
                rename(properties, &name, &to);
                for listed in object.get_mut("required").and_then(Value::as_array_mut).into_iter().flatten() {
                    if *listed == name.as_str() {
                        *listed = Value::String(to.clone());
                    }
                }
            }
        }
        Edit::Kind(_, kind) => set(object, &name, "type", kind),
        Edit::Description(_, text) => set(object, &name, "description", text),
        Edit::Required(_, true) => require(object, &name),
        Edit::Required(_, false) => make_optional(object, &name),
        Edit::Remove(_) => {
            make_optional(object, &name);
            if let Some(Value::Object(properties)) = object.get_mut("properties") {
                properties.shift_remove(&name);
            }
        }
    }
    schema
}

fn required(schema: &Map<String, Value>) -> Vec<&str> {
    schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

fn require(schema: &mut Map<String, Value>, name: &str) {
    if !required(schema).contains(&name)
        && let Value::Array(listed) = schema.entry("required").or_insert_with(|| json!([]))
    {
        listed.push(name.into());
    }
}

fn make_optional(schema: &mut Map<String, Value>, name: &str) {
    if let Some(Value::Array(listed)) = schema.get_mut("required") {
        listed.retain(|each| *each != name);
    }
}

fn set(schema: &mut Map<String, Value>, name: &str, key: &str, text: String) {
    let property = schema.get_mut("properties").and_then(|properties| properties.get_mut(name));
    if let Some(Value::Object(property)) = property {
        if text.is_empty() {
            property.shift_remove(key);
        } else {
            property.insert(key.to_owned(), Value::String(text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, kind: &str, required: bool, description: &str) -> Row {
        Row { name: name.into(), kind: kind.into(), required, description: description.into() }
    }

    #[test]
    fn rows_show_and_change_only_their_columns() {
        let schema = json!({
            "$schema": "x", "type": "object",
            "properties": {"unit": {"type": "string", "enum": ["m", "km"]}, "value": {"description": "How many"}},
            "required": ["unit"], "additionalProperties": false
        });
        assert_eq!(rows(&schema).unwrap(), [row("unit", "string", true, ""), row("value", "", false, "How many")]);
        let edits = [
            Edit::Name(0, "unit_name".into()),
            Edit::Name(0, "value".into()),
            Edit::Kind(1, "number".into()),
            Edit::Required(1, true),
            Edit::Description(1, String::new()),
            Edit::Description(0, "Its unit".into()),
            Edit::Add,
            Edit::Kind(9, "none".into()),
        ];
        let changed = edits.into_iter().fold(schema, edit);
        assert_eq!(
            changed.to_string(),
            concat!(
                r#"{"$schema":"x","type":"object","properties":{"unit_name":{"type":"string","enum":["m","km"],"#,
                r#""description":"Its unit"},"value":{"type":"number"},"parameter":{"type":"string"}},"#,
                r#""required":["unit_name","value"],"additionalProperties":false}"#
            )
        );
        let fewer = edit(edit(changed, Edit::Remove(0)), Edit::Required(0, false));
        assert_eq!(rows(&fewer).unwrap(), [row("value", "number", false, ""), row("parameter", "string", false, "")]);
        assert_eq!(rows(&edit(json!({}), Edit::Add)).unwrap(), [row("parameter", "string", false, "")]);
    }

    #[test]
    fn what_rows_cannot_show_has_none() {
        for schema in [
            json!(true),
            json!({"type": "array"}),
            json!({"properties": []}),
            json!({"properties": {"a": true}}),
            json!({"properties": {"a": {"type": ["string", "null"]}}}),
        ] {
            assert_eq!(rows(&schema), None, "{schema}");
        }
    }
}
