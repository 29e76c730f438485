//! What a guardrail does with a text: a pure engine.
//!
//! It takes a guardrail's configuration (the body of `CreateGuardrail`) and passages of text, and gives the assessment
//! in the shapes of the public API model (bedrock-runtime 2023-09-30). AWS detects with models that nobody outside can
//! repeat; the engine uses means that a reader can check: word lists, patterns with check digits, shared words. What it
//! finds is the simulator's and says nothing about what AWS would find. The order of effects is AWS's documented one:
//! every policy runs, a block wins over a mask. Images and automated reasoning are not judged; see [`Assessed::unjudged`].

pub mod apply;
pub mod checks;
mod content;
mod grounding;
mod lexicon;
mod names;
mod pii;
mod policy;
mod sensitive;
pub mod tags;
mod topics;
mod usage;
mod word_text;
mod words;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use self::usage::Usage;
pub use policy::check_config;

/// The side of the model that a text is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What goes to the model.
    Input,
    /// What the model answers.
    Output,
}

/// How much an assessment lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// What was detected.
    Interventions,
    /// Also what was looked for and not detected, except words and regular expressions.
    Full,
}

/// The effect of a guardrail on a text; the later one wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// The text passes.
    #[default]
    None,
    /// Parts of it are masked.
    Masked,
    /// It is replaced by the guardrail's message.
    Blocked,
}

impl Effect {
    /// `actionReason` in the words of published answers.
    pub fn reason(self) -> &'static str {
        match self {
            Self::None => "No action.",
            Self::Masked => "Guardrail masked.",
            Self::Blocked => "Guardrail blocked.",
        }
    }
}

/// A text with its purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The text.
    pub text: String,
    /// Whether all policies check it. The word policy checks every passage that is neither source nor query.
    pub guarded: bool,
    /// Whether it is what the answer must be grounded in.
    pub source: bool,
    /// Whether it is the user's question.
    pub query: bool,
}

impl Passage {
    /// A text for all policies.
    pub fn guarded(text: impl Into<String>) -> Self {
        Self { text: text.into(), guarded: true, ..Self::default() }
    }

    /// A text that only the word policy checks, because the request marks others.
    pub fn unmarked(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A text with the qualifiers of a block; without any, it is for all policies.
    pub fn qualified(text: impl Into<String>, qualifiers: Option<&Value>) -> Self {
        let names = qualifiers.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let has = |name: &str| names.iter().any(|each| each == name);
        Self {
            text: text.into(),
            guarded: names.is_empty() || has("guard_content"),
            source: has("grounding_source"),
            query: has("query"),
        }
    }

    /// Whether it is only there to compare an answer with.
    fn is_reference(&self) -> bool {
        !self.guarded && (self.source || self.query)
    }
}

/// Whether prompt attacks are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attacks {
    /// They are.
    Checked,
    /// `InvokeModel` without tags: it is unknown what the user wrote.
    Untagged,
}

/// Whether a detected entity can be masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Masks {
    /// It can.
    Made,
    /// A stream in asynchronous mode sent the text before the check.
    TooLate,
}

/// One assessment to make.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The texts.
    pub passages: &'a [Passage],
    /// Images beside the texts.
    pub images: usize,
    /// The side.
    pub side: Side,
    /// How much to list.
    pub scope: Scope,
    /// Whether to look for prompt attacks.
    pub attacks: Attacks,
    /// Whether to mask.
    pub masks: Masks,
}

impl<'a> Job<'a> {
    /// An assessment of these texts with the usual settings.
    pub fn new(side: Side, scope: Scope, passages: &'a [Passage]) -> Self {
        Self { passages, images: 0, side, scope, attacks: Attacks::Checked, masks: Masks::Made }
    }
}

/// One version of a guardrail, as a request uses it.
#[derive(Clone, Debug, PartialEq)]
pub struct Guard {
    /// Its id.
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// `DRAFT` or a number.
    pub version: String,
    /// `REQUEST`, `ACCOUNT_ENFORCED`, or both.
    pub origins: Vec<&'static str>,
    /// The configuration, in the shape of the body of `CreateGuardrail`.
    pub config: Value,
}

/// The result of an assessment.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessed {
    /// The effect on the text.
    pub effect: Effect,
    /// Each passage with its masks.
    pub texts: Vec<String>,
    /// The members of `GuardrailAssessment`.
    pub assessment: Map<String, Value>,
    usage: Usage,
    coverage: Value,
}

impl Assessed {
    /// How long it took, in milliseconds.
    pub fn latency_ms(&self) -> u64 {
        u64::try_from(self.usage.latency_ms()).unwrap_or(0)
    }

    /// What the simulator did not judge, in a sentence; `None` if it judged everything.
    pub fn unjudged(&self) -> Option<String> {
        let images = self.coverage.pointer("/images/total").and_then(Value::as_u64).unwrap_or(0);
        let mut parts = Vec::new();
        if images > 0 {
            parts.push("images are not looked at");
        }
        if self.assessment.contains_key("automatedReasoningPolicy") {
            parts.push("automated reasoning is not played");
        }
        (!parts.is_empty()).then(|| format!("In the simulator, {}.", parts.join(" and ")))
    }
}

impl Guard {
    /// The message that replaces a blocked text.
    pub fn message(&self, side: Side) -> String {
        let key = match side {
            Side::Input => "blockedInputMessaging",
            Side::Output => "blockedOutputsMessaging",
        };
        self.config.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// Runs every policy on the texts.
    pub fn assess(&self, job: &Job<'_>) -> Assessed {
        let mut findings = Findings::new(job);
        topics::check(&self.config, job, &mut findings);
        content::check(&self.config, job, &mut findings);
        words::check(&self.config, job, &mut findings);
        sensitive::check(&self.config, job, &mut findings);
        grounding::check(&self.config, job, &mut findings);
        if self.config.get("automatedReasoningPolicyConfig").is_some() && job.side == Side::Output {
            findings.policies.insert("automatedReasoningPolicy".to_owned(), json!({ "findings": [] }));
        }
        let Findings { effect, texts, policies: mut assessment, usage } = findings;
        let coverage = coverage(job);
        assessment.insert(
            "invocationMetrics".to_owned(),
            json!({
                "guardrailProcessingLatency": usage.latency_ms(),
                "usage": usage.to_json(),
                "guardrailCoverage": coverage,
            }),
        );
        assessment.insert(
            "appliedGuardrailDetails".to_owned(),
            json!({
                "guardrailId": self.id,
                "guardrailVersion": self.version,
                "guardrailArn": self.arn,
                "guardrailOrigin": self.origins,
                "guardrailOwnership": "SELF",
            }),
        );
        Assessed { effect, texts, assessment, usage, coverage }
    }
}

/// The number of characters that were checked, of all; images are not checked.
fn coverage(job: &Job<'_>) -> Value {
    let count = |wanted: fn(&Passage) -> bool| -> usize {
        job.passages.iter().filter(|each| wanted(each)).map(|each| each.text.chars().count()).sum()
    };
    let mut coverage = json!({ "textCharacters": { "guarded": count(|each| each.guarded), "total": count(|_| true) } });
    if let (true, Some(coverage)) = (job.images > 0, coverage.as_object_mut()) {
        coverage.insert("images".to_owned(), json!({ "guarded": 0, "total": job.images }));
    }
    coverage
}

/// What the policies found so far.
struct Findings {
    effect: Effect,
    texts: Vec<String>,
    policies: Map<String, Value>,
    usage: Usage,
}

impl Findings {
    fn new(job: &Job<'_>) -> Self {
        Self {
            effect: Effect::None,
            texts: job.passages.iter().map(|passage| passage.text.clone()).collect(),
            policies: Map::new(),
            usage: Usage::default(),
        }
    }

    fn raise(&mut self, effect: Effect) {
        self.effect = self.effect.max(effect);
    }
}
