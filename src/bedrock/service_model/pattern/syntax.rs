//! The grammar of the patterns: alternatives, sequences, repetition, groups, classes, escapes.

use std::iter::Peekable;
use std::str::Chars;

/// A set of characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Class {
    negated: bool,
    ranges: Vec<(char, char)>,
    kinds: Vec<Kind>,
}

/// A general category of Unicode, as far as Rust's own tables and a few ranges tell it. Characters that Unicode has not
/// assigned count as assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `\p{L}`
    Letter,
    /// `\p{M}`
    Mark,
    /// `\p{C}`: controls, formats, private use.
    Other,
}

impl Kind {
    fn contains(self, c: char) -> bool {
        match self {
            Self::Letter => c.is_alphabetic(),
            Self::Mark => matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}'
                | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}'
                | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}'
                | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{e0100}'..='\u{e01ef}'),
            Self::Other => {
                c.is_control()
                    || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                        | '\u{2060}'..='\u{206f}' | '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
                        | '\u{e0001}'..='\u{e007f}' | '\u{f0000}'..)
            }
        }
    }
}

impl Class {
    /// Whether the class contains this character.
    pub(super) fn contains(&self, c: char) -> bool {
        let listed = self.ranges.iter().any(|(low, high)| (*low..=*high).contains(&c));
        (listed || self.kinds.iter().any(|kind| kind.contains(c))) != self.negated
    }
}

/// A parsed expression.
pub(super) enum Node {
    Empty,
    Class(Class),
    Start,
    End,
    /// Between a word character and another, `\b`.
    Boundary,
    /// A group in parentheses whose place a search may ask for.
    Group(Box<Node>),
    Sequence(Vec<Node>),
    Either(Vec<Node>),
    Repeat {
        node: Box<Node>,
        least: usize,
        most: Option<usize>,
        order: Order,
    },
}

/// Which number of repetitions a search tries first. For a match of the whole text it makes no difference.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// As many as possible.
    MostFirst,
    /// As few as possible: a `?` behind the repetition.
    FewestFirst,
}

/// A parsed pattern.
pub(super) struct Parsed {
    /// The text must match this.
    pub(super) node: Node,
    /// And must not begin with one of these: `(?!…)` at the pattern's start.
    pub(super) refused: Vec<Node>,
}

/// Parses an expression; `None` if it is not supported.
pub(super) fn parse(source: &str) -> Option<Parsed> {
    let mut refused = Vec::new();
    let mut rest = source;
    while let Some(inner) = rest.strip_prefix("^(?!").or_else(|| rest.strip_prefix("(?!")) {
        let mut chars = inner.chars().peekable();
        refused.push(alternatives(&mut chars)?);
        chars.next_if_eq(&')')?;
        let left = chars.collect::<String>().len();
        rest = inner.get(inner.len() - left..)?;
    }
    let mut chars = rest.chars().peekable();
    let node = alternatives(&mut chars)?;
    chars.next().is_none().then_some(Parsed { node, refused })
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
            let named = match chars.next_if_eq(&'?') {
                Some(_) if chars.next_if_eq(&':').is_some() => false,
                Some(_) => {
                    group_name(chars)?;
                    true
                }
                None => true,
            };
            let node = alternatives(chars)?;
            chars.next_if_eq(&')')?;
            Some(if named { Node::Group(Box::new(node)) } else { node })
        }
        '[' => class(chars).map(Node::Class),
        '.' => Some(Node::Class(Class { negated: true, ranges: vec![('\n', '\n'), ('\r', '\r')], kinds: vec![] })),
        '^' => Some(Node::Start),
        '$' => Some(Node::End),
        '\\' if chars.next_if_eq(&'b').is_some() => Some(Node::Boundary),
        '\\' if chars.next_if_eq(&'A').is_some() => Some(Node::Start),
        '\\' if chars.next_if(|c| matches!(c, 'z' | 'Z')).is_some() => Some(Node::End),
        '\\' => escape(chars).map(Node::Class),
        '*' | '+' | '?' | '{' => None,
        c => Some(Node::Class(Class { ranges: vec![(c, c)], ..Class::default() })),
    }
}

/// The name of a group, `P<name>` or `<name>`; a look-behind has none.
fn group_name(chars: &mut Source<'_>) -> Option<()> {
    chars.next_if_eq(&'P');
    chars.next_if_eq(&'<')?;
    let mut length = 0;
    while chars.next_if(|c| c.is_ascii_alphanumeric() || *c == '_').is_some() {
        length += 1;
    }
    chars.next_if_eq(&'>').filter(|_| length > 0).map(|_| ())
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
    let order = if chars.next_if_eq(&'?').is_some() { Order::FewestFirst } else { Order::MostFirst };
    Some(Node::Repeat { node: Box::new(node), least, most, order })
}

fn digits(chars: &mut Source<'_>) -> Option<usize> {
    let mut text = String::new();
    while let Some(digit) = chars.next_if(char::is_ascii_digit) {
        text.push(digit);
    }
    text.parse().ok()
}

fn class(chars: &mut Source<'_>) -> Option<Class> {
    let mut out = Class { negated: chars.next_if_eq(&'^').is_some(), ..Class::default() };
    let mut first = true;
    loop {
        let c = chars.next()?;
        if c == ']' && !first {
            return Some(out);
        }
        first = false;
        let low = if c == '\\' {
            let escaped = escape(chars)?;
            match escaped.ranges.as_slice() {
                [(low, high)] if low == high && !escaped.negated => *low,
                [] => {
                    if escaped.negated {
                        return None;
                    }
                    out.kinds.extend(escaped.kinds);
                    continue;
                }
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
                high = match escape(chars)?.ranges.as_slice() {
                    [(low, high)] if low == high => *low,
                    _ => return None,
                };
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

/// What follows a backslash.
fn escape(chars: &mut Source<'_>) -> Option<Class> {
    let c = chars.next()?;
    if matches!(c, 'p' | 'P') {
        chars.next_if_eq(&'{')?;
        let kind = match chars.next()? {
            'L' => Kind::Letter,
            'M' => Kind::Mark,
            'C' => Kind::Other,
            _ => return None,
        };
        chars.next_if_eq(&'}')?;
        return Some(Class { negated: c == 'P', kinds: vec![kind], ..Class::default() });
    }
    if matches!(c, 'u' | 'x') {
        let digits = if c == 'u' { 4 } else { 2 };
        let code: String = (0..digits).map(|_| chars.next()).collect::<Option<_>>()?;
        let c = char::from_u32(u32::from_str_radix(&code, 16).ok()?)?;
        return Some(Class { ranges: vec![(c, c)], ..Class::default() });
    }
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
        'f' => (false, vec![('\u{c}', '\u{c}')]),
        'v' => (false, vec![('\u{b}', '\u{b}')]),
        c if c.is_ascii_alphanumeric() => return None,
        c => (false, vec![(c, c)]),
    };
    Some(Class { negated, ranges, kinds: Vec::new() })
}
