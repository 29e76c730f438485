//! The guardrails of an account as plain data: configurations with the moments of their changes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::clock::{Clock, SECOND_MS};
use crate::aws::time::Timestamp;

/// How long a change of a guardrail takes; ours.
pub const CHANGE_MS: i64 = 5 * SECOND_MS;

/// All guardrails of all regions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Guardrails {
    pub(super) list: Vec<Guardrail>,
    /// Those that the account enforces; the API lists at most one in a region.
    pub(super) enforced: Vec<Enforced>,
}

/// One guardrail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Guardrail {
    pub(super) id: String,
    pub(super) arn: String,
    pub(super) region: String,
    created: i64,
    pub(super) draft: Revision,
    /// The draft before the last update, which acts until the update is complete.
    #[serde(default)]
    pub(super) before: Option<Value>,
    #[serde(default)]
    pub(super) versions: BTreeMap<u32, Revision>,
    /// The highest version ever; a number is not given twice.
    #[serde(default)]
    pub(super) last_version: u32,
    #[serde(default)]
    pub(super) deleted: Option<i64>,
}

/// A draft or a version: a configuration, in the shape of the body of `CreateGuardrail`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Revision {
    pub(super) config: Value,
    change: Change,
    changed: i64,
}

/// What a revision began with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Change {
    Creating,
    Updating,
    Versioning,
}

/// The status of a guardrail. Nothing fails here, so `FAILED` does not occur.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Creating,
    Updating,
    Versioning,
    Ready,
    Deleting,
}

/// The guardrail that every call of the account passes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Enforced {
    pub(super) config_id: String,
    pub(super) region: String,
    pub(super) id: String,
    pub(super) version: String,
    pub(super) created: i64,
    pub(super) updated: i64,
    /// `selectiveContentGuarding` and `modelEnforcement` as they were put.
    pub(super) settings: Value,
}

impl Status {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Creating => "CREATING",
            Self::Updating => "UPDATING",
            Self::Versioning => "VERSIONING",
            Self::Ready => "READY",
            Self::Deleting => "DELETING",
        }
    }
}

/// The configuration of a request, without what is only of the request.
pub(super) fn without_request_members(input: &Value) -> Value {
    let mut config = input.clone();
    if let Some(config) = config.as_object_mut() {
        for key in ["guardrailIdentifier", "clientRequestToken", "tags"] {
            config.remove(key);
        }
    }
    config
}

impl Revision {
    pub(super) fn new(config: Value, change: Change, now: Timestamp) -> Self {
        Self { config, change, changed: now.0 }
    }

    pub(super) fn name(&self) -> &str {
        self.config.get("name").and_then(Value::as_str).unwrap_or_default()
    }

    pub(super) fn changed(&self) -> Timestamp {
        Timestamp(self.changed)
    }

    /// A version was created when it was made, a draft when the guardrail was.
    pub(super) fn created(&self, guardrail: &Guardrail) -> Timestamp {
        match self.change {
            Change::Versioning => self.changed(),
            Change::Creating | Change::Updating => Timestamp(guardrail.created),
        }
    }

    fn is_complete(&self, clock: &Clock, now: Timestamp) -> bool {
        now >= clock.after(self.changed(), CHANGE_MS)
    }

    fn status(&self, clock: &Clock, now: Timestamp) -> Status {
        match self.change {
            _ if self.is_complete(clock, now) => Status::Ready,
            Change::Creating => Status::Creating,
            Change::Updating => Status::Updating,
            Change::Versioning => Status::Versioning,
        }
    }
}

impl Guardrail {
    pub(super) fn new(id: String, arn: String, region: String, draft: Revision, now: Timestamp) -> Self {
        Self {
            id,
            arn,
            region,
            created: now.0,
            draft,
            before: None,
            versions: BTreeMap::new(),
            last_version: 0,
            deleted: None,
        }
    }

    pub(super) fn revision(&self, version: &str) -> Option<&Revision> {
        match version {
            "DRAFT" => Some(&self.draft),
            number => self.versions.get(&number.parse().ok()?),
        }
    }

    /// The status of the draft or of a version; ready if there is no such. While a version is made, the draft is in the
    /// same state.
    pub(super) fn status(&self, version: &str, clock: &Clock, now: Timestamp) -> Status {
        if self.deleted.is_some() {
            return Status::Deleting;
        }
        let own = self.revision(version).map_or(Status::Ready, |revision| revision.status(clock, now));
        let newest = self.versions.last_key_value().map(|(_, newest)| newest.status(clock, now));
        if own == Status::Ready && version == "DRAFT" { newest.unwrap_or(own) } else { own }
    }

    /// The configuration that acts now; `None` before the first change is complete.
    pub(super) fn acting(&self, version: &str, clock: &Clock, now: Timestamp) -> Option<&Value> {
        let revision = self.revision(version)?;
        match revision.status(clock, now) {
            Status::Ready => Some(&revision.config),
            Status::Updating => Some(self.before.as_ref().unwrap_or(&revision.config)),
            Status::Creating | Status::Versioning | Status::Deleting => None,
        }
    }

    fn is_gone(&self, clock: &Clock, now: Timestamp) -> bool {
        self.deleted.is_some_and(|at| now >= clock.after(Timestamp(at), CHANGE_MS))
    }
}

impl Guardrails {
    /// Removes what is completely deleted.
    pub(super) fn settle(&mut self, clock: &Clock, now: Timestamp) {
        self.list.retain(|guardrail| !guardrail.is_gone(clock, now));
    }

    /// Whether a guardrail with this ARN exists.
    pub(in crate::simulator::account) fn has(&self, arn: &str) -> bool {
        self.list.iter().any(|guardrail| guardrail.arn == arn && guardrail.deleted.is_none())
    }

    /// The configuration that the account enforces in a region.
    pub(super) fn enforced_in(&self, region: &str) -> Option<&Enforced> {
        self.enforced.iter().find(|enforced| enforced.region == region)
    }

    /// The place of the guardrail that an id or an ARN names in a region.
    pub(super) fn place(&self, named: &str, region: &str) -> Option<usize> {
        self.list.iter().position(|each| each.region == region && (each.id == named || each.arn == named))
    }
}
