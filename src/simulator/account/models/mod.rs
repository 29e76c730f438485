//! What an account does with models beside calling them: access, profiles, throughput, training, deployments, batches.
//!
//! Names, states and limits are those of AWS's service model and user guide. Durations and the sentences of refusals
//! that nobody has published are the simulator's own. It has no S3: what a job would read is judged by its name (see
//! [`s3`]).

mod access;
mod batch;
mod custom_models;
mod customization;
mod deployments;
mod input;
pub mod offered;
mod profiles;
mod provisioned;
pub mod quotas;
mod refusal;
mod s3;
mod source;
mod target;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Account, Context, Outcome};
use crate::aws::region::Region;
use crate::aws::time::Timestamp;
use crate::bedrock::catalogue::Model;
use crate::bedrock::model_id::ModelId;
use crate::simulator::fault::Fault;

/// This part of the account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Models {
    access: access::Access,
    profiles: Vec<profiles::Profile>,
    provisioned: Vec<provisioned::Provisioned>,
    jobs: Vec<customization::Job>,
    custom: Vec<custom_models::CustomModel>,
    deployments: Vec<deployments::Deployment>,
    batches: Vec<batch::Batch>,
}

impl Models {
    /// Whether one of these resources has the ARN.
    pub(super) fn has(&self, arn: &str, now: Timestamp) -> bool {
        self.profiles.iter().any(|profile| profile.arn == arn)
            || self.provisioned.iter().any(|provisioned| provisioned.arn == arn)
            || self.jobs.iter().any(|job| job.arn == arn)
            || self.custom.iter().any(|model| model.arn == arn && model.exists(now))
            || self.deployments.iter().any(|deployment| deployment.arn == arn)
            || self.batches.iter().any(|batch| batch.arn == arn)
    }
}

pub(super) fn play(account: &mut Account, operation: &str, input: &Value, context: &Context) -> Outcome {
    access::play(account, operation, input, context)
        .or_else(|| profiles::play(account, operation, input, context))
        .or_else(|| provisioned::play(account, operation, input, context))
        .or_else(|| customization::play(account, operation, input, context))
        .or_else(|| custom_models::play(account, operation, input, context))
        .or_else(|| deployments::play(account, operation, input, context))
        .or_else(|| batch::play(account, operation, input, context))
}

/// The foundation model that answers for a resource of the account.
///
/// # Errors
/// The service's refusal when the account has no such resource, or it is not ready.
pub(super) fn target(account: &Account, id: &ModelId, region: Region, now: Timestamp) -> Result<&'static Model, Fault> {
    target::target(account, id, region, now)
}

/// Refuses a model that the account has no access to.
///
/// # Errors
/// The service's refusal.
pub(super) fn permits(account: &Account, model: &Model, region: Region, now: Timestamp) -> Result<(), Fault> {
    access::permits(account, model, region, now)
}
