//! The smallest IAM policy that allows the given calls.
//!
//! An inference profile needs two permissions: on the profile, and on its model in every region that it may send a call
//! to. A condition ties the second to the first, so that the model cannot be called without the profile. Sources: the
//! user guide's pages on prerequisites for inference profiles
//! (<https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html>), on geographic and on global
//! cross-Region inference. Only `GetInferenceProfile` knows the regions of a profile: without its answer, all regions
//! of the profile's geography are listed, with a note.

use serde_json::{Map, Value, json};

use super::model_id::{ModelId, ModelIdKind};
use crate::aws::region::{BEDROCK_REGIONS, Partition, Region};

/// A call that the policy must allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// The IAM action, such as `bedrock:InvokeModel`.
    pub action: &'static str,
    /// The model that was called.
    pub model: ModelId,
    /// The region of the call.
    pub region: Region,
    /// The guardrail of the call, as an id or ARN.
    pub guardrail: Option<String>,
}

/// What is known besides the calls.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// The account of the caller; `*` without it.
    pub account: Option<&'a str>,
    /// Whether an API key makes the calls.
    pub bearer: bool,
    /// The regions of each profile, by the profile's id, if they were requested.
    pub destinations: &'a [(String, Vec<String>)],
}

/// A policy, with notes.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// The document.
    pub document: Value,
    /// Notes for the person who uses the policy.
    pub notes: Vec<String>,
}

/// Writes the policy for these calls; `None` without calls.
pub fn least_privilege(used: &[Used], known: Known) -> Option<Policy> {
    if used.is_empty() {
        return None;
    }
    let mut writer = Writer { known, statements: Vec::new(), notes: Vec::new() };
    for call in used {
        writer.allow_model(call);
        if let Some(guardrail) = &call.guardrail {
            writer.allow_guardrail(guardrail, call.region);
        }
    }
    if known.bearer {
        writer.statement(&["*".to_owned()], "bedrock:CallWithBearerToken", None);
        writer.note("bedrock:CallWithBearerToken lets the principal use API keys; it has no resource.");
    }
    if known.account.is_none() {
        writer.note("Replace “*” between the colons of an ARN by your account ID.");
    }
    Some(writer.finish())
}

struct Statement {
    actions: Vec<&'static str>,
    resources: Vec<String>,
    /// The profile without which the resources must not be called.
    through: Option<String>,
}

struct Writer<'a> {
    known: Known<'a>,
    statements: Vec<Statement>,
    notes: Vec<String>,
}

impl Writer<'_> {
    fn allow_model(&mut self, call: &Used) {
        let (id, partition) = (&call.model, call.region.partition().as_str());
        let region = id.arn_region().unwrap_or(call.region.as_str());
        let account = self.known.account.unwrap_or("*");
        let text = id.as_str();
        match id.kind() {
            ModelIdKind::Bare => {
                let arn = format!("arn:{partition}:bedrock:{region}::foundation-model/{text}");
                self.statement(&[arn], call.action, None);
            }
            ModelIdKind::InferenceProfile => {
                let profile = format!("arn:{partition}:bedrock:{region}:{account}:inference-profile/{text}");
                self.allow_profile(call, &profile, region);
            }
            ModelIdKind::InferenceProfileArn => self.allow_profile(call, text, region),
            ModelIdKind::ApplicationInferenceProfileArn => {
                self.statement(&[text.to_owned()], call.action, None);
                let any = format!("arn:{partition}:bedrock:*::foundation-model/*");
                self.statement(&[any], call.action, Some(text));
                self.note(
                    "The model of an application inference profile is unknown: replace foundation-model/* by \
                     the models that GetInferenceProfile lists.",
                );
            }
            ModelIdKind::PromptRouterArn => {
                self.statement(&[text.to_owned()], call.action, None);
                self.note("A prompt router calls other models; also allow those that GetPromptRouter lists.");
            }
            ModelIdKind::FoundationModelArn
            | ModelIdKind::ProvisionedModelArn
            | ModelIdKind::CustomModelArn
            | ModelIdKind::CustomModelDeploymentArn
            | ModelIdKind::ImportedModelArn
            | ModelIdKind::PromptArn
            | ModelIdKind::SageMakerEndpointArn => self.statement(&[text.to_owned()], call.action, None),
        }
    }

    /// Allows the profile, and its model in the profile's regions through the profile only.
    fn allow_profile(&mut self, call: &Used, profile: &str, region: &str) {
        self.statement(&[profile.to_owned()], call.action, None);
        let (Some(base), Some(prefix)) = (call.model.base_id(), call.model.profile_prefix()) else { return };
        let partition = call.region.partition().as_str();
        let arn = |region: &str| format!("arn:{partition}:bedrock:{region}::foundation-model/{base}");
        let name = profile.rsplit('/').next().unwrap_or_default();
        let listed = self.known.destinations.iter().find(|(id, _)| id == name || id == profile);
        let mut resources: Vec<String> = match listed {
            Some((_, regions)) => regions.iter().map(|region| arn(region)).collect(),
            // The user guide writes the model of a global profile without a region.
            None if prefix == "global." => vec![arn(region), arn("")],
            None => geography(prefix, call.region.partition()).map(arn).collect(),
        };
        if !resources.contains(&arn(region)) {
            resources.insert(0, arn(region));
        }
        match (listed, prefix) {
            (Some(_), _) => {}
            (None, "global.") => self.note(&format!(
                "{name} may send a call to any commercial region: the ARN without a region allows that, and the condition limits it to this profile."
            )),
            (None, _) => self.note(&format!(
                "All regions of {name}'s geography are listed. GetInferenceProfile returns those that it uses; remove the others."
            )),
        }
        self.statement(&resources, call.action, Some(profile));
    }

    fn allow_guardrail(&mut self, guardrail: &str, region: Region) {
        let partition = region.partition().as_str();
        let account = self.known.account.unwrap_or("*");
        let arn = if guardrail.starts_with("arn:") {
            guardrail.to_owned()
        } else {
            format!("arn:{partition}:bedrock:{region}:{account}:guardrail/{guardrail}")
        };
        self.statement(&[arn], "bedrock:ApplyGuardrail", None);
    }

    /// Adds to the statement with the same action and condition, or makes one; statements with the same resources are
    /// merged.
    fn statement(&mut self, resources: &[String], action: &'static str, through: Option<&str>) {
        let same = |statement: &&mut Statement| statement.through.as_deref() == through;
        if let Some(statement) =
            self.statements.iter_mut().filter(same).find(|statement| statement.resources == resources)
        {
            if !statement.actions.contains(&action) {
                statement.actions.push(action);
            }
            return;
        }
        self.statements.push(Statement {
            actions: vec![action],
            resources: resources.to_vec(),
            through: through.map(str::to_owned),
        });
    }

    fn note(&mut self, text: &str) {
        if !self.notes.iter().any(|note| note == text) {
            self.notes.push(text.to_owned());
        }
    }

    fn finish(self) -> Policy {
        let statements = self.statements.into_iter().map(|statement| {
            let mut out = Map::new();
            out.insert("Effect".to_owned(), json!("Allow"));
            out.insert("Action".to_owned(), one_or_many(&statement.actions));
            out.insert("Resource".to_owned(), one_or_many(&statement.resources));
            if let Some(profile) = statement.through {
                // The account in the ARN may be a wildcard.
                out.insert("Condition".to_owned(), json!({ "StringLike": { "bedrock:InferenceProfileArn": profile } }));
            }
            Value::Object(out)
        });
        let statements: Vec<Value> = statements.collect();
        Policy { document: json!({ "Version": "2012-10-17", "Statement": statements }), notes: self.notes }
    }
}

fn one_or_many<T: serde::Serialize>(items: &[T]) -> Value {
    match items {
        [one] => json!(one),
        many => json!(many),
    }
}

/// The regions with Bedrock in a profile prefix's geography, in one partition.
fn geography(prefix: &str, partition: Partition) -> impl Iterator<Item = &'static str> {
    let (start, only): (&str, &[&str]) = match prefix {
        "us." => ("us-", &[]),
        "us-gov." => ("us-gov-", &[]),
        "eu." => ("eu", &[]),
        "apac." => ("ap-", &[]),
        "jp." => ("ap-", &["ap-northeast-1", "ap-northeast-3"]),
        "au." => ("ap-", &["ap-southeast-2", "ap-southeast-4"]),
        "in." => ("ap-", &["ap-south-1", "ap-south-2"]),
        "ca." => ("ca-", &[]),
        "sa." => ("sa-", &[]),
        _ => ("", &[]),
    };
    BEDROCK_REGIONS
        .iter()
        .filter(move |info| info.partition == partition && info.name.starts_with(start))
        .map(|info| info.name)
        .filter(move |name| only.is_empty() || only.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const INVOKE: &str = "bedrock:InvokeModel";
    const STREAM: &str = "bedrock:InvokeModelWithResponseStream";

    fn used(action: &'static str, model: &str, region: &str) -> Used {
        let model = ModelId::parse(model).unwrap();
        Used { action, model, region: Region::parse(region).unwrap(), guardrail: None }
    }

    fn written(calls: &[Used], account: Option<&str>) -> Policy {
        least_privilege(calls, Known { account, ..Known::default() }).unwrap()
    }

    #[test]
    fn a_bare_model_is_one_statement_with_both_actions() {
        let nova = "amazon.nova-lite-v1:0";
        let policy = written(
            &[used(INVOKE, nova, "eu-west-1"), used(STREAM, nova, "eu-west-1"), used(INVOKE, nova, "eu-west-1")],
            Some("123456789012"),
        );
        assert_eq!(
            policy.document,
            json!({ "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow",
                "Action": [INVOKE, STREAM],
                "Resource": "arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0",
            }] })
        );
        assert!(policy.notes.is_empty());
    }

    #[test]
    fn a_profile_needs_its_model_in_every_region_behind_it_and_only_through_it() {
        let policy =
            written(&[used(INVOKE, "us.anthropic.claude-haiku-4-5-20251001-v1:0", "us-east-1")], Some("123456789012"));
        let profile =
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0";
        let statements = policy.document["Statement"].as_array().unwrap();
        assert_eq!(statements.len(), 2);
        assert_eq!(statements[0]["Resource"], json!(profile));
        assert_eq!(statements[1]["Condition"], json!({ "StringLike": { "bedrock:InferenceProfileArn": profile } }));
        let regions: Vec<&str> = statements[1]["Resource"]
            .as_array()
            .unwrap()
            .iter()
            .map(|arn| arn.as_str().unwrap().split(':').nth(3).unwrap())
            .collect();
        assert_eq!(regions, ["us-east-1", "us-east-2", "us-west-1", "us-west-2"]);
        assert!(
            statements[1]["Resource"][0]
                .as_str()
                .unwrap()
                .ends_with("foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0")
        );
        assert!(policy.notes.iter().any(|note| note.contains("GetInferenceProfile")));
    }

    #[test]
    fn regions_that_were_asked_for_are_taken_as_they_are() {
        let name = "us.amazon.nova-lite-v1:0".to_owned();
        let destinations = [(name.clone(), vec!["us-east-1".to_owned(), "us-west-2".to_owned()])];
        let known = Known { account: Some("123456789012"), destinations: &destinations, ..Known::default() };
        let policy = least_privilege(&[used(INVOKE, &name, "us-east-1")], known).unwrap();
        assert_eq!(policy.document["Statement"][1]["Resource"].as_array().unwrap().len(), 2);
        assert!(policy.notes.is_empty(), "{:?}", policy.notes);
    }

    #[test]
    fn every_kind_of_id_has_its_statement() {
        for (model, region, resources) in [
            (
                "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "af-south-1",
                vec![
                    "arn:aws:bedrock:af-south-1:*:inference-profile/global.anthropic.claude-sonnet-4-5-20250929-v1:0",
                    "arn:aws:bedrock:af-south-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
                    "arn:aws:bedrock:::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
                ],
            ),
            (
                "jp.anthropic.claude-haiku-4-5-20251001-v1:0",
                "ap-northeast-1",
                vec![
                    "arn:aws:bedrock:ap-northeast-1:*:inference-profile/jp.anthropic.claude-haiku-4-5-20251001-v1:0",
                    "arn:aws:bedrock:ap-northeast-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
                    "arn:aws:bedrock:ap-northeast-3::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
                ],
            ),
            (
                "us.amazon.nova-pro-v1:0",
                "ca-central-1",
                vec![
                    "arn:aws:bedrock:ca-central-1:*:inference-profile/us.amazon.nova-pro-v1:0",
                    "arn:aws:bedrock:ca-central-1::foundation-model/amazon.nova-pro-v1:0",
                    "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0",
                    "arn:aws:bedrock:us-east-2::foundation-model/amazon.nova-pro-v1:0",
                    "arn:aws:bedrock:us-west-1::foundation-model/amazon.nova-pro-v1:0",
                    "arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-pro-v1:0",
                ],
            ),
            (
                "us-gov.amazon.nova-pro-v1:0",
                "us-gov-west-1",
                vec![
                    "arn:aws-us-gov:bedrock:us-gov-west-1:*:inference-profile/us-gov.amazon.nova-pro-v1:0",
                    "arn:aws-us-gov:bedrock:us-gov-east-1::foundation-model/amazon.nova-pro-v1:0",
                    "arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/amazon.nova-pro-v1:0",
                ],
            ),
            (
                "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef",
                "us-east-1",
                vec!["arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef"],
            ),
            (
                "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456",
                "us-east-1",
                vec![
                    "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456",
                    "arn:aws:bedrock:*::foundation-model/*",
                ],
            ),
        ] {
            let policy = written(&[used(STREAM, model, region)], None);
            let found: Vec<&str> = policy.document["Statement"]
                .as_array()
                .unwrap()
                .iter()
                .flat_map(|statement| match &statement["Resource"] {
                    Value::Array(many) => many.iter().filter_map(Value::as_str).collect::<Vec<_>>(),
                    one => one.as_str().into_iter().collect(),
                })
                .collect();
            assert_eq!(found, resources, "{model}");
            assert!(policy.notes.iter().any(|note| note.contains("account ID")), "{model}");
        }
    }

    #[test]
    fn keys_and_guardrails_have_permissions_of_their_own() {
        let mut call = used(INVOKE, "amazon.nova-lite-v1:0", "us-east-1");
        call.guardrail = Some("gr0123456789".to_owned());
        let known = Known { account: Some("123456789012"), bearer: true, destinations: &[] };
        let policy = least_privilege(&[call], known).unwrap();
        let statements = policy.document["Statement"].as_array().unwrap();
        assert_eq!(statements[1]["Action"], "bedrock:ApplyGuardrail");
        assert_eq!(statements[1]["Resource"], "arn:aws:bedrock:us-east-1:123456789012:guardrail/gr0123456789");
        assert_eq!(
            (&statements[2]["Action"], &statements[2]["Resource"]),
            (&json!("bedrock:CallWithBearerToken"), &json!("*"))
        );
        assert_eq!(least_privilege(&[], known), None);
    }
}
