//! The quotas of the simulator's account: what they are called, what they are on AWS by default, and what they are here.
//!
//! On AWS, AWS sets them; in the simulator the reader does. Facts: AWS General Reference, Amazon Bedrock endpoints and quotas,
//! 2026-11.

use serde_json::{Value, json};

/// The names of the quotas, by their member in the saved account.
const NAMES: [(&str, &str); 12] = [
    ("modelUnits", "Model units of one provisioned throughput"),
    ("noCommitmentUnitsBase", "Model units without commitment, of all base models"),
    ("noCommitmentUnitsCustom", "Model units without commitment, of all custom models"),
    ("customModels", "Custom models"),
    ("customizationJobs", "Customisation jobs that have not ended"),
    ("deployments", "Custom model deployments"),
    ("deploymentsBeingCreated", "Custom model deployments being created"),
    ("inferenceProfiles", "Application inference profiles"),
    ("batchJobsBase", "Batch jobs of one base model that have not ended"),
    ("batchJobsCustom", "Batch jobs of one custom model that have not ended"),
    ("guardrails", "Guardrails"),
    ("guardrailVersions", "Versions of one guardrail"),
];

/// The most that a quota may be here: more is never reached in a page.
pub const MOST: u64 = 1_000_000;

/// A quota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Its member in the saved account.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it is on AWS by default.
    pub default: u64,
    /// What it is here.
    pub value: u64,
}

/// The quotas of a saved account, in the order of the saved form. `new` is a new account.
pub fn read(account: &Value, new: &Value) -> Vec<Quota> {
    let of = |account: &Value, key: &str| account.pointer(&format!("/quotas/{key}")).and_then(Value::as_u64);
    let keys = new.get("quotas").and_then(Value::as_object).into_iter().flat_map(|quotas| quotas.keys());
    keys.filter_map(|key| {
        let default = of(new, key)?;
        let name = NAMES.iter().find(|(known, _)| known == key).map_or(key.as_str(), |(_, name)| name);
        Some(Quota { key: key.clone(), name: name.to_owned(), default, value: of(account, key).unwrap_or(default) })
    })
    .collect()
}

/// A quota as typed.
///
/// # Errors
/// A sentence.
pub fn parse(typed: &str) -> Result<u64, String> {
    let number = typed.trim().parse::<u64>().ok().filter(|number| *number <= MOST);
    number.ok_or_else(|| "A whole number, 0 to 1,000,000".to_owned())
}

/// The saved account with another value of a quota. A quota that it does not have changes nothing.
pub fn with(mut account: Value, key: &str, value: u64) -> Value {
    if let Some(quota) = account.get_mut("quotas").and_then(|quotas| quotas.get_mut(key)) {
        *quota = json!(value);
    }
    account
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotas_are_read_by_name_and_set() {
        let new = json!({"quotas": {"modelUnits": 0, "guardrails": 100, "moons": 1}});
        let account = json!({"quotas": {"modelUnits": 4, "guardrails": 100}});
        let read = super::read(&account, &new);
        let told: Vec<_> = read.iter().map(|quota| (quota.name.as_str(), quota.default, quota.value)).collect();
        assert_eq!(
            told,
            [("Model units of one provisioned throughput", 0, 4), ("Guardrails", 100, 100), ("moons", 1, 1)]
        );
        assert_eq!(with(account.clone(), "guardrails", 2)["quotas"]["guardrails"], 2);
        assert_eq!(with(account.clone(), "moons", 2), account);
        assert_eq!((parse(" 12 "), parse("0")), (Ok(12), Ok(0)));
        assert!(parse("-1").is_err() && parse("2000000").is_err() && parse("").is_err());
    }
}
