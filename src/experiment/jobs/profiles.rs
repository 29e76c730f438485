//! Inference profiles: which models they serve, and to which Regions they send a call.

use serde_json::{Value, json};

use super::{Ask, items, short, some_text, text};

/// A profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Its ID, such as `us.amazon.nova-lite-v1:0`.
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// Its description.
    pub about: String,
    /// Whether it was created in this account.
    pub is_application: bool,
    /// The ARNs of its models, one for each Region.
    pub models: Vec<String>,
}

/// One page of the profiles, of the largest size.
pub fn list() -> Ask {
    Ask::bedrock("ListInferenceProfiles", json!({"maxResults": 1000}))
}

/// Reads the output of `ListInferenceProfiles`.
pub fn read(output: &Value) -> Vec<Profile> {
    let one = |value: &Value| {
        let id = some_text(value, "inferenceProfileId")?;
        Some(Profile {
            arn: text(value, "inferenceProfileArn"),
            name: text(value, "inferenceProfileName"),
            about: text(value, "description"),
            is_application: text(value, "type") == "APPLICATION",
            models: items(value, "models").iter().filter_map(|model| some_text(model, "modelArn")).collect(),
            id,
        })
    };
    items(output, "inferenceProfileSummaries").iter().filter_map(one).collect()
}

impl Profile {
    /// Whether it calls this model.
    pub fn serves(&self, model_id: &str) -> bool {
        self.models.iter().any(|arn| short(arn) == model_id)
    }

    /// The Regions that may answer. An ARN without a Region stands for any commercial one.
    pub fn regions(&self) -> Vec<&str> {
        let mut regions: Vec<&str> =
            self.models.iter().filter_map(|arn| arn.split(':').nth(3)).filter(|region| !region.is_empty()).collect();
        regions.sort_unstable();
        regions.dedup();
        regions
    }

    /// Where a call goes, in words.
    pub fn route(&self) -> String {
        let regions = self.regions();
        let kind = if self.is_application { "Created in this account. " } else { "" };
        if regions.is_empty() {
            format!("{kind}Any commercial Region answers")
        } else {
            format!("{kind}Answered by {}", regions.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_names_its_regions_and_models() {
        let arn = |region: &str| json!({"modelArn": format!("arn:aws:bedrock:{region}::foundation-model/amazon.nova-lite-v1:0")});
        let profiles = read(&json!({"inferenceProfileSummaries": [
            {"inferenceProfileId": "us.amazon.nova-lite-v1:0", "inferenceProfileName": "US Nova Lite", "type": "SYSTEM_DEFINED",
             "models": [arn("us-west-2"), arn("us-east-1"), arn("us-west-2"), arn("")]},
            {"inferenceProfileName": "no id"}
        ]}));
        assert_eq!(profiles.len(), 1);
        assert_eq!(profiles[0].regions(), ["us-east-1", "us-west-2"]);
        assert!(profiles[0].serves("amazon.nova-lite-v1:0") && !profiles[0].serves("amazon.nova-pro-v1:0"));
        assert_eq!(profiles[0].route(), "Answered by us-east-1, us-west-2");
    }
}
