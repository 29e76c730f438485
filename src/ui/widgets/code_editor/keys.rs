//! The keys of the editor.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::engine::Engine;
use super::find_bar::Finding;
use crate::text::editing::{Key, Selection};

/// Handles a key, or leaves it to the field.
pub fn on_key(engine: Engine, finding: Finding, event: &KeyboardEvent) {
    // Keys during input-method composition belong to the input method.
    if event.is_composing() || event.key_code() == 229 {
        return;
    }
    let key = event.key();
    let command = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
    let taken = match key.as_str() {
        "Escape" => {
            // The next Tab leaves the editor; Escape keeps its other effects.
            engine.at_home.set_value(false);
            return;
        }
        "Tab" => {
            if command || event.alt_key() || !engine.at_home.get_value() {
                return;
            }
            engine.press(if event.shift_key() { Key::Outdent } else { Key::Indent })
        }
        _ if command => on_command(engine, finding, event, &key),
        "Enter" => engine.press(Key::Enter),
        "Backspace" if !event.alt_key() => engine.press(Key::Backspace),
        "PageDown" | "PageUp" => {
            turn_page(engine, key == "PageDown", event.shift_key());
            true
        }
        other => {
            let mut characters = other.chars();
            match (characters.next(), characters.next()) {
                (Some(character), None) => engine.press(Key::Character(character)),
                _ => false,
            }
        }
    };
    if taken {
        event.prevent_default();
    }
    if !matches!(key.as_str(), "Shift" | "Control" | "Alt" | "Meta") {
        engine.at_home.set_value(true);
    }
}

fn on_command(engine: Engine, finding: Finding, event: &KeyboardEvent, key: &str) -> bool {
    match (key.to_ascii_lowercase().as_str(), event.shift_key()) {
        ("z", false) => engine.undo(),
        ("z", true) | ("y", false) => engine.redo(),
        ("f", false) => finding.open(),
        ("[" | "{", true) => fold(engine, true),
        ("]" | "}", true) => fold(engine, false),
        ("a", false) => select_to(engine, Some(0), usize::MAX),
        ("home", extends) => select_to(engine, (!extends).then_some(0), 0),
        ("end", extends) => select_to(engine, (!extends).then_some(usize::MAX), usize::MAX),
        _ => return false,
    }
    true
}

/// Folds or unfolds the row of the caret.
fn fold(engine: Engine, fold: bool) {
    engine.read_selection();
    let (row, folded) = engine.peek(|sheet| {
        let row = sheet.row_at(sheet.document().selection().head);
        let range = sheet.row_range(row);
        (row, sheet.document().folds().iter().any(|fold| fold.start >= range.start && fold.end <= range.end))
    });
    if fold != folded {
        engine.toggle_fold(row);
    }
}

/// Moves the caret, or extends the selection.
fn select_to(engine: Engine, anchor: Option<usize>, head: usize) {
    engine.read_selection();
    let anchor = anchor.unwrap_or_else(|| engine.peek(|sheet| sheet.document().selection().anchor));
    engine.move_to(Selection { anchor, head });
}

/// Moves the caret by one screen, in its column.
fn turn_page(engine: Engine, down: bool, extends: bool) {
    engine.read_selection();
    let page = engine.page();
    let (anchor, head) = engine.peek(|sheet| {
        let selection = sheet.document().selection();
        let row = sheet.row_at(selection.head);
        let to = if down { (row + page).min(sheet.row_count().saturating_sub(1)) } else { row.saturating_sub(page) };
        let column = selection.head - sheet.row_range(row).start;
        let range = sheet.row_range(to);
        (selection.anchor, (range.start + column).min(range.end))
    });
    engine.move_to(Selection { anchor: if extends { anchor } else { head }, head });
}
