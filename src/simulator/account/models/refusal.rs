//! Refusals that several areas share.
//!
//! Of these sentences only the one about the role is AWS's own (aws-samples/amazon-bedrock-workshop#367). AWS documents
//! the exceptions of the others, not their texts.

use crate::aws::account::EXAMPLE_ACCOUNT;
use crate::simulator::fault::Fault;

/// A `ConflictException`.
pub(super) fn conflict(message: impl Into<String>) -> Fault {
    Fault::service(400, "ConflictException", message)
}

/// A `ServiceQuotaExceededException`: what is limited, the limit, and what the request would make it.
pub(super) fn quota(what: &str, limit: u64, wanted: u64) -> Fault {
    let advice = if limit == 0 {
        "By default it is 0: on AWS, ask Support for an increase first; here, set it in the account's quotas."
    } else {
        "Delete what you no longer need, or raise the quota."
    };
    Fault::service(
        400,
        "ServiceQuotaExceededException",
        format!("The account's quota of {what} is {limit}; this request would make it {wanted}. {advice}"),
    )
}

/// A `ResourceNotFoundException`.
pub(super) fn missing(kind: &str, identifier: &str) -> Fault {
    Fault::not_found(format!("The account has no {kind} {identifier} in this region."))
}

/// Refuses a role of another account. Every role of the simulator's account can be assumed.
pub(super) fn role(arn: &str) -> Result<(), Fault> {
    if arn.split(':').nth(4) == Some(EXAMPLE_ACCOUNT) {
        return Ok(());
    }
    Err(Fault::validation("Could not assume provided IAM role."))
}

/// Why a resource of this name fails in place of becoming ready.
pub(super) fn planned(name: &str) -> Option<String> {
    name.contains("fails")
        .then(|| format!("The simulator lets {name} fail, because its name contains \u{201c}fails\u{201d}."))
}
