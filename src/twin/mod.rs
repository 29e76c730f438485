//! Converse ⇄ `InvokeModel`: the translation that emits its links and notes as it writes.
//!
//! Input and output are JSON documents; a link names places in them by JSON pointer (RFC 6901). The invariant: every
//! pointer in a link exists in the document it names, and no key of the input is unaccounted for. A family is one file
//! with one `write`; what all families share (headers, additional fields, the net under everything) is written here once.

mod additional;
mod answer;
mod back;
mod chat;
mod claude;
mod cohere;
mod ledger;
mod link;
pub mod marks;
mod nova;
mod outside;
mod parity;
mod prompt;
mod said;
mod settings;

#[cfg(test)]
mod tests;

use std::ops::Range;

use serde_json::Value;
use thiserror::Error;

use crate::aws::http::Header;
use crate::bedrock::converse::escape;
use crate::bedrock::family::Family;
use crate::bedrock::model_id::ModelId;
use ledger::Ledger;

pub use answer::answer_links;
pub use back::{Back, NativeOnly, converse_body};
pub use claude::{ANTHROPIC_VERSION, DEFAULT_MAX_TOKENS};
pub use link::{HEADER_PLACE, Link, LinkKind};
pub use parity::{Note, parity};
pub use prompt::template_tokens;

/// The native request of an experiment, and how it corresponds to the Converse request.
#[derive(Clone, Debug, PartialEq)]
pub struct Twin {
    /// The `InvokeModel` body.
    pub body: Value,
    /// Headers that carry what Converse has in its body (guardrail, trace, service tier …).
    pub headers: Vec<Header>,
    /// The correspondence. What the native request cannot hold comes last.
    pub links: Vec<Link>,
    /// Where inside a prompt string the turns stand, each with its link; empty for families without a prompt.
    pub spans: Vec<Span>,
}

/// A part of a string in the native body that a link is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// JSON pointer of the string.
    pub pointer: String,
    /// Byte range in the string's value.
    pub bytes: Range<usize>,
    /// Index into [`Twin::links`].
    pub link: usize,
}

/// Why there is no native twin.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TwinError {
    /// No writer for this family.
    #[error("Outcrop does not write the native body of {} models: send this experiment with Converse.", .0.name())]
    FamilyWithoutWriter(Family),
    /// The document is not a native body of the family.
    #[error("This is not yet a body of {} models: `{pointer}` should be {expected}.", .family.name())]
    NotNative {
        /// The family.
        family: Family,
        /// JSON pointer of the place.
        pointer: &'static str,
        /// What should be there.
        expected: &'static str,
    },
    /// The document is not a Converse body.
    #[error("There is no native twin yet: `{pointer}` should be {expected}.")]
    NotConverse {
        /// JSON pointer of the place.
        pointer: String,
        /// What should be there.
        expected: &'static str,
    },
}

/// What a writer reads and writes besides the native body.
struct Task<'a> {
    /// The Converse body.
    body: &'a Value,
    /// The messages of the Converse body.
    messages: &'a [Value],
    /// The model that the request goes to.
    model: &'a ModelId,
    /// The links so far.
    ledger: Ledger,
    /// The parts of prompts so far.
    spans: Vec<Span>,
}

/// The native body of `family` that asks for the same as a Converse body.
///
/// # Errors
/// When the family has no writer, or the Converse body has no list of messages with content.
pub fn invoke_body(family: Family, converse_body: &Value, model: &ModelId) -> Result<Twin, TwinError> {
    let messages = messages_of(converse_body)?;
    let mut task = Task { body: converse_body, messages, model, ledger: Ledger::default(), spans: Vec::new() };
    let mut native = match family {
        Family::Claude => claude::write(&mut task),
        Family::Nova => nova::write(&mut task),
        Family::CohereCommandR => cohere::write(&mut task),
        Family::Llama | Family::MistralInstruct | Family::DeepSeekR1 | Family::TitanText => {
            prompt::write(&mut task, family)
        }
        Family::MistralChat | Family::Jamba | Family::OpenAiChat | Family::Palmyra => chat::write(&mut task, family),
        Family::CohereCommand
        | Family::Pegasus
        | Family::TitanEmbedText
        | Family::TitanEmbedImage
        | Family::CohereEmbedV3
        | Family::CohereEmbedV4
        | Family::NovaEmbed
        | Family::Marengo
        | Family::NovaCanvas
        | Family::TitanImage
        | Family::StabilityImage
        | Family::StabilityService
        | Family::StabilityXl
        | Family::NovaReel
        | Family::NovaSonic
        | Family::CohereRerank
        | Family::AmazonRerank => return Err(TwinError::FamilyWithoutWriter(family)),
    };
    additional::merge(converse_body, &mut native, &mut task.ledger);
    let headers = outside::write(converse_body, &mut task.ledger);
    empty_members(converse_body, &mut task.ledger);
    let links = task.ledger.finish(converse_body, |_| {
        format!(
            "Outcrop knows no place for this in the native body of {} models, so InvokeModel goes without it.",
            family.name()
        )
    });
    Ok(Twin { body: Value::Object(native), headers, links, spans: task.spans })
}

/// The messages, when each has a content list.
fn messages_of(body: &Value) -> Result<&[Value], TwinError> {
    let wrong = |pointer: String, expected| Err(TwinError::NotConverse { pointer, expected });
    let Some(Value::Array(messages)) = body.get("messages") else {
        return wrong("/messages".to_owned(), "a list of messages");
    };
    for (index, message) in messages.iter().enumerate() {
        if !message.get("role").is_some_and(Value::is_string) {
            return wrong(format!("/messages/{index}/role"), "“user” or “assistant”");
        }
        if !message.get("content").is_some_and(Value::is_array) {
            return wrong(format!("/messages/{index}/content"), "a list of content blocks");
        }
    }
    Ok(messages)
}

/// Members that are there and say nothing.
fn empty_members(body: &Value, ledger: &mut Ledger) {
    for (key, value) in body.as_object().into_iter().flatten() {
        let empty = match value {
            Value::Null => true,
            Value::Array(items) => items.is_empty() && key != "messages",
            Value::Object(members) => members.is_empty() && key != "additionalModelRequestFields",
            Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        };
        if empty {
            ledger.only_converse(
                format!("/{}", escape(key)),
                "It is empty here, and a native body leaves out what is empty.",
            );
        }
    }
}

/// Links a list that is written without items, since no item stands for it.
fn empty_list(ledger: &mut Ledger, (from, source): (&str, &[Value]), (to, written): (&str, &[Value])) {
    if !written.is_empty() {
        return;
    }
    let (kind, note) = if source.is_empty() {
        (LinkKind::Same, "An empty list on both sides.")
    } else {
        (LinkKind::Lossy, "None of these blocks has a place in this body, so the list is empty in it.")
    };
    ledger.link(kind, [from.to_owned()], [to.to_owned()], note);
}

/// The items of a list; none where there is no list.
fn items<'a>(document: &'a Value, key: &str) -> &'a [Value] {
    document.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
