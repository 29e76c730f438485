//! The fixes that change the playground's form. Each is a plain function of the draft.

use serde_json::{Map, Value};

use crate::bedrock::conversation::Role;
use crate::experiment::form::cache_points;
use crate::experiment::form::draft::{Draft, SendAs};
use crate::experiment::form::issue::Field;
use crate::experiment::form::members;
use crate::experiment::form::parameter::Parameter;
use crate::experiment::form::part::Part;
use crate::text::json;

/// A change of the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftFix {
    /// Untick this parameter.
    Untick(Field),
    /// Send this parameter with this value.
    Set(Field, String),
    /// Remove this key from the additional model request fields.
    DropExtra(String),
    /// Remove this further member of the Converse body.
    DropMore(&'static str),
    /// Remove `toolChoice` from the tools.
    DropToolChoice,
    /// Remove `effort` from `outputConfig`.
    DropEffort,
    /// Remove the cache points after the tools, the system prompt and the messages.
    DropCachePoints,
    /// Let the native body follow the form again.
    Relink,
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
            Self::Set(field, value) => return format!("Set {} to {value}", name(*field)),
            Self::DropExtra(key) => return format!("Remove “{key}”"),
            Self::DropMore(key) => return format!("Remove {key}"),
            Self::DropToolChoice => "Remove toolChoice",
            Self::DropEffort => "Remove the effort",
            Self::DropCachePoints => "Remove the cache points",
            Self::Relink => "Re-link the InvokeModel body",
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

    /// Whether it would change that draft.
    pub fn changes(&self, draft: &Draft) -> bool {
        match self {
            Self::Untick(Field::StopSequences) => draft.stop_sent,
            Self::Untick(field) => parameter(draft, *field).is_some_and(|parameter| parameter.sent),
            Self::Set(field, value) => {
                parameter(draft, *field).is_some_and(|now| *now != Parameter::sent(value.as_str()))
            }
            Self::DropExtra(key) => without(&draft.extra_fields, key).is_some(),
            Self::DropMore(key) => without(&draft.more, key).is_some(),
            Self::DropToolChoice => without_tool_choice(&draft.more).is_some(),
            Self::DropEffort => without_effort(&draft.more).is_some(),
            Self::DropCachePoints => cache_points::any(draft),
            Self::Relink => draft.detached.is_some(),
            Self::DropSystem => draft.system.is_some() || !draft.system_blocks.is_empty(),
            Self::StreamOn => !draft.stream,
            Self::StreamOff => draft.stream,
            Self::SendAs(send_as) => {
                draft.send_as != *send_as || (*send_as == SendAs::Converse && draft.detached.is_some())
            }
            Self::DropLeadingAnswers => leading_answers(draft) > 0,
            Self::DropLastAnswer => ends_with_answer(draft),
            Self::MergeTurns => {
                let mut pairs = draft.messages.iter().zip(draft.messages.iter().skip(1));
                pairs.any(|(one, next)| one.role == next.role)
            }
            Self::DropBlankMessages => {
                let blank = |part: &Part| matches!(part, Part::Text(text) if text.trim().is_empty());
                draft.messages.iter().any(|message| message.content.is_empty() || message.content.iter().any(blank))
            }
        }
    }

    /// Changes the draft.
    pub fn apply(&self, draft: &mut Draft) {
        match self {
            Self::Untick(Field::StopSequences) => draft.stop_sent = false,
            Self::Untick(field) => {
                if let Some(parameter) = parameter_mut(draft, *field) {
                    parameter.sent = false;
                }
            }
            Self::Set(field, value) => {
                if let Some(parameter) = parameter_mut(draft, *field) {
                    *parameter = Parameter::sent(value.as_str());
                }
            }
            Self::DropExtra(key) => replace(&mut draft.extra_fields, |text| without(text, key)),
            Self::DropMore(key) => replace(&mut draft.more, |text| without(text, key)),
            Self::DropToolChoice => replace(&mut draft.more, without_tool_choice),
            Self::DropEffort => replace(&mut draft.more, without_effort),
            Self::DropCachePoints => cache_points::remove_all(draft),
            Self::Relink => draft.detached = None,
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
                let count = leading_answers(draft);
                draft.messages.drain(..count);
            }
            Self::DropLastAnswer => {
                if ends_with_answer(draft) {
                    draft.messages.pop();
                }
            }
            Self::MergeTurns => merge_turns(draft),
            Self::DropBlankMessages => drop_blank(draft),
        }
    }
}

/// A field in the middle of a sentence.
pub(super) fn name(field: Field) -> &'static str {
    match field {
        Field::Temperature => "temperature",
        Field::TopP => "Top P",
        Field::TopK => "Top K",
        Field::MaxTokens => "max tokens",
        Field::StopSequences => "the stop sequences",
        Field::System => "the system prompt",
        Field::Message(_) => "the message",
        Field::Model => "the model",
        Field::Region => "the region",
        Field::Stream | Field::ExtraFields | Field::More => "the field",
    }
}

fn parameter(draft: &Draft, field: Field) -> Option<&Parameter> {
    match field {
        Field::Temperature => Some(&draft.temperature),
        Field::TopP => Some(&draft.top_p),
        Field::TopK => Some(&draft.top_k),
        Field::MaxTokens => Some(&draft.max_tokens),
        Field::StopSequences
        | Field::Model
        | Field::Region
        | Field::Stream
        | Field::System
        | Field::Message(_)
        | Field::ExtraFields
        | Field::More => None,
    }
}

fn parameter_mut(draft: &mut Draft, field: Field) -> Option<&mut Parameter> {
    match field {
        Field::Temperature => Some(&mut draft.temperature),
        Field::TopP => Some(&mut draft.top_p),
        Field::TopK => Some(&mut draft.top_k),
        Field::MaxTokens => Some(&mut draft.max_tokens),
        Field::StopSequences
        | Field::Model
        | Field::Region
        | Field::Stream
        | Field::System
        | Field::Message(_)
        | Field::ExtraFields
        | Field::More => None,
    }
}

/// How many messages come before the first of the user; none if the user says nothing.
fn leading_answers(draft: &Draft) -> usize {
    draft.messages.iter().position(|message| message.role == Role::User).unwrap_or(0)
}

fn ends_with_answer(draft: &Draft) -> bool {
    draft.messages.len() > 1 && draft.messages.last().is_some_and(|last| last.role == Role::Assistant)
}

fn replace(text: &mut String, change: impl FnOnce(&str) -> Option<String>) {
    if let Some(changed) = change(text) {
        *text = changed;
    }
}

/// A JSON object as text without one of its members; `None` if it has no such member.
fn without(text: &str, key: &str) -> Option<String> {
    let mut members = serde_json::from_str::<Map<String, Value>>(text).ok()?;
    members.shift_remove(key)?;
    Some(if members.is_empty() { String::new() } else { json::print(&Value::Object(members)) })
}

/// The further members without the choice of a tool; `None` if there is none.
fn without_tool_choice(text: &str) -> Option<String> {
    let mut members = serde_json::from_str::<Map<String, Value>>(text).ok()?;
    members.get_mut("toolConfig")?.as_object_mut()?.shift_remove("toolChoice")?;
    Some(json::print(&Value::Object(members)))
}

/// The further members without the effort, and without what held nothing else; `None` if there is none.
fn without_effort(text: &str) -> Option<String> {
    const EFFORT: [&str; 2] = ["outputConfig", "effort"];
    let mut members = serde_json::from_str::<Map<String, Value>>(text).ok()?;
    members::at(&members, &EFFORT)?;
    members::put(&mut members, &EFFORT, None);
    Some(members::text(members))
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
