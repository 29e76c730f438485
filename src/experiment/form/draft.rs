//! The form as data: the user's input, whether it is valid or not. The device keeps it between visits.
//!
//! It holds no credential and no endpoint. `draft_json` has its JSON form.

use serde_json::{Map, Value};

use super::parameter::Parameter;
use super::part::Part;
use crate::bedrock::conversation::{Block, Conversation, Role};
use crate::text::json;

/// Which of the two APIs a run calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SendAs {
    /// Converse or `ConverseStream` only.
    Converse,
    /// `InvokeModel` or `InvokeModelWithResponseStream` only.
    Invoke,
    /// Both, side by side: two calls.
    #[default]
    Both,
}

impl SendAs {
    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Converse => "converse",
            Self::Invoke => "invoke",
            Self::Both => "both",
        }
    }

    /// The APIs of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Converse, Self::Invoke, Self::Both].into_iter().find(|send_as| send_as.word() == word)
    }
}

/// One message as typed.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftMessage {
    /// Identity within the draft; never reused.
    pub id: u64,
    /// Who speaks.
    pub role: Role,
    /// Its parts, in order.
    pub content: Vec<Part>,
}

impl DraftMessage {
    /// A message of one text.
    pub fn text(id: u64, role: Role, text: impl Into<String>) -> Self {
        Self { id, role, content: vec![Part::Text(text.into())] }
    }

    /// Whether there is nothing in it that could be sent.
    pub fn is_blank(&self) -> bool {
        self.content.iter().all(|part| matches!(part, Part::Text(text) if text.trim().is_empty()))
    }
}

/// The form as data.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Model id, inference-profile id or ARN, as typed.
    pub model: String,
    /// The family that was picked for a model whose id does not tell it, as the beginning of an id of that family (one of
    /// [`crate::bedrock::family::PICKS`]); empty while nothing was picked.
    pub family: String,
    /// Region, as chosen.
    pub region: String,
    /// Which APIs a run calls.
    pub send_as: SendAs,
    /// Whether the streaming operations are called.
    pub stream: bool,
    /// The system prompt; `None` when it was removed.
    pub system: Option<String>,
    /// Further system blocks (a cache point, guarded content …), as they are.
    pub system_blocks: Vec<Value>,
    /// The messages, oldest first.
    pub messages: Vec<DraftMessage>,
    /// `inferenceConfig.maxTokens`.
    pub max_tokens: Parameter,
    /// `inferenceConfig.temperature`.
    pub temperature: Parameter,
    /// `inferenceConfig.topP`.
    pub top_p: Parameter,
    /// Top K, which Converse takes only among the additional model request fields.
    pub top_k: Parameter,
    /// Whether the stop sequences are sent.
    pub stop_sent: bool,
    /// The stop sequences.
    pub stop_sequences: Vec<String>,
    /// `additionalModelRequestFields` as JSON text; empty means not sent.
    pub extra_fields: String,
    /// The further members of the Converse body (`toolConfig`, `guardrailConfig` …) as the JSON text of an object; empty
    /// means none.
    pub more: String,
    /// A detached native body, which `InvokeModel` sends in place of the twin.
    pub detached: Option<Detached>,
}

/// A native body that is not derived from the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detached {
    /// The body, sent as it is typed.
    pub body: String,
    /// `Content-Type` of the request.
    pub content_type: String,
    /// `Accept` of the request; empty means that the header is not sent.
    pub accept: String,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            model: "us.anthropic.claude-haiku-4-5-20251001-v1:0".to_owned(),
            family: String::new(),
            region: "us-east-1".to_owned(),
            send_as: SendAs::Both,
            stream: false,
            system: Some("You are a precise technical writer. Answer for engineers.".to_owned()),
            system_blocks: Vec::new(),
            messages: vec![DraftMessage::text(1, Role::User, "Explain RAG in one paragraph.")],
            max_tokens: Parameter::sent("512"),
            temperature: Parameter::sent("0.3"),
            top_p: Parameter::unsent("0.9"),
            top_k: Parameter::unsent("50"),
            stop_sent: false,
            stop_sequences: Vec::new(),
            extra_fields: String::new(),
            more: String::new(),
            detached: None,
        }
    }
}

impl Draft {
    /// The bytes of its texts, without attached files.
    pub fn text_len(&self) -> usize {
        let parts = self.messages.iter().flat_map(|message| &message.content);
        let texts = parts.map(|part| match part {
            Part::Text(text) => text.len(),
            Part::Block(_) => 0,
        });
        texts.sum::<usize>() + self.system.as_ref().map_or(0, String::len) + self.more.len()
    }

    /// Adds an empty message after the last one, in the other role, and returns its id.
    pub fn add_message(&mut self) -> u64 {
        let role = match self.messages.last() {
            Some(DraftMessage { role: Role::User, .. }) => Role::Assistant,
            Some(DraftMessage { role: Role::Assistant | Role::System, .. }) | None => Role::User,
        };
        let id = self.next_id();
        self.messages.push(DraftMessage::text(id, role, ""));
        id
    }

    /// Puts a copy of a message after it and returns the copy's id.
    pub fn duplicate_message(&mut self, id: u64) -> Option<u64> {
        let at = self.position(id)?;
        let mut copy = self.messages.get(at)?.clone();
        copy.id = self.next_id();
        let new = copy.id;
        self.messages.insert(at + 1, copy);
        Some(new)
    }

    /// Removes a message. The last one cannot be removed: its text is cleared.
    pub fn remove_message(&mut self, id: u64) {
        if self.messages.len() > 1 {
            self.messages.retain(|message| message.id != id);
        } else if let Some(only) = self.messages.first_mut() {
            only.content = vec![Part::Text(String::new())];
        }
    }

    /// Moves a message one place up or down; at the end of the list it stays.
    pub fn move_message(&mut self, id: u64, direction: Direction) {
        let Some(at) = self.position(id) else { return };
        let to = match direction {
            Direction::Up => at.checked_sub(1),
            Direction::Down => Some(at + 1).filter(|to| *to < self.messages.len()),
        };
        if let Some(to) = to {
            self.messages.swap(at, to);
        }
    }

    /// Appends a block to a message. A document whose name another one in the message has gets a number.
    pub fn attach(&mut self, id: u64, mut block: Value) {
        if let Some(message) = self.messages.iter_mut().find(|message| message.id == id) {
            if let Some(Value::String(name)) = block.pointer_mut("/document/name") {
                let is_taken = |name: &str| {
                    message.content.iter().any(|part| match part {
                        Part::Block(block) => block.pointer("/document/name").and_then(Value::as_str) == Some(name),
                        Part::Text(_) => false,
                    })
                };
                if is_taken(name) {
                    // One of as many numbers as there are parts is free.
                    let mut numbers = (2..=message.content.len() + 2).map(|number| format!("{name} {number}"));
                    *name = numbers.find(|name| !is_taken(name)).unwrap_or_default();
                }
            }
            message.content.push(Part::Block(block));
        }
    }

    /// Changes one part of a message; `None` removes it. A message keeps at least one text to type into.
    pub fn set_part(&mut self, id: u64, index: usize, part: Option<Part>) {
        let Some(message) = self.messages.iter_mut().find(|message| message.id == id) else { return };
        match (part, message.content.get_mut(index)) {
            (Some(part), Some(place)) => *place = part,
            (None, Some(_)) => {
                message.content.remove(index);
                if message.content.is_empty() {
                    message.content.push(Part::Text(String::new()));
                }
            }
            (_, None) => {}
        }
    }

    /// Continues the conversation: the assistant's message as received, then a user's message of these blocks.
    pub fn continue_with(&mut self, assistant: Vec<Value>, answer: Vec<Value>) {
        for (role, blocks) in [(Role::Assistant, assistant), (Role::User, answer)] {
            let id = self.next_id();
            let content = blocks.into_iter().map(Part::from_block).collect();
            self.messages.push(DraftMessage { id, role, content });
        }
    }

    /// Takes over a conversation that was edited as JSON. What the form has no field for is kept as JSON.
    pub fn adopt(&mut self, conversation: &Conversation) {
        let text_first = matches!(conversation.system.first(), Some(Block::Text(_)));
        self.system = match conversation.system.first() {
            Some(Block::Text(text)) => Some(text.clone()),
            Some(Block::Json(_)) | None => self.system.take().map(|_| String::new()),
        };
        self.system_blocks = conversation
            .system
            .iter()
            .skip(usize::from(text_first))
            .map(|block| Part::from(block).into_block())
            .collect();
        self.messages = conversation
            .messages
            .iter()
            .zip(1..)
            .map(|(message, id)| DraftMessage {
                id,
                role: message.role,
                content: message.content.iter().map(Part::from).collect(),
            })
            .collect();
        let inference = &conversation.inference;
        self.max_tokens.adopt(inference.max_tokens.map(|value| value.to_string()));
        self.temperature.adopt(inference.temperature.map(|value| value.to_string()));
        self.top_p.adopt(inference.top_p.map(|value| value.to_string()));
        self.top_k.sent = false;
        self.stop_sent = !inference.stop_sequences.is_empty();
        if self.stop_sent {
            self.stop_sequences.clone_from(&inference.stop_sequences);
        }
        self.extra_fields = printed(&conversation.additional_fields);
        self.more = printed(&conversation.extra);
    }

    fn position(&self, id: u64) -> Option<usize> {
        self.messages.iter().position(|message| message.id == id)
    }

    fn next_id(&self) -> u64 {
        self.messages.iter().map(|message| message.id).max().unwrap_or(0) + 1
    }
}

/// The object as JSON text; empty for an empty one.
fn printed(members: &Map<String, Value>) -> String {
    if members.is_empty() { String::new() } else { json::print(&Value::Object(members.clone())) }
}

/// Where to move a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the first message.
    Up,
    /// Towards the last message.
    Down,
}
