//! The sources of the Frames tab: the streams of the last run, or a stream from a file.

use std::sync::Arc;

use leptos::prelude::*;

use crate::aws::eventstream::Frame;
use crate::aws::eventstream::layout::Rest;
use crate::bedrock::event::Event;
use crate::experiment::Api;
use crate::experiment::run::frame_rows::{OpenedStream, Rows, rest_of_call};
use crate::platform::frame;
use crate::ui::state::inspected::FrameChoice;
pub use crate::ui::state::inspected::Lane;
use crate::ui::state::{AppState, use_app};

/// The signals of the tab. `Copy`: components take it by value.
#[derive(Clone, Copy)]
pub struct Frames {
    /// The page's state.
    pub state: AppState,
    /// The opened file, if any.
    pub opened: RwSignal<Option<Arc<OpenedStream>>>,
    /// The selection, for the life of the page.
    choice: FrameChoice,
    /// The stream whose frames are listed.
    pub lane: RwSignal<Lane>,
    /// The selected frame.
    pub selected: RwSignal<usize>,
    /// The inspected frame: the selected one, one animation frame later, so that a held key never waits for all its
    /// bytes to be drawn.
    pub shown: RwSignal<(Lane, usize)>,
    /// The chosen byte of the selected frame.
    pub byte: RwSignal<usize>,
    /// The flipped bit of the selected frame: byte and bit.
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
        let choice = FrameChoice::of_page();
        let FrameChoice { lane, selected, byte, flip } = choice;
        Self {
            state,
            opened,
            choice,
            lane,
            selected,
            shown: follow(lane, selected),
            byte,
            flip,
            converse: live(state, Api::Converse),
            invoke: live(state, Api::Invoke),
            file: Memo::new(move |before: Option<&Rows>| {
                opened.with(|opened| opened.as_ref().map(|opened| Rows::of_stream(before, opened)).unwrap_or_default())
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
        self.choice.select(lane, index);
    }

    /// The bytes of a frame and their offset; for a damaged frame, the bytes that exist and the number of unread bytes
    /// after it.
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

    /// The event of a complete frame.
    pub fn event(self, lane: Lane, index: usize) -> Option<Event> {
        match lane {
            Lane::Call(api) => self.state.run.session.with(|session| {
                session.exchange(api)?.frames.get(index).map(|received| Event::decode(&received.frame))
            }),
            Lane::File => self.opened.with(|opened| opened.as_ref()?.anatomy.frames.get(index).map(Event::decode)),
        }
    }
}

/// The selection, one animation frame later.
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
        state.run.session.with(|session| Rows::of_call(before, session.run.0, session.exchange(api)))
    })
}
