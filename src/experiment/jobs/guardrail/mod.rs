//! A guardrail as a form, its versions, and a bench on which sentences are tried against it.

pub mod bench;
pub mod checks;
pub mod correct;
mod faults;
mod input;
pub mod list;
mod read;
#[cfg(test)]
mod tests;
pub mod verdict;

pub use input::differences;

use serde_json::{Map, Value};

/// What a policy does on one side when it detects something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The action of the entry: block or mask.
    #[default]
    Acts,
    /// It is reported, nothing more.
    Detects,
    /// It is not checked and not charged.
    Off,
}

impl Side {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Acts, Self::Detects, Self::Off];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Acts => "Acts",
            Self::Detects => "Detects only",
            Self::Off => "Off",
        }
    }
}

/// The two sides of an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// The prompt.
    pub input: Side,
    /// The answer.
    pub output: Side,
}

/// A denied topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// What belongs to it.
    pub definition: String,
    /// Prompts that belong to it, one a line.
    pub examples: String,
    /// What it does.
    pub sides: Sides,
}

/// The strength of a content filter: from which confidence it acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Never.
    #[default]
    None,
    /// On high confidence only.
    Low,
    /// On medium and high confidence.
    Medium,
    /// On any confidence.
    High,
}

impl Strength {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::None, Self::Low, Self::Medium, Self::High];

    /// The word of the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Low => "LOW",
            Self::Medium => "MEDIUM",
            Self::High => "HIGH",
        }
    }

    /// What it stops.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "None: stops nothing",
            Self::Low => "Low: stops on high confidence",
            Self::Medium => "Medium: stops on medium and high",
            Self::High => "High: stops on any confidence",
        }
    }

    fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|strength| strength.word() == word).unwrap_or_default()
    }

    /// One step weaker.
    #[must_use]
    pub fn weaker(self) -> Self {
        match self {
            Self::None | Self::Low => Self::None,
            Self::Medium => Self::Low,
            Self::High => Self::Medium,
        }
    }
}

/// The categories of content filters.
pub const CATEGORIES: [&str; 6] = ["HATE", "INSULTS", "SEXUAL", "VIOLENCE", "MISCONDUCT", "PROMPT_ATTACK"];

/// The category that is checked on the prompt only.
pub const PROMPT_ATTACK: &str = "PROMPT_ATTACK";

/// A content filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Its strength on the prompt.
    pub input: Strength,
    /// Its strength on the answer.
    pub output: Strength,
    /// Whether it also looks at images.
    pub images: bool,
    /// What it does.
    pub sides: Sides,
}

/// What happens to sensitive information.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Action {
    /// The text is replaced by the message.
    Block,
    /// It is replaced by its type.
    #[default]
    Anonymize,
    /// It is reported.
    None,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Block, Self::Anonymize, Self::None];

    /// The word of the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Block => "BLOCK",
            Self::Anonymize => "ANONYMIZE",
            Self::None => "NONE",
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Block => "Block",
            Self::Anonymize => "Mask",
            Self::None => "Detect only",
        }
    }

    fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|action| action.word() == word).unwrap_or(Self::None)
    }
}

/// The types of sensitive information.
pub const PII: [&str; 31] = [
    "ADDRESS",
    "AGE",
    "AWS_ACCESS_KEY",
    "AWS_SECRET_KEY",
    "CA_HEALTH_NUMBER",
    "CA_SOCIAL_INSURANCE_NUMBER",
    "CREDIT_DEBIT_CARD_CVV",
    "CREDIT_DEBIT_CARD_EXPIRY",
    "CREDIT_DEBIT_CARD_NUMBER",
    "DRIVER_ID",
    "EMAIL",
    "INTERNATIONAL_BANK_ACCOUNT_NUMBER",
    "IP_ADDRESS",
    "LICENSE_PLATE",
    "MAC_ADDRESS",
    "NAME",
    "PASSWORD",
    "PHONE",
    "PIN",
    "SWIFT_CODE",
    "UK_NATIONAL_HEALTH_SERVICE_NUMBER",
    "UK_NATIONAL_INSURANCE_NUMBER",
    "UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER",
    "URL",
    "USERNAME",
    "US_BANK_ACCOUNT_NUMBER",
    "US_BANK_ROUTING_NUMBER",
    "US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER",
    "US_PASSPORT_NUMBER",
    "US_SOCIAL_SECURITY_NUMBER",
    "VEHICLE_IDENTIFICATION_NUMBER",
];

/// A type of sensitive information that is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pii {
    /// One of [`PII`].
    pub kind: String,
    /// What happens to it.
    pub action: Action,
    /// What it does.
    pub sides: Sides,
}

/// A regular expression.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Regex {
    /// Its name, which is also its mask.
    pub name: String,
    /// The pattern.
    pub pattern: String,
    /// What it is for.
    pub about: String,
    /// What happens to a match.
    pub action: Action,
    /// What it does.
    pub sides: Sides,
}

/// Contextual grounding: one of its two checks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grounding {
    /// Whether it is on.
    pub on: bool,
    /// The threshold, as typed: a lower score is detected.
    pub threshold: String,
}

/// The tier of a policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tier {
    /// English, French and Spanish, in the Region.
    #[default]
    Classic,
    /// Many languages; needs a guardrail profile across Regions.
    Standard,
}

impl Tier {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Classic, Self::Standard];

    /// The word of the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Classic => "CLASSIC",
            Self::Standard => "STANDARD",
        }
    }

    fn from_word(word: &str) -> Self {
        if word == "STANDARD" { Self::Standard } else { Self::Classic }
    }
}

/// Every policy of a guardrail, as a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Its name.
    pub name: String,
    /// Its description.
    pub about: String,
    /// The answer to a blocked prompt.
    pub blocked_input: String,
    /// The answer in place of a blocked answer.
    pub blocked_output: String,
    /// The denied topics.
    pub topics: Vec<Topic>,
    /// The tier of the topics.
    pub topic_tier: Tier,
    /// The content filters, in the order of [`CATEGORIES`].
    pub filters: [Filter; 6],
    /// The tier of the content filters.
    pub filter_tier: Tier,
    /// Words and phrases, one a line.
    pub words: String,
    /// What the words do.
    pub word_sides: Sides,
    /// Whether AWS's list of profanities is used.
    pub profanity: bool,
    /// The types of sensitive information.
    pub pii: Vec<Pii>,
    /// The regular expressions.
    pub regexes: Vec<Regex>,
    /// Whether an answer is in its source.
    pub grounding: Grounding,
    /// Whether an answer is about the query.
    pub relevance: Grounding,
    /// The guardrail profile across Regions; empty for none.
    pub profile: String,
    /// Members that this form does not edit and an update must repeat.
    pub rest: Map<String, Value>,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            name: String::new(),
            about: String::new(),
            blocked_input: "Sorry, the model cannot answer this question.".to_owned(),
            blocked_output: "Sorry, the model cannot answer this question.".to_owned(),
            topics: Vec::new(),
            topic_tier: Tier::Classic,
            filters: Default::default(),
            filter_tier: Tier::Classic,
            words: String::new(),
            word_sides: Sides::default(),
            profanity: false,
            pii: Vec::new(),
            regexes: Vec::new(),
            grounding: Grounding { on: false, threshold: "0.7".to_owned() },
            relevance: Grounding { on: false, threshold: "0.5".to_owned() },
            profile: String::new(),
            rest: Map::new(),
        }
    }
}

impl Form {
    /// A guardrail for a shop's help desk, with something of each policy.
    pub fn example() -> Self {
        let mut form = Self {
            name: "shop-desk".to_owned(),
            about: "Help desk of a shop".to_owned(),
            blocked_input: "Sorry, I cannot use that.".to_owned(),
            blocked_output: "Sorry, I cannot say that.".to_owned(),
            topics: vec![Topic {
                name: "Investment advice".to_owned(),
                definition: "Advice on buying or selling shares, funds and other securities.".to_owned(),
                examples: "Which shares should I buy?\nIs this fund a good investment?".to_owned(),
                sides: Sides::default(),
            }],
            words: "project bluebird".to_owned(),
            profanity: true,
            pii: vec![
                Pii { kind: "EMAIL".to_owned(), action: Action::Anonymize, sides: Sides::default() },
                Pii { kind: "US_SOCIAL_SECURITY_NUMBER".to_owned(), action: Action::Block, sides: Sides::default() },
            ],
            regexes: vec![Regex {
                name: "order-id".to_owned(),
                pattern: "[0-9]{5}".to_owned(),
                action: Action::Anonymize,
                ..Regex::default()
            }],
            ..Self::default()
        };
        let strengths =
            [Strength::High, Strength::High, Strength::High, Strength::High, Strength::Medium, Strength::High];
        for ((filter, strength), category) in form.filters.iter_mut().zip(strengths).zip(CATEGORIES) {
            filter.input = strength;
            filter.output = if category == PROMPT_ATTACK { Strength::None } else { strength };
        }
        form
    }
}
