//! Turns a remedy into the fixes that carry it out for this model, region and message.

use super::super::explain::Circumstances;
use super::{DraftFix, Fix, FixSet, ModelFix, PageFix, Remedy, policy};
use crate::aws::error::AwsError;
use crate::bedrock::catalogue;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::Api;
use crate::experiment::document::lab::LabKind;
use crate::experiment::form::draft::SendAs;
use crate::experiment::form::issue::Field;
use crate::experiment::run::exchange::Origin;

/// What fits into any quota and any model's answer.
const MODEST_TOKENS: u64 = 512;

impl Remedy {
    /// The fixes that carry it out, the best one first. Empty if it does not apply.
    pub fn fixes(self, error: &AwsError, call: Circumstances) -> Vec<Fix> {
        let message = error.message.as_deref().unwrap_or_default();
        match self {
            Self::UseProfile => profiles(call.model, call.region)
                .into_iter()
                .filter(|id| id != call.model)
                .map(ModelFix::Use)
                .map(Fix::Model)
                .collect(),
            Self::SwitchRegion => {
                source_region(call.model, call.region).map(PageFix::SwitchRegion).map(Fix::Page).into_iter().collect()
            }
            Self::EditModel => one(ModelFix::Edit),
            // A view with a model field of its own is the one to open.
            Self::OpenItsView if call.offers == FixSet::Form => {
                its_view(call.model).map(Fix::Page).into_iter().collect()
            }
            Self::Untick(field) => one(DraftFix::Untick(field)),
            Self::UntickNamed => named_field(message).map(DraftFix::Untick).map(Fix::Draft).into_iter().collect(),
            Self::DropExtra(key) => one(DraftFix::DropExtra(key.to_owned())),
            Self::DropNamed => named_key(message)
                .map(|key| named_field(&key).map_or(DraftFix::DropExtra(key), DraftFix::Untick))
                .map(Fix::Draft)
                .into_iter()
                .collect(),
            Self::DropMore(key) => one(DraftFix::DropMore(key)),
            Self::DropSystem => one(DraftFix::DropSystem),
            Self::FewerTokens => one(DraftFix::SetMaxTokens(MODEST_TOKENS)),
            Self::StreamOff if call.streaming => one(DraftFix::StreamOff),
            Self::StreamOn if !call.streaming => one(DraftFix::StreamOn),
            Self::SendAsConverse if call.api == Api::Invoke => one(DraftFix::SendAs(SendAs::Converse)),
            Self::DropLeadingAnswers => one(DraftFix::DropLeadingAnswers),
            Self::DropLastAnswer => one(DraftFix::DropLastAnswer),
            Self::MergeTurns => one(DraftFix::MergeTurns),
            Self::DropBlankMessages => one(DraftFix::DropBlankMessages),
            Self::CorrectClock => error
                .clock_skew_hint()
                .map(|skew| Fix::Page(PageFix::CorrectClock { offset_ms: skew.offset_ms() }))
                .into_iter()
                .collect(),
            Self::CopyPolicy => one(PageFix::CopyPolicy(policy::statement(message, call))),
            Self::PasteCredentials => one(PageFix::OpenCredentials),
            Self::UseSimulator if call.origin != Origin::Simulator => one(PageFix::UseSimulator),
            Self::EditEndpoint if call.origin == Origin::Custom => one(PageFix::EditEndpoint),
            // It would change nothing here.
            Self::StreamOff
            | Self::StreamOn
            | Self::SendAsConverse
            | Self::UseSimulator
            | Self::EditEndpoint
            | Self::OpenItsView => Vec::new(),
            Self::RunAgain => one(Fix::RunAgain),
        }
    }
}

fn one(fix: impl Into<Fix>) -> Vec<Fix> {
    vec![fix.into()]
}

/// The view of a model that Converse does not serve.
fn its_view(model: &str) -> Option<PageFix> {
    let lab = LabKind::of_model(&ModelId::parse(model).ok()?)?;
    Some(PageFix::OpenItsView { model: model.to_owned(), lab })
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

/// A region from which this profile can be called, if it cannot be called from this one.
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
fn named_key(message: &str) -> Option<String> {
    let key = if let Some((_, rest)) = message.split_once("extraneous key [") {
        rest.split(']').next()
    } else {
        let (before, _) = message.split_once(": Extra inputs")?;
        before.rsplit([' ', '.', '/', ':']).next()
    };
    key.map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned)
}
