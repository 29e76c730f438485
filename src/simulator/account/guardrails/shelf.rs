//! The guardrails that a call of the runtime finds: the account's, and the built-in one.
//!
//! The built-in guardrail is published, with its word, so that an intervention can be seen without an account.

use serde_json::{Value, json};

use super::super::Control;
use crate::aws::account::EXAMPLE_ACCOUNT;
use crate::aws::region::Region;
use crate::aws::time::Timestamp;
use crate::simulator::fault::Fault;
use crate::simulator::gate::credentials::{EXAMPLE_GUARDRAIL_ID, EXAMPLE_GUARDRAIL_WORD};
use crate::simulator::guard::Guard;

/// The answer to a question that the built-in guardrail blocks.
const BLOCKED_INPUT: &str = "The simulator's guardrail blocked this question: it contains a word that is not allowed.";
/// The text that replaces an answer that it blocks.
const BLOCKED_OUTPUT: &str = "The simulator's guardrail blocked the answer: it contains a word that is not allowed.";

/// Where a call finds guardrails.
#[derive(Clone, Copy, Debug)]
pub struct Shelf<'a> {
    /// The account, if there is one.
    pub control: Option<Control<'a>>,
    /// The region of the call. Guardrails of other regions are not found.
    pub region: &'a Region,
    /// The caller's clock.
    pub now: Timestamp,
}

/// Which part of a call an enforced guardrail checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// What the call marks, as for a guardrail of its own.
    Marked,
    /// Everything, whatever is marked.
    Everything,
}

/// A guardrail that the account enforces, and what it checks.
#[derive(Clone, Debug, PartialEq)]
pub struct Enforced {
    /// The guardrail.
    pub guard: Guard,
    /// In system prompts.
    pub system: Selection,
    /// In messages.
    pub messages: Selection,
}

/// Whether a text has the form of a guardrail's id or ARN.
pub fn is_identifier(named: &str) -> bool {
    let id = match named.strip_prefix("arn:aws") {
        Some(arn) => match arn.split_once(":guardrail/") {
            Some((head, id)) if head.contains(":bedrock:") => id,
            Some(_) | None => return false,
        },
        None => named,
    };
    !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
}

impl Shelf<'_> {
    fn arn(&self, id: &str) -> String {
        let partition = self.region.partition().as_str();
        format!("arn:{partition}:bedrock:{}:{EXAMPLE_ACCOUNT}:guardrail/{id}", self.region.as_str())
    }

    /// The guardrail that a request names.
    ///
    /// # Errors
    /// In AWS's words when there is none; in the simulator's when it is not ready.
    pub fn find(&self, named: &str, version: &str) -> Result<Guard, Fault> {
        if !is_identifier(named) {
            return Err(Fault::validation("The provided guardrail identifier is invalid."));
        }
        let built_in = self.arn(EXAMPLE_GUARDRAIL_ID);
        if (named == EXAMPLE_GUARDRAIL_ID || named == built_in) && ["1", "DRAFT"].contains(&version) {
            return Ok(Guard {
                id: EXAMPLE_GUARDRAIL_ID.to_owned(),
                arn: built_in,
                version: version.to_owned(),
                origins: vec!["REQUEST"],
                config: json!({
                    "wordPolicyConfig": { "wordsConfig": [{ "text": EXAMPLE_GUARDRAIL_WORD }] },
                    "blockedInputMessaging": BLOCKED_INPUT,
                    "blockedOutputsMessaging": BLOCKED_OUTPUT,
                }),
            });
        }
        self.of_account(named, version)?.ok_or_else(|| {
            Fault::validation("The guardrail identifier or version provided in the request does not exist.")
        })
    }

    fn of_account(&self, named: &str, version: &str) -> Result<Option<Guard>, Fault> {
        let Some(control) = self.control else { return Ok(None) };
        let account = control.account.borrow();
        let now = account.clock.at(self.now);
        let place = account.guardrails.place(named, self.region.as_str());
        let Some(guardrail) = place.and_then(|place| account.guardrails.list.get(place)) else { return Ok(None) };
        if guardrail.deleted.is_some() || guardrail.revision(version).is_none() {
            return Ok(None);
        }
        match guardrail.acting(version, &account.clock, now) {
            Some(config) => Ok(Some(Guard {
                id: guardrail.id.clone(),
                arn: guardrail.arn.clone(),
                version: version.to_owned(),
                origins: vec!["REQUEST"],
                config: config.clone(),
            })),
            None => Err(Fault::validation(super::ours(&format!(
                "Version {version} of the guardrail {named} is not READY yet. Wait until GetGuardrail shows READY."
            )))),
        }
    }

    /// The guardrail that the account enforces on calls of this model.
    pub fn enforced(&self, model: &str) -> Option<Enforced> {
        let (id, version, settings) = {
            let account = self.control?.account.borrow();
            let enforced = account.guardrails.enforced_in(self.region.as_str())?;
            (enforced.id.clone(), enforced.version.clone(), enforced.settings.clone())
        };
        let lists = |key: &str, wanted: &str| {
            let models = settings.pointer(&format!("/modelEnforcement/{key}")).and_then(Value::as_array);
            models.is_some_and(|models| models.iter().any(|each| each == wanted))
        };
        let is_included = settings.get("modelEnforcement").is_none()
            || lists("includedModels", "ALL")
            || lists("includedModels", model);
        if !is_included || lists("excludedModels", model) {
            return None;
        }
        let selection = |part: &str| match settings.pointer(&format!("/selectiveContentGuarding/{part}")) {
            Some(mode) if mode == "COMPREHENSIVE" => Selection::Everything,
            Some(_) | None => Selection::Marked,
        };
        let guard = self.of_account(&id, &version).ok().flatten()?;
        Some(Enforced {
            guard: Guard { origins: vec!["ACCOUNT_ENFORCED"], ..guard },
            system: selection("system"),
            messages: selection("messages"),
        })
    }
}
