//! A form as data: the settings that a native body takes in addition to its input, with their kinds, limits and defaults.
//!
//! A [`Field`] states the place of its value in the body (a JSON pointer, which is also its name), the values that it
//! takes, and the model's default. [`Settings`] holds only the settings that the user made: the others are not sent, unless
//! the format demands them. The same table draws the form, checks it, and writes the body.

mod error;

pub use error::FieldError;

mod shown;

use crate::text::json::put_at;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// One setting of a body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// The place of its value in the body, as a JSON pointer; unique in its form.
    pub pointer: &'static str,
    /// Its name on the page.
    pub label: &'static str,
    /// The values that it takes.
    pub kind: Kind,
    /// What happens if it is not set.
    pub unset: Unset,
    /// What a person needs to know about it; may be empty.
    pub note: &'static str,
}

/// A set of values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of some of these words, each once.
    Words(&'static [&'static str]),
    /// One of these whole numbers.
    Number(&'static [u64]),
    /// A whole number in a range, in steps.
    Whole {
        /// Least value.
        least: u64,
        /// Greatest value.
        most: u64,
        /// What it must be a multiple of; 1 for any.
        step: u64,
    },
    /// A number in a range.
    Decimal {
        /// Least value.
        least: f64,
        /// Greatest value.
        most: f64,
    },
    /// True or false.
    Switch,
    /// Text of at most so many characters.
    Text {
        /// Most characters.
        most_chars: usize,
    },
    /// A list of colours, each `#` and six hexadecimal digits.
    Colours {
        /// Most colours.
        most: usize,
    },
    /// A picture, in base64.
    Picture,
    /// Some pictures, in base64.
    Pictures {
        /// Most pictures.
        most: usize,
    },
    /// A picture with the size of another one, black where that one is to be changed.
    Mask,
}

/// What happens if a field is not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unset {
    /// The format demands it, so this is sent (JSON text).
    Sent(&'static str),
    /// The format demands it, and only the user can give it.
    Missing,
    /// It is not sent. The model's pages say that this is its default (JSON text).
    Assumed(&'static str),
    /// It is not sent. The model has no default, or its documentation states none.
    Left,
}

impl Field {
    /// The last part of the pointer: the member's own name.
    pub fn member(&self) -> &'static str {
        self.pointer.rsplit('/').next().unwrap_or_default()
    }

    /// The value that is sent or assumed when nobody sets one.
    pub fn default_value(&self) -> Option<Value> {
        match self.unset {
            Unset::Sent(text) | Unset::Assumed(text) => serde_json::from_str(text).ok(),
            Unset::Missing | Unset::Left => None,
        }
    }

    /// Whether a body without it is refused.
    pub fn is_required(&self) -> bool {
        match self.unset {
            Unset::Sent(_) | Unset::Missing => true,
            Unset::Assumed(_) | Unset::Left => false,
        }
    }

    /// Reads the text that the user typed or chose as the value that is sent.
    pub fn read(&self, text: &str) -> Result<Value, FieldError> {
        let trimmed = text.trim();
        let list = || trimmed.split([',', ' ', '\n']).map(str::trim).filter(|item| !item.is_empty());
        let value = match self.kind {
            Kind::Word(_) | Kind::Picture | Kind::Mask => json!(trimmed),
            Kind::Text { .. } => json!(text),
            Kind::Words(_) | Kind::Colours { .. } | Kind::Pictures { .. } => json!(list().collect::<Vec<_>>()),
            Kind::Number(_) | Kind::Whole { .. } => match trimmed.parse::<u64>() {
                Ok(number) => json!(number),
                Err(_) => return Err(FieldError::NotWhole(self.label, trimmed.to_owned())),
            },
            Kind::Decimal { .. } => match trimmed.parse::<f64>() {
                Ok(number) if number.is_finite() => json!(number),
                Ok(_) | Err(_) => return Err(FieldError::NotNumber(self.label, trimmed.to_owned())),
            },
            Kind::Switch => json!(trimmed == "true"),
        };
        self.check(&value).map(|()| value)
    }

    /// Checks a value.
    pub fn check(&self, value: &Value) -> Result<(), FieldError> {
        let label = self.label;
        let strings = || value.as_array().map(|list| list.iter().filter_map(Value::as_str).collect::<Vec<_>>());
        let not_one_of = |allowed: Vec<String>| FieldError::NotOneOf { label, allowed, value: value.clone() };
        match self.kind {
            Kind::Word(words) => match value.as_str() {
                Some(word) if words.contains(&word) => Ok(()),
                _ => Err(not_one_of(words.iter().map(|word| (*word).to_owned()).collect())),
            },
            Kind::Words(allowed) => match strings() {
                Some(list) if list.is_empty() => Err(FieldError::EmptyList { label, allowed }),
                Some(list) => match list.iter().find(|word| !allowed.contains(word)) {
                    Some(word) => Err(FieldError::UnknownItem { label, allowed, item: (*word).to_owned() }),
                    None => Ok(()),
                },
                None => Err(FieldError::NotList { label, allowed }),
            },
            Kind::Number(numbers) => match value.as_u64() {
                Some(number) if numbers.contains(&number) => Ok(()),
                _ => Err(not_one_of(numbers.iter().map(u64::to_string).collect())),
            },
            Kind::Whole { least, most, step } => match value.as_u64() {
                Some(number) if number >= least && number <= most => {
                    if step > 1 && !number.is_multiple_of(step) {
                        Err(FieldError::NotMultiple { label, step, value: number })
                    } else {
                        Ok(())
                    }
                }
                _ => Err(FieldError::WholeOutOfRange { label, least, most, value: value.clone() }),
            },
            Kind::Decimal { least, most } => match value.as_f64() {
                Some(number) if (least..=most).contains(&number) => Ok(()),
                _ => Err(FieldError::OutOfRange { label, least, most, value: value.clone() }),
            },
            Kind::Switch if value.is_boolean() => Ok(()),
            Kind::Switch => Err(FieldError::NotSwitch(label, value.clone())),
            Kind::Text { most_chars: most } => match value.as_str().map(|text| text.chars().count()) {
                Some(0) => Err(FieldError::EmptyText(label)),
                Some(chars) if chars > most => Err(FieldError::TooLong { label, most, chars }),
                Some(_) => Ok(()),
                None => Err(FieldError::NotText(label)),
            },
            Kind::Colours { most } => {
                let list = strings().unwrap_or_default();
                if list.is_empty() || list.len() > most {
                    return Err(FieldError::ColourCount { label, most, count: list.len() });
                }
                match list.iter().find(|colour| !is_colour(colour)) {
                    Some(other) => Err(FieldError::NotColour((*other).to_owned())),
                    None => Ok(()),
                }
            }
            Kind::Picture | Kind::Mask => match value.as_str() {
                Some(text) if !text.is_empty() => Ok(()),
                _ => Err(FieldError::NoPicture(label)),
            },
            Kind::Pictures { most } => match strings().map(|list| list.len()) {
                Some(count) if (1..=most).contains(&count) => Ok(()),
                Some(count) => Err(FieldError::PictureCount { label, most, count }),
                None => Err(FieldError::NoPicture(label)),
            },
        }
    }
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// The settings that the user made, by pointer. Others are not sent, unless the format demands them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Settings(Map<String, Value>);

impl Settings {
    /// The value of a field, if it is set.
    pub fn get(&self, pointer: &str) -> Option<&Value> {
        self.0.get(pointer)
    }

    /// Sets a field.
    pub fn set(&mut self, pointer: &str, value: Value) {
        self.0.insert(pointer.to_owned(), value);
    }

    /// The same settings with one more.
    #[must_use]
    pub fn with(mut self, pointer: &str, value: Value) -> Self {
        self.set(pointer, value);
        self
    }

    /// Unsets a field: it is not sent any more.
    pub fn unset(&mut self, pointer: &str) {
        self.0.shift_remove(pointer);
    }
}

/// A problem of a form, at one of its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldIssue {
    /// The field's pointer.
    pub pointer: &'static str,
    /// What is wrong and what to do.
    pub text: String,
}

/// The problems of a form's settings, in the order of its fields. Settings of other forms are not checked.
pub fn issues<'a>(fields: impl IntoIterator<Item = &'a Field>, settings: &Settings) -> Vec<FieldIssue> {
    let found = |field: &Field| match (settings.get(field.pointer), field.unset) {
        (Some(value), _) => field.check(value).err(),
        (None, Unset::Missing) => Some(FieldError::Missing(field.label)),
        (None, Unset::Sent(_) | Unset::Assumed(_) | Unset::Left) => None,
    };
    fields
        .into_iter()
        .filter_map(|field| found(field).map(|error| FieldIssue { pointer: field.pointer, text: error.to_string() }))
        .collect()
}

/// Writes the settings of a form into a body, with the defaults of the fields that the format demands.
pub fn write<'a>(body: &mut Value, fields: impl IntoIterator<Item = &'a Field>, settings: &Settings) {
    for field in fields {
        let demanded = || field.is_required().then(|| field.default_value()).flatten();
        if let Some(value) = settings.get(field.pointer).cloned().or_else(demanded) {
            put_at(body, field.pointer, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIDE: Field = Field {
        pointer: "/config/width",
        label: "Width",
        kind: Kind::Whole { least: 320, most: 4096, step: 16 },
        unset: Unset::Assumed("1024"),
        note: "",
    };
    const TYPE: Field = Field {
        pointer: "/input_type",
        label: "Input type",
        kind: Kind::Word(&["a", "b"]),
        unset: Unset::Sent("\"a\""),
        note: "",
    };

    #[test]
    fn only_what_is_set_or_demanded_is_sent() {
        let mut body = json!({"text": "x"});
        write(&mut body, &[TYPE, SIDE], &Settings::default());
        assert_eq!(body, json!({"text": "x", "input_type": "a"}));
        write(&mut body, &[TYPE, SIDE], &Settings::default().with("/config/width", json!(640)));
        assert_eq!(body, json!({"text": "x", "input_type": "a", "config": {"width": 640}}));
    }

    #[test]
    fn reads_the_typed_text_or_says_what_is_wrong() {
        let field = |kind| Field { kind, ..SIDE };
        for (kind, text, expected) in [
            (SIDE.kind, " 640 ", Ok(json!(640))),
            (SIDE.kind, "641", Err("multiple of 16")),
            (SIDE.kind, "16", Err("from 320 to 4096")),
            (SIDE.kind, "wide", Err("“wide”")),
            (TYPE.kind, "b", Ok(json!("b"))),
            (TYPE.kind, "c", Err("one of a, b")),
            (Kind::Words(&["float", "int8"]), "float int8", Ok(json!(["float", "int8"]))),
            (Kind::Words(&["float"]), "", Err("at least one")),
            (Kind::Words(&["float"]), "binary", Err("“binary”")),
            (Kind::Number(&[256, 512]), "512", Ok(json!(512))),
            (Kind::Number(&[256, 512]), "300", Err("256, 512")),
            (Kind::Decimal { least: 0.0, most: 1.0 }, "0.35", Ok(json!(0.35))),
            (Kind::Decimal { least: 0.0, most: 1.0 }, "NaN", Err("“NaN”")),
            (Kind::Decimal { least: 0.0, most: 1.0 }, "1.5", Err("from 0 to 1")),
            (Kind::Switch, "true", Ok(json!(true))),
            (Kind::Text { most_chars: 3 }, "añb", Ok(json!("añb"))),
            (Kind::Text { most_chars: 3 }, "abcd", Err("at most 3")),
            (Kind::Text { most_chars: 3 }, "", Err("empty")),
            (Kind::Colours { most: 2 }, "#FF9800, #00ff00", Ok(json!(["#FF9800", "#00ff00"]))),
            (Kind::Colours { most: 2 }, "#FF98", Err("“#FF98”")),
            (Kind::Colours { most: 1 }, "#FF9800 #FF9800", Err("to 1 colours")),
            (Kind::Picture, "", Err("choose a picture")),
        ] {
            match (field(kind).read(text), expected) {
                (Ok(value), Ok(expected)) => assert_eq!(value, expected, "{text}"),
                (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
                (other, _) => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn an_error_names_its_cause() {
        assert_eq!(SIDE.read("641"), Err(FieldError::NotMultiple { label: "Width", step: 16, value: 641 }));
        assert_eq!(
            SIDE.check(&json!("wide")),
            Err(FieldError::WholeOutOfRange { label: "Width", least: 320, most: 4096, value: json!("wide") })
        );
        assert_eq!(
            TYPE.check(&json!(1)).map_err(|error| error.to_string()),
            Err("Input type must be one of a, b, not 1".to_owned())
        );
    }

    #[test]
    fn a_needed_field_that_is_not_set_is_an_issue_at_its_place() {
        let needed = Field { unset: Unset::Missing, ..TYPE };
        let found = issues(&[needed, SIDE], &Settings::default().with("/config/width", json!(1)));
        let places: Vec<_> = found.iter().map(|issue| issue.pointer).collect();
        assert_eq!(places, ["/input_type", "/config/width"]);
    }
}
