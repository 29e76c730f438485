//! Provisioned Throughput: model units of one model, by the hour.
//!
//! From the user guide: a base model is named by an id with its context window, a base model's purchase can be renamed
//! only, a custom model's can also move to its base or to a sibling, and a commitment must be over before a deletion.
//! The simulator lets a purchase fail whose name contains `fails`, so that this state can be seen.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::clock::{HOUR_MS, MINUTE_MS, iso};
use super::super::pages::{self, Members};
use super::super::{Account, Answered, Context, Outcome, names};
use super::input::{dense, is_in, optional, text};
use super::source::{self, Kind, Source};
use super::{offered, refusal};
use crate::aws::region::Partition;
use crate::simulator::fault::Fault;

/// From the purchase to its service.
const CREATION_MS: i64 = 20 * MINUTE_MS;
/// From an update to its service.
const UPDATE_MS: i64 = 10 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Provisioned {
    pub(super) arn: String,
    name: String,
    model_arn: String,
    foundation_arn: String,
    /// The id of the foundation model that answers.
    base: String,
    is_custom: bool,
    units: u64,
    commitment: Option<String>,
    created: i64,
    ready: i64,
    modified: i64,
    /// Why it becomes Failed in place of `InService`.
    #[serde(default)]
    failure: Option<String>,
    /// The move to another model that was requested last.
    update: Option<Update>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Update {
    model_arn: String,
    /// When it is done.
    done: i64,
}

impl Provisioned {
    fn status(&self, now: i64) -> &'static str {
        match &self.update {
            _ if now < self.ready => "Creating",
            _ if self.failure.is_some() => "Failed",
            Some(update) if now < update.done => "Updating",
            Some(_) | None => "InService",
        }
    }

    /// The ARN of the model that it serves, and of the one that it was last given.
    fn models(&self, now: i64) -> (&str, &str) {
        match &self.update {
            Some(update) if now < update.done => (&self.model_arn, &update.model_arn),
            Some(update) => (&update.model_arn, &update.model_arn),
            None => (&self.model_arn, &self.model_arn),
        }
    }

    /// Whether it serves a model or is about to.
    pub(super) fn uses(&self, model_arn: &str, now: i64) -> bool {
        let (serves, wanted) = self.models(now);
        serves == model_arn || wanted == model_arn
    }

    /// The id of the foundation model that answers, once it is in service. It serves during an update too.
    pub(super) fn answers(&self, now: i64) -> Option<&str> {
        (now >= self.ready && self.failure.is_none()).then_some(self.base.as_str())
    }

    fn commitment_ends(&self) -> Option<i64> {
        let days = match self.commitment.as_deref()? {
            "SixMonths" => 180,
            _ => 30,
        };
        Some(self.created.saturating_add(days * DAY_MS))
    }

    fn modified(&self, now: i64) -> i64 {
        let moments = [self.created, self.ready, self.modified, self.update.as_ref().map_or(0, |update| update.done)];
        moments.into_iter().filter(|moment| *moment <= now).max().unwrap_or(self.created)
    }

    fn output(&self, now: i64) -> Value {
        let (model, desired) = self.models(now);
        let mut out = self.summary(now, model, desired);
        if let (Some(members), Some(failure), true) = (out.as_object_mut(), &self.failure, now >= self.ready) {
            members.insert("failureMessage".to_owned(), json!(failure));
        }
        out
    }

    fn summary(&self, now: i64, model: &str, desired: &str) -> Value {
        dense(json!({
            "provisionedModelName": self.name,
            "provisionedModelArn": self.arn,
            "modelArn": model,
            "desiredModelArn": desired,
            "foundationModelArn": self.foundation_arn,
            "modelUnits": self.units,
            "desiredModelUnits": self.units,
            "status": self.status(now),
            "commitmentDuration": self.commitment,
            "commitmentExpirationTime": self.commitment_ends().map(iso),
            "creationTime": iso(self.created),
            "lastModifiedTime": iso(self.modified(now)),
        }))
    }
}

pub(super) fn play(account: &mut Account, operation: &str, input: &Value, context: &Context) -> Outcome {
    let now = context.now.0;
    Some(match operation {
        "CreateProvisionedModelThroughput" => create(account, input, context),
        "GetProvisionedModelThroughput" => find(account, input, context)
            .and_then(|index| at(account, index))
            .map(|found| Answered::Output(found.output(now))),
        "ListProvisionedModelThroughputs" => list(account, input, context),
        "UpdateProvisionedModelThroughput" => update(account, input, context),
        "DeleteProvisionedModelThroughput" => delete(account, input, context),
        _ => return None,
    })
}

fn create(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let identifier = text(input, "modelId");
    let source = source::resolve(account, identifier, context)?;
    let (is_custom, foundation_arn) = match &source.kind {
        Kind::Foundation => {
            offers(&source, context)?;
            source::refuse_legacy(source.base, context)?;
            (false, source.arn.clone())
        }
        Kind::Custom { base_arn } => {
            super::custom_models::active(account, &source.arn, context)?;
            (true, base_arn.clone())
        }
    };
    let commitment = optional(input, "commitmentDuration");
    if context.region.partition() == Partition::UsGov && (!is_custom || commitment.is_some()) {
        return Err(Fault::validation(
            "In AWS GovCloud (US), Provisioned Throughput is for custom models without commitment only.",
        ));
    }
    let name = text(input, "provisionedModelName");
    refuse_name(account, name, context)?;
    let units = input.get("modelUnits").and_then(Value::as_u64).unwrap_or(1);
    within_quotas(account, units, commitment.as_deref(), is_custom, context)?;
    let arn = names::arn(context, &format!("provisioned-model/{}", names::id(account, "provisioned-model", 12)));
    account.tags.add(&arn, input.get("tags"))?;
    let now = context.now.0;
    account.models.provisioned.push(Provisioned {
        arn: arn.clone(),
        name: name.to_owned(),
        model_arn: source.arn,
        foundation_arn,
        base: source.base.id.to_owned(),
        is_custom,
        units,
        commitment,
        created: now,
        ready: account.clock.after(context.now, CREATION_MS).0,
        modified: now,
        failure: refusal::planned(name),
        update: None,
    });
    Ok(Answered::Output(json!({ "provisionedModelArn": arn })))
}

/// Refuses a base model under an id that Provisioned Throughput does not take.
fn offers(source: &Source, context: &Context) -> Result<(), Fault> {
    let offer = offered::offer(source.base.id)
        .filter(|offer| !offer.provisioned.is_empty())
        .ok_or_else(|| Fault::validation(format!("{} is not offered with Provisioned Throughput.", source.base.id)))?;
    source::refuse_region(offer, context, "Provisioned Throughput")?;
    if offer.provisioned.contains(&source.id.as_str()) {
        return Ok(());
    }
    Err(Fault::validation(format!(
        "{} is an id for calls on demand. Provisioned Throughput takes {}.",
        source.id,
        offer.provisioned.join(" or ")
    )))
}

/// `CreateProvisionedModelThroughput` and Update declare no `ConflictException`.
fn refuse_name(account: &Account, name: &str, context: &Context) -> Result<(), Fault> {
    let is_taken = of_region(account, context).any(|found| found.name == name);
    if is_taken {
        return Err(Fault::validation(format!("The account has a Provisioned Throughput named {name} already.")));
    }
    Ok(())
}

fn within_quotas(
    account: &Account,
    units: u64,
    commitment: Option<&str>,
    is_custom: bool,
    context: &Context,
) -> Result<(), Fault> {
    let quotas = account.quotas;
    if units > quotas.model_units {
        return Err(refusal::quota("model units of one Provisioned Throughput", quotas.model_units, units));
    }
    if commitment.is_some() {
        return Ok(());
    }
    let held = of_region(account, context).filter(|found| found.commitment.is_none() && found.is_custom == is_custom);
    let wanted = held.map(|found| found.units).sum::<u64>().saturating_add(units);
    let (what, limit) = if is_custom {
        ("model units without commitment across custom models", quotas.no_commitment_units_custom)
    } else {
        ("model units without commitment across base models", quotas.no_commitment_units_base)
    };
    if wanted > limit { Err(refusal::quota(what, limit, wanted)) } else { Ok(()) }
}

fn of_region<'a>(account: &'a Account, context: &Context) -> impl Iterator<Item = &'a Provisioned> {
    let region = context.region.as_str();
    account.models.provisioned.iter().filter(move |found| is_in(&found.arn, region))
}

/// The place of the one that the input names by name or ARN.
fn find(account: &Account, input: &Value, context: &Context) -> Result<usize, Fault> {
    let wanted = text(input, "provisionedModelId");
    let is_it = |found: &Provisioned| {
        is_in(&found.arn, context.region.as_str()) && (found.arn == wanted || found.name == wanted)
    };
    let place = account.models.provisioned.iter().position(is_it);
    place.ok_or_else(|| refusal::missing("Provisioned Throughput", wanted))
}

fn at(account: &Account, index: usize) -> Result<&Provisioned, Fault> {
    account.models.provisioned.get(index).ok_or_else(|| refusal::missing("Provisioned Throughput", ""))
}

fn list(account: &Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let now = context.now.0;
    let item = |found: &Provisioned| {
        let (model, desired) = found.models(now);
        found.summary(now, model, desired)
    };
    let items = of_region(account, context).map(item).collect();
    let members = Members {
        name: "provisionedModelName",
        created: "creationTime",
        equal: &[("statusEquals", "status"), ("modelArnEquals", "modelArn")],
        ..Members::default()
    };
    pages::page(input, "provisionedModelSummaries", pages::sifted(input, items, &members)).map(Answered::Output)
}

fn update(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let index = find(account, input, context)?;
    let now = context.now.0;
    let found = at(account, index)?.clone();
    if found.status(now) != "InService" {
        return Err(Fault::validation(format!(
            "{} is {}: it can be changed when it is InService.",
            found.name,
            found.status(now)
        )));
    }
    let name = optional(input, "desiredProvisionedModelName").filter(|name| *name != found.name);
    if let Some(name) = &name {
        refuse_name(account, name, context)?;
    }
    let (serves, _) = found.models(now);
    let mut update = found.update.clone();
    if let Some(desired) = input.get("desiredModelId").and_then(Value::as_str) {
        let wanted = destination(account, &found, desired, context)?;
        if wanted != serves {
            update = Some(Update { model_arn: wanted, done: account.clock.after(context.now, UPDATE_MS).0 });
        }
    }
    let serves = serves.to_owned();
    if let Some(found) = account.models.provisioned.get_mut(index) {
        found.model_arn = serves;
        found.name = name.unwrap_or_else(|| found.name.clone());
        found.update = update;
        found.modified = now;
    }
    Ok(Answered::Output(json!({})))
}

/// The ARN of the model that it may move to.
fn destination(account: &Account, found: &Provisioned, desired: &str, context: &Context) -> Result<String, Fault> {
    if !found.is_custom {
        return Err(Fault::validation(
            "desiredModelId is for the Provisioned Throughput of a custom model. That of a base model can only be \
             renamed.",
        ));
    }
    let source = source::resolve(account, desired, context)?;
    let fits = match &source.kind {
        Kind::Foundation => source.base.id == found.base,
        Kind::Custom { base_arn } => {
            super::custom_models::active(account, &source.arn, context)?;
            *base_arn == found.foundation_arn
        }
    };
    if fits {
        return Ok(match source.kind {
            Kind::Foundation => found.foundation_arn.clone(),
            Kind::Custom { .. } => source.arn,
        });
    }
    Err(Fault::validation(format!(
        "{desired} does not come from {}: the new model must be this base model or a custom model of it.",
        found.foundation_arn
    )))
}

fn delete(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let index = find(account, input, context)?;
    let found = at(account, index)?;
    if let Some(end) = found.commitment_ends().filter(|end| context.now.0 < *end) {
        return Err(refusal::conflict(format!(
            "{} has a commitment until {}. It cannot be deleted before.",
            found.name,
            iso(end)
        )));
    }
    let arn = found.arn.clone();
    account.models.provisioned.remove(index);
    account.tags.forget(&arn);
    Ok(Answered::Output(json!({})))
}
