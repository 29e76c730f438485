//! The list in an output as a table.

use serde_json::{Map, Value};

/// The most columns.
const COLUMNS: usize = 8;
/// The most rows.
const ROWS: usize = 500;
/// The most characters of a cell.
const CELL: usize = 160;

/// The items of a list, a row each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The member of the output that holds the list.
    pub name: String,
    /// The members of the items that are words or numbers, or lists of them.
    pub columns: Vec<String>,
    /// The cells.
    pub rows: Vec<Vec<String>>,
    /// How many items there are; the table has the first ones.
    pub all: usize,
}

/// The table of the first list of objects in an output, if it has one.
pub fn of(output: &Value) -> Option<Table> {
    let (name, items) = output.as_object()?.iter().find_map(|(name, value)| {
        let items = value.as_array().filter(|items| items.first().is_some_and(Value::is_object))?;
        Some((name.clone(), items))
    })?;
    let objects: Vec<&Map<String, Value>> = items.iter().take(ROWS).filter_map(Value::as_object).collect();
    let mut columns: Vec<String> = Vec::new();
    for object in &objects {
        for (name, value) in object.iter().filter(|(_, value)| cell(value).is_some()) {
            if columns.len() < COLUMNS && !columns.contains(name) && !value.is_null() {
                columns.push(name.clone());
            }
        }
    }
    let rows = objects
        .iter()
        .map(|object| columns.iter().map(|name| object.get(name).and_then(cell).unwrap_or_default()).collect())
        .collect();
    Some(Table { name, columns, rows, all: items.len() })
}

/// A value that has room in a cell.
fn cell(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(items) if items.iter().all(|item| item.is_string() || item.is_number()) => {
            let texts: Vec<String> = items.iter().filter_map(cell).collect();
            texts.join(", ")
        }
        Value::Object(members) if members.len() == 1 || members.contains_key("status") => {
            cell(members.get("status").or_else(|| members.values().next())?)?
        }
        Value::Array(_) | Value::Object(_) => return None,
    };
    let mut short: String = text.chars().take(CELL).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    Some(short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_list_is_a_table_of_its_words_and_numbers() {
        let table = of(&json!({"nextToken": "t", "models": [
            {"id": "a", "input": ["TEXT", "IMAGE"], "streams": true, "lifecycle": {"status": "ACTIVE", "day": 1}, "deep": [{}]},
            {"id": "b", "units": 2},
        ]}))
        .unwrap();
        assert_eq!((table.name.as_str(), table.all), ("models", 2));
        assert_eq!(table.columns, ["id", "input", "streams", "lifecycle", "units"]);
        assert_eq!(table.rows, [["a", "TEXT, IMAGE", "true", "ACTIVE", ""], ["b", "", "", "", "2"]]);
        assert_eq!(of(&json!({"guardrails": []})), None);
        assert_eq!(of(&json!({"name": "x"})), None);
        let many = of(&json!({"items": vec![json!({"id": 1}); 900]})).unwrap();
        assert_eq!((many.rows.len(), many.all), (500, 900));
    }
}
