//! Gives the values of the shorthand their types.

use serde_json::{Map, Number, Value};

use super::shorthand::Short;
use super::types::Shape;
use crate::import::request_parts::RequestParts;
use crate::import::shell::command::Command;
use crate::import::shell::holes;

/// The JSON that a value is; `None` if it is left out, with a note.
///
/// # Errors
///
/// When the value cannot have the type, or a file is missing.
pub(super) fn value(
    short: Short,
    shape: &Shape,
    place: &str,
    command: &Command,
    parts: &mut RequestParts,
) -> Result<Option<Value>, String> {
    let wrong = |what: &str, text: &str| Err(format!("{place} must be {what}, not “{text}”"));
    Ok(Some(match (shape, short) {
        (_, Short::File(file)) => {
            let text = command.content(&file)?;
            return value(Short::Text(text), shape, place, command, parts);
        }
        // Commas belong to the text where it cannot be a list.
        (Shape::Text, Short::List(items)) => {
            let texts: Vec<String> = items.into_iter().filter_map(text).collect();
            Value::String(command.holes.show(&texts.join(", "), parts))
        }
        (Shape::Text, Short::Text(text)) => Value::String(command.holes.show(&text, parts)),
        (Shape::Integer | Shape::Float | Shape::Boolean, Short::Text(text)) if holes::has(&text) => {
            command.holes.left_out(&text, place, parts);
            return Ok(None);
        }
        (Shape::Integer, Short::Text(text)) => match text.parse::<i64>() {
            Ok(number) => Value::from(number),
            Err(_) => return wrong("an integer", &text),
        },
        (Shape::Float, Short::Text(text)) => match serde_json::from_str::<Number>(&text) {
            Ok(number) => Value::Number(number),
            Err(_) => return wrong("a number", &text),
        },
        (Shape::Boolean, Short::Text(text)) => match text.to_ascii_lowercase().as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => return wrong("true or false", &text),
        },
        (Shape::List(item), Short::List(items)) => {
            let mut list = Vec::new();
            for (index, short) in items.into_iter().enumerate() {
                list.extend(value(short, item, &format!("{place}[{index}]"), command, parts)?);
            }
            Value::Array(list)
        }
        (Shape::List(item), short) => Value::Array(value(short, item, place, command, parts)?.into_iter().collect()),
        (Shape::Structure(_) | Shape::Map(_) | Shape::Document, Short::Map(members)) => {
            let mut object = Map::new();
            for (key, short) in members {
                let inner = format!("{place}.{key}");
                let shape = match shape {
                    Shape::Structure(known) => known.iter().find(|(name, _)| *name == key).map(|(_, shape)| shape),
                    Shape::Map(item) => Some(*item),
                    _ => Some(&Shape::Document),
                };
                if shape.is_none() {
                    parts.note(format!("{inner} is not a member that the CLI knows. It is read as text"));
                }
                if let Some(value) = value(short, shape.unwrap_or(&Shape::Text), &inner, command, parts)? {
                    object.insert(key, value);
                }
            }
            Value::Object(object)
        }
        (Shape::Document, Short::List(items)) => {
            let mut list = Vec::new();
            for short in items {
                list.extend(value(short, &Shape::Document, place, command, parts)?);
            }
            Value::Array(list)
        }
        (Shape::Document, Short::Text(text)) => {
            let text = command.holes.show(&text, parts);
            serde_json::from_str(&text).unwrap_or(Value::String(text))
        }
        (Shape::Structure(_) | Shape::Map(_), Short::Text(text)) => return wrong("name=value", &text),
        (Shape::Structure(_) | Shape::Map(_), Short::List(_)) => return wrong("one structure", "a list"),
        (_, Short::List(_)) => return wrong("one value", "a list"),
        (_, Short::Map(_)) => return wrong("one value", "name=value"),
    }))
}

fn text(short: Short) -> Option<String> {
    match short {
        Short::Text(text) => Some(text),
        Short::List(_) | Short::Map(_) | Short::File(_) => None,
    }
}
