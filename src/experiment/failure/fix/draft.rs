//! The fixes that change the playground's form. Each is a plain function of the draft.

use serde_json::{Map, Value};

use crate::bedrock::conversation::Role;
use crate::experiment::form::draft::{Draft, SendAs};
use crate::experiment::form::issue::Field;
use crate::experiment::form::parameter::Parameter;
use crate::experiment::form::part::Part;
use crate::text::json;

/// A change of the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftFix {
    /// Untick this parameter.
    Untick(Field),
    /// Set max tokens to this.
    SetMaxTokens(u64),
    /// Remove this key from the additional model request fields.
    DropExtra(String),
    /// Remove this further member of the Converse body.
    DropMore(&'static str),
    /// Remove the system prompt.
    DropSystem,
    /// Call with a stream.
    StreamOn,
    /// Call without a stream.
    StreamOff,
    /// Call these APIs.
    SendAs(SendAs),
    /// Remove the assistant's messages before the first of the user.
    DropLeadingAnswers,
    /// Remove the assistant's last message.
    DropLastAnswer,
    /// Make one message of those of the same role in a row.
    MergeTurns,
    /// Remove messages and blocks without text.
    DropBlankMessages,
}

impl DraftFix {
    /// The text of its button.
    pub(super) fn label(&self) -> String {
        let fixed = match self {
            Self::Untick(field) => return format!("Do not send {}", name(*field)),
            Self::SetMaxTokens(tokens) => return format!("Set max tokens to {tokens}"),
            Self::DropExtra(key) => return format!("Remove “{key}”"),
            Self::DropMore(key) => return format!("Remove {key}"),
            Self::DropSystem => "Remove the system prompt",
            Self::StreamOn => "Turn Stream on",
            Self::StreamOff => "Turn Stream off",
            Self::SendAs(SendAs::Converse) => "Send as Converse only",
            Self::SendAs(SendAs::Invoke) => "Send as InvokeModel only",
            Self::SendAs(SendAs::Both) => "Send as both",
            Self::DropLeadingAnswers => "Remove what comes before the first question",
            Self::DropLastAnswer => "Remove the last message",
            Self::MergeTurns => "Join messages of the same role",
            Self::DropBlankMessages => "Remove empty messages",
        };
        fixed.to_owned()
    }

    /// Changes the draft.
    pub fn apply(&self, draft: &mut Draft) {
        match self {
            Self::Untick(field) => untick(draft, *field),
            Self::SetMaxTokens(tokens) => draft.max_tokens = Parameter::sent(tokens.to_string()),
            Self::DropExtra(key) => draft.extra_fields = without(&draft.extra_fields, key),
            Self::DropMore(key) => draft.more = without(&draft.more, key),
            Self::DropSystem => {
                draft.system = None;
                draft.system_blocks.clear();
            }
            Self::StreamOn => draft.stream = true,
            Self::StreamOff => draft.stream = false,
            Self::SendAs(send_as) => {
                draft.send_as = *send_as;
                if *send_as == SendAs::Converse {
                    draft.detached = None;
                }
            }
            Self::DropLeadingAnswers => {
                let first = draft.messages.iter().position(|message| message.role == Role::User);
                draft.messages.drain(..first.unwrap_or(0));
            }
            Self::DropLastAnswer => {
                if draft.messages.len() > 1 && draft.messages.last().is_some_and(|last| last.role == Role::Assistant) {
                    draft.messages.pop();
                }
            }
            Self::MergeTurns => merge_turns(draft),
            Self::DropBlankMessages => drop_blank(draft),
        }
    }
}

fn name(field: Field) -> &'static str {
    match field {
        Field::Temperature => "temperature",
        Field::TopP => "Top P",
        Field::TopK => "Top K",
        Field::MaxTokens => "max tokens",
        Field::StopSequences => "the stop sequences",
        Field::Model
        | Field::Region
        | Field::Stream
        | Field::System
        | Field::Message(_)
        | Field::ExtraFields
        | Field::More => "the field",
    }
}

fn untick(draft: &mut Draft, field: Field) {
    match field {
        Field::Temperature => draft.temperature.sent = false,
        Field::TopP => draft.top_p.sent = false,
        Field::TopK => draft.top_k.sent = false,
        Field::MaxTokens => draft.max_tokens.sent = false,
        Field::StopSequences => draft.stop_sent = false,
        Field::Model
        | Field::Region
        | Field::Stream
        | Field::System
        | Field::Message(_)
        | Field::ExtraFields
        | Field::More => {}
    }
}

/// A JSON object as text without one of its members. Text that is not an object stays as it is.
fn without(text: &str, key: &str) -> String {
    let Ok(mut members) = serde_json::from_str::<Map<String, Value>>(text) else { return text.to_owned() };
    if members.shift_remove(key).is_none() {
        return text.to_owned();
    }
    if members.is_empty() { String::new() } else { json::print(&Value::Object(members)) }
}

fn merge_turns(draft: &mut Draft) {
    let messages = std::mem::take(&mut draft.messages);
    for message in messages {
        match draft.messages.last_mut() {
            Some(before) if before.role == message.role => before.content.extend(message.content),
            _ => draft.messages.push(message),
        }
    }
}

fn drop_blank(draft: &mut Draft) {
    for message in &mut draft.messages {
        message.content.retain(|part| !matches!(part, Part::Text(text) if text.trim().is_empty()));
    }
    draft.messages.retain(|message| !message.content.is_empty());
    if draft.messages.is_empty() {
        draft.messages = Draft::default().messages;
    }
}
