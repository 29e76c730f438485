//! Credentials as JSON: the root object, or a member of an answer.

use super::{CredentialsTextError, Found, Piece, SourceForm};
use serde_json::{Map, Value};
use zeroize::Zeroize;

/// The deepest level at which the credentials may be; STS puts them one level down.
const DEEPEST: usize = 4;

type Read = Result<(Found, SourceForm), CredentialsTextError>;

/// `None` when the text contains no JSON object; an error when it contains one that cannot be read or lacks
/// credentials.
pub(super) fn read(text: &str) -> Option<Read> {
    // A prompt or a command may precede the JSON, and a prompt may follow it.
    let start = text.find('{')?;
    let before = text.get(..start)?;
    let object = text.get(start..)?;
    let mut documents = serde_json::Deserializer::from_str(object).into_iter::<Value>();
    match documents.next()? {
        Ok(mut value) => {
            let read = find(&value, 0).map(|(depth, object)| (gather(object), form(depth, object)));
            wipe(&mut value);
            Some(read.ok_or(CredentialsTextError::NothingFound))
        }
        Err(mistake) => {
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
