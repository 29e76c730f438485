//! A generated answer with its citations: which part of the text rests on which passages.

use std::ops::Range;

use serde_json::Value;

use super::super::{items, text};
use super::passage::Passage;

/// A citation: a part of the answer, and the passages that it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The part, as a byte range of the answer; `None` if it is not in the answer.
    pub place: Option<Range<usize>>,
    /// The passages, by their place in [`Answer::passages`].
    pub passages: Vec<usize>,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Its text.
    pub text: String,
    /// Its citations.
    pub citations: Vec<Citation>,
    /// The passages that are cited, each once.
    pub passages: Vec<Passage>,
}

/// A piece of the answer for drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// The citations that cover it, by their place.
    pub citations: Vec<usize>,
}

impl Answer {
    /// An answer with these citations as received.
    pub fn new<'a>(text: String, citations: impl IntoIterator<Item = &'a Value>) -> Self {
        let mut answer = Self { text, ..Self::default() };
        for citation in citations {
            answer.cite(citation);
        }
        answer
    }

    fn cite(&mut self, citation: &Value) {
        let mut passages = Vec::new();
        for reference in items(citation, "retrievedReferences") {
            let passage = Passage::read(reference);
            let known = self.passages.iter().position(|other| *other == passage);
            let place = known.unwrap_or(self.passages.len());
            if known.is_none() {
                self.passages.push(passage);
            }
            if !passages.contains(&place) {
                passages.push(place);
            }
        }
        // A part of the answer without a source is not a citation.
        if passages.is_empty() {
            return;
        }
        let part = citation.pointer("/generatedResponsePart/textResponsePart");
        let place = part.and_then(|part| place(&self.text, part));
        self.citations.push(Citation { place, passages });
    }

    /// The answer in pieces, each with the citations that cover it.
    pub fn pieces(&self) -> Vec<Piece> {
        let places = self.citations.iter().filter_map(|citation| citation.place.clone());
        let mut edges: Vec<usize> =
            [0, self.text.len()].into_iter().chain(places.flat_map(|at| [at.start, at.end])).collect();
        edges.sort_unstable();
        edges.dedup();
        let piece = |(start, end): (&usize, &usize)| {
            let covers = |citation: &Citation| {
                citation.place.as_ref().is_some_and(|place| place.start <= *start && place.end >= *end)
            };
            let citations = self.citations.iter().enumerate().filter(|(_, citation)| covers(citation));
            Some(Piece {
                text: self.text.get(*start..*end)?.to_owned(),
                citations: citations.map(|(at, _)| at).collect(),
            })
        };
        edges.iter().zip(edges.iter().skip(1)).filter_map(piece).collect()
    }
}

/// Where a part is in the answer. The text decides, the span only where a text is there twice: AWS counts characters, and its
/// end is the last one or the one after it.
fn place(answer: &str, part: &Value) -> Option<Range<usize>> {
    let cited = text(part, "text");
    let number = |pointer: &str| part.pointer(pointer).and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
    let byte = |at: usize| answer.char_indices().map(|(byte, _)| byte).chain([answer.len()]).nth(at);
    let start = number("/span/start").and_then(byte);
    if cited.is_empty() {
        let (start, end) = (start?, byte(number("/span/end")?)?);
        return (start < end).then_some(start..end);
    }
    if let Some(start) = start
        && answer.get(start..).is_some_and(|rest| rest.starts_with(&cited))
    {
        return Some(start..start + cited.len());
    }
    answer.find(&cited).map(|at| at..at + cited.len())
}
