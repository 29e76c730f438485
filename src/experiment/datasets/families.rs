//! What each family of base models takes: the shape of a line, how many, how long, and its hyperparameters.

use super::Part;
use crate::text::number;

/// The shape of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `prompt` and `completion`.
    PromptCompletion,
    /// `schemaVersion`, `system`, `messages` with lists of content blocks.
    Conversation,
    /// As [`Shape::Conversation`]; the answer of the assistant may be left to the teacher.
    Distillation,
    /// `system`, `messages` with texts.
    Anthropic,
    /// `image-ref` and `caption`, for image and embedding models.
    ImageCaption,
    /// `input` only.
    PreTraining,
    /// `messages` in the form of OpenAI, with a `reference_answer`.
    Reinforcement,
}

impl Shape {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::PromptCompletion => "Prompt and completion",
            Self::Conversation => "Conversation",
            Self::Distillation => "Distillation",
            Self::Anthropic => "Anthropic messages",
            Self::ImageCaption => "Image and caption",
            Self::PreTraining => "Continued pre-training",
            Self::Reinforcement => "Reinforcement",
        }
    }

    /// One line as it should be.
    pub fn line(self) -> &'static str {
        match self {
            Self::PromptCompletion => r#"{"prompt":"What is basalt?","completion":"A dark volcanic rock."}"#,
            Self::Conversation => {
                r#"{"schemaVersion":"bedrock-conversation-2024","system":[{"text":"You name rocks."}],"messages":[{"role":"user","content":[{"text":"Dark and volcanic?"}]},{"role":"assistant","content":[{"text":"Basalt."}]}]}"#
            }
            Self::Distillation => {
                r#"{"schemaVersion":"bedrock-conversation-2024","system":[{"text":"You name rocks."}],"messages":[{"role":"user","content":[{"text":"Dark and volcanic?"}]}]}"#
            }
            Self::Anthropic => {
                r#"{"system":"You name rocks.","messages":[{"role":"user","content":"Dark and volcanic?"},{"role":"assistant","content":"Basalt."}]}"#
            }
            Self::ImageCaption => r#"{"image-ref":"s3://bucket/rocks/1.png","caption":"A piece of basalt"}"#,
            Self::PreTraining => r#"{"input":"Basalt is a dark volcanic rock."}"#,
            Self::Reinforcement => {
                r#"{"messages":[{"role":"user","content":"How many corners has a cube?"}],"reference_answer":{"number":8}}"#
            }
        }
    }
}

/// A hyperparameter: on the wire, its value is a string.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hyper {
    /// Its key.
    pub key: &'static str,
    /// What it does.
    pub about: &'static str,
    /// Its least value.
    pub least: f64,
    /// Its greatest value.
    pub most: f64,
    /// Whether only whole numbers fit.
    pub step: Step,
    /// The default of the service.
    pub default: &'static str,
}

/// Which numbers fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Whole ones.
    Whole,
    /// Any.
    Any,
}

const fn whole(key: &'static str, about: &'static str, least: f64, most: f64, default: &'static str) -> Hyper {
    Hyper { key, about, least, most, step: Step::Whole, default }
}

const fn any(key: &'static str, about: &'static str, least: f64, most: f64, default: &'static str) -> Hyper {
    Hyper { key, about, least, most, step: Step::Any, default }
}

const EPOCHS: &str = "How often the job reads all training data. The cost grows with it";
const RATE: &str = "How far each step changes the weights";
const WARM_UP: &str = "Steps over which the learning rate rises to its value";
const BATCH: &str = "Records a step";

const NOVA: &[Hyper] = &[
    whole("epochCount", EPOCHS, 1.0, 5.0, "2"),
    any("learningRate", RATE, 1e-6, 1e-4, "0.00001"),
    whole("learningRateWarmupSteps", WARM_UP, 0.0, 100.0, "10"),
];
const LLAMA: &[Hyper] = &[
    whole("epochCount", EPOCHS, 1.0, 10.0, "5"),
    whole("batchSize", BATCH, 1.0, 1.0, "1"),
    any("learningRate", RATE, 5e-6, 0.1, "0.0001"),
];
const CLAUDE: &[Hyper] = &[
    whole("epochCount", EPOCHS, 1.0, 10.0, "2"),
    whole("batchSize", BATCH, 4.0, 256.0, "32"),
    any("learningRateMultiplier", "Multiplies the learning rate that AWS chose", 0.1, 2.0, "1"),
    any("earlyStoppingThreshold", "Stops when the loss improves by less", 0.0, 0.1, "0.001"),
    whole("earlyStoppingPatience", "How many checks without improvement before it stops", 1.0, 10.0, "2"),
];
const TITAN: &[Hyper] = &[
    whole("epochCount", EPOCHS, 1.0, 10.0, "5"),
    whole("batchSize", BATCH, 1.0, 64.0, "1"),
    any("learningRate", RATE, 0.0, 1.0, "0.00001"),
    whole("learningRateWarmupSteps", WARM_UP, 0.0, 250.0, "5"),
];
const COHERE: &[Hyper] = &[
    whole("epochCount", EPOCHS, 1.0, 100.0, "1"),
    any("learningRate", RATE, 5e-6, 0.1, "0.00001"),
    whole("evalPercentage", "The share of the data that validates, without a validation file", 5.0, 50.0, "20"),
];
const CANVAS: &[Hyper] = &[
    whole("stepCount", "How many steps the training has", 10.0, 20_000.0, "500"),
    whole("batchSize", BATCH, 8.0, 192.0, "8"),
    any("learningRate", RATE, 1e-7, 1e-4, "0.00001"),
];
const TITAN_EMBEDDING: &[Hyper] = &[
    whole("epochCount", EPOCHS, 1.0, 100.0, "100"),
    whole("batchSize", BATCH, 256.0, 9_216.0, "576"),
    any("learningRate", RATE, 5e-8, 1.0, "0.00005"),
];

/// A family of base models.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Family {
    /// Its key, for a list.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The base models, by the IDs that jobs take.
    pub models: &'static [&'static str],
    /// The shape of a line.
    pub shape: Shape,
    /// The records that training takes.
    pub records: (usize, usize),
    /// The records that validation takes; `None` if it takes none.
    pub validation: Option<(usize, usize)>,
    /// The most tokens of a record.
    pub tokens: Option<usize>,
    /// The most bytes of a line.
    pub line_bytes: Option<usize>,
    /// The text roles that AWS says make a Nova job fail.
    pub reserved: &'static [&'static str],
    /// The hyperparameters, if they are documented.
    pub hyper: &'static [Hyper],
    /// The customization type of the job.
    pub customization: &'static str,
    /// Whether AWS still takes new jobs, as far as the dated sources say.
    pub age: Age,
}

/// Whether a family takes new jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// It does.
    Live,
    /// Its models are legacy or gone; listed for reading old material.
    Old,
}

/// Words that AWS's guide says must not be in the texts of Nova's training data.
pub const RESERVED: &[&str] = &[
    "System:",
    "User:",
    "Bot:",
    "Assistant:",
    "SYSTEM:",
    "USER:",
    "BOT:",
    "ASSISTANT:",
    "Thought:",
    "[EOS]",
    "<image>",
    "<video>",
    "<unk>",
];

const NONE: &[&str] = &[];
const FINE: &str = "FINE_TUNING";

/// The families, those that take jobs first.
pub const FAMILIES: &[Family] = &[
    Family {
        key: "nova",
        name: "Amazon Nova Micro, Lite, Pro",
        models: &["amazon.nova-micro-v1:0:128k", "amazon.nova-lite-v1:0:300k", "amazon.nova-pro-v1:0:300k"],
        shape: Shape::Conversation,
        records: (8, 20_000),
        validation: Some((1, 20_000)),
        tokens: Some(32_000),
        line_bytes: None,
        reserved: RESERVED,
        hyper: NOVA,
        customization: FINE,
        age: Age::Live,
    },
    Family {
        key: "llama",
        name: "Meta Llama 3.2 and 3.3",
        models: &["meta.llama3-3-70b-instruct-v1:0:128k", "meta.llama3-2-3b-instruct-v1:0:128k"],
        shape: Shape::Conversation,
        records: (100, 10_000),
        validation: Some((1, 1_000)),
        tokens: Some(16_000),
        line_bytes: None,
        reserved: NONE,
        hyper: LLAMA,
        customization: FINE,
        age: Age::Live,
    },
    Family {
        key: "distillation",
        name: "Distillation into Nova or Llama",
        models: &["amazon.nova-micro-v1:0:128k", "amazon.nova-lite-v1:0:300k", "meta.llama3-3-70b-instruct-v1:0:128k"],
        shape: Shape::Distillation,
        records: (100, 15_000),
        validation: None,
        tokens: None,
        line_bytes: Some(16_000),
        reserved: NONE,
        hyper: &[],
        customization: "DISTILLATION",
        age: Age::Live,
    },
    Family {
        key: "reinforcement",
        name: "Reinforcement of Nova 2 Lite",
        models: &["amazon.nova-2-lite-v1:0"],
        shape: Shape::Reinforcement,
        records: (100, 20_000),
        validation: None,
        tokens: None,
        line_bytes: None,
        reserved: NONE,
        hyper: &[],
        customization: "REINFORCEMENT_FINE_TUNING",
        age: Age::Live,
    },
    Family {
        key: "claude",
        name: "Anthropic Claude 3 Haiku",
        models: &["anthropic.claude-3-haiku-20240307-v1:0:200k"],
        shape: Shape::Anthropic,
        records: (32, 10_000),
        validation: Some((32, 1_000)),
        tokens: Some(32_000),
        line_bytes: None,
        reserved: NONE,
        hyper: CLAUDE,
        customization: FINE,
        age: Age::Old,
    },
    Family {
        key: "titan",
        name: "Amazon Titan Text Lite, Express",
        models: &["amazon.titan-text-lite-v1:0:4k", "amazon.titan-text-express-v1:0:8k"],
        shape: Shape::PromptCompletion,
        records: (1, 10_000),
        validation: Some((1, 1_000)),
        tokens: Some(4_096),
        line_bytes: None,
        reserved: NONE,
        hyper: TITAN,
        customization: FINE,
        age: Age::Old,
    },
    Family {
        key: "llama31",
        name: "Meta Llama 3.1",
        models: &["meta.llama3-1-8b-instruct-v1:0:128k", "meta.llama3-1-70b-instruct-v1:0:128k"],
        shape: Shape::PromptCompletion,
        records: (100, 10_000),
        validation: Some((1, 1_000)),
        tokens: Some(16_000),
        line_bytes: None,
        reserved: NONE,
        hyper: LLAMA,
        customization: FINE,
        age: Age::Old,
    },
    Family {
        key: "cohere",
        name: "Cohere Command",
        models: &["cohere.command-text-v14:7:4k", "cohere.command-light-text-v14:7:4k"],
        shape: Shape::PromptCompletion,
        records: (1, 10_000),
        validation: Some((1, 1_000)),
        tokens: Some(6_144),
        line_bytes: None,
        reserved: NONE,
        hyper: COHERE,
        customization: FINE,
        age: Age::Old,
    },
    Family {
        key: "pretraining",
        name: "Continued pre-training of Titan Text",
        models: &["amazon.titan-text-lite-v1:0:4k", "amazon.titan-text-express-v1:0:8k"],
        shape: Shape::PreTraining,
        records: (1, 100_000),
        validation: Some((1, 1_000)),
        tokens: Some(4_096),
        line_bytes: None,
        reserved: NONE,
        hyper: TITAN,
        customization: "CONTINUED_PRE_TRAINING",
        age: Age::Old,
    },
    Family {
        key: "canvas",
        name: "Images: Nova Canvas, Titan Image Generator",
        models: &["amazon.nova-canvas-v1:0", "amazon.titan-image-generator-v2:0"],
        shape: Shape::ImageCaption,
        records: (5, 10_000),
        validation: None,
        tokens: None,
        line_bytes: None,
        reserved: NONE,
        hyper: CANVAS,
        customization: FINE,
        age: Age::Old,
    },
    Family {
        key: "embedding",
        name: "Embeddings: Titan Multimodal",
        models: &["amazon.titan-embed-image-v1:0"],
        shape: Shape::ImageCaption,
        records: (1_000, 500_000),
        validation: Some((1, 500_000)),
        tokens: None,
        line_bytes: None,
        reserved: NONE,
        hyper: TITAN_EMBEDDING,
        customization: FINE,
        age: Age::Old,
    },
];

impl Family {
    /// The family of a key; the first one for an unknown key.
    pub fn of(key: &str) -> Self {
        FAMILIES.iter().find(|family| family.key == key).or(FAMILIES.first()).copied().unwrap_or(NOTHING)
    }

    /// What is wrong with the number of records.
    pub(super) fn counts(&self, records: usize, part: Part) -> Option<String> {
        let name = |range: (usize, usize)| {
            format!("{} to {}", number::grouped(range.0 as u64), number::grouped(range.1 as u64))
        };
        let (range, what) = match (part, self.validation) {
            (Part::Training, _) => (self.records, "training"),
            (Part::Validation, Some(range)) => (range, "validation"),
            (Part::Validation, None) => return Some(format!("{} takes no validation data", self.name)),
        };
        let fits = (range.0..=range.1).contains(&records);
        (!fits).then(|| {
            let have = number::count(records as u64, "record");
            format!("{have}; the {what} data of {} has {}", self.name, name(range))
        })
    }

    /// The limits in words.
    pub fn limits(&self) -> Vec<String> {
        let mut out = vec![format!(
            "{} to {} records",
            number::grouped(self.records.0 as u64),
            number::grouped(self.records.1 as u64)
        )];
        match self.validation {
            Some((least, most)) => out.push(format!(
                "{} to {} for validation, optional",
                number::grouped(least as u64),
                number::grouped(most as u64)
            )),
            None => out.push("no validation data".to_owned()),
        }
        out.extend(self.tokens.map(|tokens| format!("{} tokens a record", number::grouped(tokens as u64))));
        out.extend(self.line_bytes.map(|most| format!("{} a line", number::bytes(most))));
        out
    }
}

/// The family without rules, which no list has.
const NOTHING: Family = Family {
    key: "",
    name: "",
    models: &[],
    shape: Shape::Conversation,
    records: (0, usize::MAX),
    validation: None,
    tokens: None,
    line_bytes: None,
    reserved: NONE,
    hyper: &[],
    customization: FINE,
    age: Age::Old,
};
