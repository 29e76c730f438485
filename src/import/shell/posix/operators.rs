//! The operators of `${NAME…}` that change a known value: cutting, replacing, letter case, a part of the text.
//!
//! Patterns have `*`, `?` and backslashes. One with brackets, and a long text, gives no value, so the variable counts as
//! unknown (gnu.org/software/bash/manual, "Shell Parameter Expansion", 2026-11).

/// The longest text to which a pattern is applied: each of its ends may be tried against all of it.
const LONGEST: usize = 20_000;

/// The value after the operator; `None` if it is not known.
pub(super) fn apply(op: &str, argument: &str, value: &str) -> Option<String> {
    match op {
        ":" => part(argument, value),
        "^^" if argument.is_empty() => Some(value.to_uppercase()),
        ",," if argument.is_empty() => Some(value.to_lowercase()),
        "^" | "," if argument.is_empty() => {
            let mut chars = value.chars();
            let first: String = match (op, chars.next()?) {
                ("^", c) => c.to_uppercase().collect(),
                (_, c) => c.to_lowercase().collect(),
            };
            Some(first + chars.as_str())
        }
        "#" | "##" | "%" | "%%" => cut(op, &Pattern::new(argument)?, value),
        "/" | "//" | "/#" | "/%" => replace(op, argument, value),
        _ => None,
    }
}

/// `${NAME:offset:length}`; each may be negative.
fn part(argument: &str, value: &str) -> Option<String> {
    let (offset, length) = argument.split_once(':').map_or((argument, None), |(offset, length)| (offset, Some(length)));
    let chars: Vec<char> = value.chars().collect();
    let place = |text: &str, from: usize| {
        let number: isize = text.trim().parse().ok()?;
        let end = isize::try_from(chars.len()).ok()?;
        let at = if number < 0 { end.checked_add(number)? } else { isize::try_from(from).ok()?.checked_add(number)? };
        Some(usize::try_from(at).unwrap_or_default().min(chars.len()))
    };
    let start = place(offset, 0)?;
    let end = length.map_or(Some(chars.len()), |length| place(length, start))?;
    Some(chars.get(start..end.max(start))?.iter().collect())
}

/// A pattern of a shell.
struct Pattern(Vec<Piece>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Char(char),
    Any,
    All,
}

impl Pattern {
    fn new(text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            pieces.push(match c {
                '[' | '(' => return None,
                '*' => Piece::All,
                '?' => Piece::Any,
                '\\' => Piece::Char(chars.next()?),
                c => Piece::Char(c),
            });
        }
        Some(Self(pieces))
    }

    /// Whether the pattern is all of the text.
    fn is(&self, text: &[char]) -> bool {
        let (mut at, mut place) = (0, 0);
        // Where the last star stands, and how much of the text it takes.
        let mut star: Option<(usize, usize)> = None;
        while let Some(c) = text.get(at) {
            match self.0.get(place) {
                Some(Piece::All) => {
                    star = Some((place, at));
                    place += 1;
                    continue;
                }
                Some(Piece::Any) => {}
                Some(Piece::Char(wanted)) if wanted == c => {}
                _ => {
                    let Some((back, taken)) = star else { return false };
                    star = Some((back, taken + 1));
                    (place, at) = (back + 1, taken + 1);
                    continue;
                }
            }
            place += 1;
            at += 1;
        }
        self.0.get(place..).unwrap_or_default().iter().all(|piece| *piece == Piece::All)
    }

    /// Whether it has only characters, and which.
    fn plain(&self) -> Option<String> {
        self.0.iter().map(|piece| if let Piece::Char(c) = piece { Some(*c) } else { None }).collect()
    }
}

fn cut(op: &str, pattern: &Pattern, value: &str) -> Option<String> {
    let chars: Vec<char> = value.chars().take(LONGEST + 1).collect();
    if chars.len() > LONGEST {
        return None;
    }
    let from_start = op.starts_with('#');
    let matches = |length: &usize| {
        let text = if from_start { chars.get(..*length) } else { chars.get(chars.len() - length..) };
        text.is_some_and(|text| pattern.is(text))
    };
    let length = match pattern.plain() {
        Some(plain) => Some(plain.chars().count()).filter(|length| *length <= chars.len()).filter(matches),
        // Each try reads the text, so a text that is cut by a pattern is short.
        None if chars.len() > LONGEST / 10 => return None,
        None if op.len() == 2 => (0..=chars.len()).rev().find(matches),
        None => (0..=chars.len()).find(matches),
    };
    let length = length.unwrap_or_default();
    let rest = if from_start { chars.get(length..) } else { chars.get(..chars.len() - length) };
    Some(rest?.iter().collect())
}

/// `${NAME/from/to}`, of which `from` has no pattern.
fn replace(op: &str, argument: &str, value: &str) -> Option<String> {
    let mut at = argument.len();
    let mut escaped = false;
    for (index, c) in argument.char_indices() {
        if c == '/' && !escaped {
            at = index;
            break;
        }
        escaped = c == '\\' && !escaped;
    }
    let from = Pattern::new(argument.get(..at)?)?.plain().filter(|from| !from.is_empty())?;
    let to = argument.get(at + 1..).unwrap_or_default().replace("\\/", "/");
    Some(match op {
        "//" => value.replace(&from, &to),
        "/#" => value.strip_prefix(&from).map_or_else(|| value.to_owned(), |rest| to + rest),
        "/%" => value.strip_suffix(&from).map_or_else(|| value.to_owned(), |rest| format!("{rest}{to}")),
        _ => value.replacen(&from, &to, 1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_operator_does_what_bash_does() {
        for (op, argument, value, wanted) in [
            (":", "0:3", "abcdef", Some("abc")),
            (":", "2", "abcdef", Some("cdef")),
            (":", " -2", "abcdef", Some("ef")),
            (":", "1:-1", "abcdef", Some("bcde")),
            (":", "9", "abc", Some("")),
            (":", "x", "abc", None),
            ("#", "us.", "us.amazon.nova", Some("amazon.nova")),
            ("#", "*.", "us.amazon.nova", Some("amazon.nova")),
            ("##", "*.", "us.amazon.nova", Some("nova")),
            ("%", ":*", "a:1:0", Some("a:1")),
            ("%%", ":*", "a:1:0", Some("a")),
            ("%", "???", "abcdef", Some("abc")),
            ("%", "z", "abc", Some("abc")),
            ("#", "[a-z]*", "abc", None),
            ("/", ":/%3A", "a:b:c", Some("a%3Ab:c")),
            ("//", ":/%3A", "a:b:c", Some("a%3Ab%3Ac")),
            ("//", "\\//%2F", "a/b", Some("a%2Fb")),
            ("/#", "a/b", "aba", Some("bba")),
            ("/%", "a/b", "aba", Some("abb")),
            ("//", "a", "aba", Some("b")),
            ("//", "a*/b", "aba", None),
            ("^^", "", "aé", Some("AÉ")),
            (",,", "", "AB", Some("ab")),
            ("^", "", "ab", Some("Ab")),
            ("@", "Q", "ab", None),
        ] {
            assert_eq!(apply(op, argument, value).as_deref(), wanted, "${{X{op}{argument}}} of {value}");
        }
        assert_eq!(apply("%", "*b*", &"a".repeat(LONGEST)), None, "a long text is not tried at each end");
    }
}
