//! Custom models: made by a customization job when it completes, or taken over from files that `SageMaker` made.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::super::clock::{MINUTE_MS, iso};
use super::super::pages::{self, Members};
use super::super::{Account, Answered, Context, Outcome, names};
use super::input::{is_in, optional, text};
use super::s3::Object;
use super::source::foundation_arn;
use super::{offered, refusal};
use crate::aws::account::EXAMPLE_ACCOUNT;
use crate::aws::time::Timestamp;
use crate::simulator::fault::Fault;

/// From `CreateCustomModel` to Active.
const CREATION_MS: i64 = 30 * MINUTE_MS;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CustomModel {
    pub(super) arn: String,
    pub(super) name: String,
    /// The ARN of the job that makes it.
    pub(super) job: Option<String>,
    /// The id of the foundation model that it comes from, as it was named.
    pub(super) base: String,
    pub(super) base_arn: String,
    /// When it appears: for a job's model, when the job completes.
    pub(super) created: i64,
    /// When it becomes Active.
    pub(super) ready: i64,
    /// Why it becomes Failed instead.
    pub(super) failure: Option<String>,
    /// Members that `GetCustomModel` repeats.
    pub(super) details: Map<String, Value>,
}

impl CustomModel {
    /// Whether it has appeared. Its name is taken before that.
    pub(super) fn exists(&self, now: Timestamp) -> bool {
        self.created <= now.0
    }

    fn status(&self, now: i64) -> &'static str {
        match self.failure {
            _ if now < self.ready => "Creating",
            Some(_) => "Failed",
            None => "Active",
        }
    }

    fn output(&self, now: i64) -> Value {
        let mut out = self.details.clone();
        out.insert("modelArn".to_owned(), json!(self.arn));
        out.insert("modelName".to_owned(), json!(self.name));
        out.insert("baseModelArn".to_owned(), json!(self.base_arn));
        out.insert("creationTime".to_owned(), json!(iso(self.created)));
        out.insert("modelStatus".to_owned(), json!(self.status(now)));
        if let Some(failure) = self.failure.as_ref().filter(|_| now >= self.ready) {
            out.insert("failureMessage".to_owned(), json!(failure));
        }
        if let Some(job) = &self.job {
            out.insert("jobArn".to_owned(), json!(job));
        }
        out.into()
    }

    fn summary(&self, now: i64) -> Value {
        let mut out = json!({
            "modelArn": self.arn,
            "modelName": self.name,
            "creationTime": iso(self.created),
            "baseModelArn": self.base_arn,
            // The pattern of this member has no room for a version.
            "baseModelName": self.base.split(':').next().unwrap_or_default(),
            "ownerAccountId": EXAMPLE_ACCOUNT,
            "modelStatus": self.status(now),
        });
        if let (Some(out), Some(kind)) = (out.as_object_mut(), self.details.get("customizationType")) {
            out.insert("customizationType".to_owned(), kind.clone());
        }
        out
    }
}

pub(super) fn play(account: &mut Account, operation: &str, input: &Value, context: &Context) -> Outcome {
    Some(match operation {
        "CreateCustomModel" => create(account, input, context),
        "GetCustomModel" => {
            let wanted = text(input, "modelIdentifier");
            find(account, wanted, context)
                .map(|model| Answered::Output(model.output(context.now.0)))
                .ok_or_else(|| refusal::missing("custom model", wanted))
        }
        "ListCustomModels" => list(account, input, context),
        "DeleteCustomModel" => delete(account, input, context),
        _ => return None,
    })
}

/// The custom model of this name or ARN.
pub(super) fn find<'a>(account: &'a Account, identifier: &str, context: &Context) -> Option<&'a CustomModel> {
    account.models.custom.iter().find(|model| {
        (model.arn == identifier || model.name == identifier)
            && is_in(&model.arn, context.region.as_str())
            && model.exists(context.now)
    })
}

/// The custom model of this ARN, once it is Active.
pub(super) fn active<'a>(account: &'a Account, arn: &str, context: &Context) -> Result<&'a CustomModel, Fault> {
    let model = find(account, arn, context).ok_or_else(|| refusal::missing("custom model", arn))?;
    match model.status(context.now.0) {
        "Active" => Ok(model),
        status => Err(Fault::validation(format!("The custom model {} is {status}: it must be Active.", model.name))),
    }
}

/// Refuses a name that a model or a job in progress has, and a model too many.
pub(super) fn refuse(account: &Account, name: &str, context: &Context) -> Result<(), Fault> {
    let held = account.models.custom.iter().filter(|model| is_in(&model.arn, context.region.as_str()));
    if held.clone().any(|model| model.name == name) {
        return Err(refusal::conflict(format!("The account has a custom model named {name} already.")));
    }
    let wanted = u64::try_from(held.count()).unwrap_or(u64::MAX).saturating_add(1);
    let limit = account.quotas.custom_models;
    if wanted > limit { Err(refusal::quota("custom models", limit, wanted)) } else { Ok(()) }
}

fn create(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let uri = input.pointer("/modelSourceConfig/s3DataSource/s3Uri").and_then(Value::as_str);
    let package = input.pointer("/customModelDataSource/modelPackageArnDataSource/modelPackageArn");
    let location = match (uri, package.and_then(Value::as_str)) {
        (Some(uri), None) => uri,
        (None, Some(package)) => package,
        (Some(_), Some(_)) | (None, None) => {
            return Err(Fault::validation("Set one of modelSourceConfig and customModelDataSource."));
        }
    };
    if let Some(role) = input.get("roleArn").and_then(Value::as_str) {
        refusal::role(role)?;
    }
    let name = text(input, "modelName");
    refuse(account, name, context)?;
    // The files would tell; the simulator goes by their address, and takes Nova Micro if that names no other.
    let kinds = ["nova-2-lite", "nova-pro", "nova-lite"];
    let named = kinds.into_iter().find(|kind| location.contains(kind)).unwrap_or("nova-micro");
    let offer = offered::offer(&format!("amazon.{named}-v1:0"));
    let base = offer.and_then(|offer| offer.trained).unwrap_or("amazon.nova-micro-v1:0:128k").to_owned();
    let arn = names::arn(context, &format!("custom-model/imported/{}", names::id(account, "custom-model", 12)));
    account.tags.add(&arn, input.get("modelTags"))?;
    let mut details = Map::new();
    details.insert("customizationType".to_owned(), json!("IMPORTED"));
    if let Some(key) = optional(input, "modelKmsKeyArn") {
        details.insert("modelKmsKeyArn".to_owned(), json!(key));
    }
    account.models.custom.push(CustomModel {
        arn: arn.clone(),
        name: name.to_owned(),
        job: None,
        base_arn: foundation_arn(context, &base),
        base,
        created: context.now.0,
        ready: account.clock.after(context.now, CREATION_MS).0,
        // What is copied are the files of a model, not JSONL.
        failure: uri.map(Object::new).and_then(|object| object.unreadable()),
        details,
    });
    Ok(Answered::Output(json!({ "modelArn": arn })))
}

fn list(account: &Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let visible = |model: &&CustomModel| is_in(&model.arn, context.region.as_str()) && model.exists(context.now);
    let mut items: Vec<Value> =
        account.models.custom.iter().filter(visible).map(|model| model.summary(context.now.0)).collect();
    // Nobody shares a model with the simulator's account.
    if input.get("isOwned") == Some(&json!(false)) {
        items.clear();
    }
    let members = Members {
        name: "modelName",
        created: "creationTime",
        equal: &[
            ("modelStatus", "modelStatus"),
            ("baseModelArnEquals", "baseModelArn"),
            ("foundationModelArnEquals", "baseModelArn"),
        ],
        ..Members::default()
    };
    pages::page(input, "modelSummaries", pages::sifted(input, items, &members)).map(Answered::Output)
}

fn delete(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let wanted = text(input, "modelIdentifier");
    let model = find(account, wanted, context).ok_or_else(|| refusal::missing("custom model", wanted))?;
    let now = context.now.0;
    let arn = model.arn.clone();
    if model.status(now) == "Creating" {
        return Err(refusal::conflict(format!("The custom model {} is still being created.", model.name)));
    }
    let user = if account.models.provisioned.iter().any(|found| found.uses(&arn, now)) {
        Some("a Provisioned Throughput")
    } else if account.models.deployments.iter().any(|found| found.uses(&arn, now)) {
        Some("a custom model deployment")
    } else {
        None
    };
    if let Some(user) = user {
        return Err(refusal::conflict(format!("The custom model {} is in use by {user}.", model.name)));
    }
    account.models.custom.retain(|model| model.arn != arn);
    account.tags.forget(&arn);
    Ok(Answered::Output(json!({})))
}
