//! The Frames tab: the event streams of both APIs as they arrive, frame by frame and byte by byte; streams and runs
//! from files; replays.

mod bytes;
mod decoded;
mod files;
mod lanes;
mod list;
mod source;

use leptos::prelude::*;

use self::source::{Frames, Lane};
use crate::experiment::Api;
use crate::text::number;
use crate::ui::controllers::run;
use crate::ui::parts::origin_badge::origin_badge;

late_view! {
    inspect:
    /// The streams of the last run, frame by frame.
    pub fn late() => frames()
}

const EMPTY: &str = "No frames yet. Run with Stream on: each piece of the answer is a frame. Or open a saved stream";
const WHOLE: &str =
    "The last run did not stream, so its answers arrived whole and have no frames. Turn Stream on and run again";

/// The tab.
pub fn frames() -> AnyView {
    let frames = Frames::new();
    let bar = files::Bar::new(frames);
    let glass = bytes::glass(frames);
    // A stream with frames is shown instead of one without.
    let there = Memo::new(move |_| {
        [Lane::Call(Api::Converse), Lane::Call(Api::Invoke), Lane::File]
            .into_iter()
            .filter(|lane| frames.rows(*lane).with(|rows| !rows.list.is_empty()))
            .collect::<Vec<_>>()
    });
    Effect::new(move |_| {
        let there = there.get();
        if let Some(first) = there.first().filter(|_| !there.contains(&frames.lane.get_untracked())) {
            frames.select(*first, 0);
        }
    });
    let ran = Memo::new(move |_| frames.state.run.session.with(|session| session.run.0 > 0 && !session.is_running()));
    view! {
        <section class="frames" aria-label="Frames of the streams">
            <div class="frames__bar">{picker(frames, there)} {stamp(frames, there)} <span class="push"></span> {files::buttons(bar)}</div>
            {files::status(bar)}
            {move || {
                if there.read().is_empty() {
                    let text = if ran.get() { WHOLE } else { EMPTY };
                    view! {
                        <div class="empty">
                            <p>{text}</p>
                            <button type="button" class="btn" on:click=move |_| run_streamed(frames)>"Run with Stream on"</button>
                        </div>
                    }
                    .into_any()
                } else {
                    view! {
                        {lanes::lanes(frames)}
                        <div class="frames__trio">
                            <section class="fpane" aria-label="Frame list">{list::list(frames)}</section>
                            {bytes::bytes(frames, glass)}
                            {decoded::decoded(frames, glass)}
                        </div>
                    }
                    .into_any()
                }
            }}
        </section>
    }
    .into_any()
}

/// Turns Stream on and runs.
fn run_streamed(frames: Frames) {
    frames.state.draft.update(|draft| draft.stream = true);
    run::run();
}

/// Who sent the stream whose frames are listed; nothing for one from a file.
fn stamp(frames: Frames, there: Memo<Vec<Lane>>) -> impl IntoView {
    let origin = Memo::new(move |_| match frames.lane.get() {
        Lane::Call(api) if there.read().contains(&Lane::Call(api)) => {
            frames.state.run.session.with(|session| session.exchange(api).map(|call| call.origin))
        }
        Lane::Call(_) | Lane::File => None,
    });
    move || origin.get().map(origin_badge)
}

/// The choice of the stream.
fn picker(frames: Frames, there: Memo<Vec<Lane>>) -> impl IntoView {
    view! {
        <div class="seg" role="radiogroup" aria-label="Stream of" hidden=move || there.read().is_empty()>
            {move || {
                there
                    .get()
                    .into_iter()
                    .map(|lane| {
                        let facts = move || {
                            frames.rows(lane).with(|rows| {
                                let bytes: usize = rows.list.iter().map(|row| row.length).sum();
                                format!("{}, {}", number::count(rows.list.len() as u64, "frame"), number::bytes(bytes))
                            })
                        };
                        view! {
                            <label>
                                <input
                                    type="radio"
                                    name="frames-of"
                                    prop:checked=move || frames.lane.get() == lane
                                    on:change=move |_| frames.select(lane, 0)
                                />
                                {lane.name()}
                                " "
                                <span class="count">{facts}</span>
                            </label>
                        }
                    })
                    .collect_view()
            }}
        </div>
    }
}
