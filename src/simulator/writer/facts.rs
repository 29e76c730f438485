//! Facts in a question: numbers, quoted texts, places, an expression, a conversion, a date.
//!
//! They become the arguments of tool calls and the values of structured answers. Plain rules over words and capital
//! letters find them; what is not found stays empty, and nothing is invented.

use super::{arithmetic, places};
use serde_json::{Number, Value};
use std::collections::HashSet;

/// The facts of one question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Numbers, in order.
    pub numbers: Vec<Number>,
    /// Texts in quotation marks.
    pub quoted: Vec<String>,
    /// Names of places, in order.
    pub places: Vec<String>,
    /// An arithmetic expression.
    pub expression: Option<String>,
    /// The units of a conversion.
    pub units: Option<(String, String)>,
    /// A date or a time.
    pub moment: Option<String>,
    /// Words that look like codes: `A-123`, `AMZN`.
    pub codes: Vec<String>,
    /// The subject of the question: the words after "look up", "of", "about".
    pub subject: Option<String>,
}

/// Words for days.
pub const DAYS: [&str; 10] =
    ["today", "tomorrow", "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// Marks around a word.
pub const MARKS: &[char] = &['.', ',', '?', '!', ';', ':', '"', '\'', '(', ')', '“', '”', '`'];

/// Time zones of a few places.
const ZONES: [(&str, &str); 16] = [
    ("tokyo", "Asia/Tokyo"),
    ("london", "Europe/London"),
    ("paris", "Europe/Paris"),
    ("berlin", "Europe/Berlin"),
    ("madrid", "Europe/Madrid"),
    ("rome", "Europe/Rome"),
    ("new york", "America/New_York"),
    ("chicago", "America/Chicago"),
    ("los angeles", "America/Los_Angeles"),
    ("san francisco", "America/Los_Angeles"),
    ("seattle", "America/Los_Angeles"),
    ("sydney", "Australia/Sydney"),
    ("singapore", "Asia/Singapore"),
    ("mumbai", "Asia/Kolkata"),
    ("sao paulo", "America/Sao_Paulo"),
    ("dublin", "Europe/Dublin"),
];

/// The IANA time zone of a known place.
pub fn zone(place: &str) -> Option<&'static str> {
    let place = place.to_lowercase();
    ZONES.iter().find(|(name, _)| place.starts_with(name)).map(|(_, zone)| *zone)
}

/// The word without marks and without a possessive ending.
pub fn bare(word: &str) -> &str {
    let mut bare = word.trim_matches(MARKS);
    for ending in ["'s", "’s"] {
        // `trim_end_matches` prepares a search of text each time.
        while let Some(before) = bare.strip_suffix(ending) {
            bare = before;
        }
    }
    bare
}

/// Reads a question.
pub fn read(question: &str) -> Facts {
    let tokens: Vec<&str> = question.split_whitespace().collect();
    let quoted = quoted(question);
    let in_marks: HashSet<&str> = quoted.iter().map(String::as_str).collect();
    let mut places = places::read(&tokens);
    places.retain(|place| !in_marks.contains(place.as_str()));
    places.truncate(20);
    Facts {
        numbers: numbers(question),
        quoted,
        places,
        expression: arithmetic::expression(question),
        units: units(question),
        moment: moment(&tokens),
        codes: codes(&tokens),
        subject: subject(question),
    }
}

fn numbers(text: &str) -> Vec<Number> {
    let mut out = Vec::new();
    // The digits of a date are not numbers.
    let words: Vec<&str> = text.split_whitespace().filter(|word| !is_date(bare(word))).collect();
    let chars: Vec<char> = words.join(" ").chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or(' ');
    let mut index = 0;
    while index < chars.len() {
        let before = index.checked_sub(1).map_or(' ', at);
        let negative = at(index) == '-' && !before.is_alphanumeric() && at(index + 1).is_ascii_digit();
        if !(negative || at(index).is_ascii_digit() && !before.is_alphabetic() && before != '-') {
            index += 1;
            continue;
        }
        let mut digits = String::from(at(index));
        index += 1;
        while at(index).is_ascii_digit() || (matches!(at(index), '.' | ',') && at(index + 1).is_ascii_digit()) {
            if at(index) != ',' {
                digits.push(at(index));
            }
            index += 1;
        }
        let whole = digits.parse::<i64>().ok().map(Number::from);
        out.extend(whole.or_else(|| digits.parse::<f64>().ok().and_then(Number::from_f64)));
    }
    out
}

fn quoted(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (open, close) in [('"', '"'), ('“', '”'), ('`', '`'), ('«', '»')] {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once(open) {
            let Some((inner, after)) = after.split_once(close) else { break };
            if !inner.trim().is_empty() {
                out.push(inner.trim().to_owned());
            }
            rest = after;
        }
    }
    out
}

/// Units of a conversion: "10 km to miles", "how many miles are 10 km", "5kg in pounds".
pub fn units(question: &str) -> Option<(String, String)> {
    let mut tokens: Vec<String> = Vec::new();
    for word in question.split_whitespace() {
        let word = bare(word);
        let digits = word.chars().take_while(|c| c.is_ascii_digit() || *c == '.' || *c == ',').count();
        match word.split_at_checked(digits) {
            Some((number, unit)) if digits > 0 && !unit.is_empty() => {
                tokens.push(number.to_owned());
                tokens.push(unit.trim_start_matches('-').to_owned());
            }
            _ => tokens.push(word.to_owned()),
        }
    }
    tokens.retain(|token| !["degrees", "degree", ""].contains(&token.as_str()));
    let number = tokens.iter().position(|token| token.starts_with(|c: char| c.is_ascii_digit() || c == '-'))?;
    let (before, after) = tokens.split_at_checked(number)?;
    let after = after.get(1..)?;
    if let Some(to) = after.iter().position(|token| ["to", "into", "in", "as"].contains(&token.as_str())) {
        let from = after.get(..to)?.join(" ");
        let to = after.get(to + 1)?.clone();
        return (!from.is_empty() && !to.starts_with(|c: char| c.is_ascii_digit())).then_some((from, to));
    }
    let many = before.iter().position(|token| token == "many" || token == "much")?;
    Some((after.first()?.clone(), before.get(many + 1)?.clone()))
}

/// `2026-03-01`.
fn is_date(word: &str) -> bool {
    word.len() == 10
        && word.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() })
}

/// Names of one unit each, without a plural `s`.
const UNITS: [&str; 20] = [
    "km kilometer kilometre",
    "m meter metre",
    "cm centimeter centimetre",
    "mm millimeter millimetre",
    "mile mi",
    "inch inche",
    "foot feet ft",
    "yard yd",
    "kg kilogram kilo",
    "g gram",
    "pound lb",
    "ounce oz",
    "celsius celsiu c",
    "fahrenheit f",
    "kelvin k",
    "liter litre l",
    "gallon gal",
    "cup",
    "mph",
    "kmh kph",
];

/// The names of the unit that a word is.
fn unit(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let stem = word.strip_suffix('s').filter(|stem| stem.len() > 1).unwrap_or(&word);
    UNITS.iter().find(|names| names.split(' ').any(|name| name == word || name == stem)).copied()
}

/// Whether a word is a known unit.
pub fn is_unit(word: &str) -> bool {
    unit(word).is_some()
}

/// Whether two words name the same unit.
pub fn same_unit(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || unit(a).is_some_and(|names| unit(b) == Some(names))
}

fn moment(tokens: &[&str]) -> Option<String> {
    tokens
        .iter()
        .map(|token| bare(token))
        .find(|word| is_date(word) || DAYS.contains(&word.to_lowercase().as_str()))
        .map(str::to_owned)
}

fn codes(tokens: &[&str]) -> Vec<String> {
    let is_code = |word: &&str| {
        let digits = word.chars().any(|c| c.is_ascii_digit());
        let capitals = word.chars().filter(char::is_ascii_uppercase).count();
        let letters = word.chars().any(char::is_alphabetic);
        word.len() >= 2 && (digits && letters || capitals >= 2 && !word.chars().any(|c| c.is_ascii_lowercase()))
    };
    let words = tokens.iter().map(|token| token.trim_matches(MARKS).trim_start_matches('#'));
    words.filter(|word| is_code(word)).map(str::to_owned).collect()
}

fn subject(question: &str) -> Option<String> {
    let lower = question.to_ascii_lowercase();
    let leads =
        ["look up ", "lookup ", "search for ", "search ", "find ", "about ", " of ", "who is ", "what is ", "what's "];
    let (at, lead) = leads.iter().find_map(|lead| lower.find(lead).map(|at| (at, lead)))?;
    let rest = question.get(at + lead.len()..)?.trim();
    let rest = rest.split(['?', '.', '!', '\n', ';']).next().unwrap_or(rest);
    let mut rest = rest.split(" in the ").next().unwrap_or(rest).trim().trim_end_matches(',');
    for article in ["the ", "a ", "an ", "for "] {
        rest = rest.strip_prefix(article).unwrap_or(rest);
    }
    (!rest.is_empty()).then(|| rest.trim_matches(MARKS).to_owned())
}

impl Facts {
    /// The numbers as JSON, as integers if required.
    pub fn number(&self, index: usize, whole: bool) -> Option<Value> {
        let number = self.numbers.get(index)?;
        if whole && !number.is_i64() {
            #[expect(clippy::cast_possible_truncation, reason = "a rounded number is wanted")]
            return number.as_f64().map(|value| Value::from(value.round() as i64));
        }
        Some(Value::Number(number.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_found() {
        let facts =
            read("Is it colder in San Francisco, CA than in New York on 2026-03-01? My order is A-123, \"two boxes\".");
        assert_eq!(facts.places, ["San Francisco, CA", "New York"]);
        assert_eq!((facts.moment.as_deref(), facts.quoted), (Some("2026-03-01"), vec!["two boxes".to_owned()]));
        assert_eq!(read("weather in paris please").places, ["paris"]);
        assert_eq!(
            read("12 plus -3 and 1,200.5").numbers.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["12", "-3", "1200.5"]
        );
        for (text, from, to) in [
            ("Convert 10 km to miles", "km", "miles"),
            ("How many miles are 10 km?", "km", "miles"),
            ("What is 5kg in pounds?", "kg", "pounds"),
            ("100 degrees Fahrenheit to Celsius", "Fahrenheit", "Celsius"),
        ] {
            assert_eq!(read(text).units, Some((from.to_owned(), to.to_owned())), "{text}");
        }
        assert_eq!(read("Look up granite").subject.as_deref(), Some("granite"));
        assert_eq!(read("What is the capital of France?").subject.as_deref(), Some("France"));
    }

    #[test]
    fn any_text_can_be_read() {
        for text in ["", "in", "\"", "5 in", "…", "-", "How many", "of", "ÄÖ in Ü, XX"] {
            read(text);
        }
    }
}
