//! Reads an object member by member. A member that no reader asks for is ignored with a note: this is the allow-list.

use crate::text::outside::isolated;
use serde_json::{Map, Value};

use super::MOST_MESSAGES;
use crate::share::error::ShareError;

/// The members of an object that have not been read yet.
pub struct Members {
    place: String,
    left: Map<String, Value>,
}

impl Members {
    /// The members of `value`, whose place is `place`.
    pub fn from_value(value: Value, place: &str) -> Result<Self, ShareError> {
        match value {
            Value::Object(left) => Ok(Self { place: place.to_owned(), left }),
            _ => Err(ShareError::Wrong(format!("{place} is not an object"))),
        }
    }

    fn wrong(&self, name: &str, what: &str) -> ShareError {
        ShareError::Wrong(format!("“{name}” of {} is not {what}", self.place))
    }

    /// Whether a member is there.
    pub fn has(&self, name: &str) -> bool {
        self.left.contains_key(name)
    }

    /// Any member.
    pub fn any(&mut self, name: &str) -> Option<Value> {
        self.left.shift_remove(name)
    }

    /// A text.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, ShareError> {
        match self.any(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.wrong(name, "a text")),
        }
    }

    /// A text, empty where it is missing.
    pub fn text_or_empty(&mut self, name: &str) -> Result<String, ShareError> {
        self.text(name).map(Option::unwrap_or_default)
    }

    /// True or false, `default` where it is missing.
    pub fn flag(&mut self, name: &str, default: bool) -> Result<bool, ShareError> {
        match self.any(name) {
            None => Ok(default),
            Some(Value::Bool(value)) => Ok(value),
            Some(_) => Err(self.wrong(name, "true or false")),
        }
    }

    /// A whole number.
    pub fn whole(&mut self, name: &str) -> Result<Option<u64>, ShareError> {
        match self.any(name) {
            None => Ok(None),
            Some(value) => value.as_u64().map(Some).ok_or_else(|| self.wrong(name, "a whole number")),
        }
    }

    /// One of several words, each with what it means.
    pub fn word<T: Copy>(&mut self, name: &str, words: &[(&str, T)]) -> Result<Option<T>, ShareError> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == text) {
            return Ok(Some(*meaning));
        }
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        Err(self.wrong(name, &format!("one of {}", known.join(", "))))
    }

    /// An array; missing is empty.
    pub fn array(&mut self, name: &str) -> Result<Vec<Value>, ShareError> {
        match self.any(name) {
            None => Ok(Vec::new()),
            Some(Value::Array(values)) if values.len() <= MOST_MESSAGES => Ok(values),
            Some(Value::Array(values)) => {
                Err(ShareError::TooLarge(format!("“{name}” has {}, at most {MOST_MESSAGES} are taken", values.len())))
            }
            Some(_) => Err(self.wrong(name, "an array")),
        }
    }

    /// An array of texts; missing is empty.
    pub fn texts(&mut self, name: &str) -> Result<Vec<String>, ShareError> {
        let wrong = self.wrong(name, "an array of texts");
        self.array(name)?
            .into_iter()
            .map(|value| match value {
                Value::String(text) => Ok(text),
                _ => Err(wrong.clone()),
            })
            .collect()
    }

    /// An object; missing is empty.
    pub fn object(&mut self, name: &str) -> Result<Map<String, Value>, ShareError> {
        match self.any(name) {
            None => Ok(Map::new()),
            Some(Value::Object(members)) => Ok(members),
            Some(_) => Err(self.wrong(name, "an object")),
        }
    }

    /// Ends the reading: what is left is noted.
    pub fn finish(self, notes: &mut Vec<String>) {
        for name in self.left.keys() {
            let shown: String = name.chars().take(40).collect();
            notes.push(format!("“{}” of {} was ignored: no field here can set it.", isolated(&shown), self.place));
        }
    }
}
