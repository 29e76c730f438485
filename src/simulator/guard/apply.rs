//! `ApplyGuardrail`: a guardrail on texts, without a model.
//!
//! A block gives one output, the guardrail's message; a mask gives one output for each text that is checked.

use serde_json::{Value, json};

use super::{Assessed, Effect, Guard, Job, Passage, Scope, Side};
use crate::simulator::fault::Fault;

/// The most characters of source, question and answer for contextual grounding, by the user guide.
const GROUNDING_LIMITS: [(&str, usize); 3] = [("grounding source", 100_000), ("query", 1_000), ("content", 5_000)];

/// The most characters of a request: 1,000 text units in the large regions, by the list of quotas.
const CHARACTERS: usize = 1_000_000;

/// The output of `ApplyGuardrail` for an input that fits the service model, and the assessment.
///
/// # Errors
/// When there is nothing to check, or too much.
pub fn apply(guard: &Guard, input: &Value) -> Result<(Value, Assessed), Fault> {
    let text = |key: &str| input.get(key).and_then(Value::as_str);
    let side = if text("source") == Some("OUTPUT") { Side::Output } else { Side::Input };
    let scope = if text("outputScope") == Some("FULL") { Scope::Full } else { Scope::Interventions };
    let blocks = input.get("content").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let passages: Vec<Passage> = blocks
        .iter()
        .filter_map(|block| block.get("text"))
        .map(|block| {
            let text = block.get("text").and_then(Value::as_str).unwrap_or_default();
            Passage::qualified(text, block.get("qualifiers"))
        })
        .collect();
    let images = blocks.iter().filter(|block| block.get("image").is_some()).count();
    if blocks.is_empty() {
        return Err(Fault::validation("The content is empty: the simulator needs at least one block to assess."));
    }
    let characters: usize = passages.iter().map(|passage| passage.text.chars().count()).sum();
    if characters > CHARACTERS {
        return Err(Fault::service(
            400,
            "ServiceQuotaExceededException",
            format!(
                "The content has {characters} characters; a request can have {CHARACTERS} (the simulator's words)."
            ),
        ));
    }
    comparable(guard, side, &passages)?;
    let assessed = guard.assess(&Job { images, ..Job::new(side, scope, &passages) });
    let outputs: Vec<Value> = match assessed.effect {
        Effect::None => Vec::new(),
        Effect::Masked => passages
            .iter()
            .zip(&assessed.texts)
            .filter(|(passage, _)| passage.guarded)
            .map(|(_, text)| json!({ "text": text }))
            .collect(),
        Effect::Blocked => vec![json!({ "text": guard.message(side) })],
    };
    let output = json!({
        "usage": assessed.usage.to_json(),
        "action": if assessed.effect == Effect::None { "NONE" } else { "GUARDRAIL_INTERVENED" },
        "actionReason": assessed.effect.reason(),
        "outputs": outputs,
        "assessments": [assessed.assessment],
        "guardrailCoverage": assessed.coverage,
    });
    Ok((output, assessed))
}

/// Refuses texts that are too long for contextual grounding.
fn comparable(guard: &Guard, side: Side, passages: &[Passage]) -> Result<(), Fault> {
    if guard.config.get("contextualGroundingPolicyConfig").is_none() || side == Side::Input {
        return Ok(());
    }
    let sum = |wanted: fn(&Passage) -> bool| -> usize {
        passages.iter().filter(|each| wanted(each)).map(|each| each.text.chars().count()).sum()
    };
    let lengths =
        [sum(|each| each.source), sum(|each| each.query), sum(|each| each.guarded && !each.source && !each.query)];
    if lengths.first() == Some(&0) {
        return Ok(());
    }
    for ((name, limit), length) in GROUNDING_LIMITS.into_iter().zip(lengths) {
        if length > limit {
            return Err(Fault::validation(format!(
                "The {name} has {length} characters. Contextual grounding takes at most {limit} (the simulator's words)."
            )));
        }
    }
    Ok(())
}
