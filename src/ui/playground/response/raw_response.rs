//! A response as JSON. Two answers are linked like the two requests. A stream is shown as the assembled answer or as its
//! events.

use leptos::prelude::*;

use crate::experiment::run::answer_json::{self, Shape};
use crate::experiment::{Api, Exchange};
use crate::text::{json, number};
use crate::twin::row_marks::{Side, marks};
use crate::ui::memo::memo;
use crate::ui::parts::row_marks::drawn;
use crate::ui::state::{AppState, Slot, use_app};
use crate::ui::widgets::json_view::{JsonView, Lit};
use crate::ui::widgets::large_json::LargeJson;
use crate::ui::widgets::segment::segment_of;

late_view! {
    run:
    /// One response as JSON.
    pub fn late(api: Api, label: &'static str, lit: RwSignal<Lit>) => view! { <RawResponse api=api label=label lit=lit /> }.into_any()
}

/// With more rows, only the visible ones are in the page.
const MANY: usize = 800;

/// Of a longer stream, the rows follow when it ends.
const MOST_LIVE: usize = 256 * 1_024;

/// The response of one call as JSON.
#[component]
pub fn RawResponse(
    /// Which call.
    api: Api,
    /// Accessible name of the rows.
    label: &'static str,
    /// The highlighted pair, on both sides.
    lit: RwSignal<Lit>,
) -> impl IntoView {
    let state = use_app();
    let shape = stream_shape();
    let streams =
        memo(move || state.run.session.with(|session| session.exchange(api).is_some_and(Exchange::is_event_stream)));
    let rows = Memo::new(move |before: Option<&Vec<json::Row>>| {
        state.run.session.with(|session| {
            let Some(call) = session.exchange(api) else { return Vec::new() };
            // To write and read a large stream again with every frame would leave no time for a stop.
            if let Some(before) = before.filter(|_| call.is_running() && call.body.len() > MOST_LIVE) {
                return before.clone();
            }
            let text = answer_json::text(call, shape.get());
            if text.is_empty() { Vec::new() } else { json::rows(&text) }
        })
    });
    let links = memo(move || {
        let shape = shape.get();
        state.run.session.with(|session| answer_json::links(session, shape))
    });
    let side = match api {
        Api::Converse => Side::Converse,
        Api::Invoke => Side::Native,
    };
    let marked = memo(move || {
        let rows = rows.read();
        let pointers = rows.iter().map(|row| row.pointers.as_slice());
        marks(&links.read(), side, pointers).into_iter().map(|mark| mark.map(drawn)).collect::<Vec<_>>()
    });
    let large = memo(move || rows.read().len() > MANY);
    view! {
        {move || streams.get().then(|| view! { <ShapeSwitch api=api shape=shape /> })}
        {move || {
            if large.get() {
                let fresh = Signal::stored(false);
                view! { <LargeJson label=label rows=rows.into() marks=marked.into() lit=lit stale=fresh /> }.into_any()
            } else {
                view! { <JsonView label=label rows=rows marks=marked lit=lit /> }.into_any()
            }
        }}
    }
}

/// A document without links as JSON.
pub fn any_json(label: &'static str, rows: Memo<Vec<json::Row>>) -> AnyView {
    let large = memo(move || rows.read().len() > MANY);
    (move || {
        if large.get() {
            let (marks, stale) = (Signal::stored(Vec::new()), Signal::stored(false));
            let lit = RwSignal::new(Lit::default());
            view! { <LargeJson label=label rows=rows.into() marks=marks lit=lit stale=stale /> }.into_any()
        } else {
            view! { <JsonView label=label rows=rows /> }.into_any()
        }
    })
    .into_any()
}

/// The text for the copy button of a response: the content of its JSON view, marked if simulated.
pub fn copied(state: AppState, api: Api) -> String {
    let shape = stream_shape().get_untracked();
    state.run.session.with_untracked(|session| {
        session.exchange(api).map(|call| answer_json::copied(call, shape)).unwrap_or_default()
    })
}

thread_local! {
    static STREAM_SHAPE: Slot<RwSignal<Shape>> = const { Slot::new() };
}

/// The choice, for the life of the page.
pub fn stream_shape() -> RwSignal<Shape> {
    STREAM_SHAPE.with(|shape| shape.get(|| RwSignal::new(Shape::Assembled)))
}

/// The choice of how both streams are shown.
#[component]
fn ShapeSwitch(api: Api, shape: RwSignal<Shape>) -> impl IntoView {
    let (name, label) = match api {
        Api::Converse => ("converse-stream-shape", "Show Converse stream as"),
        Api::Invoke => ("invoke-stream-shape", "Show InvokeModel stream as"),
    };
    let state = use_app();
    let events =
        memo(move || state.run.session.with(|session| session.exchange(api).map_or(0, |call| call.frames.len())));
    let said = move || match shape.get() {
        Shape::Assembled => {
            format!("Assembled from {}; not sent by AWS in this form", number::count(events.get() as u64, "event"))
        }
        Shape::Events => "Each event as received; Frames shows its bytes".to_owned(),
    };
    view! {
        <div class="streamshape">
            <div class="seg" role="radiogroup" aria-label=label>
                {segment_of(name, "Assembled", Shape::Assembled, shape)} {segment_of(name, "Events", Shape::Events, shape)}
            </div>
            <p>{said}</p>
        </div>
    }
}

/// The late part of this file; see [`crate::ui::late`].
#[allow(unsafe_code, clippy::unnecessary_wraps, reason = "the attribute writes code that loads and may fail")]
pub mod late_copy {
    use wasm_split_helpers::wasm_split;

    use crate::experiment::Api;
    use crate::ui::late::PartError;
    use crate::ui::state::AppState;

    /// The text for the copy button of a response.
    #[wasm_split(run, fallible)]
    pub fn copied(state: AppState, api: Api) -> Result<String, PartError> {
        Ok(super::copied(state, api))
    }
}
