//! A stream of events: its frames, and the answer that they make.

use outcrop::aws::eventstream::{Decoder, Frame};
use outcrop::bedrock::fold::Fold;
use outcrop::bedrock::operation::Operation;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use super::thrown;

/// A stream that is decoded. Its frames are kept, as the page keeps them.
#[wasm_bindgen]
#[derive(Default)]
pub struct Frames {
    decoder: Decoder,
    frames: Vec<Frame>,
}

#[wasm_bindgen]
impl Frames {
    /// The start of a stream.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes, as they arrive.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), JsError> {
        self.frames.extend(self.decoder.push(chunk).map_err(thrown)?);
        Ok(())
    }

    /// The number of frames of the stream, which ends here.
    pub fn finish(&self) -> Result<usize, JsError> {
        self.decoder.finish().map_err(thrown)?;
        Ok(self.frames.len())
    }

    /// The event type and the payload of each frame, one per line.
    pub fn listed(&self) -> String {
        let line = |frame: &Frame| {
            let name = frame.header(":event-type").and_then(|value| value.as_str()).unwrap_or_default();
            format!("{name} {}", String::from_utf8_lossy(&frame.payload))
        };
        self.frames.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// A stream of `ConverseStream` that is folded into its answer.
#[wasm_bindgen]
pub struct Answer {
    decoder: Decoder,
    frames: Vec<Frame>,
    fold: Fold,
}

#[wasm_bindgen]
impl Answer {
    /// The start of a stream.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes, as they arrive.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), JsError> {
        for frame in self.decoder.push(chunk).map_err(thrown)? {
            self.fold.push_message(&frame.message().map_err(thrown)?);
            self.frames.push(frame);
        }
        Ok(())
    }

    /// The text of the answer, which ends here.
    pub fn finish(&mut self) -> Result<String, JsError> {
        self.decoder.finish().map_err(thrown)?;
        self.fold.finish();
        Ok(self.fold.turn().text())
    }
}

impl Default for Answer {
    fn default() -> Self {
        Self { decoder: Decoder::new(), frames: Vec::new(), fold: Fold::new(Operation::ConverseStream, None) }
    }
}
