//! The frames of a stream on a timeline: at most some hundred marks however many frames came. Those that would lie on one
//! another are drawn as one, which stands for the first of them; a damaged frame is always drawn.

use super::frame_rows::Rows;
use crate::bedrock::event::{BlockPart, FrameMeaning};
use crate::text::number;

/// Frames that are drawn side by side at most.
const PLACES: i64 = 240;

/// What kind of frame a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// An exception, or damaged.
    Bad,
    /// The message begins.
    Start,
    /// A content block goes on.
    Delta,
    /// A content block begins or ends, or the message ends.
    Stop,
    /// Anything else.
    Other,
}

/// A frame on the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its place among the frames.
    pub index: usize,
    /// Milliseconds after sending.
    pub at_ms: i64,
    /// What kind it is.
    pub kind: MarkKind,
    /// It in words.
    pub label: String,
}

/// The marks of a timeline that is `span` milliseconds long: the first frame at each place.
pub fn marks(rows: &Rows, span: i64) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut before = -1;
    for (index, row) in rows.list.iter().enumerate() {
        let at_ms = row.at_ms.unwrap_or(0);
        let place = at_ms.saturating_mul(PLACES) / span.max(1);
        if place == before && !row.bad {
            continue;
        }
        before = place;
        let kind = match row.says {
            _ if row.bad => MarkKind::Bad,
            FrameMeaning::MessageStart => MarkKind::Start,
            FrameMeaning::Block { part: BlockPart::Delta, .. } => MarkKind::Delta,
            FrameMeaning::Block { part: BlockPart::Start | BlockPart::Stop, .. } | FrameMeaning::MessageStop => {
                MarkKind::Stop
            }
            FrameMeaning::Metadata | FrameMeaning::Other => MarkKind::Other,
        };
        let label =
            format!("Frame {}, {}, {}, {}", index + 1, row.name, number::duration_ms(at_ms), number::bytes(row.length));
        marks.push(Mark { index, at_ms, kind, label });
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::super::played::{Played, converse_frame, stream_head};
    use super::*;
    use crate::experiment::Api;
    use serde_json::json;

    fn played(frames: &[(&str, i64)]) -> Played {
        let mut played = Played::streams(&[Api::Converse]);
        played.head(Api::Converse, stream_head(), 1);
        for (name, at_ms) in frames {
            played.chunk(Api::Converse, &converse_frame(name, &json!({"contentBlockIndex": 0})), *at_ms);
        }
        played
    }

    fn drawn(played: &Played, span: i64) -> Vec<Mark> {
        marks(&Rows::of_call(None, 1, played.session.exchange(Api::Converse)), span)
    }

    #[test]
    fn frames_of_one_place_are_one_mark_that_stands_for_the_first() {
        let frames = [
            ("messageStart", 0),
            ("contentBlockDelta", 500),
            ("contentBlockDelta", 501),
            ("contentBlockStop", 700),
            ("messageStop", 900),
            ("metadata", 1_000),
        ];
        let marks = drawn(&played(&frames), 1_000);
        let kinds: Vec<_> = marks.iter().map(|mark| (mark.index, mark.kind)).collect();
        let expected = [
            (0, MarkKind::Start),
            (1, MarkKind::Delta),
            (3, MarkKind::Stop),
            (4, MarkKind::Stop),
            (5, MarkKind::Other),
        ];
        assert_eq!(kinds, expected);
        let second = marks.get(1).unwrap();
        assert!(second.label.starts_with("Frame 2, contentBlockDelta, 500 ms, "), "{}", second.label);
    }

    #[test]
    fn a_timeline_has_a_few_hundred_marks_and_every_damaged_frame() {
        let many: Vec<_> = (0..5_000).map(|at_ms| ("contentBlockDelta", at_ms)).collect();
        assert_eq!(drawn(&played(&many), 5_000).len(), 240);
        let mut cut = played(&[("contentBlockDelta", 5)]);
        cut.chunk(Api::Converse, &[0, 0, 0], 5);
        cut.end(Api::Converse, 5);
        let kinds: Vec<_> = drawn(&cut, 1_000).into_iter().map(|mark| mark.kind).collect();
        assert_eq!(kinds, [MarkKind::Delta, MarkKind::Bad]);
        assert_eq!(marks(&Rows::default(), 0), []);
    }
}
