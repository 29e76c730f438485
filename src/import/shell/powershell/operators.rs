//! The operators for text, `-join`, `-split` and `-replace`, and the methods of strings that do the same.
//!
//! The patterns of `-split` and `-replace` are regular expressions; one that is more than plain text gives no value, so
//! the result counts as unknown.

use super::reader::Reader;
use super::value::Value;
use crate::import::shell::holes;

/// An operator for text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    /// `-join`
    Join,
    /// `-split`
    Split,
    /// `-replace`
    Replace,
    /// `-as`, whose type is a word in brackets.
    Is,
}

impl Operator {
    /// The result; `None` if it is not known.
    pub fn apply(self, value: Value, arguments: &[String]) -> Option<Value> {
        let first = arguments.first().map_or("", String::as_str);
        match self {
            Self::Join => match value {
                Value::List(items) => Some(Value::Text(items.iter().map(Value::text).collect::<Vec<_>>().join(first))),
                value => Some(Value::Text(value.text())),
            },
            Self::Split => {
                let text = value.text();
                let parts: Vec<String> = if arguments.is_empty() {
                    text.split_whitespace().map(str::to_owned).collect()
                } else {
                    text.split(&plain(first)?).map(str::to_owned).collect()
                };
                Some(Value::List(parts.into_iter().map(Value::Text).collect()))
            }
            Self::Replace => {
                let (from, to) = (plain(first)?, arguments.get(1).map_or("", String::as_str));
                if to.contains('$') || holes::has(&value.text()) {
                    return None;
                }
                match value {
                    Value::List(items) => Some(Value::List(
                        items.iter().map(|item| Value::Text(item.text().replace(&from, to))).collect(),
                    )),
                    value => Some(Value::Text(value.text().replace(&from, to))),
                }
            }
            Self::Is => Some(value),
        }
    }
}

impl Reader<'_> {
    /// Takes an operator for text.
    pub fn operator(&mut self) -> Option<Operator> {
        let rest = self.rest().strip_prefix('-')?;
        let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let name = rest.get(..length)?.to_ascii_lowercase();
        let operator = match name.as_str() {
            "join" => Operator::Join,
            "split" | "csplit" | "isplit" => Operator::Split,
            "replace" | "creplace" | "ireplace" => Operator::Replace,
            "as" => Operator::Is,
            _ => return None,
        };
        self.skip(1 + length);
        self.space();
        if operator == Operator::Is && self.rest().starts_with('[') {
            let end = self.rest().find(']').map_or(self.rest().len(), |at| at + 1);
            self.skip(end);
        }
        Some(operator)
    }
}

/// What a method of a value gives; `None` if it is not known.
pub(super) fn method(value: &Value, name: &str, arguments: &[Value]) -> Option<Value> {
    let text = value.text();
    let argument = |at: usize| arguments.get(at).map(Value::text);
    let name = name.to_ascii_lowercase();
    Some(match (name.as_str(), arguments.len()) {
        ("tostring", _) => value.clone(),
        _ if matches!(value, Value::Map(_)) => return None,
        ("trim", 0) => Value::Text(text.trim().to_owned()),
        ("trimstart", 0) => Value::Text(text.trim_start().to_owned()),
        ("trimend", 0) => Value::Text(text.trim_end().to_owned()),
        ("tolower" | "tolowerinvariant", 0) => Value::Text(text.to_lowercase()),
        ("toupper" | "toupperinvariant", 0) => Value::Text(text.to_uppercase()),
        ("replace", 2) => {
            let from = argument(0).filter(|from| !from.is_empty())?;
            Value::Text(text.replace(&from, &argument(1)?))
        }
        ("split", 1) => {
            let at = argument(0).filter(|at| !at.is_empty())?;
            Value::List(text.split(&at).map(|part| Value::Text(part.to_owned())).collect())
        }
        ("substring", 1 | 2) => {
            let number = |at: usize| argument(at)?.parse::<usize>().ok();
            let start = number(0)?;
            let count = if arguments.len() == 2 { number(1)? } else { usize::MAX };
            Value::Text(text.chars().skip(start).take(count).collect())
        }
        _ => return None,
    })
}

/// The text that a regular expression stands for, if it is plain; `\.` is a dot.
fn plain(pattern: &str) -> Option<String> {
    let mut out = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next()? {
                'n' => out.push('\n'),
                'r' => out.push('\r'),
                't' => out.push('\t'),
                c if c.is_ascii_alphanumeric() => return None,
                c => out.push(c),
            },
            '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '^' | '$' => return None,
            c => out.push(c),
        }
    }
    (!out.is_empty()).then_some(out)
}
