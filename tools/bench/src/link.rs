//! An experiment as a link.

use outcrop::experiment::Experiment;
use outcrop::share::schema::{self, Extent};
use outcrop::share::{file, link};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use super::thrown;

/// An experiment and its link.
#[wasm_bindgen]
pub struct Link {
    experiment: Experiment,
    fragment: String,
}

#[wasm_bindgen]
impl Link {
    /// The experiment of a file.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Self, JsError> {
        let experiment = file::read(text.as_bytes()).map_err(thrown)?.experiment;
        let fragment = link::encode(&experiment).map_err(thrown)?;
        Ok(Self { experiment, fragment })
    }

    /// The document that a link holds, which other packages pack.
    pub fn document(&self) -> String {
        schema::write(&self.experiment, Extent::Link).to_string()
    }

    /// Writes the link; returns its characters.
    pub fn encode(&self) -> Result<usize, JsError> {
        Ok(link::encode(&self.experiment).map_err(thrown)?.len())
    }

    /// Reads the link; returns whether it is for the same experiment.
    pub fn decode(&self) -> Result<bool, JsError> {
        Ok(link::decode(&self.fragment).map_err(thrown)?.experiment == self.experiment)
    }
}
