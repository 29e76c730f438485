//! `CountTokens`: asks the service how many tokens a request has, in either shape, free of charge.
//!
//! Shape: `CountTokensRequest` of the public API model (bedrock-runtime 2023-09-30). It takes four members of a
//! Converse request, or a whole native body as base64. The service decides which models it supports.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::catalogue;
use super::family::Family;
use super::model_id::{ModelId, ModelIdKind};
use crate::aws::endpoint::Endpoint;
use crate::aws::http::{Header, HttpRequest, Method};
use crate::aws::uri::encode_label;

/// The operation's name in the API.
pub const NAME: &str = "CountTokens";

/// Whether the service counts for a family's models: its user guide lists only Anthropic's models.
pub fn serves(family: Option<Family>) -> bool {
    family == Some(Family::Claude)
}

/// What is uncertain about counting for a model id. Until May 2026 users reported that CountTokens refuses the ids and
/// ARNs of inference profiles (pydantic/pydantic-ai#4250, strands-agents/harness-sdk#2254), in July 2026 that it refuses
/// the bare id instead (BerriAI/litellm#32683, #34272). So neither is refused here.
pub fn doubt(model: &ModelId) -> Option<&'static str> {
    match model.kind() {
        ModelIdKind::InferenceProfile
        | ModelIdKind::InferenceProfileArn
        | ModelIdKind::ApplicationInferenceProfileArn => Some(
            "Reports differ on whether CountTokens takes an inference profile: if AWS refuses this ID, use the ID without \
             its prefix.",
        ),
        ModelIdKind::Bare if catalogue::find(model).is_some_and(|known| known.profile_only) => Some(
            "Reports differ on whether CountTokens takes a bare ID: if AWS refuses this ID, use the ID of an inference \
             profile.",
        ),
        ModelIdKind::Bare
        | ModelIdKind::FoundationModelArn
        | ModelIdKind::ProvisionedModelArn
        | ModelIdKind::CustomModelArn
        | ModelIdKind::CustomModelDeploymentArn
        | ModelIdKind::ImportedModelArn
        | ModelIdKind::PromptArn
        | ModelIdKind::PromptRouterArn
        | ModelIdKind::SageMakerEndpointArn => None,
    }
}

/// The members of a Converse body that are sent.
const CONVERSE_MEMBERS: [&str; 4] = ["messages", "system", "toolConfig", "additionalModelRequestFields"];

/// The body for a Converse body.
pub fn converse_body(converse: &Value) -> Value {
    let mut input = Map::new();
    for key in CONVERSE_MEMBERS {
        if let Some(value) = converse.get(key) {
            input.insert(key.to_owned(), value.clone());
        }
    }
    json!({ "input": { "converse": input } })
}

/// The body for an `InvokeModel` body, byte for byte.
pub fn invoke_body(native: &[u8]) -> Value {
    json!({ "input": { "invokeModel": { "body": STANDARD.encode(native) } } })
}

/// The unsigned request. The model id is one path segment, as in the other operations.
pub fn request(endpoint: &Endpoint, model: &ModelId, body: &Value) -> HttpRequest {
    HttpRequest {
        method: Method::Post,
        url: endpoint.url(&format!("/model/{}/count-tokens", encode_label(model.as_str())), None),
        headers: vec![Header::new("content-type", "application/json")],
        body: body.to_string().into(),
    }
}

/// The count in an answer.
pub fn read(answer: &Value) -> Option<u64> {
    answer.get("inputTokens")?.as_u64()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::region::Region;
    use crate::bedrock::service_model::ServiceModel;

    #[test]
    fn asks_about_either_shape() {
        let service = ServiceModel::from_json(include_str!("../../assets/service-model/bedrock-runtime.json")).unwrap();
        let converse = json!({"system": [{"text": "Be brief"}], "messages": [{"role": "user", "content": [{"text": "Hi"}]}],
            "inferenceConfig": {"maxTokens": 5}});
        let endpoint = Endpoint::aws("bedrock-runtime", &Region::parse("us-east-1").unwrap());
        let model = ModelId::parse("anthropic.claude-3-haiku-20240307-v1:0").unwrap();
        let expected = json!({"input": {"converse": {"messages": converse["messages"], "system": converse["system"]}}});
        assert_eq!(converse_body(&converse), expected);
        for body in [expected, invoke_body(br#"{"a":1}"#)] {
            assert_eq!(service.validate_input("CountTokens", &body, &[("modelId", model.as_str())]), []);
            let request = request(&endpoint, &model, &body);
            assert_eq!(
                request.url.to_string(),
                "https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-3-haiku-20240307-v1%3A0/count-tokens"
            );
        }
        assert_eq!(invoke_body(br#"{"a":1}"#).to_string(), r#"{"input":{"invokeModel":{"body":"eyJhIjoxfQ=="}}}"#);
        assert_eq!((read(&json!({"inputTokens": 30})), read(&json!({}))), (Some(30), None));
    }
}
