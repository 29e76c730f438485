//! Which area plays which operation.

use serde_json::Value;

use super::knowledge::resources;
use super::{Account, Context, Outcome, foundation_models, guardrails, models, tags};

pub(super) fn play(account: &mut Account, service: &str, operation: &str, input: &Value, context: &Context) -> Outcome {
    match service {
        "bedrock" => foundation_models::play(operation, input, context)
            .or_else(|| guardrails::play(account, operation, input, context))
            .or_else(|| models::play(account, operation, input, context))
            .or_else(|| {
                let owner = owner(account, input, context);
                tags::play(account, operation, input, owner)
            }),
        "bedrock-agent" => resources::play(operation, input, context),
        _ => None,
    }
}

/// Whether the account has the resource whose tags an input is about.
fn owner(account: &Account, input: &Value, context: &Context) -> tags::Owner {
    let arn = input.get("resourceARN").and_then(Value::as_str).unwrap_or_default();
    let is_here = arn.split(':').nth(3) == Some(context.region.as_str());
    if is_here && (account.models.has(arn, context.now) || account.guardrails.has(arn) || account.tags.knows(arn)) {
        tags::Owner::Account
    } else {
        tags::Owner::Nobody
    }
}
