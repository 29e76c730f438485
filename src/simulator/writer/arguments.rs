//! Makes JSON that fits a schema, with values from a question.
//!
//! Used for tool calls ([`sets`]) and structured answers ([`instance`]). Supports simple schemas: types, `enum`,
//! `const`, `default`, `properties`, `required`, `items`, `anyOf`/`oneOf`/`allOf`, local `$ref`. Required members are
//! always present; optional ones only if the question mentions a value for them.

use super::facts::{self, Facts};
use super::retrieval::{has_phrase, words};
use serde_json::{Map, Value, json};

/// Deeper levels stay empty.
const DEEPEST: usize = 8;

struct Filler<'a> {
    root: &'a Value,
    question: &'a str,
    asked: Vec<String>,
    facts: Facts,
    /// Numbers used so far.
    numbers: usize,
    /// Places used so far.
    places: usize,
    /// The text of a structured answer and its topic; `None` in a tool call.
    answer: Option<(&'a str, &'a str)>,
}

/// Arguments for a tool's schema: several sets if the question names several places and the tool takes one.
pub fn sets(schema: &Value, question: &str) -> Vec<Value> {
    let facts = facts::read(question);
    let takes_one_place = places(schema) == 1;
    let repeat = if takes_one_place { facts.places.len().clamp(1, 4) } else { 1 };
    (0..repeat)
        .map(|places| {
            let facts = facts.clone();
            let mut filler =
                Filler { root: schema, question, asked: words(question), facts, numbers: 0, places, answer: None };
            filler.object(schema, 0)
        })
        .collect()
}

/// The number of members that are places.
fn places(schema: &Value) -> usize {
    let is_place = |key: &str, value: &Value| {
        let hint = words(&key.replace('_', " "));
        PLACES.iter().any(|word| hint.iter().any(|h| h == word)) && value.get("type") == Some(&json!("string"))
    };
    let members = schema.get("properties").and_then(Value::as_object);
    members.into_iter().flatten().filter(|(key, value)| is_place(key, value)).count()
}

/// Whether a tool with this schema takes a place.
pub fn takes_place(schema: &Value) -> bool {
    places(schema) > 0
}

/// A structured answer: texts come from `text`, names from `topic`, other values from the question.
pub fn instance(schema: &Value, question: &str, topic: &str, text: &str) -> Value {
    let facts = facts::read(question);
    let answer = Some((topic, text));
    let mut filler = Filler { root: schema, question, asked: words(question), facts, numbers: 0, places: 0, answer };
    filler.value(schema, "", Need::Required, 0).unwrap_or(Value::Null)
}

#[derive(Clone, Copy, PartialEq)]
enum Need {
    Required,
    Optional,
}

const PLACES: [&str; 10] =
    ["city", "location", "place", "country", "region", "destination", "town", "address", "origin", "where"];

impl Filler<'_> {
    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let pointer = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix('#'));
        pointer.and_then(|pointer| self.root.pointer(pointer)).unwrap_or(schema)
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let mut out = Map::new();
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        for (key, member) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let need = if required.contains(&key.as_str()) { Need::Required } else { Need::Optional };
            if let Some(value) = self.value(member, key, need, depth + 1) {
                out.insert(key.clone(), value);
            }
        }
        Value::Object(out)
    }

    fn value(&mut self, schema: &Value, key: &str, need: Need, depth: usize) -> Option<Value> {
        let schema = self.resolve(schema).clone();
        let schema = ["anyOf", "oneOf", "allOf"]
            .iter()
            .find_map(|key| schema.get(*key)?.as_array()?.first())
            .map_or_else(|| schema.clone(), |first| self.resolve(first).clone());
        let wanted = need == Need::Required || self.answer.is_some();
        if depth > DEEPEST {
            return wanted.then_some(Value::Null);
        }
        if let Some(fixed) = schema.get("const") {
            return Some(fixed.clone());
        }
        if let Some(options) = schema.get("enum").and_then(Value::as_array) {
            let side = self.facts.units.as_ref().and_then(|(from, to)| {
                let hint = words(&key.replace(['_', '-'], " "));
                let is = |names: &[&str]| names.iter().any(|name| hint.iter().any(|h| h == name));
                if is(&["from", "source"]) { Some(from) } else { is(&["to", "target", "into"]).then_some(to) }
            });
            let unit = side.and_then(|unit| {
                options.iter().find(|option| option.as_str().is_some_and(|option| facts::same_unit(option, unit)))
            });
            if unit.is_some() {
                return unit.cloned();
            }
            let named = options.iter().find(|option| option.as_str().is_some_and(|text| self.means(text)));
            let default = schema.get("default").or_else(|| options.first()).filter(|_| wanted);
            return named.or(default).cloned();
        }
        let kind = match schema.get("type") {
            Some(Value::String(kind)) => kind.as_str(),
            Some(Value::Array(kinds)) => {
                kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or("string")
            }
            _ if schema.get("properties").is_some() => "object",
            _ => "string",
        };
        match kind {
            "object" if wanted || depth == 0 => Some(self.object(&schema, depth)),
            "array" => self.array(&schema, key, wanted, depth),
            "integer" | "number" => {
                let found = self.facts.number(self.numbers, kind == "integer");
                self.numbers += usize::from(found.is_some());
                found.or_else(|| schema.get("default").cloned()).or_else(|| wanted.then(|| json!(0)))
            }
            "boolean" => {
                let named = self.mentions(&key.replace('_', " "));
                (wanted || named).then(|| json!(named))
            }
            "null" => wanted.then_some(Value::Null),
            "object" => None,
            _ => self.text(&schema, key, wanted).map(Value::String),
        }
    }

    /// Whether the question names an option, or a sign that stands for it.
    fn means(&self, option: &str) -> bool {
        let signs =
            [("add", '+'), ("plus", '+'), ("sub", '-'), ("minus", '-'), ("mul", '*'), ("times", '*'), ("div", '/')];
        let word = option.to_lowercase();
        let stands_for = |sign: char| {
            option.starts_with(sign) || signs.iter().any(|(start, s)| *s == sign && word.starts_with(start))
        };
        let expression = self.facts.expression.as_deref().unwrap_or_default();
        let sign =
            expression.chars().find(|c| "+*/".contains(*c)).or_else(|| expression.contains(" - ").then_some('-'));
        (option.chars().any(char::is_alphanumeric) && self.mentions(option)) || sign.is_some_and(stands_for)
    }

    fn mentions(&self, text: &str) -> bool {
        let text = words(&text.replace(['_', '-'], " "));
        has_phrase(&self.asked, &text)
    }

    fn array(&mut self, schema: &Value, key: &str, wanted: bool, depth: usize) -> Option<Value> {
        let items = schema.get("items").cloned().unwrap_or_else(|| json!({ "type": "string" }));
        let items = self.resolve(&items).clone();
        let kind = items.get("type").and_then(Value::as_str).unwrap_or("string");
        let found: Vec<Value> = match kind {
            "number" | "integer" => {
                let all = (self.numbers..).map_while(|at| self.facts.number(at, kind == "integer")).collect::<Vec<_>>();
                self.numbers = self.facts.numbers.len();
                all
            }
            "string" if items.get("enum").is_none() => {
                let Facts { quoted, places, .. } = &self.facts;
                let named = if quoted.len() > 1 || places.is_empty() { quoted } else { places };
                let texts = self.answer.map_or_else(|| named.clone(), |(_, text)| sentences(text));
                texts.into_iter().map(Value::String).collect()
            }
            _ => Vec::new(),
        };
        if !found.is_empty() {
            return Some(Value::Array(found));
        }
        let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(1).min(8);
        let one = |filler: &mut Self| filler.value(&items, key, Need::Required, depth + 1);
        wanted.then(|| Value::Array((0..least).filter_map(|_| one(self)).collect()))
    }

    fn text(&mut self, schema: &Value, key: &str, wanted: bool) -> Option<String> {
        let hint = words(&key.replace(['_', '-'], " "));
        let is = |names: &[&str]| names.iter().any(|name| hint.iter().any(|h| h == name));
        let facts = &self.facts;
        let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
        let word_with = |sign: &str| {
            let word = self.question.split_whitespace().find(|word| word.contains(sign));
            word.map(|word| word.trim_matches([',', '.', '?', '!', '<', '>', '"']).to_owned())
        };
        let found = if is(&["expression", "formula", "equation", "calculation", "math", "sum"]) {
            facts.expression.clone()
        } else if is(&["timezone", "zone", "tz"]) {
            let written = word_with("/").or_else(|| self.mentions("utc").then(|| "UTC".to_owned()));
            written.or_else(|| facts.places.iter().find_map(|place| facts::zone(place)).map(str::to_owned)).or_else(
                || {
                    if wanted { facts.places.first().cloned().or_else(|| Some("UTC".to_owned())) } else { None }
                },
            )
        } else if word_with("@").is_some() && is(&["to", "recipient", "from", "email"]) {
            word_with("@")
        } else if is(&["from", "source"]) && facts.units.is_some() {
            facts.units.as_ref().map(|(from, _)| from.clone())
        } else if is(&["to", "target", "into"]) && facts.units.is_some() {
            facts.units.as_ref().map(|(_, to)| to.clone())
        } else if format == "email" || is(&["email", "mail"]) {
            word_with("@")
        } else if format == "uri" || is(&["url", "uri", "link", "website"]) {
            word_with("://")
        } else if format == "date" || is(&["date", "day", "when", "start", "end", "deadline", "due", "time"]) {
            facts.moment.clone()
        } else if is(&PLACES) || is(&["from", "to", "departure", "arrival"]) {
            let place = facts.places.get(self.places).cloned();
            if is(&["origin", "from", "departure"]) {
                self.places += 1;
            }
            place
        } else if is(&["id", "code", "symbol", "ticker", "sku", "number", "order"]) {
            facts.codes.first().cloned().or_else(|| facts.numbers.first().map(ToString::to_string))
        } else if let Some((topic, text)) = self.answer {
            let named = is(&["name", "title", "topic", "subject", "term", "concept", "label"]);
            Some(if named {
                topic.to_owned()
            } else {
                sentences(text).into_iter().next().unwrap_or_else(|| text.to_owned())
            })
        } else if let Some(text) = facts.quoted.first() {
            Some(text.clone())
        } else if is(&["query", "q", "key", "term", "keyword", "topic", "subject", "item", "name", "search", "entity"])
        {
            facts.subject.clone().or_else(|| facts.places.first().cloned())
        } else {
            None
        };
        if let (Some((_, text)), None) = (self.answer, &found) {
            return Some(sentences(text).into_iter().next().unwrap_or_else(|| text.to_owned()));
        }
        let default = schema.get("default").and_then(Value::as_str).map(str::to_owned);
        found.or(default).or_else(|| {
            wanted.then(|| facts.places.first().cloned().unwrap_or_else(|| self.question.trim().to_owned()))
        })
    }
}

fn sentences(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text.trim();
    while let Some(at) = rest.find(". ") {
        let (sentence, after) = rest.split_at_checked(at + 1).unwrap_or((rest, ""));
        out.push(sentence.trim().to_owned());
        rest = after.trim_start();
    }
    if !rest.is_empty() {
        out.push(rest.to_owned());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_fit_their_schema() {
        let text = json!({ "type": "string" });
        for (schema, question, expected) in [
            (
                json!({ "properties": { "a": { "type": "number" }, "b": { "type": "number" } } }),
                "Add 2.5 and 3",
                json!({ "a": 2.5, "b": 3 }),
            ),
            (json!({ "properties": { "n": { "type": "integer" } }, "required": ["n"] }), "Hello", json!({ "n": 0 })),
            (
                json!({ "properties": { "location": text, "unit": { "enum": ["celsius", "fahrenheit"] } }, "required": ["location"] }),
                "Weather in Oslo in fahrenheit",
                json!({ "location": "Oslo", "unit": "fahrenheit" }),
            ),
            (
                json!({ "properties": { "origin": text, "destination": text } }),
                "A flight from Paris to Rome",
                json!({ "origin": "Paris", "destination": "Rome" }),
            ),
            (
                json!({ "properties": { "order_id": text }, "required": ["order_id"] }),
                "Where is order A-17?",
                json!({ "order_id": "A-17" }),
            ),
            (
                json!({ "properties": { "email": text } }),
                "Write to ana@example.com.",
                json!({ "email": "ana@example.com" }),
            ),
            (
                json!({ "properties": { "values": { "type": "array", "items": { "type": "number" } } } }),
                "Average of 1, 2 and 4",
                json!({ "values": [1, 2, 4] }),
            ),
            (
                json!({ "properties": { "text": text }, "required": ["text"] }),
                "Anything",
                json!({ "text": "Anything" }),
            ),
            (
                json!({ "properties": {
                    "operation": { "enum": ["add", "subtract", "multiply"] },
                    "a": { "type": "integer" },
                    "b": { "type": "integer" },
                } }),
                "What is 17 * 23?",
                json!({ "operation": "multiply", "a": 17, "b": 23 }),
            ),
            (json!(true), "x", json!({})),
        ] {
            assert_eq!(sets(&schema, question), [expected], "{question}");
        }
    }

    /// The schema that the form begins with gives an answer with a value in every member.
    #[test]
    fn the_schema_of_the_form_has_an_answer() {
        let schema = json!({
            "type": "object",
            "properties": { "answer": { "type": "string" }, "confidence": { "type": "number" } },
            "required": ["answer", "confidence"],
            "additionalProperties": false,
        });
        let found = instance(&schema, "What is RAG?", "RAG", "It looks things up. Then it answers.");
        assert!(
            found["answer"].as_str().is_some_and(|text| !text.is_empty()) && found["confidence"].is_number(),
            "{found}"
        );
    }

    #[test]
    fn a_structured_answer_fits_its_schema() {
        let schema = json!({
            "type": "object",
            "properties": {
                "topic": { "type": "string" },
                "summary": { "type": "string" },
                "points": { "type": "array", "items": { "type": "string" } },
                "confidence": { "type": "number" },
                "final": { "type": "boolean" },
                "nested": { "$ref": "#/$defs/nested" },
                "maybe": { "type": ["null", "integer"] },
            },
            "$defs": { "nested": { "type": "object", "properties": { "kind": { "enum": ["a", "b"] }, "self": { "$ref": "#/$defs/nested" } } } },
        });
        let found = instance(&schema, "What is RAG?", "RAG", "It looks things up. Then it answers.");
        assert_eq!(found["topic"], "RAG");
        assert_eq!(found["summary"], "It looks things up.");
        assert_eq!(found["points"], json!(["It looks things up.", "Then it answers."]));
        assert_eq!(
            (&found["confidence"], &found["final"], &found["nested"]["kind"]),
            (&json!(0), &json!(false), &json!("a"))
        );
        assert!(found["maybe"].is_i64());
    }
}
