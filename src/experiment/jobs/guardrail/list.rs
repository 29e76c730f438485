//! The guardrails of the account, their versions, and what can be done with them.

use serde_json::{Map, Value, json};

use super::super::{Ask, Plan, Weight, items, moment, some_text, text};
use crate::aws::time::Timestamp;
use crate::experiment::form::members;

/// The working copy.
pub const DRAFT: &str = "DRAFT";

/// A guardrail, or one of its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its ID.
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// Its description.
    pub about: String,
    /// `DRAFT` or a number.
    pub version: String,
    /// `CREATING`, `READY`, …
    pub status: String,
    /// When it was created.
    pub created: Option<Timestamp>,
    /// When it last changed.
    pub updated: Option<Timestamp>,
}

/// The list: the draft of each guardrail.
pub fn list() -> Ask {
    Ask::bedrock("ListGuardrails", json!({"maxResults": 1000}))
}

/// The versions of one guardrail.
pub fn versions(id: &str) -> Ask {
    Ask::bedrock("ListGuardrails", json!({"guardrailIdentifier": id, "maxResults": 1000}))
}

/// One version with its policies.
pub fn get(id: &str, version: &str) -> Ask {
    Ask::bedrock("GetGuardrail", json!({"guardrailIdentifier": id, "guardrailVersion": version}))
}

/// Reads the output of `ListGuardrails`.
pub fn read(output: &Value) -> Vec<Row> {
    let one = |value: &Value| {
        Some(Row {
            id: some_text(value, "id")?,
            arn: text(value, "arn"),
            name: text(value, "name"),
            about: text(value, "description"),
            version: text(value, "version"),
            status: text(value, "status"),
            created: moment(value, "createdAt"),
            updated: moment(value, "updatedAt"),
        })
    };
    items(output, "guardrails").iter().filter_map(one).collect()
}

/// The ID in the output of `CreateGuardrail`.
pub fn created_id(output: &Value) -> Option<String> {
    some_text(output, "guardrailId")
}

impl Row {
    /// Whether it changes by itself soon.
    pub fn is_changing(&self) -> bool {
        !matches!(self.status.as_str(), "READY" | "FAILED")
    }

    /// Freezes the draft as a numbered version.
    pub fn create_version(&self, about: &str) -> Plan {
        let mut input = Map::from_iter([("guardrailIdentifier".to_owned(), json!(self.id))]);
        if !about.trim().is_empty() {
            input.insert("description".to_owned(), json!(about.trim()));
        }
        Plan {
            title: format!("Create a version of “{}”?", self.name),
            does: vec![
                "Freezes the draft as it is saved now. A version never changes".to_owned(),
                "A guardrail has at most 20 versions".to_owned(),
            ],
            costs: "Nothing".to_owned(),
            verb: "Create a version",
            weight: Weight::Writes,
            ask: Ask::bedrock("CreateGuardrailVersion", Value::Object(input)),
        }
    }

    /// Deletes this version, or the whole guardrail if it is the draft.
    pub fn delete(&self) -> Plan {
        let is_whole = self.version == DRAFT;
        let mut input = Map::from_iter([("guardrailIdentifier".to_owned(), json!(self.id))]);
        if !is_whole {
            input.insert("guardrailVersion".to_owned(), json!(self.version));
        }
        Plan {
            title: if is_whole {
                format!("Delete the guardrail “{}”?", self.name)
            } else {
                format!("Delete version {} of “{}”?", self.version, self.name)
            },
            does: vec![
                if is_whole {
                    "Deletes the draft and all versions"
                } else {
                    "Deletes this version. The draft and the others stay"
                }
                .to_owned(),
                "Calls that name it are then refused; they do not run without it".to_owned(),
            ],
            costs: "Nothing".to_owned(),
            verb: "Delete",
            weight: Weight::Deletes,
            ask: Ask::bedrock("DeleteGuardrail", Value::Object(input)),
        }
    }
}

/// The playground's further members with this guardrail and its trace.
///
/// # Errors
/// When the members are not a JSON object.
pub fn in_playground(more: &str, id: &str, version: &str) -> Result<String, String> {
    let mut all: Map<String, Value> = if more.trim().is_empty() {
        Map::new()
    } else {
        serde_json::from_str(more).map_err(|error| format!("The playground's further members are not JSON: {error}"))?
    };
    for (key, value) in [("guardrailIdentifier", id), ("guardrailVersion", version), ("trace", "enabled")] {
        members::put_text(&mut all, &["guardrailConfig", key], value);
    }
    Ok(members::text(all))
}
