//! Reads a pasted text for the dialog Import. The reader that the text needs is fetched first.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::parts;
use crate::experiment::Draft;
use crate::import::{ImportError, Imported, Reader, import_data, recognise};
use crate::ui::late::PartError;

/// How far the reading of a text is.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// There is no text.
    Empty,
    /// This reader is being fetched.
    Loading(Reader),
    /// The reader could not be fetched.
    Missing(PartError),
    /// The text was read.
    Done(Box<Result<Imported, ImportError>>),
}

impl Reading {
    /// The experiment, if the text holds one.
    pub fn imported(&self) -> Option<&Imported> {
        match self {
            Self::Done(read) => read.as_ref().as_ref().ok(),
            Self::Empty | Self::Loading(_) | Self::Missing(_) => None,
        }
    }

    /// Whether the text cannot be imported.
    pub fn is_refused(&self) -> bool {
        matches!(self, Self::Done(read) if read.is_err())
    }
}

/// The text of the dialog, as it is read.
#[derive(Clone, Copy)]
pub struct Pasted {
    /// How far it is read.
    pub reading: RwSignal<Reading>,
    /// Counts the texts: a result that arrives late belongs to an older one.
    turn: StoredValue<u32>,
}

impl Pasted {
    /// No text yet.
    pub fn new() -> Self {
        Self { reading: RwSignal::new(Reading::Empty), turn: StoredValue::new(0) }
    }

    /// Reads a text. What it does not set is taken from `before`.
    pub fn read(self, text: String, before: Draft) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let turn = self.turn.get_value();
        if text.trim().is_empty() {
            self.reading.set(Reading::Empty);
            return;
        }
        let reader = match recognise(&text) {
            Ok(recognised) => recognised.reader,
            Err(error) => {
                self.reading.set(Reading::Done(Box::new(Err(error))));
                return;
            }
        };
        if reader == Reader::Data {
            self.reading.set(Reading::Done(Box::new(import_data(&text, &before))));
            return;
        }
        self.reading.set(Reading::Loading(reader));
        spawn_local(async move {
            let read = match reader {
                Reader::Python => parts::import_python(text, before).await,
                Reader::Shell => parts::import_shell(text, before).await,
                Reader::JavaScript => parts::import_javascript(text, before).await,
                Reader::Data => Ok(import_data(&text, &before)),
            };
            if self.turn.try_get_value() == Some(turn) {
                self.reading.set(read.map_or_else(Reading::Missing, |read| Reading::Done(Box::new(read))));
            }
        });
    }
}
