//! Which foundation model answers for the ARN of a resource that the account made.

use super::super::{Account, Context};
use super::profiles;
use crate::aws::region::Region;
use crate::aws::time::Timestamp;
use crate::bedrock::catalogue::{self, Model};
use crate::bedrock::model_id::{ModelId, ModelIdKind};
use crate::simulator::fault::Fault;
use crate::simulator::mishap::{Mishap, Refusal};

pub(super) fn target(account: &Account, id: &ModelId, region: Region, now: Timestamp) -> Result<&'static Model, Fault> {
    let invalid = || Fault::validation("The provided model identifier is invalid.");
    let arn = id.as_str();
    if id.arn_region() != Some(region.as_str()) {
        return Err(invalid());
    }
    let base = match id.kind() {
        ModelIdKind::ApplicationInferenceProfileArn => {
            return profiles::base(account, arn, &Context { now, region, seed: 0 });
        }
        ModelIdKind::ProvisionedModelArn => {
            account.models.provisioned.iter().find(|found| found.arn == arn).map(|found| found.answers(now.0))
        }
        ModelIdKind::CustomModelDeploymentArn => {
            account.models.deployments.iter().find(|found| found.arn == arn).map(|found| found.answers(now.0))
        }
        // A custom model answers by its deployment or its throughput only; the others are no areas of the account.
        ModelIdKind::CustomModelArn
        | ModelIdKind::Bare
        | ModelIdKind::InferenceProfile
        | ModelIdKind::FoundationModelArn
        | ModelIdKind::InferenceProfileArn
        | ModelIdKind::ImportedModelArn
        | ModelIdKind::PromptArn
        | ModelIdKind::PromptRouterArn
        | ModelIdKind::SageMakerEndpointArn => None,
    };
    let Some(ready) = base else { return Err(invalid()) };
    let not_ready =
        || Mishap::Refusal(Refusal::ModelNotReady).refusal(arn, region.as_str(), None).unwrap_or_else(invalid);
    let base = ready.ok_or_else(not_ready)?;
    catalogue::models().iter().find(|model| model.id == base).ok_or_else(invalid)
}
