//! `InvokeGuardrailChecks`: the same detectors without a guardrail. It gives scores and changes nothing.
//!
//! Places are characters inside a block, the end not included. Prompt attacks are looked for in what users wrote.

use serde_json::{Map, Value, json};

use super::usage::units;
use super::{content, pii};
use crate::simulator::fault::Fault;

/// The most blocks of a message, by the user guide.
const BLOCKS: usize = 10;
/// The most entities in an answer, by the user guide.
const ENTITIES: usize = 1_000;

/// A text block with its place.
struct Block<'a> {
    message: usize,
    content: usize,
    role: &'a str,
    text: &'a str,
}

/// The output of `InvokeGuardrailChecks` for an input that fits the service model.
///
/// # Errors
/// When a message has too many blocks, or no check is asked for.
pub fn invoke(input: &Value) -> Result<Value, Fault> {
    let blocks = blocks(input)?;
    let checks = input.get("checks").and_then(Value::as_object);
    let listed = |check: &str, list: &str, key: &str| -> Option<Vec<String>> {
        let entries = checks?.get(check)?.get(list)?.as_array()?;
        Some(entries.iter().filter_map(|entry| entry.get(key)?.as_str().map(str::to_owned)).collect())
    };
    let units = units(blocks.iter().map(|block| block.text.chars().count()).sum());
    let (mut results, mut usage) = (Map::new(), Map::new());
    for (check, is_asked) in [("contentFilter", every as fn(&Block<'_>) -> bool), ("promptAttack", of_user)] {
        let Some(categories) = listed(check, "categories", "category") else { continue };
        let scores: Vec<Value> = categories
            .iter()
            .map(|category| {
                let texts = blocks.iter().filter(|block| is_asked(block)).map(|block| block.text);
                let score = texts.map(|text| content::severity(category, text)).fold(0.0, f64::max);
                json!({ "category": category, "severityScore": score })
            })
            .collect();
        results.insert(check.to_owned(), json!({ "results": scores }));
        usage.insert(check.to_owned(), json!({ "textUnits": units }));
    }
    if let Some(kinds) = listed("sensitiveInformation", "entities", "type") {
        let mut found = entities(&kinds, &blocks);
        let truncated = found.len() > ENTITIES;
        found.truncate(ENTITIES);
        let found = json!({ "results": found, "truncated": truncated });
        results.insert("sensitiveInformation".to_owned(), found);
        usage.insert("sensitiveInformation".to_owned(), json!({ "textUnits": units }));
    }
    if results.is_empty() {
        return Err(Fault::validation("The request has no check: the simulator needs at least one in checks."));
    }
    Ok(json!({ "results": results, "usage": usage }))
}

fn every(_: &Block<'_>) -> bool {
    true
}

fn of_user(block: &Block<'_>) -> bool {
    block.role == "user"
}

fn blocks(input: &Value) -> Result<Vec<Block<'_>>, Fault> {
    let mut blocks = Vec::new();
    let messages = input.get("messages").and_then(Value::as_array).into_iter().flatten();
    for (message, value) in messages.enumerate() {
        let role = value.get("role").and_then(Value::as_str).unwrap_or_default();
        let contents = value.get("content").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        if contents.len() > BLOCKS {
            return Err(Fault::validation(format!(
                "messages[{message}] has {} content blocks; a message can have at most {BLOCKS} (the simulator's words).",
                contents.len()
            )));
        }
        for (content, block) in contents.iter().enumerate() {
            if let Some(text) = block.get("text").and_then(Value::as_str) {
                blocks.push(Block { message, content, role, text });
            }
        }
    }
    Ok(blocks)
}

fn entities(kinds: &[String], blocks: &[Block<'_>]) -> Vec<Value> {
    let mut found = Vec::new();
    for block in blocks {
        let chars: Vec<char> = block.text.chars().collect();
        let mut places: Vec<_> =
            kinds.iter().flat_map(|kind| pii::find(kind, &chars).into_iter().map(move |place| (kind, place))).collect();
        places.sort_by_key(|(_, place)| (place.start, place.end));
        found.extend(places.into_iter().map(|(kind, place)| {
            json!({
                "type": kind,
                "confidenceScore": 0.99,
                "beginOffset": place.start,
                "endOffset": place.end,
                "messageIndex": block.message,
                "contentIndex": block.content,
            })
        }));
    }
    found
}
