//! The grammar of the patterns: alternatives, sequences, repetition, groups, classes, escapes.

use std::iter::Peekable;
use std::str::Chars;

/// A set of characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Class {
    negated: bool,
    ranges: Vec<(char, char)>,
}

impl Class {
    /// Whether the class contains this character.
    pub(super) fn contains(&self, c: char) -> bool {
        self.ranges.iter().any(|(low, high)| (*low..=*high).contains(&c)) != self.negated
    }
}

/// A parsed expression.
pub(super) enum Node {
    Empty,
    Class(Class),
    Start,
    End,
    Sequence(Vec<Node>),
    Either(Vec<Node>),
    Repeat { node: Box<Node>, least: usize, most: Option<usize> },
}

/// Parses an expression; `None` if it is not supported.
pub(super) fn parse(source: &str) -> Option<Node> {
    let mut chars = source.chars().peekable();
    let node = alternatives(&mut chars)?;
    chars.next().is_none().then_some(node)
}

type Source<'a> = Peekable<Chars<'a>>;

fn alternatives(chars: &mut Source<'_>) -> Option<Node> {
    let mut branches = vec![sequence(chars)?];
    while chars.next_if_eq(&'|').is_some() {
        branches.push(sequence(chars)?);
    }
    if branches.len() == 1 { branches.pop() } else { Some(Node::Either(branches)) }
}

fn sequence(chars: &mut Source<'_>) -> Option<Node> {
    let mut nodes = Vec::new();
    while let Some(c) = chars.next_if(|c| !matches!(c, '|' | ')')) {
        let node = atom(c, chars)?;
        nodes.push(repeated(node, chars)?);
    }
    Some(if nodes.is_empty() { Node::Empty } else { Node::Sequence(nodes) })
}

fn atom(first: char, chars: &mut Source<'_>) -> Option<Node> {
    match first {
        '(' => {
            if chars.next_if_eq(&'?').is_some() {
                chars.next_if_eq(&':')?;
            }
            let node = alternatives(chars)?;
            chars.next_if_eq(&')')?;
            Some(node)
        }
        '[' => class(chars).map(Node::Class),
        '.' => Some(Node::Class(Class { negated: true, ranges: vec![('\n', '\n'), ('\r', '\r')] })),
        '^' => Some(Node::Start),
        '$' => Some(Node::End),
        '\\' => escape(chars.next()?).map(Node::Class),
        '*' | '+' | '?' | '{' => None,
        c => Some(Node::Class(Class { negated: false, ranges: vec![(c, c)] })),
    }
}

fn repeated(node: Node, chars: &mut Source<'_>) -> Option<Node> {
    let (least, most) = match chars.peek() {
        Some('*') => (0, None),
        Some('+') => (1, None),
        Some('?') => (0, Some(1)),
        Some('{') => {
            chars.next();
            let least = digits(chars)?;
            let most = if chars.next_if_eq(&',').is_some() {
                if chars.peek() == Some(&'}') { None } else { Some(digits(chars)?) }
            } else {
                Some(least)
            };
            if chars.peek() != Some(&'}') || most.is_some_and(|most| most < least) {
                return None;
            }
            (least, most)
        }
        _ => return Some(node),
    };
    chars.next();
    Some(Node::Repeat { node: Box::new(node), least, most })
}

fn digits(chars: &mut Source<'_>) -> Option<usize> {
    let mut text = String::new();
    while let Some(digit) = chars.next_if(char::is_ascii_digit) {
        text.push(digit);
    }
    text.parse().ok()
}

fn class(chars: &mut Source<'_>) -> Option<Class> {
    let mut out = Class { negated: chars.next_if_eq(&'^').is_some(), ranges: Vec::new() };
    let mut first = true;
    loop {
        let c = chars.next()?;
        if c == ']' && !first {
            return Some(out);
        }
        first = false;
        let low = if c == '\\' {
            let escaped = escape(chars.next()?)?;
            match escaped.ranges.as_slice() {
                [(low, high)] if low == high && !escaped.negated => *low,
                _ => {
                    out.ranges.extend(positive(escaped));
                    continue;
                }
            }
        } else {
            c
        };
        let mut ahead = chars.clone();
        if ahead.next() == Some('-') && ahead.next().is_some_and(|after| after != ']') {
            chars.next();
            let mut high = chars.next()?;
            if high == '\\' {
                high = chars.next()?;
            }
            if high < low {
                return None;
            }
            out.ranges.push((low, high));
        } else {
            out.ranges.push((low, low));
        }
    }
}

/// The ranges of a class, which may be negated.
fn positive(class: Class) -> Vec<(char, char)> {
    if !class.negated {
        return class.ranges;
    }
    let mut ranges = class.ranges;
    ranges.sort_unstable();
    let mut out = Vec::new();
    let mut from = '\0';
    for (low, high) in ranges {
        if let Some(before) = char::from_u32(u32::from(low).wrapping_sub(1))
            && from <= before
        {
            out.push((from, before));
        }
        from = char::from_u32(u32::from(high) + 1).unwrap_or(char::MAX);
    }
    out.push((from, char::MAX));
    out
}

fn escape(c: char) -> Option<Class> {
    let space = || vec![('\t', '\r'), (' ', ' ')];
    let digit = || vec![('0', '9')];
    let word = || vec![('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
    let (negated, ranges) = match c {
        's' => (false, space()),
        'S' => (true, space()),
        'd' => (false, digit()),
        'D' => (true, digit()),
        'w' => (false, word()),
        'W' => (true, word()),
        'n' => (false, vec![('\n', '\n')]),
        'r' => (false, vec![('\r', '\r')]),
        't' => (false, vec![('\t', '\t')]),
        c if c.is_ascii_alphanumeric() => return None,
        c => (false, vec![(c, c)]),
    };
    Some(Class { negated, ranges })
}
