//! The lines of a program while it is written, and the sentences that several tools share.

use serde_json::Value;

use super::Line;
use super::layout::{Node, Style, lay_out};
use crate::text::json;

/// A program that grows line by line.
#[derive(Debug, Default)]
pub(super) struct Writer {
    /// The lines so far.
    pub lines: Vec<Line>,
    /// The notes on it.
    pub notes: Vec<String>,
    /// Whether bytes are stated in it.
    pub has_bytes: bool,
    /// Whether moments are stated in it.
    pub has_moments: bool,
}

impl Writer {
    /// Appends lines of the program's frame, which state nothing of the request.
    pub fn frame(&mut self, text: &str) {
        self.lines.extend(text.lines().map(|text| Line { text: text.to_owned(), pointers: Vec::new() }));
    }

    /// Appends lines of the frame, each with this before it.
    pub fn indented(&mut self, indent: &str, text: &str) {
        self.lines.extend(text.lines().map(|line| Line { text: format!("{indent}{line}"), pointers: Vec::new() }));
    }

    /// Appends a text with every line break of its own, as a quoted word holds them.
    pub fn whole(&mut self, text: &str) {
        self.lines.extend(text.split('\n').map(|text| Line { text: text.to_owned(), pointers: Vec::new() }));
    }

    /// Appends an empty line.
    pub fn gap(&mut self) {
        self.lines.push(Line::default());
    }

    /// Appends one line that states these places.
    pub fn line(&mut self, text: impl Into<String>, pointers: Vec<String>) {
        self.lines.push(Line { text: text.into(), pointers });
    }

    /// Appends a laid-out value.
    pub fn node(&mut self, node: &Node, style: Style, depth: usize) {
        self.lines.extend(lay_out(node, style, depth));
    }

    /// Appends a text unchanged, each line with the pointers that begin on it.
    pub fn verbatim(&mut self, text: &str, prefix: &str) {
        for (line, row) in text.split('\n').zip(json::rows(text)) {
            let pointers = row.pointers.iter().map(|pointer| format!("{prefix}{pointer}")).collect();
            self.lines.push(Line { text: line.to_owned(), pointers });
        }
    }

    /// Appends a JSON text as a quoted word after an option: `--messages '[…]'`. Quoting changes no line break, so that the
    /// lines of the word are those of the text.
    pub fn verbatim_after(&mut self, option: &str, word: &str, text: &str, prefix: &str) {
        for (index, (line, row)) in word.split('\n').zip(json::rows(text)).enumerate() {
            let indent = if index == 0 { option } else { "  " };
            let pointers = row.pointers.iter().map(|pointer| format!("{prefix}{pointer}")).collect();
            self.lines.push(Line { text: format!("{indent}{line}"), pointers });
        }
    }

    /// Puts text before the last line break.
    pub fn end_with(&mut self, text: &str) {
        if let Some(last) = self.lines.last_mut() {
            last.text.push_str(text);
        }
    }

    /// Adds a note, once.
    pub fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.notes.contains(&text) {
            self.notes.push(text);
        }
    }

    /// Lines and notes.
    pub fn finish(self) -> (Vec<Line>, Vec<String>) {
        (self.lines, self.notes)
    }
}

/// What the two clients are for; a comment in every program. Both are named as the tool names them.
pub(super) fn two_clients(runtime: &str, control: &str) -> [String; 2] {
    [
        format!("Models are called through {runtime}. Listing models, and all else"),
        format!("that manages them, goes through {control}, the control plane."),
    ]
}

/// Why the code of a Converse call with a body that is not JSON does not run.
pub(super) const CONVERSE_NEEDS_JSON: &str = "The body is not JSON, and Converse takes nothing else: correct it first";

/// Why a body that is not JSON is written as text.
pub(super) const NOT_JSON: &str = "The body is not JSON, so the code sends it as text";

/// Whether the document holds bytes: strings too long to have been typed.
pub(super) fn is_large(value: &Value) -> bool {
    match value {
        Value::String(text) => text.len() > 20_000,
        Value::Array(items) => items.iter().any(is_large),
        Value::Object(members) => members.values().any(is_large),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
