//! The model that a request names to buy, train or run: a foundation model, or a custom model of the account.

use super::super::{Account, Context};
use super::custom_models;
use super::offered;
use crate::bedrock::catalogue::{Lifecycle, Model};
use crate::bedrock::model_id::{ModelId, ModelIdKind};
use crate::simulator::fault::Fault;

/// A model as a request names it.
pub(super) struct Source {
    /// Its ARN; a foundation model's has the id as it is named, with its context window.
    pub arn: String,
    /// The id of a foundation model as it is named.
    pub id: String,
    /// The foundation model that answers for it.
    pub base: &'static Model,
    /// Its kind.
    pub kind: Kind,
}

/// The kind of a source.
pub(super) enum Kind {
    /// A foundation model.
    Foundation,
    /// A custom model.
    Custom {
        /// The ARN of the foundation model that it was trained from.
        base_arn: String,
    },
}

/// The ARN of a foundation model in the region of the request.
pub(super) fn foundation_arn(context: &Context, id: &str) -> String {
    format!("arn:{}:bedrock:{}::foundation-model/{id}", context.region.partition().as_str(), context.region.as_str())
}

/// Finds a model by id, name or ARN.
///
/// # Errors
/// When there is none, or it has reached its end.
pub(super) fn resolve(account: &Account, identifier: &str, context: &Context) -> Result<Source, Fault> {
    if let Some(model) = custom_models::find(account, identifier, context) {
        let unknown = || Fault::not_found(format!("The base of the custom model {identifier} is not known."));
        let base = ModelId::parse(&model.base).ok().and_then(|id| offered::model(&id)).ok_or_else(unknown)?;
        let kind = Kind::Custom { base_arn: model.base_arn.clone() };
        return Ok(Source { arn: model.arn.clone(), id: model.base.clone(), base, kind });
    }
    let invalid = || Fault::validation("The provided model identifier is invalid.");
    let id = ModelId::parse(identifier).map_err(|_| invalid())?;
    match id.kind() {
        ModelIdKind::Bare => {}
        ModelIdKind::FoundationModelArn if id.arn_region() == Some(context.region.as_str()) => {}
        ModelIdKind::CustomModelArn => return Err(super::refusal::missing("custom model", identifier)),
        ModelIdKind::FoundationModelArn
        | ModelIdKind::InferenceProfile
        | ModelIdKind::InferenceProfileArn
        | ModelIdKind::ApplicationInferenceProfileArn
        | ModelIdKind::ProvisionedModelArn
        | ModelIdKind::CustomModelDeploymentArn
        | ModelIdKind::ImportedModelArn
        | ModelIdKind::PromptArn
        | ModelIdKind::PromptRouterArn
        | ModelIdKind::SageMakerEndpointArn => return Err(invalid()),
    }
    let base = offered::model(&id).filter(|model| model.lifecycle != Lifecycle::Unlisted).ok_or_else(invalid)?;
    if base.ended_by(&context.now.date()) {
        return Err(Fault::not_found("This model version has reached the end of its life."));
    }
    let id = id.base_id().unwrap_or_default().to_owned();
    Ok(Source { arn: foundation_arn(context, &id), id, base, kind: Kind::Foundation })
}

/// Refuses a model in Legacy state, which takes no new purchases and jobs.
pub(super) fn refuse_legacy(model: &Model, context: &Context) -> Result<(), Fault> {
    if offered::is_legacy(model, &context.now.date()) {
        return Err(Fault::validation(format!(
            "{} is in Legacy state: it takes no new Provisioned Throughput and no new customization jobs.",
            model.id
        )));
    }
    Ok(())
}

/// Refuses a region that does not offer the model for this purpose.
pub(super) fn refuse_region(offer: &offered::Offer, context: &Context, what: &str) -> Result<(), Fault> {
    match offer.region.filter(|only| *only != context.region.as_str()) {
        None => Ok(()),
        Some(only) => Err(Fault::validation(format!(
            "{what} of {} is offered in {only} only, not in {}.",
            offer.id,
            context.region.as_str()
        ))),
    }
}
