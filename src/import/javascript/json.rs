//! Values as JSON: what a hole becomes depends on its place.

use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value};

use super::reader::Reader;
use super::value::Js;
use crate::import::placeholder;

/// The deepest nesting, and the most values, of a request.
const DEEPEST: usize = 100;
const MOST_VALUES: usize = 500_000;
/// The most text of a request.
const MOST_TEXT: usize = 48 * 1024 * 1024;

/// What is left of the room for a request.
struct Room {
    values: usize,
    text: usize,
}

impl<'a> Reader<'a> {
    /// The value as JSON, with placeholders and notes for what is not known; `None` if it is no JSON or too large.
    pub(super) fn json(&mut self, value: &Js<'a>, is_converse: bool) -> Option<Value> {
        let mut room = Room { values: MOST_VALUES, text: MOST_TEXT };
        self.convert(value, &mut Vec::new(), is_converse, &mut room)
    }

    /// The value as `JSON.stringify` prints it, with the holes in it.
    pub(super) fn printed(&mut self, value: &Js<'a>) -> Option<(Rc<str>, Rc<[usize]>)> {
        let json = self.json(value, false)?;
        if !self.may_build(1_024) {
            return None;
        }
        Some((json.to_string().into(), Rc::from([])))
    }

    fn convert(
        &mut self,
        value: &Js<'a>,
        place: &mut Vec<String>,
        is_converse: bool,
        room: &mut Room,
    ) -> Option<Value> {
        room.values = room.values.checked_sub(1)?;
        if place.len() > DEEPEST {
            return None;
        }
        Some(match value {
            Js::Undefined | Js::Function(..) | Js::Class(..) => return None,
            Js::Null => Value::Null,
            Js::Bool(value) => Value::Bool(*value),
            Js::Number(number) => Value::Number(number.clone()),
            Js::Text(text, holes) => {
                room.text = room.text.checked_sub(text.len())?;
                for hole in holes.iter() {
                    self.note_hole(*hole);
                }
                Value::String(text.to_string())
            }
            Js::Bytes(bytes) => {
                room.text = room.text.checked_sub(bytes.len())?;
                Value::String(BASE64.encode(bytes))
            }
            Js::Stringified(inner) => Value::String(self.convert(inner, place, is_converse, room)?.to_string()),
            Js::List(_) => {
                let items = self.items(value)?.clone();
                let mut list = Vec::new();
                for (index, item) in items.iter().enumerate() {
                    place.push(index.to_string());
                    list.extend(self.convert(item, place, is_converse, room));
                    place.pop();
                }
                Value::Array(list)
            }
            Js::Object(_) => {
                let members = self.members(value)?.clone();
                let mut map = Map::new();
                for (name, member) in &members {
                    place.push(name.to_string());
                    if let Some(value) = self.convert(member, place, is_converse, room) {
                        map.insert(name.to_string(), value);
                    }
                    place.pop();
                }
                Value::Object(map)
            }
            Js::Imported(name) => Value::String(name.to_string()),
            Js::Unknown(hole) => {
                let (name, line) = self.holes.get(*hole).map(|hole| (hole.name.clone(), hole.line))?;
                let written = placeholder::for_place(place, &name, is_converse);
                match &written {
                    Some(_) => self.note_hole(*hole),
                    None => self.parts.note(format!(
                        "Left out “{}”: only a run would give `{name}` (line {line})",
                        place.iter().rev().find(|part| part.parse::<usize>().is_err()).map_or("", String::as_str)
                    )),
                }
                return written;
            }
        })
    }

    /// Notes that a placeholder is in the request.
    pub(super) fn note_hole(&mut self, hole: usize) {
        if let Some(hole) = self.holes.get(hole) {
            let note =
                format!("Only a run would give `{}` (line {}); a placeholder is in its place", hole.name, hole.line);
            self.parts.note(note);
        }
    }
}
