//! The record of a run that this device keeps: the draft, the requests, the responses and the time.
//!
//! Its size is limited: a long body is cut, and the cut is marked. It holds no host and no header that carries authority.
//! It is stored as JSON with its version. A record of another version is read as far as this version understands it; it is
//! never lost.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use super::attachments;
use super::lab::Lab;
use super::recorded::{Outcome, Recorded};
use crate::aws::http::Header;
use crate::aws::time::Timestamp;
use crate::bedrock::operation::{Api, Operation};
use crate::experiment::explorer::call::Call;
use crate::experiment::form::draft::Draft;
use crate::experiment::form::part::Part;
use crate::experiment::run::exchange::{Exchange, Origin};

/// The version that is written.
pub const VERSION: u32 = 1;
/// Most characters of a body that are kept.
pub const MOST_BODY: usize = 256 * 1_024;
/// Most characters of JSON of a draft that is kept whole; of a longer one the files are left out.
const MOST_DRAFT: usize = 512 * 1_024;
/// Most runs that are kept, pinned ones not counted.
pub const MOST_RUNS: usize = 200;

/// A body as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// The body as text, or as base64 if it is not UTF-8.
    pub text: String,
    /// Whether `text` is base64.
    pub base64: bool,
    /// How many bytes there were.
    pub bytes: usize,
    /// Whether something was cut off.
    pub cut: bool,
}

impl Body {
    fn from_bytes(bytes: &[u8]) -> Self {
        let mut kept = bytes.get(..MOST_BODY.min(bytes.len())).unwrap_or_default();
        let cut = kept.len() < bytes.len();
        if let Err(error) = std::str::from_utf8(kept)
            && cut
            && error.error_len().is_none()
        {
            // The cut went through a character.
            kept = kept.get(..error.valid_up_to()).unwrap_or_default();
        }
        let (text, base64) = match std::str::from_utf8(kept) {
            Ok(text) => (text.to_owned(), false),
            Err(_) => (BASE64.encode(kept), true),
        };
        Self { text, base64, bytes: bytes.len(), cut }
    }
}

/// One call of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CallRecord {
    /// Which of the two APIs.
    pub api: Recorded<Api>,
    /// The operation.
    pub operation: Recorded<Operation>,
    /// Who answered.
    pub by: Recorded<Origin>,
    /// The model id or ARN.
    pub model: String,
    /// Method and path, as they were sent.
    pub request_line: String,
    /// Request headers, without those that carry authority.
    pub request_headers: Vec<(String, String)>,
    /// The request body.
    pub request: Body,
    /// The HTTP status, once there was one.
    pub status: Option<u16>,
    /// Response headers.
    pub response_headers: Vec<(String, String)>,
    /// The response body.
    pub response: Body,
    /// The answer as text.
    pub answer: String,
    /// How it ended.
    pub outcome: Recorded<Outcome>,
    /// Tokens read, where stated.
    pub input_tokens: Option<u64>,
    /// Tokens written, where stated.
    pub output_tokens: Option<u64>,
    /// Milliseconds until the first text.
    pub first_text_ms: Option<i64>,
    /// Milliseconds until the end.
    pub total_ms: Option<i64>,
}

/// Headers as they are kept: without those that carry authority.
fn pairs(headers: &[Header]) -> Vec<(String, String)> {
    headers
        .iter()
        .filter(|header| !header.is_secret() && !header.name.eq_ignore_ascii_case("set-cookie"))
        .map(|header| (header.name.clone(), header.value.clone()))
        .collect()
}

impl CallRecord {
    fn from_call(call: &Exchange) -> Self {
        let turn = call.turn();
        Self {
            api: call.operation.api().into(),
            operation: call.operation.into(),
            by: call.origin.into(),
            model: call.model.clone(),
            request_line: format!("{} {}", call.request.method.as_str(), call.request.url.path_and_query()),
            request_headers: pairs(&call.request.headers),
            request: Body::from_bytes(&call.request.body),
            status: call.head.as_ref().map(|head| head.status),
            response_headers: call.head.as_ref().map(|head| pairs(&head.headers)).unwrap_or_default(),
            response: Body::from_bytes(&call.body),
            answer: Body::from_bytes(turn.text().as_bytes()).text,
            outcome: Outcome::from(call.phase).into(),
            input_tokens: turn.usage.input_tokens,
            output_tokens: turn.usage.output_tokens,
            first_text_ms: call.first_text_ms,
            total_ms: call.ended_ms,
        }
    }

    /// The record of a call of any operation.
    fn of_operation(call: &Call) -> Self {
        let request = call.request.as_ref();
        // The bytes of a stream are frames: its events are kept as text too.
        let answer = if call.is_stream() { Body::from_bytes(call.text().as_bytes()).text } else { String::new() };
        Self {
            operation: Recorded::Other(call.operation.name.to_owned()),
            by: call.origin.into(),
            request_line: request
                .map(|request| format!("{} {}", request.method.as_str(), request.url.path_and_query()))
                .unwrap_or_default(),
            request_headers: request.map(|request| pairs(&request.headers)).unwrap_or_default(),
            request: request.map(|request| Body::from_bytes(&request.body)).unwrap_or_default(),
            status: call.head.as_ref().map(|head| head.status),
            response_headers: call.head.as_ref().map(|head| pairs(&head.headers)).unwrap_or_default(),
            response: Body::from_bytes(&call.body),
            answer,
            outcome: match (&call.failure, call.stopped) {
                (Some(_), _) => Outcome::Failed,
                (None, true) => Outcome::Stopped,
                (None, false) => Outcome::Done,
            }
            .into(),
            total_ms: call.ended_ms,
            ..Self::default()
        }
    }

    /// The API that was called. A word that this version does not know counts as Converse.
    pub fn api(&self) -> Api {
        self.api.known().unwrap_or(Api::Converse)
    }

    /// Who answered. A word that this version does not know counts as the simulator: nothing is taken for a real answer by mistake.
    pub fn origin(&self) -> Origin {
        self.by.known().unwrap_or(Origin::Simulator)
    }
}

/// One run as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// The version of the record.
    pub version: u32,
    /// When it began, in milliseconds since 1970.
    pub at_ms: i64,
    /// The title that the user gave it; empty if untitled.
    pub title: String,
    /// Whether it is pinned: a pinned run is never removed to make room.
    pub pinned: bool,
    /// The draft that was run.
    pub draft: Draft,
    /// The calls.
    pub calls: Vec<CallRecord>,
    /// The form of a call of any operation, if that is what was sent; the draft is then empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lab: Option<Lab>,
}

impl Entry {
    /// The record of a finished run.
    pub fn of<'a>(draft: &Draft, calls: impl IntoIterator<Item = &'a Exchange>, now: Timestamp) -> Self {
        Self {
            version: VERSION,
            at_ms: now.0,
            title: String::new(),
            pinned: false,
            draft: bounded(draft),
            calls: calls.into_iter().map(CallRecord::from_call).collect(),
            lab: None,
        }
    }

    /// The record of a call of any operation, made with this form; without a call, of the form alone.
    pub fn of_operation(lab: Lab, call: Option<&Call>, now: Timestamp) -> Self {
        let nothing = Draft { region: lab.region.clone(), messages: Vec::new(), system: None, ..Draft::default() };
        Self {
            version: VERSION,
            at_ms: now.0,
            draft: nothing,
            calls: call.into_iter().map(CallRecord::of_operation).collect(),
            lab: Some(lab_within(lab)),
            ..Self::default()
        }
    }

    /// The record as it is stored.
    pub fn to_json(&self) -> String {
        // Plain data always becomes JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a stored record, of this version or another one.
    pub fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Its name in a list: the title, else the last question.
    pub fn name(&self) -> String {
        let title = self.title.trim();
        if !title.is_empty() {
            return title.to_owned();
        }
        if let Some(lab) = &self.lab {
            return lab.model.rsplit('/').next().unwrap_or_default().to_owned();
        }
        let question =
            self.draft.messages.iter().rev().flat_map(|message| &message.content).find_map(|part| match part {
                Part::Text(text) if !text.trim().is_empty() => Some(text),
                Part::Text(_) | Part::Block(_) => None,
            });
        let line = question.and_then(|text| text.trim().lines().next()).unwrap_or("No text");
        let short: String = line.chars().take(120).collect();
        if short.len() < line.len() { format!("{short}…") } else { short }
    }

    /// Whether every word of the search is somewhere in it, whatever the case.
    pub fn matches(&self, search: &str) -> bool {
        let words = words(search);
        let texts: Vec<String> = self.searched().iter().map(|text| text.to_lowercase()).collect();
        words.iter().all(|word| texts.iter().any(|text| text.contains(word)))
    }

    /// The texts that a search looks at: first the names, then the last questions and the answers, then the rest.
    pub fn searched(&self) -> Vec<Cow<'_, str>> {
        let mut texts: Vec<Cow<'_, str>> = vec![self.title.as_str().into()];
        let origins = self.calls.iter().map(|call| call.by.word().into());
        if let Some(lab) = &self.lab {
            texts.extend([lab.model.as_str().into(), lab.region.as_str().into()]);
            texts.extend(origins);
            texts.extend(lab.parameters.iter().map(|(name, value)| format!("{name} {value}").into()));
            for call in &self.calls {
                texts.extend([call.response.text.as_str().into(), call.answer.as_str().into()]);
            }
            return texts;
        }
        texts.extend([self.draft.model.as_str().into(), self.draft.region.as_str().into()]);
        texts.extend(origins);
        let messages = self.draft.messages.iter().rev().flat_map(|message| &message.content);
        let mut messages = messages.map(|part| match part {
            Part::Text(text) => Cow::from(text.as_str()),
            Part::Block(block) => block.to_string().into(),
        });
        texts.extend(messages.by_ref().take(2));
        texts.extend(self.calls.iter().map(|call| call.answer.as_str().into()));
        texts.extend(self.draft.system.iter().map(|text| text.as_str().into()));
        texts.extend(messages);
        texts
    }
}

/// The words of a search, in small letters.
pub fn words(search: &str) -> Vec<String> {
    search.split_whitespace().map(str::to_lowercase).collect()
}

/// How many characters of a stored record hold its [`Head`]: a title and three numbers stand before the draft.
pub const HEAD_CHARACTERS: u32 = 4_096;

/// What decides whether a record stays, read without the rest of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Head {
    /// When it began, in milliseconds since 1970.
    pub at_ms: i64,
    /// Whether it is pinned.
    pub pinned: bool,
}

impl Head {
    /// Reads the beginning of a stored record; `None` where its members stand in another order than this version writes.
    pub fn of_beginning(text: &str) -> Option<Self> {
        // A quotation mark inside a title is written with a backslash, so this can only be the member.
        let (head, _) = text.split_once(",\"draft\":")?;
        serde_json::from_str(&format!("{head}}}")).ok()
    }
}

/// The draft, without its files where it is large.
fn bounded(draft: &Draft) -> Draft {
    let mut draft = draft.clone();
    if draft.to_json().len() <= MOST_DRAFT {
        return draft;
    }
    for part in draft.messages.iter_mut().flat_map(|message| &mut message.content) {
        if let Part::Block(block) = part {
            attachments::out_of_block(block);
            attachments::emptied(block);
        }
    }
    if let Some(native) = &mut draft.detached {
        native.body = attachments::out_of_text(&native.body);
    }
    draft
}

/// The form, without its longest values where it is large.
fn lab_within(mut lab: Lab) -> Lab {
    let mut size: usize = lab.parameters.values().map(|value| value.to_string().len()).sum();
    while size > MOST_DRAFT {
        let longest = lab.parameters.iter().max_by_key(|(_, value)| value.to_string().len());
        let Some(name) = longest.map(|(name, _)| name.clone()) else { break };
        size -= lab.parameters.remove(&name).map_or(0, |value| value.to_string().len());
    }
    lab
}

mod indexed;

pub use indexed::{Facts, Find, Indexed, absent};

#[cfg(test)]
mod tests;
