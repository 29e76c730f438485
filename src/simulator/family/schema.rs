//! Checks a native body against a small schema, with the service's own schema errors.
//!
//! A schema is a line of members: `prompt!:s max_gen_len:i@1..2048 mode:e@fast|slow`. `!` marks a required member; the
//! kinds are `s` string, `i` integer, `n` number, `b` boolean, `l` list, `ls` list of strings, `o` object, `e`
//! enumeration, `le` list of such, `ie` enumeration of integers, `*` anything; `@` gives a range (of lengths, for a
//! string or a list) or the values. A fault names its place as a URI fragment; of several faults, only the number is
//! reported.

use crate::simulator::fault::Fault;
use serde_json::{Map, Value};

/// The faults found so far.
#[derive(Debug, Default)]
pub struct Faults(Vec<String>);

/// The name of a value's type in the service's schema messages.
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

/// The end of a range that a number exceeds.
enum Outside {
    Below(usize),
    Above(usize),
}

fn outside(number: usize, range: &str) -> Option<Outside> {
    let (least, most) = range.split_once("..")?;
    match (least.parse(), most.parse()) {
        (Ok(least), _) if number < least => Some(Outside::Below(least)),
        (_, Ok(most)) if number > most => Some(Outside::Above(most)),
        _ => None,
    }
}

impl Faults {
    /// The refusal, if there are faults.
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

    /// Checks that a value is a list; returns its items.
    pub fn list<'a>(&mut self, at: &str, value: Option<&'a Value>) -> &'a [Value] {
        if let Some(value) = value.filter(|value| !value.is_array()) {
            self.expect(at, "JSONArray", value);
        }
        value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// Checks that a value is a string.
    pub fn string(&mut self, at: &str, value: &Value) {
        if !value.is_string() {
            self.expect(at, "String", value);
        }
    }

    /// Checks that a value is an object with only these members.
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
            "s" => {
                self.string(at, value);
                let length = value.as_str().map(|text| text.chars().count());
                self.length(at, length, more);
            }
            "i" => self.number(at, value, "Integer", more),
            "n" => self.number(at, value, "Number", more),
            "b" if !value.is_boolean() => self.expect(at, "Boolean", value),
            "o" if !value.is_object() => self.expect(at, "JSONObject", value),
            "l" | "ls" | "le" => {
                let items = self.list(at, Some(value));
                if kind != "le" {
                    self.count(at, value.as_array().map(Vec::len), more);
                }
                for (index, item) in items.iter().enumerate().filter(|_| kind != "l") {
                    let kind = if kind == "le" { format!("e@{more}") } else { "s".to_owned() };
                    self.value(&format!("{at}/{index}"), item, &kind);
                }
            }
            "e" if !value.as_str().is_some_and(|word| more.split('|').any(|known| known == word)) => {
                let word = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                self.0.push(format!("{at}: {word} is not a valid enum value"));
            }
            "ie" if !value.is_i64() && !value.is_u64() => self.expect(at, "Integer", value),
            "ie" if more.split('|').all(|known| known.parse() != Ok(value.as_u64().unwrap_or(0))) => {
                self.0.push(format!("{at}: {value} is not a valid enum value"));
            }
            _ => {}
        }
    }

    /// Checks the number of characters of a string.
    fn length(&mut self, at: &str, length: Option<usize>, range: &str) {
        match length.and_then(|length| Some((length, outside(length, range)?))) {
            Some((length, Outside::Below(least))) => {
                self.0.push(format!("{at}: expected minLength: {least}, actual: {length}"));
            }
            Some((length, Outside::Above(most))) => {
                self.0.push(format!("{at}: expected maxLength: {most}, actual: {length}"));
            }
            None => {}
        }
    }

    /// Checks the number of items of a list; the service has other words for it than for a string's length.
    fn count(&mut self, at: &str, count: Option<usize>, range: &str) {
        match count.and_then(|count| Some((count, outside(count, range)?))) {
            Some((count, Outside::Below(least))) => {
                self.0.push(format!("{at}: expected minimum item count: {least}, found: {count}"));
            }
            Some((count, Outside::Above(most))) => {
                self.0.push(format!("{at}: expected maximum item count: {most}, found: {count}"));
            }
            None => {}
        }
    }

    /// Adds a fault that a schema line cannot express.
    pub fn add(&mut self, at: &str, what: &str) {
        self.0.push(format!("{at}: {what}"));
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

/// Checks a body without lists of objects.
pub fn check(body: &Value, schema: &str) -> Result<(), Fault> {
    let mut faults = Faults::default();
    faults.members("#", body, schema);
    faults.verdict()
}
