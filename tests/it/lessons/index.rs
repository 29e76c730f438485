//! The index: every file is in it, and what it refers to exists.

use std::collections::BTreeSet;

use outcrop::lesson::index::{COVERAGE, FIFTEEN_MINUTES, GATES, LESSONS, find, next};

use super::played::lessons;

#[test]
fn every_file_is_a_lesson_of_the_index() {
    let files: BTreeSet<String> = lessons().into_iter().map(|(name, _)| name.replace(".txt", "")).collect();
    let listed: BTreeSet<String> = LESSONS.iter().map(|entry| entry.id.to_owned()).collect();
    assert_eq!(files, listed);
    for (name, lesson) in lessons() {
        let entry = find(&lesson.id).unwrap();
        let facts = entry.facts();
        assert_eq!(format!("{}.txt", lesson.id), name);
        assert_eq!(
            (facts.title, facts.minutes, facts.after),
            (lesson.title.as_str(), lesson.minutes, lesson.after.as_str())
        );
        assert_eq!(facts.steps, lesson.steps.iter().map(|step| step.id.as_str()).collect::<Vec<_>>());
        assert!(!facts.after.is_empty() && entry.track().is_some(), "{name}");
        assert_eq!(entry.lesson(), Ok(lesson));
    }
    assert!(LESSONS.is_sorted_by_key(|entry| entry.id));
    assert_eq!(next("a1").map(|entry| entry.id), Some("a2"));
}

#[test]
fn every_step_that_is_referred_to_exists() {
    let known: BTreeSet<String> = lessons()
        .iter()
        .flat_map(|(_, lesson)| lesson.steps.iter().map(|step| format!("{}.{}", lesson.id, step.id)))
        .collect();
    let gates = GATES.iter().map(|gate| format!("{}.{}", gate.lesson, gate.step));
    let short = FIFTEEN_MINUTES.iter().map(|(lesson, step)| format!("{lesson}.{step}"));
    let covered = COVERAGE.iter().flat_map(|covered| covered.steps.iter().map(|step| (*step).to_owned()));
    let missing: BTreeSet<String> = gates.chain(short).chain(covered).filter(|step| !known.contains(step)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_statement_has_a_step() {
    for covered in COVERAGE {
        assert!(!covered.steps.is_empty(), "{}", covered.statement);
        assert_eq!(COVERAGE.iter().filter(|other| other.statement == covered.statement).count(), 1);
    }
}
