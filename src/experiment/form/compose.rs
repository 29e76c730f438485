//! Reads a draft: the conversation that can be sent, and the issues with their fields.
//!
//! A field with an error is left out of the conversation and listed as an issue. A value that can be sent but that the
//! service is known to refuse is a warning. The ranges of parameters are not checked here: the service model holds them.

use serde_json::{Map, Value};

use super::draft::{Draft, DraftMessage};
use super::issue::{Composed, Field, Issue, Severity};
use crate::bedrock::catalogue::{self, Sampling};
use crate::bedrock::conversation::{Block, Conversation, Inference, Message, Role};
use crate::bedrock::family::Family;
use crate::bedrock::model_id::ModelId;

impl Draft {
    /// Reads the draft: what can be sent, and what is wrong at which field.
    pub fn compose(&self) -> Composed {
        let mut reading = Reading { issues: Vec::new() };
        let model = match ModelId::parse(&self.model) {
            Ok(model) => Some(model.with_family(Family::from_base_id(&self.family))),
            Err(error) => {
                reading.error(Field::Model, error.to_string());
                None
            }
        };
        let family = model.as_ref().and_then(ModelId::family);
        let inference = Inference {
            max_tokens: reading.take(Field::MaxTokens, self.max_tokens.integer()),
            temperature: reading.take(Field::Temperature, self.temperature.number()),
            top_p: reading.take(Field::TopP, self.top_p.number()),
            stop_sequences: if self.stop_sent { self.stop_sequences.clone() } else { Vec::new() },
        };
        let top_k = reading.take(Field::TopK, self.top_k.integer());
        let mut additional_fields = reading.object(Field::ExtraFields, &self.extra_fields);
        if let Some(top_k) = top_k {
            reading.put_top_k(&mut additional_fields, family, top_k);
        }
        let conversation = Conversation {
            system: self
                .system
                .iter()
                .filter(|text| !text.trim().is_empty())
                .map(|text| Block::Text(text.clone()))
                .chain(self.system_blocks.iter().cloned().map(Block::Json))
                .collect(),
            messages: self
                .messages
                .iter()
                .map(|message| Message::new(message.role, message.content.iter().map(Block::from).collect()))
                .collect(),
            inference,
            additional_fields,
            extra: reading.object(Field::More, &self.more),
        };
        reading.warn_about(self, &conversation, model.as_ref());
        Composed { model, conversation, issues: reading.issues }
    }
}

struct Reading {
    issues: Vec<Issue>,
}

impl Reading {
    fn error(&mut self, field: Field, message: impl Into<String>) {
        self.put(Issue { field, severity: Severity::Error, message: message.into() });
    }

    fn warning(&mut self, field: Field, message: impl Into<String>) {
        self.put(Issue { field, severity: Severity::Warning, message: message.into() });
    }

    /// Keeps the issues in the order of the form, errors of a field as they come.
    fn put(&mut self, issue: Issue) {
        let at = self.issues.partition_point(|other| other.field <= issue.field);
        self.issues.insert(at, issue);
    }

    fn take<T>(&mut self, field: Field, read: Result<Option<T>, String>) -> Option<T> {
        read.unwrap_or_else(|message| {
            self.error(field, message);
            None
        })
    }

    fn object(&mut self, field: Field, text: &str) -> Map<String, Value> {
        if text.trim().is_empty() {
            return Map::new();
        }
        match serde_json::from_str(text) {
            Ok(Value::Object(members)) => members,
            Ok(_) => {
                self.error(field, "This must be a JSON object: start with { and end with }");
                Map::new()
            }
            Err(error) => {
                self.error(
                    field,
                    format!("Not JSON at line {}, column {}: {}", error.line(), error.column(), reason(&error)),
                );
                Map::new()
            }
        }
    }

    /// Top K has no member in `inferenceConfig`: it goes where the family reads it.
    fn put_top_k(&mut self, fields: &mut Map<String, Value>, family: Option<Family>, top_k: u64) {
        match family {
            Some(Family::Nova) => {
                let inference = fields.entry("inferenceConfig").or_insert_with(|| Value::Object(Map::new()));
                match inference {
                    Value::Object(members) => {
                        members.insert("topK".to_owned(), top_k.into());
                    }
                    _ => self.error(Field::ExtraFields, "“inferenceConfig” must be an object to hold topK"),
                }
            }
            Some(Family::CohereCommandR) => {
                fields.insert("k".to_owned(), top_k.into());
            }
            _ => {
                fields.insert("top_k".to_owned(), top_k.into());
            }
        }
    }

    fn warn_about(&mut self, draft: &Draft, conversation: &Conversation, model: Option<&ModelId>) {
        for (index, message) in draft.messages.iter().enumerate() {
            if message.is_blank() {
                self.warning(Field::Message(index), "This message is empty. Bedrock refuses a blank text block");
            }
        }
        if let Some(DraftMessage { role: Role::Assistant, .. }) = draft.messages.first() {
            self.warning(Field::Message(0), "Bedrock expects the first message to come from the user");
        }
        let inference = &conversation.inference;
        if draft.stop_sent && draft.stop_sequences.is_empty() {
            self.warning(Field::StopSequences, "Ticked, but the list is empty, so nothing is sent");
        }
        let Some(known) = model.and_then(catalogue::find) else { return };
        match known.sampling {
            Sampling::OneOf if inference.temperature.is_some() && inference.top_p.is_some() => {
                self.warning(Field::TopP, format!("{} takes temperature or Top P, not both", known.name));
            }
            Sampling::None => {
                for (field, name, set) in [
                    (Field::Temperature, "temperature", inference.temperature.is_some()),
                    (Field::TopP, "Top P", inference.top_p.is_some()),
                ] {
                    if set {
                        self.warning(field, format!("{} refuses {name}. Untick it", known.name));
                    }
                }
            }
            Sampling::OneOf | Sampling::Both => {}
        }
    }
}

/// serde's reason without its own "at line … column …".
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.split_once(" at line ") {
        Some((reason, _)) => reason.to_owned(),
        None => text,
    }
}
