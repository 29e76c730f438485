//! No card offers what changes nothing: every text of the catalogue, many drafts, both APIs, every view.

use super::*;
use crate::aws::error::AwsError;
use crate::bedrock::operation::Api;
use crate::experiment::failure::catalogue::{self, Reproduce};
use crate::experiment::failure::explain::Explanation;
use crate::experiment::failure::failed::Failed;
use crate::experiment::failure::reproduction::Setup;
use crate::experiment::form::draft::{Detached, Draft, SendAs};
use crate::experiment::form::parameter::Parameter;
use crate::experiment::run::exchange::{Failure, Limit, Origin};

const ALL: [FixSet; 3] = [FixSet::Form, FixSet::Model, FixSet::Page];

/// Forms in which one fix or another would change nothing.
fn drafts() -> Vec<Draft> {
    let plain = Draft::default();
    let detached = Detached { body: "{}".to_owned(), content_type: String::new(), accept: String::new() };
    let tokens = |text: &str| Draft { max_tokens: Parameter::sent(text), ..plain.clone() };
    let mut drafts = vec![
        plain.clone(),
        tokens("100000"),
        tokens("32"),
        tokens("many"),
        Draft { max_tokens: Parameter::unsent("512"), temperature: Parameter::sent("1"), ..plain.clone() },
        Draft { stream: true, send_as: SendAs::Converse, system: None, ..plain.clone() },
        Draft { detached: Some(detached), ..plain.clone() },
        Draft { model: "amazon.titan-embed-text-v2:0".to_owned(), region: "eu-west-1".to_owned(), ..plain },
    ];
    let setups = catalogue::entries().filter_map(|entry| match entry.reproduce {
        Reproduce::Setup(Setup::TooLong | Setup::TooLongTogether) | Reproduce::Mishap(_) | Reproduce::Never(_) => None,
        Reproduce::Setup(setup) => Some(setup.draft()),
    });
    drafts.extend(setups);
    drafts
}

/// Every failure that the catalogue has a text for, and those that have none.
fn failures() -> Vec<Failure> {
    let refused = catalogue::entries().flat_map(|entry| entry.samples).map(|sample| {
        Failure::Refused(AwsError {
            status: sample.status,
            code: Some(sample.code.to_owned()),
            message: Some(sample.text.to_owned()),
            ..AwsError::default()
        })
    });
    let text = || "x".to_owned();
    refused
        .chain([
            Failure::Transport(text()),
            Failure::Redirected,
            Failure::Corrupt(text()),
            Failure::Truncated(text()),
            Failure::TooLarge(Limit::Bytes(crate::aws::intake::USUAL)),
            Failure::TooLarge(Limit::Events(100_000)),
            Failure::Unreadable(text()),
            Failure::NoCredentials,
            Failure::ExpiredCredentials,
            Failure::NotSent(text()),
        ])
        .collect()
}

fn each_card(look: impl Fn(&Explanation, &Failed, FixSet, Now)) {
    let failures = failures();
    for draft in drafts() {
        for failure in &failures {
            for (api, origin, fault) in [
                (Api::Converse, Origin::Aws, false),
                (Api::Invoke, Origin::Custom, false),
                (Api::Invoke, Origin::Simulator, true),
                (Api::Converse, Origin::Simulator, false),
            ] {
                let failed = Failed {
                    failure: failure.clone(),
                    api,
                    origin,
                    model: draft.model.clone(),
                    region: draft.region.clone(),
                    streaming: draft.stream,
                };
                let now =
                    Now { draft: &draft, origin, fault, clock_offset_ms: 0, most_bytes: crate::aws::intake::USUAL };
                // The other views have none of the form's fixes, so one form is enough for them.
                let views: &[FixSet] = if draft == Draft::default() { &ALL } else { &[FixSet::Form] };
                for &offers in views {
                    look(&failed.explain(offers, now), &failed, offers, now);
                }
            }
        }
    }
}

#[test]
fn each_offered_fix_changes_something() {
    each_card(|card, failed, offers, now| {
        for fix in &card.fixes {
            assert!(offers.has(fix), "{fix:?}");
            let told = || format!("{:?} {fix:?} {failed:?}", card.entry);
            match fix {
                Fix::Draft(fix) => {
                    let mut after = now.draft.clone();
                    fix.apply(&mut after);
                    assert_ne!(&after, now.draft, "{}", told());
                    let own_body = failed.api == Api::Invoke && now.draft.detached.is_some();
                    let follows = after.detached.is_none()
                        || after.stream != now.draft.stream
                        || after.send_as != now.draft.send_as;
                    assert!(!own_body || follows, "the request does not follow: {}", told());
                }
                Fix::Model(ModelFix::Use(id)) => assert_ne!(id, &failed.model, "{}", told()),
                Fix::Page(PageFix::SwitchRegion(region)) => assert_ne!(region, &now.draft.region, "{}", told()),
                Fix::Page(PageFix::CorrectClock { offset_ms }) => assert_ne!(*offset_ms, 0, "{}", told()),
                Fix::Page(PageFix::OpenCredentials | PageFix::UseSimulator) => {
                    assert_ne!(now.origin, Origin::Simulator, "{}", told());
                }
                Fix::Page(PageFix::EditEndpoint) => assert_eq!(now.origin, Origin::Custom, "{}", told()),
                Fix::Page(PageFix::ReceiveMore(bytes)) => assert!(*bytes > now.most_bytes, "{}", told()),
                Fix::Page(PageFix::TurnFaultOff) => assert!(now.fault, "{}", told()),
                Fix::GoTo(Field::Message(at)) => assert!(*at < now.draft.messages.len(), "{}", told()),
                Fix::RunAgain => assert!(!now.fault || !matches!(card.reproduce, Reproduce::Mishap(_)), "{}", told()),
                Fix::GoTo(_)
                | Fix::Model(ModelFix::Edit)
                | Fix::Page(PageFix::CopyPolicy(_) | PageFix::OpenItsView { .. }) => {}
            }
        }
    });
}

/// What a fix says of itself is what it does, on every draft.
#[test]
fn a_fix_knows_whether_it_changes_a_draft() {
    let set = |field, value: &str| DraftFix::Set(field, value.to_owned());
    let fixes = [
        DraftFix::Untick(Field::Temperature),
        DraftFix::Untick(Field::StopSequences),
        DraftFix::Untick(Field::Model),
        set(Field::MaxTokens, "512"),
        set(Field::Temperature, "1"),
        set(Field::System, "1"),
        DraftFix::DropExtra("thinking".to_owned()),
        DraftFix::DropExtra("foo".to_owned()),
        DraftFix::DropMore("toolConfig"),
        DraftFix::DropMore("guardrailConfig"),
        DraftFix::DropToolChoice,
        DraftFix::DropEffort,
        DraftFix::DropCachePoints,
        DraftFix::Relink,
        DraftFix::DropSystem,
        DraftFix::StreamOn,
        DraftFix::StreamOff,
        DraftFix::SendAs(SendAs::Converse),
        DraftFix::SendAs(SendAs::Both),
        DraftFix::DropLeadingAnswers,
        DraftFix::DropLastAnswer,
        DraftFix::MergeTurns,
        DraftFix::DropBlankMessages,
    ];
    let mut seen = [0; 2];
    for draft in drafts() {
        for fix in &fixes {
            let mut after = draft.clone();
            fix.apply(&mut after);
            assert_eq!(fix.changes(&draft), after != draft, "{fix:?} {draft:?}");
            seen[usize::from(after != draft)] += 1;
        }
    }
    assert!(seen.iter().all(|count| *count > 50), "{seen:?}");
}

#[test]
fn the_same_again_comes_first_only_where_it_can_help() {
    let can_help = [
        "agreement-pending",
        "throttling",
        "model-not-ready",
        "service-unavailable",
        "service-failing",
        "model-error",
        "model-stream-error",
        "conflict",
        "no-answer",
        "corrupt-stream",
        "cut-off",
        "stream-exception",
        "unreadable",
        "not-sent",
        // Where nothing is known that could be changed instead.
        "request-expired",
        "quota",
        // The modest limit is reached already.
        "token-throttling",
        "model-timeout",
    ];
    each_card(|card, failed, _, _| {
        if card.fixes.first() == Some(&Fix::RunAgain) {
            let entry = card.entry.unwrap_or_default();
            assert!(can_help.contains(&entry), "{entry} {failed:?}");
        }
    });
}

/// A model without Converse is never sent there, and its own view is not offered to a model with a conversation.
#[test]
fn a_model_is_sent_only_where_it_is_served() {
    each_card(|card, failed, _, _| {
        let is_embedding = failed.model.starts_with("amazon.titan-embed");
        for fix in &card.fixes {
            match fix {
                Fix::Draft(DraftFix::SendAs(_)) => assert!(!is_embedding, "{failed:?}"),
                Fix::Page(PageFix::OpenItsView { lab, .. }) => {
                    assert!(is_embedding && *lab == LabKind::Embeddings, "{failed:?}");
                }
                _ => {}
            }
        }
    });
}

#[test]
fn no_cause_is_impossible() {
    each_card(|card, failed, _, _| {
        assert!(!card.why.is_empty() && card.fix.is_some(), "{failed:?}");
        for why in &card.why {
            // Every region that can be chosen has Bedrock.
            assert!(!why.contains("no Bedrock"), "{why}");
        }
        if matches!(failed.failure, Failure::Transport(_)) {
            // After the sentence that introduces them, the causes are numbered from one.
            for (why, number) in card.why.iter().skip(1).zip(1..) {
                assert!(why.starts_with(&format!("{number}. ")), "{:?}", card.why);
            }
        }
    });
}
