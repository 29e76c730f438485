//! The effort of a request: refused where the model does not take it.

use serde_json::{Map, Value};

use crate::bedrock::catalogue::Model;
use crate::bedrock::effort;
use crate::bedrock::family::{Body, Family};
use crate::simulator::fault::Fault;

/// Converse with a model whose own body has no effort. The words are the simulator's, after those for other fields.
pub(super) fn converse(body: &Value, model: &Model) -> Result<(), Fault> {
    // These refuse it in their own body.
    let has_own_word = match model.family().map(Family::body) {
        Some(Body::Claude) => true,
        Some(Body::Chat(_)) => !matches!(model.family(), Some(Family::Jamba | Family::Palmyra)),
        Some(
            Body::Nova
            | Body::CohereR
            | Body::TitanText
            | Body::Prompt(_)
            | Body::Embedding(_)
            | Body::Image(_)
            | Body::Rerank(_)
            | Body::Unwritten,
        )
        | None => false,
    };
    if has_own_word || body.pointer("/outputConfig/effort").is_none() {
        return Ok(());
    }
    Err(Fault::validation(
        "This model doesn't support the outputConfig.effort field. Remove outputConfig.effort and try again.",
    ))
}

/// Claude's body. A model without effort refuses it in these words (anthropics/claude-code #30795, on Bedrock); those for a
/// level that it lacks are the simulator's.
pub(super) fn claude(body: &Map<String, Value>, model: &Model) -> Result<(), Fault> {
    let Some(value) = body.get("output_config").and_then(|config| config.get("effort")) else { return Ok(()) };
    match effort::levels_of(model.id, Family::Claude).unwrap_or_default() {
        [] => Err(Fault::validation("This model does not support the effort parameter.")),
        levels if value.as_str().is_some_and(|level| levels.contains(&level)) => Ok(()),
        levels => Err(Fault::at("output_config.effort", &format!("Input should be one of {}", levels.join(", ")))),
    }
}

/// The chat body, whose schema has the values of every model; some take fewer.
pub(super) fn chat(body: &Value, model: &Model) -> Result<(), Fault> {
    let level = body.get("reasoning_effort").and_then(Value::as_str);
    match (level, effort::levels_of(model.id, Family::OpenAiChat)) {
        (Some(level), Some(levels)) if !levels.contains(&level) => {
            Err(Fault::malformed(&format!("#/reasoning_effort: {level} is not a valid enum value")))
        }
        _ => Ok(()),
    }
}
