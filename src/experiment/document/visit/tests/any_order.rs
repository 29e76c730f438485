//! Events in any order: the user's own work comes back, and nothing typed is lost.

use proptest::prelude::*;

use super::*;

fn any_subject() -> impl Strategy<Value = Subject> {
    (0..5_u8, 0..9_u8).prop_map(|(kind, name)| match kind {
        0 => playground(&name.to_string()),
        1 => compare(&name.to_string()),
        2 => lab(LabKind::Embeddings, &name.to_string()),
        3 => lab(LabKind::Images, &name.to_string()),
        _ => lab(LabKind::Explorer, &name.to_string()),
    })
}

fn any_event() -> impl Strategy<Value = Event> {
    let edit = any_subject().prop_map(|subject| match subject {
        Subject::Compare(_, comparison) => changed(Subject::Compare(Draft::default(), comparison)),
        other => changed(other),
    });
    prop_oneof![
        4 => edit,
        3 => any_subject().prop_map(opened),
        1 => Just(Event::Failed("no".to_owned())),
        1 => Just(Event::Dismissed),
        1 => Just(Event::Keep),
        2 => Just(Event::Back),
        1 => (0..9_u8).prop_map(|name| Event::Restored(draft(&name.to_string()))),
        1 => (0..9_u8).prop_map(|name| Event::Replaced(Experiment::new(playground(&name.to_string())), BEFORE_EXAMPLE)),
        1 => (0..9_u8).prop_map(|name| Event::Reproduced(draft(&name.to_string()))),
        1 => Just(Event::ReproductionEnded),
    ]
}

/// The input of a view that is stored nowhere else, from the top down.
fn typed(visit: &Visit, place: Place) -> Vec<Subject> {
    let slot = visit.slot(place);
    let mut out: Vec<Subject> =
        slot.own.iter().filter(|_| !slot.from_history).map(|sheet| sheet.subject.clone()).collect();
    let mut cover = slot.cover.as_ref();
    while let Some(each) = cover {
        if each.edited {
            out.push(each.sheet.subject.clone());
        }
        cover = each.under.as_deref();
    }
    out
}

proptest! {
    #[test]
    fn the_own_desk_comes_back_and_nothing_typed_is_lost(events in proptest::collection::vec(any_event(), 0..24)) {
        let mut visit = Visit::default();
        // The user's own sheets, by a model without visits.
        let mut own: [Option<Subject>; 5] = Default::default();
        for event in events {
            let before = visit.clone();
            let effects = visit.apply(event.clone());
            for (place, own) in Place::ALL.into_iter().zip(&mut own) {
                match &event {
                    Event::Changed(at, subject, _) if *at == place && before.slot(place).cover.is_none() => {
                        *own = Some(subject.clone());
                    }
                    Event::Keep if before.slot(place).cover.is_some() => *own = before.shown(place).map(|sheet| sheet.subject.clone()),
                    Event::Restored(draft) if place == Place::Playground && before.slot(place).cover.is_none() => {
                        *own = Some(Subject::Playground(draft.clone()));
                    }
                    Event::Replaced(sheet, _) if place == Place::Playground && before.slot(place).cover.is_none() => {
                        *own = Some(sheet.subject.clone());
                    }
                    _ => {}
                }
                prop_assert_eq!(visit.own(place).map(|sheet| &sheet.subject), own.as_ref());
                if matches!(event, Event::Changed(..)) {
                    continue;
                }
                let mut left = typed(&visit, place);
                left.extend(visit.own(place).map(|sheet| sheet.subject.clone()));
                left.extend(effects.iter().filter_map(|effect| match effect {
                    Effect::ToHistory(_, draft) => Some(Subject::Playground(draft.clone())),
                    Effect::CallToHistory(_, lab) => Some(Subject::Lab(lab.clone())),
                    Effect::SaveFile(sheet) => Some(sheet.subject.clone()),
                    _ => None,
                }));
                for subject in typed(&before, place) {
                    let found = left.iter().any(|left| sheet::differs_in_region_only(&subject, left));
                    prop_assert!(found, "{:?} lost {:?}", event, subject);
                }
            }
            let mut gone_back = visit.clone();
            gone_back.apply(Event::Back);
            for (place, own) in Place::ALL.into_iter().zip(&own) {
                prop_assert_eq!(gone_back.shown(place).map(|sheet| &sheet.subject), own.as_ref());
            }
            prop_assert!(gone_back.banner().is_none());
        }
    }
}
