//! Inputs: what a learner did in a step, without what was answered, so that it can be done again.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::journal::{Entry, Journal};
use crate::bedrock::operation::{Api, Operation};

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "did")]
pub enum Input {
    /// A call of Converse or `InvokeModel`.
    Call {
        /// The operation's name.
        operation: String,
        /// The model.
        model: String,
        /// The Region.
        region: String,
        /// The body as sent.
        body: String,
        /// Whether it was made in an earlier step, to which this one is compared.
        #[serde(default)]
        earlier: bool,
    },
    /// A call of the Explorer.
    Operation {
        /// The client.
        client: String,
        /// The operation's name.
        operation: String,
        /// The Region.
        region: String,
        /// The input.
        input: Value,
    },
    /// A signature with a mistake.
    Signature {
        /// The word for it.
        change: String,
    },
    /// A frame was opened, and perhaps a byte selected or flipped.
    Frame {
        /// Its number, from 1.
        number: usize,
        /// The selected byte.
        byte: Option<usize>,
        /// The flipped byte.
        flip: Option<usize>,
    },
    /// A run of the embeddings view.
    Embeddings {
        /// The model.
        model: String,
        /// The settings of the body.
        settings: Value,
        /// The texts.
        texts: Vec<String>,
        /// The query, if it was run.
        query: String,
        /// Whether the lengths were compared.
        lengths: bool,
    },
    /// A program was run.
    Program {
        /// Its text.
        text: String,
    },
    /// A row was selected.
    Row {
        /// The pane's word.
        pane: String,
        /// Its pointer.
        at: String,
    },
    /// A pair was pinned, or let go.
    Pair {
        /// Whether it is of the two responses.
        responses: bool,
        /// Its place in the Converse body.
        converse: Option<String>,
        /// Its place in the native body.
        native: Option<String>,
    },
    /// A guess was made or declined.
    Guess {
        /// The guess.
        guess: Option<String>,
    },
    /// An answer was given.
    Answer {
        /// The answer.
        answer: Value,
    },
    /// Cards were placed.
    Cards {
        /// The bin of each card.
        bins: Vec<Option<usize>>,
        /// The chosen order.
        order: Vec<usize>,
    },
    /// The account's clock was moved to be so far ahead, in milliseconds.
    Clock {
        /// How far.
        ahead_ms: i64,
    },
}

/// The inputs of the journal's present step. The last Converse call of the steps before comes first, because a step may compare its
/// own with it.
pub fn of(journal: &Journal) -> Vec<Input> {
    let before = journal.view().earlier_call(Api::Converse).map(|call| call_input(call, true));
    let mut inputs: Vec<Input> = before.into_iter().collect();
    let mut clock = None;
    for entry in journal.of_step() {
        let input = match entry {
            Entry::Call(call) => Some(call_input(call, false)),
            Entry::Operation(call) => Some(Input::Operation {
                client: call.service.clone(),
                operation: call.operation.clone(),
                region: region_of(&call.host),
                input: call.request.clone(),
            }),
            Entry::Signature(signature) => Some(Input::Signature { change: signature.change.clone() }),
            Entry::Glass(glass) => Some(Input::Frame { number: glass.frame + 1, byte: glass.byte, flip: glass.flip }),
            Entry::Embeddings(run) => Some(Input::Embeddings {
                model: run.model.clone(),
                settings: run.request.clone(),
                texts: run.inputs.clone(),
                query: run.query_text.clone(),
                lengths: !run.lengths.is_empty(),
            }),
            Entry::Program(program) => Some(Input::Program { text: program.text.clone() }),
            Entry::Caret(caret) => Some(Input::Row { pane: caret.pane.word().to_owned(), at: caret.at.clone() }),
            Entry::Pin(pin) => {
                let pin = pin.clone().unwrap_or_default();
                Some(Input::Pair { responses: pin.responses, converse: pin.converse, native: pin.native })
            }
            Entry::Guess(guess) => Some(Input::Guess { guess: guess.clone() }),
            Entry::Answer(answer) => Some(Input::Answer { answer: answer.clone() }),
            Entry::Cards(placement) => {
                Some(Input::Cards { bins: placement.bins.clone(), order: placement.order.clone() })
            }
            Entry::Account(account) => {
                let ahead_ms = account.pointer("/clock/aheadMs").and_then(Value::as_i64).unwrap_or_default();
                let moved = clock != Some(ahead_ms);
                clock = Some(ahead_ms);
                moved.then_some(Input::Clock { ahead_ms })
            }
        };
        // Of cards, and of a frame, the last state says it all.
        match (&input, inputs.last_mut()) {
            (Some(Input::Cards { .. }), Some(last @ Input::Cards { .. })) => {
                if let Some(input) = input {
                    *last = input;
                }
            }
            _ => inputs.extend(input),
        }
    }
    // The calls of a run of embeddings are made again by the run.
    let runs = inputs.iter().any(|input| matches!(input, Input::Embeddings { .. }));
    if runs {
        let is_made_again = |input: &Input| matches!(input, Input::Call { operation, earlier: false, .. } if operation == "InvokeModel");
        inputs.retain(|input| !is_made_again(input));
    }
    inputs
}

fn call_input(call: &super::journal::Call, earlier: bool) -> Input {
    Input::Call {
        operation: call.operation.name().to_owned(),
        model: call.model.clone(),
        region: region_of(&call.host),
        body: call.body.clone(),
        earlier,
    }
}

/// The Region in a host such as `bedrock-runtime.us-east-1.amazonaws.com`.
fn region_of(host: &str) -> String {
    host.split('.').nth(1).unwrap_or_default().to_owned()
}

/// The operation of that name.
pub fn operation(name: &str) -> Option<Operation> {
    Operation::ALL.into_iter().find(|operation| operation.name() == name)
}
