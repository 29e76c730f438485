//! Claude's rules for a conversation, in its own body and through Converse.
//!
//! Sources: Anthropic's pages on tool use, extended thinking and prompt caching; for Bedrock BerriAI/litellm#24361,
//! langchain-ai/langchain-aws#451, strands-agents/harness-sdk#2121 and #3677, NousResearch/hermes-agent#101401.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::turns::{Kind, Turn};
use super::{Breach, Place, generation, tools};
use crate::bedrock::catalogue::Model;

/// Whether a request asks for thinking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thinks {
    /// Yes.
    Yes,
    /// No.
    No,
}

/// Of the `thinking` member.
pub fn thinks(thinking: Option<&Value>) -> Thinks {
    match thinking.and_then(|thinking| thinking.get("type")).and_then(Value::as_str) {
        Some("enabled" | "adaptive") => Thinks::Yes,
        Some(_) | None => Thinks::No,
    }
}

/// The broken rules of the order of blocks, of ids and of thinking.
pub fn conversation(turns: &[Turn<'_>], thinks: Thinks) -> Vec<Breach> {
    let mut found = unique(turns);
    found.extend(order(turns));
    found.extend(signatures(turns, thinks));
    if thinks == Thinks::Yes {
        found.extend(thinking_first(turns));
    }
    found
}

/// Calls with the id of an earlier call, and calls with two results.
fn unique(turns: &[Turn<'_>]) -> Vec<Breach> {
    let mut found = Vec::new();
    let mut called: Vec<&str> = Vec::new();
    for (index, turn) in turns.iter().enumerate() {
        for (at, block) in turn.blocks.iter().enumerate().filter(|(_, block)| block.kind == Kind::Call) {
            if called.contains(&block.id) {
                let message = format!("messages.{index}.content.{at}: `tool_use` ids must be unique");
                found.push(Breach::model(Place::Message(index), message));
            }
            called.push(block.id);
        }
        if let Some(id) = tools::twice(&turn.ids(Kind::Result)) {
            let of_id = |block: &super::turns::Block<'_>| block.kind == Kind::Result && block.id == id;
            let at = turn.blocks.iter().rposition(of_id).unwrap_or_default();
            let message = format!(
                "messages.{index}.content.{at}: each tool_use must have a single result. Found multiple `tool_result` blocks \
                 with id: {id}"
            );
            found.push(Breach::model(Place::Message(index), message));
        }
    }
    found
}

/// Text after a call, and other blocks before a result: Claude reads both as a call without a result.
fn order(turns: &[Turn<'_>]) -> Vec<Breach> {
    let mut found = Vec::new();
    for (index, turn) in turns.iter().enumerate() {
        let last_text = turn.blocks.iter().rposition(|block| block.kind == Kind::Text).unwrap_or_default();
        let before_text: Vec<&str> =
            turn.blocks.iter().take(last_text).filter(|b| b.kind == Kind::Call).map(|block| block.id).collect();
        if !before_text.is_empty() {
            found.push(Breach::model(Place::Message(index), unanswered(index, &before_text)));
            continue;
        }
        let Some(next) = turns.get(index + 1).filter(|_| turn.has(Kind::Call)) else { continue };
        let is_first = |kind: Kind| matches!(kind, Kind::Result | Kind::CachePoint);
        let first: Vec<&str> = next.blocks.iter().take_while(|b| is_first(b.kind)).map(|block| block.id).collect();
        let late: Vec<&str> = next.ids(Kind::Result).into_iter().filter(|id| !first.contains(id)).collect();
        if !late.is_empty() {
            found.push(Breach::model(Place::Message(index + 1), unanswered(index, &late)));
        }
    }
    found
}

/// The sentence for calls without results in the next message.
pub fn unanswered(index: usize, ids: &[&str]) -> String {
    format!(
        "messages.{index}: `tool_use` ids were found without `tool_result` blocks immediately after: {}. Each `tool_use` \
         block must have a corresponding `tool_result` block in the next message.",
        ids.join(", ")
    )
}

/// Fewest bytes of a signature that Claude can have made; those that users publish have 200 and more.
const FEWEST_SIGNATURE_BYTES: usize = 40;

/// Thinking without its signature or, while thinking is on, with one that Claude cannot have made. Only AWS can verify a
/// signature, so one of the right form counts as good.
fn signatures(turns: &[Turn<'_>], thinks: Thinks) -> Vec<Breach> {
    let mut found = Vec::new();
    for (index, turn) in turns.iter().enumerate().filter(|(_, turn)| turn.assistant) {
        for (at, block) in turn.blocks.iter().enumerate().filter(|(_, block)| block.kind == Kind::Thinking) {
            let place = format!("messages.{index}.content.{at}");
            let message = match block.text {
                None => format!("{place}.thinking.signature: Field required"),
                Some(text) if thinks == Thinks::Yes && !is_signature(text) => {
                    format!("{place}: Invalid `signature` in `thinking` block")
                }
                Some(_) => continue,
            };
            found.push(Breach::model(Place::Message(index), message));
        }
    }
    found
}

fn is_signature(text: &str) -> bool {
    STANDARD.decode(text).is_ok_and(|bytes| bytes.len() >= FEWEST_SIGNATURE_BYTES)
}

/// With thinking on, the assistant message whose calls are answered begins with its thinking.
fn thinking_first(turns: &[Turn<'_>]) -> Option<Breach> {
    let index = turns.len().checked_sub(2)?;
    let turn = turns.get(index)?;
    let first = match turn.blocks.first()?.kind {
        Kind::Thinking | Kind::Redacted => return None,
        Kind::Call => "tool_use",
        Kind::Result => "tool_result",
        Kind::Text | Kind::CachePoint | Kind::Other => "text",
    };
    turn.has(Kind::Call).then(|| {
        Breach::model(
            Place::Message(index),
            format!(
                "messages.{index}.content.0.type: Expected `thinking` or `redacted_thinking`, but found `{first}`. When \
                 `thinking` is enabled, a final `assistant` message must start with a thinking block (preceding the \
                 lastmost set of `tool_use` and `tool_result` blocks)."
            ),
        )
    })
}

/// A conversation that ends with the assistant.
pub fn ending(turns: &[Turn<'_>], model: &Model) -> Option<Breach> {
    let at = turns.len().checked_sub(1)?;
    let last = turns.last().filter(|turn| turn.assistant && !turn.has(Kind::Call))?;
    let refused = |message: &str| Some(Breach::model(Place::Message(at), message));
    if !generation::continues_an_answer(model) {
        return refused(
            "This model does not support assistant message prefill. The conversation must end with a user message.",
        );
    }
    let text = last.blocks.iter().rfind(|block| block.kind == Kind::Text)?.text?;
    if text.ends_with(char::is_whitespace) {
        return refused("messages: final assistant content cannot end with trailing whitespace");
    }
    None
}

/// Most cache points of one request (Anthropic's page on prompt caching).
const MOST_CACHE_POINTS: usize = 4;

/// Too many cache points, and one that is kept for an hour after one that is not. Whether Claude 3 Haiku caches is
/// reported both ways (AWS's list of models does not have it), so it is not refused.
pub fn cache_points(body: &Value) -> Vec<Breach> {
    let mut points = Vec::new();
    let tools = body.pointer("/toolConfig/tools").or_else(|| body.get("tools"));
    collect(tools, "tools", Place::Tools, &mut points);
    collect(body.get("system"), "system", Place::System, &mut points);
    for (index, message) in body.get("messages").and_then(Value::as_array).into_iter().flatten().enumerate() {
        let place = format!("messages.{index}.content");
        collect(message.get("content"), &place, Place::Message(index), &mut points);
    }
    let mut found = Vec::new();
    let minutes = points.iter().position(|point| point.ttl != "1h");
    let late =
        points.iter().enumerate().find(|(at, point)| point.ttl == "1h" && minutes.is_some_and(|first| first < *at));
    if let Some((_, point)) = late {
        found.push(Breach::model(
            point.place,
            format!(
                "{}.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. \
                 Note that blocks are processed in the following order: `tools`, `system`, `messages`.",
                point.at
            ),
        ));
    }
    if let Some(point) = points.get(MOST_CACHE_POINTS) {
        found.push(Breach::model(
            point.place,
            format!(
                "A maximum of {MOST_CACHE_POINTS} blocks with cache_control may be provided. Found {}.",
                points.len()
            ),
        ));
    }
    found
}

/// A cache point.
struct CachePoint<'a> {
    place: Place,
    /// The block that it belongs to, as Claude counts blocks.
    at: String,
    ttl: &'a str,
}

fn collect<'a>(blocks: Option<&'a Value>, list: &str, place: Place, points: &mut Vec<CachePoint<'a>>) {
    let mut index = 0_usize;
    for block in blocks.and_then(Value::as_array).into_iter().flatten() {
        let ttl = |point: &'a Value| point.get("ttl").and_then(Value::as_str).unwrap_or("5m");
        if let Some(point) = block.get("cachePoint") {
            // In Claude's body the point is a member of the block before it.
            points.push(CachePoint { place, at: format!("{list}.{}", index.saturating_sub(1)), ttl: ttl(point) });
            continue;
        }
        if let Some(point) = block.get("cache_control").filter(|point| point.is_object()) {
            points.push(CachePoint { place, at: format!("{list}.{index}"), ttl: ttl(point) });
        }
        if block.get("type").and_then(Value::as_str) == Some("tool_result") {
            collect(block.get("content"), &format!("{list}.{index}.content"), place, points);
        }
        index += 1;
    }
}
