//! Tags of resources, by ARN.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Account, Answered, Outcome};
use crate::simulator::fault::Fault;

/// The most tags of one resource, by the service model's list limit.
const MOST: usize = 200;

/// The tags of each ARN.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Tags(BTreeMap<String, BTreeMap<String, String>>);

impl Tags {
    /// Adds the tags of a request that creates a resource.
    ///
    /// # Errors
    /// When there would be too many.
    pub(super) fn add(&mut self, arn: &str, tags: Option<&Value>) -> Result<(), Fault> {
        let tags = tags.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let mut all = self.0.get(arn).cloned().unwrap_or_default();
        for tag in tags {
            if let (Some(key), Some(value)) =
                (tag.get("key").and_then(Value::as_str), tag.get("value").and_then(Value::as_str))
            {
                all.insert(key.to_owned(), value.to_owned());
            }
        }
        if all.len() > MOST {
            return Err(Fault::service(
                400,
                "TooManyTagsException",
                format!("A resource can have at most {MOST} tags; this request would make it {}.", all.len()),
            ));
        }
        if !all.is_empty() {
            self.0.insert(arn.to_owned(), all);
        }
        Ok(())
    }

    /// Whether the resource has tags.
    pub(super) fn knows(&self, arn: &str) -> bool {
        self.0.contains_key(arn)
    }

    /// Forgets the tags of a deleted resource.
    pub(super) fn forget(&mut self, arn: &str) {
        self.0.remove(arn);
    }
}

/// Who has the resource that a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    Account,
    Nobody,
}

pub(super) fn play(account: &mut Account, operation: &str, input: &Value, owner: Owner) -> Outcome {
    let arn = input.get("resourceARN").and_then(Value::as_str).unwrap_or_default().to_owned();
    Some(match operation {
        "ListTagsForResource" | "TagResource" | "UntagResource" if owner == Owner::Nobody => {
            Err(Fault::not_found(format!("The account has no resource {arn} in this region.")))
        }
        "ListTagsForResource" => {
            let tags = account.tags.0.get(&arn).into_iter().flatten();
            let tags: Vec<Value> = tags.map(|(key, value)| json!({"key": key, "value": value})).collect();
            Ok(Answered::Output(json!({ "tags": tags })))
        }
        "TagResource" => account.tags.add(&arn, input.get("tags")).map(|()| Answered::Output(json!({}))),
        "UntagResource" => {
            let keys = input.get("tagKeys").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            if let Some(tags) = account.tags.0.get_mut(&arn) {
                tags.retain(|key, _| !keys.iter().any(|named| named.as_str() == Some(key)));
            }
            Ok(Answered::Output(json!({})))
        }
        _ => return None,
    })
}
