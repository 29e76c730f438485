//! Model customization jobs: validation, data processing, training; at the end a custom model.
//!
//! The model is put among the custom models when the job begins and appears when it completes, so that its name is taken
//! meanwhile. A job that is stopped or fails leaves no model.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::super::clock::{HOUR_MS, MINUTE_MS, iso};
use super::super::pages::{self, Members};
use super::super::{Account, Answered, Context, Outcome, names};
use super::custom_models::{self, CustomModel};
use super::input::{copied, dense, is_in, optional, text};
use super::s3::Object;
use super::source::{self, Kind, foundation_arn};
use super::{offered, refusal};
use crate::simulator::fault::Fault;
use crate::simulator::inference::sampler::{Rng, seed_from};

/// From the request to the end of each of the three stages.
const STAGES_MS: [i64; 3] = [15 * MINUTE_MS, 45 * MINUTE_MS, 2 * HOUR_MS];
/// From the stop request to Stopped.
const STOP_MS: i64 = 2 * MINUTE_MS;
/// The stages under their members of `statusDetails`.
const STAGES: [&str; 3] = ["validationDetails", "dataProcessingDetails", "trainingDetails"];

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Job {
    pub(super) arn: String,
    name: String,
    model_name: String,
    model_arn: String,
    base_arn: String,
    kind: String,
    created: i64,
    /// The end of each stage, if nothing stops it.
    ends: [i64; 3],
    /// Why its validation fails.
    failure: Option<String>,
    stop: Option<Stop>,
    /// Members that `GetModelCustomizationJob` repeats.
    details: Map<String, Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stop {
    requested: i64,
    done: i64,
}

impl Job {
    /// When it ends or has ended.
    fn end(&self) -> i64 {
        match (self.stop, &self.failure) {
            (Some(stop), _) => stop.done,
            (None, Some(_)) => self.ends[0],
            (None, None) => self.ends[2],
        }
    }

    fn status(&self, now: i64) -> &'static str {
        match (self.stop, &self.failure) {
            (Some(stop), _) if now < stop.done => "Stopping",
            (Some(_), _) => "Stopped",
            (None, _) if now < self.end() => "InProgress",
            (None, Some(_)) => "Failed",
            (None, None) => "Completed",
        }
    }

    fn is_open(&self, now: i64) -> bool {
        now < self.end()
    }

    /// The last moment at which its status or that of a stage changed.
    fn modified(&self, now: i64) -> i64 {
        let stop = self.stop.iter().flat_map(|stop| [stop.requested, stop.done]);
        let cut = self.stop.map_or(self.end(), |stop| stop.requested);
        let ends = self.ends.into_iter().filter(|end| *end <= cut);
        ends.chain(stop).filter(|moment| *moment <= now).max().unwrap_or(self.created)
    }

    fn stages(&self, now: i64) -> Value {
        let starts = [self.created, self.ends[0], self.ends[1]];
        let cut = self.stop.map(|stop| stop.requested);
        let mut out = Map::new();
        for ((name, start), end) in STAGES.into_iter().zip(starts).zip(self.ends) {
            let last = cut.unwrap_or(now).min(now);
            let fails = self.failure.is_some();
            let begins = last >= start && (!fails || start == self.created);
            let status = match (begins, cut) {
                (false, _) => "NotStarted",
                (true, _) if fails && last >= end => "Failed",
                (true, _) if last >= end => "Completed",
                (true, Some(cut)) if now >= cut => self.status(now),
                (true, _) => "InProgress",
            };
            let details = if begins {
                let changed = match status {
                    "Completed" | "Failed" => end,
                    "Stopping" | "Stopped" => self.modified(now),
                    _ => start,
                };
                json!({ "status": status, "creationTime": iso(start), "lastModifiedTime": iso(changed) })
            } else {
                json!({ "status": status })
            };
            out.insert(name.to_owned(), details);
        }
        out.into()
    }

    /// The losses of a completed training: a plausible number of our own, the same each time.
    fn metrics(&self, validators: usize) -> (Value, Value) {
        let mut rng = Rng::new(seed_from(0, self.arn.as_bytes()));
        let mut loss = |least: f64| ((least + rng.unit() * 0.4) * 1_000.0).round() / 1_000.0;
        let training = json!({ "trainingLoss": loss(0.5) });
        let validation = (0..validators).map(|_| json!({ "validationLoss": loss(0.7) })).collect();
        (training, validation)
    }

    fn output(&self, now: i64) -> Value {
        let mut out = self.details.clone();
        let mut set = |key: &str, value: Value| {
            out.insert(key.to_owned(), value);
        };
        let status = self.status(now);
        set("jobArn", json!(self.arn));
        set("jobName", json!(self.name));
        set("outputModelName", json!(self.model_name));
        set("baseModelArn", json!(self.base_arn));
        set("customizationType", json!(self.kind));
        set("status", json!(status));
        set("statusDetails", self.stages(now));
        set("creationTime", json!(iso(self.created)));
        set("lastModifiedTime", json!(iso(self.modified(now))));
        if !self.is_open(now) {
            set("endTime", json!(iso(self.end())));
        }
        match status {
            "Completed" => {
                let validators = self.details.get("validationDataConfig").and_then(|data| data.get("validators"));
                let (training, validation) = self.metrics(validators.and_then(Value::as_array).map_or(0, Vec::len));
                set("outputModelArn", json!(self.model_arn));
                set("trainingMetrics", training);
                set("validationMetrics", validation);
            }
            "Failed" => set("failureMessage", json!(self.failure)),
            _ => {}
        }
        out.into()
    }

    fn summary(&self, now: i64) -> Value {
        let status = self.status(now);
        dense(json!({
            "jobArn": self.arn,
            "baseModelArn": self.base_arn,
            "jobName": self.name,
            "status": status,
            "statusDetails": self.stages(now),
            "lastModifiedTime": iso(self.modified(now)),
            "creationTime": iso(self.created),
            "endTime": (!self.is_open(now)).then(|| iso(self.end())),
            "customModelArn": (status == "Completed").then_some(&self.model_arn),
            "customModelName": self.model_name,
            "customizationType": self.kind,
        }))
    }
}

pub(super) fn play(account: &mut Account, operation: &str, input: &Value, context: &Context) -> Outcome {
    let now = context.now.0;
    Some(match operation {
        "CreateModelCustomizationJob" => create(account, input, context),
        "GetModelCustomizationJob" => find(account, input, context).map(|job| Answered::Output(job.output(now))),
        "ListModelCustomizationJobs" => {
            let items = of_region(account, context).map(|job| job.summary(now)).collect();
            let members = Members { name: "jobName", created: "creationTime", ..Members::default() };
            pages::page(input, "modelCustomizationJobSummaries", pages::sifted(input, items, &members))
                .map(Answered::Output)
        }
        "StopModelCustomizationJob" => stop(account, input, context),
        _ => return None,
    })
}

fn of_region<'a>(account: &'a Account, context: &Context) -> impl Iterator<Item = &'a Job> {
    let region = context.region.as_str();
    account.models.jobs.iter().filter(move |job| is_in(&job.arn, region))
}

fn find<'a>(account: &'a Account, input: &Value, context: &Context) -> Result<&'a Job, Fault> {
    let wanted = text(input, "jobIdentifier");
    of_region(account, context)
        .find(|job| job.arn == wanted || job.name == wanted)
        .ok_or_else(|| refusal::missing("model customization job", wanted))
}

fn create(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    refusal::role(text(input, "roleArn"))?;
    let source = source::resolve(account, text(input, "baseModelIdentifier"), context)?;
    source::refuse_legacy(source.base, context)?;
    let kind = optional(input, "customizationType").unwrap_or_else(|| "FINE_TUNING".to_owned());
    let trained = trainable(source.base.id, &kind, input, context)?;
    let training = input.get("trainingDataConfig");
    let training_uri = training.and_then(|data| data.get("s3Uri")).and_then(Value::as_str);
    if training_uri.is_none() && training.and_then(|data| data.get("invocationLogsConfig")).is_none() {
        return Err(Fault::validation("trainingDataConfig needs s3Uri or invocationLogsConfig."));
    }
    let hyper = hyperparameters(source.base.id, input)?;
    let (name, model_name) = (text(input, "jobName"), text(input, "customModelName"));
    // A name of a job is taken for ever.
    if of_region(account, context).any(|job| job.name == name) {
        return Err(refusal::conflict(format!("The account has a model customization job named {name} already.")));
    }
    custom_models::refuse(account, model_name, context)?;
    let open = of_region(account, context).filter(|job| job.is_open(context.now.0)).count();
    let wanted = u64::try_from(open).unwrap_or(u64::MAX).saturating_add(1);
    if wanted > account.quotas.customization_jobs {
        let limit = account.quotas.customization_jobs;
        return Err(refusal::quota("model customization jobs in progress", limit, wanted));
    }
    let base = match source.kind {
        Kind::Foundation => trained.to_owned(),
        Kind::Custom { .. } => source.id,
    };
    let job_id = names::id(account, "model-customization-job", 12);
    let arn = names::arn(context, &format!("model-customization-job/{base}/{job_id}"));
    let model_id = names::id(account, "custom-model", 12);
    let model_arn = names::arn(context, &format!("custom-model/{base}/{model_id}"));
    account.tags.add(&arn, input.get("jobTags"))?;
    if let Err(fault) = account.tags.add(&model_arn, input.get("customModelTags")) {
        account.tags.forget(&arn);
        return Err(fault);
    }
    let mut details = copied(
        input,
        &[
            "clientRequestToken",
            "roleArn",
            "trainingDataConfig",
            "validationDataConfig",
            "outputDataConfig",
            "vpcConfig",
            "customizationConfig",
        ],
    );
    // A required member of the output.
    details.entry("validationDataConfig").or_insert_with(|| json!({ "validators": [] }));
    details.insert("hyperParameters".to_owned(), hyper);
    let key = optional(input, "customModelKmsKeyId").filter(|key| key.contains(":key/"));
    let base_arn = foundation_arn(context, &base);
    let ends = STAGES_MS.map(|after| account.clock.after(context.now, after).0);
    let validators = input.pointer("/validationDataConfig/validators").and_then(Value::as_array);
    let validation_uris = validators.into_iter().flatten().filter_map(|data| data.get("s3Uri")?.as_str());
    let failure = training_uri.into_iter().chain(validation_uris).find_map(|uri| Object::new(uri).failure());
    if failure.is_none() {
        let mut model_details = details.clone();
        for member in ["clientRequestToken", "roleArn", "vpcConfig"] {
            model_details.shift_remove(member);
        }
        model_details.insert("jobName".to_owned(), json!(name));
        model_details.insert("customizationType".to_owned(), json!(kind));
        if let Some(key) = &key {
            model_details.insert("modelKmsKeyArn".to_owned(), json!(key));
        }
        account.models.custom.push(CustomModel {
            arn: model_arn.clone(),
            name: model_name.to_owned(),
            job: Some(arn.clone()),
            base: base.clone(),
            base_arn: base_arn.clone(),
            created: ends[2],
            ready: ends[2],
            failure: None,
            details: model_details,
        });
    }
    if let Some(key) = key {
        details.insert("outputModelKmsKeyArn".to_owned(), json!(key));
    }
    account.models.jobs.push(Job {
        arn: arn.clone(),
        name: name.to_owned(),
        model_name: model_name.to_owned(),
        model_arn,
        base_arn,
        kind,
        created: context.now.0,
        ends,
        failure,
        stop: None,
        details,
    });
    Ok(Answered::Output(json!({ "jobArn": arn })))
}

/// The id under which a model is trained, if this region trains it in this way.
fn trainable(base: &str, kind: &str, input: &Value, context: &Context) -> Result<&'static str, Fault> {
    let none = || Fault::validation(format!("{base} cannot be customized."));
    let offer = offered::offer(base).ok_or_else(none)?;
    let trained = offer.trained.ok_or_else(none)?;
    source::refuse_region(offer, context, "Customization")?;
    if !offer.types.contains(&kind) {
        return Err(Fault::validation(format!(
            "{base} does not support the customization type {kind}, only {}.",
            offer.types.join(" and ")
        )));
    }
    let needs = match kind {
        "DISTILLATION" => "distillationConfig",
        "REINFORCEMENT_FINE_TUNING" => "rftConfig",
        _ => return Ok(trained),
    };
    if input.pointer(&format!("/customizationConfig/{needs}")).is_none() {
        return Err(Fault::validation(format!("{kind} needs customizationConfig.{needs}.")));
    }
    Ok(trained)
}

/// The hyperparameters with their defaults: name, smallest, greatest, default. Values are texts, also numbers.
fn hyperparameters(base: &str, input: &Value) -> Result<Value, Fault> {
    const NOVA: &[(&str, f64, f64, &str)] = &[
        ("epochCount", 1.0, 5.0, "2"),
        ("learningRate", 1e-6, 1e-4, "0.00001"),
        ("learningRateWarmupSteps", 0.0, 100.0, "10"),
        ("batchSize", 1.0, 1.0, "1"),
    ];
    const LLAMA: &[(&str, f64, f64, &str)] =
        &[("epochCount", 1.0, 10.0, "5"), ("batchSize", 1.0, 1.0, "1"), ("learningRate", 5e-6, 0.1, "0.0001")];
    let known = if base.starts_with("meta.") { LLAMA } else { NOVA };
    let mut out = Map::new();
    for (name, _, _, default) in known {
        out.insert((*name).to_owned(), json!(default));
    }
    for (name, value) in input.get("hyperParameters").and_then(Value::as_object).into_iter().flatten() {
        let Some((_, least, most, _)) = known.iter().find(|(known, ..)| known == name) else {
            let names: Vec<&str> = known.iter().map(|(name, ..)| *name).collect();
            return Err(Fault::validation(format!(
                "{base} has no hyperparameter {name}. It has {}.",
                names.join(", ")
            )));
        };
        let number = value.as_str().and_then(|text| text.parse::<f64>().ok());
        if !number.is_some_and(|number| (*least..=*most).contains(&number)) {
            return Err(Fault::validation(format!(
                "The hyperparameter {name} must be {least} to {most}, not {value}."
            )));
        }
        out.insert(name.clone(), value.clone());
    }
    Ok(out.into())
}

fn stop(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let now = context.now.0;
    let job = find(account, input, context)?;
    let status = job.status(now);
    if status != "InProgress" {
        return Err(refusal::conflict(format!("The job {} is {status}: it cannot be stopped.", job.name)));
    }
    let (arn, model_arn) = (job.arn.clone(), job.model_arn.clone());
    let stop = Stop { requested: now, done: account.clock.after(context.now, STOP_MS).0 };
    if let Some(job) = account.models.jobs.iter_mut().find(|job| job.arn == arn) {
        job.stop = Some(stop);
    }
    account.models.custom.retain(|model| model.arn != model_arn);
    account.tags.forget(&model_arn);
    Ok(Answered::Output(json!({})))
}
