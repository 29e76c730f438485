//! Batch inference jobs.
//!
//! The simulator has no S3, so it reads no record and writes none: how many records there are, and how many of them the
//! model refuses, follows from the name of the input (see [`super::s3`]). A completed job says so in its message.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::super::clock::{HOUR_MS, MINUTE_MS, iso};
use super::super::pages::{self, Members};
use super::super::{Account, Answered, Context, Outcome, names};
use super::input::{copied, is_in, text};
use super::s3::{Object, Pace};
use super::source::{self, Kind};
use super::{profiles, refusal};
use crate::bedrock::model_id::{ModelId, ModelIdKind};
use crate::simulator::fault::Fault;

/// From the request to Validating, Scheduled and `InProgress`.
const STEPS_MS: [i64; 3] = [MINUTE_MS, 3 * MINUTE_MS, 6 * MINUTE_MS];
/// How long the records take together, and each of them.
const RUN_MS: i64 = 54 * MINUTE_MS;
const RECORD_MS: i64 = 100;
/// From the stop request to Stopped.
const STOP_MS: i64 = MINUTE_MS;
/// How many records a job takes (user guide, batch inference data).
const RECORDS: std::ops::RangeInclusive<u64> = 100..=100_000;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Batch {
    pub(super) arn: String,
    name: String,
    /// The ARN of the custom model, or the id of the foundation model: quotas count by it.
    counted: String,
    is_custom: bool,
    input: String,
    records: u64,
    errors: u64,
    submitted: i64,
    /// When it becomes Validating, Scheduled, `InProgress`, and when its last record is done.
    steps: [i64; 4],
    /// When its time is over.
    expires: i64,
    /// Why its validation fails.
    failure: Option<String>,
    stop: Option<Stop>,
    /// Members that `GetModelInvocationJob` repeats.
    details: Map<String, Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stop {
    requested: i64,
    done: i64,
}

impl Batch {
    fn end(&self) -> i64 {
        match (self.stop, &self.failure) {
            (Some(stop), _) => stop.done,
            (None, Some(_)) => self.steps[1],
            (None, None) => self.steps[3].min(self.expires),
        }
    }

    fn status(&self, now: i64) -> &'static str {
        let [validating, scheduled, started, ended] = self.steps;
        match (self.stop, &self.failure) {
            (Some(stop), _) if now < stop.done => "Stopping",
            (Some(_), _) => "Stopped",
            (None, Some(_)) if now >= scheduled => "Failed",
            (None, _) if now < validating => "Submitted",
            (None, _) if now < scheduled => "Validating",
            (None, _) if now < started => "Scheduled",
            (None, _) if now < self.end() => "InProgress",
            (None, _) if started >= self.expires => "Expired",
            (None, _) if ended > self.expires => "PartiallyCompleted",
            (None, _) => "Completed",
        }
    }

    fn is_open(&self, now: i64) -> bool {
        now < self.end()
    }

    /// How many records are done: none before it runs, all at its end.
    fn processed(&self, now: i64) -> u64 {
        let [_, _, started, ended] = self.steps;
        let now = self.stop.map_or(now, |stop| stop.requested.min(now)).min(self.expires);
        if self.failure.is_some() || now <= started {
            return 0;
        }
        let (done, whole) = (now.min(ended).abs_diff(started), ended.abs_diff(started).max(1));
        u64::try_from(u128::from(self.records) * u128::from(done) / u128::from(whole)).unwrap_or(self.records)
    }

    fn modified(&self, now: i64) -> i64 {
        let end = self.end();
        let cut = self.stop.map_or(end, |stop| stop.requested);
        let stop = self.stop.iter().flat_map(|stop| [stop.requested, stop.done]);
        let steps = self.steps.into_iter().filter(|step| *step <= cut);
        steps.chain(stop).chain([end]).filter(|moment| *moment <= now).max().unwrap_or(self.submitted)
    }

    fn message(&self, status: &str) -> Option<String> {
        match status {
            "Failed" => self.failure.clone(),
            "Expired" => Some("The job did not begin before its timeout.".to_owned()),
            "Completed" | "PartiallyCompleted" | "Stopped" => Some(format!(
                "The simulator has no S3: it read no record of {} and wrote none. The counts follow from its name.",
                self.input
            )),
            _ => None,
        }
    }

    fn output(&self, now: i64) -> Value {
        let mut out = self.details.clone();
        let mut set = |key: &str, value: Value| {
            out.insert(key.to_owned(), value);
        };
        let status = self.status(now);
        set("jobArn", json!(self.arn));
        set("jobName", json!(self.name));
        set("status", json!(status));
        set("submitTime", json!(iso(self.submitted)));
        set("lastModifiedTime", json!(iso(self.modified(now))));
        set("jobExpirationTime", json!(iso(self.expires)));
        if !self.is_open(now) {
            set("endTime", json!(iso(self.end())));
        }
        if let Some(message) = self.message(status) {
            set("message", json!(message));
        }
        // The counts are 0 until the records are processed.
        let begun = self.failure.is_none()
            && self.steps[2] < self.expires
            && now >= self.steps[2]
            && self.stop.is_none_or(|s| s.requested >= self.steps[2]);
        let processed = self.processed(now);
        let errors = (self.errors * processed).checked_div(self.records).unwrap_or(0);
        set("totalRecordCount", json!(if begun { self.records } else { 0 }));
        set("processedRecordCount", json!(processed));
        set("successRecordCount", json!(processed.saturating_sub(errors)));
        set("errorRecordCount", json!(errors));
        out.into()
    }
}

pub(super) fn play(account: &mut Account, operation: &str, input: &Value, context: &Context) -> Outcome {
    let now = context.now.0;
    Some(match operation {
        "CreateModelInvocationJob" => create(account, input, context),
        "GetModelInvocationJob" => find(account, input, context).map(|job| Answered::Output(job.output(now))),
        "ListModelInvocationJobs" => {
            let items = of_region(account, context).map(|job| job.output(now)).collect();
            let members = Members {
                name: "jobName",
                created: "submitTime",
                after: "submitTimeAfter",
                before: "submitTimeBefore",
                ..Members::default()
            };
            pages::page(input, "invocationJobSummaries", pages::sifted(input, items, &members)).map(Answered::Output)
        }
        "StopModelInvocationJob" => stop(account, input, context),
        _ => return None,
    })
}

fn of_region<'a>(account: &'a Account, context: &Context) -> impl Iterator<Item = &'a Batch> {
    let region = context.region.as_str();
    account.models.batches.iter().filter(move |job| is_in(&job.arn, region))
}

/// The job of this ARN, or of the id at its end. The name does not identify one.
fn find<'a>(account: &'a Account, input: &Value, context: &Context) -> Result<&'a Batch, Fault> {
    let wanted = text(input, "jobIdentifier");
    of_region(account, context)
        .find(|job| job.arn == wanted || job.arn.rsplit('/').next() == Some(wanted))
        .ok_or_else(|| refusal::missing("batch inference job", wanted))
}

/// What quotas count a model by, and whether it is a custom model.
fn counted(account: &Account, identifier: &str, context: &Context) -> Result<(String, bool), Fault> {
    let kind = ModelId::parse(identifier).ok().map(|id| id.kind());
    if let Some(
        ModelIdKind::InferenceProfile | ModelIdKind::InferenceProfileArn | ModelIdKind::ApplicationInferenceProfileArn,
    ) = kind
    {
        return Ok((profiles::base(account, identifier, context)?.id.to_owned(), false));
    }
    let source = source::resolve(account, identifier, context)?;
    Ok(match source.kind {
        Kind::Foundation => (source.base.id.to_owned(), false),
        Kind::Custom { .. } => (source.arn, true),
    })
}

fn create(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    refusal::role(text(input, "roleArn"))?;
    let (counted, is_custom) = counted(account, text(input, "modelId"), context)?;
    let name = text(input, "jobName");
    if of_region(account, context).any(|job| job.name == name) {
        return Err(refusal::conflict(format!("The account has a batch inference job named {name} already.")));
    }
    let now = context.now.0;
    let limit = if is_custom { account.quotas.batch_jobs_custom } else { account.quotas.batch_jobs_base };
    if limit == 0 {
        // What fresh accounts get (prowler-cloud/prowler#12801).
        return Err(Fault::validation(
            "Your account is not authorized to perform this action. Please create a support case with AWS Support.",
        ));
    }
    let open = of_region(account, context).filter(|job| job.is_open(now) && job.counted == counted).count();
    let wanted = u64::try_from(open).unwrap_or(u64::MAX).saturating_add(1);
    if wanted > limit {
        return Err(refusal::quota("batch inference jobs in progress and submitted of one model", limit, wanted));
    }
    let uri = |pointer: &str| input.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let source = uri("/inputDataConfig/s3InputDataConfig/s3Uri");
    let object = Object::new(&source);
    let records = object.records();
    let failure = object.failure().or_else(|| {
        (!RECORDS.contains(&records)).then(|| {
            format!(
                "The input has {records} records; a batch inference job takes {} to {}.",
                RECORDS.start(),
                RECORDS.end()
            )
        })
    });
    let arn = names::arn(context, &format!("model-invocation-job/{}", names::id(account, "model-invocation-job", 12)));
    account.tags.add(&arn, input.get("tags"))?;
    let mut details = copied(
        input,
        &[
            "modelId",
            "clientRequestToken",
            "roleArn",
            "inputDataConfig",
            "outputDataConfig",
            "vpcConfig",
            "timeoutDurationInHours",
            "modelInvocationType",
        ],
    );
    details.entry("timeoutDurationInHours").or_insert(json!(24));
    details.entry("modelInvocationType").or_insert(json!("InvokeModel"));
    let [validating, scheduled, started] = STEPS_MS;
    let hours = details.get("timeoutDurationInHours").and_then(Value::as_i64).unwrap_or(24);
    let timeout = hours.saturating_mul(HOUR_MS);
    let per_record = i64::try_from(records).unwrap_or(i64::MAX).saturating_mul(RECORD_MS);
    let (started, ended) = match object.pace() {
        Pace::Usual => (started, started.saturating_add(RUN_MS.max(per_record))),
        Pace::Slow => (started, timeout.saturating_mul(2)),
        Pace::Waits => (timeout, timeout),
    };
    let steps = [validating, scheduled, started, ended].map(|after| account.clock.after(context.now, after).0);
    let errors = object.errors();
    account.models.batches.push(Batch {
        arn: arn.clone(),
        name: name.to_owned(),
        counted,
        is_custom,
        records,
        errors,
        input: source,
        submitted: now,
        steps,
        expires: account.clock.after(context.now, timeout).0,
        failure,
        stop: None,
        details,
    });
    Ok(Answered::Output(json!({ "jobArn": arn })))
}

fn stop(account: &mut Account, input: &Value, context: &Context) -> Result<Answered, Fault> {
    let now = context.now.0;
    let job = find(account, input, context)?;
    let status = job.status(now);
    if !job.is_open(now) || job.stop.is_some() {
        return Err(refusal::conflict(format!("The job {} is {status}: it cannot be stopped.", job.name)));
    }
    let arn = job.arn.clone();
    let stop = Stop { requested: now, done: account.clock.after(context.now, STOP_MS).0 };
    if let Some(job) = account.models.batches.iter_mut().find(|job| job.arn == arn) {
        job.stop = Some(stop);
    }
    Ok(Answered::Output(json!({})))
}
