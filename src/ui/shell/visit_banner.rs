//! The banner of an experiment from a link or a file: its source, what was left out, and how to return.

use leptos::prelude::*;

use crate::experiment::document::visit::{Event, Source};
use crate::ui::controllers::visit;
use crate::ui::state::{Arrived, use_app};
use crate::ui::widgets::icon::late_icon;

late_view! {
    share:
    /// The banner of an experiment that a link or a file opened.
    pub fn late() => banner()
}

const ASIDE: &str = "You edited an experiment that a link or a file opened. Your own draft is still here.";
const EDITED: &str = "You edited an experiment that a link or a file opened.";
const FROM_LINK: &str = "You are looking at an experiment from a link. Nothing has been sent.";
const FROM_FILE: &str = "You are looking at an experiment from a file. Nothing has been sent.";
const UNTOUCHED: &str = "Nothing was loaded; the page is unchanged.";

/// The banner.
pub fn banner() -> AnyView {
    let state = use_app();
    (move || {
        state.overlay.arrived.get().map(|arrived| {
            let failed = arrived.error.is_some().then_some("");
            let label = if arrived.is_kept { "Title and note" } else { "Opened experiment" };
            view! {
                <section class="arrived" aria-label=label data-error=failed>
                    {drawn(arrived)}
                </section>
            }
        })
    })
    .into_any()
}

fn drawn(arrived: Arrived) -> AnyView {
    let state = use_app();
    if let Some(error) = arrived.error {
        return view! {
            {late_icon("error")}
            <div class="arrived__text" role="alert">
                <p>
                    <b><bdi>{error}</bdi>"."</b>
                </p>
                <p>{UNTOUCHED}</p>
            </div>
            <button type="button" class="btn" on:click=move |_| visit::apply(state, Event::Dismissed)>"Dismiss"</button>
        }
        .into_any();
    }
    let what = match arrived.source {
        None if arrived.is_kept => None,
        None => Some(if arrived.has_own { ASIDE } else { EDITED }),
        Some(Source::Link) => Some(FROM_LINK),
        Some(Source::File) => Some(FROM_FILE),
    };
    let title = arrived.title.trim().to_owned();
    let came = arrived.source.is_some();
    view! {
        {late_icon("link")}
        <div class="arrived__text" role="status">
            {(!title.is_empty()).then(|| view! { <h2 class="arrived__title"><bdi>{title}</bdi></h2> })}
            {what.map(|what| view! { <p>{what}</p> })}
            {(!arrived.note.trim().is_empty()).then(|| view! {
                <div class="arrived__note" role="note" aria-label="Note of the author" dir="auto">{arrived.note}</div>
            })}
            {(!arrived.notes.is_empty()).then(|| view! {
                <ul class="arrived__notes">
                    {arrived.notes.into_iter().map(|note| view! { <li><bdi>{note}</bdi></li> }).collect_view()}
                </ul>
            })}
        </div>
        <div class="arrived__acts">
            {came.then(|| view! {
                <button type="button" class="btn" on:click=move |_| visit::apply(state, Event::Keep)>"Keep this"</button>
            })}
            {arrived.has_own.then(|| view! {
                <button type="button" class="btn" on:click=move |_| visit::apply(state, Event::Back)>"Restore my draft"</button>
            })}
            {(!came && !arrived.is_kept).then(|| view! {
                <button type="button" class="btn btn--ghost" on:click=move |_| visit::apply(state, Event::Keep)>
                    {if arrived.has_own { "Save my draft to the history" } else { "Keep this" }}
                </button>
            })}
            {arrived.is_kept.then(|| view! {
                <button type="button" class="btn btn--ghost" on:click=move |_| visit::put_away(state)>"Hide"</button>
            })}
        </div>
    }
    .into_any()
}
