//! Access to models: availability, offers, agreements, and the form about the use of Anthropic's models.
//!
//! Amazon's models need no agreement. For the others AWS makes one at the first call, so a model without an agreement
//! answers; one whose agreement was deleted does not, and one whose agreement was made by hand is pending for a while.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::clock::MINUTE_MS;
use super::super::{Account, Answered, Context, Outcome};
use super::input::{optional, text};
use super::{offered, refusal};
use crate::aws::region::Region;
use crate::aws::time::Timestamp;
use crate::bedrock::catalogue::{Lifecycle, Model};
use crate::bedrock::model_id::{ModelId, ModelIdKind};
use crate::bedrock::prices;
use crate::simulator::fault::Fault;
use crate::simulator::mishap::{Mishap, Refusal};

/// From the request to an agreement; AWS says 2 to 15 minutes.
const PENDING_MS: i64 = 2 * MINUTE_MS;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Access {
    /// By the id of the model.
    agreements: BTreeMap<String, Agreement>,
    /// The form about the use of Anthropic's models, in base64.
    use_case: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Agreement {
    /// Made by hand; in force from this moment.
    Made {
        from: i64,
    },
    Deleted,
}

pub(super) fn play(account: &mut Account, operation: &str, input: &Value, context: &Context) -> Outcome {
    Some(match operation {
        "GetFoundationModelAvailability" => availability(account, input, context),
        "ListFoundationModelAgreementOffers" => offers(input, context),
        "CreateFoundationModelAgreement" => create(account, input, context),
        "DeleteFoundationModelAgreement" => delete(account, input, context),
        "GetUseCaseForModelAccess" => match &account.models.access.use_case {
            Some(form) => Ok(Answered::Output(json!({ "formData": form }))),
            None => Err(Fault::not_found("The account has not submitted a use case form.")),
        },
        "PutUseCaseForModelAccess" => put(account, input),
        _ => return None,
    })
}

fn find(input: &Value, context: &Context) -> Result<&'static Model, Fault> {
    let wanted = text(input, "modelId");
    let id = ModelId::parse(wanted).ok().filter(|id| id.kind() == ModelIdKind::Bare);
    let model = id.and_then(|id| offered::model(&id));
    model
        .filter(|model| model.lifecycle != Lifecycle::Unlisted && !model.ended_by(&context.now.date()))
        .ok_or_else(|| Fault::not_found(format!("Could not find the model {wanted} in this region.")))
}

fn is_amazons(model: &Model) -> bool {
    model.id.starts_with("amazon.")
}

/// The status of the agreement.
fn status(account: &Account, model: &Model, now: i64) -> &'static str {
    match account.models.access.agreements.get(model.id) {
        _ if is_amazons(model) => "AVAILABLE",
        Some(Agreement::Made { from }) if now < *from => "PENDING",
        Some(Agreement::Made { .. }) => "AVAILABLE",
        Some(Agreement::Deleted) | None => "NOT_AVAILABLE",
    }
}

fn availability(account: &Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let model = find(input, context)?;
    let status = status(account, model, context.now.0);
    let is_here = !model.profile_only || model.profile_id(context.region.as_str()).is_some();
    let available = |yes: bool| if yes { "AVAILABLE" } else { "NOT_AVAILABLE" };
    Ok(Answered::Output(json!({
        "modelId": text(input, "modelId"),
        "agreementAvailability": { "status": status },
        "authorizationStatus": "AUTHORIZED",
        "entitlementAvailability": available(status == "AVAILABLE"),
        "regionAvailability": available(is_here),
    })))
}

/// The token of a model's offer.
fn token(model: &Model) -> String {
    STANDARD.encode(format!("outcrop-offer-{}", model.id))
}

fn offers(input: &Value, context: &Context) -> Result<Answered, Fault> {
    let model = find(input, context)?;
    let offers = if is_amazons(model) { Vec::new() } else { vec![offer(model, context)] };
    Ok(Answered::Output(json!({ "modelId": text(input, "modelId"), "offers": offers })))
}

fn offer(model: &Model, context: &Context) -> Value {
    let price = prices::find(&model.callable_id(context.region.as_str())).or_else(|| prices::find(model.id));
    let rates: Vec<Value> = price.map_or_else(Vec::new, |price| {
        [("InputTokenCount", price.input), ("OutputTokenCount", price.output)]
            .into_iter()
            .map(|(dimension, dollars)| {
                json!({
                    "dimension": dimension,
                    "price": format!("{dollars}"),
                    "description": format!("US dollars per million tokens, as of {}", prices::AS_OF),
                    "unit": "Units",
                })
            })
            .collect()
    });
    json!({
        "offerId": format!("offer-{}", model.id.replace(['.', ':'], "-")),
        "offerToken": token(model),
        "termDetails": {
            "usageBasedPricingTerm": { "rateCard": rates },
            "legalTerm": { "url": "https://aws.amazon.com/legal/bedrock/third-party-models/" },
            "supportTerm": { "refundPolicyDescription": "The simulator bills nothing." },
        },
    })
}

fn create(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let model = find(input, context)?;
    if is_amazons(model) {
        return Err(Fault::validation(format!("{} needs no agreement.", model.id)));
    }
    if text(input, "offerToken") != token(model) {
        return Err(Fault::validation(format!(
            "The offer token is not one of {}. ListFoundationModelAgreementOffers lists them.",
            model.id
        )));
    }
    if let Some(Agreement::Made { .. }) = account.models.access.agreements.get(model.id) {
        return Err(refusal::conflict("Agreement already exists."));
    }
    let from = account.clock.after(context.now, PENDING_MS).0;
    account.models.access.agreements.insert(model.id.to_owned(), Agreement::Made { from });
    Ok(Answered::Output(json!({ "modelId": text(input, "modelId") })))
}

fn delete(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let model = find(input, context)?;
    match status(account, model, context.now.0) {
        "PENDING" => Err(refusal::conflict(format!("The agreement for {} is still being made.", model.id))),
        "AVAILABLE" if !is_amazons(model) => {
            account.models.access.agreements.insert(model.id.to_owned(), Agreement::Deleted);
            Ok(Answered::Output(json!({})))
        }
        _ => Err(Fault::not_found(format!("The account has no agreement for {}.", model.id))),
    }
}

fn put(account: &mut Account, input: &Value) -> Result<Answered, Fault> {
    let form = optional(input, "formData").unwrap_or_default();
    let is_form = STANDARD
        .decode(&form)
        .ok()
        .and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok())
        .is_some_and(|value| value.is_object());
    if !is_form {
        return Err(Fault::validation("formData must be a JSON object, in base64."));
    }
    account.models.access.use_case = Some(form);
    Ok(Answered::Output(json!({})))
}

/// Refuses a call of a model without access: its agreement was deleted or is pending, or the form is missing after an
/// agreement for a model of Anthropic was made by hand.
pub(super) fn permits(account: &Account, model: &Model, region: Region, now: Timestamp) -> Result<(), Fault> {
    let access = &account.models.access;
    let refusal = match access.agreements.get(model.id) {
        Some(Agreement::Deleted) => Refusal::NoModelAccess,
        Some(Agreement::Made { from }) if now.0 < *from => Refusal::AgreementPending,
        Some(Agreement::Made { .. }) if model.id.starts_with("anthropic.") && access.use_case.is_none() => {
            Refusal::UseCaseForm
        }
        Some(Agreement::Made { .. }) | None => return Ok(()),
    };
    Mishap::Refusal(refusal).refusal(model.id, region.as_str(), None).map_or(Ok(()), Err)
}
