//! Deployments of custom models, which answer on demand and are billed by the token.
//!
//! The simulator lets a deployment fail whose name contains `fails`, so that this state can be seen.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::clock::{MINUTE_MS, iso};
use super::super::pages::{self, Members};
use super::super::{Account, Answered, Context, Outcome, names};
use super::custom_models::{self, CustomModel};
use super::input::{dense, is_in, optional, text};
use super::{offered, refusal, source};
use crate::bedrock::model_id::ModelId;
use crate::simulator::fault::Fault;

/// From the request to Active.
const CREATION_MS: i64 = 15 * MINUTE_MS;
/// From an update to its end.
const UPDATE_MS: i64 = 10 * MINUTE_MS;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Deployment {
    pub(super) arn: String,
    name: String,
    description: Option<String>,
    model_arn: String,
    /// The id of the foundation model that answers.
    base: String,
    created: i64,
    ready: i64,
    /// Why it becomes Failed in place of Active.
    #[serde(default)]
    failure: Option<String>,
    update: Option<Update>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Update {
    model_arn: String,
    started: i64,
    done: i64,
}

impl Deployment {
    fn status(&self, now: i64) -> &'static str {
        match self.failure {
            _ if now < self.ready => "Creating",
            Some(_) => "Failed",
            None => "Active",
        }
    }

    fn failure(&self, now: i64) -> Option<&str> {
        self.failure.as_deref().filter(|_| now >= self.ready)
    }

    fn model(&self, now: i64) -> &str {
        match &self.update {
            Some(update) if now >= update.done => &update.model_arn,
            Some(_) | None => &self.model_arn,
        }
    }

    /// Whether it answers with a model or is about to.
    pub(super) fn uses(&self, model_arn: &str, now: i64) -> bool {
        self.model(now) == model_arn || self.update.as_ref().is_some_and(|update| update.model_arn == model_arn)
    }

    /// The id of the foundation model that answers, once it is Active.
    pub(super) fn answers(&self, now: i64) -> Option<&str> {
        (now >= self.ready && self.failure.is_none()).then_some(self.base.as_str())
    }

    fn updated(&self, now: i64) -> i64 {
        let of_update = self.update.iter().flat_map(|update| [update.started, update.done]);
        [self.created, self.ready].into_iter().chain(of_update).filter(|at| *at <= now).max().unwrap_or(self.created)
    }

    fn output(&self, now: i64) -> Value {
        let update = self.update.as_ref().map(|update| {
            let status = if now < update.done { "Updating" } else { "UpdateCompleted" };
            json!({ "modelArn": update.model_arn, "updateStatus": status })
        });
        dense(json!({
            "customModelDeploymentArn": self.arn,
            "modelDeploymentName": self.name,
            "modelArn": self.model(now),
            "createdAt": iso(self.created),
            "status": self.status(now),
            "description": self.description,
            "updateDetails": update,
            "failureMessage": self.failure(now),
            "lastUpdatedAt": iso(self.updated(now)),
        }))
    }

    /// The list has another name for its name than `GetCustomModelDeployment`.
    fn summary(&self, now: i64) -> Value {
        dense(json!({
            "customModelDeploymentArn": self.arn,
            "customModelDeploymentName": self.name,
            "modelArn": self.model(now),
            "createdAt": iso(self.created),
            "status": self.status(now),
            "failureMessage": self.failure(now),
            "lastUpdatedAt": iso(self.updated(now)),
        }))
    }
}

pub(super) fn play(account: &mut Account, operation: &str, input: &Value, context: &Context) -> Outcome {
    let now = context.now.0;
    Some(match operation {
        "CreateCustomModelDeployment" => create(account, input, context),
        "GetCustomModelDeployment" => find(account, input, context).map(|found| Answered::Output(found.output(now))),
        "ListCustomModelDeployments" => list(account, input, context),
        "UpdateCustomModelDeployment" => update(account, input, context),
        "DeleteCustomModelDeployment" => delete(account, input, context),
        _ => return None,
    })
}

fn of_region<'a>(account: &'a Account, context: &Context) -> impl Iterator<Item = &'a Deployment> {
    let region = context.region.as_str();
    account.models.deployments.iter().filter(move |found| is_in(&found.arn, region))
}

fn find<'a>(account: &'a Account, input: &Value, context: &Context) -> Result<&'a Deployment, Fault> {
    let wanted = text(input, "customModelDeploymentIdentifier");
    of_region(account, context)
        .find(|found| found.arn == wanted || found.name == wanted)
        .ok_or_else(|| refusal::missing("custom model deployment", wanted))
}

/// The id of the foundation model of a custom model that can be deployed in this region.
fn deployable(model: &CustomModel, context: &Context) -> Result<String, Fault> {
    let base = ModelId::parse(&model.base).ok().and_then(|id| offered::model(&id));
    let offer = base.and_then(|base| offered::offer(base.id)).filter(|offer| offer.deployed).ok_or_else(|| {
        Fault::validation(format!(
            "Custom models of {} cannot be deployed. Buy Provisioned Throughput for {}.",
            model.base, model.name
        ))
    })?;
    source::refuse_region(offer, context, "Deployment")?;
    Ok(offer.id.to_owned())
}

fn create(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let model = custom_models::active(account, text(input, "modelArn"), context)?;
    let (model_arn, base) = (model.arn.clone(), deployable(model, context)?);
    let name = text(input, "modelDeploymentName");
    // The operation declares no ConflictException.
    if of_region(account, context).any(|found| found.name == name) {
        return Err(Fault::validation(format!("The account has a custom model deployment named {name} already.")));
    }
    let now = context.now.0;
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX).saturating_add(1);
    let creating = count(of_region(account, context).filter(|found| found.status(now) == "Creating").count());
    let total = count(of_region(account, context).count());
    let quotas = account.quotas;
    if total > quotas.deployments {
        return Err(refusal::quota("custom model deployments", quotas.deployments, total));
    }
    if creating > quotas.deployments_being_created {
        let limit = quotas.deployments_being_created;
        return Err(refusal::quota("custom model deployments that are being created", limit, creating));
    }
    let id = names::id(account, "custom-model-deployment", 12);
    let arn = names::arn(context, &format!("custom-model-deployment/{id}"));
    account.tags.add(&arn, input.get("tags"))?;
    account.models.deployments.push(Deployment {
        arn: arn.clone(),
        name: name.to_owned(),
        description: optional(input, "description"),
        model_arn,
        base,
        created: now,
        ready: account.clock.after(context.now, CREATION_MS).0,
        failure: refusal::planned(name),
        update: None,
    });
    Ok(Answered::Output(json!({ "customModelDeploymentArn": arn })))
}

fn list(account: &Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let items = of_region(account, context).map(|found| found.summary(context.now.0)).collect();
    let members = Members {
        name: "customModelDeploymentName",
        created: "createdAt",
        after: "createdAfter",
        before: "createdBefore",
        equal: &[("statusEquals", "status"), ("modelArnEquals", "modelArn")],
    };
    pages::page(input, "modelDeploymentSummaries", pages::sifted(input, items, &members)).map(Answered::Output)
}

fn update(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let found = find(account, input, context)?.clone();
    let now = context.now.0;
    if let Some(reason) = found.failure(now) {
        return Err(Fault::validation(format!("The deployment {} is Failed. {reason}", found.name)));
    }
    if now < found.ready || found.update.as_ref().is_some_and(|update| now < update.done) {
        return Err(Fault::validation(format!(
            "The deployment {} is being created or updated: update it when that is done.",
            found.name
        )));
    }
    let model = custom_models::active(account, text(input, "modelArn"), context)?;
    if deployable(model, context)? != found.base {
        return Err(Fault::validation(format!(
            "The deployment {} answers with a custom model of {}: the new model must come from it too.",
            found.name, found.base
        )));
    }
    let update =
        Update { model_arn: model.arn.clone(), started: now, done: account.clock.after(context.now, UPDATE_MS).0 };
    let serves = found.model(now).to_owned();
    if let Some(deployment) = account.models.deployments.iter_mut().find(|deployment| deployment.arn == found.arn) {
        deployment.model_arn = serves;
        deployment.update = Some(update);
    }
    Ok(Answered::Output(json!({ "customModelDeploymentArn": found.arn })))
}

fn delete(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let found = find(account, input, context)?;
    if found.status(context.now.0) == "Creating" {
        return Err(refusal::conflict(format!("The deployment {} is still being created.", found.name)));
    }
    let arn = found.arn.clone();
    account.models.deployments.retain(|deployment| deployment.arn != arn);
    account.tags.forget(&arn);
    Ok(Answered::Output(json!({})))
}
