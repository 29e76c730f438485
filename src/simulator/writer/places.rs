//! Names of places in a question.
//!
//! A capital letter makes no place. Names after "in", "at" or "near" count first; then those after "from", "to", "for" and
//! "of"; only then other names inside a sentence, without acronyms, people and common words of prompts. What a list
//! ("in Paris, Oslo and Rome") goes on with is a place as its first name is.

use super::facts::{DAYS, MARKS, bare};
use std::collections::HashSet;

/// What stands before a place.
const IN: [&str; 6] = ["in", "at", "near", "around", "between", "over"];
/// What stands before a place, a person or a thing.
const TOWARDS: [&str; 4] = ["from", "to", "for", "of"];
/// Small words inside a name: Rio de Janeiro, Frankfurt am Main, Stratford upon Avon.
const INSIDE: [&str; 22] = [
    "de", "da", "do", "del", "della", "di", "du", "des", "dos", "das", "la", "le", "les", "los", "las", "el", "al",
    "am", "an", "der", "sur", "upon",
];
/// What ends a name in small letters.
const ENDS: [&str; 22] = [
    "and", "or", "please", "right", "now", "today", "tomorrow", "is", "are", "with", "there", "then", "to", "in", "on",
    "the", "for", "it", "me", "this", "that", "my",
];
/// Short forms whose full stop is no end: St. Louis, Mt. Fuji.
const SHORT: [&str; 5] = ["St.", "Mt.", "Ft.", "Sta.", "Pt."];
/// Words before a person's name.
const PEOPLE: [&str; 10] = ["am", "i'm", "mr", "mrs", "ms", "dr", "named", "called", "dear", "hi"];
/// Capitalised words of questions and prompts that are no names.
const COMMON: [&str; 70] = [
    "i",
    "i'm",
    "i'll",
    "i'd",
    "what",
    "what's",
    "how",
    "is",
    "are",
    "please",
    "and",
    "or",
    "the",
    "a",
    "an",
    "it",
    "this",
    "that",
    "you",
    "your",
    "we",
    "my",
    "task",
    "tasks",
    "agent",
    "answer",
    "final",
    "begin",
    "thought",
    "action",
    "observation",
    "input",
    "output",
    "question",
    "context",
    "note",
    "important",
    "use",
    "return",
    "respond",
    "response",
    "result",
    "tool",
    "tools",
    "json",
    "schema",
    "markdown",
    "python",
    "english",
    "french",
    "german",
    "spanish",
    "celsius",
    "fahrenheit",
    "kelvin",
    "bedrock",
    "amazon",
    "converse",
    "current",
    "human",
    "user",
    "assistant",
    "system",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
];
const MONTHS: [&str; 5] = ["august", "september", "october", "november", "december"];
/// What may follow a city and a comma: countries, states and provinces in full.
const COUNTRIES: [&str; 66] = [
    "argentina",
    "australia",
    "austria",
    "belgium",
    "brazil",
    "bulgaria",
    "canada",
    "chile",
    "china",
    "colombia",
    "croatia",
    "denmark",
    "egypt",
    "england",
    "estonia",
    "finland",
    "france",
    "germany",
    "greece",
    "hungary",
    "iceland",
    "india",
    "indonesia",
    "ireland",
    "israel",
    "italy",
    "japan",
    "kenya",
    "latvia",
    "lithuania",
    "malaysia",
    "mexico",
    "morocco",
    "netherlands",
    "nigeria",
    "norway",
    "peru",
    "philippines",
    "poland",
    "portugal",
    "romania",
    "scotland",
    "serbia",
    "singapore",
    "slovakia",
    "slovenia",
    "spain",
    "sweden",
    "switzerland",
    "thailand",
    "turkey",
    "ukraine",
    "vietnam",
    "wales",
    "california",
    "texas",
    "florida",
    "oregon",
    "illinois",
    "massachusetts",
    "colorado",
    "arizona",
    "georgia",
    "ontario",
    "quebec",
    "ohio",
];

/// Whether a word can be a name or a part of one.
fn is_name(word: &str) -> bool {
    let word = bare(word);
    let small = word.to_lowercase();
    word.chars().next().is_some_and(char::is_uppercase)
        && !COMMON.contains(&small.as_str())
        && !MONTHS.contains(&small.as_str())
        && !DAYS.contains(&small.as_str())
}

/// Whether a word is written in capitals, as MUST, JSON and A-123; with a full stop after each letter it is a place.
fn is_acronym(word: &str) -> bool {
    let word = bare(word);
    let places = ["USA", "UK", "UAE", "NYC", "LA", "SF"];
    word.chars().count() > 1
        && !word.contains('.')
        && !places.contains(&word)
        && !word.chars().any(char::is_lowercase)
        && word.chars().any(char::is_uppercase)
}

/// Whether a word names what a city before a comma is in: "CA", "D.C.", "France".
fn is_region(word: &str) -> bool {
    let word = bare(word);
    let letters: Vec<char> = word.chars().filter(|c| *c != '.').collect();
    let is_short = (2..=3).contains(&letters.len()) && letters.iter().all(char::is_ascii_uppercase);
    is_short || COUNTRIES.contains(&word.to_lowercase().as_str())
}

fn ends_sentence(word: &str) -> bool {
    word.ends_with(['.', '?', '!', ':']) && !SHORT.contains(&word)
}

/// A word at the end of a name: "D.C.?" keeps its full stops.
fn last_part(word: &str) -> String {
    let plain = bare(word);
    let dotted = plain.contains('.') && word.contains(&format!("{plain}."));
    if dotted { format!("{plain}.") } else { plain.to_owned() }
}

/// How surely a name is a place; the surest come first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sure {
    In,
    Towards,
    Perhaps,
}

/// The places in a text, as words.
pub fn read(tokens: &[&str]) -> Vec<String> {
    let mut found: Vec<(Sure, String, String)> = Vec::new();
    let get = |index: usize| tokens.get(index).copied().unwrap_or_default();
    let lead_of =
        |index: usize, back: usize| index.checked_sub(back).map(|at| bare(get(at)).to_lowercase()).unwrap_or_default();
    let mut index = 0;
    // How the name just before was led, if it may go on in a list.
    let mut list: Option<(usize, Sure)> = None;
    while index < tokens.len() {
        let mut lead = lead_of(index, 1);
        if lead == "the" {
            lead = lead_of(index, 2);
        }
        let begins = index == 0 || index.checked_sub(1).is_some_and(|before| ends_sentence(get(before)));
        let by_word = if begins {
            None
        } else if IN.contains(&lead.as_str()) {
            Some(Sure::In)
        } else if TOWARDS.contains(&lead.as_str()) {
            Some(Sure::Towards)
        } else {
            None
        };
        let listed = list.filter(|(end, _)| {
            let joined = *end + 1 == index && ["and", "or"].contains(&lead.as_str());
            !begins && (joined || (*end == index && get(index - 1).ends_with(',')))
        });
        let sure = by_word.or(listed.map(|(_, sure)| sure));
        let is_person = PEOPLE.contains(&lead.as_str()) || (lead == "is" && lead_of(index, 2) == "name");
        let skipped = sure.is_none() && (begins || is_acronym(get(index)) || is_person);
        if skipped || !is_name(get(index)) || (is_acronym(get(index)) && sure != Some(Sure::In)) {
            index += 1;
            continue;
        }
        let (name, end) = whole_name(tokens, index);
        // "from Paris to Rome": where one is a place, the other is.
        list = Some((end, sure.unwrap_or(Sure::Perhaps)));
        found.push((sure.unwrap_or(Sure::Perhaps), name, lead));
        index = end;
    }
    let led_by = |word: &str| found.iter().any(|(_, _, lead)| lead == word);
    let from_to = led_by("from") && led_by("to");
    let surest = found.iter().map(|(sure, ..)| *sure).min();
    let is_journey = |lead: &str| from_to && (lead == "from" || lead == "to");
    let chosen = found.iter().filter(|(sure, _, lead)| Some(*sure) == surest || is_journey(lead));
    let mut seen: HashSet<&str> = HashSet::new();
    let out: Vec<String> = chosen.filter(|(_, name, _)| seen.insert(name)).map(|(_, name, _)| name.clone()).collect();
    if out.is_empty() { in_small_letters(tokens).into_iter().collect() } else { out }
}

/// The name that begins at a word, and the index after it: "San Francisco, CA", "Rio de Janeiro", "St. Louis".
fn whole_name(tokens: &[&str], start: usize) -> (String, usize) {
    let get = |index: usize| tokens.get(index).copied().unwrap_or_default();
    let mut index = start;
    let mut name = last_part(get(index));
    if SHORT.contains(&get(index)) {
        name.push('.');
    }
    loop {
        let here = get(index);
        let next = get(index + 1);
        let ended = here.ends_with([',', '.', '?', '!', ';', ':', ')']) && !SHORT.contains(&here);
        let goes_on = |word: &str| is_name(word) && !is_acronym(word);
        if here.ends_with(',') && is_region(next) {
            name.push_str(", ");
            name.push_str(&last_part(next));
            index += 1;
        } else if !ended && goes_on(next) {
            name.push(' ');
            name.push_str(&last_part(next));
            index += 1;
        } else if !ended && INSIDE.contains(&next) && goes_on(get(index + 2)) {
            for part in [" ", next, " ", &last_part(get(index + 2))] {
                name.push_str(part);
            }
            index += 2;
        } else {
            return (name, index + 1);
        }
    }
}

/// Without capital letters: the words after the last "in".
fn in_small_letters(tokens: &[&str]) -> Option<String> {
    let lead = tokens.iter().rposition(|token| ["in", "for", "at", "near"].contains(&token.to_lowercase().as_str()));
    let rest = lead.and_then(|at| tokens.get(at + 1..)).unwrap_or(&[]);
    let mut name: Vec<&str> = Vec::new();
    for token in rest.iter().take(3) {
        let small = bare(token).to_lowercase();
        let is_other = ENDS.contains(&small.as_str()) || COMMON.contains(&small.as_str()) || is_acronym(token);
        if is_other || token.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        name.push(bare(token));
        if token.ends_with(MARKS) {
            break;
        }
    }
    (!name.is_empty()).then(|| name.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capital_letters_make_no_place() {
        for (text, expected) in [
            ("What is the weather in Paris?", &["Paris"][..]),
            (
                "Current Task: What is the weather in Paris?\n\nThis is the expected criteria for your final answer: A short \
                 report\nyou MUST return the actual complete content as the final answer, not a summary.\n\nBegin! This is \
                 VERY important to you, use the tools available and give your best Final Answer, your job depends on it!\n\nThought:",
                &["Paris"],
            ),
            ("I am Anna. What is the weather in Rio de Janeiro?", &["Rio de Janeiro"]),
            ("My name is Anna and I live in Bergen", &["Bergen"]),
            ("Hi, I'm Anna Lee! How is the weather in Oslo today?", &["Oslo"]),
            ("Weather in Washington, D.C.?", &["Washington, D.C."]),
            ("Is it raining in Paris, France?", &["Paris, France"]),
            ("Weather in Paris, Oslo and Rome", &["Paris", "Oslo", "Rome"]),
            ("What is the weather in San Francisco and New York?", &["San Francisco", "New York"]),
            ("A flight from Paris to Rome in May", &["Paris", "Rome"]),
            ("Is Paris colder than Rome?", &["Paris", "Rome"]),
            ("Weather for St. Louis", &["St. Louis"]),
            ("Weather in the Netherlands, as JSON", &["Netherlands"]),
            ("How warm is it in Frankfurt am Main in July?", &["Frankfurt am Main"]),
            ("Write an email to Bob about the weather in Paris", &["Paris"]),
            ("weather in paris please", &["paris"]),
            ("You MUST answer in JSON", &[]),
            ("My order is A-123", &[]),
            ("Where is the USS Nimitz?", &["Nimitz"]),
        ] {
            let found = read(&text.split_whitespace().collect::<Vec<_>>());
            assert_eq!(found, expected, "{text}");
        }
    }
}
