//! A condition as data: facts of the journal, and what is demanded of them.

use serde_json::Value;

/// What a selector reads from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// `C`: the last Converse call of the step.
    Converse,
    /// `I`: the last `InvokeModel` call of the step.
    Invoke,
    /// `E`: the last Converse call of the steps before.
    Earlier,
    /// `op`: the last call of the Explorer.
    Operation,
    /// `sig`: the signature with a mistake.
    Signature,
    /// `glass`: the open frame.
    Glass,
    /// `emb`: the run of embeddings.
    Embeddings,
    /// `code`: the program.
    Program,
    /// `caret`: the selected row.
    Caret,
    /// `pin`: the pinned pair.
    Pin,
    /// `acct`: the account.
    Account,
    /// `said`: the guess.
    Guess,
    /// `ans`: the answer.
    Answer,
}

impl Subject {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Converse,
        Self::Invoke,
        Self::Earlier,
        Self::Operation,
        Self::Signature,
        Self::Glass,
        Self::Embeddings,
        Self::Program,
        Self::Caret,
        Self::Pin,
        Self::Account,
        Self::Guess,
        Self::Answer,
    ];

    /// Its word in a lesson.
    pub fn word(self) -> &'static str {
        match self {
            Self::Converse => "C",
            Self::Invoke => "I",
            Self::Earlier => "E",
            Self::Operation => "op",
            Self::Signature => "sig",
            Self::Glass => "glass",
            Self::Embeddings => "emb",
            Self::Program => "code",
            Self::Caret => "caret",
            Self::Pin => "pin",
            Self::Account => "acct",
            Self::Guess => "said",
            Self::Answer => "ans",
        }
    }

    /// The attributes that it has.
    pub fn attributes(self) -> &'static [&'static str] {
        match self {
            Self::Converse | Self::Invoke | Self::Earlier => &[
                "status",
                "req",
                "res",
                "head",
                "err",
                "message",
                "model",
                "base",
                "family",
                "provider",
                "host",
                "operation",
                "body",
                "bytes",
                "events",
                "frames",
            ],
            Self::Operation => &["service", "name", "host", "scope", "req", "res", "status", "err", "message"],
            Self::Signature => &["change", "line", "signed", "expected", "status", "err", "message"],
            Self::Glass => &["api", "frame", "event", "length", "byte", "field", "flip", "flipped", "damage"],
            Self::Embeddings => &["model", "req", "inputs", "vectors", "norm", "cell", "length", "lengths", "query"],
            Self::Program => &["text", "client", "op", "args", "print", "printed", "status", "res", "err"],
            Self::Caret => &["pane", "at", "value"],
            Self::Pin => &["converse", "native", "kind", "responses"],
            Self::Account | Self::Guess | Self::Answer => &[],
        }
    }
}

/// A fact of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// What is read from.
    pub subject: Subject,
    /// Which attribute; empty for a subject without attributes.
    pub attribute: String,
    /// The JSON pointer inside it; empty for the whole. `*` stands for every item of a list or member of an object.
    pub pointer: String,
}

/// How two facts are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `contains`: a text contains a text, a list an item.
    Contains,
    /// `lacks`: the opposite.
    Lacks,
    /// `in`: is one of a list.
    In,
}

impl Compare {
    /// All of them, with their signs.
    pub const ALL: [(Self, &str); 9] = [
        (Self::Equal, "="),
        (Self::Unequal, "!="),
        (Self::Less, "<"),
        (Self::AtMost, "<="),
        (Self::More, ">"),
        (Self::AtLeast, ">="),
        (Self::Contains, "contains"),
        (Self::Lacks, "lacks"),
        (Self::In, "in"),
    ];

    /// Its sign.
    pub fn sign(self) -> &'static str {
        Self::ALL.into_iter().find(|(compare, _)| *compare == self).map_or("", |(_, sign)| sign)
    }
}

/// What a fact is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A value.
    Value(Value),
    /// Another fact.
    Fact(Selector),
}

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// A comparison.
    Compare(Selector, Compare, Operand),
    /// Two numbers differ by at most so much: `ans ~ emb.cell/0/1 within 0.005`.
    Near(Selector, Operand, f64),
    /// The fact exists: `C.req has /system`, `pin.native exists`.
    Exists(Selector),
    /// A guess was made, or declined: `said`.
    Guessed,
    /// The cards are where they belong: `cards right`.
    Cards,
    /// Every card is placed, rightly or not: `cards full`.
    Full,
    /// It held at some moment of the step: `ever C.status = 200`.
    Ever(Box<Condition>),
    /// So many different values of the fact occurred in the step: `distinct op.host >= 3`.
    Distinct(Selector, Compare, usize),
    /// The opposite.
    Not(Box<Condition>),
    /// All hold.
    And(Vec<Condition>),
    /// One holds.
    Or(Vec<Condition>),
    /// Each holds after an entry later than the one before: `A then B`.
    Then(Vec<Condition>),
}
