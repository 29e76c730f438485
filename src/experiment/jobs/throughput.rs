//! Provisioned throughput: the form that buys it, the list, and what it costs.
//!
//! No price of a model unit is public for most models, so none is guessed: the texts say what is billed, from when, and
//! until when. Facts: the user guide's pages on provisioned throughput; the API model.

use serde_json::{Map, Value, json};

use super::{Ask, Fault, Plan, Weight, items, moment, plain_name, short, some_text, tags, text};
use crate::aws::time::Timestamp;
use crate::text::number;

/// Contextual IDs that AWS's guide lists for provisioned throughput; any other can be typed.
pub const SUGGESTED: [&str; 12] = [
    "amazon.nova-micro-v1:0:24k",
    "amazon.nova-micro-v1:0:128k",
    "amazon.nova-lite-v1:0:24k",
    "amazon.nova-lite-v1:0:300k",
    "amazon.nova-pro-v1:0:24k",
    "amazon.nova-pro-v1:0:300k",
    "amazon.titan-embed-image-v1:0",
    "amazon.titan-embed-text-v1:2:8k",
    "cohere.embed-english-v3:0:512",
    "cohere.embed-multilingual-v3:0:512",
    "meta.llama3-1-8b-instruct-v1:0:128k",
    "meta.llama3-1-70b-instruct-v1:0:128k",
];

/// How long one is bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Commitment {
    /// Not at all.
    #[default]
    None,
    /// One month.
    OneMonth,
    /// Six months.
    SixMonths,
}

impl Commitment {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::None, Self::OneMonth, Self::SixMonths];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "No commitment",
            Self::OneMonth => "One month",
            Self::SixMonths => "Six months",
        }
    }

    /// The value of the API; without a commitment the member is left out.
    fn word(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::OneMonth => Some("OneMonth"),
            Self::SixMonths => Some("SixMonths"),
        }
    }
}

/// The form that buys throughput.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its name.
    pub name: String,
    /// A contextual model ID, or the ARN of a custom model.
    pub model: String,
    /// The number of model units, as typed.
    pub units: String,
    /// The commitment.
    pub commitment: Commitment,
    /// Tags, one `key=value` a line.
    pub tags: String,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            name: String::new(),
            model: String::new(),
            units: "1".to_owned(),
            commitment: Commitment::None,
            tags: String::new(),
        }
    }
}

impl Form {
    /// What is wrong with it.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = plain_name("name", &self.name).into_iter().collect();
        let model = self.model.trim();
        if model.is_empty() {
            faults.push(Fault::at("model", "Choose a model, or type the ARN of a custom model"));
        } else if model.chars().any(char::is_whitespace) {
            faults.push(Fault::at("model", "A model ID or ARN has no spaces"));
        } else if let Some(prefix) = profile_prefix(model) {
            faults.push(Fault::at(
                "model",
                format!(
                    "“{prefix}” is the prefix of an inference profile. Throughput is bought for a model, without it"
                ),
            ));
        }
        if self.count().is_none() {
            faults.push(Fault::at("units", "A whole number, 1 or more"));
        }
        if let Err(why) = tags(&self.tags) {
            faults.push(Fault::at("tags", why));
        }
        faults
    }

    /// A note on the model that does not prevent the call.
    pub fn note(&self) -> Option<String> {
        let model = self.model.trim();
        if model.starts_with("arn:") || SUGGESTED.contains(&model) || model.is_empty() {
            return None;
        }
        let sizes: Vec<&str> = SUGGESTED
            .into_iter()
            .filter(|known| known.strip_prefix(model).is_some_and(|rest| rest.starts_with(':')))
            .collect();
        Some(if sizes.is_empty() {
            "Not in the list of models that AWS's guide names for provisioned throughput. Bedrock decides".to_owned()
        } else {
            format!("Throughput is bought for a context length. Choose {}", sizes.join(" or "))
        })
    }

    fn count(&self) -> Option<u64> {
        self.units.trim().parse().ok().filter(|units| *units >= 1)
    }

    /// What the purchase does and costs, with its call; `None` if something is wrong.
    pub fn plan(&self) -> Option<Plan> {
        if !self.faults().is_empty() {
            return None;
        }
        let units = self.count()?;
        let mut input = Map::new();
        input.insert("provisionedModelName".to_owned(), json!(self.name.trim()));
        input.insert("modelId".to_owned(), json!(self.model.trim()));
        input.insert("modelUnits".to_owned(), json!(units));
        if let Some(word) = self.commitment.word() {
            input.insert("commitmentDuration".to_owned(), json!(word));
        }
        let tags = tags(&self.tags).ok()?;
        if !tags.is_empty() {
            input.insert("tags".to_owned(), json!(tags));
        }
        Some(Plan {
            title: format!("Buy {} of {}?", number::count(units, "model unit"), short(self.model.trim())),
            does: vec![
                format!(
                    "Creates “{}”. It is InService after some minutes; its ARN is then a modelId",
                    self.name.trim()
                ),
                match self.commitment {
                    Commitment::None => "You can delete it at any time".to_owned(),
                    Commitment::OneMonth => "It cannot be deleted for one month".to_owned(),
                    Commitment::SixMonths => "It cannot be deleted for six months".to_owned(),
                },
            ],
            costs: cost(units, self.commitment),
            verb: "Buy",
            weight: Weight::Writes,
            ask: Ask::bedrock("CreateProvisionedModelThroughput", Value::Object(input)),
        })
    }
}

/// What is billed, from when, and until when.
fn cost(units: u64, commitment: Commitment) -> String {
    let each =
        if units == 1 { "The unit is".to_owned() } else { format!("Each of the {} units is", number::grouped(units)) };
    let until = match commitment {
        Commitment::None => "until you delete it",
        Commitment::OneMonth => "for one month at least, at a lower rate",
        Commitment::SixMonths => "for six months at least, at the lowest rate",
    };
    format!(
        "{each} billed by the hour from its creation {until}, whether it is used or not. The rate depends on the model; no \
         price list that this page may use has it. See aws.amazon.com/bedrock/pricing"
    )
}

/// The saved form of the simulator's account with so many model units, for base and custom models.
pub fn with_units(mut account: Value, units: u64) -> Value {
    for key in ["modelUnits", "noCommitmentUnitsBase", "noCommitmentUnitsCustom"] {
        if let Some(quotas) = account.get_mut("quotas").and_then(Value::as_object_mut) {
            quotas.insert(key.to_owned(), json!(units));
        }
    }
    account
}

/// The prefix of an inference profile, if the ID has one.
fn profile_prefix(model: &str) -> Option<&'static str> {
    crate::bedrock::model_id::PROFILE_PREFIXES.into_iter().find(|prefix| model.starts_with(prefix))
}

/// One provisioned throughput.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its ARN.
    pub arn: String,
    /// The model that answers now.
    pub model: String,
    /// The model that it moves to, if another.
    pub moving_to: Option<String>,
    /// The base model.
    pub base: String,
    /// `Creating`, `InService`, `Updating`, `Failed`.
    pub status: String,
    /// Its units.
    pub units: u64,
    /// Its commitment, in words.
    pub commitment: Commitment,
    /// When the commitment ends.
    pub ends: Option<Timestamp>,
    /// When it was created.
    pub created: Option<Timestamp>,
}

/// The list, newest first.
pub fn list() -> Ask {
    Ask::bedrock("ListProvisionedModelThroughputs", json!({"maxResults": 1000}))
}

/// Reads the output of `ListProvisionedModelThroughputs`.
pub fn read(output: &Value) -> Vec<Row> {
    items(output, "provisionedModelSummaries").iter().filter_map(read_one).collect()
}

fn read_one(value: &Value) -> Option<Row> {
    let (model, desired) = (text(value, "modelArn"), text(value, "desiredModelArn"));
    Some(Row {
        name: text(value, "provisionedModelName"),
        arn: some_text(value, "provisionedModelArn")?,
        moving_to: (desired != model && !desired.is_empty()).then_some(desired),
        model,
        base: text(value, "foundationModelArn"),
        status: text(value, "status"),
        units: value.get("modelUnits").and_then(Value::as_u64).unwrap_or_default(),
        commitment: match value.get("commitmentDuration").and_then(Value::as_str) {
            Some("OneMonth") => Commitment::OneMonth,
            Some("SixMonths") => Commitment::SixMonths,
            _ => Commitment::None,
        },
        ends: moment(value, "commitmentExpirationTime"),
        created: moment(value, "creationTime"),
    })
}

impl Row {
    /// Whether it changes by itself soon.
    pub fn is_changing(&self) -> bool {
        matches!(self.status.as_str(), "Creating" | "Updating")
    }

    /// Whether a custom model answers, so that it can move to a sibling or the base.
    pub fn is_custom(&self) -> bool {
        self.model.contains(":custom-model/")
    }

    /// The hours that are billed so far: units times started hours.
    pub fn unit_hours(&self, now: Timestamp) -> Option<u64> {
        const HOUR_MS: i64 = 3_600_000;
        let hours = u64::try_from(now.since_ms(self.created?).max(0) / HOUR_MS).ok()? + 1;
        Some(hours.saturating_mul(self.units))
    }

    /// Why it cannot be deleted now, if so.
    pub fn bound(&self, now: Timestamp) -> Option<String> {
        match (self.commitment, self.ends) {
            (Commitment::None, _) => None,
            (_, Some(ends)) if ends <= now => None,
            (_, Some(ends)) => Some(format!("Bound until {}. AWS refuses to delete it before", ends.date())),
            (_, None) => Some("Bound by its commitment. AWS refuses to delete it before the term ends".to_owned()),
        }
    }

    /// Renames it.
    ///
    /// # Errors
    /// When the name does not fit.
    pub fn rename(&self, name: &str) -> Result<Plan, Fault> {
        if let Some(fault) = plain_name("rename", name.trim()) {
            return Err(fault);
        }
        Ok(Plan {
            title: format!("Rename “{}”?", self.name),
            does: vec![format!("Its name becomes “{}”. Its ARN stays", name.trim())],
            costs: "Nothing more. It stays billed by the hour".to_owned(),
            verb: "Rename",
            weight: Weight::Writes,
            ask: Ask::bedrock(
                "UpdateProvisionedModelThroughput",
                json!({"provisionedModelId": self.arn, "desiredProvisionedModelName": name.trim()}),
            ),
        })
    }

    /// Moves it to another model: the base of its custom model, or a sibling.
    ///
    /// # Errors
    /// When a base model answers, or no model is given.
    pub fn move_to(&self, model: &str) -> Result<Plan, Fault> {
        let model = model.trim();
        if !self.is_custom() {
            return Err(Fault::at("move", "Throughput of a base model keeps its model; it can only be renamed"));
        }
        if model.is_empty() || model.chars().any(char::is_whitespace) {
            return Err(Fault::at("move", "Choose the base model, or a custom model of the same base"));
        }
        Ok(Plan {
            title: format!("Move “{}” to another model?", self.name),
            does: vec![
                format!("{} answers instead of {}", short(model), short(&self.model)),
                "While it is Updating, the old model answers".to_owned(),
            ],
            costs: "Nothing more. It stays billed by the hour".to_owned(),
            verb: "Move",
            weight: Weight::Writes,
            ask: Ask::bedrock(
                "UpdateProvisionedModelThroughput",
                json!({"provisionedModelId": self.arn, "desiredModelId": model}),
            ),
        })
    }

    /// Deletes it.
    pub fn delete(&self, now: Timestamp) -> Plan {
        let mut does = vec![
            "It is gone at once, and its ARN answers no more".to_owned(),
            "A custom model behind it stays".to_owned(),
        ];
        does.extend(self.bound(now));
        Plan {
            title: format!("Delete “{}”?", self.name),
            does,
            costs: "Nothing. The hourly charge ends with the deletion".to_owned(),
            verb: "Delete",
            weight: Weight::Deletes,
            ask: Ask::bedrock("DeleteProvisionedModelThroughput", json!({ "provisionedModelId": self.arn })),
        }
    }
}

#[cfg(test)]
mod tests;
