//! What can be done about a failure: a remedy in general, a fix in particular.
//!
//! The error clinic names a [`Remedy`]: “call the profile”. With the model, the region and the message at hand it becomes
//! [`Fix`]es: “Use eu.anthropic…”. Most fixes change the draft, which is a plain function; the rest is for the page to do.
//! No fix sends anything by itself.

mod policy;
mod remedy;
mod set;
#[cfg(test)]
mod tests;

pub use set::FixSet;

use serde_json::{Map, Value};

use crate::bedrock::conversation::Role;
use crate::experiment::form::draft::{Draft, SendAs};
use crate::experiment::form::issue::Field;
use crate::experiment::form::parameter::Parameter;
use crate::experiment::form::part::Part;
use crate::text::json;

/// A way to help, before it is known with which value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Call the inference profile that exists for this model and region.
    UseProfile,
    /// Go to a region from which this profile can be called.
    SwitchRegion,
    /// Choose another model.
    EditModel,
    /// Do not send this parameter.
    Untick(Field),
    /// Do not send the parameter that the message names.
    UntickNamed,
    /// Remove this key from the additional fields.
    DropExtra(&'static str),
    /// Remove the key that the message names from the additional fields.
    DropNamed,
    /// Remove this member of the Converse body.
    DropMore(&'static str),
    /// Send no system prompt.
    DropSystem,
    /// Allow fewer tokens.
    FewerTokens,
    /// Call without a stream.
    StreamOff,
    /// Call with a stream.
    StreamOn,
    /// Call Converse only.
    SendAsConverse,
    /// Remove the assistant's messages before the first of the user.
    DropLeadingAnswers,
    /// Remove the assistant's last message.
    DropLastAnswer,
    /// Make one message of those of the same role in a row.
    MergeTurns,
    /// Remove messages and blocks without text.
    DropBlankMessages,
    /// Sign with the clock of the service.
    CorrectClock,
    /// Copy the statement that allows what was refused.
    CopyPolicy,
    /// Paste credentials.
    PasteCredentials,
    /// Answer from the simulator instead.
    UseSimulator,
    /// Edit the endpoint that was typed.
    EditEndpoint,
    /// Run the same again.
    RunAgain,
}

/// Something the page can do about a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// Put this model or profile id into the model field.
    UseModel(String),
    /// Choose this region.
    SwitchRegion(String),
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
    /// Call with or without a stream.
    Stream(bool),
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
    /// From now on, sign with this device's clock and so many milliseconds.
    CorrectClock {
        /// What to add to the device's clock.
        offset_ms: i64,
    },
    /// Copy this IAM statement.
    CopyPolicy(String),
    /// Open the credentials dialog.
    OpenCredentials,
    /// Answer from the simulator instead.
    UseSimulator,
    /// Run the same again. A person presses it: it is billed.
    RunAgain,
    /// Move the focus to the endpoint field.
    EditEndpoint,
    /// Move the focus to the model field.
    EditModel,
}

/// What a button with a fix says.
impl Fix {
    /// The words on its button.
    pub fn label(&self) -> String {
        let fixed = match self {
            Self::UseModel(id) => return format!("Use {id}"),
            Self::SwitchRegion(region) => return format!("Switch to {region}"),
            Self::Untick(field) => return format!("Do not send {}", name(*field)),
            Self::SetMaxTokens(tokens) => return format!("Set max tokens to {tokens}"),
            Self::DropExtra(key) => return format!("Remove “{key}”"),
            Self::DropMore(key) => return format!("Remove {key}"),
            Self::CorrectClock { offset_ms } => return format!("Correct the clock by {}", spoken(*offset_ms)),
            Self::DropSystem => "Remove the system prompt",
            Self::Stream(true) => "Turn Stream on",
            Self::Stream(false) => "Turn Stream off",
            Self::SendAs(SendAs::Converse) => "Send as Converse only",
            Self::SendAs(SendAs::Invoke) => "Send as InvokeModel only",
            Self::SendAs(SendAs::Both) => "Send as both",
            Self::DropLeadingAnswers => "Remove what comes before the first question",
            Self::DropLastAnswer => "Remove the last message",
            Self::MergeTurns => "Join messages of the same role",
            Self::DropBlankMessages => "Remove empty messages",
            Self::CopyPolicy(_) => "Copy the missing IAM statement",
            Self::OpenCredentials => "Paste credentials…",
            Self::UseSimulator => "Use the simulator",
            Self::RunAgain => "Run again",
            Self::EditEndpoint => "Edit the endpoint",
            Self::EditModel => "Choose a model",
        };
        fixed.to_owned()
    }

    /// Changes the draft, and says whether this is a fix that does.
    pub fn apply(&self, draft: &mut Draft) -> bool {
        match self {
            Self::UseModel(id) => draft.model.clone_from(id),
            Self::SwitchRegion(region) => draft.region.clone_from(region),
            Self::Untick(field) => untick(draft, *field),
            Self::SetMaxTokens(tokens) => draft.max_tokens = Parameter::sent(tokens.to_string()),
            Self::DropExtra(key) => draft.extra_fields = without(&draft.extra_fields, key),
            Self::DropMore(key) => draft.more = without(&draft.more, key),
            Self::DropSystem => {
                draft.system = None;
                draft.system_blocks.clear();
            }
            Self::Stream(stream) => draft.stream = *stream,
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
            Self::CorrectClock { .. }
            | Self::CopyPolicy(_)
            | Self::OpenCredentials
            | Self::UseSimulator
            | Self::RunAgain
            | Self::EditEndpoint
            | Self::EditModel => return false,
        }
        true
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

/// A clock's difference in words.
fn spoken(offset_ms: i64) -> String {
    let sign = if offset_ms < 0 { "−" } else { "+" };
    let seconds = (offset_ms.unsigned_abs() + 500) / 1_000;
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{sign}{seconds} s"),
        (minutes, 0) => format!("{sign}{minutes} min"),
        (minutes, seconds) => format!("{sign}{minutes} min {seconds} s"),
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

/// A JSON object as text without one of its members; what is no object stays as it is.
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
