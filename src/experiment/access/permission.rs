//! The calls that a policy must allow: those that were made, or else those that Run would make.
//!
//! A replayed recording does not count: it sent nothing, so it needs no permission.

use serde_json::Value;

use crate::aws::http::HttpRequest;
use crate::aws::region::Region;
use crate::bedrock::model_id::{ModelId, ModelIdKind};
use crate::bedrock::operation::Operation;
use crate::bedrock::policy::Used;
use crate::experiment::run::exchange::Exchange;
use crate::experiment::run::session::{Call, Session};

/// The header that names the guardrail of a native body.
const GUARDRAIL: &str = "x-amzn-bedrock-guardrailidentifier";

/// The calls of the last run that were really made; empty where none was.
pub fn made(session: &Session, region: Region) -> Vec<Used> {
    let made = session.exchanges().filter(|call| call.recorded_at.is_none());
    made.filter_map(|Exchange { operation, model, request, .. }| used(*operation, model, request, region)).collect()
}

/// The calls that would be made.
pub fn planned(calls: &[Call], region: Region) -> Vec<Used> {
    calls.iter().filter_map(|call| used(call.operation, &call.model, &call.request, region)).collect()
}

/// The profiles among them whose regions only the control plane knows, once each.
pub fn profiles(used: &[Used]) -> Vec<(ModelId, Region)> {
    let mut out: Vec<(ModelId, Region)> = Vec::new();
    for call in used {
        let asked = match call.model.kind() {
            ModelIdKind::InferenceProfile | ModelIdKind::InferenceProfileArn => true,
            ModelIdKind::Bare
            | ModelIdKind::ApplicationInferenceProfileArn
            | ModelIdKind::PromptRouterArn
            | ModelIdKind::FoundationModelArn
            | ModelIdKind::ProvisionedModelArn
            | ModelIdKind::CustomModelArn
            | ModelIdKind::CustomModelDeploymentArn
            | ModelIdKind::ImportedModelArn
            | ModelIdKind::PromptArn
            | ModelIdKind::SageMakerEndpointArn => false,
        };
        if asked && !out.iter().any(|(model, region)| *model == call.model && *region == call.region) {
            out.push((call.model.clone(), call.region));
        }
    }
    out
}

fn used(operation: Operation, model: &str, request: &HttpRequest, region: Region) -> Option<Used> {
    let body: Option<Value> = serde_json::from_slice(&request.body).ok();
    let in_body = body.as_ref().and_then(|body| body.pointer("/guardrailConfig/guardrailIdentifier")?.as_str());
    let guardrail = in_body.or_else(|| request.header(GUARDRAIL)).filter(|id| !id.is_empty());
    Some(Used {
        action: operation.iam_action(),
        model: ModelId::parse(model).ok()?,
        region: region_of_host(&request.url.authority).unwrap_or(region),
        guardrail: guardrail.map(str::to_owned),
    })
}

/// The region of an AWS host. A call keeps its own when another region is chosen after it.
fn region_of_host(authority: &str) -> Option<Region> {
    authority.split('.').find_map(|label| Region::parse(label).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::endpoint::Endpoint;
    use crate::aws::time::Timestamp;
    use crate::experiment::run::requests;
    use crate::experiment::run::session::Command;
    use crate::experiment::{Draft, Origin};

    const NOW: Timestamp = Timestamp(1_795_348_800_000);

    fn calls(draft: &Draft) -> Vec<Call> {
        let composed = draft.compose();
        let endpoint = Endpoint::aws("bedrock-runtime", &Region::parse(&draft.region).unwrap());
        let twin = requests::build(
            composed.model.as_ref().unwrap(),
            &composed.conversation,
            None,
            draft.stream.into(),
            &endpoint,
        );
        twin.calls(draft.send_as)
    }

    #[test]
    fn calls_count_where_they_were_made_and_recordings_do_not() {
        let draft = Draft::default();
        let elsewhere = Region::parse("eu-west-1").unwrap();
        let mut session = Session::default();
        assert_eq!(made(&session, elsewhere), []);
        session.apply(Command::Run { calls: calls(&draft), origin: Origin::Aws, now: NOW });
        let used = made(&session, elsewhere);
        assert_eq!(used.len(), 2);
        assert!(used.iter().all(|call| call.region.as_str() == "us-east-1"), "{used:?}");
        assert_eq!(used, planned(&calls(&draft), elsewhere));
        assert_eq!(profiles(&used).len(), 1, "both calls are through one profile");
        let replay = Command::Replay { calls: calls(&draft), origin: Origin::Aws, recorded_at: NOW, now: NOW };
        session.apply(replay);
        assert_eq!(made(&session, elsewhere), []);
    }

    #[test]
    fn a_guardrail_is_found_in_either_body_and_a_bare_model_has_no_profile() {
        let more = r#"{"guardrailConfig":{"guardrailIdentifier":"gr1","guardrailVersion":"1"}}"#;
        let draft = Draft { model: "amazon.nova-lite-v1:0".into(), more: more.into(), ..Draft::default() };
        let used = planned(&calls(&draft), Region::parse("us-east-1").unwrap());
        assert!(used.iter().all(|call| call.guardrail.as_deref() == Some("gr1")), "{used:?}");
        assert_eq!(profiles(&used), []);
    }
}
