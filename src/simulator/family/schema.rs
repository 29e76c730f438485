//! Checking a native body against a small schema, in the words of the service's own schema errors.
//!
//! A schema is a line of members: `prompt!:s max_gen_len:i@1..2048 mode:e@fast|slow`. `!` marks a required member; the
//! kinds are `s` string, `i` integer, `n` number, `b` boolean, `l` list, `ls` list of strings, `o` object, `e` one of
//! some words, `*` anything; `@` gives a range or the words. A fault names its place as a URI fragment; several at once are only
//! counted.

use super::super::fault::Fault;
use serde_json::{Map, Value};

/// The faults found so far.
#[derive(Debug, Default)]
pub struct Faults(Vec<String>);

/// What a value is called in the service's schema messages.
fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "Null",
        Value::Bool(_) => "Boolean",
        Value::Number(number) if number.is_f64() => "BigDecimal",
        Value::Number(_) => "Integer",
        Value::String(_) => "String",
        Value::Array(_) => "JSONArray",
        Value::Object(_) => "JSONObject",
    }
}

impl Faults {
    /// The refusal, if anything is wrong.
    pub fn verdict(self) -> Result<(), Fault> {
        match self.0.as_slice() {
            [] => Ok(()),
            [one] => Err(Fault::malformed(one)),
            many => Err(Fault::malformed(&format!("{} schema violations found", many.len()))),
        }
    }

    fn expect(&mut self, at: &str, expected: &str, found: &Value) {
        self.0.push(format!("{at}: expected type: {expected}, found: {}", type_name(found)));
    }

    /// A list; gives its items, none when it is no list.
    pub fn list<'a>(&mut self, at: &str, value: Option<&'a Value>) -> &'a [Value] {
        if let Some(value) = value.filter(|value| !value.is_array()) {
            self.expect(at, "JSONArray", value);
        }
        value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// A string.
    pub fn string(&mut self, at: &str, value: &Value) {
        if !value.is_string() {
            self.expect(at, "String", value);
        }
    }

    /// An object with these members and no others.
    pub fn members<'a>(&mut self, at: &str, value: &'a Value, schema: &str) -> Option<&'a Map<String, Value>> {
        let Some(object) = value.as_object() else {
            self.expect(at, "JSONObject", value);
            return None;
        };
        let rows = || schema.split(' ').filter_map(|row| row.split_once(':'));
        for (name, _) in rows() {
            if let Some(name) = name.strip_suffix('!')
                && !object.contains_key(name)
            {
                self.0.push(format!("{at}: required key [{name}] not found"));
            }
        }
        for (key, value) in object.iter().filter(|(key, _)| !key.starts_with("amazon-bedrock-")) {
            match rows().find(|(name, _)| name.trim_end_matches('!') == key) {
                Some((_, kind)) => self.value(&format!("{at}/{key}"), value, kind),
                None => self.0.push(format!("{at}: extraneous key [{key}] is not permitted")),
            }
        }
        Some(object)
    }

    fn value(&mut self, at: &str, value: &Value, kind: &str) {
        let (kind, more) = kind.split_once('@').unwrap_or((kind, ""));
        match kind {
            "s" => self.string(at, value),
            "i" => self.number(at, value, "Integer", more),
            "n" => self.number(at, value, "Number", more),
            "b" if !value.is_boolean() => self.expect(at, "Boolean", value),
            "o" if !value.is_object() => self.expect(at, "JSONObject", value),
            "l" => {
                self.list(at, Some(value));
            }
            "ls" => {
                for (index, item) in self.list(at, Some(value)).iter().enumerate() {
                    self.string(&format!("{at}/{index}"), item);
                }
            }
            "e" if !value.as_str().is_some_and(|word| more.split('|').any(|known| known == word)) => {
                let word = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                self.0.push(format!("{at}: {word} is not a valid enum value"));
            }
            _ => {}
        }
    }

    fn number(&mut self, at: &str, value: &Value, expected: &str, range: &str) {
        let whole = expected == "Integer";
        let Some(number) = value.as_f64().filter(|_| !whole || value.is_i64() || value.is_u64()) else {
            self.expect(at, expected, value);
            return;
        };
        let (least, most) = range.split_once("..").unwrap_or_default();
        if least.parse::<f64>().is_ok_and(|least| number < least) {
            self.0.push(format!("{at}: {value} is not greater or equal to {least}"));
        }
        if most.parse::<f64>().is_ok_and(|most| number > most) {
            self.0.push(format!("{at}: {value} is not less or equal to {most}"));
        }
    }
}

/// Checks a body that has no lists of objects inside.
pub fn check(body: &Value, schema: &str) -> Result<(), Fault> {
    let mut faults = Faults::default();
    faults.members("#", body, schema);
    faults.verdict()
}
