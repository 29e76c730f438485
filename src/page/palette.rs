//! The palette's list: every command in the page's current state, and those that match a query, best first.

use super::commands::{Command, Group, ROWS};
use super::keys::{self, Shortcut};
use super::lessons;
use super::words::{AnswerView, Mode};
use crate::aws::region::BEDROCK_REGIONS;
use crate::bedrock::catalogue;
use crate::bedrock::family::FamilyKind;
use crate::experiment::examples::Example;
use crate::experiment::explorer::index;
use crate::simulator::Mishap;

/// The part of the page's state that decides which commands are offered, and their names.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own part of the page")]
pub struct Situation {
    /// Whether the open view runs something.
    pub running: bool,
    /// Whether answers are streamed.
    pub streams: bool,
    /// Whether links are marked.
    pub linked: bool,
    /// How answers are shown.
    pub answers: AnswerView,
    /// Where requests go.
    pub mode: Mode,
    /// What the simulator does wrong.
    pub fault: Option<Mishap>,
    /// Whether a replaced draft can be restored.
    pub undoable: bool,
    /// The region of the experiment.
    pub region: String,
}

/// A command as the palette lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What it does.
    pub command: Command,
    /// Its heading.
    pub group: Group,
    /// Its icon.
    pub icon: &'static str,
    /// Its name.
    pub name: String,
    /// The text at its end: its keys, an ID, a place.
    pub end: String,
    /// Other words to find it by.
    words: &'static str,
}

/// Every command that can be chosen now, in the order of the palette.
pub fn entries(now: &Situation) -> Vec<Entry> {
    let listed = ROWS.iter().filter(|row| is_offered(&row.command, now)).map(|row| {
        let (name, icon) = renamed(&row.command, now).unwrap_or((row.name, row.icon));
        let end = if let Command::Shortcut(shortcut) = row.command {
            keys::written(shortcut).join(" ")
        } else {
            String::new()
        };
        Entry { command: row.command.clone(), group: row.group, icon, name: name.to_owned(), end, words: row.words }
    });
    let faults = Mishap::ALL.into_iter().filter(|_| now.mode == Mode::Simulator).map(|mishap| Entry {
        command: Command::Fault(Some(mishap)),
        group: Group::Faults,
        icon: "warn",
        name: format!("Fault: {}", mishap.name()),
        end: mishap.group().name().to_owned(),
        words: mishap.key(),
    });
    let examples = Example::ALL.into_iter().map(|example| Entry {
        command: Command::Example(example),
        group: Group::Examples,
        icon: "doc",
        name: format!("Example: {}", example.name()),
        end: String::new(),
        words: example.teaches(),
    });
    let text_models = catalogue::models()
        .iter()
        .filter(|model| model.family().is_some_and(|family| family.kind() == FamilyKind::Text));
    let models = text_models.map(|model| {
        let id = model.callable_id(&now.region);
        Entry {
            command: Command::Model(id.clone()),
            group: Group::Models,
            icon: "sliders",
            name: format!("{} {}", model.provider, model.name),
            end: id,
            words: "",
        }
    });
    let regions = BEDROCK_REGIONS.iter().map(|region| Entry {
        command: Command::Region(region.name),
        group: Group::Regions,
        icon: "map",
        name: region.name.to_owned(),
        end: region.label.to_owned(),
        words: "",
    });
    let operations = index::operations().iter().map(|operation| Entry {
        command: Command::Operation(operation),
        group: Group::Operations,
        icon: "terminal",
        name: operation.name.to_owned(),
        end: operation.client.name().to_owned(),
        words: "",
    });
    let steps = lessons::steps().into_iter().map(|step| Entry {
        command: Command::Lesson(step.address),
        group: Group::Lessons,
        icon: "book",
        name: step.goal,
        end: step.name,
        words: step.lesson,
    });
    let all = listed.chain(examples).chain(faults).chain(steps).chain(models).chain(regions).chain(operations);
    let mut all: Vec<Entry> = all.collect();
    all.sort_by_key(|entry| entry.group as u8);
    all
}

/// Whether a command can be chosen in this state.
fn is_offered(command: &Command, now: &Situation) -> bool {
    match command {
        // The palette is open, and Run is called Stop while something runs.
        Command::Shortcut(Shortcut::Palette | Shortcut::Escape) => false,
        Command::Fault(None) => now.fault.is_some(),
        Command::Fault(Some(_)) => now.mode == Mode::Simulator,
        Command::Answers(view) => *view != now.answers,
        Command::Mode(mode) => *mode != now.mode,
        Command::Undo => now.undoable,
        Command::Shortcut(
            Shortcut::Run
            | Shortcut::Sheet
            | Shortcut::Explain
            | Shortcut::Strip
            | Shortcut::Inspect(_)
            | Shortcut::Maximise
            | Shortcut::NextRegion
            | Shortcut::PreviousRegion,
        )
        | Command::Act(_)
        | Command::Open(_)
        | Command::Operation(_)
        | Command::Lesson(_)
        | Command::Dialog(_)
        | Command::Field(_)
        | Command::Model(_)
        | Command::Region(_)
        | Command::SendAs(_)
        | Command::Stream
        | Command::Links
        | Command::Theme(_)
        | Command::Example(_)
        | Command::StartOver
        | Command::KeepOffline
        | Command::RemoveOffline => true,
    }
}

/// The name and icon of a command that is called by what it would do now.
fn renamed(command: &Command, now: &Situation) -> Option<(&'static str, &'static str)> {
    if *command == Command::Shortcut(Shortcut::Run) && now.running {
        return Some(("Stop", "stop"));
    }
    if *command == Command::Stream {
        return Some((if now.streams { "Stream: switch off" } else { "Stream: switch on" }, "send"));
    }
    (*command == Command::Links).then_some((if now.linked { "Links: switch off" } else { "Links: switch on" }, "link"))
}

/// How well an entry fits a query; the least is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is the name.
    Name,
    /// The name begins with it.
    Start,
    /// Each word begins a word of the entry.
    Words,
    /// Each word is somewhere in the entry.
    Inside,
}

/// The entries in which every word of the query occurs. The group with the best entry comes first, and in it the best entry;
/// what fits equally well keeps its order.
pub fn matching(all: Vec<Entry>, query: &str) -> Vec<Entry> {
    let query = folded(query);
    let mut words: Vec<&str> = query.split_whitespace().collect();
    // Of a pasted text, each word is looked for once.
    words.sort_unstable();
    words.dedup();
    if words.is_empty() {
        return all;
    }
    let whole = query.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut found: Vec<(Fit, Entry)> =
        all.into_iter().filter_map(|entry| Some((fit(&entry, &whole, &words)?, entry))).collect();
    let mut best: Vec<(Group, Fit)> = Vec::new();
    for (fit, entry) in &found {
        match best.iter_mut().find(|(group, _)| *group == entry.group) {
            Some((_, least)) => *least = (*least).min(*fit),
            None => best.push((entry.group, *fit)),
        }
    }
    best.sort_by_key(|(_, fit)| *fit);
    let place = |group: Group| best.iter().position(|(other, _)| *other == group);
    found.sort_by_key(|(fit, entry)| (place(entry.group), *fit));
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// How an entry fits, if every word occurs in it.
fn fit(entry: &Entry, whole: &str, words: &[&str]) -> Option<Fit> {
    let name = folded(&entry.name);
    let text = folded(&format!("{} {name} {} {}", entry.group.name(), entry.end, entry.words));
    if !words.iter().all(|word| text.contains(word)) {
        return None;
    }
    let begins = |word: &str| {
        text.match_indices(word).any(|(at, _)| {
            text.get(..at).is_none_or(|before| !before.chars().next_back().is_some_and(char::is_alphanumeric))
        })
    };
    Some(match () {
        () if name == whole => Fit::Name,
        () if name.starts_with(whole) => Fit::Start,
        () if words.iter().all(|word| begins(word)) => Fit::Words,
        () => Fit::Inside,
    })
}

/// A text as it is compared: in lower case, Latin letters without their accents, however those are written.
fn folded(text: &str) -> String {
    let plain = |letter: char| match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' => 'o',
        'ś' | 'š' => 's',
        'ù'..='ü' | 'ū' | 'ů' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    };
    // An accent can also be a sign of its own behind its letter.
    let is_accent = |letter: &char| matches!(letter, '\u{300}'..='\u{36f}');
    text.chars().flat_map(char::to_lowercase).filter(|letter| !is_accent(letter)).map(plain).collect()
}

#[cfg(test)]
mod tests {
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
            [
                "Views",
                "Panels",
                "Actions",
                "Faults",
                "Fields",
                "Examples",
                "Lessons",
                "Models",
                "Regions",
                "Operations"
            ]
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
        assert_eq!(
            name(&Situation { streams: false, ..now() }, &Command::Stream).as_deref(),
            Some("Stream: switch on")
        );
        assert_eq!(name(&now(), &Command::Links).as_deref(), Some("Links: switch off"));
        assert_eq!(name(&Situation { linked: false, ..now() }, &Command::Links).as_deref(), Some("Links: switch on"));
    }

    #[test]
    fn a_key_stands_at_the_end_of_its_command() {
        let run = found("run").into_iter().next().expect("Run");
        assert_eq!(run.end, "Ctrl ↵");
    }
}
