//! `GetAgentMemory` and `DeleteAgentMemory`: summaries of the sessions that ended with a memory id.

use serde_json::{Value, json};

use super::super::super::{clock::iso, pages};
use super::super::scene::{Scene, text};
use super::super::sessions::Memory;
use crate::simulator::account::Answered;
use crate::simulator::account::clock::HOUR_MS;
use crate::simulator::fault::Fault;

/// How long a summary is kept: 30 days, as the agent is configured.
const KEPT_MS: i64 = 30 * 24 * HOUR_MS;

/// `GetAgentMemory`, newest first.
///
/// # Errors
/// When the account has no such agent.
pub fn get(scene: &Scene<'_>, input: &Value) -> Result<Answered, Fault> {
    let key = super::known(input)?.key;
    let account = scene.account();
    let is = |memory: &&Memory| {
        memory.agent == key
            && memory.id == text(input, "/memoryId")
            && memory.region == scene.context.region.as_str()
            && memory.ended + KEPT_MS >= scene.context.now.0
    };
    let summary = |memory: &Memory| {
        json!({ "sessionSummary": {
            "memoryId": memory.id,
            "sessionId": memory.session,
            "sessionStartTime": iso(memory.began),
            "sessionExpiryTime": iso(memory.ended + KEPT_MS),
            "summaryText": memory.text,
        } })
    };
    let found = account.sessions.memories.iter().rev().filter(is).map(summary).collect();
    let page = json!({ "maxResults": input.get("maxItems"), "nextToken": input.get("nextToken") });
    Ok(Answered::Output(pages::page(&page, "memoryContents", found)?))
}

/// `DeleteAgentMemory`: of one session, of one memory, or of the alias.
///
/// # Errors
/// When the account has no such agent.
pub fn delete(scene: &Scene<'_>, input: &Value) -> Result<Answered, Fault> {
    let key = super::known(input)?.key;
    let (id, session) = (text(input, "/memoryId"), text(input, "/sessionId"));
    scene.account().sessions.memories.retain(|memory| {
        memory.agent != key
            || memory.region != scene.context.region.as_str()
            || (!id.is_empty() && memory.id != id)
            || (!session.is_empty() && memory.session != session)
    });
    Ok(Answered::Output(json!({})))
}
