//! The form of any operation, made from its service model: an input as it is, and rows that show and edit it.
//!
//! The input is the only truth. A row shows one place of it and knows what may stand there; what is not set is not sent.
//! Text that cannot be a value (`abc` for a number) stays in the form, beside the input, and prevents sending. A row
//! exists for a place only once what holds it is set, so shapes that contain themselves end.

mod edit;
mod rows;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::bedrock::service_model::{ServiceModel, ViolationKind, call};
use crate::text::json;

pub use rows::{Control, Row, Within};

/// Deeper than this, a value is edited as JSON.
const DEEPEST: usize = 9;

/// Typed text that is not a valid value, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The text as typed.
    pub text: String,
    /// Why it is not sent.
    pub why: String,
}

/// What is wrong at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// JSON pointer into the input.
    pub pointer: String,
    /// The sentence.
    pub text: String,
    /// Whether nothing stands there yet: it is not shown before one tries to send.
    pub missing: bool,
}

/// An input, and typed text that is not a valid value yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    input: Map<String, Value>,
    unread: BTreeMap<String, Unread>,
    /// Text that was typed as the whole input and is not valid JSON.
    json: Option<Unread>,
}

impl Form {
    /// The form with this input.
    pub fn new(input: Map<String, Value>) -> Self {
        Self { input, ..Self::default() }
    }

    /// The input.
    pub fn input(&self) -> &Map<String, Value> {
        &self.input
    }

    /// Whether nothing is set and nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.input.is_empty() && self.unread.is_empty() && self.json.is_none()
    }

    /// The input as JSON text.
    pub fn json(&self) -> String {
        json::print(&Value::Object(self.input.clone()))
    }

    /// The JSON text to edit: as it was typed while it cannot be read.
    pub fn typed_json(&self) -> String {
        self.json.as_ref().map_or_else(|| self.json(), |unread| unread.text.clone())
    }

    /// Why the typed JSON is not the input.
    pub fn json_error(&self) -> Option<&str> {
        self.json.as_ref().map(|unread| unread.why.as_str())
    }

    /// Takes JSON text as the input. Text that is not a JSON object stays as typed, beside the input, and prevents sending.
    pub fn take_json(&mut self, text: &str) {
        if let Err(why) = self.set_json(text) {
            self.json = Some(Unread { text: text.to_owned(), why });
        }
    }

    fn set_json(&mut self, text: &str) -> Result<(), String> {
        let read = if text.trim().is_empty() { Ok(Value::Object(Map::new())) } else { serde_json::from_str(text) };
        match read {
            Ok(Value::Object(input)) => {
                *self = Self::new(input);
                Ok(())
            }
            Ok(_) => Err("The input of an operation is an object: {\"member\": value}".to_owned()),
            Err(error) => Err(format!("Not JSON: {error}")),
        }
    }

    /// The rows, from top to bottom.
    pub fn rows(&self, model: &ServiceModel, operation: &str) -> Vec<Row> {
        rows::rows(model, operation, &self.input)
    }

    /// What a row's control shows: the typed text, or the value as text.
    pub fn text(&self, row: &Row) -> String {
        if let Some(unread) = self.unread.get(&row.pointer) {
            return unread.text.clone();
        }
        self.at(&row.pointer).map(|value| edit::text(&row.control, value)).unwrap_or_default()
    }

    /// The value at a place.
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        let (first, rest) = pointer.strip_prefix('/')?.split_once('/').map_or((pointer.get(1..)?, ""), |(a, b)| (a, b));
        let value = self.input.get(&first.replace("~1", "/").replace("~0", "~"))?;
        if rest.is_empty() { Some(value) } else { value.pointer(&format!("/{rest}")) }
    }

    /// What prevents sending: violations of the model in the service's words, and text that is not a valid value.
    pub fn problems(&self, model: &ServiceModel, operation: &str) -> Vec<Problem> {
        // An SDK fills tokens, and so does this page.
        let input = call::with_tokens(model, operation, Value::Object(self.input.clone()), || token(0));
        let report = model.inspect_whole(operation, &input);
        let found = report.violations.into_iter().map(|violation| {
            let missing = violation.kind == ViolationKind::Constraint && self.at(&violation.pointer).is_none();
            Problem { pointer: violation.pointer, text: violation.message, missing }
        });
        let unread = self.unread.iter().map(|(pointer, unread)| Problem {
            pointer: pointer.clone(),
            text: unread.why.clone(),
            missing: false,
        });
        let json =
            self.json_error().map(|why| Problem { pointer: String::new(), text: why.to_owned(), missing: false });
        let mut all: Vec<Problem> = json.into_iter().chain(unread).collect();
        all.extend(found.filter(|problem| !self.unread.contains_key(&problem.pointer)));
        all
    }

    /// The input with a token in each member that an SDK fills.
    pub fn to_send(&self, model: &ServiceModel, operation: &str, seed: u64) -> Value {
        let mut place = seed;
        call::with_tokens(model, operation, Value::Object(self.input.clone()), || {
            place = place.wrapping_add(1);
            token(place)
        })
    }
}

/// A client token: 36 letters, digits and hyphens, as SDKs make them.
fn token(seed: u64) -> String {
    let mix = |salt: u64| {
        let mut x = seed.wrapping_add(salt).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    };
    let digits = format!("{:016x}{:016x}", mix(1), mix(2));
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!("{}-{}-4{}-8{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}
