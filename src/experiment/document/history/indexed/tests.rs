//! Tests of `indexed`.

use super::*;
use crate::bedrock::conversation::Role;
use crate::experiment::form::draft::{Draft, DraftMessage};
use crate::experiment::form::part::Part;

/// A run with this question and this answer.
fn run(question: &str, answer: &str) -> Entry {
    let mut draft = Draft { model: "amazon.nova-lite-v1:0".to_owned(), ..Draft::default() };
    draft.messages = vec![DraftMessage { id: 1, role: Role::User, content: vec![Part::Text(question.to_owned())] }];
    let call = CallRecord {
        by: Origin::Simulator.into(),
        operation: Operation::Converse.into(),
        status: Some(200),
        answer: answer.to_owned(),
        ..CallRecord::default()
    };
    Entry { at_ms: 5, draft, calls: vec![call], ..Entry::default() }
}

fn find(entry: &Entry, search: &str) -> Find {
    let indexed = Indexed::of(entry, entry.to_json().len());
    assert_eq!(Indexed::from_json(&indexed.to_json()), Some(indexed.clone()), "it reads back");
    indexed.find(&super::super::words(search))
}

#[test]
fn it_shows_what_a_list_needs() {
    let text = run("What is RAG?", "Retrieval first.").to_json();
    let indexed = Indexed::of_stored(&text);
    assert_eq!((indexed.at_ms, indexed.bytes, indexed.pinned, indexed.is_unread), (5, text.len(), false, false));
    assert_eq!((indexed.name.as_str(), indexed.model.as_str()), ("What is RAG?", "amazon.nova-lite-v1:0"));
    let call = indexed.calls.first().unwrap();
    assert_eq!(
        (call.operation.known(), call.status, call.origin()),
        (Some(Operation::Converse), Some(200), Origin::Simulator)
    );
}

#[test]
fn a_short_run_is_searched_in_the_index_alone() {
    let entry = run("What is RAG?", "Retrieval first.");
    for (search, found) in [
        ("", Find::Yes),
        ("rag RETRIEVAL", Find::Yes),
        ("nova simulated us-east-1", Find::Yes),
        ("precise writer", Find::Yes),
        ("rocks", Find::No),
        ("retrieval rocks", Find::No),
        // A word never goes over the end of a text.
        ("rag?retrieval", Find::No),
    ] {
        assert_eq!(find(&entry, search), found, "{search}");
        assert_eq!(entry.matches(search), found == Find::Yes, "{search}");
    }
}

#[test]
fn a_long_run_is_searched_in_its_record_only_for_words_that_the_index_lacks() {
    let entry = run(&format!("Basalt {} granite", "é".repeat(50_000)), &format!("Yes: {} marble", "x ".repeat(50_000)));
    assert_eq!(find(&entry, "basalt yes"), Find::Yes);
    assert_eq!(find(&entry, "granite"), Find::Unknown);
    assert!(entry.matches("granite MARBLE"));
}

#[test]
fn its_size_is_limited_whatever_the_record_holds() {
    let mut entry = run(&"q".repeat(10_000), &"\u{1}".repeat(10_000));
    entry.title = "d".repeat(10_000);
    entry.draft.model = "m".repeat(10_000);
    entry.draft.messages = vec![entry.draft.messages[0].clone(); 100];
    entry.calls = vec![entry.calls[0].clone(); 100];
    let indexed = Indexed::of(&entry, 1);
    assert_eq!(indexed.calls.len(), 2);
    let size = indexed.to_json().len();
    assert!(size < 40_000, "{size}");
    assert_eq!(find(&entry, "rocks"), Find::Unknown);
}

#[test]
fn a_record_that_cannot_be_read_is_listed_as_such() {
    for text in ["", "{", "[]x", "7", r#"{"calls":7}"#] {
        let indexed = Indexed::of_stored(text);
        assert!(indexed.is_unread, "{text}");
        assert_eq!((indexed.bytes, indexed.find(&["rag".to_owned()])), (text.len(), Find::No));
    }
}

#[test]
fn what_the_index_lacks_and_has_too_much() {
    assert_eq!(absent(&[1, 3, 4, 9], &[3, 9, 10]), [1, 4]);
    assert_eq!(absent(&[3, 9, 10], &[1, 3, 4, 9]), [10]);
    assert_eq!(absent(&[], &[1]), Vec::<u64>::new());
}
