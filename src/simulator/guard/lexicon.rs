//! The phrases of the content filters, and how they are found.

use super::content::Confidence;

const SOURCE: &str = include_str!("lexicon.txt");

/// What `{group}` stands for: groups of people, in neutral words.
const GROUP: &str = "immigrants|foreigners|refugees|women|men|muslims|jews|christians|hindus|atheists|gays|lesbians|\
    disabled|poor|elderly|blacks|whites|asians|africans|europeans|americans";

/// A phrase: for each place, the words that may stand there.
#[derive(Clone, Debug)]
struct Phrase {
    places: Vec<Slot>,
    confidence: Confidence,
}

#[derive(Clone, Debug)]
struct Slot {
    choices: Vec<&'static str>,
    presence: Presence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Presence {
    Needed,
    Optional,
}

/// The phrases of one category.
#[derive(Clone, Debug)]
pub(super) struct Category {
    phrases: Vec<Phrase>,
}

/// The phrases that occur.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hits {
    pub(super) high: usize,
    pub(super) medium: usize,
    pub(super) low: usize,
}

/// The phrases of a category by the name of its section.
pub(super) fn category(name: &str) -> Category {
    let header = format!("[{name}]");
    let lines = SOURCE.lines().skip_while(|line| *line != header).skip(1).take_while(|line| !line.starts_with('['));
    let mut phrases = Vec::new();
    for line in lines {
        let Some((level, list)) = line.split_once(' ') else { continue };
        let confidence = match level {
            "HIGH" => Confidence::High,
            "MEDIUM" => Confidence::Medium,
            "LOW" => Confidence::Low,
            _ => continue,
        };
        phrases.extend(list.split("; ").map(|phrase| Phrase { places: places(phrase), confidence }));
    }
    Category { phrases }
}

fn places(phrase: &'static str) -> Vec<Slot> {
    phrase
        .split(' ')
        .map(|place| {
            let (place, presence) = match place.strip_suffix('?') {
                Some(place) => (place, Presence::Optional),
                None => (place, Presence::Needed),
            };
            let choices = if place == "{group}" { GROUP } else { place };
            Slot { choices: choices.split('|').collect(), presence }
        })
        .collect()
}

impl Category {
    /// How many phrases of each confidence occur in a text.
    pub(super) fn hits(&self, words: &[String]) -> Hits {
        let mut hits = Hits::default();
        for phrase in &self.phrases {
            let occurs = (0..words.len()).any(|start| matches(&phrase.places, words.get(start..).unwrap_or_default()));
            match phrase.confidence {
                Confidence::High if occurs => hits.high += 1,
                Confidence::Medium if occurs => hits.medium += 1,
                Confidence::Low if occurs => hits.low += 1,
                Confidence::High | Confidence::Medium | Confidence::Low | Confidence::None => {}
            }
        }
        hits
    }
}

/// Whether a phrase begins at the first of these words.
fn matches(places: &[Slot], words: &[String]) -> bool {
    let Some((place, after)) = places.split_first() else { return true };
    let here = words.first().is_some_and(|word| {
        place.choices.iter().any(|choice| match choice.strip_suffix('*') {
            Some(begin) => word.starts_with(begin),
            None => word == choice,
        })
    });
    (here && matches(after, words.get(1..).unwrap_or_default()))
        || (place.presence == Presence::Optional && matches(after, words))
}
