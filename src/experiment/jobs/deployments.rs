//! Custom models and their deployments: how a finished fine-tuning job comes to answer.

use serde_json::{Map, Value, json};

use super::{Ask, Plan, Weight, items, moment, plain_name, short, some_text, text};
use crate::aws::time::Timestamp;

/// A custom model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomModel {
    /// Its ARN.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// The name of its base model.
    pub base: String,
    /// The ARN of its base model.
    pub base_arn: String,
    /// `Active`, `Creating`, `Failed`; empty if the list does not say.
    pub status: String,
    /// When it was created.
    pub created: Option<Timestamp>,
}

/// The custom models.
pub fn models() -> Ask {
    Ask::bedrock("ListCustomModels", json!({"maxResults": 1000}))
}

/// Reads the output of `ListCustomModels`.
pub fn read_models(output: &Value) -> Vec<CustomModel> {
    let one = |value: &Value| {
        Some(CustomModel {
            arn: some_text(value, "modelArn")?,
            name: text(value, "modelName"),
            base: some_text(value, "baseModelName").unwrap_or_else(|| short(&text(value, "baseModelArn")).to_owned()),
            base_arn: text(value, "baseModelArn"),
            status: text(value, "modelStatus"),
            created: moment(value, "creationTime"),
        })
    };
    items(output, "modelSummaries").iter().filter_map(one).collect()
}

impl CustomModel {
    /// Deploys it for calls by token.
    ///
    /// # Errors
    /// When the name does not fit.
    pub fn deploy(&self, name: &str, about: &str) -> Result<Plan, String> {
        let name = name.trim();
        if let Some(fault) = plain_name("name", name) {
            return Err(fault.text);
        }
        let mut input = Map::new();
        input.insert("modelDeploymentName".to_owned(), json!(name));
        input.insert("modelArn".to_owned(), json!(self.arn));
        if !about.trim().is_empty() {
            input.insert("description".to_owned(), json!(about.trim()));
        }
        Ok(Plan {
            title: format!("Deploy “{}”?", self.name),
            does: vec![
                "Creates a deployment. When it is Active, its ARN is a modelId".to_owned(),
                "AWS deploys Nova models in us-east-1 and Llama 3.3 70B in us-west-2".to_owned(),
            ],
            costs: "Nothing by the hour: calls are billed by token. The model itself is billed monthly for its storage"
                .to_owned(),
            verb: "Deploy",
            weight: Weight::Writes,
            ask: Ask::bedrock("CreateCustomModelDeployment", Value::Object(input)),
        })
    }

    /// Deletes the model.
    pub fn delete(&self) -> Plan {
        Plan {
            title: format!("Delete the custom model “{}”?", self.name),
            does: vec![
                "The trained weights are gone for good".to_owned(),
                "AWS refuses while a deployment or provisioned throughput uses it".to_owned(),
            ],
            costs: "Nothing. The monthly storage ends. What the training cost is not returned".to_owned(),
            verb: "Delete",
            weight: Weight::Deletes,
            ask: Ask::bedrock("DeleteCustomModel", json!({ "modelIdentifier": self.arn })),
        }
    }
}

/// A deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployment {
    /// Its ARN: the `modelId` of calls.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// The ARN of its model.
    pub model: String,
    /// `Creating`, `Active`, `Failed`.
    pub status: String,
    /// Why it failed.
    pub failure: Option<String>,
    /// When it was created.
    pub created: Option<Timestamp>,
}

/// The deployments.
pub fn list() -> Ask {
    Ask::bedrock("ListCustomModelDeployments", json!({"maxResults": 1000}))
}

/// Reads the output of `ListCustomModelDeployments`.
pub fn read(output: &Value) -> Vec<Deployment> {
    let one = |value: &Value| {
        Some(Deployment {
            arn: some_text(value, "customModelDeploymentArn")?,
            name: text(value, "customModelDeploymentName"),
            model: text(value, "modelArn"),
            status: text(value, "status"),
            failure: some_text(value, "failureMessage").filter(|why| !why.is_empty()),
            created: moment(value, "createdAt"),
        })
    };
    items(output, "modelDeploymentSummaries").iter().filter_map(one).collect()
}

impl Deployment {
    /// Whether it answers.
    pub fn is_active(&self) -> bool {
        self.status == "Active"
    }

    /// Deletes it.
    pub fn delete(&self) -> Plan {
        Plan {
            title: format!("Delete the deployment “{}”?", self.name),
            does: vec!["Its ARN answers no more. The custom model stays".to_owned()],
            costs: "Nothing".to_owned(),
            verb: "Delete",
            weight: Weight::Deletes,
            ask: Ask::bedrock("DeleteCustomModelDeployment", json!({ "customModelDeploymentIdentifier": self.arn })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_becomes_a_deployment() {
        let models = read_models(&json!({"modelSummaries": [{"modelArn": "arn:m", "modelName": "desk",
            "baseModelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"}, {"modelName": "x"}]}));
        assert_eq!((models.len(), models[0].base.as_str()), (1, "amazon.nova-lite-v1:0"));
        let plan = models[0].deploy(" live ", "").unwrap();
        assert_eq!(plan.ask.input, json!({"modelDeploymentName": "live", "modelArn": "arn:m"}));
        assert_eq!(models[0].deploy("live", "for the desk").unwrap().ask.input["description"], json!("for the desk"));
        assert!(models[0].deploy("", "").is_err());
        assert_eq!(models[0].delete().weight, Weight::Deletes);
    }

    #[test]
    fn a_deployment_says_whether_it_answers_and_why_not() {
        let read = read(&json!({"modelDeploymentSummaries": [
            {"customModelDeploymentArn": "arn:d", "customModelDeploymentName": "live", "modelArn": "arn:m", "status": "Active",
             "createdAt": "2026-11-30T10:00:00Z"},
            {"customModelDeploymentArn": "arn:e", "status": "Failed", "failureMessage": "no room"}
        ]}));
        assert!(read[0].is_active() && !read[1].is_active());
        assert_eq!(read[1].failure.as_deref(), Some("no room"));
        assert_eq!(read[0].delete().ask.input, json!({"customModelDeploymentIdentifier": "arn:d"}));
    }
}
