//! Folds Command R's answer and its stream.
//!
//! Shape of the answer: the AWS user guide's page on Cohere Command R and Command R+. The chunks are Cohere's events,
//! distinguished by `event_type`; the last one repeats the whole answer, of which only the missing parts are used.

use serde_json::{Value, json};

use super::converse::text_of;
use super::{Assembly, count};
use crate::bedrock::turn::{TurnBlock, Usage};

/// Whether a native document is an answer of Command R or one of its events.
pub(super) fn is_cohere(document: &Value) -> bool {
    document.get("is_finished").is_some() || document.get("generation_id").is_some()
}

/// Reads a whole answer, or an event.
pub(super) fn take(assembly: &mut Assembly, document: &Value) {
    let event = text_of(document, "event_type");
    let (answer, ends) = match event {
        "stream-end" => (document.get("response").unwrap_or(document), true),
        "" => (document, document.get("is_finished").is_none()),
        _ => (document, false),
    };
    let repeats = event == "stream-end" && !assembly.turn.blocks.is_empty();
    let text = text_of(answer, "text");
    if !repeats && !text.is_empty() {
        assembly.text_delta(0, text);
    }
    let has = |assembly: &Assembly, kind: fn(&TurnBlock) -> bool| assembly.turn.blocks.iter().any(kind);
    if !(repeats && has(assembly, |block| matches!(block, TurnBlock::Unknown(_)))) {
        for citation in answer.get("citations").and_then(Value::as_array).into_iter().flatten() {
            assembly.citation_shown(0, citation);
        }
    }
    // Fragments of calls come before the complete calls.
    if event != "tool-calls-chunk" && !(repeats && has(assembly, |block| matches!(block, TurnBlock::ToolUse { .. }))) {
        for (index, call) in answer.get("tool_calls").and_then(Value::as_array).into_iter().flatten().enumerate() {
            // Cohere's calls have no ids, and Converse requires one.
            let input = call.get("parameters").cloned().unwrap_or_else(|| json!({}));
            assembly.push_tool(&format!("call_{index}"), text_of(call, "name"), input);
        }
    }
    if let Some(units) = answer.pointer("/meta/billed_units").or_else(|| answer.pointer("/meta/tokens")) {
        assembly.count(Usage {
            input_tokens: whole(units, "input_tokens"),
            output_tokens: whole(units, "output_tokens"),
            ..Usage::default()
        });
    }
    let reason = [document, answer].iter().find_map(|place| place.get("finish_reason")?.as_str());
    if let Some(reason) = reason.filter(|_| ends || document.get("is_finished") == Some(&Value::Bool(true))) {
        assembly.turn.stop_reason = Some(reason.to_owned());
        assembly.turn.complete = true;
    }
}

/// Billed units are whole numbers, sometimes written with a decimal point.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked in the same place")]
fn whole(units: &Value, key: &str) -> Option<u64> {
    let number = units.get(key)?.as_f64()?;
    count(units, key).or((0.0..1e15).contains(&number).then_some(number as u64))
}
