//! Assembles blocks from deltas.
//!
//! Both stream formats name the block of a delta by an index, and neither promises that a block is opened before its
//! first delta. So a block is created at its first mention, one per pair of index and kind.

use serde_json::{Map, Value};

use crate::bedrock::turn::{Echo, StreamFault, Turn, TurnBlock, Usage};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Reasoning,
    ToolUse,
    Citations,
    Unknown,
}

/// A block that may still grow.
#[derive(Clone, Debug)]
struct Open {
    index: u64,
    kind: Kind,
    /// Position in `turn.blocks`.
    at: usize,
    /// The tool input in the opening event, for a tool without fragments.
    stated_input: Value,
}

/// A turn and its open blocks.
#[derive(Clone, Debug, Default)]
pub(super) struct Assembly {
    /// The answer so far.
    pub(super) turn: Turn,
    /// Text with reasoning between tags.
    pub(super) tagged: super::tagged::Tagged,
    open: Vec<Open>,
}

impl Assembly {
    /// Appends a complete block.
    pub(super) fn push(&mut self, block: TurnBlock, echo: Echo) {
        self.turn.blocks.push(block);
        self.turn.echoes.push(echo);
    }

    /// Appends a complete tool use.
    pub(super) fn push_tool(&mut self, id: &str, name: &str, input: Value) {
        self.push(TurnBlock::ToolUse { id: id.to_owned(), name: name.to_owned(), input }, Echo::Plain);
    }

    /// Appends unknown JSON.
    pub(super) fn push_unknown(&mut self, json: &Value) {
        self.push(TurnBlock::Unknown(json.clone()), Echo::Plain);
    }

    /// The citations of a complete text: shown as a separate block, sent back with the text.
    pub(super) fn push_citations(&mut self, citations: &Value) {
        self.push(TurnBlock::Unknown(serde_json::json!({ "citations": citations })), Echo::Silent);
    }

    /// Another citation of the text at `index`.
    pub(super) fn citation_delta(&mut self, index: u64, citation: &Value) {
        let at = self.at(index, Kind::Text);
        if let Some(members) = self.with(at) {
            push_to(members, "citations", citation);
        }
        self.citation_shown(index, citation);
    }

    /// Another citation, in a shape that is not sent back.
    pub(super) fn citation_shown(&mut self, index: u64, citation: &Value) {
        if let Some(TurnBlock::Unknown(Value::Object(members))) = self.block(index, Kind::Citations) {
            push_to(members, "citations", citation);
        }
    }

    /// A member that is sent back with the reasoning (its signature) or the tool use at `index`.
    pub(super) fn echo(&mut self, index: u64, kind: Kind, key: &str, value: &Value) {
        let at = self.at(index, kind);
        let Some(members) = self.with(at) else { return };
        // A signature may arrive in pieces.
        if let (Some(Value::String(had)), Value::String(more)) = (members.get_mut(key), value) {
            had.push_str(more);
        } else {
            members.insert(key.to_owned(), value.clone());
        }
    }

    fn with(&mut self, at: usize) -> Option<&mut Map<String, Value>> {
        let echo = self.turn.echoes.get_mut(at)?;
        if *echo == Echo::Plain {
            *echo = Echo::With(Map::new());
        }
        match echo {
            Echo::With(members) => Some(members),
            Echo::Plain | Echo::Json(_) | Echo::Silent => None,
        }
    }

    /// Continues the text of block `index`; an empty fragment opens the block.
    pub(super) fn text_delta(&mut self, index: u64, fragment: &str) {
        if let Some(TurnBlock::Text(text)) = self.block(index, Kind::Text) {
            text.push_str(fragment);
        }
    }

    /// Continues the reasoning of block `index`.
    pub(super) fn reasoning_delta(&mut self, index: u64, fragment: &str) {
        if let Some(TurnBlock::Reasoning(text)) = self.block(index, Kind::Reasoning) {
            text.push_str(fragment);
        }
    }

    /// Opens block `index` as a tool use.
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

    /// Continues the tool input of block `index`.
    pub(super) fn tool_delta(&mut self, index: u64, fragment: &str) {
        if let Some(TurnBlock::ToolUse { input: Value::String(input), .. }) = self.block(index, Kind::ToolUse) {
            input.push_str(fragment);
        }
    }

    /// Opens block `index` as unknown JSON.
    pub(super) fn unknown_start(&mut self, index: u64, start: &Value) {
        if let Some(TurnBlock::Unknown(json)) = self.block(index, Kind::Unknown) {
            json.clone_from(start);
        }
    }

    /// Keeps an unknown delta under `deltas` of an unknown block.
    pub(super) fn unknown_delta(&mut self, index: u64, delta: &Value) {
        let Some(TurnBlock::Unknown(json)) = self.block(index, Kind::Unknown) else { return };
        if !json.is_object() {
            *json = Value::Object(Map::new());
        }
        let Value::Object(members) = json else { return };
        // The result of a tool that the service called arrives as lists of its content.
        if let (Some(Value::Array(parts)), Some(Value::Object(result))) =
            (delta.get("toolResult"), members.get_mut("toolResult"))
        {
            for part in parts {
                push_to(result, "content", part);
            }
            return;
        }
        push_to(members, "deltas", delta);
    }

    /// A block that arrives complete inside a stream.
    pub(super) fn unknown_whole(&mut self, index: u64, json: &Value, echo: Echo) {
        let at = self.at(index, Kind::Unknown);
        if let (Some(block), Some(slot)) = (self.turn.blocks.get_mut(at), self.turn.echoes.get_mut(at)) {
            *block = TurnBlock::Unknown(json.clone());
            *slot = echo;
        }
    }

    /// Closes all blocks.
    pub(super) fn stop_all(&mut self) {
        super::tagged::finish(self);
        while let Some(open) = self.open.first() {
            let index = open.index;
            self.stop(index);
        }
    }

    /// Closes block `index`: parses the fragments of a tool input as JSON. Invalid JSON stays a string.
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

    /// Sets the counts that a response states.
    pub(super) fn count(&mut self, stated: Usage) {
        let usage = &mut self.turn.usage;
        replace(&mut usage.input_tokens, stated.input_tokens);
        replace(&mut usage.output_tokens, stated.output_tokens);
        replace(&mut usage.total_tokens, stated.total_tokens);
        replace(&mut usage.cache_read_tokens, stated.cache_read_tokens);
        replace(&mut usage.cache_write_tokens, stated.cache_write_tokens);
    }

    /// Members that the turn keeps under their own names.
    pub(super) fn detail(&mut self, document: &Value, keys: &[&str]) {
        for key in keys {
            if let Some(value) = document.get(key).filter(|value| !value.is_null()) {
                self.turn.details.insert((*key).to_owned(), value.clone());
            }
        }
    }

    /// Keeps the first fault.
    pub(super) fn fault(&mut self, kind: &str, message: &str) {
        if self.turn.fault.is_none() {
            self.turn.fault = Some(StreamFault { kind: kind.to_owned(), message: message.to_owned() });
        }
    }

    /// The open block with that index and kind; creates it if needed.
    fn block(&mut self, index: u64, kind: Kind) -> Option<&mut TurnBlock> {
        let at = self.at(index, kind);
        self.turn.blocks.get_mut(at)
    }

    fn at(&mut self, index: u64, kind: Kind) -> usize {
        let known = self.open.iter().find(|open| open.index == index && open.kind == kind).map(|open| open.at);
        known.unwrap_or_else(|| {
            let at = self.turn.blocks.len();
            self.turn.blocks.push(match kind {
                Kind::Text => TurnBlock::Text(String::new()),
                Kind::Reasoning => TurnBlock::Reasoning(String::new()),
                Kind::ToolUse => {
                    TurnBlock::ToolUse { id: String::new(), name: String::new(), input: Value::String(String::new()) }
                }
                Kind::Citations | Kind::Unknown => TurnBlock::Unknown(Value::Object(Map::new())),
            });
            self.turn.echoes.push(if kind == Kind::Citations { Echo::Silent } else { Echo::Plain });
            self.open.push(Open { index, kind, at, stated_input: Value::Null });
            at
        })
    }
}

fn push_to(members: &mut Map<String, Value>, key: &str, item: &Value) {
    if let Value::Array(items) = members.entry(key).or_insert_with(|| Value::Array(Vec::new())) {
        items.push(item.clone());
    }
}

/// Sets `field` if there is a new value: later statements of a stream replace earlier ones.
pub(super) fn replace(field: &mut Option<u64>, value: Option<u64>) {
    *field = value.or(*field);
}
