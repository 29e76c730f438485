//! Matching of the API model's patterns: regular expressions without back references.
//!
//! A pattern is compiled to a small non-deterministic automaton that runs on all states at once, so the time is at most
//! the length of the text times the size of the pattern. It supports only what the API models use (classes, groups,
//! alternatives, repetition, `^`, `$`, `\b`, `\s`, `\p{L}` and the like, and `(?!…)` at the start); other patterns are refused when the model is read. As in the
//! service, the whole text must match.

pub mod search;
mod syntax;

use syntax::{Class, Node, Order};

/// Maximum of instructions in one pattern; the longest of Bedrock's patterns has about 1,600.
const MAX_INSTRUCTIONS: usize = 20_000;

/// A compiled pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    source: String,
    program: Vec<Instruction>,
    /// What the text must not begin with.
    refused: Vec<Vec<Instruction>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Instruction {
    /// Consumes a character of the class.
    Class(Class),
    /// Continues at both.
    Split(usize, usize),
    /// Continues there.
    Jump(usize),
    /// Continues only at the beginning of the text.
    Start,
    /// Continues only at the end of the text.
    End,
    /// Continues only between a word character and another, or the text's edge.
    Boundary,
    /// A group begins.
    Open,
    /// A group ends.
    Close,
}

impl Pattern {
    /// Compiles a pattern; `None` if it is not supported.
    pub fn parse(source: &str) -> Option<Self> {
        let parsed = syntax::parse(source)?;
        let compiled = |node: &Node| {
            let mut program = Vec::new();
            emit(node, &mut program)?;
            Some(program)
        };
        let program = compiled(&parsed.node)?;
        let refused = parsed.refused.iter().map(compiled).collect::<Option<_>>()?;
        Some(Self { source: source.to_owned(), program, refused })
    }

    /// The pattern as in the API model.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        run(&self.program, text, false) && !self.refused.iter().any(|program| run(program, text, true))
    }
}

/// Whether a program accepts the whole text, or a part from its beginning.
fn run(program: &[Instruction], text: &str, part: bool) -> bool {
    let mut current = States::new(program.len());
    let mut next = States::new(program.len());
    let mut chars = text.chars().peekable();
    reach(program, 0, Around { before: None, after: chars.peek().copied() }, &mut current);
    while let Some(c) = chars.next() {
        if part && current.accepting {
            return true;
        }
        let around = Around { before: Some(c), after: chars.peek().copied() };
        for state in &current.list {
            if let Some(Instruction::Class(class)) = program.get(*state)
                && class.contains(c)
            {
                reach(program, state + 1, around, &mut next);
            }
        }
        std::mem::swap(&mut current, &mut next);
        next.clear();
    }
    current.accepting
}

/// The characters on both sides of a place in the text.
#[derive(Clone, Copy)]
struct Around {
    before: Option<char>,
    after: Option<char>,
}

impl Around {
    fn is_boundary(self) -> bool {
        let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        word(self.before) != word(self.after)
    }
}

/// Adds a state and all states that it reaches without a character.
fn reach(program: &[Instruction], state: usize, around: Around, states: &mut States) {
    let mut pending = vec![state];
    while let Some(state) = pending.pop() {
        let Some(seen) = states.seen.get_mut(state) else {
            states.accepting = true;
            continue;
        };
        if std::mem::replace(seen, true) {
            continue;
        }
        states.list.push(state);
        match program.get(state) {
            Some(Instruction::Split(a, b)) => pending.extend([*b, *a]),
            Some(Instruction::Jump(to)) => pending.push(*to),
            Some(Instruction::Open | Instruction::Close) => pending.push(state + 1),
            Some(Instruction::Start) if around.before.is_none() => pending.push(state + 1),
            Some(Instruction::End) if around.after.is_none() => pending.push(state + 1),
            Some(Instruction::Boundary) if around.is_boundary() => pending.push(state + 1),
            Some(Instruction::Class(_) | Instruction::Start | Instruction::End | Instruction::Boundary) | None => {}
        }
    }
}

/// The current states of the automaton; the state after the last instruction accepts.
struct States {
    seen: Vec<bool>,
    list: Vec<usize>,
    accepting: bool,
}

impl States {
    fn new(length: usize) -> Self {
        Self { seen: vec![false; length], list: Vec::new(), accepting: false }
    }

    fn clear(&mut self) {
        for state in self.list.drain(..) {
            if let Some(seen) = self.seen.get_mut(state) {
                *seen = false;
            }
        }
        self.accepting = false;
    }
}

fn emit(node: &Node, program: &mut Vec<Instruction>) -> Option<()> {
    if program.len() > MAX_INSTRUCTIONS {
        return None;
    }
    match node {
        Node::Empty => {}
        Node::Class(class) => program.push(Instruction::Class(class.clone())),
        Node::Start => program.push(Instruction::Start),
        Node::End => program.push(Instruction::End),
        Node::Boundary => program.push(Instruction::Boundary),
        Node::Group(node) => {
            program.push(Instruction::Open);
            emit(node, program)?;
            program.push(Instruction::Close);
        }
        Node::Sequence(nodes) => {
            for node in nodes {
                emit(node, program)?;
            }
        }
        Node::Either(branches) => {
            let mut jumps = Vec::new();
            for (index, branch) in branches.iter().enumerate() {
                let split = program.len();
                let last = index + 1 == branches.len();
                if !last {
                    program.push(Instruction::Split(split + 1, 0));
                }
                emit(branch, program)?;
                if !last {
                    jumps.push(program.len());
                    program.push(Instruction::Jump(0));
                    let next = program.len();
                    *program.get_mut(split)? = Instruction::Split(split + 1, next);
                }
            }
            let end = program.len();
            for jump in jumps {
                *program.get_mut(jump)? = Instruction::Jump(end);
            }
        }
        Node::Repeat { node, least, most, order } => {
            let split = |on: usize, past: usize| match order {
                Order::MostFirst => Instruction::Split(on, past),
                Order::FewestFirst => Instruction::Split(past, on),
            };
            for _ in 0..*least {
                emit(node, program)?;
            }
            match most {
                None => {
                    let at = program.len();
                    program.push(split(at + 1, 0));
                    emit(node, program)?;
                    program.push(Instruction::Jump(at));
                    let end = program.len();
                    *program.get_mut(at)? = split(at + 1, end);
                }
                Some(most) => {
                    let mut splits = Vec::new();
                    for _ in *least..*most {
                        splits.push(program.len());
                        program.push(Instruction::Split(0, 0));
                        emit(node, program)?;
                    }
                    let end = program.len();
                    for at in splits {
                        *program.get_mut(at)? = split(at + 1, end);
                    }
                }
            }
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_text_has_to_match() {
        for (pattern, good, bad) in [
            ("[a-zA-Z0-9_-]+", vec!["a", "get_weather-2"], vec!["", "a b", "ä", "a.b"]),
            ("[0-9]{12}", vec!["123456789012"], vec!["12345678901", "1234567890123", "12345678901a"]),
            ("(|([1-9][0-9]{0,7})|(DRAFT))", vec!["", "1", "12345678", "DRAFT"], vec!["0", "123456789", "draft"]),
            ("[\\s\\S]*", vec!["", "a\nb é"], vec![]),
            ("\\S*", vec!["", "abc"], vec!["a b", "\n"]),
            ("[a-zA-Z0-9\\s:_@$#=/+,-.]{0,4}", vec!["", "a b", ",-.", "a\tb/"], vec!["abcde", "a!"]),
            ("[!-~]*", vec!["!~", ""], vec![" ", "é"]),
            (
                "s3://[a-z0-9][\\.\\-a-z0-9]{1,61}[a-z0-9](/.*)?",
                vec!["s3://my-bucket", "s3://abc/k/x"],
                vec!["s3://a", "s3://-ab"],
            ),
            ("(([0-9a-zA-Z][_-]?)+)", vec!["a", "a_b-c", "a-"], vec!["", "_a", "a__b"]),
            ("[a-zA-Z0-9-:.]+", vec!["a-b:c.d"], vec!["a_b", "a/b"]),
            ("(^arn:(?:x|y)$)|z", vec!["arn:x", "z"], vec!["arn:", "arn:xz"]),
            ("[^a]b{2,}", vec!["xbb", "xbbbb"], vec!["abb", "xb"]),
            ("a.c", vec!["abc", "aéc"], vec!["a\nc", "ac"]),
            ("a|b|", vec!["a", "b", ""], vec!["ab"]),
            ("\\p{L}[\\p{L}\\p{M}0-9_]*", vec!["é1", "e\u{301}", "岩_2"], vec!["", "1a", "a b"]),
            ("[^\\p{C}]*", vec!["", "a é 岩"], vec!["a\n", "a\u{200b}", "\u{7f}"]),
            ("^\\P{C}*$", vec!["", "a é"], vec!["\t"]),
            ("(\\bTEST\\b|[a-z]+)", vec!["TEST", "a"], vec!["TESTa", ""]),
            ("(?![\\-_+.])[a-z0-9-]+", vec!["a-b", "0"], vec!["-a", ""]),
            ("^(?!\\s*$).+", vec!["a", " a "], vec!["", "  ", "\t"]),
            ("[\\u0009\\u0020-\\u00FF]+", vec!["a\tÿ"], vec!["\u{100}", "\n"]),
        ] {
            let compiled = Pattern::parse(pattern).unwrap_or_else(|| panic!("{pattern}"));
            for text in good {
                assert!(compiled.matches(text), "{pattern} should match {text:?}");
            }
            for text in bad {
                assert!(!compiled.matches(text), "{pattern} should not match {text:?}");
            }
        }
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for pattern in [
            "(?=a)b",
            "a(?!b)",
            "\\p{Lu}",
            "[\\P{L}a]",
            "\\u12",
            "a{3",
            "a{2,1}",
            "[a",
            "(a",
            "a)",
            "\\1",
            "*a",
            "\\pL",
            "[z-a]",
            "(a{200}){200}",
        ] {
            assert_eq!(Pattern::parse(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn a_long_text_takes_no_more_than_its_length() {
        let pattern = Pattern::parse("([a-z]+[a-z]*)+x").unwrap();
        assert!(!pattern.matches(&"a".repeat(20_000)));
    }
}
