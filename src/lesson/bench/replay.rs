//! Does again what a hand-in says was done.

use serde_json::Value;

use super::Bench;
use super::road::Road;
use crate::aws::endpoint::Endpoint;
use crate::aws::region::Region;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::request;
use crate::experiment::document::lab::LabText;
use crate::experiment::run::session::Call;
use crate::lesson::action::{Action, OperationInput};
use crate::lesson::input::{Input, operation};
use crate::lesson::journal::{Caret, Entry, Pane, Pin, Placement};
use crate::text::json::pointer_token;

impl Bench {
    /// Does an input again and writes what happens to the journal.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub fn replay(&mut self, input: &Input, road: &Road<'_>) -> Result<(), String> {
        match input {
            Input::Call { operation: name, model, region, body, earlier } => {
                let operation = operation(name).ok_or_else(|| format!("there is no operation {name}"))?;
                let id = ModelId::parse(model).map_err(|error| error.to_string())?;
                let place = Region::parse(region).map_err(|error| error.to_string())?;
                let endpoint = Endpoint::aws("bedrock-runtime", &place);
                let call = Call {
                    operation,
                    family: id.family(),
                    model: model.clone(),
                    request: request(operation, &endpoint, &id, body.clone().into_bytes()),
                };
                self.draft.region.clone_from(region);
                self.run_again(call, road)?;
                if *earlier {
                    self.journal.begin();
                }
            }
            Input::Operation { client, operation, region, input } => {
                self.draft.region.clone_from(region);
                let (client, operation) = (client.clone(), operation.clone());
                self.operation(&OperationInput { client, operation, input: input.clone() }, road)?;
            }
            Input::Signature { change } => self.sign(change, road)?,
            Input::Frame { number, byte, flip } => {
                self.open_frame(*number)?;
                if let Some(byte) = byte {
                    self.select_byte(*byte)?;
                }
                if let Some(byte) = flip {
                    self.flip_byte(*byte)?;
                }
            }
            Input::Embeddings { model, settings, texts, query, lengths } => {
                self.texts.model.clone_from(model);
                self.texts.texts.replace(texts.iter().map(LabText::new));
                for (pointer, value) in leaves(settings) {
                    self.texts.settings.set(&pointer, value);
                }
                if *lengths { self.run_lengths(road) } else { self.run_texts(road) }?;
                if !query.is_empty() {
                    self.texts.query.clone_from(query);
                    self.run_query(road)?;
                }
            }
            Input::Program { text } => {
                self.program.clone_from(text);
                self.run_program(road)?;
            }
            Input::Row { pane, at } => {
                let pane = Pane::from_word(pane).ok_or_else(|| format!("there is no pane {pane}"))?;
                // The form is not part of a hand-in, so a row of a request may be gone: then its value is not known.
                if self.put_caret(pane, at, road).is_err() {
                    self.journal.push(Entry::Caret(Caret { pane, at: at.clone(), value: String::new() }));
                }
            }
            Input::Pair { responses, converse, native } => {
                let pin = Pin {
                    responses: *responses,
                    converse: converse.clone(),
                    native: native.clone(),
                    kind: String::new(),
                };
                let is_there = converse.is_some() || native.is_some();
                self.journal.push(Entry::Pin(is_there.then_some(pin)));
            }
            Input::Guess { guess } => self.journal.push(Entry::Guess(guess.clone())),
            Input::Answer { answer } => self.journal.push(Entry::Answer(answer.clone())),
            Input::Cards { bins, order } => {
                self.placement = Placement { bins: bins.clone(), order: order.clone() };
                self.journal.push(Entry::Cards(self.placement.clone()));
            }
            Input::Clock { ahead_ms } => {
                let more = ahead_ms.saturating_sub(self.account.clock.ahead_ms);
                self.account.clock.forward(more);
                self.apply(&Action::Clock(0), road)?;
            }
        }
        Ok(())
    }
}

/// The values of a body with their pointers.
fn leaves(value: &Value) -> Vec<(String, Value)> {
    let Some(members) = value.as_object() else { return Vec::new() };
    let mut out = Vec::new();
    for (key, value) in members {
        let key = format!("/{}", pointer_token(key));
        match value {
            Value::Object(_) => {
                out.extend(leaves(value).into_iter().map(|(inner, value)| (format!("{key}{inner}"), value)));
            }
            value => out.push((key, value.clone())),
        }
    }
    out
}
