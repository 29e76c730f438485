//! A dated list of current models, used until the live list is loaded.
//!
//! It is a fallback: only `ListFoundationModels` and `ListInferenceProfiles` know what an account may call, and in
//! which Region. The rows are in `models.txt`, one line per model. Sources: the AWS user guide's pages on supported
//! models, Converse features and single model families, and the open price and context-window list of the litellm
//! project (1.110.2); structured output and the newest IDs come from the latter and were not checked against AWS.
//! End-of-life dates until 2027-01-08 are those of AWS's page `model-lifecycle.html` (read in October 2026) where it
//! still names the model; the others are litellm's, and for Claude 3.5 Haiku, 3.7 Sonnet and Opus 4 those of AWS's
//! samples for start-ups.
//! A field that no source states is `None`. What changed, and from where, is in [`changes`]; `cargo xtask current`
//! compares the list with the newest litellm.

pub mod changes;

use std::sync::OnceLock;

use super::family::Family;
use super::model_id::ModelId;

/// The date of the list.
pub const AS_OF: &str = "2026-11-30";

/// The rows. `#` starts a provider; then
/// `id | name | input>output modalities | context tokens | output tokens | profile prefixes | flags`.
const ROWS: &str = include_str!("models.txt");

/// A kind of input or output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Modality {
    /// Text.
    Text,
    /// Images.
    Image,
    /// Video.
    Video,
    /// Sound.
    Audio,
    /// A vector.
    Embedding,
    /// Relevance scores.
    Scores,
}

impl Modality {
    fn from_letter(letter: char) -> Option<Self> {
        match letter {
            'T' => Some(Self::Text),
            'I' => Some(Self::Image),
            'V' => Some(Self::Video),
            'A' => Some(Self::Audio),
            'E' => Some(Self::Embedding),
            'R' => Some(Self::Scores),
            _ => None,
        }
    }
}

/// Which of `temperature` and `topP` a model accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sampling {
    /// Both, alone or together.
    Both,
    /// One of them in a request, not both.
    OneOf,
    /// Neither.
    None,
}

/// Whether a model accepts tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tools {
    /// In both Converse operations.
    Yes,
    /// In Converse, not in `ConverseStream`.
    NotStreamed,
    /// No, or unknown.
    No,
}

/// Lifecycle of a model, as far as the sources state it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lifecycle {
    /// No end-of-life date.
    Current,
    /// End of life on this day (ISO date), which may be past.
    Ends(&'static str),
    /// Not in AWS's 2026 list of models; kept because its body format is taught.
    Unlisted,
}

/// One model of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of the list, and independent of the others")]
pub struct Model {
    /// Base id, without profile prefix.
    pub id: &'static str,
    /// The model's name.
    pub name: &'static str,
    /// The provider's name.
    pub provider: &'static str,
    /// Kinds of input.
    pub input: Vec<Modality>,
    /// Kinds of output.
    pub output: Vec<Modality>,
    /// Whether the two streaming operations support it.
    pub streaming: bool,
    /// Whether Converse supports it; never for embedding and image models.
    pub converse: bool,
    /// Whether it accepts a system prompt through Converse.
    pub system: bool,
    /// Whether it accepts tools.
    pub tools: Tools,
    /// Whether it keeps to a JSON schema (`outputConfig.textFormat`). False also where the source does not say so.
    pub schema: bool,
    /// Prefixes of its known inference profiles, each with its dot.
    pub profiles: Vec<&'static str>,
    /// Whether it needs an inference profile: the bare id is reported to be refused in some or all Regions.
    pub profile_only: bool,
    /// Maximum of input tokens.
    pub context_tokens: Option<u32>,
    /// Maximum of output tokens.
    pub max_output_tokens: Option<u32>,
    /// Which sampling parameters it accepts.
    pub sampling: Sampling,
    /// Its lifecycle.
    pub lifecycle: Lifecycle,
}

impl Model {
    /// The family of its native body.
    pub fn family(&self) -> Option<Family> {
        Family::from_base_id(self.id)
    }

    /// Whether it writes text: the models that hold a conversation.
    pub fn writes_text(&self) -> bool {
        self.output.contains(&Modality::Text)
    }

    /// Whether its end of life is before that day (ISO date).
    pub fn ended_by(&self, today: &str) -> bool {
        match self.lifecycle {
            Lifecycle::Ends(day) => day < today,
            Lifecycle::Current | Lifecycle::Unlisted => false,
        }
    }

    /// The id of the inference profile for a Region, such as `us.` + id for `us-east-1`; the global profile if no
    /// geographic one fits, `None` without profiles.
    pub fn profile_id(&self, region: &str) -> Option<String> {
        profile_prefixes_of(region)
            .iter()
            .find(|prefix| self.profiles.contains(prefix))
            .map(|prefix| format!("{prefix}{}", self.id))
    }

    /// The id to use from a Region: the bare id, or a profile's if the bare id is refused.
    pub fn callable_id(&self, region: &str) -> String {
        if self.profile_only { self.profile_id(region) } else { None }.unwrap_or_else(|| self.id.to_owned())
    }

    fn parse(provider: &'static str, row: &'static str) -> Option<Self> {
        let mut cells = row.split('|');
        let (id, name) = (cells.next()?, cells.next()?);
        let (input, output) = cells.next()?.split_once('>')?;
        let (context, most) = (cells.next()?, cells.next()?);
        let (profiles, flags) = (cells.next()?, cells.next()?);
        let has = |flag: &str| flags.split(' ').any(|f| f == flag);
        let output: Vec<_> = output.chars().filter_map(Modality::from_letter).collect();
        let text = output.contains(&Modality::Text);
        Some(Self {
            id,
            name,
            provider,
            input: input.chars().filter_map(Modality::from_letter).collect(),
            streaming: text && !has("no-stream"),
            converse: text && !has("invoke-only"),
            system: text && !has("no-system"),
            tools: match (has("tools"), has("tools-unstreamed")) {
                (true, _) => Tools::Yes,
                (false, true) => Tools::NotStreamed,
                (false, false) => Tools::No,
            },
            schema: has("schema"),
            output,
            profiles: super::model_id::PROFILE_PREFIXES
                .into_iter()
                .filter(|prefix| profiles.split(' ').any(|p| prefix.strip_suffix('.') == Some(p)))
                .collect(),
            profile_only: has("profile-only"),
            context_tokens: tokens(context),
            max_output_tokens: tokens(most),
            sampling: match (has("no-sampling"), has("one-of")) {
                (true, _) => Sampling::None,
                (false, true) => Sampling::OneOf,
                (false, false) => Sampling::Both,
            },
            lifecycle: match flags.split(' ').find_map(|f| f.strip_prefix("ends=")) {
                Some(day) => Lifecycle::Ends(day),
                None if has("unlisted") => Lifecycle::Unlisted,
                None => Lifecycle::Current,
            },
        })
    }
}

/// All models of the list, grouped by provider.
pub fn models() -> &'static [Model] {
    static MODELS: OnceLock<Vec<Model>> = OnceLock::new();
    MODELS.get_or_init(|| {
        let mut provider = "";
        let mut models = Vec::new();
        for row in ROWS.lines() {
            match row.strip_prefix("# ") {
                Some(name) => provider = name,
                None => models.extend(Model::parse(provider, row)),
            }
        }
        models
    })
}

/// The model for an id, a profile id or an ARN that contains one; ignores context-length suffixes (`:128k`).
pub fn find(id: &ModelId) -> Option<&'static Model> {
    let base = id.base_id()?;
    let is_suffix = |rest: &str| rest.strip_prefix(':').is_some_and(|s| s.ends_with('k'));
    models()
        .iter()
        .find(|model| model.id == base)
        .or_else(|| models().iter().find(|model| base.strip_prefix(model.id).is_some_and(is_suffix)))
}

/// `200k` or `8192`; any other text is an unknown number.
fn tokens(cell: &str) -> Option<u32> {
    match cell.strip_suffix('k') {
        Some(thousands) => thousands.parse::<u32>().ok()?.checked_mul(1_000),
        None => cell.parse().ok(),
    }
}

/// Profile prefixes that may be called from a Region, nearest first.
pub fn profile_prefixes_of(region: &str) -> &'static [&'static str] {
    let geography = region.split('-').next().unwrap_or_default();
    match (geography, region) {
        (_, r) if r.starts_with("us-gov-") => &["us-gov."],
        ("us", _) => &["us.", "global."],
        ("eu", _) => &["eu.", "global."],
        ("ca", _) => &["ca.", "us.", "global."],
        ("sa", _) => &["sa.", "global."],
        (_, "ap-northeast-1" | "ap-northeast-3") => &["jp.", "apac.", "global."],
        (_, "ap-southeast-2" | "ap-southeast-4") => &["au.", "apac.", "global."],
        (_, "ap-south-1" | "ap-south-2") => &["in.", "apac.", "global."],
        ("ap", _) => &["apac.", "global."],
        _ => &["global."],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bedrock::family::FamilyKind;

    #[test]
    fn every_row_is_read_and_has_a_family() {
        let rows = ROWS.lines().filter(|row| !row.starts_with('#')).count();
        assert_eq!(models().len(), rows);
        for model in models() {
            let id = ModelId::parse(model.id).unwrap();
            assert_eq!((id.base_id(), id.profile_prefix()), (Some(model.id), None), "{}", model.id);
            assert!(find(&id).is_some_and(|found| found == model));
            let family = model.family().unwrap_or_else(|| panic!("{} has no family", model.id));
            assert_eq!(model.output.contains(&Modality::Text), family.kind() == FamilyKind::Text, "{}", model.id);
            assert!(!model.name.is_empty() && !model.provider.is_empty() && !model.input.is_empty());
            assert!(!model.profile_only || !model.profiles.is_empty(), "{}", model.id);
            if let Lifecycle::Ends(day) = model.lifecycle {
                assert!(day.len() == 10 && day.starts_with("202"), "{day}");
            }
        }
        let mut ids: Vec<_> = models().iter().map(|m| m.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), models().len());
    }

    #[test]
    fn finds_the_model_and_its_profile() {
        let find_text = |text: &str| find(&ModelId::parse(text).unwrap());
        let haiku = find_text("us.anthropic.claude-haiku-4-5-20251001-v1:0").unwrap();
        assert_eq!(
            (haiku.name, haiku.sampling, haiku.context_tokens),
            ("Claude Haiku 4.5", Sampling::OneOf, Some(200_000))
        );
        assert_eq!(haiku.profile_id("eu-west-1").as_deref(), Some("eu.anthropic.claude-haiku-4-5-20251001-v1:0"));
        assert_eq!(haiku.profile_id("ap-northeast-1").as_deref(), Some("jp.anthropic.claude-haiku-4-5-20251001-v1:0"));
        assert_eq!(haiku.callable_id("us-east-1"), "us.anthropic.claude-haiku-4-5-20251001-v1:0");
        assert_eq!(haiku.profile_id("us-gov-west-1"), None);
        let nova = find_text("amazon.nova-micro-v1:0:128k").unwrap();
        assert_eq!((nova.id, nova.callable_id("us-east-1")), ("amazon.nova-micro-v1:0", nova.id.to_owned()));
        assert_eq!(
            find_text("amazon.nova-2-lite-v1:0").unwrap().profile_id("me-central-1").unwrap(),
            "global.amazon.nova-2-lite-v1:0"
        );
        assert_eq!(find_text("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef"), None);
        assert!(find_text("amazon.nova-canvas-v1:0").unwrap().ended_by(AS_OF));
        let titan = find_text("amazon.titan-embed-text-v2:0").unwrap();
        assert!(!titan.converse && !titan.streaming && !titan.system && !titan.schema);
        assert!(haiku.schema && !nova.schema);
        // Text streams, tools do not (earendil-works/pi#3739).
        let llama4 = find_text("meta.llama4-scout-17b-instruct-v1:0").unwrap();
        assert_eq!((llama4.streaming, llama4.tools), (true, Tools::NotStreamed));
    }
}
