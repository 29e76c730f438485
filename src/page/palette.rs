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
mod tests;
