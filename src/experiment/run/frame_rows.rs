//! The frames of a stream as the rows of a list: what is shown of each before it is selected.
//!
//! Frames only arrive, they never change, so each is read once, however often the list is drawn.

use std::sync::Arc;

use super::exchange::Exchange;
use crate::aws::eventstream::layout::{Anatomy, Dissection, Rest};
use crate::aws::eventstream::{Frame, Message};
use crate::bedrock::event::{Event, FrameMeaning, line_up};
use crate::bedrock::operation::Api;
use crate::text::number;

/// What a frame is in a list: everything that is shown of it before it is selected.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Milliseconds after sending; absent in a file, which has no times.
    pub at_ms: Option<i64>,
    /// Where it starts.
    pub offset: u64,
    /// How long it is.
    pub length: usize,
    /// Its event type, with the model's own name for it.
    pub name: String,
    /// Its place in a message.
    pub says: FrameMeaning,
    /// Whether it is an exception, or damaged.
    pub bad: bool,
    /// The piece of the answer that it carries.
    pub text: Option<String>,
}

impl Row {
    fn of(frame: &Frame, at_ms: Option<i64>) -> Arc<Self> {
        let event = Event::decode(frame);
        let bad = !matches!(frame.message(), Ok(Message::Event { .. }));
        let name = match event.inner_name {
            Some(inner) => format!("{} · {inner}", event.name),
            None => event.name,
        };
        let (offset, length) = (frame.offset, frame.bytes.len());
        Arc::new(Self { at_ms, offset, length, name, says: event.meaning, bad, text: event.text })
    }

    fn of_rest(rest: &Rest, at_ms: Option<i64>) -> Arc<Self> {
        let name = match rest.field() {
            Some(field) => format!("damaged: {}", field.name()),
            None => "damaged".to_owned(),
        };
        let (offset, length) = (rest.layout.offset, rest.frame.len());
        Arc::new(Self { at_ms, offset, length, name, says: FrameMeaning::Other, bad: true, text: None })
    }
}

/// The rows of a stream.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Which run they are of, or which file.
    run: u64,
    /// How many of them are whole frames.
    whole: usize,
    /// The rows.
    pub list: Vec<Arc<Row>>,
}

impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        self.run == other.run && self.whole == other.whole && self.list.len() == other.list.len()
    }
}

impl Rows {
    /// The rows of a call of this run: those that were read before, and the frames that have arrived since.
    pub fn of_call(before: Option<&Self>, run: u64, call: Option<&Exchange>) -> Self {
        let Some(call) = call else { return Self { run, ..Self::default() } };
        let mut rows = before.filter(|before| before.run == run).cloned().unwrap_or_default();
        rows.run = run;
        rows.list.truncate(rows.whole);
        for received in call.frames.iter().skip(rows.whole) {
            rows.list.push(Row::of(&received.frame, Some(received.at_ms)));
        }
        rows.whole = rows.list.len();
        rows.list.extend(rest_of_call(call).map(|rest| Row::of_rest(&rest, call.ended_ms)));
        rows
    }

    /// The rows of a stream that was opened; never equal to those of the stream before it, even if it has as many frames.
    pub fn of_stream(before: Option<&Self>, opened: &OpenedStream) -> Self {
        Self {
            run: before.map_or(0, |before| before.run) + 1,
            whole: opened.anatomy.frames.len(),
            list: opened.rows.clone(),
        }
    }

    fn says(&self) -> Vec<FrameMeaning> {
        self.list.iter().map(|row| row.says).collect()
    }
}

/// The place of the frame in the other stream that says the same as this frame of `api`: `None` while one of the streams has
/// no frames, `Some(None)` where the other has no such frame.
pub fn partner(converse: &Rows, invoke: &Rows, api: Api, place: usize) -> Option<Option<usize>> {
    if converse.list.is_empty() || invoke.list.is_empty() {
        return None;
    }
    let pairs = line_up(&converse.says(), &invoke.says());
    let own_and_other = pairs.into_iter().map(|pair| match api {
        Api::Converse => (pair.converse, pair.invoke),
        Api::Invoke => (pair.invoke, pair.converse),
    });
    own_and_other.into_iter().find(|(own, _)| *own == Some(place)).map(|(_, other)| other)
}

/// The bytes after the last whole frame of a call that has failed.
pub fn rest_of_call(call: &Exchange) -> Option<Rest> {
    call.failure.as_ref().filter(|_| call.is_event_stream())?;
    let taken: usize = call.frames.iter().map(|received| received.frame.bytes.len()).sum();
    let mut rest = Anatomy::parse(call.body.get(taken..)?).rest?;
    rest.layout.offset += taken as u64;
    Some(rest)
}

/// A file that was opened.
#[derive(Clone, Debug)]
pub struct OpenedStream {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub anatomy: Anatomy,
    /// Its rows.
    pub rows: Vec<Arc<Row>>,
}

impl OpenedStream {
    /// What is in it, in a sentence; `length` is its bytes.
    pub fn summary(&self, length: usize) -> String {
        let damaged = match &self.anatomy.rest {
            Some(rest) => format!(
                ", then damage at byte {}{}",
                rest.layout.offset,
                rest.field().map(|field| format!(" ({})", field.name())).unwrap_or_default()
            ),
            None => String::new(),
        };
        let frames = number::count(self.anatomy.frames.len() as u64, "whole frame");
        format!("{}: {frames} in {}{damaged}", self.name, number::bytes(length))
    }
}

/// A stream that is read a piece at a time, so that the page can answer its reader in between.
#[derive(Debug, Default)]
pub struct Opening {
    dissection: Dissection,
    rows: Vec<Arc<Row>>,
}

impl Opening {
    /// Reads the next piece.
    pub fn take(&mut self, piece: &[u8]) {
        self.rows.extend(self.dissection.take(piece).iter().map(|frame| Row::of(frame, None)));
    }

    /// The stream, once all pieces of `bytes` were taken.
    pub fn finish(self, name: String, bytes: &[u8]) -> OpenedStream {
        let Self { dissection, mut rows } = self;
        let anatomy = dissection.finish(bytes);
        rows.extend(anatomy.rest.iter().map(|rest| Row::of_rest(rest, None)));
        OpenedStream { name, anatomy, rows }
    }
}

#[cfg(test)]
mod tests {
    use super::super::played::{Played, converse_frame, invoke_frame, stream_head};
    use super::*;
    use serde_json::json;

    fn names(rows: &Rows) -> Vec<&str> {
        rows.list.iter().map(|row| row.name.as_str()).collect()
    }

    fn opened(bytes: &[u8], piece: usize) -> OpenedStream {
        let mut opening = Opening::default();
        bytes.chunks(piece).for_each(|piece| opening.take(piece));
        opening.finish("a.bin".to_owned(), bytes)
    }

    #[test]
    fn rows_of_a_call_grow_with_it_and_a_new_run_starts_anew() {
        let mut played = Played::streams(&[Api::Converse]);
        played.head(Api::Converse, stream_head(), 1);
        played.chunk(Api::Converse, &converse_frame("messageStart", &json!({"role": "assistant"})), 5);
        let read = |before: Option<&Rows>, run, played: &Played| {
            Rows::of_call(before, run, played.session.exchange(Api::Converse))
        };
        let first = read(None, 1, &played);
        assert_eq!(names(&first), ["messageStart"]);
        let delta = json!({"contentBlockIndex": 0, "delta": {"text": "Hi"}});
        played.chunk(Api::Converse, &converse_frame("contentBlockDelta", &delta), 8);
        let second = read(Some(&first), 1, &played);
        assert_eq!(names(&second), ["messageStart", "contentBlockDelta"]);
        assert_ne!(first, second);
        let [start, last] = second.list.as_slice() else { panic!("two rows") };
        assert!(Arc::ptr_eq(start, first.list.first().unwrap()), "a frame is read once");
        assert_eq!((last.at_ms, last.offset, last.text.as_deref()), (Some(8), start.length as u64, Some("Hi")));
        // Rows that are not of this run are not taken over.
        let other = read(Some(&second), 2, &played);
        assert!(other.list.len() == 2 && !Arc::ptr_eq(other.list.first().unwrap(), start));
        assert_eq!(names(&Rows::of_call(Some(&second), 2, None)), [""; 0]);
    }

    #[test]
    fn what_follows_the_last_whole_frame_of_a_failed_call_is_a_damaged_row() {
        let mut played = Played::streams(&[Api::Converse]);
        played.head(Api::Converse, stream_head(), 1);
        let frame = converse_frame("messageStart", &json!({"role": "assistant"}));
        let cut = frame.get(..frame.len() - 3).unwrap();
        played.chunk(Api::Converse, &[frame.as_slice(), cut].concat(), 5);
        let running = Rows::of_call(None, 1, played.session.exchange(Api::Converse));
        assert_eq!(running.list.len(), 1, "more may still come");
        played.end(Api::Converse, 9);
        let rows = Rows::of_call(Some(&running), 1, played.session.exchange(Api::Converse));
        let last = rows.list.last().unwrap();
        assert_eq!((rows.list.len(), last.offset, last.at_ms), (2, frame.len() as u64, Some(9)));
        assert!(last.bad && last.name.starts_with("damaged"), "{last:?}");
        // Drawn again, the damaged row stands there once.
        assert_eq!(Rows::of_call(Some(&rows), 1, played.session.exchange(Api::Converse)).list.len(), 2);
    }

    #[test]
    fn an_opened_stream_is_the_same_in_pieces_of_any_size_and_no_other_file() {
        let mut bytes = converse_frame("messageStart", &json!({"role": "assistant"}));
        bytes.extend(converse_frame("messageStop", &json!({"stopReason": "end_turn"})));
        let whole = bytes.len();
        bytes.extend([0, 0, 0, 9, 9]);
        let once = opened(&bytes, bytes.len());
        for piece in [1, 7, 64] {
            let pieces = opened(&bytes, piece);
            assert_eq!((&pieces.rows, &pieces.anatomy), (&once.rows, &once.anatomy), "{piece}");
        }
        assert_eq!(once.rows.len(), 3);
        assert!(
            once.summary(bytes.len())
                .starts_with(&format!("a.bin: 2 whole frames in {} B, then damage at byte {whole}", bytes.len())),
            "{}",
            once.summary(bytes.len())
        );
        let intact = opened(bytes.get(..whole).unwrap(), 64);
        assert_eq!(intact.summary(whole), format!("a.bin: 2 whole frames in {}", number::bytes(whole)));
        let rows = Rows::of_stream(None, &once);
        assert_ne!(Rows::of_stream(Some(&rows), &once), rows, "the same number of frames is not the same file");
    }

    #[test]
    fn a_frame_finds_the_frame_of_the_other_stream_that_says_the_same() {
        let mut played = Played::streams(&[Api::Converse, Api::Invoke]);
        for api in [Api::Converse, Api::Invoke] {
            played.head(api, stream_head(), 1);
        }
        let rows = |played: &Played, api| Rows::of_call(None, 1, played.session.exchange(api));
        let delta = json!({"contentBlockIndex": 0, "delta": {"text": "Hi"}});
        played.chunk(Api::Converse, &converse_frame("messageStart", &json!({"role": "assistant"})), 2);
        let both = |played: &Played| (rows(played, Api::Converse), rows(played, Api::Invoke));
        let (converse, invoke) = both(&played);
        assert_eq!(partner(&converse, &invoke, Api::Converse, 0), None, "nothing to compare with");
        played.chunk(Api::Converse, &converse_frame("contentBlockDelta", &delta), 3);
        let native = json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Hi"}});
        played.chunk(Api::Invoke, &invoke_frame(&native), 3);
        let (converse, invoke) = both(&played);
        assert_eq!(partner(&converse, &invoke, Api::Converse, 1), Some(Some(0)));
        assert_eq!(partner(&converse, &invoke, Api::Invoke, 0), Some(Some(1)));
        assert_eq!(partner(&converse, &invoke, Api::Converse, 0), Some(None));
        assert_eq!(partner(&converse, &invoke, Api::Invoke, 7), None);
    }
}
