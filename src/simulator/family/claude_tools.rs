//! Claude's rules for tools: their definitions, and the order of calls and results.
//!
//! Page: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-tool-use.html>.

use crate::bedrock::rules::claude as rules;
use crate::simulator::fault::Fault;
use crate::simulator::inference::request::Message;
use crate::simulator::writer::tools::{Choice, Tool};
use serde_json::{Map, Value};

/// The tools of a body, and whether the model must call one.
pub fn definitions(body: &Map<String, Value>) -> Result<(Vec<Tool>, Choice), Fault> {
    let list = match body.get("tools") {
        None => &[][..],
        Some(Value::Array(list)) => list.as_slice(),
        Some(_) => return Err(Fault::at("tools", "Input should be a valid list")),
    };
    let mut tools: Vec<Tool> = Vec::new();
    for (index, tool) in list.iter().enumerate() {
        // Anthropic defines the tools with a dated type (`computer_20241022`), so they have no schema.
        let is_custom = matches!(tool.get("type").and_then(Value::as_str), None | Some("custom"));
        let place = format!("tools.{index}.custom");
        let Some(name) = tool.get("name").and_then(Value::as_str) else {
            return Err(Fault::at(&format!("{place}.name"), "Field required"));
        };
        if name.is_empty()
            || name.len() > 128
            || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
        {
            return Err(Fault::at(&format!("{place}.name"), "String should match pattern '^[a-zA-Z0-9_-]{1,128}$'"));
        }
        if tools.iter().any(|tool| tool.name == name) {
            return Err(Fault::at("tools", "Tool names must be unique."));
        }
        match tool.get("input_schema") {
            None if is_custom => return Err(Fault::at(&format!("{place}.input_schema"), "Field required")),
            Some(schema) if is_custom && schema.get("type").and_then(Value::as_str) != Some("object") => {
                return Err(Fault::at(&format!("{place}.input_schema.type"), "Input should be 'object'"));
            }
            _ => {}
        }
        tools.push(Tool::new(tool.get("name"), tool.get("description"), tool.get("input_schema")));
    }
    let choice = choice(body, &tools)?;
    Ok((tools, choice))
}

fn choice(body: &Map<String, Value>, tools: &[Tool]) -> Result<Choice, Fault> {
    let Some(choice) = body.get("tool_choice") else { return Ok(Choice::Auto) };
    if tools.is_empty() {
        return Err(Fault::validation("tool_choice may only be specified while providing tools."));
    }
    let text = |key: &str| choice.get(key).and_then(Value::as_str);
    match text("type") {
        Some("auto") => Ok(Choice::Auto),
        Some("any") => Ok(Choice::Any),
        Some("none") => Ok(Choice::Never),
        Some("tool") => match text("name") {
            None => Err(Fault::at("tool_choice.tool.name", "Field required")),
            Some(name) if tools.iter().any(|tool| tool.name == name) => Ok(Choice::Only(name.to_owned())),
            Some(name) => Err(Fault::validation(format!("Tool '{name}' not found in provided tools"))),
        },
        Some(other) => Err(Fault::at(
            "tool_choice",
            &format!(
                "Input tag '{other}' found using 'type' does not match any of the expected tags: 'any', 'auto', 'none', \
                 'tool'"
            ),
        )),
        None => Err(Fault::at("tool_choice.type", "Field required")),
    }
}

/// Whether a `tool_choice` allows one call in an answer.
pub fn is_one_call(choice: Option<&Value>) -> bool {
    choice.and_then(|choice| choice.get("disable_parallel_tool_use")).and_then(Value::as_bool) == Some(true)
}

/// Checks that the next message answers every call, and no other.
pub fn turns(turns: &[Message], tools: &[Tool]) -> Result<(), Fault> {
    let uses_tools = turns.iter().any(|turn| !turn.calls.is_empty() || !turn.outcomes.is_empty());
    if uses_tools && tools.is_empty() {
        return Err(Fault::validation(
            "Requests which include `tool_use` or `tool_result` blocks must define `tools`.",
        ));
    }
    let mut open: Vec<&str> = Vec::new();
    for (index, turn) in turns.iter().enumerate() {
        let place = format!("messages.{index}");
        if let Some(outcome) = turn.outcomes.iter().find(|outcome| !open.contains(&outcome.id.as_str())) {
            return Err(Fault::at(
                &place,
                &format!(
                    "unexpected `tool_use_id` found in `tool_result` blocks: {}. Each `tool_result` block must have a \
                     corresponding `tool_use` block in the previous message.",
                    outcome.id
                ),
            ));
        }
        open.retain(|id| !turn.outcomes.iter().any(|outcome| outcome.id == *id));
        if !open.is_empty() {
            return Err(unanswered(index - 1, &open));
        }
        open = turn.calls.iter().map(|call| call.id.as_str()).collect();
    }
    if open.is_empty() { Ok(()) } else { Err(unanswered(turns.len().saturating_sub(1), &open)) }
}

fn unanswered(index: usize, open: &[&str]) -> Fault {
    Fault::validation(rules::unanswered(index, open))
}
