//! A key in JSON as it is drawn: in a list of rows, or as plain text.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use super::{Asked, Edges, Subject, closest, edges_of, f32_of, member};
use crate::experiment::Api;
use crate::explain::rows::{self, Drawn, Piece, path};

/// The rows above a key that are read for its outer names.
const MOST_ROWS: usize = 4_000;

/// A key in a list of rows or in an editor.
pub fn in_row(key: &Element) -> Option<Subject> {
    let row = closest(key, ".jrow, .crow")?;
    let mut rows = vec![drawn(&row, Some(key))];
    let mut depth = rows.first().map_or(0, |row| row.depth);
    let mut before = row.previous_element_sibling();
    for _ in 0..MOST_ROWS {
        let Some(above) = before.filter(|_| depth > 0) else { break };
        let above_depth = depth_of(&above);
        if above_depth < depth {
            depth = above_depth;
            rows.push(drawn(&above, None));
        }
        before = above.previous_element_sibling();
    }
    rows.reverse();
    let names = path(&rows);
    if names.is_empty() {
        return None;
    }
    let list = closest(key, "ol.json").map(|list| list.id()).unwrap_or_default();
    let is_converse = list.starts_with("converse") || list.is_empty() && closest(key, ".face--converse").is_some();
    let asked = if list == "invokemodel-request-headers" {
        Asked::Header(names.last()?.clone())
    } else if list.ends_with("of-the-operation") {
        member(names)?
    } else if list == "exported-code" || is_converse {
        Asked::Key(Api::Converse, names)
    } else {
        Asked::Key(Api::Invoke, names)
    };
    Some(Subject { asked, edges: edges_of(key) })
}

/// A row as its pieces, up to and with a key.
fn drawn(row: &Element, until: Option<&Element>) -> Drawn {
    let holder = row.query_selector(".c").ok().flatten().unwrap_or_else(|| row.clone());
    let mut pieces = Vec::new();
    let nodes = holder.child_nodes();
    for index in 0..nodes.length() {
        let Some(node) = nodes.item(index) else { break };
        let text = node.text_content().unwrap_or_default();
        let class = node.dyn_ref::<Element>().map(Element::class_name).unwrap_or_default();
        pieces.push(match class.split(' ').next().unwrap_or_default() {
            "k" => Piece::Key(text),
            // An editor has a class for signs, too.
            "p" => Piece::Signs(text),
            "" if node.node_type() != Node::COMMENT_NODE => Piece::Signs(text),
            _ => Piece::Value,
        });
        if until.is_some_and(|until| until.is_same_node(Some(&node))) {
            break;
        }
    }
    Drawn { depth: depth_of(row), pieces }
}

fn depth_of(row: &Element) -> usize {
    let styled = row.query_selector(".c").ok().flatten().and_then(|holder| holder.dyn_into::<HtmlElement>().ok());
    let Some(holder) = styled else {
        let text = row.text_content().unwrap_or_default();
        return text.chars().take_while(|letter| *letter == ' ').count();
    };
    let depth = holder.style().get_property_value("--i").unwrap_or_default();
    depth.trim().parse().unwrap_or_default()
}

/// A key in JSON that is drawn as plain text.
pub fn in_text(text: &Element, point: Option<(i32, i32)>) -> Option<Subject> {
    let mut edges = edges_of(text);
    let place = match point {
        Some((x, y)) => {
            edges = Edges::around(x, y);
            Some(offset_at(x, y)?.1)
        }
        None => None,
    };
    let path = rows::at(rows::keys(&text.text_content()?), place)?;
    Some(Subject { asked: asked(text, path), edges })
}

/// Every key of JSON that is drawn as plain text.
pub fn all_in_text(text: &Element) -> Vec<Subject> {
    let edges = edges_of(text);
    let keys = rows::keys(&text.text_content().unwrap_or_default());
    keys.into_iter().map(|key| Subject { asked: asked(text, key.path), edges }).collect()
}

/// The node at a point of the window, and the place in its text.
pub fn offset_at(x: i32, y: i32) -> Option<(Node, usize)> {
    let caret = document().caret_position_from_point(f32_of(x), f32_of(y))?;
    Some((caret.offset_node()?, caret.offset() as usize))
}

fn asked(text: &Element, path: Vec<String>) -> Asked {
    if text.get_attribute("aria-label").is_some_and(|label| label == "Input of CreateGuardrail") {
        let (client, operation) = ("bedrock".to_owned(), "CreateGuardrail".to_owned());
        return Asked::Member { client, operation, path };
    }
    Asked::Key(if is_converse(text) { Api::Converse } else { Api::Invoke }, path)
}

/// Whether JSON as plain text is Converse's: an event of its stream, not the model's own chunk.
fn is_converse(text: &Element) -> bool {
    if text.get_attribute("aria-label").is_some_and(|label| label.starts_with("Converse")) {
        return true;
    }
    let mut before = text.previous_element_sibling();
    while let Some(element) = before {
        if element.tag_name() == "H4" {
            return element.text_content().is_some_and(|heading| heading.starts_with("Payload"));
        }
        before = element.previous_element_sibling();
    }
    false
}
