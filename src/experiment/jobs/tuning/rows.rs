//! The list of jobs, and the details of one.

use serde_json::{Value, json};

use super::super::{Ask, Plan, Weight, items, moment, some_text, span, text};
use crate::aws::time::Timestamp;

/// One phase of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// Its name.
    pub name: &'static str,
    /// `NotStarted`, `InProgress`, `Completed`, …
    pub status: String,
    /// When it began and when it last changed.
    pub times: (Option<Timestamp>, Option<Timestamp>),
}

impl Phase {
    /// How long it has taken by this moment.
    pub fn took(&self, now: Timestamp) -> Option<String> {
        let (began, changed) = self.times;
        let end = if self.status == "InProgress" || self.status == "Stopping" { now } else { changed? };
        Some(span(end.since_ms(began?)))
    }
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its ARN.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// The ARN of its base model.
    pub base: String,
    /// `InProgress`, `Completed`, …
    pub status: String,
    /// The model that it made.
    pub model_arn: Option<String>,
    /// The name of that model.
    pub model_name: String,
    /// `FINE_TUNING`, …
    pub kind: String,
    /// When it was created.
    pub created: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// The phases: validation, data processing, training.
    pub phases: Vec<Phase>,
}

/// The list of jobs, newest first.
pub fn list() -> Ask {
    Ask::bedrock("ListModelCustomizationJobs", json!({"maxResults": 1000}))
}

/// Reads the output of `ListModelCustomizationJobs`.
pub fn read(output: &Value) -> Vec<Job> {
    items(output, "modelCustomizationJobSummaries").iter().filter_map(read_one).collect()
}

fn read_one(value: &Value) -> Option<Job> {
    Some(Job {
        arn: some_text(value, "jobArn")?,
        name: text(value, "jobName"),
        base: text(value, "baseModelArn"),
        status: text(value, "status"),
        model_arn: some_text(value, "customModelArn"),
        model_name: text(value, "customModelName"),
        kind: text(value, "customizationType"),
        created: moment(value, "creationTime"),
        ended: moment(value, "endTime"),
        phases: phases(value),
    })
}

fn phases(value: &Value) -> Vec<Phase> {
    let details = value.get("statusDetails").unwrap_or(&Value::Null);
    [("Validation", "validationDetails"), ("Data processing", "dataProcessingDetails"), ("Training", "trainingDetails")]
        .into_iter()
        .filter_map(|(name, key)| {
            let part = details.get(key)?;
            let times = (moment(part, "creationTime"), moment(part, "lastModifiedTime"));
            Some(Phase { name, status: some_text(part, "status")?, times })
        })
        .collect()
}

/// More of a job than the list has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// Why it failed.
    pub failure: Option<String>,
    /// The hyperparameters, with defaults.
    pub hyper: Vec<(String, String)>,
    /// The loss at the end of the training.
    pub training_loss: Option<f64>,
    /// The loss of each validation file.
    pub validation_losses: Vec<f64>,
    /// The addresses: training data, output.
    pub places: Vec<(&'static str, String)>,
}

/// Reads the output of `GetModelCustomizationJob`.
pub fn read_details(output: &Value) -> Details {
    let at = |pointer: &str| output.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let hyper = output.get("hyperParameters").and_then(Value::as_object).into_iter().flatten();
    let losses = items(output, "validationMetrics").iter().filter_map(|each| each.get("validationLoss")?.as_f64());
    let places =
        [("Training data", "/trainingDataConfig/s3Uri"), ("Output", "/outputDataConfig/s3Uri"), ("Role", "/roleArn")];
    Details {
        failure: some_text(output, "failureMessage").filter(|why| !why.is_empty()),
        hyper: hyper.map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned())).collect(),
        training_loss: output.pointer("/trainingMetrics/trainingLoss").and_then(Value::as_f64),
        validation_losses: losses.collect(),
        places: places.into_iter().filter_map(|(name, pointer)| Some((name, at(pointer)?))).collect(),
    }
}

impl Job {
    /// All of it.
    pub fn details(&self) -> Ask {
        Ask::bedrock("GetModelCustomizationJob", json!({ "jobIdentifier": self.arn }))
    }

    /// Whether it changes by itself soon.
    pub fn is_running(&self) -> bool {
        matches!(self.status.as_str(), "InProgress" | "Stopping")
    }

    /// Stops it.
    pub fn stop(&self) -> Plan {
        Plan {
            title: format!("Stop the job “{}”?", self.name),
            does: vec![
                "The job is Stopping, then Stopped. It cannot go on afterwards".to_owned(),
                "It makes no model".to_owned(),
            ],
            costs: "The training until now is billed".to_owned(),
            verb: "Stop the job",
            weight: Weight::Deletes,
            ask: Ask::bedrock("StopModelCustomizationJob", json!({ "jobIdentifier": self.arn })),
        }
    }
}
