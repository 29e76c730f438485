//! The journal of a step: what the learner did and what the simulator answered, as plain data.
//!
//! The page and the host player write the same entries, in the order in which they happen. A check reads nothing else, so any
//! road to the state counts, and no check depends on the text of the page. Entries of earlier steps stay, because a step may
//! compare its call with an earlier one. A stream is folded: its response is the whole answer that its events make.

mod facts;

use serde_json::Value;

pub use facts::{
    Call, Caret, Embeddings, FrameFact, Glass, OperationCall, Pane, Pin, Placement, Program, Refusal, Signature,
    word_of,
};

use crate::bedrock::operation::Api;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A call of Converse or `InvokeModel` is over.
    Call(Call),
    /// A call of the Explorer is over.
    Operation(OperationCall),
    /// A request was signed with a mistake and answered.
    Signature(Signature),
    /// A frame, a byte or a flip was selected.
    Glass(Glass),
    /// A run of the embeddings view is over.
    Embeddings(Embeddings),
    /// A program was run.
    Program(Program),
    /// A row was selected.
    Caret(Caret),
    /// A pair was pinned, or let go.
    Pin(Option<Pin>),
    /// A guess was made; `None` if the learner chose to see the value without one.
    Guess(Option<String>),
    /// An answer was given.
    Answer(Value),
    /// Cards were placed.
    Cards(Placement),
    /// The account changed, or its clock: the account as JSON.
    Account(Value),
}

/// The entries of a lesson, and where its present step began.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journal {
    entries: Vec<Entry>,
    began: usize,
}

/// Most entries that are kept. The oldest go first.
const MOST: usize = 2_000;

impl Journal {
    /// Adds what happened.
    pub fn push(&mut self, entry: Entry) {
        if self.entries.len() >= MOST {
            self.entries.remove(0);
            self.began = self.began.saturating_sub(1);
        }
        self.entries.push(entry);
    }

    /// Begins the next step: what happened until now is earlier.
    pub fn begin(&mut self) {
        self.began = self.entries.len();
    }

    /// The entries of this step.
    pub fn of_step(&self) -> &[Entry] {
        self.entries.get(self.began..).unwrap_or_default()
    }

    /// The entries of the steps before.
    pub fn earlier(&self) -> &[Entry] {
        self.entries.get(..self.began).unwrap_or_default()
    }

    /// The number of entries, of all steps.
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// Whether something happened in this step.
    pub fn is_fresh(&self) -> bool {
        self.of_step().is_empty()
    }

    /// The journal after so many entries of this step, for conditions that hold one after the other.
    pub fn after(&self, entries: usize) -> View<'_> {
        View { earlier: self.earlier(), step: self.of_step().get(..entries).unwrap_or(self.of_step()) }
    }

    /// The journal as it is now.
    pub fn view(&self) -> View<'_> {
        View { earlier: self.earlier(), step: self.of_step() }
    }
}

/// A journal at a moment.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    earlier: &'a [Entry],
    step: &'a [Entry],
}

/// Finds the last entry of a kind.
macro_rules! last {
    ($entries:expr, $kind:ident) => {
        $entries.iter().rev().find_map(|entry| if let Entry::$kind(fact) = entry { Some(fact) } else { None })
    };
}

impl<'a> View<'a> {
    /// How many entries the step has at this moment.
    pub fn len(self) -> usize {
        self.step.len()
    }

    /// Whether nothing has happened in the step.
    pub fn is_empty(self) -> bool {
        self.step.is_empty()
    }

    /// The same journal, earlier in the step.
    #[must_use]
    pub fn until(self, entries: usize) -> Self {
        Self { earlier: self.earlier, step: self.step.get(..entries).unwrap_or(self.step) }
    }

    /// The same journal without its first entries in the step.
    #[must_use]
    pub fn from(self, entries: usize) -> Self {
        Self { earlier: self.earlier, step: self.step.get(entries..).unwrap_or_default() }
    }

    /// The last call of an API in this step.
    pub fn call(self, api: Api) -> Option<&'a Call> {
        calls(self.step, api).last()
    }

    /// The last call of an API in the steps before.
    pub fn earlier_call(self, api: Api) -> Option<&'a Call> {
        calls(self.earlier, api).last()
    }

    /// The last call of the Explorer.
    pub fn operation(self) -> Option<&'a OperationCall> {
        last!(self.step, Operation)
    }

    /// The last signature with a mistake.
    pub fn signature(self) -> Option<&'a Signature> {
        last!(self.step, Signature)
    }

    /// The frame that is open.
    pub fn glass(self) -> Option<&'a Glass> {
        last!(self.step, Glass)
    }

    /// The last run of the embeddings view.
    pub fn embeddings(self) -> Option<&'a Embeddings> {
        last!(self.step, Embeddings)
    }

    /// The last program that was run.
    pub fn program(self) -> Option<&'a Program> {
        last!(self.step, Program)
    }

    /// The selected row.
    pub fn caret(self) -> Option<&'a Caret> {
        last!(self.step, Caret)
    }

    /// The pinned pair.
    pub fn pin(self) -> Option<&'a Pin> {
        last!(self.step, Pin).and_then(Option::as_ref)
    }

    /// The guess: `None` before one was made, `Some(None)` if the learner chose to see the value without one.
    pub fn guess(self) -> Option<Option<&'a str>> {
        last!(self.step, Guess).map(Option::as_deref)
    }

    /// The answer.
    pub fn answer(self) -> Option<&'a Value> {
        last!(self.step, Answer)
    }

    /// The placed cards.
    pub fn cards(self) -> Option<&'a Placement> {
        last!(self.step, Cards)
    }

    /// The account. It outlives a step, so an earlier one counts.
    pub fn account(self) -> Option<&'a Value> {
        last!(self.step, Account).or_else(|| last!(self.earlier, Account))
    }
}

fn calls(entries: &[Entry], api: Api) -> impl DoubleEndedIterator<Item = &Call> {
    entries
        .iter()
        .filter_map(move |entry| if let Entry::Call(call) = entry { (call.api == api).then_some(call) } else { None })
}
