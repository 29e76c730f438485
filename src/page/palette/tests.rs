use super::*;
use crate::bedrock::client::Client;
use crate::page::commands::Action;
use crate::page::{Inspect, View};

fn now() -> Situation {
    Situation {
        running: false,
        streams: true,
        linked: true,
        answers: AnswerView::Text,
        mode: Mode::Simulator,
        fault: None,
        undoable: false,
        region: "us-east-1".to_owned(),
    }
}

fn found(query: &str) -> Vec<Entry> {
    matching(entries(&now()), query)
}

#[track_caller]
fn check_first(query: &str, expected: Command) {
    assert_eq!(found(query).first().map(|entry| entry.command.clone()), Some(expected), "{query:?}");
}

#[test]
fn nothing_typed_lists_everything_group_by_group() {
    let all = found("  ");
    assert_eq!(all, entries(&now()));
    let mut groups: Vec<&str> = all.iter().map(|entry| entry.group.name()).collect();
    groups.dedup();
    assert_eq!(
        groups,
        ["Views", "Panels", "Actions", "Faults", "Fields", "Examples", "Lessons", "Models", "Regions", "Operations"]
    );
}

#[test]
fn names_are_each_ones_own() {
    let all = entries(&Situation { fault: Some(Mishap::ALL[0]), ..now() });
    for entry in &all {
        let same = |other: &&Entry| other.name == entry.name && other.end == entry.end;
        assert_eq!(all.iter().filter(same).count(), 1, "{} {}", entry.name, entry.end);
        assert!(!entry.name.is_empty() && !entry.icon.is_empty());
    }
}

#[test]
fn the_best_fit_comes_first() {
    check_first("embeddings", Command::Open(View::Embeddings));
    check_first("compare", Command::Open(View::Compare));
    check_first("explorer", Command::Open(View::Explorer));
    let list = index::find(Client::Bedrock, "ListGuardrails").unwrap();
    check_first("listguard", Command::Operation(list));
    check_first("ListGuardrails", Command::Operation(list));
    check_first("run", Command::Shortcut(Shortcut::Run));
    check_first("open sig", Command::Shortcut(Shortcut::Inspect(Inspect::Signature)));
    // The id of a model holds these digits too.
    check_first("403", Command::Act(Action::ExplainError));
    check_first("boto3", Command::Shortcut(Shortcut::Inspect(Inspect::Code)));
    check_first("count", Command::Act(Action::CountTokens));
    check_first("max", Command::Shortcut(Shortcut::Maximise));
    check_first("max tok", Command::Field("max-tokens"));
    check_first("eu-central-1", Command::Region("eu-central-1"));
    check_first("cut", Command::Fault(Mishap::from_key("cut-stream")));
}

#[test]
fn each_fault_is_found_by_its_name_and_its_key() {
    for mishap in Mishap::ALL {
        for query in [mishap.name(), mishap.key()] {
            let all = found(query);
            assert!(all.iter().any(|entry| entry.command == Command::Fault(Some(mishap))), "{query}");
        }
    }
}

#[test]
fn each_example_is_found_by_its_name_and_undo_only_while_there_is_something_to_take_back() {
    for example in Example::ALL {
        check_first(&format!("example: {}", example.name()), Command::Example(example));
    }
    check_first("tool use", Command::Example(Example::ToolUse));
    assert!(!found("undo").iter().any(|entry| entry.command == Command::Undo));
    let replaced = Situation { undoable: true, ..now() };
    let first = matching(entries(&replaced), "undo").into_iter().next();
    assert_eq!(first.map(|entry| entry.command), Some(Command::Undo));
}

#[test]
fn case_and_accents_do_not_matter() {
    for query in ["sao paulo", "SÃO PAULO", "Sa\u{303}o  Paulo", "paulo são"] {
        check_first(query, Command::Region("sa-east-1"));
    }
    check_first("ZÜRICH", Command::Region("eu-central-2"));
}

#[test]
fn a_query_without_a_match_finds_nothing() {
    assert_eq!(found("no such command"), []);
    assert_eq!(found("nova zebra"), []);
    assert_eq!(found("日本"), []);
}

#[test]
fn a_very_long_query_is_only_a_query() {
    assert_eq!(found(&"x".repeat(200_000)), []);
    assert_eq!(found(&"nova lite ".repeat(50_000)), found("nova lite"));
    let numbers: Vec<String> = (0..50_000).map(|number| number.to_string()).collect();
    assert_eq!(found(&numbers.join(" ")), []);
}

#[test]
fn only_what_can_be_done_now_is_offered() {
    let has = |now: &Situation, command: Command| entries(now).iter().any(|entry| entry.command == command);
    let fault = Mishap::ALL[0];
    assert!(has(&now(), Command::Fault(Some(fault))) && !has(&now(), Command::Fault(None)));
    let failing = Situation { fault: Some(fault), ..now() };
    assert!(has(&failing, Command::Fault(None)));
    let aws = Situation { mode: Mode::Aws, ..now() };
    assert!(!has(&aws, Command::Fault(Some(fault))), "AWS does not fail on demand");
    assert!(!has(&aws, Command::Mode(Mode::Aws)) && has(&aws, Command::Mode(Mode::Simulator)));
    assert!(!has(&now(), Command::Answers(AnswerView::Text)) && has(&now(), Command::Answers(AnswerView::Json)));
    assert!(!has(&now(), Command::Shortcut(Shortcut::Palette)));
}

#[test]
fn a_switch_is_named_by_what_it_would_do() {
    let name = |now: &Situation, command: &Command| {
        entries(now).into_iter().find(|entry| entry.command == *command).map(|entry| entry.name)
    };
    let run = Command::Shortcut(Shortcut::Run);
    assert_eq!(name(&now(), &run).as_deref(), Some("Run"));
    assert_eq!(name(&Situation { running: true, ..now() }, &run).as_deref(), Some("Stop"));
    assert_eq!(name(&now(), &Command::Stream).as_deref(), Some("Stream: switch off"));
    assert_eq!(name(&Situation { streams: false, ..now() }, &Command::Stream).as_deref(), Some("Stream: switch on"));
    assert_eq!(name(&now(), &Command::Links).as_deref(), Some("Links: switch off"));
    assert_eq!(name(&Situation { linked: false, ..now() }, &Command::Links).as_deref(), Some("Links: switch on"));
}

#[test]
fn a_key_stands_at_the_end_of_its_command() {
    let run = found("run").into_iter().next().expect("Run");
    assert_eq!(run.end, "Ctrl ↵");
}
