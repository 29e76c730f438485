mod any_order;

use super::*;
use crate::bedrock::operation::Api;
use crate::experiment::compare::{Comparison, Member};
use crate::experiment::document::experiment::Answer;
use crate::experiment::document::lab::{Lab, LabKind};
use crate::experiment::embeddings::Input;
use crate::experiment::run::exchange::Origin;

fn draft(model: &str) -> Draft {
    Draft { model: model.to_owned(), ..Draft::default() }
}

fn playground(model: &str) -> Subject {
    Subject::Playground(draft(model))
}

fn compare(model: &str) -> Subject {
    let members = vec![Member::from_model(model), Member::from_model("b")];
    Subject::Compare(draft(model), Comparison { members, repeats: 1 })
}

fn lab(kind: LabKind, model: &str) -> Subject {
    let lab = Input::default().lab("us-east-1");
    Subject::Lab(Lab { kind, model: model.to_owned(), ..lab })
}

fn opened(subject: Subject) -> Event {
    Event::Opened {
        experiment: Experiment::new(subject),
        source: Source::Link,
        notes: Vec::new(),
        from: Place::Playground,
    }
}

fn changed(subject: Subject) -> Event {
    Event::Changed(place_of(&subject), subject, ViewState::default())
}

/// The model that a view shows.
fn shown(visit: &Visit, place: Place) -> String {
    visit.shown(place).and_then(|sheet| sheet.models().last().map(|model| (*model).to_owned())).unwrap_or_default()
}

/// The state and every effect after these events.
fn after(events: impl IntoIterator<Item = Event>) -> (Visit, Vec<Effect>) {
    let mut visit = Visit::default();
    let effects = events.into_iter().flat_map(|event| visit.apply(event)).collect();
    (visit, effects)
}

#[test]
fn a_second_link_over_the_first_does_not_make_the_first_the_readers_own() {
    let (visit, effects) = after([
        changed(playground("mine")),
        opened(playground("first")),
        changed(playground("first")),
        opened(playground("second")),
        Event::Back,
    ]);
    assert_eq!(shown(&visit, Place::Playground), "mine");
    assert_eq!(visit.banner(), None);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::ToHistory(..))), "nothing was typed into the links");
}

#[test]
fn the_first_link_edited_then_a_second_loses_neither_the_own_nor_the_edit() {
    let (visit, effects) = after([
        changed(playground("mine")),
        opened(playground("first")),
        changed(playground("first edited")),
        opened(playground("second")),
        Event::Back,
    ]);
    assert_eq!(shown(&visit, Place::Playground), "mine");
    assert!(effects.contains(&Effect::ToHistory(EDITED, draft("first edited"))));
}

#[test]
fn a_broken_link_after_a_good_one_ends_with_the_visit_it_found() {
    let (mut visit, effects) = after([
        changed(playground("mine")),
        opened(playground("first")),
        Event::Failed("incomplete".to_owned()),
        Event::Dismissed,
        changed(playground("first")),
    ]);
    assert_eq!((shown(&visit, Place::Playground).as_str(), visit.error()), ("first", None));
    assert!(visit.banner().is_some(), "the way back is still offered");
    let stored: Vec<_> = effects.iter().filter(|effect| matches!(effect, Effect::Store(..))).collect();
    assert_eq!(stored.len(), 1, "the device keeps the reader's own: {stored:?}");
    visit.apply(Event::Back);
    assert_eq!(shown(&visit, Place::Playground), "mine");
}

#[test]
fn a_reload_while_looking_stores_nothing_and_while_editing_keeps_both() {
    let sheet = |model| Experiment { title: "Lesson".to_owned(), ..Experiment::new(playground(model)) };
    let (_, looking) =
        after([changed(playground("mine")), opened(playground("theirs")), changed(playground("theirs"))]);
    assert!(!looking.iter().any(|effect| matches!(effect, Effect::Store(Shelf::Visit, ..))));
    let stored = Stored { own: Some(sheet("mine")), visit: Some(sheet("edited")) };
    let (mut visit, _) = after([Event::Reloaded(Place::Playground, stored)]);
    assert_eq!(shown(&visit, Place::Playground), "edited");
    assert_eq!(visit.banner().map(|banner| (banner.source, banner.title.as_str())), Some((None, "Lesson")));
    let effects = visit.apply(Event::Back);
    assert_eq!(shown(&visit, Place::Playground), "mine");
    assert!(effects.contains(&Effect::Forget(Shelf::Visit, Place::Playground)));
    assert!(effects.contains(&Effect::ToHistory(EDITED, draft("edited"))));
}

#[test]
fn title_and_note_are_kept_and_the_own_draft_goes_into_the_history() {
    let experiment =
        Experiment { title: "Lesson".to_owned(), note: "Try it".to_owned(), ..Experiment::new(playground("theirs")) };
    let open = Event::Opened { experiment, source: Source::File, notes: Vec::new(), from: Place::Images };
    let (mut visit, effects) = after([changed(playground("mine")), open, Event::Keep, changed(playground("on"))]);
    let own = visit.own(Place::Playground).unwrap();
    assert_eq!((own.title.as_str(), own.note.as_str()), ("Lesson", "Try it"));
    assert!(effects.contains(&Effect::ToHistory(BEFORE_KEEP, draft("mine"))));
    assert_eq!(effects.last(), Some(&Effect::Store(Shelf::Own, Place::Playground, own.clone())));
    assert_eq!(visit.apply(Event::Back), [Effect::LeaveAddress], "a second press changes nothing");
}

fn with_answer(subject: Subject) -> Event {
    let answer = Answer {
        api: Api::Invoke,
        origin: Origin::Simulator,
        model: "theirs".to_owned(),
        text: "Basalt.".to_owned(),
        stop_reason: String::new(),
        input_tokens: None,
        output_tokens: Some(2),
        total_ms: None,
    };
    let experiment = Experiment { answers: vec![answer], ..Experiment::new(subject) };
    Event::Opened { experiment, source: Source::Link, notes: Vec::new(), from: Place::Playground }
}

#[test]
fn shared_answers_stay_when_they_are_kept_and_go_with_their_experiment() {
    let (visit, _) = after([with_answer(playground("theirs")), Event::Keep]);
    let answers = visit.answers().unwrap();
    assert_eq!((answers.source, &answers.draft), (Source::Link, &draft("theirs")));
    assert_eq!([Api::Converse, Api::Invoke].map(|api| answers.of(api).count()), [0, 1]);
    let example = Event::Replaced(Experiment::new(playground("example")), BEFORE_EXAMPLE);
    for event in [Event::Back, opened(playground("other")), Event::Restored(draft("old")), example] {
        let (visit, _) = after([with_answer(playground("theirs")), event]);
        assert_eq!(visit.answers(), None);
    }
    let (visit, _) = after([opened(playground("bare"))]);
    assert_eq!(visit.answers(), None);
    let (visit, _) = after([with_answer(compare("theirs"))]);
    assert!(visit.answers().is_some(), "a comparison brings a prompt for the playground");
}

#[test]
fn there_is_something_to_restore_only_where_the_user_has_work_of_their_own() {
    let (own, _) = after([changed(playground("mine")), opened(playground("theirs"))]);
    assert!(own.has_own_below());
    for events in [
        vec![opened(playground("theirs"))],
        vec![changed(Subject::Playground(Draft::default())), opened(playground("theirs"))],
        vec![changed(playground("mine")), opened(lab(LabKind::Images, "theirs"))],
        vec![changed(playground("mine")), opened(playground("theirs")), Event::Keep],
    ] {
        assert!(!after(events.clone()).0.has_own_below(), "{events:?}");
    }
    let (lab, _) = after([changed(lab(LabKind::Images, "mine")), opened(lab(LabKind::Images, "theirs"))]);
    assert!(lab.has_own_below());
}

#[test]
fn a_reproduction_over_a_link_ends_at_the_link() {
    let (mut visit, _) = after([
        changed(playground("mine")),
        opened(playground("theirs")),
        changed(playground("theirs edited")),
        Event::Reproduced(draft("broken")),
        Event::Reproduced(draft("broken again")),
        changed(playground("broken again")),
    ]);
    assert!(visit.is_reproducing());
    visit.apply(Event::ReproductionEnded);
    assert_eq!((shown(&visit, Place::Playground).as_str(), visit.is_reproducing()), ("theirs edited", false));
    visit.apply(Event::Back);
    assert_eq!(shown(&visit, Place::Playground), "mine");
}

#[test]
fn a_reproduction_is_never_stored_as_the_readers_own() {
    let (_, effects) = after([
        changed(playground("mine")),
        Event::Reproduced(draft("broken")),
        changed(playground("broken")),
        changed(playground("broken, edited")),
    ]);
    let own = |effect: &&Effect| matches!(effect, Effect::Store(Shelf::Own, ..));
    assert_eq!(effects.iter().filter(own).count(), 1);
}

#[test]
fn a_restore_while_looking_leaves_the_own_sheet_alone() {
    let (mut visit, effects) =
        after([changed(playground("mine")), opened(playground("theirs")), Event::Restored(draft("old"))]);
    assert_eq!(shown(&visit, Place::Playground), "old");
    assert!(effects.contains(&Effect::Show(Place::Playground)));
    visit.apply(Event::Back);
    assert_eq!(shown(&visit, Place::Playground), "mine");
}

#[test]
fn a_restore_over_an_own_draft_puts_that_into_the_history_once() {
    let (_, effects) =
        after([changed(playground("mine")), Event::Restored(draft("old")), Event::Restored(draft("older"))]);
    let kept: Vec<_> = effects.into_iter().filter(|effect| matches!(effect, Effect::ToHistory(..))).collect();
    assert_eq!(kept, [Effect::ToHistory(BEFORE_RESTORE, draft("mine"))]);
}

#[test]
fn an_example_puts_the_own_draft_into_the_history_and_an_example_over_it_does_not() {
    let (mut visit, effects) = after([
        changed(playground("mine")),
        Event::Replaced(Experiment::new(playground("example")), BEFORE_EXAMPLE),
        Event::Replaced(Experiment::new(playground("other example")), BEFORE_EXAMPLE),
    ]);
    let kept: Vec<_> = effects.into_iter().filter(|effect| matches!(effect, Effect::ToHistory(..))).collect();
    assert_eq!(kept, [Effect::ToHistory(BEFORE_EXAMPLE, draft("mine"))]);
    visit.apply(changed(playground("other example, edited")));
    let effects = visit.apply(Event::Replaced(Experiment::new(playground("mine")), BEFORE_UNDO));
    assert!(effects.contains(&Effect::ToHistory(BEFORE_UNDO, draft("other example, edited"))));
    assert_eq!(shown(&visit, Place::Playground), "mine");
}

#[test]
fn an_undone_example_brings_title_and_note_back() {
    let kept = Experiment { title: "Lesson".to_owned(), note: "Try".to_owned(), ..Experiment::new(playground("mine")) };
    let open =
        Event::Opened { experiment: kept.clone(), source: Source::Link, notes: Vec::new(), from: Place::Playground };
    let example = || Event::Replaced(Experiment::new(playground("example")), BEFORE_EXAMPLE);
    let (mut visit, _) = after([open.clone(), Event::Keep, example()]);
    assert_eq!(visit.own(Place::Playground).map(|own| own.title.as_str()), Some(""));
    let effects = visit.apply(Event::Replaced(kept.clone(), BEFORE_UNDO));
    assert_eq!(visit.own(Place::Playground), Some(&kept));
    assert!(effects.contains(&Effect::Store(Shelf::Own, Place::Playground, kept.clone())));
    let (mut visit, _) = after([changed(playground("own")), open, example()]);
    visit.apply(Event::Replaced(kept, BEFORE_UNDO));
    assert_eq!(visit.banner().map(|banner| (banner.title.as_str(), banner.note.as_str())), Some(("Lesson", "Try")));
}

#[test]
fn an_example_over_a_link_does_not_pass_for_what_the_link_holds() {
    let experiment = Experiment { title: "Lesson".to_owned(), ..Experiment::new(playground("theirs")) };
    let open = Event::Opened { experiment, source: Source::Link, notes: Vec::new(), from: Place::Playground };
    let (mut visit, _) = after([
        changed(playground("mine")),
        open,
        Event::Replaced(Experiment::new(playground("example")), BEFORE_EXAMPLE),
    ]);
    assert_eq!(visit.banner().map(|banner| (banner.source, banner.title.as_str())), Some((None, "")));
    visit.apply(Event::Back);
    assert_eq!(shown(&visit, Place::Playground), "mine");
}

#[test]
fn links_of_every_view_over_each_other_give_every_view_back() {
    let labs = [LabKind::Embeddings, LabKind::Images, LabKind::Explorer];
    let subjects = || [playground("p"), compare("c")].into_iter().chain(labs.map(|kind| lab(kind, "l")));
    for first in subjects() {
        for second in subjects() {
            let own = [
                changed(playground("mine")),
                changed(Subject::Compare(
                    Draft::default(),
                    Comparison { members: vec![Member::from_model("mine")], repeats: 1 },
                )),
                changed(lab(LabKind::Embeddings, "mine")),
                changed(lab(LabKind::Images, "mine")),
                changed(lab(LabKind::Explorer, "mine")),
            ];
            let (visit, _) = after(own.into_iter().chain([opened(first.clone()), opened(second.clone()), Event::Back]));
            for place in Place::ALL {
                assert_eq!(shown(&visit, place), "mine", "{first:?} {second:?} {place:?}");
            }
        }
    }
}

#[test]
fn a_lab_of_another_region_gives_the_playgrounds_region_back() {
    let other = Lab { region: "eu-west-1".to_owned(), ..Input::default().lab("") };
    let (mut visit, _) = after([changed(playground("mine")), opened(Subject::Lab(other))]);
    let region = |visit: &Visit| match visit.shown(Place::Playground).map(|sheet| sheet.subject.clone()) {
        Some(Subject::Playground(draft)) => draft.region,
        _ => String::new(),
    };
    assert_eq!(region(&visit), "eu-west-1");
    let effects = visit.apply(Event::Back);
    assert_eq!(region(&visit), "us-east-1");
    assert_eq!(effects.last(), Some(&Effect::Show(Place::Playground)));
}

#[test]
fn what_a_view_could_not_take_over_is_noted_and_is_no_edit() {
    let (mut visit, _) = after([changed(playground("mine")), opened(lab(LabKind::Images, "odd"))]);
    let filled = Event::Filled(Place::Images, lab(LabKind::Images, "known"), vec!["odd was left out".to_owned()]);
    assert_eq!(visit.apply(filled), []);
    assert_eq!(visit.apply(changed(lab(LabKind::Images, "known"))), []);
    assert_eq!(visit.banner().map(|banner| banner.notes.len()), Some(1));
}

#[test]
fn a_call_from_the_history_keeps_the_form_that_it_takes_the_place_of() {
    let call = |name: &str| Experiment::new(lab(LabKind::Explorer, name));
    let (mut visit, _) = after([changed(lab(LabKind::Explorer, "mine")), changed(playground("draft"))]);
    let effects = visit.apply(Event::Replaced(call("old"), BEFORE_RESTORE));
    let Subject::Lab(mine) = lab(LabKind::Explorer, "mine") else { panic!() };
    assert!(effects.contains(&Effect::CallToHistory(BEFORE_RESTORE, mine)), "{effects:?}");
    assert!(effects.contains(&Effect::Fill(Place::Explorer, Some(call("old")))));
    assert!(effects.contains(&Effect::Show(Place::Explorer)));
    assert_eq!(visit.own(Place::Playground).map(|own| own.subject.clone()), Some(playground("draft")));
    let again = visit.apply(Event::Replaced(call("older"), BEFORE_RESTORE));
    assert!(!again.iter().any(|effect| matches!(effect, Effect::CallToHistory(..))), "it is in the history already");
}
