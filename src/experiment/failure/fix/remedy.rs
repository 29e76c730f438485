//! From a remedy to the fixes that carry it out here: with this model, in this region, after this message.

use super::super::explain::Circumstances;
use super::{Fix, Remedy, policy};
use crate::aws::error::AwsError;
use crate::bedrock::catalogue;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::Api;
use crate::experiment::form::draft::SendAs;
use crate::experiment::form::issue::Field;
use crate::experiment::run::exchange::Origin;

/// What fits into any quota and any model's answer.
const MODEST_TOKENS: u64 = 512;

impl Remedy {
    /// The fixes that carry it out, the best first; none where it does not apply.
    pub fn fixes(self, error: &AwsError, at: Circumstances) -> Vec<Fix> {
        let said = error.message.as_deref().unwrap_or_default();
        let one = |fix| vec![fix];
        match self {
            Self::UseProfile => {
                profiles(at.model, at.region).into_iter().filter(|id| id != at.model).map(Fix::UseModel).collect()
            }
            Self::SwitchRegion => source_region(at.model, at.region).map(Fix::SwitchRegion).into_iter().collect(),
            Self::EditModel => one(Fix::EditModel),
            Self::Untick(field) => one(Fix::Untick(field)),
            Self::UntickNamed => named_field(said).map(Fix::Untick).into_iter().collect(),
            Self::DropExtra(key) => one(Fix::DropExtra(key.to_owned())),
            Self::DropNamed => named_key(said)
                .map(|key| named_field(&key).map_or(Fix::DropExtra(key), Fix::Untick))
                .into_iter()
                .collect(),
            Self::DropMore(key) => one(Fix::DropMore(key)),
            Self::DropSystem => one(Fix::DropSystem),
            Self::FewerTokens => one(Fix::SetMaxTokens(MODEST_TOKENS)),
            Self::StreamOff if at.streaming => one(Fix::Stream(false)),
            Self::StreamOn if !at.streaming => one(Fix::Stream(true)),
            Self::SendAsConverse if at.api == Api::Invoke => one(Fix::SendAs(SendAs::Converse)),
            Self::DropLeadingAnswers => one(Fix::DropLeadingAnswers),
            Self::DropLastAnswer => one(Fix::DropLastAnswer),
            Self::MergeTurns => one(Fix::MergeTurns),
            Self::DropBlankMessages => one(Fix::DropBlankMessages),
            Self::CorrectClock => error
                .clock_skew_hint()
                .map(|skew| Fix::CorrectClock { offset_ms: skew.offset_ms() })
                .into_iter()
                .collect(),
            Self::CopyPolicy => one(Fix::CopyPolicy(policy::statement(said, at))),
            Self::PasteCredentials => one(Fix::OpenCredentials),
            Self::UseSimulator if at.origin != Origin::Simulator => one(Fix::UseSimulator),
            Self::EditEndpoint if at.origin == Origin::Custom => one(Fix::EditEndpoint),
            // Not here: it would change nothing.
            Self::StreamOff | Self::StreamOn | Self::SendAsConverse | Self::UseSimulator | Self::EditEndpoint => {
                Vec::new()
            }
            Self::RunAgain => one(Fix::RunAgain),
        }
    }
}

/// The profile ids of a model that fit the region, the nearest one first.
pub fn profiles(model: &str, region: &str) -> Vec<String> {
    let Ok(id) = ModelId::parse(model) else { return Vec::new() };
    let (Some(base), Some(known)) = (id.base_id(), catalogue::find(&id)) else { return Vec::new() };
    catalogue::profile_prefixes_of(region)
        .iter()
        .filter(|prefix| known.profiles.contains(prefix))
        .map(|prefix| format!("{prefix}{base}"))
        .collect()
}

/// A region from which this profile can be called, where this one is none.
fn source_region(model: &str, region: &str) -> Option<String> {
    let id = ModelId::parse(model).ok()?;
    let prefix = id.profile_prefix()?;
    if catalogue::profile_prefixes_of(region).contains(&prefix) {
        return None;
    }
    let source = match prefix {
        "us." => "us-east-1",
        "eu." => "eu-west-1",
        "apac." => "ap-southeast-1",
        "jp." => "ap-northeast-1",
        "au." => "ap-southeast-2",
        "in." => "ap-south-1",
        "ca." => "ca-central-1",
        "sa." => "sa-east-1",
        _ => return None,
    };
    Some(source.to_owned())
}

/// The parameter of the form that a text names.
fn named_field(text: &str) -> Option<Field> {
    let text = text.to_lowercase();
    [
        ("temperature", Field::Temperature),
        ("top_p", Field::TopP),
        ("topp", Field::TopP),
        ("top_k", Field::TopK),
        ("topk", Field::TopK),
        ("stop_sequences", Field::StopSequences),
        ("stopsequences", Field::StopSequences),
    ]
    .into_iter()
    .filter_map(|(name, field)| Some((text.find(name)?, field)))
    .min_by_key(|(place, _)| *place)
    .map(|(_, field)| field)
}

/// The key that a family's schema refuses: of `a.foo: Extra inputs are not permitted` and `extraneous key [foo] is …`.
fn named_key(said: &str) -> Option<String> {
    let key = if let Some((_, rest)) = said.split_once("extraneous key [") {
        rest.split(']').next()
    } else {
        let (before, _) = said.split_once(": Extra inputs")?;
        before.rsplit([' ', '.', '/', ':']).next()
    };
    key.map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned)
}
