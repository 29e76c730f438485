//! Finds the operation and the model of a request line, or the service's refusal.
//!
//! The model comes from the dated catalogue. A profile id must fit the region of the request, a model that needs a
//! profile refuses its bare id, and a model without text output refuses Converse.

use super::account::Control;
use super::fault::Fault;
use super::gate::credentials::EXAMPLE_ACCOUNT;
use super::invoke;
use crate::aws::http::{HttpRequest, Method};
use crate::aws::region::Region;
use crate::aws::time::Timestamp;
use crate::aws::uri;
use crate::bedrock::catalogue::{self, Model};
use crate::bedrock::client::Client;
use crate::bedrock::family::Family;
use crate::bedrock::model_id::{ModelId, ModelIdKind};
use crate::bedrock::operation::Operation;
use crate::bedrock::service_model::ServiceModel;

/// The operation of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// One of the four inference operations.
    Infer(Operation),
    /// Count the tokens of a request.
    CountTokens,
}

impl Action {
    /// The operation's name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Infer(operation) => operation.name(),
            Self::CountTokens => "CountTokens",
        }
    }

    /// Whether the service model describes the body as JSON; false for a native body.
    pub fn is_modelled(self) -> bool {
        match self {
            Self::Infer(operation) => operation.is_converse(),
            Self::CountTokens => true,
        }
    }
}

/// The parsed request line: the operation, and the model id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The operation.
    pub action: Action,
    /// The label in the path, decoded once.
    pub model: String,
}

/// There is no such operation at this host.
pub fn unknown() -> Fault {
    Fault::front_door(404, "UnknownOperationException", "Unknown operation")
}

/// Whether the host is that of another Bedrock client than the runtime: it has none of the runtime's operations.
pub fn is_other_client(request: &HttpRequest) -> bool {
    let label = request.url.authority.split('.').next().unwrap_or_default().trim_end_matches("-fips");
    Client::from_name(label).is_some_and(|client| client != Client::Runtime)
}

/// Parses the request line.
pub fn route(request: &HttpRequest) -> Result<Route, Fault> {
    let label_and_suffix = request.url.path.strip_prefix("/model/").ok_or_else(unknown)?;
    let (label, suffix) = label_and_suffix.split_once('/').ok_or_else(unknown)?;
    let inference = Operation::ALL.into_iter().find(|operation| operation.path_suffix() == suffix).map(Action::Infer);
    let action = inference.or((suffix == "count-tokens").then_some(Action::CountTokens)).ok_or_else(unknown)?;
    if request.method != Method::Post || label.is_empty() {
        return Err(unknown());
    }
    let model = uri::decode_label(label).ok_or_else(unidentified)?;
    Ok(Route { action, model })
}

fn unidentified() -> Fault {
    Fault::validation("The provided model identifier is invalid.")
}

/// Refuses the id of a context window, such as `…-v1:0:200k`: the console lists it, but it is for Provisioned Throughput
/// only (n8n-io/n8n#9084, aws/aws-sdk#744). The sentence is from 2024; the pattern is that of today's API model.
pub fn window_id(route: &Route, service_model: &ServiceModel) -> Result<(), Fault> {
    if ModelId::parse(&route.model).ok().and_then(|id| id.context_window().map(str::len)).is_none() {
        return Ok(());
    }
    let input = service_model.operation(route.action.name()).and_then(|operation| operation.input.as_deref());
    let members = input.and_then(|name| service_model.structure(name)).map_or(&[][..], |input| &input.members);
    let shape = members.iter().find(|member| member.name == "modelId").and_then(|m| service_model.shape(&m.shape));
    let pattern = shape.and_then(|shape| shape.pattern.as_ref()).map_or("", |pattern| pattern.source());
    Err(Fault::validation(format!(
        "1 validation error detected: Value '{}' at 'modelId' failed to satisfy constraint: Member must satisfy regular \
         expression pattern: {pattern}",
        route.model
    )))
}

/// The model of a route, in this region and for this operation.
///
/// The ARN of a resource that an account made is found in the account, if there is one.
pub fn resolve(
    route: &Route,
    region: &Region,
    now: Timestamp,
    control: Option<Control<'_>>,
) -> Result<(&'static Model, Family), Fault> {
    // The text must be the exact id, without white space.
    let id = ModelId::parse(&route.model).ok().filter(|id| id.as_str() == route.model).ok_or_else(unidentified)?;
    if id.arn_region().is_some_and(|named| named != region.as_str()) || !owned_by_example(&id) {
        return Err(unidentified());
    }
    let model = match (id.kind(), control) {
        (
            ModelIdKind::ApplicationInferenceProfileArn
            | ModelIdKind::ProvisionedModelArn
            | ModelIdKind::CustomModelDeploymentArn,
            Some(control),
        ) => control.account.borrow().target(&id, *region, now)?,
        _ => catalogue::find(&id).ok_or_else(unidentified)?,
    };
    let family = model.family().ok_or_else(unidentified)?;
    match id.kind() {
        ModelIdKind::InferenceProfile | ModelIdKind::InferenceProfileArn => {
            let prefix = id.profile_prefix().unwrap_or_default();
            if !model.profiles.contains(&prefix) || !serves(prefix, region.as_str()) {
                return Err(unidentified());
            }
        }
        ModelIdKind::Bare | ModelIdKind::FoundationModelArn => {
            // Counting tokens needs no throughput.
            if model.profile_only && route.action != Action::CountTokens {
                return Err(Fault::validation(format!(
                    "Invocation of model ID {} with on-demand throughput isn\u{2019}t supported. Retry your request with \
                     the ID or ARN of an inference profile that contains this model.",
                    route.model
                )));
            }
        }
        // Without an account, none of them was found above.
        ModelIdKind::ApplicationInferenceProfileArn
        | ModelIdKind::ProvisionedModelArn
        | ModelIdKind::CustomModelDeploymentArn => {}
        ModelIdKind::CustomModelArn
        | ModelIdKind::ImportedModelArn
        | ModelIdKind::PromptArn
        | ModelIdKind::PromptRouterArn
        | ModelIdKind::SageMakerEndpointArn => return Err(unidentified()),
    }
    // Retired models for images and embeddings still answer, with a mark in the reply, so that users can study their
    // bodies.
    if !invoke::answers(family) && model.ended_by(&now.date()) {
        return Err(Fault::not_found("This model version has reached the end of its life."));
    }
    if let Some(control) = control {
        control.account.borrow().permits(model, *region, now)?;
    }
    let Action::Infer(operation) = route.action else {
        // The user guide lists Anthropic's models only.
        return if family == Family::Claude {
            Ok((model, family))
        } else {
            Err(Fault::validation("The provided model doesn't support counting tokens."))
        };
    };
    if operation.is_converse() && !model.converse {
        return Err(Fault::validation(
            "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
        ));
    }
    if operation.is_streaming() && !model.streaming {
        return Err(Fault::validation("The model is unsupported for streaming"));
    }
    Ok((model, family))
}

/// Profiles of other accounts and resources that an account creates do not exist here.
fn owned_by_example(id: &ModelId) -> bool {
    id.kind() != ModelIdKind::InferenceProfileArn || id.as_str().split(':').nth(4) == Some(EXAMPLE_ACCOUNT)
}

/// Whether a profile prefix may be called from a region of the commercial partition.
fn serves(prefix: &str, region: &str) -> bool {
    let geography = region.split('-').next().unwrap_or_default();
    match prefix {
        "global." => true,
        "us." => geography == "us" || region == "ca-central-1",
        "eu." => geography == "eu",
        "apac." => geography == "ap",
        "jp." => ["ap-northeast-1", "ap-northeast-3"].contains(&region),
        "au." => ["ap-southeast-2", "ap-southeast-4"].contains(&region),
        "in." => ["ap-south-1", "ap-south-2"].contains(&region),
        "ca." => geography == "ca",
        "sa." => geography == "sa",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(operation: Operation, model: &str, region: &str) -> Result<&'static str, String> {
        let route = Route { action: Action::Infer(operation), model: model.to_owned() };
        // 2026-11-22T00:00:00Z
        resolve(&route, &Region::parse(region).unwrap(), Timestamp(1_795_305_600_000), None)
            .map(|(model, _)| model.id)
            .map_err(|fault| format!("{} {}", fault.status, fault.message))
    }

    #[test]
    fn ids_profiles_and_arns_are_resolved_in_their_region() {
        let invalid = Err("400 The provided model identifier is invalid.".to_owned());
        let on_demand = Err("400 Invocation of model ID anthropic.claude-haiku-4-5-20251001-v1:0 with on-demand \
             throughput isn\u{2019}t supported. Retry your request with the ID or ARN of an inference profile that \
             contains this model."
            .to_owned());
        let haiku = Ok("anthropic.claude-haiku-4-5-20251001-v1:0");
        let arn =
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0";
        for (model, region, expected) in [
            ("amazon.nova-lite-v1:0", "us-east-1", Ok("amazon.nova-lite-v1:0")),
            ("us.anthropic.claude-haiku-4-5-20251001-v1:0", "us-east-1", haiku.clone()),
            ("us.anthropic.claude-haiku-4-5-20251001-v1:0", "eu-west-1", invalid.clone()),
            ("eu.anthropic.claude-haiku-4-5-20251001-v1:0", "eu-west-1", haiku.clone()),
            ("global.anthropic.claude-haiku-4-5-20251001-v1:0", "af-south-1", haiku.clone()),
            ("jp.anthropic.claude-haiku-4-5-20251001-v1:0", "ap-northeast-1", haiku.clone()),
            ("us.amazon.titan-embed-text-v2:0", "us-east-1", invalid.clone()),
            ("anthropic.claude-haiku-4-5-20251001-v1:0", "us-east-1", on_demand),
            (arn, "us-east-1", haiku.clone()),
            (arn, "us-west-2", invalid.clone()),
            (&arn.replace("123456789012", "210987654321"), "us-east-1", invalid.clone()),
            (
                "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
                "us-east-1",
                Ok("amazon.nova-lite-v1:0"),
            ),
            ("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef", "us-east-1", invalid.clone()),
            ("amazon.nova-lite-v9:9", "us-east-1", invalid.clone()),
            (" amazon.nova-lite-v1:0", "us-east-1", invalid.clone()),
            ("", "us-east-1", invalid.clone()),
            ("a/b c%3A", "us-east-1", invalid),
            ("amazon.nova-canvas-v1:0", "us-east-1", Ok("amazon.nova-canvas-v1:0")),
        ] {
            assert_eq!(outcome(Operation::InvokeModel, model, region), expected, "{model} in {region}");
        }
    }

    #[test]
    fn a_text_model_ends_on_its_day() {
        let outcome = |at| {
            let route =
                Route { action: Action::Infer(Operation::Converse), model: "ai21.jamba-1-5-mini-v1:0".to_owned() };
            resolve(&route, &Region::parse("us-east-1").unwrap(), Timestamp(at), None)
                .map(|_| ())
                .map_err(|fault| fault.message)
        };
        // Its last day is 2026-11-26.
        assert_eq!(outcome(1_795_694_399_000), Ok(()));
        assert_eq!(outcome(1_795_737_600_000), Err("This model version has reached the end of its life.".to_owned()));
    }

    #[test]
    fn some_models_refuse_converse_or_streams() {
        let titan = "amazon.titan-embed-text-v2:0";
        assert!(outcome(Operation::Converse, titan, "us-east-1").unwrap_err().contains("doesn't support the model"));
        let streaming = "400 The model is unsupported for streaming";
        assert_eq!(outcome(Operation::InvokeModelWithResponseStream, titan, "us-east-1").unwrap_err(), streaming);
        assert_eq!(outcome(Operation::InvokeModel, titan, "us-east-1"), Ok(titan));
    }
}
