//! Values that only the shell knows: an unset variable, the output of a program.
//!
//! A hole is a mark in a text, so that it survives quotes, files and pipes. Where the text is used, the mark becomes what
//! the user wrote (`$PROMPT`), with a note that names the line; a member that cannot hold text is left out.

use serde_json::{Value, json};

use crate::bedrock::operation::Api;
use crate::import::request_parts::{Body, RequestParts};

/// These three are noncharacters: no text for interchange contains them.
const OPEN: char = '\u{fdd0}';
const CLOSE: char = '\u{fdd1}';
/// The hole stands outside a JSON string.
const BARE: char = '\u{fdd2}';
/// More holes than any command has; the rest share the last one.
const MOST: usize = 1_000;

/// A value that is not in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Hole {
    /// The text that stands for it: `$PROMPT`, `$(date)`.
    shown: String,
    line: usize,
    kind: Kind,
}

/// Why a value is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Kind {
    /// Only the shell knows it.
    Unknown,
    /// It is a credential, which is noted where it is set.
    Secret,
}

/// The holes of a text, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Holes {
    list: Vec<Hole>,
}

/// The text without characters that would be taken for a mark.
pub(super) fn without_marks(text: &str) -> String {
    text.replace([OPEN, CLOSE, BARE], "\u{fffd}")
}

/// Whether a text has a hole.
pub(in crate::import) fn has(text: &str) -> bool {
    text.contains(OPEN)
}

/// Whether a text is one hole and nothing else.
pub(super) fn is_one(text: &str) -> bool {
    text.starts_with(OPEN) && text.find(CLOSE).is_some_and(|at| at + CLOSE.len_utf8() == text.len())
}

impl Holes {
    /// The mark of a new hole.
    pub fn mark(&mut self, shown: &str, line: usize, kind: Kind) -> String {
        let hole = Hole { shown: without_marks(shown), line, kind };
        let at = self.list.iter().position(|known| *known == hole).unwrap_or_else(|| {
            if self.list.len() < MOST {
                self.list.push(hole);
            }
            self.list.len() - 1
        });
        format!("{OPEN}{at}{CLOSE}")
    }

    /// The text that stands for the hole, and its line, where the whole text is one hole.
    pub fn whole(&self, text: &str) -> Option<(&str, usize)> {
        let number = text.trim().strip_prefix(OPEN)?.strip_suffix(CLOSE)?;
        let hole = self.list.get(number.parse::<usize>().ok()?)?;
        Some((hole.shown.as_str(), hole.line))
    }

    /// The text with each hole as the user wrote it, and a note for each.
    pub fn show(&self, text: &str, parts: &mut RequestParts) -> String {
        self.replace(text, |hole| {
            if hole.kind == Kind::Unknown {
                parts.note(format!(
                    "Line {}: only the shell knows the value of {}, so it stands there as text: replace it",
                    hole.line, hole.shown
                ));
            }
        })
    }

    /// The text with each hole as the user wrote it. Nothing is noted.
    pub fn plain(&self, text: &str) -> String {
        self.replace(text, |_| {})
    }

    fn replace(&self, text: &str, mut seen: impl FnMut(&Hole)) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(OPEN) {
            out.push_str(before.trim_end_matches(BARE));
            let Some((number, after)) = after.split_once(CLOSE) else { break };
            if let Some(hole) = number.parse::<usize>().ok().and_then(|at| self.list.get(at)) {
                seen(hole);
                out.push_str(&hole.shown);
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// Notes that an option or a header is left out, because its value has a hole.
    pub fn left_out(&self, text: &str, what: &str, parts: &mut RequestParts) {
        self.replace(text, |hole| {
            if hole.kind == Kind::Unknown {
                parts.note(format!(
                    "Line {}: only the shell knows the value of {}, so {what} is left out",
                    hole.line, hole.shown
                ));
            }
        });
    }

    /// The text as JSON. A hole within a string stays as text; one outside a string becomes a message or a block where
    /// the place takes one, and is left out elsewhere.
    pub fn json(&self, text: &str, api: Api, parts: &mut RequestParts) -> Option<Value> {
        if !has(text) {
            return serde_json::from_str(text).ok();
        }
        let mut value = serde_json::from_str(&quoted(text)).ok()?;
        self.fill(&mut value, "", api, parts);
        Some(value)
    }

    /// A value that another reader made of a text, with each hole as text.
    pub fn filled(&self, mut value: Value, api: Api, parts: &mut RequestParts) -> Value {
        self.fill(&mut value, "", api, parts);
        value
    }

    /// The body of a call: JSON, a Python dictionary, or text.
    ///
    /// # Errors
    ///
    /// When the whole body is a value that only the shell knows.
    pub fn body(&self, text: &str, api: Api, parts: &mut RequestParts) -> Result<Body, String> {
        if let Some((shown, line)) = self.whole(text) {
            return Err(format!("only the shell knows the body, {shown} on line {line}: paste its content instead"));
        }
        if let Some(value) = self.json(text, api, parts) {
            return Ok(Body::Json(value));
        }
        if let Some(json) = super::dictionary::json(text) {
            parts.note("The body is a Python dictionary, not JSON. It is read as the JSON that it stands for");
            if let Some(value) = self.json(&json, api, parts) {
                return Ok(Body::Json(value));
            }
        }
        Ok(Body::parse(&self.show(text, parts)))
    }

    fn fill(&self, value: &mut Value, place: &str, api: Api, parts: &mut RequestParts) {
        match value {
            Value::String(text) if has(text) => *text = self.show(text, parts),
            Value::Array(items) => {
                let before = items.len();
                items.retain(|item| !is_bare(item));
                if items.len() < before {
                    parts.note(format!("The list {place} contains a value that only the shell knows. It is left out"));
                }
                for item in items {
                    self.fill(item, place, api, parts);
                }
            }
            Value::Object(members) => {
                for (key, mut member) in std::mem::take(members) {
                    let key = self.show(&key, parts);
                    let place = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
                    if is_bare(&member) {
                        let text = member.as_str().unwrap_or_default().to_owned();
                        if stand_in(&key, "", api).is_none() {
                            self.left_out(&text, &place, parts);
                            continue;
                        }
                        member = stand_in(&key, &self.show(&text, parts), api).unwrap_or_default();
                    } else {
                        self.fill(&mut member, &place, api, parts);
                    }
                    members.insert(key, member);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// What stands for an unknown value of a member: text where a text belongs, a message where messages belong.
fn stand_in(key: &str, shown: &str, api: Api) -> Option<Value> {
    let content = || match api {
        Api::Converse => json!([{ "text": shown }]),
        Api::Invoke => json!(shown),
    };
    Some(match key {
        "messages" => json!([{ "role": "user", "content": content() }]),
        "content" | "system" => content(),
        "text" | "prompt" | "inputText" | "message" | "query" | "name" | "description" => json!(shown),
        _ => return None,
    })
}

fn is_bare(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.starts_with(BARE))
}

/// The text with each hole outside a JSON string as a string of its own.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let (mut in_string, mut escaped, mut bare) = (false, false, false);
    for c in text.chars() {
        match c {
            OPEN if !in_string => {
                bare = true;
                out.extend(['"', BARE]);
            }
            '"' if !escaped => in_string = !in_string,
            _ => {}
        }
        escaped = in_string && c == '\\' && !escaped;
        out.push(c);
        if c == CLOSE && bare {
            bare = false;
            out.push('"');
        }
    }
    out
}
