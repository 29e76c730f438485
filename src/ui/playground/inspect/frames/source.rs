//! What the Frames tab looks at: the streams of the last run, or a stream that was opened from a file.
//!
//! Frames only come, they never change, so the rows of a stream are read once each however often the page is redrawn.

use std::sync::Arc;

use leptos::prelude::*;

use crate::aws::eventstream::layout::{Anatomy, Dissection, Rest};
use crate::aws::eventstream::{Frame, Message};
use crate::bedrock::event::{Event, FrameMeaning};
use crate::experiment::Api;
use crate::platform::{clock, frame};
use crate::ui::state::{AppState, use_app};

/// How much of a file is read in one go: some two hundred frames.
const PIECE_BYTES: usize = 32 * 1024;

/// A stream, as the tab names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// A call of the last run.
    Call(Api),
    /// The file that was opened.
    File,
}

impl Lane {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Call(Api::Converse) => "ConverseStream",
            Self::Call(Api::Invoke) => "InvokeModel stream",
            Self::File => "Opened stream",
        }
    }

    /// The class that gives it its colour.
    pub fn class(self) -> &'static str {
        match self {
            Self::Call(Api::Converse) => "face--converse",
            Self::Call(Api::Invoke) => "face--invoke",
            Self::File => "face--file",
        }
    }
}

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
    /// Reads bytes a piece at a time. Between two pieces the page does what else it has to do: reading ten thousand frames at
    /// once would keep it from answering for a good part of a second.
    pub async fn read(name: String, bytes: &[u8]) -> Self {
        let mut dissection = Dissection::default();
        let mut rows = Vec::new();
        for piece in bytes.chunks(PIECE_BYTES) {
            rows.extend(dissection.take(piece).iter().map(|frame| Row::of(frame, None)));
            clock::sleep_ms(0).await;
        }
        let anatomy = dissection.finish(bytes);
        rows.extend(anatomy.rest.iter().map(|rest| Row::of_rest(rest, None)));
        Self { name, anatomy, rows }
    }
}

/// The signals of the tab. `Copy`: components take it by value.
#[derive(Clone, Copy)]
pub struct Frames {
    /// The page's state.
    pub state: AppState,
    /// The file that was opened, if one is.
    pub opened: RwSignal<Option<Arc<OpenedStream>>>,
    /// The stream whose frames are listed.
    pub lane: RwSignal<Lane>,
    /// The selected frame.
    pub selected: RwSignal<usize>,
    /// The frame under the glass: the selected one, a picture later, so that a held key never waits for all its bytes to be drawn.
    pub shown: RwSignal<(Lane, usize)>,
    /// The bit that is turned over in the selected frame: byte and bit.
    pub flip: RwSignal<Option<(usize, u8)>>,
    /// Rows of the Converse call.
    pub converse: Memo<Rows>,
    /// Rows of the `InvokeModel` call.
    pub invoke: Memo<Rows>,
    /// Rows of the file.
    pub file: Memo<Rows>,
}

impl Frames {
    /// The signals, in the current owner.
    pub fn new() -> Self {
        let state = use_app();
        let opened = RwSignal::new(None::<Arc<OpenedStream>>);
        let (lane, selected) = (RwSignal::new(Lane::Call(Api::Converse)), RwSignal::new(0));
        Self {
            state,
            opened,
            lane,
            selected,
            shown: follow(lane, selected),
            flip: RwSignal::new(None),
            converse: live(state, Api::Converse),
            invoke: live(state, Api::Invoke),
            file: Memo::new(move |before: Option<&Rows>| {
                opened.with(|opened| match opened {
                    // Another file is another run, even if it has as many frames.
                    Some(opened) => Rows {
                        run: before.map_or(0, |before| before.run) + 1,
                        whole: opened.anatomy.frames.len(),
                        list: opened.rows.clone(),
                    },
                    None => Rows::default(),
                })
            }),
        }
    }

    /// The rows of a stream.
    pub fn rows(self, lane: Lane) -> Memo<Rows> {
        match lane {
            Lane::Call(Api::Converse) => self.converse,
            Lane::Call(Api::Invoke) => self.invoke,
            Lane::File => self.file,
        }
    }

    /// Selects a frame of a stream.
    pub fn select(self, lane: Lane, index: usize) {
        self.flip.set(None);
        self.lane.set(lane);
        self.selected.set(index);
    }

    /// The bytes of a frame and where they start; of a damaged one, what there is of it, and how many bytes follow unread.
    pub fn bytes(self, lane: Lane, index: usize) -> Option<(u64, Vec<u8>, usize)> {
        let of = |frame: &Frame| (frame.offset, frame.bytes.clone(), 0);
        let of_rest = |rest: Rest| (rest.layout.offset, rest.frame, rest.after);
        match lane {
            Lane::Call(api) => self.state.run.session.with(|session| {
                let call = session.exchange(api)?;
                match call.frames.get(index) {
                    Some(received) => Some(of(&received.frame)),
                    None => rest_of_call(call).map(of_rest),
                }
            }),
            Lane::File => self.opened.with(|opened| {
                let anatomy = &opened.as_ref()?.anatomy;
                match anatomy.frames.get(index) {
                    Some(frame) => Some(of(frame)),
                    None => anatomy.rest.clone().map(of_rest),
                }
            }),
        }
    }

    /// What a whole frame says.
    pub fn event(self, lane: Lane, index: usize) -> Option<Event> {
        match lane {
            Lane::Call(api) => self.state.run.session.with(|session| {
                session.exchange(api)?.frames.get(index).map(|received| Event::decode(&received.frame))
            }),
            Lane::File => self.opened.with(|opened| opened.as_ref()?.anatomy.frames.get(index).map(Event::decode)),
        }
    }
}

/// What came after the last whole frame of a call that has failed.
fn rest_of_call(call: &crate::experiment::Exchange) -> Option<Rest> {
    call.failure.as_ref().filter(|_| call.is_event_stream())?;
    let taken: usize = call.frames.iter().map(|received| received.frame.bytes.len()).sum();
    let mut rest = Anatomy::parse(call.body.get(taken..)?).rest?;
    rest.layout.offset += taken as u64;
    Some(rest)
}

/// The selection as it is at the next picture.
fn follow(lane: RwSignal<Lane>, selected: RwSignal<usize>) -> RwSignal<(Lane, usize)> {
    let shown = RwSignal::new((lane.get_untracked(), selected.get_untracked()));
    let pending = StoredValue::new(false);
    Effect::new(move |_| {
        let now = (lane.get(), selected.get());
        if now == shown.get_untracked() || pending.get_value() {
            return;
        }
        pending.set_value(true);
        frame::next(move || {
            let latest = lane.try_get_untracked().zip(selected.try_get_untracked());
            if let Some(latest) = latest.filter(|_| pending.try_set_value(false).is_none()) {
                shown.try_set(latest);
            }
        });
    });
    shown
}

fn live(state: AppState, api: Api) -> Memo<Rows> {
    Memo::new(move |before: Option<&Rows>| {
        state.run.session.with(|session| {
            let run = session.run.0;
            let mut rows = before.filter(|before| before.run == run).cloned().unwrap_or_default();
            rows.run = run;
            let Some(call) = session.exchange(api) else { return Rows { run, ..Rows::default() } };
            rows.list.truncate(rows.whole);
            for received in call.frames.iter().skip(rows.whole) {
                rows.list.push(Row::of(&received.frame, Some(received.at_ms)));
            }
            rows.whole = rows.list.len();
            rows.list.extend(rest_of_call(call).map(|rest| Row::of_rest(&rest, call.ended_ms)));
            rows
        })
    })
}
