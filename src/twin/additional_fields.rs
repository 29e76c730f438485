//! `additionalModelRequestFields`: parameters of the family that Converse has no member for, merged into the native
//! body.

use serde_json::{Map, Value};

use super::ledger::Ledger;
use super::link::LinkKind;
use crate::text::json::pointer_token;

const PLACE: &str = "/additionalModelRequestFields";

/// Merges the fields into `native`. Objects are merged member by member; a value that the native body already has
/// stays.
pub(super) fn merge(body: &Value, native: &mut Map<String, Value>, ledger: &mut Ledger) {
    match body.pointer(PLACE) {
        None => {}
        Some(Value::Object(fields)) if fields.is_empty() => {
            ledger.only_converse(PLACE.to_owned(), "An empty object adds nothing to the native body.");
        }
        Some(Value::Object(fields)) => merge_object(PLACE, "", fields, native, ledger),
        Some(_) => ledger.lost(
            PLACE.to_owned(),
            "additionalModelRequestFields must be an object; the native body has no place for another value.",
        ),
    }
}

fn merge_object(
    from: &str,
    to: &str,
    fields: &Map<String, Value>,
    native: &mut Map<String, Value>,
    ledger: &mut Ledger,
) {
    for (key, value) in fields {
        let (from, to) = (format!("{from}/{}", pointer_token(key)), format!("{to}/{}", pointer_token(key)));
        match (native.get_mut(key), value) {
            (Some(Value::Object(inner)), Value::Object(fields)) if !fields.is_empty() => {
                merge_object(&from, &to, fields, inner, ledger);
            }
            (Some(_), _) => ledger.link(
                LinkKind::Lossy,
                [from],
                [to],
                format!("Another Converse member already sets `{key}` in the native body, so this value is not sent."),
            ),
            (None, _) => {
                native.insert(key.clone(), value.clone());
                let note = format!("Converse has no member for `{key}` and passes it through to the native body.");
                ledger.link(LinkKind::Moved, [from], [to], note);
            }
        }
    }
}
