//! A response as JSON. Two whole answers are linked like the two requests: what has the same name, what moved, what exists on
//! one side only; and the differences that no row shows are explained below.

use leptos::prelude::*;

use super::request_stage::drawn;
use super::response_stage::shown_body;
use crate::bedrock::family::Family;
use crate::experiment::session::Session;
use crate::experiment::{Api, Phase};
use crate::text::json;
use crate::twin::marks::{Side, marks};
use crate::twin::{self, Link};
use crate::ui::memo::memo;
use crate::ui::state::use_app;
use crate::ui::widgets::json_view::{JsonView, Lit};
use crate::ui::widgets::large_json::LargeJson;

/// With more rows only those on screen are in the page.
const MANY: usize = 800;

/// The response of one call as JSON.
#[component]
pub fn RawResponse(
    /// Which call.
    api: Api,
    /// Accessible name of the rows.
    label: &'static str,
    /// Which pair is lit, on both sides.
    lit: RwSignal<Lit>,
) -> impl IntoView {
    let state = use_app();
    let rows = memo(move || {
        state.session.with(|session| {
            let text = session.exchange(api).map(shown_body).unwrap_or_default();
            if text.is_empty() { Vec::new() } else { json::rows(&text) }
        })
    });
    let links = memo(move || state.session.with(links_of));
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
    let note = move || {
        let link = lit.get().shown()?;
        links.read().get(link).map(|link| format!("{}: {}", link.kind.label(), link.note))
    };
    view! {
        {move || {
            if large.get() {
                let fresh = Signal::stored(false);
                view! { <LargeJson label=label rows=rows.into() marks=marked.into() lit=lit stale=fresh /> }.into_any()
            } else {
                view! { <JsonView label=label rows=rows marks=marked lit=lit /> }.into_any()
            }
        }}
        {move || note().map(|note| view! { <p class="answer__note">{note}</p> })}
        {move || {
            let family = state.session.with(family_of)?;
            (!links.read().is_empty()).then(|| view! { <Parity family=family /> })
        }}
    }
}

/// Why the two answers differ where no row says it.
#[component]
fn Parity(family: Family) -> impl IntoView {
    view! {
        <details class="parity">
            <summary>"Why the two answers differ"</summary>
            <dl>
                {twin::parity(family)
                    .into_iter()
                    .map(|note| view! {
                        <dt>{note.title}</dt>
                        <dd>{note.text}</dd>
                    })
                    .collect_view()}
            </dl>
        </details>
    }
}

fn family_of(session: &Session) -> Option<Family> {
    session.invoke.as_ref()?.family
}

/// How two whole answers correspond; nothing while one is missing, failed or a stream.
fn links_of(session: &Session) -> Vec<Link> {
    let whole = |api| {
        let call = session.exchange(api)?;
        if call.phase == Phase::Done && !call.is_event_stream() { call.body_json() } else { None }
    };
    match (family_of(session), whole(Api::Converse), whole(Api::Invoke)) {
        (Some(family), Some(converse), Some(native)) => twin::answer_links(family, &converse, &native),
        _ => Vec::new(),
    }
}
