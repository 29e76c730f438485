//! Which area plays which operation.

use serde_json::Value;

use super::{Account, Context, Outcome, foundation_models, guardrails, tags};

pub(super) fn play(account: &mut Account, service: &str, operation: &str, input: &Value, context: &Context) -> Outcome {
    match service {
        "bedrock" => foundation_models::play(operation, input, context)
            .or_else(|| guardrails::play(account, operation, input, context))
            .or_else(|| tags::play(account, operation, input)),
        _ => None,
    }
}
