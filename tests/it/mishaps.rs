//! Every way in which the error clinic offers to reproduce an error leads to that error's own entry: a signed request, the
//! simulator, the reducer, the explanation. No browser.

use crate::client::{NOW, run};
use outcrop::experiment::failure::catalogue::{self, Reproduce};
use outcrop::experiment::failure::explain::{Explanation, explain};
use outcrop::experiment::failure::fix::{Circumstances, Fix, FixSet, ModelFix, Now, PageFix};
use outcrop::experiment::run::session::Session;
use outcrop::experiment::{Api, Draft, Failure, Origin, Phase};
use outcrop::simulator::Mishap;
use outcrop::simulator::mishap::{FrontDoor, Stream};

fn explanations(draft: &Draft, session: &Session, fault: bool) -> Vec<(Api, Option<Explanation>)> {
    let streaming = draft.stream;
    let now =
        Now { draft, origin: Origin::Simulator, fault, clock_offset_ms: 0, most_bytes: outcrop::aws::intake::USUAL };
    let explained = |failure: &Failure, api| {
        let (model, region) = (draft.model.as_str(), draft.region.as_str());
        explain(
            failure,
            Circumstances { api, origin: Origin::Simulator, model, region, streaming, offers: FixSet::Form, now },
        )
    };
    session
        .exchanges()
        .map(|call| {
            (call.operation.api(), call.failure.as_ref().map(|failure| explained(failure, call.operation.api())))
        })
        .collect()
}

#[test]
fn every_entry_can_be_reproduced_and_leads_back_to_itself() {
    for entry in catalogue::entries() {
        let (draft, mishap) = match entry.reproduce {
            Reproduce::Never(_) => continue,
            Reproduce::Mishap(key) => {
                // Some faults are those of a stream.
                let draft = Draft { stream: true, ..Draft::default() };
                (draft, Some(Mishap::from_key(key).unwrap_or_else(|| panic!("no mishap {key}"))))
            }
            Reproduce::Setup(setup) => (setup.draft(), None),
        };
        let session = run(&draft, mishap, NOW);
        for (api, explanation) in explanations(&draft, &session, mishap.is_some()) {
            let Some(explanation) = explanation else { panic!("{}: {api:?} did not fail", entry.id) };
            // Some entries are met in more than one way and are reproduced by the most telling one.
            let known = match entry.id {
                "request-expired" => "clock-skew",
                "access-denied" => "policy",
                "credentials-ran-out" => "expired-token",
                "stream-exception" => "model-stream-error",
                id => id,
            };
            assert_eq!(explanation.entry, Some(known), "{} {api:?}: {:?}", entry.id, explanation.message);
            assert_eq!(explanation.reproduce, catalogue::entry(known).unwrap().reproduce);
        }
    }
}

#[test]
fn a_cut_answer_is_cut_off_and_a_missing_one_missing_streamed_or_not() {
    for stream in [true, false] {
        let draft = Draft { stream, ..Draft::default() };
        for call in run(&draft, Some(Mishap::Stream(Stream::CutStream)), NOW).exchanges() {
            assert!(matches!(call.failure, Some(Failure::Truncated(_))), "{stream}: {:?}", call.failure);
            assert!(call.head.is_some() && !call.body.is_empty(), "what had arrived is kept");
        }
        for call in run(&draft, Some(Mishap::Stream(Stream::NoAnswer)), NOW).exchanges() {
            assert!(matches!(call.failure, Some(Failure::Transport(_))), "{stream}: {:?}", call.failure);
            assert!(call.head.is_none());
        }
    }
}

#[test]
fn every_mishap_befalls_both_apis_streamed_or_not() {
    for mishap in Mishap::ALL {
        for stream in [true, false] {
            let draft = Draft { stream, ..Draft::default() };
            let session = run(&draft, Some(mishap), NOW);
            let calls: Vec<_> = explanations(&draft, &session, true);
            assert_eq!(calls.len(), 2);
            for (api, explanation) in calls {
                match explanation {
                    None => assert_eq!(mishap, Mishap::Stream(Stream::SlowFirstByte), "{api:?} {stream}"),
                    Some(explanation) => {
                        let entry = explanation.entry.unwrap_or_else(|| panic!("{mishap:?} has no entry"));
                        let leads_back = |entry: &catalogue::Entry| entry.reproduce == Reproduce::Mishap(mishap.key());
                        // Without a stream, a broken stream is something else.
                        let other = !stream && mishap.key().contains(['c', 'm']);
                        assert!(leads_back(catalogue::entry(entry).unwrap()) || other, "{mishap:?} {api:?}: {entry}");
                        let off = Fix::Page(PageFix::TurnFaultOff);
                        assert!(explanation.fixes.iter().take(2).any(|fix| *fix == off), "{:?}", explanation.fixes);
                    }
                }
            }
            // What had arrived of a stream is kept.
            if stream
                && matches!(
                    mishap,
                    Mishap::Stream(Stream::MidStreamException | Stream::CutStream | Stream::CorruptFrame)
                )
            {
                for exchange in session.exchanges() {
                    assert_eq!(exchange.phase, Phase::Failed);
                    assert!(exchange.turn().text().len() > 20 && exchange.frames.len() > 3, "{mishap:?}");
                }
            }
        }
    }
}

/// Carries out a fix that changes what is sent, as the page does, and returns whether it is one.
fn changes(fix: &Fix, draft: &mut Draft) -> bool {
    match fix {
        Fix::Draft(fix) => fix.apply(draft),
        Fix::Model(ModelFix::Use(id)) => draft.model.clone_from(id),
        Fix::Page(PageFix::SwitchRegion(region)) => draft.region.clone_from(region),
        Fix::Model(ModelFix::Edit) | Fix::GoTo(_) | Fix::Page(_) | Fix::RunAgain => return false,
    }
    true
}

/// A fix that changes the draft makes the very call go through that was refused.
#[test]
fn the_first_fix_of_a_reproduced_error_mends_it() {
    let mut mended = 0;
    for entry in catalogue::entries() {
        let Reproduce::Setup(setup) = entry.reproduce else { continue };
        let mut draft = setup.draft();
        let session = run(&draft, None, NOW);
        let Some((_, Some(explanation))) = explanations(&draft, &session, false).into_iter().next() else {
            panic!("it failed")
        };
        let Some(fix) = explanation.fixes.iter().find(|fix| changes(fix, &mut draft)) else { continue };
        let session = run(&draft, None, NOW);
        for (api, explanation) in explanations(&draft, &session, false) {
            let next = explanation.as_ref().map(|explanation| explanation.entry);
            assert_ne!(next, Some(Some(entry.id)), "{api:?} {fix:?}: {explanation:?}");
        }
        mended += usize::from(session.exchanges().all(|call| call.phase == Phase::Done));
    }
    assert!(mended >= 12, "{mended}");
}

#[test]
fn a_corrected_clock_is_accepted() {
    let draft = Draft::default();
    let session = run(&draft, Some(Mishap::FrontDoor(FrontDoor::ClockSkew)), NOW);
    for (_, explanation) in explanations(&draft, &session, true) {
        let fixes = explanation.unwrap().fixes;
        let Some(Fix::Page(PageFix::CorrectClock { offset_ms })) = fixes.first() else { panic!("{fixes:?}") };
        let session = run(&draft, Some(Mishap::FrontDoor(FrontDoor::ClockSkew)), NOW.plus_ms(*offset_ms));
        assert!(session.exchanges().all(|call| call.phase == Phase::Done));
    }
}
