//! A JSON text: its rows with the pointers of their values, and the printer.

use outcrop::text::json;
use serde_json::Value;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use super::thrown;

/// A JSON text and its value.
#[wasm_bindgen]
pub struct Json {
    text: String,
    value: Value,
}

#[wasm_bindgen]
impl Json {
    /// A text, as our printer writes it.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Self, JsError> {
        let value = serde_json::from_str(text).map_err(thrown)?;
        Ok(Self { text: json::print(&value), value })
    }

    /// The text.
    pub fn text(&self) -> String {
        self.text.clone()
    }

    /// Splits the text into rows of coloured spans with pointers; returns the number of rows.
    pub fn rows(&self) -> usize {
        json::rows(&self.text).len()
    }

    /// Every pointer that the rows name, one per line.
    pub fn pointers(&self) -> String {
        json::rows(&self.text).into_iter().flat_map(|row| row.pointers).collect::<Vec<_>>().join("\n")
    }

    /// Prints the value; returns the length of the text.
    pub fn print(&self) -> usize {
        json::print(&self.value).len()
    }
}
