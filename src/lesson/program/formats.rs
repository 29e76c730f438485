//! Values as text: `str`, `repr`, formats and `json.dumps`.

use std::fmt::Write as _;

use serde_json::Value;

use super::error::Raised;
use super::machine::{Machine, Run};
use super::value::{Py, Val};
use crate::import::notation::{float, number_text, pad, quoted};

impl Machine<'_> {
    /// `str(value)`
    pub fn str(&self, value: &Val) -> String {
        match &value.py {
            Py::Str(text) => text.to_string(),
            Py::Error(raised) if raised.kind == "KeyError" => raised.text.clone(),
            Py::Error(raised) => raised.text.clone(),
            _ => self.repr(value),
        }
    }

    /// `repr(value)`
    pub fn repr(&self, value: &Val) -> String {
        self.repr_at(value, 0)
    }

    fn repr_at(&self, value: &Val, depth: usize) -> String {
        const DEEPEST: usize = 100;
        let inner = |value: &Val| self.repr_at(value, depth + 1);
        match &value.py {
            Py::List(_) | Py::Tuple(_) | Py::Dict(_) if depth > DEEPEST => "...".to_owned(),
            Py::None => "None".to_owned(),
            Py::Bool(true) => "True".to_owned(),
            Py::Bool(false) => "False".to_owned(),
            Py::Int(number) => number.to_string(),
            Py::Float(number) if number.is_nan() => "nan".to_owned(),
            Py::Float(number) if number.is_infinite() => if *number > 0.0 { "inf" } else { "-inf" }.to_owned(),
            Py::Float(number) => exponent(&float(*number)),
            Py::Str(text) => quoted(text),
            Py::Bytes(bytes) => bytes_repr(bytes),
            Py::List(id) => {
                format!("[{}]", self.heap.items(*id).iter().map(inner).collect::<Vec<_>>().join(", "))
            }
            Py::Tuple(id) => {
                let items = self.heap.items(*id);
                let comma = if items.len() == 1 { "," } else { "" };
                format!("({}{comma})", items.iter().map(inner).collect::<Vec<_>>().join(", "))
            }
            Py::Dict(id) => {
                let members =
                    self.heap.members(*id).iter().map(|(key, value)| format!("{}: {}", inner(key), inner(value)));
                format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
            }
            Py::Error(raised) => {
                let name = value.py.type_name();
                if raised.text.is_empty() {
                    format!("{name}()")
                } else if raised.kind == "KeyError" {
                    format!("{name}({})", raised.text)
                } else {
                    format!("{name}({})", quoted(&raised.text))
                }
            }
            Py::Library(path) if super::names::is_class(path) => format!("<class '{path}'>"),
            Py::Library(path) if super::names::MODULES.contains(&&**path) => format!("<module '{path}'>"),
            Py::Library(path) => format!("<function {}>", path.rsplit('.').next().unwrap_or(path)),
            Py::Session(region) => {
                format!("Session(region_name={})", region.as_ref().map_or("None".to_owned(), |region| quoted(region)))
            }
            Py::Client(..) | Py::OtherClient(_) => format!("<botocore.client.{} object>", value.py.type_name()),
            Py::Body(_) => "<botocore.response.StreamingBody object>".to_owned(),
            Py::Stream(_) => "<botocore.eventstream.EventStream object>".to_owned(),
            Py::Function(id) => {
                format!("<function {}>", self.functions.get(*id).map_or("", |function| function.name.as_str()))
            }
            Py::Method(method) => format!("<built-in method {}>", method.1),
            Py::Operation(client, _, operation) => {
                format!("<bound method {}.{}>", super::names::class(*client), super::names::snake(operation))
            }
        }
    }

    /// `format(value, spec)`
    pub fn formatted(&self, value: &Val, spec: &str) -> Run<String> {
        if spec.is_empty() {
            return Ok(self.str(value));
        }
        let text = match &value.py {
            Py::Int(_) | Py::Float(_) | Py::Bool(_) => {
                number_text(value.py.as_int(), value.py.as_float().unwrap_or_default(), spec)
            }
            Py::Str(text) => match spec.split_once('.') {
                Some((width, most)) => {
                    let most = most.trim_end_matches('s').parse().unwrap_or(usize::MAX);
                    pad(&text.chars().take(most).collect::<String>(), width, '<')
                }
                None => pad(text, spec, '<'),
            },
            other => {
                let text = format!("unsupported format string passed to {}.__format__", other.type_name());
                return Err(Raised::new("TypeError", text, value.line).into());
            }
        };
        text.ok_or_else(|| Raised::new("ValueError", "Invalid format specifier", value.line).into())
    }
}

/// An exponent as Python writes it: `1e-07`.
fn exponent(text: &str) -> String {
    let Some((digits, exponent)) = text.split_once('e') else { return text.to_owned() };
    let (sign, exponent) = exponent.strip_prefix('-').map_or(("+", exponent), |exponent| ("-", exponent));
    format!("{digits}e{sign}{exponent:0>2}")
}

fn bytes_repr(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    let mut out = format!("b{quote}");
    for byte in bytes {
        // Writing to a text cannot fail.
        match byte {
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b'\\' => out.push_str("\\\\"),
            32..=126 if char::from(*byte) == quote => out.extend(['\\', quote]),
            32..=126 => out.push(char::from(*byte)),
            other => {
                let _ = write!(out, "\\x{other:02x}");
            }
        }
    }
    out.push(quote);
    out
}

/// How `json.dumps` writes.
pub(super) struct Dumps {
    pub indent: Option<usize>,
    pub ascii: bool,
    pub sort: bool,
}

/// JSON as `json.dumps` writes it.
pub(super) fn dumps(value: &Value, options: &Dumps, depth: usize, out: &mut String) {
    let line = |out: &mut String, depth: usize| {
        if let Some(indent) = options.indent {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent * depth));
        }
    };
    let comma = if options.indent.is_some() { "," } else { ", " };
    match value {
        Value::String(text) => {
            let quoted = serde_json::to_string(text).unwrap_or_default();
            if options.ascii {
                for c in quoted.chars() {
                    if c.is_ascii() && c != '\u{7f}' {
                        out.push(c);
                    } else {
                        for unit in c.encode_utf16(&mut [0; 2]) {
                            let _ = write!(out, "\\u{unit:04x}");
                        }
                    }
                }
            } else {
                out.push_str(&quoted);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push_str(comma);
                }
                line(out, depth + 1);
                dumps(item, options, depth + 1, out);
            }
            line(out, depth);
            out.push(']');
        }
        Value::Object(members) if !members.is_empty() => {
            let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
            if options.sort {
                sorted.sort_by(|a, b| a.0.cmp(b.0));
            }
            out.push('{');
            for (at, (name, member)) in sorted.into_iter().enumerate() {
                if at > 0 {
                    out.push_str(comma);
                }
                line(out, depth + 1);
                dumps(&Value::String(name.clone()), options, depth, out);
                out.push_str(": ");
                dumps(member, options, depth + 1, out);
            }
            line(out, depth);
            out.push('}');
        }
        Value::Number(number) if number.is_f64() => {
            out.push_str(&exponent(&float(number.as_f64().unwrap_or_default())));
        }
        other => out.push_str(&other.to_string()),
    }
}
