//! `inferenceConfig`: the same settings in every family, under other names and in other places.
//!
//! Each family has a table of rows, which is read in both directions.

use serde_json::{Map, Value};

use super::link::LinkKind;
use super::reading::Reading;
use super::task::Task;
use crate::text::json;

/// `(member of inferenceConfig, place in the native body, kind, note)`. The place has one or two keys.
pub(super) type Setting = (&'static str, &'static str, LinkKind, &'static str);

/// Writes the settings that the Converse body has.
pub(super) fn write(task: &mut Task<'_>, native: &mut Map<String, Value>, settings: &[Setting]) {
    for (from, to, kind, note) in settings {
        let place = format!("/inferenceConfig/{from}");
        if let Some(value) = task.body.pointer(&place) {
            put(native, to, value.clone());
            task.ledger.link(*kind, [place], [(*to).to_owned()], *note);
        }
    }
}

/// Reads the settings that the native body has.
pub(super) fn read(reading: &mut Reading<'_>, settings: &[Setting]) {
    for (from, to, ..) in settings {
        let Some(value) = reading.native.pointer(to) else { continue };
        let value = match value {
            // A single stop sequence may be a string instead of a list.
            Value::String(_) if *from == "stopSequences" => {
                reading.pair(format!("{to}/0"), (*to).to_owned());
                Value::Array(vec![value.clone()])
            }
            _ => value.clone(),
        };
        if holds(from, &value) {
            put(&mut reading.out, &format!("/inferenceConfig/{from}"), value);
        }
    }
}

/// Whether Converse's member has that type; other values stay native fields.
fn holds(name: &str, value: &Value) -> bool {
    match name {
        "maxTokens" => value.is_u64(),
        "stopSequences" => value.as_array().is_some_and(|texts| texts.iter().all(Value::is_string)),
        _ => value.is_number(),
    }
}

/// Puts a value at `/key` or `/outer/key`.
pub(super) fn put(into: &mut Map<String, Value>, place: &str, value: Value) {
    json::put(into, place.split('/').skip(1), value);
}
