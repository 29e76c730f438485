//! Turns a remedy into the fixes that carry it out for this model, region and message.

use super::{Circumstances, DraftFix, Fix, FixSet, ModelFix, PageFix, Remedy, policy, range};
use crate::aws::error::AwsError;
use crate::bedrock::catalogue::{self, Model};
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::Api;
use crate::experiment::document::lab::LabKind;
use crate::experiment::form::draft::{Draft, SendAs};
use crate::experiment::form::issue::Field;
use crate::experiment::run::exchange::Origin;
use serde_json::Value;

/// What fits into any quota and any model's answer; then less, and less.
const MODEST_TOKENS: [u64; 3] = [512, 128, 32];

/// Tokens for the answer beside those of thinking.
const BESIDE_THINKING: u64 = 1_024;

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
                .into_iter()
                .flat_map(|key| {
                    let field = named_field(&key).map(DraftFix::Untick);
                    [Some(DraftFix::DropExtra(key)), field]
                })
                .flatten()
                .map(Fix::Draft)
                .collect(),
            Self::DropMore(key) => one(DraftFix::DropMore(key)),
            Self::DropSystem => one(DraftFix::DropSystem),
            Self::FewerTokens => fewer_tokens(call.now.draft),
            Self::TokensAboveBudget => tokens_above_budget(call.now.draft),
            Self::WithinRange => range::fixes(message, call.now.draft).into_iter().map(Fix::Draft).collect(),
            Self::DropToolChoice => one(DraftFix::DropToolChoice),
            Self::DropEffort => one(DraftFix::DropEffort),
            Self::DropCachePoints => one(DraftFix::DropCachePoints),
            Self::Relink if call.api == Api::Invoke => one(DraftFix::Relink),
            Self::GoTo => place(message, call.now.draft).map(Fix::GoTo).into_iter().collect(),
            Self::StreamOff if call.streaming => one(DraftFix::StreamOff),
            Self::StreamOn if !call.streaming => one(DraftFix::StreamOn),
            Self::SendAsConverse if call.api == Api::Invoke && has_converse(call.model) => {
                one(DraftFix::SendAs(SendAs::Converse))
            }
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
            Self::Relink
            | Self::StreamOff
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

/// A limit below the one that was sent.
fn fewer_tokens(draft: &Draft) -> Vec<Fix> {
    let sent = draft.max_tokens.integer().ok().flatten();
    let fewer = MODEST_TOKENS.into_iter().find(|tokens| sent.is_none_or(|sent| *tokens < sent));
    fewer.map(|tokens| DraftFix::Set(Field::MaxTokens, tokens.to_string())).map(Fix::Draft).into_iter().collect()
}

fn tokens_above_budget(draft: &Draft) -> Vec<Fix> {
    let budget = serde_json::from_str::<Value>(&draft.extra_fields)
        .ok()
        .and_then(|fields| fields.pointer("/thinking/budget_tokens")?.as_u64());
    let tokens = budget.map(|budget| budget.saturating_add(BESIDE_THINKING).to_string());
    tokens.map(|tokens| DraftFix::Set(Field::MaxTokens, tokens)).map(Fix::Draft).into_iter().collect()
}

fn model(id: &str) -> Option<&'static Model> {
    catalogue::find(&ModelId::parse(id).ok()?)
}

/// Whether Converse serves it, as far as is known.
fn has_converse(id: &str) -> bool {
    model(id).is_none_or(|model| model.converse)
}

/// The view of a model that Converse does not serve.
fn its_view(model: &str) -> Option<PageFix> {
    let lab = LabKind::of_model(&ModelId::parse(model).ok()?)?;
    Some(PageFix::OpenItsView { model: model.to_owned(), lab })
}

/// The field of the form that the message names: a parameter, the system prompt, or a message by its place.
fn place(message: &str, draft: &Draft) -> Option<Field> {
    let lower = message.to_lowercase();
    if let Some((_, rest)) = lower.split_once("messages.").or_else(|| lower.split_once("messages/")) {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let at: usize = digits.parse().ok()?;
        return (at < draft.messages.len()).then_some(Field::Message(at));
    }
    if lower.contains("system.") || lower.contains("#/system") {
        return draft.system.is_some().then_some(Field::System);
    }
    named_field(message).filter(|field| *field != Field::StopSequences)
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
pub(super) fn named_field(text: &str) -> Option<Field> {
    let text = text.to_lowercase();
    [
        ("temperature", Field::Temperature),
        ("top_p", Field::TopP),
        ("topp", Field::TopP),
        ("top_k", Field::TopK),
        ("topk", Field::TopK),
        ("max_tokens", Field::MaxTokens),
        ("maxtokens", Field::MaxTokens),
        ("maximum tokens", Field::MaxTokens),
        ("max_gen_len", Field::MaxTokens),
        ("maxtokencount", Field::MaxTokens),
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
