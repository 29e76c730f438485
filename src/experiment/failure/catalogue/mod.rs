//! The error catalogue: a description, as data, of every error that a call can end with.
//!
//! An [`Entry`] is found by the error's type first and by its message second. Both are compared tolerantly: AWS writes the
//! same type with and without `Exception`, in-stream exceptions begin with a small letter, and messages have typographic
//! apostrophes (U+2019 in “isn’t”). If the type is unknown, the message alone decides, and the status last. Each entry
//! holds sample messages that must lead to it and to no other entry; a test checks them.
//!
//! Sources of types and statuses: the `error` traits of the public API model (bedrock-runtime 2023-09-30), AWS's list of
//! common errors (<https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html>) and its page on API error
//! codes (<https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html>).

mod answers;
mod client;
mod content;
mod messages;
mod models;
mod parameters;
mod permission;
mod service;
mod signature;
#[cfg(test)]
mod tests;

use super::fix::Remedy;
use super::reproduction::Setup;

/// How an error can be looked at without an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reproduce {
    /// The simulator's fault of this key makes it happen.
    Mishap(&'static str),
    /// This experiment makes the simulator refuse it.
    Setup(Setup),
    /// It cannot be made to happen there, for this reason; empty where nothing is known of the error.
    Never(&'static str),
}

/// A text that an entry is found by.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// Error type.
    pub code: &'static str,
    /// HTTP status.
    pub status: u16,
    /// Its message.
    pub text: &'static str,
}

/// The description of one error.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its stable name.
    pub id: &'static str,
    /// Its error types, without `Exception` at the end.
    pub codes: &'static [&'static str],
    /// The statuses that lead to it when neither type nor text is known.
    pub statuses: &'static [u16],
    /// What the text says: any of these, each all of its parts, in small letters. Empty: any text.
    pub says: &'static [&'static [&'static str]],
    /// What happened, in a few words.
    pub what: &'static str,
    /// Why it happens.
    pub why: &'static str,
    /// What to do about it, for whoever met it in this page or anywhere else.
    pub fix: &'static str,
    /// What this page can do about it, the best first.
    pub remedies: &'static [Remedy],
    /// How to look at it.
    pub reproduce: Reproduce,
    /// Texts that it is found by.
    pub samples: &'static [Sample],
}

/// An entry that leaves everything open; the table's entries are written as what they add to it.
const BLANK: Entry = Entry {
    id: "",
    codes: &[],
    statuses: &[],
    says: &[],
    what: "",
    why: "",
    fix: "",
    remedies: &[],
    reproduce: Reproduce::Never(""),
    samples: &[],
};

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Entry {}

/// The tools first: their sentences are the most particular, and quote the members that others are about.
const TABLES: [&[Entry]; 9] = [
    client::ENTRIES,
    signature::ENTRIES,
    permission::ENTRIES,
    service::ENTRIES,
    models::ENTRIES,
    content::ENTRIES,
    parameters::ENTRIES,
    messages::ENTRIES,
    answers::ENTRIES,
];

/// All entries.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    TABLES.into_iter().flatten()
}

/// The entry of that name.
pub fn entry(id: &str) -> Option<&'static Entry> {
    entries().find(|entry| entry.id == id)
}

/// The entry for an error of a service or a stream.
pub fn find(code: Option<&str>, message: &str, status: u16) -> Option<&'static Entry> {
    let message = plain(message);
    let code = bare(code.unwrap_or_default());
    let of_code = || entries().filter(|entry| entry.codes.iter().any(|known| known.eq_ignore_ascii_case(&code)));
    let by_code = of_code()
        .find(|entry| entry.matches(&message))
        .or_else(|| of_code().find(|entry| entry.says.is_empty()))
        .or_else(|| of_code().next().filter(|_| of_code().count() == 1));
    if by_code.is_some() {
        return by_code;
    }
    entries()
        .find(|entry| entry.matches(&message))
        .or_else(|| entries().find(|entry| entry.statuses.contains(&status)))
        .or_else(|| entry("service-failing").filter(|_| (500..600).contains(&status)))
}

/// Whether an error type is in the table.
pub fn knows(code: &str) -> bool {
    let code = bare(code);
    entries().any(|entry| entry.codes.iter().any(|known| known.eq_ignore_ascii_case(&code)))
}

impl Entry {
    /// Whether it is found by its type alone, and so says little of the message.
    pub fn is_general(&self) -> bool {
        self.says.is_empty()
    }

    /// Whether it is a refusal of a caller that the service knows: the credentials are right.
    pub fn is_permission(&self) -> bool {
        permission::ENTRIES.contains(self)
    }

    fn matches(&self, message: &str) -> bool {
        self.says.iter().any(|parts| parts.iter().all(|part| message.contains(part)))
    }
}

/// A text without what differs between writings of it: case, curly quotation marks, back-ticks, runs of white space.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{b4}' => out.push('\''),
            '\u{201c}' | '\u{201d}' => out.push('"'),
            '`' => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// A type without namespace, address and `Exception`.
fn bare(code: &str) -> String {
    let code = code.split(':').next().unwrap_or(code);
    let code = code.rsplit('#').next().unwrap_or(code).trim();
    code.strip_suffix("Exception").unwrap_or(code).to_owned()
}
