//! The functions and methods of the language whose results the text tells.

use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use oxc_ast::ast::{CallExpression, Expression};
use serde_json::Value;

use super::reader::{Reader, set};
use super::value::Js;

/// The deepest JSON that becomes values again.
const DEEPEST: usize = 100;

impl<'a> Reader<'a> {
    /// The result of a function of the language, by the names before its bracket.
    pub(super) fn global(&mut self, path: &str, arguments: &[Js<'a>]) -> Option<Js<'a>> {
        let first = arguments.first().cloned().unwrap_or(Js::Undefined);
        Some(match path {
            "JSON.stringify" => match &first {
                // Twice over, it is a text with backslashes.
                Js::Stringified(_) => {
                    let (text, holes) = self.text_of(&first)?;
                    Js::Text(Value::String(text.to_string()).to_string().into(), holes)
                }
                _ => Js::Stringified(Rc::new(first)),
            },
            "JSON.parse" => match &first {
                Js::Stringified(inner) => (**inner).clone(),
                other => {
                    let value = serde_json::from_str(other.as_text()?).ok()?;
                    self.value_of_json(value, DEEPEST)?
                }
            },
            "structuredClone" | "Object.freeze" | "Promise.resolve" => first,
            "String" | "encodeURIComponent" | "encodeURI" => {
                let (text, holes) = self.text_of(&first)?;
                match path {
                    // The name of a hole stays as it is.
                    path if path == "String" || !holes.is_empty() => Js::Text(text, holes),
                    _ => Js::text(
                        percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC).to_string(),
                    ),
                }
            }
            "Number" | "parseInt" | "parseFloat" | "Number.parseInt" | "Number.parseFloat" => match first.as_number() {
                Some(_) => first,
                None => Js::number(first.as_text()?.trim().parse().ok()?),
            },
            "Boolean" => Js::Bool(first.truth()?),
            "Buffer.from" | "Uint8Array.from" | "btoa" | "atob" => self.bytes(path, arguments)?,
            "Object.assign" => {
                for source in arguments.iter().skip(1) {
                    for (name, value) in self.members(source).cloned().unwrap_or_default() {
                        self.set_member(&first, &name, value);
                    }
                }
                first
            }
            "Promise.all" | "Promise.allSettled" | "Array.from" if matches!(first, Js::List(_)) => first,
            _ => return None,
        })
    }

    fn bytes(&mut self, path: &str, arguments: &[Js<'a>]) -> Option<Js<'a>> {
        let first = arguments.first()?;
        let encoding = arguments.get(1).and_then(Js::as_text).unwrap_or("utf8").to_owned();
        match first {
            // What is sent is the JSON itself.
            Js::Stringified(_) | Js::Bytes(_) if path != "btoa" => return Some(first.clone()),
            Js::List(_) => {
                let bytes: Option<Vec<u8>> =
                    self.items(first)?.iter().map(|item| u8::try_from(item.as_index()?).ok()).collect();
                return bytes.map(|bytes| Js::Bytes(bytes.into()));
            }
            _ => {}
        }
        let (text, holes) = self.text_of(first)?;
        if path == "btoa" {
            return Some(Js::Text(STANDARD.encode(text.as_bytes()).into(), holes));
        }
        if !holes.is_empty() {
            return Some(first.clone());
        }
        if !self.may_build(text.len()) {
            return None;
        }
        Some(match (path, encoding.as_str()) {
            ("atob", _) | (_, "base64" | "base64url") => {
                let plain = text.trim();
                let decoded =
                    STANDARD.decode(plain).or_else(|_| URL_SAFE_NO_PAD.decode(plain.trim_end_matches('='))).ok()?;
                Js::Bytes(decoded.into())
            }
            (_, "hex") => Js::Bytes(crate::text::hex::read(&text).ok()?.into()),
            _ => Js::Bytes(text.as_bytes().into()),
        })
    }

    /// JSON as a value of the program.
    fn value_of_json(&mut self, value: Value, depth: usize) -> Option<Js<'a>> {
        let depth = depth.checked_sub(1)?;
        Some(match value {
            Value::Null => Js::Null,
            Value::Bool(value) => Js::Bool(value),
            Value::Number(number) => Js::Number(number),
            Value::String(text) => Js::text(text),
            Value::Array(items) => {
                let items: Option<Vec<Js<'a>>> =
                    items.into_iter().map(|item| self.value_of_json(item, depth)).collect();
                self.list(items?)
            }
            Value::Object(map) => {
                let mut members = Vec::new();
                for (name, value) in map {
                    let value = self.value_of_json(value, depth)?;
                    set(&mut members, &name, value);
                }
                self.new_object(members)
            }
        })
    }

    /// The result of a method of a value.
    pub(super) fn method(&mut self, object: &Js<'a>, name: &str, arguments: &[Js<'a>]) -> Option<Js<'a>> {
        match object {
            Js::List(_) => self.list_method(object, name, arguments),
            Js::Text(..) | Js::Number(_) | Js::Stringified(_) | Js::Bytes(_) => {
                self.text_method(object, name, arguments)
            }
            _ => None,
        }
    }

    fn list_method(&mut self, list: &Js<'a>, name: &str, arguments: &[Js<'a>]) -> Option<Js<'a>> {
        let items = self.items(list)?.clone();
        if !self.may_build(items.len() * 32 + 32) {
            return None;
        }
        let first = arguments.first().cloned();
        Some(match name {
            "push" => {
                self.items_mut(list)?.extend(arguments.iter().cloned());
                Js::Undefined
            }
            "unshift" => {
                self.items_mut(list)?.splice(0..0, arguments.iter().cloned());
                Js::Undefined
            }
            "pop" => self.items_mut(list)?.pop().unwrap_or(Js::Undefined),
            "shift" => {
                let items = self.items_mut(list)?;
                if items.is_empty() { Js::Undefined } else { items.remove(0) }
            }
            "concat" => {
                let mut all = items;
                for argument in arguments {
                    match self.items(argument) {
                        Some(more) => all.extend(more.iter().cloned()),
                        None => all.push(argument.clone()),
                    }
                }
                self.list(all)
            }
            "slice" if arguments.is_empty() => self.list(items),
            "reverse" => {
                let items = self.items_mut(list)?;
                items.reverse();
                list.clone()
            }
            "at" => {
                let first = first?;
                let from_end = || Js::number(-first.as_number()?).as_index()?.checked_sub(1);
                let found = match first.as_index() {
                    Some(index) => items.get(index),
                    None => items.iter().rev().nth(from_end()?),
                };
                found.cloned().unwrap_or(Js::Undefined)
            }
            "join" => {
                let between = first.as_ref().and_then(Js::as_text).unwrap_or(",").to_owned();
                self.joined(&items, &between)?
            }
            "map" | "forEach" | "flatMap" => {
                let Some(Js::Function(function, scope)) = first else { return None };
                let mut results = Vec::new();
                for (index, item) in items.iter().enumerate() {
                    let index = Js::number(u32::try_from(index).map_or(0.0, f64::from));
                    let value = self.run(function, scope, vec![item.clone(), index], None);
                    match self.items(&value) {
                        Some(more) if name == "flatMap" => results.extend(more.iter().cloned()),
                        _ => results.push(value),
                    }
                    if self.found.is_some() {
                        self.in_loop = self.in_loop.max(items.len());
                    }
                    if !self.may_go_on() {
                        break;
                    }
                }
                if name == "forEach" { Js::Undefined } else { self.list(results) }
            }
            "filter" => {
                let Some(Js::Function(function, scope)) = first else { return None };
                let mut results = Vec::new();
                for item in items {
                    // What cannot be decided stays.
                    if self.run(function, scope, vec![item.clone()], None).truth() != Some(false) {
                        results.push(item);
                    }
                    if !self.may_go_on() {
                        break;
                    }
                }
                self.list(results)
            }
            _ => return None,
        })
    }

    fn text_method(&mut self, object: &Js<'a>, name: &str, arguments: &[Js<'a>]) -> Option<Js<'a>> {
        if let (Js::Bytes(bytes), "toString") = (object, name) {
            return match arguments.first().and_then(Js::as_text) {
                Some("base64") => Some(Js::text(STANDARD.encode(bytes))),
                _ => Some(Js::text(String::from_utf8_lossy(bytes).into_owned())),
            };
        }
        if matches!(name, "concat") {
            let mut parts = vec![object.clone()];
            parts.extend(arguments.iter().cloned());
            return self.joined(&parts, "");
        }
        let (text, holes) = self.text_of(object)?;
        if !self.may_build(text.len()) {
            return None;
        }
        let argument = |at: usize| arguments.get(at).and_then(Js::as_text);
        let out: Rc<str> = match name {
            "toString" | "valueOf" => text,
            "trim" => text.trim().into(),
            "trimStart" => text.trim_start().into(),
            "trimEnd" => text.trim_end().into(),
            "toLowerCase" => text.to_lowercase().into(),
            "toUpperCase" => text.to_uppercase().into(),
            "replace" => text.replacen(argument(0)?, argument(1)?, 1).into(),
            "replaceAll" if !argument(0)?.is_empty() && argument(1)?.len() < 4_096 => {
                text.replace(argument(0)?, argument(1)?).into()
            }
            "split" => {
                let by = argument(0)?.to_owned();
                let parts = if by.is_empty() { return None } else { text.split(&by).map(Js::text).collect() };
                return Some(self.list(parts));
            }
            "repeat" => {
                let count = arguments.first()?.as_index()?;
                let length = text.len().checked_mul(count)?;
                if !self.may_build(length) || length > 16 * 1024 * 1024 {
                    return None;
                }
                text.repeat(count).into()
            }
            _ => return None,
        };
        Some(Js::Text(out, holes))
    }

    /// The names before the bracket of a call: `JSON.stringify`.
    pub(super) fn path_of(call: &'a CallExpression<'a>) -> Option<String> {
        let mut names = Vec::new();
        let mut at = call.callee.get_inner_expression();
        while let Some(member) = at.as_member_expression() {
            names.push(member.static_property_name()?);
            at = member.object().get_inner_expression();
            if names.len() > 4 {
                return None;
            }
        }
        let Expression::Identifier(name) = at else { return None };
        names.push(name.name.as_str());
        names.reverse();
        Some(names.join("."))
    }
}
