//! One line: JSON, strictly, and then the shape of its family.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::{CHARACTERS_A_TOKEN, Family, Problem, Weight, shapes};
use crate::text::number;

/// The problems of a line, without their line numbers.
pub(super) fn problems(line: &str, family: &Family) -> Vec<Problem> {
    let problem = |column, text: String| Problem { line: 0, column, path: String::new(), text, weight: Weight::Error };
    if line.trim().is_empty() {
        return vec![problem(None, "Empty line. AWS counts it as an error: delete it".to_owned())];
    }
    let mut found = Vec::new();
    if line.ends_with('\r') {
        found.push(Problem {
            weight: Weight::Warning,
            ..problem(None, "The line ends with a carriage return. Save the file with \\n line ends".to_owned())
        });
    }
    let Strict(value) = match serde_json::from_str::<Strict>(line) {
        Ok(value) => value,
        Err(error) => {
            let column = error.column();
            let text = error.to_string();
            let text = text.split(" at line ").next().unwrap_or_default();
            found.push(problem(Some(column), format!("Not JSON: {}{}", text, hint(line))));
            return found;
        }
    };
    let Value::Object(record) = value else {
        found.push(problem(None, "A record is a JSON object in braces".to_owned()));
        return found;
    };
    if let Some(most) = family.line_bytes.filter(|most| line.len() > *most) {
        found.push(problem(
            None,
            format!("The line has {}; at most {}", number::bytes(line.len()), number::bytes(most)),
        ));
    }
    if let Some(most) = family.tokens {
        let tokens = line.chars().count() / CHARACTERS_A_TOKEN;
        if tokens > most {
            found.push(Problem {
                weight: Weight::Warning,
                ..problem(
                    None,
                    format!(
                        "About {} tokens by the rule of six characters; at most {} fit",
                        number::grouped(tokens as u64),
                        number::grouped(most as u64)
                    ),
                )
            });
        }
    }
    shapes::check(&record, family, &mut found);
    found
}

/// What people often write instead of JSON.
fn hint(line: &str) -> &'static str {
    let line = line.trim_end();
    if line.ends_with(',') {
        ". Records are separated by line ends, without commas"
    } else if line.starts_with("{'") {
        ". JSON takes double quotes"
    } else {
        ""
    }
}

/// A JSON value without a key twice: most readers would drop one of the two silently.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Strict;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Strict, E> {
        Ok(Strict(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Strict, E> {
        Ok(Strict(Number::from_f64(value).map_or(Value::Null, Value::Number)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Strict, E> {
        Ok(Strict(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Strict, A::Error> {
        let mut out = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            out.push(item);
        }
        Ok(Strict(Value::Array(out)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Strict, A::Error> {
        let mut out = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            let Strict(value) = members.next_value()?;
            if out.contains_key(&key) {
                return Err(de::Error::custom(format!("the key “{key}” is there twice")));
            }
            out.insert(key, value);
        }
        Ok(Strict(Value::Object(out)))
    }
}
