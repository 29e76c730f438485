//! Settings as the controls of a form show and change them.

use serde_json::{Value, json};

use super::{Field, Settings, Unset};

/// A value as a control shows it.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

impl Field {
    /// What an optional field that is not set shows.
    pub fn unset_text(&self) -> String {
        match self.unset {
            Unset::Assumed(text) => format!("not sent (model: {})", text.trim_matches('"')),
            Unset::Sent(_) | Unset::Missing | Unset::Left => "not sent".to_owned(),
        }
    }

    /// What the field shows: what it was set to, else what is sent because the format demands it, else nothing.
    pub fn shown(&self, settings: &Settings) -> String {
        let demanded = || self.is_required().then(|| self.default_value()).flatten();
        settings.get(self.pointer).map(text).or_else(|| demanded().as_ref().map(text)).unwrap_or_default()
    }
}

impl Settings {
    /// Whether a field was set.
    pub fn has(&self, pointer: &str) -> bool {
        self.get(pointer).is_some()
    }

    /// Whether a field that is a list of words has this one.
    pub fn has_word(&self, pointer: &str, word: &str) -> bool {
        let list = self.get(pointer).and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(|item| item == word))
    }

    /// Takes a word into the list of a field, or out of it. The list keeps the order of `words`; an empty one is not sent.
    pub fn toggle_word(&mut self, pointer: &str, words: &[&str], word: &str) {
        let on: Vec<&str> =
            words.iter().copied().filter(|other| self.has_word(pointer, other) != (*other == word)).collect();
        if on.is_empty() { self.unset(pointer) } else { self.set(pointer, json!(on)) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;

    const TYPE: Field = Field {
        pointer: "/input_type",
        label: "Input type",
        kind: Kind::Word(&["a", "b"]),
        unset: Unset::Sent("\"a\""),
        note: "",
    };

    #[test]
    fn a_control_shows_what_is_set_or_demanded_and_says_what_the_model_assumes() {
        let assumed = Field { unset: Unset::Assumed("\"END\""), ..TYPE };
        let left = Field { unset: Unset::Left, ..TYPE };
        let set = |value| Settings::default().with(TYPE.pointer, value);
        for (field, settings, shown) in [
            (TYPE, Settings::default(), "a"),
            (TYPE, set(json!("b")), "b"),
            (assumed, Settings::default(), ""),
            (assumed, set(json!(7)), "7"),
            (left, set(json!(["#FF9800", "#00ff00"])), "#FF9800 #00ff00"),
            (left, set(json!(true)), "true"),
        ] {
            assert_eq!(field.shown(&settings), shown);
        }
        assert_eq!((assumed.unset_text(), left.unset_text()), ("not sent (model: END)".into(), "not sent".into()));
    }

    #[test]
    fn words_are_ticked_in_the_order_of_the_form_and_none_is_not_sent() {
        let words = ["float", "int8", "binary"];
        let mut settings = Settings::default();
        settings.toggle_word("/types", &words, "binary");
        assert_eq!(settings.get("/types"), Some(&json!(["binary"])));
        settings.toggle_word("/types", &words, "float");
        assert_eq!(settings.get("/types"), Some(&json!(["float", "binary"])));
        assert!(settings.has_word("/types", "binary") && !settings.has_word("/types", "int8"));
        for word in ["binary", "float"] {
            settings.toggle_word("/types", &words, word);
        }
        assert!(!settings.has("/types"));
    }
}
