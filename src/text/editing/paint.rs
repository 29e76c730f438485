//! The coloured spans of a line, with marks for matches and for pairs of brackets.

use std::ops::Range;

use crate::text::json::{Kind, spans};

/// A mark on part of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Over {
    /// One bracket of a pair.
    Bracket,
    /// A match.
    Match,
    /// The current match.
    Current,
}

/// A part of a line with one colour and one mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stroke {
    /// Its kind.
    pub kind: Kind,
    /// Its mark.
    pub over: Option<Over>,
    /// Its text.
    pub text: String,
}

/// Colours a line. The marks are byte ranges of the line; where two overlap, the first wins.
pub fn paint(line: &str, over: &[(Range<usize>, Over)]) -> Vec<Stroke> {
    let mut strokes = Vec::new();
    let mut at = 0;
    for span in spans(line) {
        let end = at + span.text.len();
        while at < end {
            let here = over.iter().find(|(range, _)| range.contains(&at));
            let next = match here {
                Some((range, _)) => range.end,
                None => over.iter().map(|(range, _)| range.start).filter(|start| *start > at).min().unwrap_or(end),
            };
            let next = next.min(end);
            let Some(text) = line.get(at..next) else { break };
            strokes.push(Stroke { kind: span.kind, over: here.map(|(_, over)| *over), text: text.to_owned() });
            at = next;
        }
        at = end;
    }
    strokes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_colours_where_something_lies_over_them() {
        let strokes = paint("{ \"key\": 12 }", &[(0..1, Over::Bracket), (3..8, Over::Match), (10..11, Over::Current)]);
        let seen: Vec<_> = strokes.iter().map(|stroke| (stroke.text.as_str(), stroke.over)).collect();
        assert_eq!(
            seen,
            [
                ("{", Some(Over::Bracket)),
                (" ", None),
                ("\"", None),
                ("key\"", Some(Over::Match)),
                (":", Some(Over::Match)),
                (" ", None),
                ("1", None),
                ("2", Some(Over::Current)),
                (" }", None),
            ]
        );
        assert_eq!(strokes.iter().map(|stroke| stroke.text.as_str()).collect::<String>(), "{ \"key\": 12 }");
        assert_eq!(paint("", &[]), []);
    }
}
