//! The further members of a Converse body, changed one place at a time: a form writes into JSON that it does not own.
//!
//! A place is a path of keys. Writing keeps the order and every other member. Removing a value also removes the objects
//! that held only that value. So a form needs to understand its own fields only, and the other members stay.

use serde_json::{Map, Value};

use crate::text::json;

/// The further members of a body.
pub type Further = Map<String, Value>;

/// They as the text of the form; without any, it is empty.
pub fn text(members: Further) -> String {
    if members.is_empty() { String::new() } else { json::print(&Value::Object(members)) }
}

/// The value at a path.
pub fn at<'a>(members: &'a Map<String, Value>, path: &[&str]) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(members.get(*first)?, |value, key| value.get(key))
}

/// The text at a path; empty if there is none.
pub fn text_at(members: &Map<String, Value>, path: &[&str]) -> String {
    at(members, path).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Writes a value at a path, or takes it away. Where something on the way is not an object, nothing changes.
pub fn put(members: &mut Map<String, Value>, path: &[&str], value: Option<Value>) {
    match value {
        Some(value) => json::put(members, path.iter().copied(), value),
        None => take_away(members, path),
    }
}

/// Takes away a value, and the objects that held nothing else.
fn take_away(members: &mut Map<String, Value>, path: &[&str]) {
    let Some((first, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        members.shift_remove(*first);
    } else if let Some(Value::Object(inner)) = members.get_mut(*first) {
        take_away(inner, rest);
        if inner.is_empty() {
            members.shift_remove(*first);
        }
    }
}

/// Writes a text at a path; an empty one is taken away.
pub fn put_text(members: &mut Map<String, Value>, path: &[&str], text: &str) {
    put(members, path, (!text.is_empty()).then(|| Value::String(text.to_owned())));
}

/// The pairs of an object of texts; a value may also be `{"text": …}`, as in `promptVariables`.
pub fn pairs(members: &Map<String, Value>, key: &str) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().or_else(|| value.get("text")?.as_str()).unwrap_or_default().to_owned();
    let object = members.get(key).and_then(Value::as_object);
    object.into_iter().flatten().map(|(key, value)| (key.clone(), text(value))).collect()
}

/// What to do with one pair of an object of texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PairEdit {
    /// Another name; one that is taken changes nothing.
    Name(String),
    /// Another text.
    Text(String),
    /// Take it away.
    Remove,
}

/// How the values of an object of texts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairShape {
    /// `"name": "text"`
    Plain,
    /// `"name": {"text": "text"}`
    Wrapped,
}

impl PairShape {
    fn value(self, text: String) -> Value {
        match self {
            Self::Plain => Value::String(text),
            Self::Wrapped => Value::Object(Map::from_iter([("text".to_owned(), Value::String(text))])),
        }
    }
}

/// Adds a pair with a name that is not taken.
pub fn add_pair(members: &mut Map<String, Value>, key: &str, name: &str, shape: PairShape) {
    let object = members.entry(key.to_owned()).or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(object) = object {
        let name = free_name(object, name);
        object.insert(name, shape.value(String::new()));
    }
}

/// Changes the pair at a place.
pub fn edit_pair(members: &mut Map<String, Value>, key: &str, index: usize, shape: PairShape, edit: &PairEdit) {
    let Some(Value::Object(object)) = members.get_mut(key) else { return };
    let Some(name) = object.keys().nth(index).cloned() else { return };
    match edit {
        PairEdit::Name(new) => rename(object, &name, new),
        PairEdit::Text(text) => {
            object.insert(name, shape.value(text.clone()));
        }
        PairEdit::Remove => {
            object.shift_remove(&name);
        }
    }
    if object.is_empty() {
        members.shift_remove(key);
    }
}

/// Gives a member another name, in its place. A name that is taken changes nothing.
pub fn rename(object: &mut Map<String, Value>, from: &str, to: &str) {
    if from == to || object.contains_key(to) {
        return;
    }
    *object = std::mem::take(object)
        .into_iter()
        .map(|(key, value)| if key == from { (to.to_owned(), value) } else { (key, value) })
        .collect();
}

/// A name that is not taken: the one given, else with a number behind it.
pub fn free_name(object: &Map<String, Value>, name: &str) -> String {
    let numbered = (2..).map(|number: usize| format!("{name}{number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !object.contains_key(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(value: &Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn writing_keeps_order_and_what_is_not_known() {
        let mut members = object(&json!({"a": {"x": 1, "y": "old", "z": [2]}, "odd": null}));
        put_text(&mut members, &["a", "y"], "new");
        put_text(&mut members, &["b", "c"], "deep");
        assert_eq!(
            Value::Object(members.clone()).to_string(),
            r#"{"a":{"x":1,"y":"new","z":[2]},"odd":null,"b":{"c":"deep"}}"#
        );
        assert_eq!((text_at(&members, &["b", "c"]), text_at(&members, &["a", "x"])), ("deep".into(), String::new()));
        put_text(&mut members, &["b", "c"], "");
        put_text(&mut members, &["a", "y"], "");
        put_text(&mut members, &["none", "there"], "");
        put_text(&mut members, &["odd", "x"], "not an object");
        assert_eq!(Value::Object(members).to_string(), r#"{"a":{"x":1,"z":[2]},"odd":null}"#);
        assert_eq!(text(Further::new()), "");
        assert_eq!(text(object(&json!({"a": 1}))), json::print(&json!({"a": 1})));
    }

    #[test]
    fn pairs_are_added_renamed_in_place_and_removed() {
        for (shape, first) in [(PairShape::Plain, json!("1")), (PairShape::Wrapped, json!({"text": "1"}))] {
            let mut members = Map::new();
            add_pair(&mut members, "m", "key", shape);
            add_pair(&mut members, "m", "key", shape);
            edit_pair(&mut members, "m", 0, shape, &PairEdit::Text("1".to_owned()));
            edit_pair(&mut members, "m", 0, shape, &PairEdit::Name("first".to_owned()));
            edit_pair(&mut members, "m", 1, shape, &PairEdit::Name("first".to_owned()));
            assert_eq!(pairs(&members, "m"), [("first".into(), "1".into()), ("key2".into(), String::new())]);
            assert_eq!(at(&members, &["m", "first"]), Some(&first));
            edit_pair(&mut members, "m", 0, shape, &PairEdit::Remove);
            edit_pair(&mut members, "m", 0, shape, &PairEdit::Remove);
            assert_eq!(members, Map::new());
        }
    }
}
