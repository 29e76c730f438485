//! The meaning of one frame of a stream, from either API, and how the two streams correspond.
//!
//! `ConverseStream` names its events in the frame's header; `InvokeModelWithResponseStream` sends one kind of event,
//! `chunk`, whose payload contains the model's own JSON as base64. Both may have a member `p` with random letters of
//! random number, which hides the size of the content. Claude sends in two chunks what Converse sends in `messageStop`
//! and `metadata`: `message_delta` has the stop reason, `message_stop` has Bedrock's counts.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::aws::eventstream::{Frame, Message};
use crate::text::json;

/// The meaning of a frame, in the order within a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FrameMeaning {
    /// The message begins.
    MessageStart,
    /// A content block begins, continues or ends.
    Block {
        /// The index of the block, from 0.
        index: u64,
        /// The step.
        part: BlockPart,
    },
    /// The message ends, with the reason.
    MessageStop,
    /// Counts and times.
    Metadata,
    /// An exception, or an unknown event.
    Other,
}

/// A step of a content block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlockPart {
    /// It begins.
    Start,
    /// It continues.
    Delta,
    /// It ends.
    Stop,
}

impl FrameMeaning {
    /// The meaning for a reader.
    pub fn words(self) -> String {
        match self {
            Self::MessageStart => "message start".to_owned(),
            Self::Block { index, part: BlockPart::Start } => format!("block {index} start"),
            Self::Block { index, part: BlockPart::Delta } => format!("block {index} delta"),
            Self::Block { index, part: BlockPart::Stop } => format!("block {index} stop"),
            Self::MessageStop => "message stop".to_owned(),
            Self::Metadata => "metadata".to_owned(),
            Self::Other => "other".to_owned(),
        }
    }

    fn block(index: u64, part: BlockPart) -> Self {
        Self::Block { index, part }
    }
}

/// The base64 of a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrapping {
    /// Characters of base64.
    pub encoded_chars: usize,
    /// Bytes of the JSON inside.
    pub inner_bytes: usize,
}

/// A decoded frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The event or exception type of the frame's header.
    pub name: String,
    /// The model's name for the event inside a chunk.
    pub inner_name: Option<String>,
    /// Its meaning.
    pub meaning: FrameMeaning,
    /// The payload as JSON; for a chunk, the JSON inside. `None` if it is not JSON.
    pub document: Option<Value>,
    /// The base64 of a chunk.
    pub wrapping: Option<Wrapping>,
    /// How many letters of padding the payload has.
    pub padding: Option<usize>,
    /// The piece of the answer in it.
    pub text: Option<String>,
}

impl Event {
    /// Decodes a frame. Never fails: an unknown frame is [`FrameMeaning::Other`].
    pub fn decode(frame: &Frame) -> Self {
        let (name, payload, meaning) = match frame.message() {
            Ok(Message::Event { event_type, payload, .. }) => (event_type, payload, None),
            Ok(Message::Exception { exception_type, payload, .. }) => {
                (exception_type, payload, Some(FrameMeaning::Other))
            }
            Ok(Message::Error { code, .. }) => {
                (code.unwrap_or_else(|| "error".to_owned()), frame.payload.clone(), Some(FrameMeaning::Other))
            }
            Err(_) => ("unreadable".to_owned(), frame.payload.clone(), Some(FrameMeaning::Other)),
        };
        let outer: Option<Value> = serde_json::from_slice(&payload).ok();
        let padding = outer.as_ref().and_then(|outer| outer.get("p")?.as_str()).map(|text| text.chars().count());
        let encoded = outer.as_ref().and_then(|outer| outer.get("bytes")?.as_str()).filter(|_| name == "chunk");
        let inner = encoded.and_then(|text| STANDARD.decode(text).ok());
        let wrapping = encoded
            .zip(inner.as_ref())
            .map(|(text, inner)| Wrapping { encoded_chars: text.len(), inner_bytes: inner.len() });
        let document = match inner {
            Some(inner) => serde_json::from_slice(&inner).ok(),
            None => outer,
        };
        let inside = wrapping.and(document.as_ref());
        let inner_name = inside.and_then(inner_name);
        let meaning = meaning.unwrap_or_else(|| match (inside, document.as_ref()) {
            (Some(inside), _) => native(inside),
            (None, document) => converse(&name, document.unwrap_or(&Value::Null)),
        });
        let text = document.as_ref().and_then(text);
        Self { name, inner_name, meaning, document, wrapping, padding, text }
    }

    /// Its JSON as text; `None` where the payload is not JSON.
    pub fn document_text(&self) -> Option<String> {
        self.document.as_ref().map(json::print)
    }
}

/// The name of a Converse event, with its payload.
fn converse(name: &str, payload: &Value) -> FrameMeaning {
    let index = payload.get("contentBlockIndex").and_then(Value::as_u64).unwrap_or(0);
    match name {
        "messageStart" => FrameMeaning::MessageStart,
        "contentBlockStart" => FrameMeaning::block(index, BlockPart::Start),
        "contentBlockDelta" => FrameMeaning::block(index, BlockPart::Delta),
        "contentBlockStop" => FrameMeaning::block(index, BlockPart::Stop),
        "messageStop" => FrameMeaning::MessageStop,
        "metadata" => FrameMeaning::Metadata,
        _ => FrameMeaning::Other,
    }
}

/// The model's name for the content of a chunk.
fn inner_name(document: &Value) -> Option<String> {
    let named = ["type", "event_type"].iter().find_map(|key| document.get(*key)?.as_str());
    // Nova wraps Converse's events: the member that is an event is the name.
    let member = || document.as_object()?.keys().find(|key| converse(key, &Value::Null) != FrameMeaning::Other);
    named.or_else(|| member().map(String::as_str)).map(str::to_owned)
}

/// The meaning of the model's own JSON, for the families that stream.
fn native(document: &Value) -> FrameMeaning {
    let index = document.get("index").and_then(Value::as_u64).unwrap_or(0);
    match document.get("type").and_then(Value::as_str) {
        Some("message_start") => return FrameMeaning::MessageStart,
        Some("content_block_start") => return FrameMeaning::block(index, BlockPart::Start),
        Some("content_block_delta") => return FrameMeaning::block(index, BlockPart::Delta),
        Some("content_block_stop") => return FrameMeaning::block(index, BlockPart::Stop),
        Some("message_delta") => return FrameMeaning::MessageStop,
        Some("message_stop") => return FrameMeaning::Metadata,
        Some(_) | None => {}
    }
    if let Some(members) = document.as_object() {
        let wrapped = members.iter().map(|(name, payload)| converse(name, payload));
        if let Some(meaning) = wrapped.into_iter().find(|meaning| *meaning != FrameMeaning::Other) {
            return meaning;
        }
    }
    match document.get("event_type").and_then(Value::as_str) {
        Some("stream-start") => return FrameMeaning::MessageStart,
        Some("stream-end") => return FrameMeaning::MessageStop,
        Some(_) | None => {}
    }
    let carries = text(document).is_some_and(|text| !text.is_empty());
    let calls = document.pointer("/choices/0/delta/tool_calls").is_some();
    let role = document.pointer("/choices/0/delta/role").is_some();
    let ended = [
        "/stop_reason",
        "/outputs/0/stop_reason",
        "/completionReason",
        "/choices/0/finish_reason",
        "/choices/0/stop_reason",
        "/amazon-bedrock-invocationMetrics",
    ];
    if carries || calls {
        FrameMeaning::block(0, BlockPart::Delta)
    } else if ended.iter().any(|place| document.pointer(place).is_some_and(|value| !value.is_null())) {
        FrameMeaning::MessageStop
    } else if role {
        FrameMeaning::MessageStart
    } else {
        FrameMeaning::Other
    }
}

/// The piece of the answer in an event of any shape.
fn text(document: &Value) -> Option<String> {
    const PLACES: [&str; 18] = [
        "/delta/text",
        "/delta/reasoningContent/text",
        "/delta/toolUse/input",
        "/delta/thinking",
        "/delta/partial_json",
        "/contentBlockDelta/delta/text",
        "/contentBlockDelta/delta/reasoningContent/text",
        "/contentBlockDelta/delta/toolUse/input",
        "/choices/0/delta/content",
        "/choices/0/delta/reasoning_content",
        "/choices/0/message/content",
        "/choices/0/delta/tool_calls/0/function/arguments",
        "/choices/0/text",
        "/generation",
        "/outputs/0/text",
        "/outputText",
        "/text",
        "/message",
    ];
    PLACES.iter().find_map(|place| document.pointer(place)?.as_str()).map(str::to_owned)
}

/// A row of corresponding frames; `None` if a stream has no counterpart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Index of the Converse frame.
    pub converse: Option<usize>,
    /// Index of the `InvokeModel` frame.
    pub invoke: Option<usize>,
}

/// Pairs the frames of two streams: the n-th delta of a block with the n-th delta of the same block, and so on. The
/// order of each stream is kept, and each frame is in exactly one row.
pub fn line_up(converse: &[FrameMeaning], invoke: &[FrameMeaning]) -> Vec<Pair> {
    let (left, right) = (keys(converse), keys(invoke));
    let mut rows = Vec::with_capacity(left.len().max(right.len()));
    let (mut a, mut b) = (0, 0);
    loop {
        let (takes_left, takes_right) = match (left.get(a), right.get(b)) {
            (None, None) => return rows,
            (Some(_), None) => (true, false),
            (None, Some(_)) => (false, true),
            (Some(x), Some(y)) => (x <= y, y <= x),
        };
        rows.push(Pair { converse: takes_left.then_some(a), invoke: takes_right.then_some(b) });
        a += usize::from(takes_left);
        b += usize::from(takes_right);
    }
}

/// The key of each frame: its meaning, and how often that occurred before. A frame that is out of order gets the
/// meaning of the one before it, so that the keys never decrease.
fn keys(meanings: &[FrameMeaning]) -> Vec<(FrameMeaning, usize)> {
    let mut out: Vec<(FrameMeaning, usize)> = Vec::with_capacity(meanings.len());
    for meaning in meanings {
        let key = match out.last() {
            Some((before, count)) if *meaning <= *before || *meaning == FrameMeaning::Other => (*before, count + 1),
            _ => (*meaning, 0),
        };
        out.push(key);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::eventstream::{Decoder, HeaderValue, encode};
    use serde_json::json;

    fn frame(name: &str, payload: &Value) -> Frame {
        let headers = [(":message-type", HeaderValue::from("event")), (":event-type", HeaderValue::from(name))];
        Decoder::new().push(&encode(&headers, payload.to_string().as_bytes())).unwrap().remove(0)
    }

    fn chunk(inner: &Value) -> Event {
        Event::decode(&frame("chunk", &json!({ "bytes": STANDARD.encode(inner.to_string()), "p": "abcd" })))
    }

    #[test]
    fn a_chunk_is_unwrapped_and_its_padding_counted() {
        let inner =
            json!({ "type": "content_block_delta", "index": 1, "delta": { "type": "text_delta", "text": "Hé" } });
        let event = chunk(&inner);
        assert_eq!((event.name.as_str(), event.inner_name.as_deref()), ("chunk", Some("content_block_delta")));
        assert_eq!(event.meaning, FrameMeaning::Block { index: 1, part: BlockPart::Delta });
        assert_eq!((event.text.as_deref(), event.padding), (Some("Hé"), Some(4)));
        let bytes = inner.to_string().len();
        assert_eq!(event.wrapping, Some(Wrapping { encoded_chars: bytes.div_ceil(3) * 4, inner_bytes: bytes }));
        assert_eq!(event.document_text(), Some(json::print(&inner)));
        assert_eq!(event.document, Some(inner));
        let broken = Event::decode(&frame("chunk", &json!({ "bytes": "%%" })));
        assert_eq!((broken.meaning, broken.wrapping), (FrameMeaning::Other, None));
    }

    #[test]
    fn each_family_says_the_same_in_its_own_words() {
        let delta = FrameMeaning::Block { index: 0, part: BlockPart::Delta };
        for (document, meaning) in [
            (json!({ "type": "message_start", "message": {} }), FrameMeaning::MessageStart),
            (json!({ "type": "message_delta", "delta": { "stop_reason": "end_turn" } }), FrameMeaning::MessageStop),
            (json!({ "type": "message_stop", "amazon-bedrock-invocationMetrics": {} }), FrameMeaning::Metadata),
            (json!({ "type": "ping" }), FrameMeaning::Other),
            (json!({ "messageStart": { "role": "assistant" } }), FrameMeaning::MessageStart),
            (json!({ "contentBlockDelta": { "delta": { "text": "a" }, "contentBlockIndex": 0 } }), delta),
            (json!({ "messageStop": {}, "amazon-bedrock-invocationMetrics": {} }), FrameMeaning::MessageStop),
            (json!({ "metadata": {} }), FrameMeaning::Metadata),
            (json!({ "generation": "a", "stop_reason": null }), delta),
            (json!({ "generation": "", "stop_reason": "stop" }), FrameMeaning::MessageStop),
            (json!({ "outputs": [{ "text": "a", "stop_reason": null }] }), delta),
            (json!({ "outputText": "a", "completionReason": null }), delta),
            (json!({ "outputText": "", "completionReason": "FINISH" }), FrameMeaning::MessageStop),
            (json!({ "event_type": "text-generation", "text": "a" }), delta),
            (json!({ "event_type": "stream-end", "response": {} }), FrameMeaning::MessageStop),
            (json!({ "choices": [{ "delta": { "role": "assistant", "content": "" } }] }), FrameMeaning::MessageStart),
            (json!({ "choices": [{ "delta": { "content": "a" }, "finish_reason": null }] }), delta),
            (json!({ "choices": [{ "delta": {}, "finish_reason": "stop" }] }), FrameMeaning::MessageStop),
            (json!("[DONE]"), FrameMeaning::Other),
        ] {
            assert_eq!(chunk(&document).meaning, meaning, "{document}");
        }
        assert_eq!(Event::decode(&frame("metadata", &json!({ "p": "" }))).meaning, FrameMeaning::Metadata);
    }

    #[test]
    fn rows_keep_both_orders_and_pair_what_says_the_same() {
        let delta = |index| FrameMeaning::Block { index, part: BlockPart::Delta };
        let stop = |index| FrameMeaning::Block { index, part: BlockPart::Stop };
        let start = FrameMeaning::Block { index: 0, part: BlockPart::Start };
        let rows = line_up(
            &[
                FrameMeaning::MessageStart,
                delta(0),
                delta(0),
                stop(0),
                FrameMeaning::MessageStop,
                FrameMeaning::Metadata,
            ],
            &[
                FrameMeaning::MessageStart,
                start,
                delta(0),
                delta(0),
                delta(0),
                stop(0),
                FrameMeaning::MessageStop,
                FrameMeaning::Metadata,
            ],
        );
        let pairs: Vec<(Option<usize>, Option<usize>)> = rows.iter().map(|row| (row.converse, row.invoke)).collect();
        assert_eq!(
            pairs,
            [
                (Some(0), Some(0)),
                (None, Some(1)),
                (Some(1), Some(2)),
                (Some(2), Some(3)),
                (None, Some(4)),
                (Some(3), Some(5)),
                (Some(4), Some(6)),
                (Some(5), Some(7)),
            ]
        );
        let odd = line_up(
            &[FrameMeaning::Metadata, delta(3), FrameMeaning::Other, FrameMeaning::MessageStart],
            &[FrameMeaning::Other, FrameMeaning::Other],
        );
        let mut left: Vec<usize> = odd.iter().filter_map(|row| row.converse).collect();
        assert_eq!(left, [0, 1, 2, 3]);
        left = odd.iter().filter_map(|row| row.invoke).collect();
        assert_eq!(left, [0, 1]);
        assert_eq!(line_up(&[], &[]), []);
    }
}
