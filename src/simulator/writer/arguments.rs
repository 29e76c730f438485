//! Makes JSON that fits a schema, with values from a question.
//!
//! Used for tool calls ([`sets`]) and structured answers ([`instance`]). The wishes come from the question; [`scalar`]
//! makes them fit. Required members are always present; optional ones in a tool call only if the question mentions a value
//! for them. Whether the result fits is for [`check::fault`] to say: not every schema has a value.

use super::facts::{self, Facts};
use super::retrieval::words;
use super::schema::members::{dependent, member, new_name};
use super::schema::{check, merged, scalar, types};
use super::wishes::places;
use serde_json::{Map, Value, json};

/// Below this level, only what is required.
const DEEPEST: usize = 10;
/// No schema that needs more levels has a value.
const TOO_DEEP: usize = 40;
/// Values of one answer; when half of them are made, only what is required follows.
const MOST_VALUES: usize = 4_000;
/// Items that are made for a list.
const MOST_ITEMS: usize = 1_000;

/// Makes one value.
pub(super) struct Filler<'a> {
    pub(super) root: &'a Value,
    pub(super) question: &'a str,
    pub(super) asked: Vec<String>,
    pub(super) facts: Facts,
    /// Numbers used so far.
    pub(super) numbers: usize,
    /// Places used so far.
    pub(super) places: usize,
    /// Which of the values that fit to take; a list counts it up.
    turn: usize,
    /// Values that may still be made.
    left: usize,
    /// The text of a structured answer and its topic; `None` in a tool call.
    pub(super) answer: Option<(&'a str, &'a str)>,
}

impl<'a> Filler<'a> {
    fn new(root: &'a Value, question: &'a str, answer: Option<(&'a str, &'a str)>) -> Self {
        let facts = facts::read(question);
        let asked = words(question);
        Self { root, question, asked, facts, numbers: 0, places: 0, turn: 0, left: MOST_VALUES, answer }
    }
}

/// Arguments for a tool's schema: several sets if the question names several places and the tool takes one.
pub fn sets(schema: &Value, question: &str) -> Vec<Value> {
    let filler = Filler::new(schema, question, None);
    let repeat = if places(schema) == 1 { filler.facts.places.len().clamp(1, 4) } else { 1 };
    let of_place = |places: usize| {
        let facts = filler.facts.clone();
        let asked = filler.asked.clone();
        let mut filler = Filler { asked, facts, places, ..Filler::new(schema, "", None) };
        filler.question = question;
        filler.value(schema, "", Need::Required, 0).filter(Value::is_object).unwrap_or_else(|| json!({}))
    };
    (0..repeat).map(of_place).collect()
}

/// A structured answer: texts come from `text`, names from `topic`, other values from the question.
pub fn instance(schema: &Value, question: &str, topic: &str, text: &str) -> Value {
    let mut filler = Filler::new(schema, question, Some((topic, text)));
    filler.value(schema, "", Need::Required, 0).unwrap_or(Value::Null)
}

#[derive(Clone, Copy, PartialEq)]
enum Need {
    Required,
    Optional,
}

impl Filler<'_> {
    /// Whether a value fits a part of the schema.
    pub(super) fn fits(&self, schema: &Value, value: &Value) -> bool {
        check::fault(self.root, schema, value).is_none()
    }

    /// A value for the schema; `None` if there is none, or if it may be left out and nothing calls for it.
    fn value(&mut self, schema: &Value, key: &str, need: Need, depth: usize) -> Option<Value> {
        self.left = self.left.checked_sub(1)?;
        if depth > TOO_DEEP {
            return None;
        }
        let mut members = merged(self.root, schema);
        for choice in ["anyOf", "oneOf"] {
            if let Some(Value::Array(parts)) = members.get(choice).cloned() {
                members.shift_remove(choice);
                return self.one_of(schema, &members, &parts, (key, need, depth));
            }
        }
        let condition = members.shift_remove("if");
        let then = [members.shift_remove("then"), members.shift_remove("else")];
        let made = self.plain(&members, key, need, depth);
        if condition.is_none() || made.as_ref().is_none_or(|made| self.fits(schema, made)) {
            return made;
        }
        let base = Value::Object(members);
        let conditional = then.into_iter().flatten().find_map(|part| {
            let value = self.value(&json!({ "allOf": [part, base] }), key, need, depth + 1)?;
            self.fits(schema, &value).then_some(value)
        });
        conditional.or(made)
    }

    /// The first of several schemas that has a value; null comes last.
    fn one_of(
        &mut self,
        schema: &Value,
        base: &Map<String, Value>,
        parts: &[Value],
        (key, need, depth): (&str, Need, usize),
    ) -> Option<Value> {
        let is_null = |part: &&Value| part.get("type").and_then(Value::as_str) == Some("null");
        // Where the levels end, null is the way out of a schema that contains itself.
        let (nulls, others): (Vec<&Value>, Vec<&Value>) = parts.iter().partition(is_null);
        let ordered: Vec<&Value> =
            if self.is_small(depth) { [nulls, others].concat() } else { [others, nulls].concat() };
        let mut nearest = None;
        for part in ordered {
            let (numbers, places) = (self.numbers, self.places);
            let value = self.value(&json!({ "allOf": [part, base] }), key, need, depth + 1);
            match value {
                Some(value) if self.fits(schema, &value) => return Some(value),
                Some(value) => nearest = nearest.or(Some(value)),
                None => {}
            }
            (self.numbers, self.places) = (numbers, places);
        }
        nearest.filter(|_| need == Need::Required)
    }

    fn is_small(&self, depth: usize) -> bool {
        depth > DEEPEST || self.left < MOST_VALUES / 2
    }

    fn plain(&mut self, schema: &Map<String, Value>, key: &str, need: Need, depth: usize) -> Option<Value> {
        let wanted = need == Need::Required || (self.answer.is_some() && !self.is_small(depth));
        if let Some(fixed) = schema.get("const") {
            return Some(fixed.clone());
        }
        if let Some(options) = schema.get("enum").and_then(Value::as_array) {
            return self.option(schema, options, key, wanted);
        }
        let has = |keys: &[&str]| keys.iter().any(|key| schema.contains_key(*key));
        let kinds = schema.get("type").map(types).unwrap_or_default();
        let kind = match kinds.iter().find(|kind| **kind != "null").or(kinds.first()) {
            Some(kind) => *kind,
            None if has(&["properties", "required", "additionalProperties", "patternProperties", "minProperties"]) => {
                "object"
            }
            None if has(&["items", "prefixItems", "minItems", "contains"]) => "array",
            None if has(&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]) => "number",
            None if depth == 0 && self.answer.is_none() => "object",
            None => "string",
        };
        let turn = self.turn;
        let made = match kind {
            "object" if wanted => Some(self.object(schema, depth)),
            "object" => None,
            "array" => self.array(schema, key, wanted, depth),
            "integer" | "number" => {
                let found = self.facts.number(self.numbers, kind == "integer");
                self.numbers += usize::from(found.is_some());
                let is_wanted = wanted || found.is_some() || schema.contains_key("default");
                is_wanted.then(|| scalar::number(self.root, schema, found.as_ref(), kind == "integer", turn)).flatten()
            }
            "boolean" => {
                let named = self.mentions(&key.replace('_', " "));
                let value = json!(named != (turn % 2 == 1));
                let other = json!(value == false);
                let fitting = if self.fits(&Value::Object(schema.clone()), &value) { value } else { other };
                (wanted || named).then_some(fitting)
            }
            "null" => wanted.then_some(Value::Null),
            _ => {
                let wishes = self.texts(schema, key, wanted);
                (!wishes.is_empty()).then(|| scalar::string(self.root, schema, &wishes, turn)).flatten()
            }
        };
        // What may be left out is left out if it does not fit.
        let must = need == Need::Required;
        made.filter(|made| must || self.fits(&Value::Object(schema.clone()), made))
    }

    /// One of the values of an `enum`: the one that the question names, or the first that fits.
    fn option(&self, schema: &Map<String, Value>, options: &[Value], key: &str, wanted: bool) -> Option<Value> {
        let whole = Value::Object(schema.clone());
        let options: Vec<&Value> = options.iter().filter(|option| self.fits(&whole, option)).collect();
        let side = self.facts.units.as_ref().and_then(|(from, to)| {
            let hint = words(&key.replace(['_', '-'], " "));
            let is = |names: &[&str]| names.iter().any(|name| hint.iter().any(|h| h == name));
            if is(&["from", "source"]) { Some(from) } else { is(&["to", "target", "into"]).then_some(to) }
        });
        let of_side = |unit: &String| {
            options.iter().find(|option| option.as_str().is_some_and(|option| facts::same_unit(option, unit)))
        };
        let named = options.iter().find(|option| option.as_str().is_some_and(|text| self.means(text)));
        if let Some(found) = side.and_then(of_side).or(named).filter(|_| self.turn == 0) {
            return Some((*found).clone());
        }
        let default = schema.get("default").filter(|default| self.turn == 0 && options.contains(default));
        default.or_else(|| options.get(self.turn % options.len().max(1)).copied()).filter(|_| wanted).cloned()
    }

    fn object(&mut self, schema: &Map<String, Value>, depth: usize) -> Value {
        let mut out = Map::new();
        let names = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let required: Vec<&str> = names.collect();
        let properties = schema.get("properties").and_then(Value::as_object);
        let size = |key: &str| schema.get(key).and_then(check::size);
        let most = size("maxProperties").unwrap_or(usize::MAX);
        let mut free = most.saturating_sub(required.len());
        for (key, member) in properties.into_iter().flatten() {
            let need = if required.contains(&key.as_str()) { Need::Required } else { Need::Optional };
            if need == Need::Optional && free == 0 {
                continue;
            }
            if let Some(value) = self.value(member, key, need, depth + 1) {
                free -= usize::from(need == Need::Optional);
                out.insert(key.clone(), value);
            }
        }
        let least = size("minProperties").unwrap_or(0).min(MOST_ITEMS);
        let optional = properties.into_iter().flat_map(Map::keys).map(String::as_str);
        let present: Vec<&str> = required.into_iter().chain(out.keys().map(String::as_str)).collect();
        let missing = dependent(schema, &present).into_iter().map(|key| (key.to_owned(), false));
        let more: Vec<(String, bool)> = missing.chain(optional.map(|key| (key.to_owned(), true))).collect();
        for (key, is_filling) in more {
            if !out.contains_key(&key)
                && (!is_filling || out.len() < least)
                && let Some(value) = self.value(&member(schema, &key), &key, Need::Required, depth + 1)
            {
                out.insert(key, value);
            }
        }
        // Names of its own, where any name is allowed.
        for at in 0..least.saturating_mul(2) {
            let name = new_name(self.root, schema, at).filter(|name| out.len() < least && !out.contains_key(name));
            let Some(name) = name else { continue };
            if let Some(value) = self.value(&member(schema, &name), &name, Need::Required, depth + 1) {
                out.insert(name, value);
            }
        }
        Value::Object(out)
    }

    fn array(&mut self, schema: &Map<String, Value>, key: &str, wanted: bool, depth: usize) -> Option<Value> {
        let (first, others) = check::positional(schema);
        let text = json!({ "type": "string" });
        let items = others.filter(|others| others.is_object()).unwrap_or(&text);
        let merged_items = merged(self.root, items);
        let wishes = if first.is_empty() { self.named_items(&merged_items) } else { Vec::new() };
        let size = |key: &str| schema.get(key).and_then(check::size);
        let mut least = size("minItems").unwrap_or_else(|| usize::from(!self.is_small(depth) && first.is_empty()));
        least = least.max(first.len().min(size("maxItems").unwrap_or(usize::MAX))).min(MOST_ITEMS);
        let most = size("maxItems").unwrap_or(MOST_ITEMS).min(MOST_ITEMS);
        if !wanted && wishes.is_empty() {
            return None;
        }
        let is_unique = schema.get("uniqueItems").and_then(Value::as_bool) == Some(true);
        let mut out: Vec<Value> = Vec::new();
        for wish in wishes {
            if out.len() < most && !(is_unique && out.contains(&wish)) {
                out.push(wish);
            }
        }
        let before = self.turn;
        if let Some(part) = schema.get("contains").cloned() {
            let count = size("minContains").unwrap_or(1).min(most);
            for turn in 0..count {
                self.turn = turn;
                let both = json!({ "allOf": [part, items] });
                out.extend(self.value(&both, key, Need::Required, depth + 1));
            }
        }
        // Items that are not allowed beyond the first end the list.
        let is_closed = others == Some(&Value::Bool(false));
        // One turn more for each item that is there already.
        for turn in 0..least.saturating_mul(2) + 8 {
            if out.len() >= least.min(most) || (is_closed && out.len() >= first.len()) {
                break;
            }
            self.turn = before + turn;
            let item = first.get(out.len()).unwrap_or(items);
            let Some(value) = self.value(item, key, Need::Required, depth + 1) else { break };
            if !(is_unique && out.contains(&value)) {
                out.push(value);
            }
        }
        self.turn = before;
        Some(Value::Array(out))
    }
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
