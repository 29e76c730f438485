//! What guardrails check of a request.
//!
//! Converse: without `guardContent` all messages, not the system prompt; with it in messages only those blocks; with it
//! in the system prompt only, that block and all messages (user guide, “Include a guardrail with the Converse API”).
//! `InvokeModel`: what tags select, or everything. The word policy checks what is not marked too.

use super::request::Request;
use crate::simulator::account::guardrails::shelf::Selection;
use crate::simulator::guard::{Attacks, Passage, tags};
use serde_json::Value;

/// The parts of a request for one guardrail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selected {
    /// The texts.
    pub passages: Vec<Passage>,
    /// The number of images.
    pub images: usize,
    /// Whether prompt attacks can be looked for.
    pub attacks: Attacks,
}

/// A text or an image of a Converse body.
enum Block<'a> {
    Text(&'a str),
    Marked(&'a str, Option<&'a Value>),
    Image,
    MarkedImage,
}

fn block(value: &Value) -> Option<Block<'_>> {
    if let Some(text) = value.get("text").and_then(Value::as_str) {
        return Some(Block::Text(text));
    }
    if value.get("image").is_some() {
        return Some(Block::Image);
    }
    let guarded = value.get("guardContent")?;
    match guarded.pointer("/text/text").and_then(Value::as_str) {
        Some(text) => Some(Block::Marked(text, guarded.pointer("/text/qualifiers"))),
        None => guarded.get("image").map(|_| Block::MarkedImage),
    }
}

fn blocks(list: Option<&Value>) -> Vec<Block<'_>> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(block).collect()
}

/// The parts of a Converse body. `Everything` takes unmarked parts too.
pub fn converse(body: &Value, system: Selection, messages: Selection) -> Selected {
    let system_blocks = blocks(body.get("system"));
    let turns = body.get("messages").and_then(Value::as_array).into_iter().flatten();
    let message_blocks: Vec<Block<'_>> = turns.flat_map(|turn| blocks(turn.get("content"))).collect();
    let is_marked = |block: &Block<'_>| match block {
        Block::Marked(..) | Block::MarkedImage => true,
        Block::Text(_) | Block::Image => false,
    };
    let takes_messages = messages == Selection::Everything || !message_blocks.iter().any(is_marked);
    let takes_system = system == Selection::Everything;
    let mut selected = Selected { passages: Vec::new(), images: 0, attacks: Attacks::Checked };
    // A system prompt without marks is not checked at all, and unmarked messages by the word policy only.
    let plain_system = takes_system.then_some(Passage::guarded as fn(String) -> Passage);
    let plain_message =
        Some(if takes_messages { Passage::guarded } else { Passage::unmarked as fn(String) -> Passage });
    for (blocks, plain, takes_all) in
        [(system_blocks, plain_system, takes_system), (message_blocks, plain_message, takes_messages)]
    {
        for block in blocks {
            match block {
                Block::Text(text) => selected.passages.extend(plain.map(|plain| plain(text.to_owned()))),
                Block::Marked(text, qualifiers) => selected.passages.push(Passage::qualified(text, qualifiers)),
                Block::Image if takes_all => selected.images += 1,
                Block::Image => {}
                Block::MarkedImage => selected.images += 1,
            }
        }
    }
    selected
}

/// The parts of an `InvokeModel` prompt.
pub fn native(asked: &Request, suffix: Option<&str>, messages: Selection) -> Selected {
    let texts = std::iter::once(asked.system.as_str()).chain(asked.messages.iter().map(|turn| turn.text.as_str()));
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    let tagged: Vec<Option<Vec<Passage>>> =
        texts.iter().map(|text| suffix.and_then(|suffix| tags::passages(text, suffix))).collect();
    let has_content = tagged.iter().flatten().flatten().any(|passage| passage.guarded);
    let takes_all = messages == Selection::Everything || !has_content;
    let mut passages = Vec::new();
    for (text, tagged) in texts.into_iter().zip(tagged) {
        for passage in tagged.unwrap_or_else(|| vec![Passage::unmarked(text)]) {
            let guarded = passage.guarded || (takes_all && !passage.source && !passage.query);
            passages.push(Passage { guarded, ..passage });
        }
    }
    let attacks = if has_content { Attacks::Checked } else { Attacks::Untagged };
    Selected { passages, images: 0, attacks }
}
