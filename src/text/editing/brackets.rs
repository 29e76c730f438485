//! Pairs of brackets, and the range that a fold hides.

use std::ops::Range;

use super::lines::Lines;
use crate::text::json::{Token, token, tokens};

/// The places of the bracket next to the caret and of its partner; the bracket before the caret comes first. `None`
/// without a bracket, without a partner, or if the partner is of another kind. Brackets inside strings do not count.
pub fn partner(text: &str, lines: &Lines, at: usize) -> Option<(usize, usize)> {
    let line = lines.line_at(at);
    let range = lines.range(line);
    let beside = |place: usize| {
        tokens(text.get(range.clone())?)
            .find(|(kind, found)| matches!(kind, Token::Open | Token::Close) && range.start + found.start == place)
            .map(|(kind, _)| (kind, place))
    };
    let (kind, place) = at.checked_sub(1).and_then(beside).or_else(|| beside(at))?;
    let other = if kind == Token::Open { closing(text, place)? } else { opening(text, lines, place)? };
    let fits = matches!(
        (text.get(place.min(other)..)?.chars().next()?, text.get(place.max(other)..)?.chars().next()?),
        ('{', '}') | ('[', ']')
    );
    fits.then_some((place, other))
}

/// The place where the bracket at `at` is closed.
fn closing(text: &str, at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut rest = text.get(at..)?;
    let mut here = at;
    while let Some((kind, length)) = token(rest) {
        match kind {
            Token::Open => depth += 1,
            Token::Close => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(here);
                }
            }
            _ => {}
        }
        here += length;
        rest = rest.get(length..)?;
    }
    None
}

/// The place where the bracket that closes at `at` was opened. Each line above is read from its beginning, because only
/// that shows which brackets are inside strings.
fn opening(text: &str, lines: &Lines, at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for line in (0..=lines.line_at(at)).rev() {
        let range = lines.range(line);
        let brackets: Vec<_> = tokens(text.get(range.start..range.end.min(at + 1))?)
            .filter(|(kind, _)| matches!(kind, Token::Open | Token::Close))
            .collect();
        for (kind, found) in brackets.into_iter().rev() {
            if kind == Token::Close {
                depth += 1;
                continue;
            }
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(range.start + found.start);
            }
        }
    }
    None
}

/// The outermost bracket that a line leaves open, as its place in the line.
fn left_open(line: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (kind, found) in tokens(line) {
        match kind {
            Token::Open => open.push(found.start),
            Token::Close => {
                open.pop();
            }
            _ => {}
        }
    }
    open.first().copied()
}

/// Whether a line leaves a bracket open, so that it may be folded.
pub fn block_begins(line: &str) -> bool {
    left_open(line).is_some()
}

/// The range that folding a line hides: from after the outermost open bracket to the bracket that closes it. `None` if
/// the line leaves no bracket open, or if the bracket is never closed.
pub fn block_of_line(text: &str, lines: &Lines, line: usize) -> Option<Range<usize>> {
    let range = lines.range(line);
    let first = range.start + left_open(text.get(range.clone())?)?;
    let end = closing(text, first)?;
    Some(first + 1..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, at: usize, expected: Option<(usize, usize)>) {
        assert_eq!(partner(text, &Lines::new(text), at), expected, "{text:?} at {at}");
    }

    #[test]
    fn brackets_find_each_other() {
        let text = "{\n  \"a]\": [1, {}],\n  \"b\": 2\n}";
        let close = text.len() - 1;
        check(text, 0, Some((0, close)));
        check(text, 1, Some((0, close)));
        check(text, text.len(), Some((close, 0)));
        let list = text.find('[').unwrap();
        let end = text.rfind(']').unwrap();
        check(text, list + 1, Some((list, end)));
        check(text, end, Some((list + 5, list + 4)));
        check(text, end + 1, Some((end, list)));
        check(text, 5, None);
        check("[}", 1, None);
        check("[", 1, None);
        check("]", 0, None);
        check("", 0, None);
    }

    #[test]
    fn a_fold_hides_what_is_between() {
        let text = "{\n  \"m\": [{\n    \"t\": \"]\"\n  }],\n  \"n\": {}\n}";
        let lines = Lines::new(text);
        let block = |line| block_of_line(text, &lines, line).and_then(|range| text.get(range));
        assert_eq!(block(1), Some("{\n    \"t\": \"]\"\n  }"));
        assert_eq!(block(4), None);
        assert_eq!(block(3), None);
        assert!(block(0).is_some_and(|hidden| hidden.len() == text.len() - 2));
    }
}
