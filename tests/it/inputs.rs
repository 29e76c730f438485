//! Random inputs of an operation, made by walking the service model: valid ones, and ways to break them.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a generator for tests, of small numbers"
)]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use outcrop::bedrock::service_model::{Member, Place, ServiceModel, Shape, ShapeKind, Structure};
use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Map, Value, json};

/// Texts among which one fits each pattern of the model's inputs.
const PATTERN_TEXTS: [&str; 6] = ["get_weather", "s3://bucket-a/key", "123456789012", "abc123", "k v", "1"];

/// A small generator of numbers (xorshift64*); the seed makes a run repeatable.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let mixed = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(mixed).unwrap() % bound
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    fn text(&mut self) -> String {
        const PIECES: [&str; 9] = ["rock", " ", "é", "\"", "\\", "岩", "\n", "</x>", "🪨"];
        (0..=self.below(5)).map(|_| *self.pick(&PIECES)).collect()
    }

    fn document(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 5 } else { 7 }) {
            0 => Value::Null,
            1 => json!(self.chance(50)),
            2 => json!(i64::try_from(self.below(2_000)).unwrap() - 1_000),
            3 => json!(self.below(1_000) as f64 / 8.0),
            4 => json!(self.text()),
            5 => (0..self.below(3)).map(|_| self.document(depth - 1)).collect(),
            _ => self.object(depth),
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        let members = (0..=self.below(3)).map(|i| (format!("k{i}"), self.document(depth.saturating_sub(1))));
        Value::Object(members.collect::<Map<_, _>>())
    }
}

/// A body that the model admits.
pub fn valid(model: &ServiceModel, operation: &str, random: &mut Random) -> Value {
    let input = model.operation(operation).and_then(|operation| operation.input.as_deref()).unwrap();
    structure(model, model.structure(input).unwrap(), random, 0)
}

/// An input of any operation, with the members outside the body too.
pub fn whole(model: &ServiceModel, operation: &str, random: &mut Random) -> Value {
    let input = model.operation(operation).and_then(|operation| operation.input.as_deref()).unwrap();
    let outside = |member: &&Member| member.place != Place::Body;
    let mut members = structure(model, model.structure(input).unwrap(), random, 0);
    for member in model.structure(input).unwrap().members.iter().filter(outside) {
        if member.required || random.chance(50) {
            let value = value(model, &member.shape, random, 1);
            members.as_object_mut().unwrap().insert(member.name.clone(), value);
        }
    }
    members
}

/// An output of any operation; a stream of events is left out.
pub fn output(model: &ServiceModel, operation: &str, random: &mut Random) -> Value {
    let output = model.operation(operation).and_then(|operation| operation.output.as_deref()).unwrap();
    let structure = model.structure(output).unwrap();
    let mut out = Map::new();
    for member in &structure.members {
        if member.required || random.chance(60) {
            out.insert(member.name.clone(), value(model, &member.shape, random, 1));
        }
    }
    out.into()
}

/// Below this depth only what is required is made, since some shapes contain themselves.
const DEEP: usize = 7;

fn value(model: &ServiceModel, name: &str, random: &mut Random, depth: usize) -> Value {
    let shape = model.shape(name).unwrap();
    let least = shape.min.unwrap_or(0.0);
    match &shape.kind {
        ShapeKind::Structure(inner) => structure(model, inner, random, depth),
        ShapeKind::List { member } => {
            let most = shape.max.map_or(usize::MAX, |max| max as usize);
            let more = if depth > DEEP { 0 } else { random.below(3) };
            let count = ((least as usize).max(usize::from(depth <= DEEP)) + more).min(most);
            (0..count).map(|_| value(model, member, random, depth + 1)).collect()
        }
        ShapeKind::Map { value: inner, .. } => {
            let entries = (0..=random.below(2)).map(|i| (format!("key{i}"), value(model, inner, random, depth + 1)));
            Value::Object(entries.collect())
        }
        ShapeKind::Document => random.object(3),
        ShapeKind::String => json!(text(shape, random)),
        ShapeKind::Blob => json!(STANDARD.encode(random.text())),
        ShapeKind::Integer | ShapeKind::Long => {
            let room = shape.max.map_or(5_000, |max| ((max - least) as usize).clamp(0, 5_000) + 1);
            json!(least as i64 + random.below(room) as i64)
        }
        // A whole number is written without `.0`, as our Converse bodies are.
        ShapeKind::Float | ShapeKind::Double => match random.below(65) {
            64 => json!(1),
            part => json!((part.max(1) as f64) / 64.0),
        },
        ShapeKind::Boolean => json!(random.chance(50)),
        ShapeKind::Timestamp => json!("2026-11-22T00:00:00Z"),
    }
}

fn text(shape: &Shape, random: &mut Random) -> String {
    if !shape.values.is_empty() {
        return random.pick(&shape.values).clone();
    }
    if let Some(pattern) = &shape.pattern {
        let long_enough = |text: &&str| text.len() as f64 >= shape.min.unwrap_or(0.0);
        let fitting: Vec<_> =
            PATTERN_TEXTS.into_iter().filter(|text| pattern.matches(text)).filter(long_enough).collect();
        if fitting.is_empty() {
            return patterned(pattern.source(), shape, random);
        }
        return (*random.pick(&fitting)).to_owned();
    }
    let mut text = random.text();
    while (text.chars().count() as f64) < shape.min.unwrap_or(0.0) {
        text.push('r');
    }
    text.chars().take(shape.max.map_or(usize::MAX, |max| max as usize)).collect()
}

/// A text that fits a pattern and the shape's length.
fn patterned(pattern: &str, shape: &Shape, random: &mut Random) -> String {
    // Of ASCII, as the service has it; what it refuses at the start is left to chance.
    let ascii = pattern.replace("\\d", "[0-9]").replace("\\w", "[0-9A-Za-z_]").replace("\\b", "");
    let ascii = match ascii.split_once("(?!").and_then(|(_, rest)| rest.split_once(')')) {
        Some((_, rest)) => rest,
        None => &ascii,
    };
    let syntax = regex_syntax::parse(ascii).unwrap_or_else(|error| panic!("{pattern}: {error}"));
    let (least, most) = (shape.min.unwrap_or(0.0), shape.max.unwrap_or(f64::INFINITY));
    let fits = |text: &String| {
        let length = text.chars().count() as f64;
        length >= least && length <= most && shape.pattern.as_ref().unwrap().matches(text)
    };
    let made = (0..2_000).map(|_| {
        let mut text = String::new();
        append(&syntax, random, &mut text);
        text
    });
    made.into_iter().find(fits).unwrap_or_else(|| panic!("no text for the pattern {pattern}"))
}

fn append(syntax: &Hir, random: &mut Random, out: &mut String) {
    match syntax.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.push_str(std::str::from_utf8(&literal.0).unwrap()),
        HirKind::Class(Class::Unicode(class)) => {
            let ranges: Vec<_> = class.ranges().iter().filter(|range| range.start() < '\u{d000}').collect();
            let range = random.pick(&ranges);
            let (first, last) = (range.start() as u32, (range.end() as u32).min(0xcfff));
            let span = (last - first + 1).min(90) as usize;
            out.push(char::from_u32(first + random.below(span) as u32).unwrap());
        }
        HirKind::Class(Class::Bytes(class)) => {
            let range = random.pick(class.ranges());
            out.push(char::from(range.start() + random.below(usize::from(range.end() - range.start()) + 1) as u8));
        }
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX).min(repetition.min + 12);
            let count = repetition.min as usize + random.below((most - repetition.min) as usize + 1);
            (0..count).for_each(|_| append(&repetition.sub, random, out));
        }
        HirKind::Capture(capture) => append(&capture.sub, random, out),
        HirKind::Concat(parts) => parts.iter().for_each(|part| append(part, random, out)),
        HirKind::Alternation(choices) => append(random.pick(choices), random, out),
    }
}

fn structure(model: &ServiceModel, structure: &Structure, random: &mut Random, depth: usize) -> Value {
    let members: Vec<_> = structure.members.iter().filter(|member| member.place == Place::Body).collect();
    if structure.union {
        // Deep down, a member that ends.
        let flat = |member: &&&Member| {
            !matches!(model.shape(&member.shape).unwrap().kind, ShapeKind::List { .. } | ShapeKind::Structure(_))
        };
        let ending: Vec<_> = members.iter().filter(flat).copied().collect();
        let choices = if depth > DEEP && !ending.is_empty() { &ending } else { &members };
        let member = random.pick(choices);
        return json!({ &member.name: value(model, &member.shape, random, depth + 1) });
    }
    let mut out = Map::new();
    for member in members {
        // `messages` is optional in the model, since a managed prompt may bring its own; here it is always there.
        if member.required || member.name == "messages" || depth <= DEEP && random.chance(60 / (depth + 1)) {
            out.insert(member.name.clone(), value(model, &member.shape, random, depth + 1));
        }
    }
    Value::Object(out)
}

/// Changes one place at random: puts another value there, takes it away, or adds a member.
pub fn damage(body: &mut Value, random: &mut Random) {
    let mut places = Vec::new();
    pointers(body, "", &mut places);
    let place = random.pick(&places).clone();
    if random.chance(25) {
        let (parent, key) = place.rsplit_once('/').unwrap();
        match body.pointer_mut(parent) {
            Some(Value::Object(members)) => drop(members.shift_remove(key)),
            Some(Value::Array(items)) => drop(items.remove(key.parse().unwrap())),
            _ => {}
        }
        return;
    }
    let values = [
        json!(""),
        json!("x"),
        json!("y".repeat(70)),
        json!(0),
        json!(-1),
        json!(2),
        json!(1.5),
        json!([]),
        json!({}),
        json!([1]),
        json!({"text": "a"}),
        json!([{"text": "a"}]),
        json!({"unheardOf": 1}),
    ];
    let other = random.pick(&values).clone();
    match body.pointer_mut(&place) {
        Some(Value::Object(members)) if random.chance(50) => {
            let key = *random.pick(&["text", "unheardOf", "name", "image"]);
            members.insert(key.to_owned(), other);
        }
        Some(slot) => *slot = other,
        None => {}
    }
}

fn pointers(value: &Value, at: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, inner)| {
            out.push(format!("{at}/{key}"));
            pointers(inner, &format!("{at}/{key}"), out);
        }),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, inner)| {
            out.push(format!("{at}/{index}"));
            pointers(inner, &format!("{at}/{index}"), out);
        }),
        _ => {}
    }
}
