//! What the reader inspects in the playground's lower half: a frame and one of its bytes, a signature and its mistake.
//!
//! Each is created when its tab is first opened, and stays when another tab is opened.

use leptos::prelude::*;

use super::Slot;
use crate::experiment::Api;
use crate::simulator::break_it::{Broken, Choice};
use crate::ui::widgets::json_view::Lit;

/// A stream in the Frames tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// A call of the last run.
    Call(Api),
    /// The opened file.
    File,
}

impl Lane {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Call(api) => api.name(),
            Self::File => "Opened stream",
        }
    }

    /// Its colour class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Call(Api::Converse) => "face--converse",
            Self::Call(Api::Invoke) => "face--invoke",
            Self::File => "face--file",
        }
    }
}

/// The inspected frame.
#[derive(Clone, Copy)]
pub struct FrameChoice {
    /// The stream whose frames are listed.
    pub lane: RwSignal<Lane>,
    /// The selected frame.
    pub selected: RwSignal<usize>,
    /// The chosen byte of it.
    pub byte: RwSignal<usize>,
    /// Its flipped bit: byte and bit.
    pub flip: RwSignal<Option<(usize, u8)>>,
}

/// The inspected signature.
#[derive(Clone, Copy)]
pub struct SignatureChoice {
    /// Whose signature.
    pub api: RwSignal<Api>,
    /// The mistake to sign with.
    pub mistake: RwSignal<Choice>,
    /// For a wrong clock: how many minutes it is off.
    pub minutes: RwSignal<i32>,
    /// The request that was signed with the mistake, and its answer.
    pub broken: RwSignal<Option<Broken>>,
}

thread_local! {
    static FRAME: Slot<FrameChoice> = const { Slot::new() };
    static ANSWERS: Slot<RwSignal<Lit>> = const { Slot::new() };
    static SIGNATURE: Slot<SignatureChoice> = const { Slot::new() };
}

/// The highlighted pair of rows of the two answers.
pub fn answers_lit() -> RwSignal<Lit> {
    ANSWERS.with(|lit| lit.get(RwSignal::default))
}

impl FrameChoice {
    /// The page's own.
    pub fn of_page() -> Self {
        FRAME.with(|frame| {
            frame.get(|| Self {
                lane: RwSignal::new(Lane::Call(Api::Converse)),
                selected: RwSignal::new(0),
                byte: RwSignal::new(0),
                flip: RwSignal::new(None),
            })
        })
    }

    /// Selects a frame of a stream.
    pub fn select(self, lane: Lane, index: usize) {
        self.flip.set(None);
        self.lane.set(lane);
        self.selected.set(index);
    }
}

impl SignatureChoice {
    /// The page's own.
    pub fn of_page() -> Self {
        SIGNATURE.with(|signature| {
            signature.get(|| Self {
                api: RwSignal::new(Api::Converse),
                mistake: RwSignal::new(Choice::Nothing),
                minutes: RwSignal::new(-6),
                broken: RwSignal::new(None),
            })
        })
    }
}
