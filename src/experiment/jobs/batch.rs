//! Batch inference: the form that starts a job, the list, and what a record looks like.
//!
//! Facts: the user guide's pages on batch inference (data, create, results, monitor), 2026-11; the API model.

use serde_json::{Map, Value, json};

use super::tuning::{is_role, s3};
use super::{Ask, Fault, Plan, Weight, is_name, moment, some_text, span, tags, text};
use crate::aws::time::Timestamp;
use crate::text::number;

/// What a record's `modelInput` is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// The model's own body.
    #[default]
    Invoke,
    /// A body of Converse.
    Converse,
}

impl Kind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Invoke, Self::Converse];

    /// Its word in the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Invoke => "InvokeModel",
            Self::Converse => "Converse",
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Invoke => "InvokeModel: the model's own body",
            Self::Converse => "Converse: one body for every model",
        }
    }

    /// A line of the input, as it should be.
    pub fn line(self) -> &'static str {
        match self {
            Self::Invoke => {
                r#"{"recordId":"r0001","modelInput":{"messages":[{"role":"user","content":[{"text":"Capital of Peru?"}]}],"inferenceConfig":{"maxTokens":64}}}"#
            }
            Self::Converse => {
                r#"{"recordId":"r0001","modelInput":{"messages":[{"role":"user","content":[{"text":"Capital of Peru?"}]}],"inferenceConfig":{"maxTokens":64}}}"#
            }
        }
    }
}

/// What to know of the input, in one line.
pub const LIMITS: &str = "100 to 100,000 records a job, at most 1 GB a file and 5 GB together. The model is named once, in the job: \
                          a model or stream member inside a record is refused. A record that does not fit the model costs an \
                          error line, not the job";
/// A line of the output.
pub const OUTPUT_LINE: &str = r#"{"modelInput":{…},"modelOutput":{…},"recordId":"r0001"}
{"modelInput":{…},"error":{"errorCode":400,"errorMessage":"…"},"recordId":"r0002"}"#;

/// The form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The name of the job.
    pub job: String,
    /// The model, a profile, or the ARN of a custom model.
    pub model: String,
    /// What a record is.
    pub kind: Kind,
    /// The ARN of the role that reads and writes S3.
    pub role: String,
    /// Where the records are.
    pub input: String,
    /// Where the results go.
    pub output: String,
    /// After how many hours the job expires, as typed; empty for the default.
    pub hours: String,
    /// Tags, one `key=value` a line.
    pub tags: String,
}

impl Form {
    /// A form with plausible names and addresses, for a first try in the simulator.
    pub fn example() -> Self {
        Self {
            job: "questions-1".to_owned(),
            model: "amazon.nova-lite-v1:0".to_owned(),
            role: "arn:aws:iam::123456789012:role/BedrockBatch".to_owned(),
            input: "s3://outcrop-example/questions-250.jsonl".to_owned(),
            output: "s3://outcrop-example/answers/".to_owned(),
            ..Self::default()
        }
    }

    /// What is wrong with it.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if !is_name(self.job.trim(), 63, "+-.") || self.job.starts_with(['+', '-', '.']) || self.job.ends_with('-') {
            faults.push(Fault::at("job", "1 to 63 letters, digits and + - . and a letter or digit first"));
        }
        if self.model.trim().is_empty() || self.model.trim().contains(char::is_whitespace) {
            faults.push(Fault::at("model", "Choose a model, or type an ID or ARN without spaces"));
        }
        if !is_role(self.role.trim()) {
            faults
                .push(Fault::at("role", "The ARN of an IAM role, such as arn:aws:iam::123456789012:role/BedrockBatch"));
        }
        faults.extend(s3(&self.input).map(|why| Fault::at("input", why)));
        faults.extend(s3(&self.output).map(|why| Fault::at("output", why)));
        if !self.hours.trim().is_empty() && self.timeout().is_none() {
            faults.push(Fault::at("hours", "A whole number, 24 to 168"));
        }
        faults.extend(tags(&self.tags).err().map(|why| Fault::at("tags", why)));
        faults
    }

    fn timeout(&self) -> Option<u64> {
        self.hours.trim().parse().ok().filter(|hours| (24..=168).contains(hours))
    }

    /// The input of the call, whether or not it is complete.
    pub fn ask(&self) -> Ask {
        let mut input = Map::new();
        let mut put = |key: &str, value: Value| input.insert(key.to_owned(), value);
        put("jobName", json!(self.job.trim()));
        put("roleArn", json!(self.role.trim()));
        put("modelId", json!(self.model.trim()));
        put("modelInvocationType", json!(self.kind.word()));
        put("inputDataConfig", json!({"s3InputDataConfig": {"s3InputFormat": "JSONL", "s3Uri": self.input.trim()}}));
        put("outputDataConfig", json!({"s3OutputDataConfig": {"s3Uri": self.output.trim()}}));
        if let Some(hours) = self.timeout() {
            put("timeoutDurationInHours", json!(hours));
        }
        if let Ok(tags) = tags(&self.tags)
            && !tags.is_empty()
        {
            put("tags", json!(tags));
        }
        Ask::bedrock("CreateModelInvocationJob", Value::Object(input))
    }

    /// What the job does and costs, with its call; `None` if something is wrong.
    pub fn plan(&self) -> Option<Plan> {
        self.faults().is_empty().then(|| Plan {
            title: format!("Start the batch job “{}”?", self.job.trim()),
            does: vec![
                format!("Calls {} for each record of {}", self.model.trim(), self.input.trim()),
                format!("Writes the answers below {}", self.output.trim()),
                "It may wait a day before it begins. Once stopped or expired, the answers so far stay".to_owned(),
            ],
            costs: "The tokens of each record that is processed, for most models at half the price of a call. Also after a \
                    stop. See aws.amazon.com/bedrock/pricing"
                .to_owned(),
            verb: "Start the job",
            weight: Weight::Writes,
            ask: self.ask(),
        })
    }
}

/// The counts of a job's records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// How many there are; 0 until they are counted.
    pub total: u64,
    /// How many are processed.
    pub processed: u64,
    /// How many of those have an answer.
    pub good: u64,
    /// How many of those have an error.
    pub errors: u64,
}

impl Records {
    /// The counts in words.
    pub fn told(self) -> String {
        if self.total == 0 {
            return "Not counted yet: the counts are 0 until processing begins".to_owned();
        }
        let Self { total, processed, good, errors } = self;
        format!(
            "{} in; {} processed: {} answered, {}",
            number::count(total, "record"),
            number::grouped(processed),
            number::grouped(good),
            number::count(errors, "error")
        )
    }

    /// How much is processed, in percent.
    pub fn percent(self) -> u64 {
        (self.processed.saturating_mul(100)).checked_div(self.total).unwrap_or(0).min(100)
    }
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its ARN.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// The model.
    pub model: String,
    /// `Submitted`, `InProgress`, `Completed`, …
    pub status: String,
    /// Why it is so, in the service's words; empty for nothing to say.
    pub message: String,
    /// What its records are.
    pub kind: String,
    /// Where the records are.
    pub input: String,
    /// Where the answers go.
    pub output: String,
    /// The counts.
    pub records: Records,
    /// When it was submitted.
    pub submitted: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// When it expires.
    pub expires: Option<Timestamp>,
}

/// The list, newest first.
pub fn list() -> Ask {
    Ask::bedrock("ListModelInvocationJobs", json!({"maxResults": 1000}))
}

/// Reads the output of `ListModelInvocationJobs`.
pub fn read(output: &Value) -> Vec<Job> {
    super::items(output, "invocationJobSummaries").iter().filter_map(read_one).collect()
}

fn read_one(value: &Value) -> Option<Job> {
    let count = |key: &str| value.get(key).and_then(Value::as_u64).unwrap_or_default();
    let at = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    Some(Job {
        arn: some_text(value, "jobArn")?,
        name: text(value, "jobName"),
        model: text(value, "modelId"),
        status: text(value, "status"),
        message: text(value, "message"),
        kind: some_text(value, "modelInvocationType").unwrap_or_else(|| Kind::Invoke.word().to_owned()),
        input: at("/inputDataConfig/s3InputDataConfig/s3Uri"),
        output: at("/outputDataConfig/s3OutputDataConfig/s3Uri"),
        records: Records {
            total: count("totalRecordCount"),
            processed: count("processedRecordCount"),
            good: count("successRecordCount"),
            errors: count("errorRecordCount"),
        },
        submitted: moment(value, "submitTime"),
        ended: moment(value, "endTime"),
        expires: moment(value, "jobExpirationTime"),
    })
}

/// The states on the way to the end, in order.
const WAY: [&str; 5] = ["Submitted", "Validating", "Scheduled", "InProgress", "Completed"];

impl Job {
    /// Whether it can be stopped.
    pub fn is_open(&self) -> bool {
        WAY.iter().take(4).any(|state| self.status == *state)
    }

    /// The states, each with whether it is passed (`Completed`), the present one (`InProgress`) or to come; one that leaves the
    /// way comes last.
    pub fn way(&self) -> Vec<(String, &'static str)> {
        let at = WAY.iter().position(|state| *state == self.status);
        let Some(at) = at else {
            let word = if self.status == "Failed" { "Failed" } else { "Stopped" };
            return vec![(WAY[0].to_owned(), "Completed"), (self.status.clone(), word)];
        };
        let done = at + 1 == WAY.len();
        let state = |(place, state): (usize, &&str)| {
            let word = match place.cmp(&at) {
                std::cmp::Ordering::Less => "Completed",
                std::cmp::Ordering::Equal if done => "Completed",
                std::cmp::Ordering::Equal => "InProgress",
                std::cmp::Ordering::Greater => "NotStarted",
            };
            ((*state).to_owned(), word)
        };
        WAY.iter().enumerate().map(state).collect()
    }

    /// How long until it expires, while it is open.
    pub fn left(&self, now: Timestamp) -> Option<String> {
        let left = self.expires.filter(|_| self.is_open())?.since_ms(now);
        Some(format!("Expires in {}", span(left)))
    }

    /// Stops it.
    pub fn stop(&self) -> Plan {
        Plan {
            title: format!("Stop “{}”?", self.name),
            does: vec![
                "It becomes Stopping, then Stopped, and cannot go on".to_owned(),
                "The answers so far are written to S3".to_owned(),
            ],
            costs: "The tokens of the records that are processed until then".to_owned(),
            verb: "Stop the job",
            weight: Weight::Deletes,
            ask: Ask::bedrock("StopModelInvocationJob", json!({"jobIdentifier": self.arn})),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_names_what_is_missing() {
        let fields: Vec<_> = Form::default().faults().iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["job", "model", "role", "input", "output"]);
        assert!(Form::default().plan().is_none());
        let wrong = Form { hours: "12".to_owned(), tags: "x".to_owned(), ..Form::example() };
        assert_eq!(wrong.faults().iter().map(|fault| fault.field).collect::<Vec<_>>(), ["hours", "tags"]);
        let input = Form { hours: "48".to_owned(), kind: Kind::Converse, ..Form::example() }.ask().input;
        assert_eq!((&input["timeoutDurationInHours"], &input["modelInvocationType"]), (&json!(48), &json!("Converse")));
    }

    #[test]
    fn the_lines_are_records() {
        for kind in Kind::ALL {
            let record: Value = serde_json::from_str(kind.line()).unwrap();
            assert!(record["recordId"].is_string() && record["modelInput"].is_object());
        }
    }

    #[test]
    fn a_job_shows_its_way_and_its_records() {
        let job = |status: &str, total: u64| {
            let value = json!({"invocationJobSummaries": [{
                "jobArn": "arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/abcdefghijkl", "status": status,
                "totalRecordCount": total, "processedRecordCount": total / 2, "successRecordCount": 1, "errorRecordCount": 1,
                "jobExpirationTime": "2026-12-01T10:00:00Z"}]});
            read(&value).remove(0)
        };
        let words = |status: &str| job(status, 0).way().into_iter().map(|(_, word)| word).collect::<Vec<_>>();
        assert_eq!(words("Scheduled"), ["Completed", "Completed", "InProgress", "NotStarted", "NotStarted"]);
        assert_eq!(words("Completed"), ["Completed"; 5]);
        assert_eq!(job("Expired", 0).way().last(), Some(&("Expired".to_owned(), "Stopped")));
        assert_eq!(words("Failed"), ["Completed", "Failed"]);
        assert!(job("InProgress", 4).is_open() && !job("Stopping", 4).is_open());
        let records = job("InProgress", 4).records;
        assert_eq!(
            (records.told().as_str(), records.percent()),
            ("4 records in; 2 processed: 1 answered, 1 error", 50)
        );
        assert!(job("Submitted", 0).records.told().contains("Not counted"));
        let now = Timestamp::parse("2026-12-01T09:00:00Z").unwrap();
        assert_eq!(job("Submitted", 0).left(now).as_deref(), Some("Expires in 1 h 0 min"));
        assert_eq!(job("Completed", 0).left(now), None);
    }
}
