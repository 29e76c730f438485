//! The IAM statement that allows a refused call.

use serde_json::json;

use super::Circumstances;
use crate::bedrock::model_id::{ModelId, ModelIdKind};
use crate::text::json::print;

/// A statement for the action and the resource that the message names; without them, for the call that was made.
///
/// A call through an inference profile is checked on the profile and on the models that it routes to, so those are added.
pub(super) fn statement(message: &str, call: Circumstances) -> String {
    let (action, resource) = refused(message).unwrap_or_else(|| {
        let action = if call.streaming { "bedrock:InvokeModelWithResponseStream" } else { "bedrock:InvokeModel" };
        (action.to_owned(), None)
    });
    let mut resources: Vec<String> = resource.into_iter().collect();
    if let Ok(id) = ModelId::parse(call.model) {
        let model = id.base_id().map(|base| format!("arn:aws:bedrock:*::foundation-model/{base}"));
        let named = match id.kind() {
            ModelIdKind::InferenceProfile => {
                Some(format!("arn:aws:bedrock:{}:*:inference-profile/{}", call.region, call.model))
            }
            ModelIdKind::Bare => None,
            _ => Some(call.model.to_owned()),
        };
        if resources.is_empty() {
            resources.extend(named);
        }
        let covered = resources.iter().any(|resource| resource.contains("foundation-model/"));
        resources.extend(model.filter(|_| !covered));
    }
    if resources.is_empty() {
        resources.push("*".to_owned());
    }
    print(&json!({ "Effect": "Allow", "Action": action, "Resource": resources }))
}

/// Action and resource of “not authorized to perform: a on resource: r because …”.
fn refused(message: &str) -> Option<(String, Option<String>)> {
    let (_, rest) = message.split_once("to perform: ")?;
    let action = rest.split_whitespace().next()?;
    let is_action = action.starts_with("bedrock:") && action.chars().all(|c| c.is_ascii_alphanumeric() || c == ':');
    let resource = rest.split_once("on resource: ").and_then(|(_, rest)| rest.split_whitespace().next());
    is_action.then(|| (action.to_owned(), resource.filter(|name| name.starts_with("arn:")).map(str::to_owned)))
}
