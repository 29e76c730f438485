//! `InvokeAgent` and `InvokeInlineAgent`.
//!
//! A turn is a road of steps that a reader can follow in its trace: the guardrail, pre-processing, then orchestration
//! steps that call functions (always by return of control; the simulator has no Lambda) or search the knowledge base,
//! then the final response. The agent keeps its session in the account.

pub mod built_in;
mod calls;
mod definition;
pub mod memory;
mod plan;
mod trace;
mod turn;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use self::definition::{Agent, Named};
use self::trace::Trace;
use self::turn::Run;
use super::names::{AGENT_ALIAS_ID, AGENT_ID, DRAFT_ALIAS_ID, KNOWLEDGE_BASE_ID, MODEL_ID};
use super::retrieve;
use super::scene::{Scene, number, text};
use super::sessions::{MOST, Memory, Session, Turn};
use crate::simulator::account::Answered;
use crate::simulator::account::clock::SECOND_MS;
use crate::simulator::fault::Fault;

/// The ids of a request, as the key of its sessions.
struct Known {
    key: String,
    named: Named,
}

/// Refuses an agent or an alias that the account does not have, in the words that users have seen
/// (acwwat/amazon-bedrock-agent-test-ui#1).
fn known(input: &Value) -> Result<Known, Fault> {
    let (id, alias) = (text(input, "/agentId"), text(input, "/agentAliasId"));
    let version = match alias {
        AGENT_ALIAS_ID => "1",
        DRAFT_ALIAS_ID => "DRAFT",
        _ => "",
    };
    if id != AGENT_ID || version.is_empty() {
        return Err(Fault::not_found(
            "Failed to retrieve resource because it doesn't exist. Retry the request with a different resource \
             identifier",
        ));
    }
    let named = Named { id: id.to_owned(), alias: alias.to_owned(), version };
    Ok(Known { key: format!("{id}/{alias}"), named })
}

/// `InvokeAgent`.
///
/// # Errors
/// The service's refusal.
pub fn invoke(scene: &Scene<'_>, input: &Value) -> Result<Answered, Fault> {
    let Known { key, named } = known(input)?;
    let agent = Agent {
        key,
        named: Some(named),
        model: MODEL_ID.to_owned(),
        instruction: built_in::INSTRUCTION.to_owned(),
        functions: definition::functions(&built_in::action_group())?,
        knowledge: vec![(KNOWLEDGE_BASE_ID.to_owned(), Value::Null)],
        guard: None,
        asks: true,
        pre_processing: true,
        post_processing: true,
        idle_ms: i64::from(built_in::IDLE_SECONDS) * SECOND_MS,
    };
    play(scene, &agent, input, input.get("sessionState").unwrap_or(&Value::Null))
}

/// `InvokeInlineAgent`.
///
/// # Errors
/// The service's refusal.
pub fn invoke_inline(scene: &Scene<'_>, input: &Value) -> Result<Answered, Fault> {
    for (member, what) in [
        ("collaborators", "collaborators"),
        ("collaboratorConfigurations", "collaborators"),
        ("customOrchestration", "custom orchestration, which needs a Lambda function"),
    ] {
        if input.get(member).is_some() {
            return Err(Fault::validation(format!(
                "The simulator's inline agents have no {what}: leave {member} out."
            )));
        }
    }
    let list = |member: &str| input.get(member).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let groups = list("actionGroups");
    let mut functions = Vec::new();
    for group in groups {
        functions.extend(definition::functions(group)?);
    }
    let mut knowledge = Vec::new();
    for base in list("knowledgeBases") {
        let id = text(base, "/knowledgeBaseId");
        retrieve::known(scene, id)?;
        knowledge.push((id.to_owned(), base.get("retrievalConfiguration").cloned().unwrap_or_default()));
    }
    let prompts = input.pointer("/promptOverrideConfiguration/promptConfigurations").and_then(Value::as_array);
    let is_on = |kind: &str| {
        prompts.is_some_and(|prompts| {
            prompts
                .iter()
                .any(|prompt| text(prompt, "/promptType") == kind && text(prompt, "/promptState") == "ENABLED")
        })
    };
    let idle_s = number(input, "/idleSessionTTLInSeconds").and_then(|s| i64::try_from(s).ok());
    let agent = Agent {
        key: "inline".to_owned(),
        named: None,
        model: text(input, "/foundationModel").to_owned(),
        instruction: text(input, "/instruction").to_owned(),
        functions,
        knowledge,
        guard: scene.guard(input.get("guardrailConfiguration"))?,
        asks: groups.iter().any(definition::lets_ask),
        pre_processing: is_on("PRE_PROCESSING"),
        post_processing: is_on("POST_PROCESSING"),
        idle_ms: idle_s.unwrap_or_else(|| i64::from(built_in::IDLE_SECONDS)) * SECOND_MS,
    };
    play(scene, &agent, input, input.get("inlineSessionState").unwrap_or(&Value::Null))
}

/// Plays a turn, and keeps the session only if the turn succeeds.
fn play(scene: &Scene<'_>, agent: &Agent, input: &Value, state: &Value) -> Result<Answered, Fault> {
    scene.writer(&agent.model)?;
    if state.get("files").and_then(Value::as_array).is_some_and(|files| !files.is_empty()) {
        return Err(Fault::validation("The simulator's agents read no files: leave sessionState.files out."));
    }
    let id = text(input, "/sessionId");
    let (region, now) = (scene.context.region.as_str(), scene.context.now.0);
    let session = scene.account().sessions.find(&agent.key, id, region, now - agent.idle_ms);
    let mut session = session.unwrap_or_else(|| Session {
        id: id.to_owned(),
        region: region.to_owned(),
        agent: agent.key.clone(),
        began: now,
        ..Session::default()
    });
    session.used = now;
    let attributes = state.get("sessionAttributes").and_then(Value::as_object).into_iter().flatten();
    session.attributes.extend(attributes.map(|(key, value)| (key.clone(), value.clone())));
    if session.turns.is_empty() {
        session.turns = history(state);
    }
    let mut head = json!({ "contentType": "application/json", "sessionId": id });
    if let (Some(memory), Some(members)) = (input.get("memoryId"), head.as_object_mut()) {
        members.insert("memoryId".to_owned(), memory.clone());
    }
    if input.get("endSession") == Some(&Value::Bool(true)) {
        end(scene, &session, text(input, "/memoryId"));
        let farewell = "Session is terminated as 'endSession' flag is set in request.";
        let events = vec![("chunk", json!({ "bytes": STANDARD.encode(farewell) }))];
        return Ok(Answered::Stream { head, events });
    }
    let results = state.get("returnControlInvocationResults").and_then(Value::as_array);
    let typed = text(input, "/inputText");
    if results.is_none() && typed.trim().is_empty() {
        return Err(Fault::validation(
            "The request has no inputText. Only a request with returnControlInvocationResults or endSession needs none.",
        ));
    }
    let turn = scene.account().next_id();
    let trace = Trace::new(&scene.context, agent, id, input, turn);
    let mut run = Run { scene, agent, input, state, session, trace };
    if let Some(results) = results {
        run.resume(results)?;
    } else {
        run.session.pending = None;
        run.first(typed)?;
    }
    let Run { session, trace, .. } = run;
    scene.account().sessions.put(session);
    Ok(Answered::Stream { head, events: trace.events() })
}

/// The turns of a conversation that the request brings.
fn history(state: &Value) -> Vec<Turn> {
    let messages = state.pointer("/conversationHistory/messages").and_then(Value::as_array).into_iter().flatten();
    let mut turns: Vec<Turn> = Vec::new();
    for message in messages {
        let blocks = message.get("content").and_then(Value::as_array).into_iter().flatten();
        let said: Vec<&str> = blocks.map(|block| text(block, "/text")).collect();
        match (text(message, "/role"), turns.last_mut()) {
            ("assistant", Some(turn)) => turn.answer = said.join("\n"),
            _ => turns.push(Turn { question: said.join("\n"), answer: String::new() }),
        }
    }
    turns
}

/// Ends a session; with a memory id, its summary is kept.
fn end(scene: &Scene<'_>, session: &Session, memory: &str) {
    let sessions = &mut scene.account().sessions;
    sessions.forget(&session.agent, &session.id, &session.region);
    if memory.is_empty() || session.turns.is_empty() {
        return;
    }
    let asked: Vec<&str> = session.turns.iter().map(|turn| turn.question.as_str()).collect();
    sessions.memories.push(Memory {
        id: memory.to_owned(),
        agent: session.agent.clone(),
        region: session.region.clone(),
        session: session.id.clone(),
        began: session.began,
        ended: scene.context.now.0,
        text: format!("The user asked: {}", asked.join(" | ")),
    });
    let excess = sessions.memories.len().saturating_sub(MOST);
    sessions.memories.drain(..excess);
}
