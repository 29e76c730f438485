//! What an action changes in the playground's form. The page applies the same function to its own draft.

use serde_json::{Map, Value, json};

use crate::aws::endpoint::Endpoint;
use crate::aws::region::Region;
use crate::bedrock::converse;
use crate::bedrock::turn::Turn;
use crate::experiment::form::draft::{Detached, Draft, DraftMessage};
use crate::experiment::form::edited_body;
use crate::experiment::run::requests::{self, Delivery};
use crate::experiment::{Parameter, Part};
use crate::lesson::action::{Action, Body, Field, Switch};
use crate::text::json as text_json;

/// Changes the draft. An action that is not about the draft changes nothing. `turn` is the answer of the last run, for actions that
/// continue it.
///
/// # Errors
/// Why the page could not do it.
pub fn draft(draft: &mut Draft, action: &Action, turn: Option<&Turn>) -> Result<(), String> {
    match action {
        Action::Set(field, value) => set(draft, *field, value)?,
        Action::Unset(field) => unset(draft, *field),
        Action::Model(model) => draft.model.clone_from(model),
        Action::SendAs(send_as) => draft.send_as = *send_as,
        Action::Stream(switch) => draft.stream = *switch == Switch::On,
        Action::Region(region) => draft.region.clone_from(region),
        Action::Message(number, text) => message(draft, *number)?.content = vec![Part::Text(text.clone())],
        Action::AddMessage(role, text) => {
            let id = draft.add_message();
            if let Some(added) = draft.messages.iter_mut().find(|message| message.id == id) {
                added.role = *role;
                added.content = vec![Part::Text(text.clone())];
            }
        }
        Action::RemoveMessage(number) => {
            let id = message(draft, *number)?.id;
            draft.remove_message(id);
        }
        Action::Role(number, role) => message(draft, *number)?.role = *role,
        Action::Continue(text) => {
            let turn = turn.filter(|turn| !turn.blocks.is_empty()).ok_or(NO_ANSWER)?;
            draft.continue_with(turn.content(), vec![json!({ "text": text })]);
        }
        Action::AnswerTool(value) => {
            let turn = turn.ok_or(NO_ANSWER)?;
            let content = match value {
                Value::String(text) => json!({ "text": text }),
                value => json!({ "json": value }),
            };
            let result =
                |(id, ..): (&str, &str, &Value)| json!({ "toolResult": { "toolUseId": id, "content": [content] } });
            let results: Vec<Value> = turn.tool_uses().map(result).collect();
            if results.is_empty() {
                return Err("the last answer asks for no tool".to_owned());
            }
            draft.continue_with(turn.content(), results);
        }
        Action::Put(body, pointer, value) => change(draft, *body, |body| {
            text_json::put_at(body, pointer, value.clone());
            Ok(())
        })?,
        Action::Drop(body, pointer) => change(draft, *body, |body| remove_at(body, pointer))?,
        Action::Replace(body, value) => change(draft, *body, |body| {
            *body = value.clone();
            Ok(())
        })?,
        Action::Attach => draft.detached = None,
        Action::Open(_)
        | Action::Press(_)
        | Action::Setting(..)
        | Action::Unsetting(_)
        | Action::Fault(_)
        | Action::Caret(..)
        | Action::Pin(..)
        | Action::Unpin
        | Action::Guess(_)
        | Action::Answer(_)
        | Action::Place(..)
        | Action::Order(_)
        | Action::Code(_)
        | Action::CodeLine(..)
        | Action::RemoveLine(_)
        | Action::Operation(_)
        | Action::Call(_)
        | Action::Sign(_)
        | Action::Frame(_)
        | Action::Byte(_)
        | Action::Flip(_)
        | Action::Clock(_)
        | Action::Texts(_)
        | Action::Query(_)
        | Action::Quota(..) => {}
    }
    Ok(())
}

const NO_ANSWER: &str = "there is no answer yet: press Run first";

fn set(draft: &mut Draft, field: Field, value: &str) -> Result<(), String> {
    match field {
        Field::System => draft.system = Some(value.to_owned()),
        Field::MaxTokens => draft.max_tokens = Parameter::sent(value),
        Field::Temperature => draft.temperature = Parameter::sent(value),
        Field::TopP => draft.top_p = Parameter::sent(value),
        Field::TopK => draft.top_k = Parameter::sent(value),
        Field::Stop => {
            draft.stop_sent = true;
            draft.stop_sequences = vec![value.to_owned()];
        }
        Field::ExtraFields => value.clone_into(&mut draft.extra_fields),
        Field::Tools => {
            let tools: Value =
                serde_json::from_str(value).map_err(|error| format!("the tools are not JSON: {error}"))?;
            let mut more = further(draft);
            more.insert("toolConfig".to_owned(), tools);
            draft.more = text_json::print(&Value::Object(more));
        }
    }
    Ok(())
}

fn unset(draft: &mut Draft, field: Field) {
    match field {
        Field::System => draft.system = None,
        Field::MaxTokens => draft.max_tokens.sent = false,
        Field::Temperature => draft.temperature.sent = false,
        Field::TopP => draft.top_p.sent = false,
        Field::TopK => draft.top_k.sent = false,
        Field::Stop => draft.stop_sent = false,
        Field::ExtraFields => draft.extra_fields.clear(),
        Field::Tools => {
            let mut more = further(draft);
            more.shift_remove("toolConfig");
            draft.more = if more.is_empty() { String::new() } else { text_json::print(&Value::Object(more)) };
        }
    }
}

/// The further members of the body.
fn further(draft: &Draft) -> Map<String, Value> {
    serde_json::from_str(&draft.more).unwrap_or_default()
}

fn message(draft: &mut Draft, number: usize) -> Result<&mut DraftMessage, String> {
    let place = number.checked_sub(1);
    place.and_then(|place| draft.messages.get_mut(place)).ok_or_else(|| format!("there is no message {number}"))
}

/// Changes a body as the JSON editor does: the Converse body is read back into the form, the native body is detached from it.
fn change(draft: &mut Draft, body: Body, edit: impl FnOnce(&mut Value) -> Result<(), String>) -> Result<(), String> {
    match body {
        Body::Converse => {
            let mut value = converse::body(&draft.compose().conversation);
            edit(&mut value)?;
            draft.adopt(&edited_body::converse(&value)?.conversation);
        }
        Body::Native => {
            let mut value = native(draft)?;
            edit(&mut value)?;
            let kind = || "application/json".to_owned();
            let (content_type, accept) =
                draft.detached.take().map_or_else(|| (kind(), kind()), |before| (before.content_type, before.accept));
            draft.detached = Some(Detached { body: text_json::print(&value), content_type, accept });
        }
    }
    Ok(())
}

/// The native body as it would be sent now.
fn native(draft: &Draft) -> Result<Value, String> {
    if let Some(detached) = &draft.detached {
        return serde_json::from_str(&detached.body).map_err(|error| format!("the native body is not JSON: {error}"));
    }
    let composed = draft.compose();
    let model = composed.model.as_ref().ok_or("the model field holds no model ID")?;
    let region = Region::parse(&draft.region).map_err(|error| error.to_string())?;
    let endpoint = Endpoint::aws("bedrock-runtime", &region);
    let twin = requests::build(model, &composed.conversation, None, Delivery::Whole, &endpoint);
    serde_json::from_str(&twin.invoke?.body_text).map_err(|error| error.to_string())
}

/// Removes the value at a pointer.
fn remove_at(body: &mut Value, pointer: &str) -> Result<(), String> {
    let nothing = || format!("there is nothing at {pointer}");
    let (parent, token) = pointer.rsplit_once('/').ok_or_else(nothing)?;
    let removed = match body.pointer_mut(parent) {
        Some(Value::Object(members)) => members.shift_remove(&token.replace("~1", "/").replace("~0", "~")),
        Some(Value::Array(items)) => match token.parse::<usize>() {
            Ok(place) if place < items.len() => Some(items.remove(place)),
            Ok(_) | Err(_) => None,
        },
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => None,
    };
    removed.map(|_| ()).ok_or_else(nothing)
}
