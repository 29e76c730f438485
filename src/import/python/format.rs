//! Texts with values in them: f-strings, `%` and `.format`.
//!
//! A value that is known only when the program runs stands in braces, as its name or as the name of its field.

use std::rc::Rc;

use ruff_python_ast::{ConversionFlag, ExprFString, FStringPart, InterpolatedStringElement};
use ruff_text_size::Ranged;

use super::functions::Arguments;
use super::json::{Writer, print};
use super::machine::Machine;
use super::places::Place;
use super::value::{Py, Text};

/// The widest field.
const WIDEST: usize = 1_000;

/// A text, and the notes of its values.
type Pieces = (String, Vec<usize>);

impl<'a> Machine<'a> {
    /// An f-string.
    pub(super) fn f_string(&mut self, each: &'a ExprFString) -> Py {
        let (mut text, mut notes) = (String::new(), Vec::new());
        for part in &each.value {
            match part {
                FStringPart::Literal(literal) => text.push_str(&literal.value),
                FStringPart::FString(f_string) => {
                    for element in &f_string.elements {
                        self.element(element, &mut text, &mut notes);
                    }
                }
            }
        }
        self.string(text, notes).unwrap_or_else(|| self.unknown(each))
    }

    fn element(&mut self, element: &'a InterpolatedStringElement, text: &mut String, notes: &mut Vec<usize>) {
        let field = match element {
            InterpolatedStringElement::Literal(literal) => return text.push_str(&literal.value),
            InterpolatedStringElement::Interpolation(field) => field,
        };
        let value = self.eval(&field.expression);
        if let Some(debug) = &field.debug_text {
            text.push_str(debug.as_str());
        }
        let mut spec = String::new();
        if let Some(format) = &field.format_spec {
            for element in &format.elements {
                self.element(element, &mut spec, notes);
            }
        }
        let repr = matches!(field.conversion, ConversionFlag::Repr | ConversionFlag::Ascii)
            || field.debug_text.is_some() && field.format_spec.is_none();
        let (more, more_notes) = self.formatted(&value, &spec, repr, None, &*field.expression);
        text.push_str(&more);
        notes.extend(more_notes);
    }

    /// A value in a text. One that is unknown is `{field}`.
    fn formatted(&mut self, value: &Py, spec: &str, repr: bool, field: Option<&str>, node: &impl Ranged) -> Pieces {
        let known = if repr { self.repr(value).map(|text| (text, Vec::new())) } else { self.text_of_known(value) };
        let is_number = matches!(value, Py::Int(_) | Py::Float(_) | Py::Bool(_));
        let known = match known {
            Some((text, notes)) if spec.is_empty() => Some((text, notes)),
            Some((text, notes)) if !is_number => pad(&text, spec, '<').map(|text| (text, notes)),
            Some(_) => number(value, spec).map(|text| (text, Vec::new())),
            None => None,
        };
        if let Some(known) = known {
            return known;
        }
        let unknown = value.unknown().cloned().unwrap_or_else(|| self.name_of(node));
        let placeholder = field.map_or_else(|| unknown.placeholder(), |field| format!("{{{field}}}"));
        let index = self.note_placeholder(&unknown, &placeholder);
        (placeholder, vec![index])
    }

    /// A value as `str()` gives it, with a placeholder for an unknown one.
    pub(super) fn text_of(&mut self, value: &Py) -> Option<Pieces> {
        if let Some(unknown) = value.unknown() {
            let placeholder = unknown.placeholder();
            let note = self.note_placeholder(unknown, &placeholder);
            return Some((placeholder, vec![note]));
        }
        self.text_of_known(value)
    }

    /// A known value as `str()` gives it.
    pub(super) fn text_of_known(&mut self, value: &Py) -> Option<Pieces> {
        match value {
            Py::Str(text) => Some((text.text.clone(), text.notes.clone())),
            Py::Dumped(dumped) => {
                let (inner, options) = &**dumped;
                let mut writer = Writer::new(self);
                let json = writer.json(inner, Place::Free, "a value", 0).ok()??;
                let (notes, cost) = (std::mem::take(&mut writer.notes), writer.cost());
                if !self.may_hold(cost) {
                    return None;
                }
                let notes = notes.into_iter().map(|note| self.value_note(note)).collect();
                Some((print(&json, options), notes))
            }
            other => self.repr(other).map(|text| (text, Vec::new())),
        }
    }

    /// A value as `repr()` gives it.
    pub(super) fn repr(&mut self, value: &Py) -> Option<String> {
        let text = match value {
            Py::None => "None".to_owned(),
            Py::Bool(true) => "True".to_owned(),
            Py::Bool(false) => "False".to_owned(),
            Py::Int(number) => number.to_string(),
            Py::Float(number) => float(*number),
            Py::Str(text) if text.notes.is_empty() => quoted(&text.text),
            Py::List(id) => {
                let items = self.heap.items(*id).to_vec();
                format!("[{}]", self.joined(&items)?)
            }
            Py::Tuple(id) => {
                let items = self.heap.items(*id).to_vec();
                let comma = if items.len() == 1 { "," } else { "" };
                format!("({}{comma})", self.joined(&items)?)
            }
            Py::Dict(id) => {
                let dict = self.heap.members(*id)?.clone();
                let mut parts = Vec::new();
                for (key, value) in dict.items() {
                    parts.push(format!("{}: {}", quoted(key), self.inner(value)?));
                }
                dict.unknown.is_empty().then(|| format!("{{{}}}", parts.join(", ")))?
            }
            _ => return None,
        };
        self.may_hold(text.len()).then_some(text)
    }

    fn joined(&mut self, items: &[Py]) -> Option<String> {
        let mut parts = Vec::new();
        for item in items {
            parts.push(self.inner(item)?);
        }
        Some(parts.join(", "))
    }

    fn inner(&mut self, value: &Py) -> Option<String> {
        if !self.step() || self.depth > super::machine::DEEPEST {
            return None;
        }
        self.depth += 1;
        let text = self.repr(value);
        self.depth -= 1;
        text
    }

    /// `text % values`.
    pub(super) fn percent(&mut self, text: &Rc<Text>, values: &Py, node: &impl Ranged) -> Option<Py> {
        let mut notes = text.notes.clone();
        let mut out = String::new();
        let mut rest = text.text.as_str();
        let mut places = match values {
            Py::Tuple(id) => self.heap.items(*id).to_vec(),
            other => vec![other.clone()],
        }
        .into_iter();
        while let Some((before, after)) = rest.split_once('%') {
            out.push_str(before);
            if let Some(after) = after.strip_prefix('%') {
                out.push('%');
                rest = after;
                continue;
            }
            let (name, after) = match after.strip_prefix('(').and_then(|after| after.split_once(')')) {
                Some((name, after)) => (Some(name), after),
                None => (None, after),
            };
            let end = after.find(|c: char| c.is_ascii_alphabetic())?;
            let (spec, kind) = (after.get(..end)?, after.get(end..end + 1)?);
            rest = after.get(end + 1..)?;
            let value = match (name, values) {
                (Some(name), Py::Dict(id)) => self.heap.members(*id)?.get(name).cloned()?,
                (Some(_), other) => other.clone(),
                (None, _) => places.next()?,
            };
            let is_unknown = value.unknown().is_some();
            let spec = match kind {
                "s" | "r" | "a" => spec.replace('-', ""),
                "d" | "i" | "u" => format!("{spec}d"),
                "f" | "F" | "e" | "g" | "x" => format!("{spec}{kind}"),
                _ => return None,
            };
            let value = match (kind, &value) {
                ("d" | "i" | "u", Py::Float(number)) => number_int(*number),
                _ => value,
            };
            let spec = if is_unknown || spec == "d" { "" } else { &spec };
            let (more, more_notes) = self.formatted(&value, spec, kind == "r", name, node);
            out.push_str(&more);
            notes.extend(more_notes);
            if !self.may_hold(more.len()) {
                return None;
            }
        }
        out.push_str(rest);
        self.string(out, notes)
    }

    /// `text.format(…)`.
    pub(super) fn format(&mut self, text: &Rc<Text>, arguments: &Arguments, node: &impl Ranged) -> Option<Py> {
        let mut notes = text.notes.clone();
        let mut out = String::new();
        let mut rest = text.text.as_str();
        let mut next = 0_usize;
        while let Some(at) = rest.find(['{', '}']) {
            out.push_str(rest.get(..at)?);
            let mark = rest.get(at..at + 1)?;
            rest = rest.get(at + 1..)?;
            if let Some(after) = rest.strip_prefix(mark) {
                out.push_str(mark);
                rest = after;
                continue;
            }
            if mark == "}" {
                return None;
            }
            let (field, after) = rest.split_once('}')?;
            rest = after;
            let (path, spec) = field.split_once(':').unwrap_or((field, ""));
            let (path, conversion) = path.split_once('!').unwrap_or((path, ""));
            let end = path.find(['.', '[']).unwrap_or(path.len());
            let (root, members) = (path.get(..end)?, path.get(end..)?);
            let number = if root.is_empty() { Some(next) } else { root.parse().ok() };
            next += usize::from(root.is_empty());
            let value = match number {
                Some(number) => arguments.places.get(number).cloned(),
                None => arguments.names.iter().rev().find(|(name, _)| name == root).map(|(_, value)| value.clone()),
            };
            let value = match value {
                Some(value) => self.member(&value, members),
                None if arguments.unknown.is_empty() => return None,
                None => None,
            };
            let value = value.unwrap_or_else(|| self.unknown(node));
            let name = number.is_none().then_some(path);
            let (more, more_notes) = self.formatted(&value, spec, conversion == "r", name, node);
            out.push_str(&more);
            notes.extend(more_notes);
            if !self.may_hold(more.len()) {
                return None;
            }
        }
        out.push_str(rest);
        self.string(out, notes)
    }

    /// `value[key]` of a field, such as `{d[key]}`.
    fn member(&mut self, value: &Py, members: &str) -> Option<Py> {
        let mut value = value.clone();
        for key in members.split('[').skip(1) {
            let key = key.strip_suffix(']')?;
            value = match &value {
                Py::Dict(id) => self.heap.members(*id)?.get(key).cloned()?,
                Py::List(id) => self.heap.items(*id).get(key.parse::<usize>().ok()?).cloned()?,
                _ => return None,
            };
        }
        (members.is_empty() || members.starts_with('[')).then_some(value)
    }
}

/// A number as Python prints it.
pub(crate) fn float(number: f64) -> String {
    if number.is_finite() && number.fract().abs() < f64::MIN_POSITIVE && number.abs() < 1e16 {
        return format!("{number:.1}");
    }
    format!("{number:?}")
}

#[expect(clippy::cast_possible_truncation, reason = "`%d` cuts the fraction")]
fn number_int(number: f64) -> Py {
    Py::Int(number as i128)
}

/// A string as Python quotes it.
pub(crate) fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\\' => out.push_str("\\\\"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

/// A number by a format, whole or with a fraction; `None` for a format that is not known here.
pub(crate) fn number_text(whole: Option<i128>, fraction: f64, spec: &str) -> Option<String> {
    number(&whole.map_or(Py::Float(fraction), Py::Int), spec)
}

/// A number by a format such as `.2f`, `05d`, `,` or `.0%`; `None` for one that is not known here.
fn number(value: &Py, spec: &str) -> Option<String> {
    let number = value.as_float()?;
    let (body, kind) = match spec.chars().last() {
        Some(kind @ ('f' | 'F' | 'd' | 'e' | 'g' | '%' | 'x')) => (spec.get(..spec.len() - 1)?, Some(kind)),
        _ => (spec, None),
    };
    let (body, precision) = match body.split_once('.') {
        Some((body, precision)) => (body, Some(precision.parse::<usize>().ok().filter(|width| *width <= 100)?)),
        None => (body, None),
    };
    let (body, commas) = match body.strip_suffix(',') {
        Some(body) => (body, true),
        None => (body, false),
    };
    let digits = match (kind, value.as_int(), precision) {
        (Some('f' | 'F'), _, precision) => format!("{number:.*}", precision.unwrap_or(6)),
        (Some('%'), _, precision) => format!("{:.*}%", precision.unwrap_or(6), number * 100.0),
        (None | Some('d'), Some(whole), None) => whole.to_string(),
        (Some('x'), Some(whole), None) => format!("{whole:x}"),
        (None, None, None) => float(number),
        _ => return None,
    };
    let digits = if commas { with_commas(&digits) } else { digits };
    pad(&digits, body, '>')
}

fn with_commas(digits: &str) -> String {
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("-", whole));
    let mut out = String::from(sign);
    for (at, c) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out + rest
}

/// A text in a field: `<10`, `>8`, `^20`, `*^9`, `05`.
pub(crate) fn pad(text: &str, spec: &str, side: char) -> Option<String> {
    let mut chars: Vec<char> = spec.chars().collect();
    if chars.last() == Some(&'s') {
        chars.pop();
    }
    let (fill, side, rest) = match chars.as_slice() {
        [fill, side @ ('<' | '>' | '^'), rest @ ..] => (*fill, *side, rest),
        [side @ ('<' | '>' | '^'), rest @ ..] => (' ', *side, rest),
        ['0', rest @ ..] => ('0', '>', rest),
        rest => (' ', side, rest),
    };
    let width: String = rest.iter().collect();
    let width = if width.is_empty() { 0 } else { width.parse::<usize>().ok().filter(|width| *width <= WIDEST)? };
    let missing = width.saturating_sub(text.chars().count());
    let before = match side {
        '<' => 0,
        '^' => missing / 2,
        _ => missing,
    };
    let fill = |count: usize| std::iter::repeat_n(fill, count).collect::<String>();
    Some(format!("{}{text}{}", fill(before), fill(missing - before)))
}
