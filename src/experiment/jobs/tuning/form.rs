//! The form that starts a job.

use serde_json::{Map, Value, json};

use super::super::{Ask, Fault, Plan, Weight, is_name, plain_name, short, tags};
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

pub(in super::super) fn is_role(arn: &str) -> bool {
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
pub(in super::super) fn s3(uri: &str) -> Option<String> {
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
