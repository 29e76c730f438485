//! The timeline: both streams as they arrive, one lane each.
//!
//! A lane draws at most a few hundred marks: overlapping frames share a mark, which selects the first of them. The list
//! below has every frame.

use leptos::prelude::*;

use super::source::{Frames, Lane};
use crate::experiment::Api;
use crate::experiment::run::frame_marks::{Mark, MarkKind, marks};
use crate::experiment::run::frame_rows::Rows;
use crate::text::number;

/// The shortest time span of a lane, in milliseconds.
const SHORTEST_MS: i64 = 200;

/// The lanes.
pub fn lanes(frames: Frames) -> impl IntoView {
    let span = Memo::new(move |_| {
        let last = |rows: &Rows| rows.list.last().and_then(|row| row.at_ms).unwrap_or(0);
        frames.converse.with(last).max(frames.invoke.with(last)).max(SHORTEST_MS)
    });
    view! {
        <div class="lanes" role="group" aria-label="Timeline of the frames">
            <span class="lane__name">"time"</span>
            <span class="axis" aria-hidden="true">
                {(0..5)
                    .map(|step| {
                        let x = f64::from(step) / 5.0;
                        view! {
                            <span class="axis__mark" style:--x=x.to_string()>
                                {move || number::duration_ms(span.get() * i64::from(step) / 5)}
                            </span>
                        }
                    })
                    .collect_view()}
            </span>
            {lane(frames, Api::Converse, span)}
            {lane(frames, Api::Invoke, span)}
        </div>
    }
}

fn lane(frames: Frames, api: Api, span: Memo<i64>) -> impl IntoView {
    let lane = Lane::Call(api);
    let rows = frames.rows(lane);
    view! {
        <span class=format!("lane__name {}", lane.class())>{api.name()}</span>
        <div class=format!("lane {}", lane.class()) on:keydown=move |event| walk(&event, frames, lane)>
            {move || {
                let span = span.get();
                rows.with(|rows| marks(rows, span))
                    .into_iter()
                    .enumerate()
                    .map(|(place, mark)| {
                        let Mark { index, at_ms, kind, label } = mark;
                        let pressed = move || frames.lane.get() == lane && frames.selected.get() == index;
                        view! {
                            <button
                                type="button"
                                class=format!("fmark {}", class(kind))
                                style:--x=(ratio(at_ms, span)).to_string()
                                tabindex=if place == 0 { "0" } else { "-1" }
                                aria-pressed=move || if pressed() { "true" } else { "false" }
                                aria-label=label
                                on:click=move |_| frames.select(lane, index)
                            ></button>
                        }
                    })
                    .collect_view()
            }}
            {move || {
                rows.with(|rows| rows.list.is_empty())
                    .then(|| view! { <span class="lane__empty">"no frames"</span> })
            }}
        </div>
    }
}

/// The class of a mark.
fn class(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Bad => "fmark--bad",
        MarkKind::Start => "fmark--start",
        MarkKind::Delta => "fmark--delta",
        MarkKind::Stop => "fmark--stop",
        MarkKind::Other => "fmark--meta",
    }
}

#[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
fn ratio(at_ms: i64, span: i64) -> f64 {
    at_ms as f64 / span.max(1) as f64
}

/// A lane is one tab stop; the arrow keys move from frame to frame.
fn walk(event: &web_sys::KeyboardEvent, frames: Frames, lane: Lane) {
    let last = frames.rows(lane).with(|rows| rows.list.len()).saturating_sub(1);
    let here = if frames.lane.get_untracked() == lane { frames.selected.get_untracked() } else { 0 };
    let to = match event.key().as_str() {
        "ArrowRight" => (here + 1).min(last),
        "ArrowLeft" => here.saturating_sub(1),
        "Home" => 0,
        "End" => last,
        _ => return,
    };
    event.prevent_default();
    frames.select(lane, to);
}
