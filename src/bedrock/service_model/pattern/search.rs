//! Finds the matches of a regular expression in a text, with their places.
//!
//! The automaton runs once over the text for each match, and as a rule no further than the match, so the time is the
//! length of the text times the size of the expression. The first match in the text is found; among those that begin
//! there, the one that the usual order of regular expressions prefers. Places count characters, not bytes.

use thiserror::Error;

use super::syntax::{self, Class};
use super::{Around, Instruction, emit};

/// An expression to search for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    program: Vec<Instruction>,
    letters: Letters,
    /// The characters that a match can begin with; `None` if it can be empty.
    first: Option<Vec<Class>>,
}

/// Whether capitals and small letters differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letters {
    Differ,
    /// `(?i)` at the start.
    Same,
}

/// Why an expression cannot be searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SearchError {
    /// `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`
    #[error("look-around is not supported")]
    LookAround,
    /// `\1` or `\k<name>`
    #[error("back references are not supported")]
    BackReference,
    /// Wrong, too large, or beyond what the matcher knows.
    #[error("the expression is not valid, too large, or uses what is not supported")]
    Syntax,
}

/// A match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The first character.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// The last group that matched; without one, the whole match.
    pub value: (usize, usize),
}

/// How many characters a search may look past its matches, for each character of the text. Only an expression such as
/// `a.*b|a` needs any; when they are used up, a match ends as soon as it can.
const PAST_MATCHES: usize = 64;

impl Search {
    /// Compiles an expression.
    ///
    /// # Errors
    /// When the expression is wrong or uses what is not supported.
    pub fn parse(source: &str) -> Result<Self, SearchError> {
        let (letters, source) = match source.strip_prefix("(?i)") {
            Some(rest) => (Letters::Same, rest),
            None => (Letters::Differ, source),
        };
        refused(source)?;
        let parsed = syntax::parse(source).ok_or(SearchError::Syntax)?;
        let mut program = Vec::new();
        emit(&parsed.node, &mut program).ok_or(SearchError::Syntax)?;
        let first = first(&program);
        Ok(Self { program, letters, first })
    }

    /// All matches from left to right that do not overlap. Empty ones are left out.
    pub fn find_all(&self, text: &[char]) -> Vec<Found> {
        let mut found = Vec::new();
        let mut past = text.len().saturating_mul(PAST_MATCHES);
        let mut from = 0;
        while from < text.len()
            && let Some(next) = self.find(text, from, &mut past)
        {
            if next.end > next.start {
                found.push(next);
            }
            from = next.end.max(next.start + 1);
        }
        found
    }

    fn find(&self, text: &[char], from: usize, past: &mut usize) -> Option<Found> {
        let mut current = Threads::new(self.program.len());
        let mut next = Threads::new(self.program.len());
        let mut best = None;
        let mut at = from;
        loop {
            if best.is_none() {
                if current.list.is_empty() {
                    at = self.next_start(text, at);
                }
                self.reach(Thread { state: 0, start: at, open: at, value: None }, text, at, &mut current);
            } else if *past == 0 {
                break;
            } else {
                *past -= 1;
            }
            let c = text.get(at).copied();
            for thread in &current.list {
                match (self.program.get(thread.state), c) {
                    (None, _) => {
                        let value = thread.value.unwrap_or((thread.start, at));
                        best = Some(Found { start: thread.start, end: at, value });
                        // The threads after this one are less preferred.
                        break;
                    }
                    (Some(Instruction::Class(class)), Some(c)) if self.contains(class, c) => {
                        self.reach(Thread { state: thread.state + 1, ..*thread }, text, at + 1, &mut next);
                    }
                    (Some(_), _) => {}
                }
            }
            std::mem::swap(&mut current, &mut next);
            next.list.clear();
            if c.is_none() || (best.is_some() && current.list.is_empty()) {
                break;
            }
            at += 1;
        }
        best
    }

    /// The next place where a match can begin, or the end.
    fn next_start(&self, text: &[char], from: usize) -> usize {
        let Some(first) = &self.first else { return from };
        let begins = |at: &usize| text.get(*at).is_some_and(|c| first.iter().any(|class| self.contains(class, *c)));
        (from..text.len()).find(begins).unwrap_or(text.len())
    }

    fn contains(&self, class: &Class, c: char) -> bool {
        match self.letters {
            Letters::Differ => class.contains(c),
            Letters::Same => class.contains(c) || c.to_lowercase().chain(c.to_uppercase()).any(|c| class.contains(c)),
        }
    }

    /// Adds a thread at a place, and all that it becomes without a character, in the order of preference.
    fn reach(&self, thread: Thread, text: &[char], at: usize, threads: &mut Threads) {
        let before = at.checked_sub(1).and_then(|before| text.get(before)).copied();
        let around = Around { before, after: text.get(at).copied() };
        let mut pending = vec![thread];
        while let Some(thread) = pending.pop() {
            let Some(seen) = threads.seen.get_mut(thread.state) else { continue };
            // Places are counted from one, so that no state is marked at first.
            if std::mem::replace(seen, at + 1) == at + 1 {
                continue;
            }
            let on = |state| Thread { state, ..thread };
            match self.program.get(thread.state) {
                Some(Instruction::Split(a, b)) => pending.extend([on(*b), on(*a)]),
                Some(Instruction::Jump(to)) => pending.push(on(*to)),
                Some(Instruction::Open) => pending.push(Thread { open: at, ..on(thread.state + 1) }),
                Some(Instruction::Close) => {
                    pending.push(Thread { value: Some((thread.open, at)), ..on(thread.state + 1) });
                }
                Some(Instruction::Start) if around.before.is_none() => pending.push(on(thread.state + 1)),
                Some(Instruction::End) if around.after.is_none() => pending.push(on(thread.state + 1)),
                Some(Instruction::Boundary) if around.is_boundary() => pending.push(on(thread.state + 1)),
                Some(Instruction::Start | Instruction::End | Instruction::Boundary) => {}
                Some(Instruction::Class(_)) | None => threads.list.push(thread),
            }
        }
    }
}

/// One way through the expression.
#[derive(Clone, Copy)]
struct Thread {
    state: usize,
    start: usize,
    open: usize,
    value: Option<(usize, usize)>,
}

/// The ways that are open at a place, the preferred ones first. The state after the last instruction is a match.
struct Threads {
    /// The place at which each state was reached last, so that nothing is cleared between two characters.
    seen: Vec<usize>,
    list: Vec<Thread>,
}

impl Threads {
    fn new(length: usize) -> Self {
        Self { seen: vec![0; length + 1], list: Vec::new() }
    }
}

/// The classes that a match can begin with.
fn first(program: &[Instruction]) -> Option<Vec<Class>> {
    let mut seen = vec![false; program.len()];
    let mut classes = Vec::new();
    let mut pending = vec![0];
    while let Some(state) = pending.pop() {
        // Past the last instruction, the match is complete.
        if std::mem::replace(seen.get_mut(state)?, true) {
            continue;
        }
        match program.get(state)? {
            Instruction::Class(class) => classes.push(class.clone()),
            Instruction::Split(a, b) => pending.extend([*a, *b]),
            Instruction::Jump(to) => pending.push(*to),
            Instruction::Start | Instruction::End | Instruction::Boundary | Instruction::Open | Instruction::Close => {
                pending.push(state + 1);
            }
        }
    }
    Some(classes)
}

/// Refuses what no automaton can do, wherever it stands.
fn refused(source: &str) -> Result<(), SearchError> {
    let mut rest = source;
    let mut in_class = false;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let next = after.chars().next();
        rest = after;
        match c {
            '\\' => {
                if !in_class && next.is_some_and(|next| matches!(next, '1'..='9' | 'k')) {
                    return Err(SearchError::BackReference);
                }
                rest = after.get(next.map_or(0, char::len_utf8)..).unwrap_or_default();
            }
            '[' if !in_class => {
                in_class = true;
                // A bracket right after the opening one is a character of the class.
                rest = after.strip_prefix('^').unwrap_or(after);
                rest = rest.strip_prefix(']').unwrap_or(rest);
            }
            ']' => in_class = false,
            '(' if !in_class && ["?=", "?!", "?<=", "?<!"].iter().any(|mark| after.starts_with(mark)) => {
                return Err(SearchError::LookAround);
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str, text: &str) -> Vec<String> {
        let search = Search::parse(source).unwrap_or_else(|error| panic!("{source}: {error}"));
        let text: Vec<char> = text.chars().collect();
        search.find_all(&text).iter().map(|found| text[found.value.0..found.value.1].iter().collect()).collect()
    }

    #[test]
    fn matches_are_found_from_left_to_right() {
        for (source, text, expected) in [
            ("[0-9]{5}", "order 48213 and 1234567890", vec!["48213", "12345", "67890"]),
            ("a|ab", "ab ab", vec!["a", "a"]),
            ("ab|a", "ab a", vec!["ab", "a"]),
            ("a+", "aa b a", vec!["aa", "a"]),
            ("a+?", "aa", vec!["a", "a"]),
            ("<.+?>", "<b>x</b>", vec!["<b>", "</b>"]),
            ("<.+>", "<b>x</b>", vec!["<b>x</b>"]),
            ("(?i)pin\\D{0,5}(\\d{4})", "My PIN is 1234.", vec!["1234"]),
            ("(?P<area>[0-9]{3})-x", "212-x 21-x", vec!["212"]),
            ("(?<n>a)", "a", vec!["a"]),
            ("\\bcat\\b", "cat concat cat", vec!["cat", "cat"]),
            ("^a", "a a", vec!["a"]),
            ("a$", "a a", vec!["a"]),
            ("x*", "aaxxa", vec!["xx"]),
            ("(?i)straße", "STRAßE", vec!["STRAßE"]),
            ("é.", "aéb", vec!["éb"]),
            ("[\\w.-]+@\\x61", "x.y-z@a", vec!["x.y-z@a"]),
            ("a", "", vec![]),
        ] {
            assert_eq!(found(source, text), expected, "{source} in {text}");
        }
    }

    #[test]
    fn what_no_automaton_can_do_is_named() {
        for (source, error) in [
            ("a(?=b)", SearchError::LookAround),
            ("(?!a)b", SearchError::LookAround),
            ("(?<=a)b", SearchError::LookAround),
            ("(?<!a)b", SearchError::LookAround),
            ("(a)\\1", SearchError::BackReference),
            ("(?P<n>a)\\k<n>", SearchError::BackReference),
            ("(", SearchError::Syntax),
            ("a{2,1}", SearchError::Syntax),
            ("(a{200}){200}", SearchError::Syntax),
        ] {
            assert_eq!(Search::parse(source), Err(error), "{source}");
        }
        assert!(Search::parse("[(?=]\\\\[]1]").is_ok());
    }

    /// The count is of characters looked at, which a hostile expression cannot raise.
    #[test]
    fn hostile_expressions_stay_linear() {
        let text: Vec<char> = "a".repeat(5_000).chars().collect();
        assert!(Search::parse("([a-z]+[a-z]*)+x").unwrap().find_all(&text).is_empty());
        let search = Search::parse("a.*b|a").unwrap();
        let mut past = text.len() * PAST_MATCHES;
        let (mut from, mut matches) = (0, 0);
        while let Some(next) = search.find(&text, from, &mut past) {
            (from, matches) = (next.end, matches + 1);
        }
        assert_eq!((matches, past), (5_000, 0));
    }
}
