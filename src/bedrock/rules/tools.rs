//! The order of calls and results in Converse, and which choices of a tool a model takes.
//!
//! Sources: the API reference of `ToolChoice` and of `Message`; for blocks that cannot share a turn,
//! langchain-ai/langchain-aws#141, strands-agents/harness-sdk#1223 and quarkiverse/quarkus-langchain4j#1983; for duplicate
//! ids, BerriAI/litellm#20048.

use serde_json::Value;

use super::turns::{Kind, Turn};
use super::{Breach, Place};
use crate::bedrock::catalogue::Model;
use crate::bedrock::family::Family;

/// Calls and results that do not belong together. The message after a call answers each id once, and no other.
pub fn pairs(turns: &[Turn<'_>], body_has_tools: HasTools) -> Vec<Breach> {
    let mut found = Vec::new();
    if body_has_tools == HasTools::No && turns.iter().any(|turn| turn.has(Kind::Call) || turn.has(Kind::Result)) {
        found.push(Breach::bedrock(
            Place::Tools,
            "The toolConfig field must be defined when using toolUse and toolResult content blocks.",
        ));
    }
    let mut asked: Vec<&str> = Vec::new();
    for (index, turn) in turns.iter().enumerate() {
        let (answered, called) = (turn.ids(Kind::Result), turn.ids(Kind::Call));
        let odd = answered.iter().find(|id| !asked.contains(id));
        for (kind, ids) in [("toolResult", &answered), ("toolUse", &called)] {
            if let Some(twice) = twice(ids) {
                let message = format!("The {kind} blocks at messages.{index}.content contain duplicate Ids: {twice}");
                found.push(Breach::bedrock(Place::Message(index), message));
            }
        }
        if answered.len() > asked.len() || odd.is_some() {
            let breach = Breach::bedrock(
                Place::Message(index),
                format!(
                    "The number of toolResult blocks at messages.{index}.content exceeds the number of toolUse blocks of \
                     previous turn."
                ),
            );
            let hint = |id: &&str| format!("The result {id} matches no call in the previous message");
            found.push(Breach { hint: odd.map(hint), ..breach });
        }
        let missing: Vec<&str> = asked.iter().filter(|id| !answered.contains(id)).copied().collect();
        if !missing.is_empty() {
            found.push(Breach::bedrock(Place::Message(index), expected(index, &missing)));
        }
        asked = called;
    }
    if !asked.is_empty() {
        let last = turns.len().saturating_sub(1);
        found.push(Breach::bedrock(Place::Message(last), expected(turns.len(), &asked)));
    }
    found
}

/// Whether a request defines tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HasTools {
    /// `toolConfig` exists.
    Yes,
    /// `toolConfig` is missing.
    No,
}

impl HasTools {
    /// Of a Converse body.
    pub fn of(body: &Value) -> Self {
        if body.get("toolConfig").is_some() { Self::Yes } else { Self::No }
    }
}

fn expected(index: usize, ids: &[&str]) -> String {
    format!("Expected toolResult blocks at messages.{index}.content for the following Ids: {}", ids.join(", "))
}

/// The first id that is there twice.
pub(super) fn twice<'a>(ids: &[&'a str]) -> Option<&'a str> {
    ids.iter().enumerate().find(|(at, id)| ids.get(..*at).is_some_and(|before| before.contains(id))).map(|(_, id)| *id)
}

/// Whether a model takes a call beside other blocks of one message in Converse. Reports name Llama and Mistral.
pub fn mixes_calls(model: &Model) -> bool {
    !matches!(model.family(), Some(Family::Llama | Family::MistralInstruct | Family::MistralChat))
}

/// Messages with calls or results beside other blocks, for models that do not take them together.
pub fn mixed(turns: &[Turn<'_>], model: &Model) -> Vec<Breach> {
    let mixes_results = matches!(model.family(), Some(Family::Claude | Family::Nova));
    let mut found = Vec::new();
    for (index, turn) in turns.iter().enumerate() {
        let together = |kind: Kind| turn.has(kind) && turn.has(Kind::Text) || turn.has(kind) && turn.has(Kind::Other);
        for (kind, word, allowed) in [(Kind::Call, "use", mixes_calls(model)), (Kind::Result, "result", mixes_results)]
        {
            if !allowed && together(kind) {
                found.push(Breach::bedrock(
                    Place::Message(index),
                    format!(
                        "messages.{index}.content: Conversation blocks and tool {word} blocks cannot be provided in the \
                         same turn."
                    ),
                ));
            }
        }
    }
    found
}

/// A choice among the tools that the model does not take. The API reference lists `any` for Claude 3 and later, Nova and
/// Mistral Large, and `tool` for Claude 3 and later and Nova. The open-weight models of the chat shape are newer than that
/// list; clients use `any` with them, so it is not refused.
pub fn choice(body: &Value, model: &Model) -> Option<Breach> {
    let choice = body.pointer("/toolConfig/toolChoice")?;
    let family = model.family();
    let refused = |field: &str| {
        Breach::bedrock(
            Place::Tools,
            format!(
                "This model doesn't support the toolConfig.toolChoice.{field} field. Remove toolConfig.toolChoice.{field} \
                 and try again."
            ),
        )
    };
    if choice.get("tool").is_some() && !matches!(family, Some(Family::Claude | Family::Nova)) {
        return Some(refused("tool"));
    }
    let without_any = matches!(family, Some(Family::Llama | Family::CohereCommandR | Family::Jamba));
    (choice.get("any").is_some() && without_any).then(|| refused("any"))
}
