//! The regions of an inference profile: the request to the control plane, and its answer.
//!
//! Source: `GetInferenceProfile` in the public API model (bedrock 2023-04-20),
//! <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetInferenceProfile.html>.

use serde_json::Value;

use super::model_id::ModelId;
use crate::aws::endpoint::Endpoint;
use crate::aws::http::{HttpRequest, Method};
use crate::aws::payload::Payload;
use crate::aws::region::Region;
use crate::aws::uri::encode_label;

/// The first label of the control plane's host.
pub const SERVICE: &str = "bedrock";

/// The regions and the account of a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InferenceProfile {
    /// The account of the caller, if the ARN contains one.
    pub account: Option<String>,
    /// The regions that it sends calls to, in the order of the answer. An empty one is a model ARN without a region.
    pub regions: Vec<String>,
}

/// The unsigned request; sign it for the region in which the profile is called.
pub fn request(control_plane: &Endpoint, profile: &ModelId) -> HttpRequest {
    HttpRequest {
        method: Method::Get,
        url: control_plane.url(&format!("/inference-profiles/{}", encode_label(profile.as_str())), None),
        headers: Vec::new(),
        body: Payload::default(),
    }
}

/// The command of the AWS CLI that asks the same.
pub fn command(profile: &ModelId, region: Region) -> String {
    let profile = profile.as_str();
    format!("aws bedrock get-inference-profile --inference-profile-identifier {profile} --region {region}")
}

/// Reads the answer; `None` if it has another shape.
pub fn read(body: &[u8]) -> Option<InferenceProfile> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let part = |arn: &str, at: usize| arn.split(':').nth(at).map(str::to_owned);
    let mut regions = Vec::new();
    for model in body.get("models")?.as_array()? {
        let region = model.get("modelArn").and_then(Value::as_str).and_then(|arn| part(arn, 3))?;
        if !regions.contains(&region) {
            regions.push(region);
        }
    }
    let account = body.get("inferenceProfileArn").and_then(Value::as_str).and_then(|arn| part(arn, 4));
    let is_account = |text: &String| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    (!regions.is_empty()).then_some(InferenceProfile { account: account.filter(is_account), regions })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_is_for_one_profile_and_the_answer_lists_its_regions() {
        let id = ModelId::parse("us.amazon.nova-lite-v1:0").unwrap();
        let region = Region::parse("us-east-1").unwrap();
        let unsigned = request(&Endpoint::aws(SERVICE, &region), &id);
        assert_eq!(
            command(&id, region),
            "aws bedrock get-inference-profile --inference-profile-identifier us.amazon.nova-lite-v1:0 --region us-east-1"
        );
        assert_eq!(
            unsigned.url.to_string(),
            "https://bedrock.us-east-1.amazonaws.com/inference-profiles/us.amazon.nova-lite-v1%3A0"
        );
        let model = |region: &str| {
            format!(r#"{{"modelArn":"arn:aws:bedrock:{region}::foundation-model/amazon.nova-lite-v1:0"}}"#)
        };
        let answer = |models: &[String]| {
            format!(
                r#"{{"inferenceProfileArn":"arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0","models":[{}]}}"#,
                models.join(",")
            )
        };
        let models = ["us-east-1", "us-west-2", "us-west-2", ""].map(model);
        let account = Some("123456789012".to_owned());
        let regions = ["us-east-1", "us-west-2", ""].map(str::to_owned).to_vec();
        assert_eq!(read(answer(&models).as_bytes()), Some(InferenceProfile { account, regions }));
        for nothing in [answer(&[]), answer(&["{}".to_owned()]), "<html>".to_owned(), "{}".to_owned()] {
            assert_eq!(read(nothing.as_bytes()), None, "{nothing}");
        }
    }
}
