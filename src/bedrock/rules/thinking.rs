//! Claude's parameters of thinking, in its own body.
//!
//! Sources: Anthropic's pages on extended and on adaptive thinking; for Bedrock RooCodeInc/Roo-Code#11238,
//! earendil-works/pi#6582 and strands-rl/strands-env#258.

use serde_json::{Map, Value};

use super::generation::{self, Thinking};
use super::{Breach, Place};
use crate::bedrock::catalogue::Model;

/// Fewest tokens of a budget.
const LEAST_BUDGET: u64 = 1_024;
/// Lowest `top_p` beside thinking.
const LEAST_TOP_P: f64 = 0.95;

/// The broken rule of the parameters of thinking, if there is one.
pub fn breach(native: &Map<String, Value>, model: &Model) -> Option<Breach> {
    let thinking = native.get("thinking")?;
    let at = |place: Place, message: &str| Some(Breach::model(place, message));
    let refused = |message: &str| at(Place::Parameters, message);
    let Some(kind) = thinking.get("type").map(|kind| kind.as_str().unwrap_or_default()) else {
        return refused("thinking.type: Field required");
    };
    match (kind, generation::thinking(model)) {
        ("disabled", _) => return None,
        ("enabled" | "adaptive", Thinking::No) => return refused("thinking: Extra inputs are not permitted"),
        ("enabled", Thinking::Adaptive) => {
            return refused(
                "\"thinking.type.enabled\" is not supported for this model. Use \"thinking.type.adaptive\" and \
                 \"output_config.effort\" to control thinking behavior.",
            );
        }
        ("adaptive", Thinking::Budget) => return refused("adaptive thinking is not supported on this model"),
        ("adaptive", Thinking::Both | Thinking::Adaptive) => {}
        ("enabled", Thinking::Budget | Thinking::Both) => {
            let place = "thinking.enabled.budget_tokens";
            let Some(budget) = thinking.get("budget_tokens") else {
                return refused(&format!("{place}: Field required"));
            };
            let Some(budget) = budget.as_u64() else {
                return refused(&format!("{place}: Input should be a valid integer"));
            };
            if budget < LEAST_BUDGET {
                return refused(&format!("{place}: Input should be greater than or equal to {LEAST_BUDGET}"));
            }
            if native.get("max_tokens").and_then(Value::as_u64).is_some_and(|most| budget >= most) {
                return at(Place::MaxTokens, "`max_tokens` must be greater than `thinking.budget_tokens`.");
            }
        }
        (other, _) => {
            return refused(&format!(
                "thinking: Input tag '{other}' found using 'type' does not match any of the expected tags: 'adaptive', \
                 'disabled', 'enabled'"
            ));
        }
    }
    let number = |key: &str| native.get(key).and_then(Value::as_f64);
    if number("temperature").is_some_and(|temperature| (temperature - 1.0).abs() > 1e-9) {
        return at(Place::Temperature, "`temperature` may only be set to 1 when thinking is enabled.");
    }
    if number("top_p").is_some_and(|top_p| top_p < LEAST_TOP_P) {
        return at(Place::TopP, "`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled.");
    }
    if native.contains_key("top_k") {
        return refused("`top_k` must be unset when thinking is enabled.");
    }
    match native.get("tool_choice").and_then(|choice| choice.get("type")).and_then(Value::as_str) {
        Some("any" | "tool") => at(Place::Tools, "Thinking may not be enabled when tool_choice forces tool use."),
        Some(_) | None => None,
    }
}
