//! Below two answers as JSON: how the lit rows correspond, and why the answers differ where no row says it.

use leptos::prelude::*;

use super::raw_response::stream_shape;
use crate::experiment::run::answer_json;
use crate::twin;
use crate::ui::memo::memo;
use crate::ui::playground::link_bar::{LinkBar, REST};
use crate::ui::state::use_app;
use crate::ui::widgets::json_view::Lit;

late_view! {
    run:
    /// What is said below two answers as JSON.
    pub fn late(lit: RwSignal<Lit>) => answer_links(lit)
}

/// The element id of the list of differences.
const WHY: &str = "why-answers-differ";

/// Draws nothing while the two answers cannot be compared.
pub fn answer_links(lit: RwSignal<Lit>) -> AnyView {
    let state = use_app();
    let shape = stream_shape();
    let links = memo(move || {
        let shape = shape.get();
        state.run.session.with(|session| answer_json::links(session, shape))
    });
    let any = memo(move || !links.read().is_empty());
    let family = memo(move || state.run.session.with(answer_json::family));
    let why = move || {
        let notes = family.get().map(twin::differences).unwrap_or_default();
        view! {
            <dl>
                {notes
                    .into_iter()
                    .map(|note| view! {
                        <dt>{note.title}</dt>
                        <dd>{note.text}</dd>
                    })
                    .collect_view()}
            </dl>
        }
    };
    (move || {
        any.get().then(|| {
            let end = move || {
                view! {
                    <button type="button" class="btn btn--sm" popovertarget=WHY>"Why the two answers differ"</button>
                    <div id=WHY class="menu linkwords parity" popover="auto">{why}</div>
                }
            };
            view! { <LinkBar links=links lit=lit rest=|| REST end=end /> }
        })
    })
    .into_any()
}
