//! Fine-tuning jobs: the form that starts one, the list with its phases, and what it costs.

use serde_json::{Map, Value, json};

use super::{Ask, Fault, Plan, Weight, is_name, items, moment, plain_name, short, some_text, tags, text};
use crate::aws::time::Timestamp;
use crate::experiment::datasets::families::{Hyper, Step};
use crate::experiment::datasets::{Family, Report, Shape};
use crate::text::number;

/// The form that starts a job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The name of the job.
    pub job: String,
    /// The name of the model that it makes.
    pub model: String,
    /// The base model.
    pub base: String,
    /// The ARN of the role that reads and writes S3.
    pub role: String,
    /// Where the training data is.
    pub training: String,
    /// Where the validation data is; empty for none.
    pub validation: String,
    /// Where the results go.
    pub output: String,
    /// The teacher model of a distillation.
    pub teacher: String,
    /// The grader of a reinforcement job: a Lambda's ARN.
    pub grader: String,
    /// The hyperparameters that were set, by key; the others are the service's defaults.
    pub hyper: Vec<(String, String)>,
    /// Tags of the job, one `key=value` a line.
    pub tags: String,
}

impl Form {
    /// A form with plausible names and addresses, for a first try in the simulator.
    pub fn example(family: &Family) -> Self {
        Self {
            job: "rocks-1".to_owned(),
            model: "rocks".to_owned(),
            base: family.models.first().copied().unwrap_or_default().to_owned(),
            role: "arn:aws:iam::123456789012:role/BedrockTuning".to_owned(),
            training: "s3://outcrop-example/rocks/train.jsonl".to_owned(),
            output: "s3://outcrop-example/rocks/output/".to_owned(),
            teacher: if family.shape == Shape::Distillation {
                "amazon.nova-pro-v1:0".to_owned()
            } else {
                String::new()
            },
            grader: if family.shape == Shape::Reinforcement {
                "arn:aws:lambda:us-east-1:123456789012:function:grade".to_owned()
            } else {
                String::new()
            },
            ..Self::default()
        }
    }

    /// The value of a hyperparameter, as typed; empty if the default applies.
    pub fn hyper_of(&self, key: &str) -> String {
        self.hyper.iter().find(|(of, _)| of == key).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// Sets a hyperparameter; an empty value means the default.
    pub fn set_hyper(&mut self, key: &str, value: String) {
        self.hyper.retain(|(of, _)| of != key);
        if !value.trim().is_empty() {
            self.hyper.push((key.to_owned(), value));
        }
    }

    /// What is wrong with it.
    pub fn faults(&self, family: &Family) -> Vec<Fault> {
        let mut faults = Vec::new();
        if !is_name(self.job.trim(), 63, "+-.") || self.job.starts_with(['+', '-', '.']) || self.job.ends_with('-') {
            faults.push(Fault::at("job", "1 to 63 letters, digits and + - . and a letter or digit first"));
        }
        faults.extend(plain_name("model", self.model.trim()));
        if self.base.trim().is_empty() {
            faults.push(Fault::at("base", "Choose a base model"));
        }
        if !is_role(self.role.trim()) {
            faults.push(Fault::at(
                "role",
                "The ARN of an IAM role, such as arn:aws:iam::123456789012:role/BedrockTuning",
            ));
        }
        if let Some(why) = s3(&self.training) {
            faults.push(Fault::at("training", why));
        }
        if !self.validation.trim().is_empty() {
            if let Some(why) = s3(&self.validation) {
                faults.push(Fault::at("validation", why));
            } else if family.validation.is_none() {
                faults.push(Fault::at("validation", format!("{} takes no validation data", family.name)));
            }
        }
        if let Some(why) = s3(&self.output) {
            faults.push(Fault::at("output", why));
        }
        match family.shape {
            Shape::Distillation if self.teacher.trim().is_empty() => {
                faults.push(Fault::at("teacher", "Choose the model that teaches"));
            }
            Shape::Reinforcement if !self.grader.trim().starts_with("arn:aws:lambda:") => {
                faults.push(Fault::at("grader", "The ARN of the Lambda function that grades, arn:aws:lambda:…"));
            }
            Shape::PromptCompletion
            | Shape::Conversation
            | Shape::Distillation
            | Shape::Anthropic
            | Shape::ImageCaption
            | Shape::PreTraining
            | Shape::Reinforcement => {}
        }
        for (row, hyper) in family.hyper.iter().enumerate() {
            if let Some(why) = outside(hyper, &self.hyper_of(hyper.key)) {
                faults.push(Fault::in_row("hyper", row, why));
            }
        }
        if let Err(why) = tags(&self.tags) {
            faults.push(Fault::at("tags", why));
        }
        faults
    }

    /// What the job does and costs, with its call; `None` if something is wrong.
    pub fn plan(&self, family: &Family, data: &Report) -> Option<Plan> {
        if !self.faults(family).is_empty() {
            return None;
        }
        let mut input = Map::new();
        let mut put = |key: &str, value: Value| input.insert(key.to_owned(), value);
        put("jobName", json!(self.job.trim()));
        put("customModelName", json!(self.model.trim()));
        put("roleArn", json!(self.role.trim()));
        put("baseModelIdentifier", json!(self.base.trim()));
        put("customizationType", json!(family.customization));
        put("trainingDataConfig", json!({ "s3Uri": self.training.trim() }));
        if !self.validation.trim().is_empty() {
            put("validationDataConfig", json!({"validators": [{ "s3Uri": self.validation.trim() }]}));
        }
        put("outputDataConfig", json!({ "s3Uri": self.output.trim() }));
        let set: Map<String, Value> = family
            .hyper
            .iter()
            .map(|hyper| (hyper.key, self.hyper_of(hyper.key).trim().to_owned()))
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (key.to_owned(), json!(value)))
            .collect();
        if !set.is_empty() {
            put("hyperParameters", Value::Object(set));
        }
        match family.shape {
            Shape::Distillation => {
                let teacher = json!({"teacherModelConfig": {"teacherModelIdentifier": self.teacher.trim()}});
                put("customizationConfig", json!({ "distillationConfig": teacher }));
            }
            Shape::Reinforcement => {
                let grader = json!({"graderConfig": {"lambdaGrader": {"lambdaArn": self.grader.trim()}}});
                put("customizationConfig", json!({ "rftConfig": grader }));
            }
            Shape::PromptCompletion
            | Shape::Conversation
            | Shape::Anthropic
            | Shape::ImageCaption
            | Shape::PreTraining => {}
        }
        let tags = tags(&self.tags).ok()?;
        if !tags.is_empty() {
            put("jobTags", json!(tags));
        }
        Some(Plan {
            title: format!("Start the job “{}”?", self.job.trim()),
            does: vec![
                format!("Trains {} with {}", short(self.base.trim()), self.training.trim()),
                format!("When it is complete, the custom model “{}” is there", self.model.trim()),
                "It runs for hours. You can stop it; what was trained until then is billed".to_owned(),
            ],
            costs: self.cost(family, data),
            verb: "Start the job",
            weight: Weight::Writes,
            ask: Ask::bedrock("CreateModelCustomizationJob", Value::Object(input)),
        })
    }

    /// What the training costs, as far as it is known.
    fn cost(&self, family: &Family, data: &Report) -> String {
        let epochs = family.hyper.iter().find(|hyper| hyper.key == "epochCount").and_then(|hyper| {
            let typed = self.hyper_of(hyper.key);
            (if typed.trim().is_empty() { hyper.default } else { typed.trim() }).parse::<u64>().ok()
        });
        let after = "The custom model is then billed monthly for its storage";
        match epochs.filter(|_| data.tokens > 0) {
            Some(epochs) => format!(
                "Billed by tokens read: about {} of your data × {} = {}, at the training rate of the base model, which no \
                 price list here has. {after}",
                number::count(data.tokens, "token"),
                number::count(epochs, "epoch"),
                number::count(data.tokens.saturating_mul(epochs), "token"),
            ),
            None => format!(
                "Billed by tokens read: the tokens of the training data × epochs, at the training rate of the base model. \
                 {after}"
            ),
        }
    }
}

/// Why a typed value does not fit a hyperparameter; an empty one is the default.
pub fn outside(hyper: &Hyper, typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let range = if hyper.most > hyper.least {
        format!("{} to {}", shown(hyper.least), shown(hyper.most))
    } else {
        shown(hyper.least)
    };
    let kind = match hyper.step {
        Step::Whole => "A whole number",
        Step::Any => "A number",
    };
    let value = number::decimal(typed);
    let fits = value.is_some_and(|value| {
        let is_whole = hyper.step == Step::Any || typed.bytes().all(|byte| byte.is_ascii_digit());
        is_whole && value >= hyper.least && value <= hyper.most
    });
    (!fits).then(|| format!("{kind}, {range}"))
}

/// The range of a hyperparameter in words.
pub fn range(hyper: &Hyper) -> String {
    if hyper.most > hyper.least {
        format!("{} to {}; the service's default is {}", shown(hyper.least), shown(hyper.most), hyper.default)
    } else {
        format!("always {}", shown(hyper.least))
    }
}

/// A limit as people write it: small ones with their zeros.
fn shown(value: f64) -> String {
    let digits = [1e-7, 1e-6, 1e-5, 1e-4, 1e-3].into_iter().position(|least| value > 0.0 && value < least * 10.0);
    match digits {
        Some(at) => {
            let decimals = 7 - at;
            format!("{value:.decimals$}")
        }
        None => number::trimmed(value),
    }
}

fn is_role(arn: &str) -> bool {
    let mut parts = arn.splitn(6, ':');
    let head = [parts.next(), parts.next().map(|_| ""), parts.next()];
    let (region, account, role) = (parts.next(), parts.next(), parts.next());
    head == [Some("arn"), Some(""), Some("iam")]
        && region == Some("")
        && account.is_some_and(|account| {
            account.is_empty() || (account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit()))
        })
        && role.is_some_and(|role| role.strip_prefix("role/").is_some_and(|name| !name.is_empty()))
}

/// What is wrong with an S3 address.
fn s3(uri: &str) -> Option<String> {
    let uri = uri.trim();
    let Some(rest) = uri.strip_prefix("s3://") else {
        return Some(if uri.is_empty() {
            "An S3 address, such as s3://bucket/folder/train.jsonl".to_owned()
        } else {
            format!("“{uri}” does not begin with s3://")
        });
    };
    let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
    let bucket_fits = (3..=63).contains(&bucket.len())
        && bucket.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c))
        && bucket.starts_with(|c: char| c.is_ascii_alphanumeric())
        && bucket.ends_with(|c: char| c.is_ascii_alphanumeric());
    if !bucket_fits {
        return Some("A bucket has 3 to 63 lower-case letters, digits, hyphens and dots".to_owned());
    }
    let wrong = key.chars().find(|c| !(c.is_ascii_alphanumeric() || "-!_*'()./".contains(*c)));
    match wrong {
        Some(c) => Some(format!("The API takes no “{c}” in an S3 address")),
        None if key.starts_with('/') || key.contains("//") => Some("No two slashes together".to_owned()),
        None => None,
    }
}

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
        Some(super::span(end.since_ms(began?)))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn nova() -> Family {
        Family::of("nova")
    }

    #[test]
    fn the_example_is_complete_and_sends_only_what_was_set() {
        for family in crate::experiment::datasets::families::FAMILIES {
            let form = Form::example(family);
            assert_eq!(form.faults(family), [], "{}", family.name);
        }
        let mut form = Form::example(&nova());
        let report = Report { records: 10, tokens: 500, ..Report::default() };
        let plan = form.plan(&nova(), &report).unwrap();
        assert_eq!(plan.ask.input.get("hyperParameters"), None);
        assert_eq!(plan.ask.input["customizationType"], json!("FINE_TUNING"));
        assert!(plan.costs.contains("500 tokens") && plan.costs.contains("2 epochs = 1,000 tokens"), "{}", plan.costs);
        form.set_hyper("epochCount", "3".to_owned());
        assert_eq!(form.plan(&nova(), &report).unwrap().ask.input["hyperParameters"], json!({"epochCount": "3"}));
        form.set_hyper("epochCount", " ".to_owned());
        assert_eq!(form.hyper, []);
    }

    #[test]
    fn a_distillation_names_its_teacher_and_reinforcement_its_grader() {
        for (key, pointer) in [
            ("distillation", "/customizationConfig/distillationConfig/teacherModelConfig/teacherModelIdentifier"),
            ("reinforcement", "/customizationConfig/rftConfig/graderConfig/lambdaGrader/lambdaArn"),
        ] {
            let family = Family::of(key);
            let plan = Form::example(&family).plan(&family, &Report::default()).unwrap();
            assert!(plan.ask.input.pointer(pointer).is_some_and(Value::is_string), "{key}");
        }
    }

    #[test]
    fn each_fault_is_at_its_field() {
        let set = |change: fn(&mut Form)| {
            let mut form = Form::example(&nova());
            change(&mut form);
            form.faults(&nova()).iter().map(|fault| (fault.field, fault.row)).collect::<Vec<_>>()
        };
        assert_eq!(set(|form| form.job = "-x".to_owned()), [("job", 0)]);
        assert_eq!(set(|form| form.model.clear()), [("model", 0)]);
        assert_eq!(set(|form| form.base.clear()), [("base", 0)]);
        assert_eq!(set(|form| form.role = "role".to_owned()), [("role", 0)]);
        assert_eq!(set(|form| form.training = "https://x".to_owned()), [("training", 0)]);
        assert_eq!(set(|form| form.validation = "s3://B/x".to_owned()), [("validation", 0)]);
        assert_eq!(set(|form| form.output = "s3://bucket/a b".to_owned()), [("output", 0)]);
        assert_eq!(set(|form| form.set_hyper("epochCount", "9".to_owned())), [("hyper", 0)]);
        assert_eq!(set(|form| form.set_hyper("learningRate", "1".to_owned())), [("hyper", 1)]);
        assert_eq!(set(|form| form.tags = "x".to_owned()), [("tags", 0)]);
    }

    #[test]
    fn hyperparameters_keep_their_range() {
        let [epochs, rate, ..] = nova().hyper else { panic!("Nova has some") };
        for (hyper, typed, fits) in [
            (epochs, "", true),
            (epochs, "5", true),
            (epochs, "2.0", false),
            (epochs, "0", false),
            (epochs, "six", false),
            (rate, "1e-5", true),
            (rate, "0.00001", true),
            (rate, "0.001", false),
        ] {
            assert_eq!(outside(hyper, typed).is_none(), fits, "{} {typed}", hyper.key);
        }
        assert_eq!(range(rate), "0.000001 to 0.0001; the service's default is 0.00001");
        assert_eq!(range(epochs), "1 to 5; the service's default is 2");
    }

    #[test]
    fn roles_and_addresses_follow_the_patterns() {
        for (arn, good) in [
            ("arn:aws:iam::123456789012:role/X", true),
            ("arn:aws-us-gov:iam::123456789012:role/path/X", true),
            ("arn:aws:iam::12:role/X", false),
            ("arn:aws:iam::123456789012:user/X", false),
            ("arn:aws:iam::123456789012:role/", false),
        ] {
            assert_eq!(is_role(arn), good, "{arn}");
        }
        for (uri, good) in [
            ("s3://bucket/a.jsonl", true),
            ("s3://bucket", true),
            ("s3://bucket/folder/", true),
            ("s3://b/a", false),
            ("s3://bucket//a", false),
            ("s3://bucket/a b", false),
            ("", false),
        ] {
            assert_eq!(s3(uri).is_none(), good, "{uri}");
        }
    }

    #[test]
    fn a_job_is_read_with_its_phases() {
        let now = Timestamp::parse("2026-11-30T12:00:00Z").unwrap();
        let jobs = read(&json!({"modelCustomizationJobSummaries": [{
            "jobArn": "arn:j", "jobName": "rocks-1", "status": "InProgress", "baseModelArn": "arn:b",
            "creationTime": "2026-11-30T10:00:00Z", "statusDetails": {
                "validationDetails": {"status": "Completed", "creationTime": "2026-11-30T10:00:00Z", "lastModifiedTime": "2026-11-30T10:20:00Z"},
                "trainingDetails": {"status": "InProgress", "creationTime": "2026-11-30T10:20:00Z"},
                "dataProcessingDetails": {"status": "NotStarted"}}
        }]}));
        let job = &jobs[0];
        assert!(job.is_running());
        let phases: Vec<_> = job.phases.iter().map(|phase| (phase.name, phase.took(now))).collect();
        assert_eq!(
            phases,
            [
                ("Validation", Some("20 min".to_owned())),
                ("Data processing", None),
                ("Training", Some("1 h 40 min".to_owned()))
            ]
        );
        assert_eq!(job.stop().ask.input, json!({"jobIdentifier": "arn:j"}));
    }

    #[test]
    fn the_details_have_the_losses_and_the_failure() {
        let details = read_details(&json!({
            "failureMessage": "no data", "hyperParameters": {"epochCount": "2"}, "trainingMetrics": {"trainingLoss": 0.25},
            "validationMetrics": [{"validationLoss": 0.5}], "trainingDataConfig": {"s3Uri": "s3://b/x"}
        }));
        assert_eq!((details.failure.as_deref(), details.training_loss), (Some("no data"), Some(0.25)));
        assert_eq!((details.validation_losses, details.places.len()), (vec![0.5], 1));
    }
}
