//! Places in a JSON document: the pointer's escaping, and writing a value at a place that may not exist yet.

use serde_json::{Map, Value, json};

/// Escapes one reference token of a JSON pointer (RFC 6901 §3: `~` is `~0`, `/` is `~1`).
pub fn pointer_token(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Sets the value at a path of keys, and creates the objects on the way. Changes nothing if something on the way is not
/// an object.
pub fn put<'k>(members: &mut Map<String, Value>, path: impl IntoIterator<Item = &'k str>, value: Value) {
    let mut path = path.into_iter();
    let Some(mut key) = path.next() else { return };
    let mut place = members;
    for next in path {
        let Value::Object(inner) = place.entry(key).or_insert_with(|| Value::Object(Map::new())) else { return };
        place = inner;
        key = next;
    }
    place.insert(key.to_owned(), value);
}

/// Sets the value at a pointer. Creates the objects and lists on the way, and replaces other values there. A number is
/// the index of an item in a list.
pub fn put_at(body: &mut Value, pointer: &str, value: Value) {
    let mut place = body;
    for part in pointer.split('/').skip(1) {
        place = if let Ok(index) = part.parse::<usize>() {
            if !place.is_array() {
                *place = json!([]);
            }
            let Value::Array(items) = place else { return };
            if items.len() <= index {
                items.resize(index + 1, Value::Null);
            }
            let Some(item) = items.get_mut(index) else { return };
            item
        } else {
            if !place.is_object() {
                *place = json!({});
            }
            let Value::Object(members) = place else { return };
            members.entry(part).or_insert(Value::Null)
        };
    }
    *place = value;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_makes_objects_and_replaces_nothing_else() {
        let mut members = Map::new();
        put(&mut members, ["a", "0", "c"], json!(1));
        put(&mut members, ["a", "d"], json!(2));
        put(&mut members, ["a", "d", "e"], json!(3));
        put(&mut members, [], json!(4));
        assert_eq!(Value::Object(members), json!({"a": {"0": {"c": 1}, "d": 2}}));
    }

    #[test]
    fn a_pointer_makes_lists_where_it_has_numbers() {
        let mut body = json!({"a": 1});
        put_at(&mut body, "/a/1/b", json!(2));
        assert_eq!(body, json!({"a": [null, {"b": 2}]}));
    }
}
