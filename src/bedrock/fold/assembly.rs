//! Blocks put together from deltas.
//!
//! Both stream formats name the block that a delta belongs to by an index, and neither promises that a block is opened
//! before its first delta. So a block is made when it is first heard of, one for each pair of index and kind.

use serde_json::{Map, Value};

use crate::bedrock::turn::{StreamFault, Turn, TurnBlock, Usage};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Reasoning,
    ToolUse,
    Unknown,
}

/// A block that may still grow.
#[derive(Clone, Debug)]
struct Open {
    index: u64,
    kind: Kind,
    /// Position in `turn.blocks`.
    at: usize,
    /// The tool input that the opening event stated, for a tool that no fragment follows.
    stated_input: Value,
}

/// A turn and its open blocks.
#[derive(Clone, Debug, Default)]
pub(super) struct Assembly {
    /// The answer as far as it has come.
    pub(super) turn: Turn,
    open: Vec<Open>,
}

impl Assembly {
    /// Appends a whole block.
    pub(super) fn push(&mut self, block: TurnBlock) {
        self.turn.blocks.push(block);
    }

    /// Appends JSON that is not understood.
    pub(super) fn push_unknown(&mut self, json: &Value) {
        self.push(TurnBlock::Unknown(json.clone()));
    }

    /// Text of block `index` goes on; an empty fragment opens the block.
    pub(super) fn text_delta(&mut self, index: u64, fragment: &str) {
        if let Some(TurnBlock::Text(text)) = self.block(index, Kind::Text) {
            text.push_str(fragment);
        }
    }

    /// Reasoning of block `index` goes on.
    pub(super) fn reasoning_delta(&mut self, index: u64, fragment: &str) {
        if let Some(TurnBlock::Reasoning(text)) = self.block(index, Kind::Reasoning) {
            text.push_str(fragment);
        }
    }

    /// Block `index` is a tool use.
    pub(super) fn tool_start(&mut self, index: u64, tool_id: &str, tool_name: &str, input: &Value) {
        if let Some(TurnBlock::ToolUse { id, name, .. }) = self.block(index, Kind::ToolUse) {
            tool_id.clone_into(id);
            tool_name.clone_into(name);
        }
        let opened = self.open.iter_mut().find(|open| open.index == index && open.kind == Kind::ToolUse);
        if let Some(open) = opened {
            open.stated_input.clone_from(input);
        }
    }

    /// The tool input of block `index` goes on.
    pub(super) fn tool_delta(&mut self, index: u64, fragment: &str) {
        if let Some(TurnBlock::ToolUse { input: Value::String(input), .. }) = self.block(index, Kind::ToolUse) {
            input.push_str(fragment);
        }
    }

    /// Block `index` begins as JSON that is not understood.
    pub(super) fn unknown_start(&mut self, index: u64, start: &Value) {
        if let Some(TurnBlock::Unknown(json)) = self.block(index, Kind::Unknown) {
            json.clone_from(start);
        }
    }

    /// A delta that is not understood: kept under `deltas` of an unknown block.
    pub(super) fn unknown_delta(&mut self, index: u64, delta: &Value) {
        let Some(TurnBlock::Unknown(json)) = self.block(index, Kind::Unknown) else { return };
        if !json.is_object() {
            *json = Value::Object(Map::new());
        }
        let Value::Object(members) = json else { return };
        if let Value::Array(deltas) = members.entry("deltas").or_insert_with(|| Value::Array(Vec::new())) {
            deltas.push(delta.clone());
        }
    }

    /// Block `index` is over: the fragments of a tool input become JSON. Fragments that are none stay a string.
    pub(super) fn stop(&mut self, index: u64) {
        for open in self.open.iter().filter(|open| open.index == index && open.kind == Kind::ToolUse) {
            let Some(TurnBlock::ToolUse { input, .. }) = self.turn.blocks.get_mut(open.at) else { continue };
            let Value::String(fragments) = &*input else { continue };
            if fragments.trim().is_empty() {
                *input = match &open.stated_input {
                    Value::Null => Value::Object(Map::new()),
                    stated => stated.clone(),
                };
            } else if let Ok(json) = serde_json::from_str(fragments) {
                *input = json;
            }
        }
        self.open.retain(|open| open.index != index);
    }

    /// The counts that a response states are the turn's from now on.
    pub(super) fn count(&mut self, stated: Usage) {
        let usage = &mut self.turn.usage;
        replace(&mut usage.input_tokens, stated.input_tokens);
        replace(&mut usage.output_tokens, stated.output_tokens);
        replace(&mut usage.total_tokens, stated.total_tokens);
        replace(&mut usage.cache_read_tokens, stated.cache_read_tokens);
        replace(&mut usage.cache_write_tokens, stated.cache_write_tokens);
    }

    /// The first fault is the turn's.
    pub(super) fn fault(&mut self, kind: &str, message: &str) {
        if self.turn.fault.is_none() {
            self.turn.fault = Some(StreamFault { kind: kind.to_owned(), message: message.to_owned() });
        }
    }

    /// The open block of that index and kind, made if need be.
    fn block(&mut self, index: u64, kind: Kind) -> Option<&mut TurnBlock> {
        let known = self.open.iter().find(|open| open.index == index && open.kind == kind).map(|open| open.at);
        let at = known.unwrap_or_else(|| {
            let at = self.turn.blocks.len();
            self.turn.blocks.push(match kind {
                Kind::Text => TurnBlock::Text(String::new()),
                Kind::Reasoning => TurnBlock::Reasoning(String::new()),
                Kind::ToolUse => {
                    TurnBlock::ToolUse { id: String::new(), name: String::new(), input: Value::String(String::new()) }
                }
                Kind::Unknown => TurnBlock::Unknown(Value::Object(Map::new())),
            });
            self.open.push(Open { index, kind, at, stated_input: Value::Null });
            at
        });
        self.turn.blocks.get_mut(at)
    }
}

/// Sets `field` where there is a new value: later statements of a stream replace earlier ones.
pub(super) fn replace(field: &mut Option<u64>, value: Option<u64>) {
    *field = value.or(*field);
}
