//! `additionalModelResponseFieldPaths` as a text: one JSON pointer a line. What is no text stays behind the others.

use serde_json::Value;

use super::members::{Further, at, put};

const PATH: [&str; 1] = ["additionalModelResponseFieldPaths"];

fn list(members: &Further) -> impl Iterator<Item = &Value> {
    at(members, &PATH).and_then(Value::as_array).into_iter().flatten()
}

/// The paths, one a line.
pub fn text(members: &Further) -> String {
    list(members).filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
}

/// Writes the paths of a text; without any there is no list.
pub fn put_text(members: &mut Further, typed: &str) {
    let odd = list(members).filter(|path| !path.is_string()).cloned();
    let paths: Vec<Value> = lines(typed).map(Value::from).chain(odd).collect();
    put(members, &PATH, (!paths.is_empty()).then_some(Value::Array(paths)));
}

/// Whether a text says the same as the list: then its blank lines and spaces may stay in the field.
pub fn is_same(typed: &str, list: &str) -> bool {
    lines(typed).eq(lines(list))
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lines_are_paths_and_what_is_no_text_stays() {
        let mut members = Further::new();
        put_text(&mut members, " /stop_sequence \n\n/usage\n");
        assert_eq!(text(&members), "/stop_sequence\n/usage");
        members.insert("additionalModelResponseFieldPaths".to_owned(), json!(["/a", 7]));
        put_text(&mut members, "/b");
        assert_eq!(members.get("additionalModelResponseFieldPaths"), Some(&json!(["/b", 7])));
        put_text(&mut members, "");
        assert_eq!(members.get("additionalModelResponseFieldPaths"), Some(&json!([7])));
        members.clear();
        put_text(&mut members, " \n");
        assert!(members.is_empty());
    }

    #[test]
    fn blank_lines_and_spaces_say_nothing() {
        for (typed, list, same) in [
            ("/a\n\n", "/a", true),
            (" /a\n/b", "/a\n/b", true),
            ("", "", true),
            ("/a", "/b", false),
            ("/a", "", false),
        ] {
            assert_eq!(is_same(typed, list), same, "{typed:?} {list:?}");
        }
    }
}
