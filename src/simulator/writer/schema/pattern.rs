//! The regular expressions of JSON Schema (`pattern`), a subset: whether a text matches, and a text that does.
//!
//! Read are alternatives, groups, look-ahead, classes, `\d \w \s \b \p{L}` and their opposites, quantifiers, `^` and `$`.
//! Matching follows the set of places that a part can end at, so the work grows with length of text times length of
//! pattern, never exponentially.

use super::class::{Class, is_word};
use std::collections::BTreeSet;
use std::iter::Peekable;
use std::str::Chars;

/// The largest count in `{m,n}` that is read.
const MOST_REPEATS: usize = 1_000;
const DEEPEST: usize = 40;
/// A longer text is not matched, and not written.
const MOST_CHARACTERS: usize = 20_000;

/// A parsed pattern.
#[derive(Clone, Debug)]
pub struct Pattern(Node);

#[derive(Clone, Debug)]
enum Node {
    One(Class),
    Start,
    End,
    Border { wanted: bool },
    Ahead { inner: Box<Node>, wanted: bool },
    All(Vec<Node>),
    Any(Vec<Node>),
    Repeat { inner: Box<Node>, least: usize, most: Option<usize> },
}

/// What a backslash stands for.
enum Escaped {
    One(char),
    Set,
}

struct Parser<'a> {
    rest: Peekable<Chars<'a>>,
    depth: usize,
}

impl Parser<'_> {
    fn take(&mut self, c: char) -> bool {
        self.rest.next_if_eq(&c).is_some()
    }

    fn alternatives(&mut self) -> Option<Node> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut all = vec![self.sequence()?];
        while self.take('|') {
            all.push(self.sequence()?);
        }
        self.depth -= 1;
        Some(if all.len() == 1 { all.remove(0) } else { Node::Any(all) })
    }

    fn sequence(&mut self) -> Option<Node> {
        let mut all = Vec::new();
        while let Some(c) = self.rest.peek().copied() {
            if c == '|' || c == ')' {
                break;
            }
            let atom = self.atom()?;
            all.push(self.quantified(atom)?);
        }
        Some(Node::All(all))
    }

    fn atom(&mut self) -> Option<Node> {
        Some(match self.rest.next()? {
            '^' => Node::Start,
            '$' => Node::End,
            '.' => Node::One(Class { ranges: vec![('\n', '\n'), ('\r', '\r')], negated: true, ..Class::default() }),
            '[' => Node::One(self.class()?),
            '(' => self.group()?,
            '\\' => self.escape()?,
            '*' | '+' | '?' => return None,
            c => Node::One(Class::of(c)),
        })
    }

    fn group(&mut self) -> Option<Node> {
        let mut ahead = None;
        if self.take('?') {
            match self.rest.next()? {
                ':' => {}
                '=' => ahead = Some(true),
                '!' => ahead = Some(false),
                // A named group, `(?<name>…)`; what looks behind is not read.
                '<' => {
                    if matches!(self.rest.peek(), Some('=' | '!')) {
                        return None;
                    }
                    self.rest.by_ref().find(|c| *c == '>')?;
                }
                _ => return None,
            }
        }
        let inner = self.alternatives()?;
        if !self.take(')') {
            return None;
        }
        Some(match ahead {
            Some(wanted) => Node::Ahead { inner: Box::new(inner), wanted },
            None => inner,
        })
    }

    fn escape(&mut self) -> Option<Node> {
        Some(match self.rest.next()? {
            'b' => Node::Border { wanted: true },
            'B' => Node::Border { wanted: false },
            c => {
                let mut class = Class::default();
                self.escaped(c, &mut class)?;
                Node::One(class)
            }
        })
    }

    /// Adds what `\c` stands for.
    fn escaped(&mut self, c: char, class: &mut Class) -> Option<Escaped> {
        let single = match c {
            'd' | 'w' | 's' => {
                class.named.push((c, true));
                return Some(Escaped::Set);
            }
            'D' | 'W' | 'S' => {
                class.named.push((c.to_ascii_lowercase(), false));
                return Some(Escaped::Set);
            }
            'p' | 'P' => {
                let name: String = if self.take('{') {
                    self.rest.by_ref().take_while(|c| *c != '}').collect()
                } else {
                    self.rest.next()?.to_string()
                };
                let name = match name.as_str() {
                    "L" | "Letter" | "Alphabetic" => 'L',
                    "Lu" | "Uppercase_Letter" => 'U',
                    "Ll" | "Lowercase_Letter" => 'l',
                    "N" | "Nd" | "Number" => 'N',
                    _ => return None,
                };
                class.named.push((name, c == 'p'));
                return Some(Escaped::Set);
            }
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'f' => '\u{c}',
            'v' => '\u{b}',
            '0' => '\0',
            'x' => self.code(2)?,
            'u' if self.take('{') => {
                let digits: String = self.rest.by_ref().take_while(|c| *c != '}').collect();
                char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
            }
            'u' => self.code(4)?,
            // Back references and other letters are not read.
            c if c.is_ascii_alphanumeric() => return None,
            c => c,
        };
        class.ranges.push((single, single));
        Some(Escaped::One(single))
    }

    fn code(&mut self, digits: usize) -> Option<char> {
        let text: String = self.rest.by_ref().take(digits).collect();
        char::from_u32(u32::from_str_radix(&text, 16).ok()?)
    }

    fn class(&mut self) -> Option<Class> {
        let mut class = Class { negated: self.take('^'), ..Class::default() };
        loop {
            let from = match self.rest.next()? {
                ']' => return Some(class),
                '\\' => match self.rest.next()? {
                    'b' => Escaped::One('\u{8}'),
                    c => self.escaped(c, &mut class)?,
                },
                c => Escaped::One(c),
            };
            let Escaped::One(from) = from else { continue };
            let mut ahead = self.rest.clone();
            let is_range = ahead.next() == Some('-') && ahead.next().is_some_and(|c| c != ']');
            if !is_range {
                class.ranges.push((from, from));
                continue;
            }
            self.rest.next();
            let to = match self.rest.next()? {
                '\\' => {
                    let c = self.rest.next()?;
                    self.escaped(c, &mut class)?
                }
                c => Escaped::One(c),
            };
            match to {
                Escaped::One(to) => class.ranges.push((from, to)),
                Escaped::Set => class.ranges.extend([(from, from), ('-', '-')]),
            }
        }
    }

    fn quantified(&mut self, atom: Node) -> Option<Node> {
        let (least, most) = match self.rest.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                let mut ahead = self.rest.clone();
                ahead.next();
                let inner: String = ahead.by_ref().take_while(|c| *c != '}').collect();
                let (least, most) = inner.split_once(',').unwrap_or((&inner, &inner));
                let least: usize = least.trim().parse().ok()?;
                let most = if most.trim().is_empty() { None } else { Some(most.trim().parse().ok()?) };
                if least.max(most.unwrap_or(0)) > MOST_REPEATS {
                    return None;
                }
                self.rest = ahead;
                return Some(self.lazy(Node::Repeat { inner: Box::new(atom), least, most }));
            }
            _ => return Some(atom),
        };
        self.rest.next();
        Some(self.lazy(Node::Repeat { inner: Box::new(atom), least, most }))
    }

    /// A lazy quantifier matches the same texts.
    fn lazy(&mut self, node: Node) -> Node {
        self.take('?');
        node
    }
}

impl Pattern {
    /// Reads a pattern; `None` for what the subset lacks.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parser = Parser { rest: text.chars().peekable(), depth: 0 };
        let node = parser.alternatives()?;
        (text.len() <= 4_000 && parser.rest.next().is_none()).then_some(Self(node))
    }

    /// Whether the pattern matches somewhere in the text, as JSON Schema has it.
    pub fn matches(&self, text: &str) -> bool {
        let chars: Vec<char> = text.chars().collect();
        chars.len() <= MOST_CHARACTERS && !ends(&self.0, &chars, (0..=chars.len()).collect()).is_empty()
    }

    /// A text that fits but for look-ahead: the first alternative everywhere, every repetition as often as it must be.
    /// `turn` chooses other characters, and `longer` is how often an open repetition is repeated beyond that.
    pub fn sample(&self, turn: usize, longer: usize) -> String {
        let mut out = String::new();
        write(&self.0, turn, longer, &mut out);
        out
    }
}

/// The places at which the node can end when it begins at one of `from`.
fn ends(node: &Node, text: &[char], from: BTreeSet<usize>) -> BTreeSet<usize> {
    let at = |place: usize| text.get(place).copied();
    match node {
        Node::One(class) => {
            from.into_iter().filter(|place| at(*place).is_some_and(|c| class.has(c))).map(|place| place + 1).collect()
        }
        Node::Start => from.into_iter().filter(|place| *place == 0).collect(),
        Node::End => from.into_iter().filter(|place| *place == text.len()).collect(),
        Node::Border { wanted } => {
            let word = |place: Option<usize>| place.and_then(at).is_some_and(is_word);
            from.into_iter().filter(|at| (word(at.checked_sub(1)) != word(Some(*at))) == *wanted).collect()
        }
        Node::Ahead { inner, wanted } => {
            from.into_iter().filter(|at| ends(inner, text, BTreeSet::from([*at])).is_empty() != *wanted).collect()
        }
        Node::All(nodes) => nodes.iter().fold(from, |from, node| ends(node, text, from)),
        Node::Any(nodes) => nodes.iter().flat_map(|node| ends(node, text, from.clone())).collect(),
        Node::Repeat { inner, least, most } => {
            let mut now = from;
            for _ in 0..*least {
                let next = ends(inner, text, now.clone());
                if next == now {
                    break;
                }
                now = next;
            }
            let mut all = now.clone();
            let mut count = *least;
            while !now.is_empty() && most.is_none_or(|most| count < most) {
                now = ends(inner, text, now).difference(&all).copied().collect();
                all.extend(&now);
                count += 1;
            }
            all
        }
    }
}

fn write(node: &Node, turn: usize, longer: usize, out: &mut String) {
    match node {
        // Neighbours differ, so that a sample is not one letter only.
        Node::One(class) => out.extend(class.sample(turn + out.len())),
        Node::Start | Node::End | Node::Border { .. } | Node::Ahead { .. } => {}
        Node::All(nodes) => nodes.iter().for_each(|node| write(node, turn, longer, out)),
        Node::Any(nodes) => {
            if let Some(node) = nodes.get(turn % nodes.len().max(1)) {
                write(node, turn / nodes.len().max(1), longer, out);
            }
        }
        Node::Repeat { inner, least, most } => {
            let count = (least + longer).min(most.unwrap_or(usize::MAX)).min(MOST_REPEATS);
            for _ in 0..count {
                let before = out.len();
                write(inner, turn, longer, out);
                // More of nothing is nothing, and what has become too long fits nowhere.
                if out.len() == before || out.len() > MOST_CHARACTERS {
                    break;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_match_as_ecmascript_says() {
        for (pattern, yes, no) in [
            ("^[A-Z]{3}-[0-9]{2}$", &["ABC-12"][..], &["ABC-1", "abc-12", "xABC-12"][..]),
            ("b+", &["abc", "b"], &["ac", ""]),
            (r"^(?:\d{2}|x)*$", &["", "12x34"], &["1", "x1"]),
            (r"^(?!.*\.\.)[a-z.]+@([a-z]+\.)+[a-z]{2,}$", &["a.b@example.com"], &["a..b@example.com", "a@b"]),
            (r"^[^\s,]+$", &["a-b"], &["a b", "a,b"]),
            (r"\bcat\b", &["a cat!"], &["concat"]),
            (r"^\p{Lu}\p{L}*$", &["Élan"], &["élan"]),
            ("^(a*)*$", &["", "aaaa"], &["b"]),
            (r"^[\w.-]+$", &["a.b-c_1"], &["a b"]),
            ("^(?<year>[0-9]{4})$", &["2026"], &["26"]),
            (r"^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$", &["12.5", "0", "+3"], &["+", "", "a"]),
        ] {
            let parsed = Pattern::parse(pattern).unwrap_or_else(|| panic!("{pattern}"));
            assert!(yes.iter().all(|text| parsed.matches(text)), "{pattern}");
            assert!(!no.iter().any(|text| parsed.matches(text)), "{pattern}");
        }
        for pattern in ["(", "a)", "[a", r"(a)\1", "*", "(?<=a)b", "a{5000}", &"(".repeat(100)] {
            assert!(Pattern::parse(pattern).is_none(), "{pattern}");
        }
    }

    #[test]
    fn samples_match_their_pattern() {
        for pattern in [
            "^[A-Z]{3}-[0-9]{2}$",
            r"^\+?[1-9]\d{1,14}$",
            r"^(red|green|blue)$",
            r"^#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})$",
            r"^[a-z0-9]+(?:-[a-z0-9]+)*$",
            r"^\d{4}-\d{2}$",
            r"\.pdf$",
            r"^\S+\s\S+$",
            r"^[^a-z]$",
            "",
        ] {
            let parsed = Pattern::parse(pattern).unwrap();
            for (turn, longer) in [(0, 0), (1, 0), (5, 3), (61, 12)] {
                let text = parsed.sample(turn, longer);
                assert!(parsed.matches(&text), "{pattern}: {text}");
            }
        }
    }

    /// A backtracking matcher would not end on these.
    #[test]
    fn no_pattern_explodes() {
        let text = format!("{}!", "a".repeat(2_000));
        for pattern in ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$"] {
            assert!(!Pattern::parse(pattern).unwrap().matches(&text));
        }
    }
}
