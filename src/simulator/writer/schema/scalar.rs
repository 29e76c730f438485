//! Numbers and texts that fit a schema: wishes first, then the nearest that its limits, format or pattern allow.
//!
//! Each candidate is checked, so `not`, `enum` and several patterns hold too. `turn` asks for another one: lists without
//! two equal items count it up.

use super::check::{fault, size};
use super::format;
use super::pattern::Pattern;
use serde_json::{Map, Number, Value, json};

/// How often candidates are made anew.
const ROUNDS: usize = 24;
/// A longer `minLength` is not filled.
const LONGEST: usize = 20_000;

/// The candidate number `turn` that fits; the first one if none does.
fn choose(root: &Value, schema: &Value, turn: usize, mut round: impl FnMut(usize) -> Vec<Value>) -> Option<Value> {
    let mut first = None;
    let mut fitting: Vec<Value> = Vec::new();
    for candidate in (0..ROUNDS + turn).flat_map(&mut round) {
        if fitting.contains(&candidate) {
            continue;
        }
        if fault(root, schema, &candidate).is_none() {
            if fitting.len() == turn {
                return Some(candidate);
            }
            fitting.push(candidate);
        } else if first.is_none() {
            first = Some(candidate);
        }
    }
    fitting.pop().or(first)
}

/// A number as JSON, whole numbers without a fraction.
fn json_number(number: f64) -> Option<Value> {
    if number.fract().abs() < f64::MIN_POSITIVE && number.abs() < 9e15 {
        #[expect(clippy::cast_possible_truncation, reason = "a whole number of at most 53 bits")]
        return Some(json!(number as i64));
    }
    Number::from_f64(number).map(Value::Number)
}

/// A number for the schema.
pub fn number(
    root: &Value,
    schema: &Map<String, Value>,
    wish: Option<&Value>,
    whole: bool,
    turn: usize,
) -> Option<Value> {
    let limit = |key: &str| schema.get(key).and_then(Value::as_f64);
    let low = limit("minimum").into_iter().chain(limit("exclusiveMinimum")).reduce(f64::max);
    let high = limit("maximum").into_iter().chain(limit("exclusiveMaximum")).reduce(f64::min);
    let multiple = limit("multipleOf").filter(|step| *step > 0.0);
    // 0.5 of a whole number is a step of 1.
    let step = match multiple {
        Some(step) if whole && step < 1.0 => 1.0,
        Some(step) => step,
        None => 1.0,
    };
    let wished = wish.and_then(Value::as_f64);
    let schema_value = Value::Object(schema.clone());
    choose(root, &schema_value, turn, |round| {
        let mut out: Vec<f64> = Vec::new();
        let mut exact = Vec::new();
        let at = u32::try_from(round).map(f64::from).unwrap_or_default();
        if round == 0 {
            exact.extend(wish.cloned());
            if let (Some(wished), true) = (wished, low.is_some() || high.is_some() || multiple.is_some()) {
                let clamped = wished.max(low.unwrap_or(f64::MIN)).min(high.unwrap_or(f64::MAX));
                let steps = clamped / step;
                out.extend([clamped, steps.round() * step, steps.floor() * step, steps.ceil() * step]);
            }
            exact.extend(schema.get("default").cloned());
            out.push(0.0);
        }
        if let Some(low) = low {
            out.push(((low / step).ceil() + at) * step);
        }
        if let Some(high) = high {
            out.push(((high / step).floor() - at) * step);
        }
        if let (Some(low), Some(high), false) = (low, high, whole) {
            out.push(low + (high - low) * (at + 1.0) / (at + 2.0));
        }
        out.extend([(at + 1.0) * step, -at * step]);
        exact.extend(out.into_iter().filter_map(json_number));
        exact
    })
}

/// At most `most` characters, if possible to the end of a word.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let short: String = text.chars().take(most).collect();
    if text.chars().nth(most) == Some(' ') {
        return short;
    }
    match short.rfind(' ').filter(|at| *at > 0).and_then(|at| short.get(..at)) {
        Some(words) => words.trim_end_matches([',', ';', ' ']).to_owned(),
        None => short,
    }
}

/// The text repeated until it has `least` characters.
fn filled(text: &str, least: usize) -> String {
    let length = text.chars().count();
    if length >= least || length == 0 || least > LONGEST {
        return text.to_owned();
    }
    let text = format!("{text} ");
    let mut out: String = text.chars().cycle().take(least).collect();
    // A text that ends in a space would not survive a trim.
    if out.ends_with(' ') {
        out.pop();
        out.push('.');
    }
    out
}

/// A text for the schema; the wishes are tried in order.
pub fn string(root: &Value, schema: &Map<String, Value>, wishes: &[String], turn: usize) -> Option<Value> {
    let (least, most) = (schema.get("minLength").and_then(size), schema.get("maxLength").and_then(size));
    let name = schema.get("format").and_then(Value::as_str).unwrap_or_default();
    let pattern = schema.get("pattern").and_then(Value::as_str).and_then(Pattern::parse);
    let examples =
        schema.get("default").into_iter().chain(schema.get("examples").and_then(Value::as_array).into_iter().flatten());
    let examples: Vec<String> = examples.filter_map(Value::as_str).map(str::to_owned).collect();
    let sized = |text: &str| {
        let text = filled(text, least.unwrap_or(0));
        most.map_or(text.clone(), |most| cut(&text, most))
    };
    let schema_value = Value::Object(schema.clone());
    choose(root, &schema_value, turn, |round| {
        let mut out: Vec<String> = Vec::new();
        let all = wishes.iter().chain(&examples);
        if round == 0 {
            for wish in all {
                out.extend([wish.clone(), sized(wish)]);
                // `fire drill` for a pattern that takes no spaces or capitals.
                if pattern.is_some() {
                    let lower = wish.to_lowercase();
                    out.extend([wish.to_uppercase(), lower.replace(' ', "-"), lower.replace(' ', "_"), lower]);
                }
            }
        }
        out.extend(format::sample(name, round));
        if let Some(pattern) = &pattern {
            for longer in [0, 1, 3, least.unwrap_or(0).min(LONGEST), round] {
                out.push(pattern.sample(round, longer));
            }
        }
        let mark = round + 1;
        out.extend(wishes.first().filter(|_| round > 0).map(|wish| match most {
            Some(most) => format!("{} {mark}", cut(wish, most.saturating_sub(mark.to_string().len() + 1))),
            None => format!("{} {mark}", sized(wish)),
        }));
        let letter = char::from(b'a' + u8::try_from(round % 26).unwrap_or(0));
        out.extend([sized(&format!("text {mark}")), sized(&letter.to_string()), sized("")]);
        out.into_iter().map(Value::String).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(schema: &Value) -> Map<String, Value> {
        schema.as_object().unwrap().clone()
    }

    #[test]
    fn numbers_keep_to_their_limits() {
        for (schema, wish, whole, expected) in [
            (json!({ "minimum": 1, "maximum": 10 }), None, true, json!(1)),
            (json!({ "minimum": 1, "maximum": 10 }), Some(json!(42)), true, json!(10)),
            (json!({ "exclusiveMinimum": 0, "exclusiveMaximum": 1 }), None, false, json!(0.5)),
            (json!({ "multipleOf": 5, "minimum": 12 }), None, true, json!(15)),
            (json!({ "multipleOf": 5 }), Some(json!(17)), true, json!(15)),
            (json!({ "multipleOf": 0.25, "exclusiveMinimum": 0 }), None, false, json!(0.25)),
            (json!({ "exclusiveMaximum": -3 }), None, true, json!(-4)),
            (json!({ "minimum": 0, "exclusiveMinimum": true }), None, true, json!(1)),
            (json!({ "not": { "enum": [0, 1] } }), None, true, json!(2)),
            (json!({}), None, false, json!(0)),
            (json!({ "default": 7 }), None, true, json!(7)),
        ] {
            assert_eq!(number(&json!({}), &object(&schema), wish.as_ref(), whole, 0), Some(expected), "{schema}");
        }
    }

    #[test]
    fn texts_keep_to_their_limits() {
        let wishes = ["Granite is hard".to_owned()];
        for (schema, expected) in [
            (json!({ "maxLength": 10 }), "Granite is"),
            (json!({ "maxLength": 4 }), "Gran"),
            (json!({ "minLength": 20 }), "Granite is hard Gran"),
            (json!({ "format": "date" }), "2026-01-01"),
            (json!({ "pattern": "^[a-z-]+$" }), "granite-is-hard"),
            (json!({ "pattern": "^[A-Z]{3}-[0-9]{2}$" }), "ABC-45"),
            (json!({ "format": "uri", "maxLength": 2083, "minLength": 1 }), "https://example.com/"),
            (json!({ "maxLength": 0 }), ""),
            (json!({ "examples": ["EUR"], "pattern": "^[A-Z]{3}$" }), "EUR"),
        ] {
            assert_eq!(string(&json!({}), &object(&schema), &wishes, 0), Some(json!(expected)), "{schema}");
        }
    }

    #[test]
    fn each_turn_gives_another_value() {
        for schema in [
            json!({ "type": "string" }),
            json!({ "type": "string", "format": "uuid" }),
            json!({ "type": "string", "pattern": "^[A-Z]{2}$" }),
            json!({ "type": "string", "maxLength": 3 }),
        ] {
            let all: Vec<Value> =
                (0..20).filter_map(|turn| string(&json!({}), &object(&schema), &["Oslo".to_owned()], turn)).collect();
            assert!(all.iter().enumerate().all(|(at, one)| !all[..at].contains(one)), "{schema}: {all:?}");
        }
        let numbers: Vec<Value> = (0..10)
            .filter_map(|turn| number(&json!({}), &object(&json!({ "minimum": 3 })), None, true, turn))
            .collect();
        assert_eq!(numbers.len(), 10);
        assert!(numbers.iter().enumerate().all(|(at, one)| !numbers[..at].contains(one)), "{numbers:?}");
    }
}
