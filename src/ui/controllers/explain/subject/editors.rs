//! A name in a text that someone types: the key under the pointer, or the one that the caret is in.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTextAreaElement};

use super::drawn::{in_row, offset_at};
use super::{Asked, Edges, Subject, Want, closest, edges_of, member};
use crate::experiment::Api;
use crate::explain::{program, rows};

/// What a text area holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    /// JSON that stands at this place of a Converse request.
    Converse(&'static [&'static str]),
    /// JSON that is the input of the operation in the address.
    Input,
    /// JSON that is a filter of Retrieve.
    Filter,
    /// A Python program.
    Program,
}

/// What a text area holds, by its name; `None` for one whose keys have no meaning of ours.
fn holds(area: &Element) -> Option<Holds> {
    let label = area.get_attribute("aria-label")?;
    Some(match label.as_str() {
        "Additional model request fields" => Holds::Converse(&["additionalModelRequestFields"]),
        "Further request members" => Holds::Converse(&[]),
        "JSON schema of the answer" => Holds::Converse(&["jsonSchema", "schema"]),
        "Input as JSON" => Holds::Input,
        "Filter as JSON" => Holds::Filter,
        "Program" => Holds::Program,
        block if block.starts_with("Block ") => Holds::Converse(&["messages", "content"]),
        tool if tool.starts_with("JSON schema of tool") => {
            Holds::Converse(&["toolConfig", "tools", "toolSpec", "inputSchema", "json"])
        }
        _ => return None,
    })
}

fn keys(holds: Holds, text: &str) -> Vec<rows::Key> {
    match holds {
        Holds::Converse(_) | Holds::Input | Holds::Filter => rows::keys(text),
        Holds::Program => program::keys(text),
    }
}

fn asked(holds: Holds, path: Vec<String>, text: &str) -> Option<Asked> {
    Some(match holds {
        Holds::Converse(outer) => {
            Asked::Key(Api::Converse, outer.iter().map(|name| (*name).to_owned()).chain(path).collect())
        }
        Holds::Input => member(path)?,
        Holds::Filter => Asked::Member {
            client: "bedrock-agent-runtime".to_owned(),
            operation: "Retrieve".to_owned(),
            path: std::iter::once("filter".to_owned()).chain(path).collect(),
        },
        Holds::Program if text.contains("invoke_model") => {
            Asked::Key(Api::Invoke, path.strip_prefix(&["body".to_owned()]).unwrap_or(&path).to_vec())
        }
        Holds::Program => Asked::Key(Api::Converse, path),
    })
}

/// The key at a place of a text area.
fn key_in(area: &Element, place: usize, edges: Edges) -> Option<Subject> {
    let holds = holds(area)?;
    let text = area.dyn_ref::<HtmlTextAreaElement>()?.value();
    let path = rows::at(keys(holds, &text), Some(place))?;
    Some(Subject { asked: asked(holds, path, &text)?, edges })
}

/// The key under the pointer.
pub fn at_point(area: &Element, x: i32, y: i32) -> Option<Subject> {
    if let Some(editor) = closest(area, ".ce") {
        // The text area covers the coloured rows.
        let all = editor.query_selector_all(".crow .k").ok()?;
        let key = |index| all.item(index)?.dyn_into::<Element>().ok();
        return (0..all.length()).filter_map(key).find(|key| covers(key, x, y)).and_then(|key| in_row(&key));
    }
    let (node, place) = offset_at(x, y)?;
    // Beside its text, a browser names the end of the row, where no key ends.
    node.is_same_node(Some(area)).then(|| key_in(area, place, Edges::around(x, y))).flatten()
}

fn covers(element: &Element, x: i32, y: i32) -> bool {
    let place = element.get_bounding_client_rect();
    let (x, y) = (f64::from(x), f64::from(y));
    place.left() <= x && x <= place.right() && place.top() <= y && y <= place.bottom()
}

/// The key that the caret is in. When asked for, the first one of its row does, too.
pub fn at_caret(active: &Element, want: Want) -> Option<Subject> {
    let area = active.dyn_ref::<HtmlTextAreaElement>()?;
    let place = area.selection_start().ok()?? as usize;
    if let Some(editor) = closest(active, ".ce") {
        let row = editor.query_selector(".crow[data-caret]").ok()??;
        let text = area.value();
        let before: Vec<u16> = text.encode_utf16().take(place).collect();
        let column = before.iter().rev().take_while(|unit| **unit != u16::from(b'\n')).count();
        let key = key_at_column(&row, column);
        let first = || row.query_selector(".k").ok().flatten().filter(|_| want == Want::Asked);
        return in_row(&key.or_else(first)?);
    }
    key_in(active, place, edges_of(active))
}

/// The key of a coloured row at a column, counted in UTF-16 units.
fn key_at_column(row: &Element, column: usize) -> Option<Element> {
    let strokes = row.children();
    let mut from = 0;
    for index in 0..strokes.length() {
        let stroke = strokes.item(index)?;
        let to = from + stroke.text_content()?.encode_utf16().count();
        if (from..=to).contains(&column) && stroke.class_list().contains("k") {
            return Some(stroke);
        }
        from = to;
    }
    None
}

/// Every key of a text area.
pub fn all_in(area: &Element) -> Vec<Subject> {
    let Some((holds, area_of)) = holds(area).zip(area.dyn_ref::<HtmlTextAreaElement>()) else { return Vec::new() };
    let text = area_of.value();
    let edges = edges_of(area);
    let keys = keys(holds, &text).into_iter();
    keys.filter_map(|key| Some(Subject { asked: asked(holds, key.path, &text)?, edges })).collect()
}

/// Whether the caret is in a text area whose keys are explained.
pub fn moves_in() -> bool {
    document()
        .active_element()
        .is_some_and(|active| closest(&active, ".ce__text").is_some() || holds(&active).is_some())
}
