//! Finding text in a document.

use std::ops::Range;

/// The most matches that are counted; a larger count is shown with a plus sign.
const MOST: usize = 10_000;

/// The matches in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The matches, from first to last; they do not overlap.
    pub matches: Vec<Range<usize>>,
    /// Whether there are more matches than the list.
    pub more: bool,
}

impl Found {
    /// The match after a place; after the last one, the first.
    pub fn next(&self, at: usize) -> Option<usize> {
        let next = self.matches.partition_point(|found| found.start < at);
        (!self.matches.is_empty()).then(|| next % self.matches.len())
    }

    /// The match before a place; before the first one, the last.
    pub fn previous(&self, at: usize) -> Option<usize> {
        let before = self.matches.partition_point(|found| found.end < at);
        before.checked_sub(1).or_else(|| self.matches.len().checked_sub(1))
    }
}

/// Finds a text. Ignores the case of A to Z if the text has no capital letter.
pub fn find(text: &str, sought: &str) -> Found {
    let mut found = Found::default();
    let needle = sought.as_bytes();
    let Some((first, _)) = needle.split_first() else { return found };
    let exact = sought.bytes().any(|byte| byte.is_ascii_uppercase());
    let same = |a: u8, b: u8| if exact { a == b } else { a.eq_ignore_ascii_case(&b) };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..) {
        let Some(step) = rest.iter().position(|byte| same(*byte, *first)) else { break };
        at += step;
        let Some(here) = bytes.get(at..at + needle.len()) else { break };
        if here.iter().zip(needle).all(|(a, b)| same(*a, *b)) {
            if found.matches.len() == MOST {
                found.more = true;
                break;
            }
            found.matches.push(at..at + needle.len());
            at += needle.len();
        } else {
            at += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![expect(clippy::single_range_in_vec_init, reason = "a list of one match")]

    use super::*;

    #[test]
    fn finds_small_letters_in_either_case() {
        let found = find("Text: texts, TEXT", "text");
        assert_eq!(found.matches, [0..4, 6..10, 13..17]);
        assert_eq!(find("Text: texts", "Text").matches, [0..4]);
        assert_eq!(find("aaaa", "aa").matches, [0..2, 2..4]);
        assert_eq!(find("größe", "ö").matches, [2..4]);
        assert_eq!(find("abc", ""), Found::default());
        assert_eq!(find("ab", "abc"), Found::default());
    }

    #[test]
    fn goes_round() {
        let found = find("x.x.x", "x");
        assert_eq!([0, 1, 4, 5].map(|at| found.next(at)), [Some(0), Some(1), Some(2), Some(0)]);
        assert_eq!([0, 2, 5].map(|at| found.previous(at)), [Some(2), Some(0), Some(1)]);
        assert_eq!(Found::default().next(0), None);
        assert_eq!(Found::default().previous(0), None);
    }

    #[test]
    fn stops_counting_somewhere() {
        let found = find(&"x".repeat(MOST + 5), "x");
        assert_eq!((found.matches.len(), found.more), (MOST, true));
    }
}
