//! The account that the simulator keeps: resources that operations create, change and delete.
//!
//! Every area is a file: its part of the account (plain data, saved as JSON), and its operations. A resource has no
//! status of its own: it has the moments of its changes, and its status follows from the account's clock, which a
//! reader may drag. What AWS documents is cited at its place; durations are ours (control.md section 9.1), since AWS
//! documents none.

mod areas;
pub mod clock;
mod foundation_models;
pub mod guardrails;
mod idempotency;
pub mod knowledge;
pub mod models;
pub mod names;
pub mod pages;
mod router;
mod tags;

#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::clock::Clock;
use self::idempotency::Tokens;
use self::tags::Tags;
use super::fault::Fault;
use crate::aws::region::Region;
use crate::aws::time::Timestamp;
use crate::bedrock::catalogue::Model;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::service_model::ServiceModel;

/// The version of the saved form.
pub const VERSION: u32 = 1;

/// An account with its resources.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Account {
    /// The version of this form.
    pub version: u32,
    /// Its clock.
    pub clock: Clock,
    /// How many ids it has given out.
    pub ids: u64,
    /// How many resources of each kind it may have.
    pub quotas: models::quotas::Quotas,
    models: models::Models,
    tokens: Tokens,
    tags: Tags,
    guardrails: guardrails::store::Guardrails,
    sessions: knowledge::sessions::Sessions,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            version: VERSION,
            clock: Clock::default(),
            ids: 0,
            quotas: models::quotas::Quotas::default(),
            models: models::Models::default(),
            tokens: Tokens::default(),
            tags: Tags::default(),
            guardrails: guardrails::store::Guardrails::default(),
            sessions: knowledge::sessions::Sessions::default(),
        }
    }
}

/// Why a saved account cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// It is not JSON, or JSON of another form.
    #[error("The account cannot be read: {0}")]
    Form(String),
    /// A newer version wrote it.
    #[error("The account was saved by a newer version of Outcrop (format {0}; this one reads up to {VERSION})")]
    Newer(u64),
}

impl Account {
    /// Reads a saved account. An error names the line.
    ///
    /// # Errors
    /// When the text is damaged, or a newer version wrote it.
    pub fn from_json(text: &str) -> Result<Self, AccountError> {
        let form = |error: serde_json::Error| AccountError::Form(error.to_string());
        let value: Value = serde_json::from_str(text).map_err(form)?;
        match value.get("version").and_then(Value::as_u64) {
            Some(version) if version > u64::from(VERSION) => return Err(AccountError::Newer(version)),
            Some(_) => {}
            None => return Err(AccountError::Form("it has no version".to_owned())),
        }
        // From the text again, so that an error has its line.
        serde_json::from_str(text).map_err(form)
    }

    /// The saved form.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

/// The circumstances of one operation.
#[derive(Clone, Debug)]
pub struct Context {
    /// The account's time.
    pub now: Timestamp,
    /// The region of the request. Resources of other regions are not seen.
    pub region: Region,
    /// Decides wording and scores.
    pub seed: u64,
}

/// The account with the service models of its operations, as [`super::World`] hands it on.
#[derive(Clone, Copy, Debug)]
pub struct Control<'a> {
    /// The service models that are loaded, of any of Bedrock's services except the runtime.
    pub services: &'a [Arc<ServiceModel>],
    /// The account.
    pub account: &'a RefCell<Account>,
}

/// What an operation answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Answered {
    /// An output, under the names of the API.
    Output(Value),
    /// A stream of events.
    Stream {
        /// The members of the output that are headers.
        head: Value,
        /// Each event with its name and its payload.
        events: Vec<(&'static str, Value)>,
    },
}

/// The answer of an area, or that the operation is another's.
type Outcome = Option<Result<Answered, Fault>>;

impl Account {
    /// Plays an operation with an input that fits its model.
    ///
    /// # Errors
    /// The service's refusal; for an operation that the simulator does not play, one that says so.
    pub fn play(
        &mut self,
        service: &str,
        operation: &str,
        input: &Value,
        context: &Context,
    ) -> Result<Answered, Fault> {
        if let Some(before) = self.tokens.answer(operation, input, context) {
            return before;
        }
        let answered = areas::play(self, service, operation, input, context)
            .unwrap_or_else(|| Err(not_played(service, operation)));
        if let Ok(answered) = &answered {
            self.tokens.keep(operation, input, context, answered);
        }
        answered
    }

    /// The foundation model that answers for a resource of the account: a Provisioned Throughput, a custom model
    /// deployment, an application inference profile.
    ///
    /// # Errors
    /// The service's refusal when there is no such resource, or it is not ready. `now` is the caller's time.
    pub fn target(&self, id: &ModelId, region: Region, now: Timestamp) -> Result<&'static Model, Fault> {
        models::target(self, id, region, self.clock.at(now))
    }

    /// Refuses the call of a model that the account has no access to. `now` is the caller's time.
    ///
    /// # Errors
    /// The service's refusal.
    pub fn permits(&self, model: &Model, region: Region, now: Timestamp) -> Result<(), Fault> {
        models::permits(self, model, region, self.clock.at(now))
    }

    /// A number that no earlier call got.
    fn next_id(&mut self) -> u64 {
        self.ids += 1;
        self.ids
    }
}

/// The refusal of an operation that the simulator does not play.
fn not_played(service: &str, operation: &str) -> Fault {
    Fault::service(
        501,
        NOT_PLAYED,
        format!(
            "The simulator does not play {operation} of {service}. Request, signature and code are as AWS takes them; \
             only the answer is missing."
        ),
    )
}

/// The error code of an operation that has no answer here. AWS has no such code.
pub const NOT_PLAYED: &str = "NotSimulatedException";
