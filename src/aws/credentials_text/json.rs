//! Credentials as JSON: the root object, or a member of an answer.

use super::found::{Found, Piece};
use super::{CredentialsTextError, SourceForm};
use serde_json::{Map, Value};
use zeroize::{Zeroize, Zeroizing};

/// The deepest level at which the credentials may be; STS puts them one level down.
const DEEPEST: usize = 6;

type Read = Result<(Found, SourceForm), CredentialsTextError>;

/// `None` when the text contains no JSON object; an error when it contains one that cannot be read or lacks
/// credentials.
pub(super) fn read(text: &str) -> Option<Read> {
    // A prompt or a command may precede the JSON, and a prompt may follow it.
    let start = start(text)?;
    let before = text.get(..start)?;
    let object = text.get(start..)?;
    match document(object) {
        Ok(value) => Some(found_in(value).ok_or(CredentialsTextError::NothingFound)),
        Err(mistake) => {
            // A terminal or a mail program may have broken the lines inside of texts, where JSON allows none.
            let joined: Zeroizing<String> =
                Zeroizing::new(object.lines().map(|line| line.trim().trim_end_matches('\\')).collect());
            if let Some(found) = document(&joined).ok().and_then(found_in) {
                return Some(Ok(found));
            }
            let lines_before = before.matches('\n').count();
            let line = mistake.line().max(1);
            let columns_before = if line == 1 { before.rsplit('\n').next().unwrap_or("").chars().count() } else { 0 };
            Some(Err(CredentialsTextError::Json {
                line: line + lines_before,
                column: mistake.column() + columns_before,
            }))
        }
    }
}

/// Where an object begins: a brace with a member or its end after it. `${NAME}` and `{{ name }}` are not objects.
fn start(text: &str) -> Option<usize> {
    text.match_indices('{').map(|(index, _)| index).find(|index| {
        let inside = text.get(index + 1..).unwrap_or_default().trim_start();
        let placeholder = text.get(..*index).is_some_and(|before| before.ends_with('$'));
        !placeholder && (inside.is_empty() || inside.starts_with(['"', '}', '\'', '\\']))
    })
}

fn document(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::Deserializer::from_str(text).into_iter::<Value>().next().unwrap_or(Ok(Value::Null))
}

fn found_in(mut value: Value) -> Option<(Found, SourceForm)> {
    let read = find(&value, 0).map(|(depth, object)| (gather(object), form(depth, object)));
    let read = read.or_else(|| in_a_text(&value, 0));
    wipe(&mut value);
    read
}

/// JSON in a text of JSON, as secret stores keep it.
fn in_a_text(value: &Value, depth: usize) -> Option<(Found, SourceForm)> {
    if depth > DEEPEST {
        return None;
    }
    match value {
        Value::String(text) if text.trim_start().starts_with('{') => document(text).ok().and_then(found_in),
        Value::Array(items) => items.iter().find_map(|item| in_a_text(item, depth + 1)),
        Value::Object(object) => object.values().find_map(|item| in_a_text(item, depth + 1)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// The object nearest to the root that has a key of credentials, with its depth.
fn find(value: &Value, depth: usize) -> Option<(usize, &Map<String, Value>)> {
    let members: Box<dyn Iterator<Item = &Value>> = match value {
        Value::Object(object) => {
            let is_key = |name: &String| matches!(Piece::named(name), Some(Piece::AccessKeyId | Piece::Secret));
            if object.keys().any(|name| is_key(name) && object.get(name).is_some_and(Value::is_string)) {
                return Some((depth, object));
            }
            Box::new(object.values())
        }
        Value::Array(items) => Box::new(items.iter()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
    };
    if depth >= DEEPEST {
        return None;
    }
    members.into_iter().find_map(|member| find(member, depth + 1))
}

fn gather(object: &Map<String, Value>) -> Found {
    let mut found = Found::default();
    for (name, value) in object {
        let Some(piece) = Piece::named(name) else { continue };
        match value {
            Value::String(text) => found.put(piece, text),
            Value::Number(number) if piece == Piece::Expiration => found.put(piece, &number.to_string()),
            // PowerShell writes a time as {"value": "/Date(…)/", "DateTime": "…"}, other tools as {"seconds": …}.
            Value::Object(time) if piece == Piece::Expiration => {
                let member =
                    ["value", "seconds", "_seconds", "$date", "DateTime"].iter().find_map(|name| time.get(*name));
                let text = member.map(|member| member.as_str().map_or_else(|| member.to_string(), str::to_owned));
                found.put(piece, text.as_deref().unwrap_or("unknown"));
            }
            Value::Number(_) | Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {}
        }
    }
    found
}

fn form(depth: usize, object: &Map<String, Value>) -> SourceForm {
    if depth > 0 {
        SourceForm::StsJson
    } else if object.contains_key("Version") {
        SourceForm::ProcessJson
    } else {
        SourceForm::BareJson
    }
}

/// Overwrites every text in a document.
fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(object) => object.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
