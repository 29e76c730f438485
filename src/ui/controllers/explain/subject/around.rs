//! The names near an element, for those who come by keyboard: columns, headers and fields take no focus of their own.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use super::{Asked, NAMES, Subject, closest, drawn, edges_of, editors, under};

/// What holds names that belong together.
const PARTS: &str = "section, fieldset, form, table, dl, details, aside, [role=group], [role=region], [role=tabpanel], \
                     .scroll, main, header, footer, nav, dialog";
/// Where to stop looking further out.
const WHOLE: &str = "main, header, footer, nav, dialog, body";
/// The most names that are listed.
const MOST: usize = 200;

/// The explained names of the nearest part around an element that has any, each once.
pub fn names_around(start: &Element, known: impl Fn(&Asked) -> bool) -> Vec<Subject> {
    // With nothing focused, the view.
    let body = start.tag_name() == "BODY";
    let main = || document().query_selector("dialog[open], main").ok().flatten();
    let mut part = if body { main() } else { closest(start, PARTS) };
    while let Some(here) = part {
        let names = names_in(&here, &known);
        if !names.is_empty() || here.matches(WHOLE).unwrap_or(true) {
            return names;
        }
        part = here.parent_element().and_then(|outer| closest(&outer, PARTS));
    }
    Vec::new()
}

fn names_in(part: &Element, known: &impl Fn(&Asked) -> bool) -> Vec<Subject> {
    let mut names: Vec<Subject> = Vec::new();
    let Ok(all) = part.query_selector_all(NAMES) else { return names };
    for index in 0..all.length() {
        let Some(element) = all.item(index).and_then(|node: Node| node.dyn_into::<Element>().ok()) else { continue };
        // What is folded or hidden takes no room.
        if element.get_bounding_client_rect().height() < 1.0 {
            continue;
        }
        let found = match element.tag_name().as_str() {
            "TEXTAREA" => editors::all_in(&element),
            "PRE" => drawn::all_in_text(&element),
            _ => {
                let edges = edges_of(&element);
                under(&element, edges.left, edges.top).into_iter().collect()
            }
        };
        for subject in found {
            if names.len() < MOST && !names.iter().any(|other| other.asked == subject.asked) && known(&subject.asked) {
                names.push(subject);
            }
        }
    }
    names
}
