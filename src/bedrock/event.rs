//! What one frame of a stream says, whichever of the two APIs sent it, and how the two streams correspond.
//!
//! `ConverseStream` names its events in the frame's header; `InvokeModelWithResponseStream` sends one kind of event, `chunk`,
//! whose payload carries the model's own JSON as base64. Both may carry a member `p`: letters without a meaning, of random
//! number, so that a frame's size does not tell what it says. Claude spreads over two chunks what Converse says in
//! `messageStop` and `metadata`: the stop reason comes with `message_delta`, Bedrock's counts with `message_stop`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::aws::eventstream::{Frame, Message};
use crate::text::json;

/// What a frame says, in the order in which a message says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Says {
    /// The message begins.
    MessageStart,
    /// A content block begins, goes on or ends.
    Block {
        /// Which block, from 0.
        index: u64,
        /// Which of the three.
        part: BlockPart,
    },
    /// The message ends, and why.
    MessageStop,
    /// Counts and times.
    Metadata,
    /// An exception, or an event that is not known.
    Other,
}

/// A step in the life of a content block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlockPart {
    /// It begins.
    Start,
    /// It goes on.
    Delta,
    /// It ends.
    Stop,
}

impl Says {
    /// In words.
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

/// What a frame says.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The event or exception type of the frame's header.
    pub name: String,
    /// The model's own name for it, where it stands inside a chunk.
    pub inner_name: Option<String>,
    /// Its place in a message.
    pub says: Says,
    /// The payload as JSON; of a chunk, the JSON inside. `None` where it is not JSON.
    pub document: Option<Value>,
    /// The wrapping of a chunk.
    pub wrapping: Option<Wrapping>,
    /// How many letters of padding the payload carries.
    pub padding: Option<usize>,
    /// The piece of the answer that it carries.
    pub text: Option<String>,
}

impl Event {
    /// Reads a frame. Total: what is not understood is [`Says::Other`].
    pub fn of(frame: &Frame) -> Self {
        let (name, payload, says) = match frame.message() {
            Ok(Message::Event { event_type, payload, .. }) => (event_type, payload, None),
            Ok(Message::Exception { exception_type, payload, .. }) => (exception_type, payload, Some(Says::Other)),
            Ok(Message::Error { code, .. }) => {
                (code.unwrap_or_else(|| "error".to_owned()), frame.payload.clone(), Some(Says::Other))
            }
            Err(_) => ("unreadable".to_owned(), frame.payload.clone(), Some(Says::Other)),
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
        let says = says.unwrap_or_else(|| match (inside, document.as_ref()) {
            (Some(inside), _) => native(inside),
            (None, document) => converse(&name, document.unwrap_or(&Value::Null)),
        });
        let text = document.as_ref().and_then(text);
        Self { name, inner_name, says, document, wrapping, padding, text }
    }

    /// Its JSON as text; `None` where the payload is not JSON.
    pub fn document_text(&self) -> Option<String> {
        self.document.as_ref().map(json::print)
    }
}

/// The name of an event of Converse, with its own payload.
fn converse(name: &str, payload: &Value) -> Says {
    let index = payload.get("contentBlockIndex").and_then(Value::as_u64).unwrap_or(0);
    match name {
        "messageStart" => Says::MessageStart,
        "contentBlockStart" => Says::block(index, BlockPart::Start),
        "contentBlockDelta" => Says::block(index, BlockPart::Delta),
        "contentBlockStop" => Says::block(index, BlockPart::Stop),
        "messageStop" => Says::MessageStop,
        "metadata" => Says::Metadata,
        _ => Says::Other,
    }
}

/// The model's own name of what a chunk carries.
fn inner_name(document: &Value) -> Option<String> {
    let named = ["type", "event_type"].iter().find_map(|key| document.get(*key)?.as_str());
    // Nova wraps Converse's events: the one member that is an event is the name.
    let member = || document.as_object()?.keys().find(|key| converse(key, &Value::Null) != Says::Other);
    named.or_else(|| member().map(String::as_str)).map(str::to_owned)
}

/// What the model's own JSON says, by the shapes of the families that stream.
fn native(document: &Value) -> Says {
    let index = document.get("index").and_then(Value::as_u64).unwrap_or(0);
    match document.get("type").and_then(Value::as_str) {
        Some("message_start") => return Says::MessageStart,
        Some("content_block_start") => return Says::block(index, BlockPart::Start),
        Some("content_block_delta") => return Says::block(index, BlockPart::Delta),
        Some("content_block_stop") => return Says::block(index, BlockPart::Stop),
        Some("message_delta") => return Says::MessageStop,
        Some("message_stop") => return Says::Metadata,
        Some(_) | None => {}
    }
    if let Some(members) = document.as_object() {
        let wrapped = members.iter().map(|(name, payload)| converse(name, payload));
        if let Some(says) = wrapped.into_iter().find(|says| *says != Says::Other) {
            return says;
        }
    }
    match document.get("event_type").and_then(Value::as_str) {
        Some("stream-start") => return Says::MessageStart,
        Some("stream-end") => return Says::MessageStop,
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
        Says::block(0, BlockPart::Delta)
    } else if ended.iter().any(|place| document.pointer(place).is_some_and(|value| !value.is_null())) {
        Says::MessageStop
    } else if role {
        Says::MessageStart
    } else {
        Says::Other
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

/// Frames of the two streams that say the same, side by side; `None` where one stream has nothing to set beside the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Place of the Converse frame.
    pub converse: Option<usize>,
    /// Place of the `InvokeModel` frame.
    pub invoke: Option<usize>,
}

/// Lines two streams up: the n-th delta of a block stands beside the n-th delta of the same block, and so on. The order of
/// each stream is kept, and each frame stands in exactly one row.
pub fn line_up(converse: &[Says], invoke: &[Says]) -> Vec<Pair> {
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

/// What each frame says and how often that was said before it. A frame that comes out of order counts as said with the one
/// before it, so that the keys never fall.
fn keys(says: &[Says]) -> Vec<(Says, usize)> {
    let mut out: Vec<(Says, usize)> = Vec::with_capacity(says.len());
    for said in says {
        let key = match out.last() {
            Some((before, count)) if *said <= *before || *said == Says::Other => (*before, count + 1),
            _ => (*said, 0),
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
        Event::of(&frame("chunk", &json!({ "bytes": STANDARD.encode(inner.to_string()), "p": "abcd" })))
    }

    #[test]
    fn a_chunk_is_unwrapped_and_its_padding_counted() {
        let inner =
            json!({ "type": "content_block_delta", "index": 1, "delta": { "type": "text_delta", "text": "Hé" } });
        let event = chunk(&inner);
        assert_eq!((event.name.as_str(), event.inner_name.as_deref()), ("chunk", Some("content_block_delta")));
        assert_eq!(event.says, Says::Block { index: 1, part: BlockPart::Delta });
        assert_eq!((event.text.as_deref(), event.padding), (Some("Hé"), Some(4)));
        let bytes = inner.to_string().len();
        assert_eq!(event.wrapping, Some(Wrapping { encoded_chars: bytes.div_ceil(3) * 4, inner_bytes: bytes }));
        assert_eq!(event.document_text(), Some(json::print(&inner)));
        assert_eq!(event.document, Some(inner));
        let broken = Event::of(&frame("chunk", &json!({ "bytes": "%%" })));
        assert_eq!((broken.says, broken.wrapping), (Says::Other, None));
    }

    #[test]
    fn each_family_says_the_same_in_its_own_words() {
        let delta = Says::Block { index: 0, part: BlockPart::Delta };
        for (document, says) in [
            (json!({ "type": "message_start", "message": {} }), Says::MessageStart),
            (json!({ "type": "message_delta", "delta": { "stop_reason": "end_turn" } }), Says::MessageStop),
            (json!({ "type": "message_stop", "amazon-bedrock-invocationMetrics": {} }), Says::Metadata),
            (json!({ "type": "ping" }), Says::Other),
            (json!({ "messageStart": { "role": "assistant" } }), Says::MessageStart),
            (json!({ "contentBlockDelta": { "delta": { "text": "a" }, "contentBlockIndex": 0 } }), delta),
            (json!({ "messageStop": {}, "amazon-bedrock-invocationMetrics": {} }), Says::MessageStop),
            (json!({ "metadata": {} }), Says::Metadata),
            (json!({ "generation": "a", "stop_reason": null }), delta),
            (json!({ "generation": "", "stop_reason": "stop" }), Says::MessageStop),
            (json!({ "outputs": [{ "text": "a", "stop_reason": null }] }), delta),
            (json!({ "outputText": "a", "completionReason": null }), delta),
            (json!({ "outputText": "", "completionReason": "FINISH" }), Says::MessageStop),
            (json!({ "event_type": "text-generation", "text": "a" }), delta),
            (json!({ "event_type": "stream-end", "response": {} }), Says::MessageStop),
            (json!({ "choices": [{ "delta": { "role": "assistant", "content": "" } }] }), Says::MessageStart),
            (json!({ "choices": [{ "delta": { "content": "a" }, "finish_reason": null }] }), delta),
            (json!({ "choices": [{ "delta": {}, "finish_reason": "stop" }] }), Says::MessageStop),
            (json!("[DONE]"), Says::Other),
        ] {
            assert_eq!(chunk(&document).says, says, "{document}");
        }
        assert_eq!(Event::of(&frame("metadata", &json!({ "p": "" }))).says, Says::Metadata);
    }

    #[test]
    fn rows_keep_both_orders_and_pair_what_says_the_same() {
        let delta = |index| Says::Block { index, part: BlockPart::Delta };
        let stop = |index| Says::Block { index, part: BlockPart::Stop };
        let start = Says::Block { index: 0, part: BlockPart::Start };
        let rows = line_up(
            &[Says::MessageStart, delta(0), delta(0), stop(0), Says::MessageStop, Says::Metadata],
            &[Says::MessageStart, start, delta(0), delta(0), delta(0), stop(0), Says::MessageStop, Says::Metadata],
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
        let odd = line_up(&[Says::Metadata, delta(3), Says::Other, Says::MessageStart], &[Says::Other, Says::Other]);
        let mut left: Vec<usize> = odd.iter().filter_map(|row| row.converse).collect();
        assert_eq!(left, [0, 1, 2, 3]);
        left = odd.iter().filter_map(|row| row.invoke).collect();
        assert_eq!(left, [0, 1]);
        assert_eq!(line_up(&[], &[]), []);
    }
}
