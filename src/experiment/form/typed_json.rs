//! JSON that is being typed: what can be read is handed on, what cannot is explained, and the last good value stays.

use serde_json::Value;

use super::part::Part;

/// The value of a text, or why it is not JSON yet.
pub fn value(typed: &str) -> Result<Value, String> {
    serde_json::from_str(typed).map_err(|fault| format!("Not JSON yet: {fault}. The last good value is kept"))
}

/// The content block of a text, or why it is not one.
pub fn block(typed: &str) -> Result<Part, String> {
    match serde_json::from_str::<Value>(typed) {
        Ok(value) if value.as_object().is_some_and(|members| members.len() == 1) => Ok(Part::Block(value)),
        Ok(_) => Err("A content block is an object with one member, for example { \"image\": … }".to_owned()),
        Err(fault) => Err(format!("Not JSON yet: {fault}. The last good block is kept")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_is_read_and_what_is_not_yet_is_explained() {
        assert_eq!(value(" {\"a\": [1]} "), Ok(json!({"a": [1]})));
        let why = value("{\"a\": ").unwrap_err();
        assert!(why.starts_with("Not JSON yet: ") && why.ends_with("The last good value is kept"), "{why}");
    }

    #[test]
    fn a_block_has_one_member() {
        assert_eq!(block("{\"text\": \"a\"}"), Ok(Part::Block(json!({"text": "a"}))));
        for typed in ["{}", "{\"a\": 1, \"b\": 2}", "[1]", "null"] {
            assert!(block(typed).unwrap_err().contains("one member"), "{typed}");
        }
        assert!(block("{\"a\"").unwrap_err().ends_with("The last good block is kept"));
    }
}
