//! What the question, or the text of the answer, has for a member: by the words of its name, its format and its type.
//!
//! A wish may not fit the schema; [`super::arguments`] takes the nearest value that does.

use super::arguments::Filler;
use super::facts::{self, Facts};
use super::retrieval::{has_phrase, words};
use super::schema::types;
use serde_json::{Map, Value};

/// Words in the names of members that are places.
const PLACES: [&str; 10] =
    ["city", "location", "place", "country", "region", "destination", "town", "address", "origin", "where"];

/// The number of members that are places.
pub fn places(schema: &Value) -> usize {
    let is_place = |key: &str, value: &Value| {
        let hint = words(&key.replace('_', " "));
        let is_text = |value: &Value| value.get("type").is_some_and(|kind| types(kind).contains(&"string"));
        let parts = value.get("anyOf").and_then(Value::as_array);
        PLACES.iter().any(|word| hint.iter().any(|h| h == word))
            && (is_text(value) || parts.into_iter().flatten().any(is_text))
    };
    let members = schema.get("properties").and_then(Value::as_object);
    members.into_iter().flatten().filter(|(key, value)| is_place(key, value)).count()
}

/// Whether a tool with this schema takes a place.
pub fn takes_place(schema: &Value) -> bool {
    places(schema) > 0
}

impl Filler<'_> {
    /// Whether the question names an option, or a sign that stands for it.
    pub(super) fn means(&self, option: &str) -> bool {
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

    /// Whether the question has these words.
    pub(super) fn mentions(&self, text: &str) -> bool {
        let text = words(&text.replace(['_', '-'], " "));
        has_phrase(&self.asked, &text)
    }

    /// The items that the question or the answer names, if they fit.
    pub(super) fn named_items(&mut self, items: &Map<String, Value>) -> Vec<Value> {
        let kinds = items.get("type").map(types).unwrap_or_default();
        let kind = kinds.first().copied().unwrap_or("string");
        let is_whole = kind == "integer";
        let found: Vec<Value> = match kind {
            "number" | "integer" => {
                let all = (self.numbers..).map_while(|at| self.facts.number(at, is_whole)).collect::<Vec<_>>();
                self.numbers = self.facts.numbers.len();
                all
            }
            "string" if !["enum", "const", "anyOf", "oneOf"].iter().any(|key| items.contains_key(*key)) => {
                let Facts { quoted, places, .. } = &self.facts;
                let named = if quoted.len() > 1 || places.is_empty() { quoted } else { places };
                let texts = self.answer.map_or_else(|| named.clone(), |(_, text)| sentences(text));
                texts.into_iter().map(Value::String).collect()
            }
            _ => Vec::new(),
        };
        let schema = Value::Object(items.clone());
        found.into_iter().filter(|item| self.fits(&schema, item)).collect()
    }

    /// Texts for a member, best first; none if it may be left out and the question has nothing for it.
    pub(super) fn texts(&mut self, schema: &Map<String, Value>, key: &str, wanted: bool) -> Vec<String> {
        let found = self.text(schema, key, wanted);
        let default = schema.get("default").and_then(Value::as_str).map(str::to_owned);
        if found.is_some() || default.is_some() || !wanted {
            return found.into_iter().chain(default).collect();
        }
        vec![self.facts.places.first().cloned().unwrap_or_else(|| self.question.trim().to_owned())]
    }

    fn text(&mut self, schema: &Map<String, Value>, key: &str, wanted: bool) -> Option<String> {
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
        match (self.answer, found) {
            (Some((_, text)), None) => Some(sentences(text).into_iter().next().unwrap_or_else(|| text.to_owned())),
            (_, found) => found,
        }
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
