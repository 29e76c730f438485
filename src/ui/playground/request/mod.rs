//! The two requests side by side, and their links.

pub mod detached;
mod edit_fault;
pub mod editor;
pub mod header_rows;
pub mod large_body;
pub mod seam;

use leptos::prelude::*;

use self::edit_fault::EditFault;
use self::editor::Opening;
use self::large_body::LargeBody;
use super::link_bar::{Legend, LinkBar, REST};
use super::view_switch::{Faces, ViewSwitch};
use super::{elsewhere, token_count};
use crate::aws::http::HttpRequest;
use crate::bedrock::model_id::ModelId;
use crate::experiment::Detached;
use crate::platform::frame;
use crate::text::json::{self, Row};
use crate::text::number;
use crate::twin::Link;
use crate::twin::row_marks::{Side, marks};
use crate::ui::memo::memo;
use crate::ui::parts::copy_button::CopyButton;
use crate::ui::parts::row_marks::drawn;
use crate::ui::state::{Shown, use_app, writers};
use crate::ui::widgets::icon_button::IconButton;
use crate::ui::widgets::json_view::{JsonView, Lit};
use crate::ui::widgets::lazy_view::lazy_view;
use crate::ui::widgets::toggle::Toggle;

/// A larger body is drawn by the view that has only visible rows in the page.
const LARGE: usize = 32 * 1024;

/// Both requests.
#[component]
pub fn RequestStage() -> impl IntoView {
    let state = use_app();
    let (lit, links_on) = (state.reading.lit, state.reading.links_on);
    // The lines between the rows are fetched once the page has been drawn and has nothing else to do.
    let threads = state.reading.threads;
    if !threads.get_untracked() {
        let ready = window_event_listener_untyped("outcrop:ready", move |_| {
            frame::idle(move || {
                threads.try_set(true);
            });
        });
        on_cleanup(move || ready.remove());
    }
    let links = memo(move || {
        state.shown.read().as_ref().filter(|_| links_on.get()).map(|shown| shown.twin.links.clone()).unwrap_or_default()
    });
    let edit_fault = RwSignal::new(None::<EditFault>);
    let fault = Signal::derive(move || edit_fault.get().map(|fault| fault.text));
    let detached = memo(move || state.draft.with(|draft| draft.detached.is_some()));
    // The detached body that was given up last, so that it is not lost.
    let dropped = RwSignal::new(None::<Detached>);
    // The Converse request as it was when the body was detached.
    let parted = Memo::new(move |before: Option<&Option<HttpRequest>>| {
        let now = || state.shown.with_untracked(|shown| Some(shown.as_ref()?.twin.converse.request.clone()));
        detached.get().then(|| before.cloned().flatten().or_else(now)).flatten()
    });
    let changed = memo(move || {
        let shown = state.shown.read();
        let now = shown.as_ref().map(|shown| &shown.twin.converse.request);
        parted.read().as_ref().is_some_and(|then| now != Some(then))
    });
    let rest = move || {
        if detached.get() || dropped.read().is_some() {
            lazy_view(move |owner| detached::note(owner, dropped, changed))
        } else {
            REST.into_any()
        }
    };
    let view = RwSignal::new(Faces::default());
    let counted = token_count::Asked::offered();
    view! {
        <section
            class="stage"
            id="request"
            aria-labelledby="h-request"
            data-view=move || view.get().as_data()
            on:keydown=move |event| {
                if event.key() == "Escape" && lit.get_untracked().pinned.is_some() {
                    event.prevent_default();
                    lit.set(Lit::default());
                }
            }
        >
            <div class="pane__head">
                <h2 id="h-request">"Request"</h2>
                <Legend links=links id="request-links" />
                <span class="push"></span>
                <ViewSwitch name="request-view" view=view />
                {token_count::button(counted)}
                <Toggle label="Links" on=links_on on_change=Box::new(move |on| links_on.set(on)) />
            </div>
            {token_count::strip(counted)}
            <div class="twin" data-detached=move || detached.get().then_some("")>
                <RequestFace side=Side::Converse links=links lit=lit edit_fault=edit_fault dropped=dropped />
                <div class="seam" aria-hidden="true"></div>
                <RequestFace side=Side::Native links=links lit=lit edit_fault=edit_fault dropped=dropped />
                {move || threads.get().then(|| lazy_view(move |owner| seam::late(owner, lit)))}
            </div>
            <LinkBar links=links lit=lit fault=fault rest=rest />
        </section>
    }
}

#[component]
fn RequestFace(
    side: Side,
    links: Memo<Vec<Link>>,
    lit: RwSignal<Lit>,
    edit_fault: RwSignal<Option<EditFault>>,
    dropped: RwSignal<Option<Detached>>,
) -> impl IntoView {
    let state = use_app();
    let (class, region, name, id, json_label, copy_label) = match side {
        Side::Converse => (
            "face face--converse",
            "Converse request",
            "Converse",
            "converse-request",
            "Converse request JSON",
            "Copy Converse request",
        ),
        Side::Native => (
            "face face--invoke",
            "InvokeModel request",
            "InvokeModel",
            "invoke-request",
            "InvokeModel request JSON",
            "Copy InvokeModel request",
        ),
    };
    // The bytes of the body; `None` without a request.
    let length = memo(move || {
        let shown = state.shown.read();
        shown.as_ref().and_then(|shown| shown.built(side).ok()).map(|built| built.request.body.len())
    });
    let family = memo(move || state.composed.read().model.as_ref().and_then(ModelId::family));
    let belongs = elsewhere::of_draft(state);
    let rows = memo(move || {
        let shown = state.shown.read();
        match shown.as_ref().map(|shown| shown.built(side)) {
            Some(Ok(built)) if built.body_text.len() <= LARGE => {
                let mut rows = json::rows(&built.body_text);
                // The template's special tokens are the model's own; they are shown as such.
                let family = family.get();
                if side == Side::Native
                    && let Some(family) = family
                {
                    let writers = writers::writers();
                    json::set_apart(&mut rows, |text| writers.template_tokens(family, text));
                }
                rows
            }
            Some(Ok(_) | Err(_)) | None => Vec::<Row>::new(),
        }
    });
    let large = memo(move || length.get().is_some_and(|length| length > LARGE));
    let row_marks = memo(move || {
        let rows = rows.read();
        let pointers = rows.iter().map(|row| row.pointers.as_slice());
        marks(&links.read(), side, pointers).into_iter().map(|mark| mark.map(drawn)).collect::<Vec<_>>()
    });
    let stale = Signal::derive(move || {
        edit_fault.read().is_some() || state.shown.read().as_ref().is_some_and(|shown| shown.stale)
    });
    let detached = memo(move || side == Side::Native && state.draft.with(|draft| draft.detached.is_some()));
    // Both heads are as high as the longer of the two addresses needs.
    let line = memo(move || line_of(state.shown.read().as_ref(), side));
    let other = memo(move || line_of(state.shown.read().as_ref(), side.other()).unwrap_or_default());
    let why_not = memo(move || match state.shown.read().as_ref().map(|shown| shown.built(side)) {
        Some(Err(why)) => Some(why.to_owned()),
        None => Some("The request appears here when the model field holds a model ID".to_owned()),
        Some(Ok(_)) => None,
    });
    // Only a native request has headers other than the content type.
    let headers = memo(move || {
        let shown = state.shown.read();
        let built = shown.as_ref().and_then(|shown| shown.built(side).ok());
        built.is_some_and(|built| built.request.headers.len() > 1)
    });
    let editing = RwSignal::new(false);
    let close = Callback::new(move |()| editing.set(false));
    // The page shows what is sent, so an editor with its own layout closes when a run starts. Unreadable text stays,
    // since closing would lose it.
    Effect::new(move |_| {
        if state.run.running.get() && edit_fault.with_untracked(Option::is_none) {
            editing.set(false);
        }
    });
    let copy = Callback::new(move |()| {
        state.shown.with_untracked(|shown| {
            shown
                .as_ref()
                .and_then(|shown| shown.built(side).ok())
                .map(|built| built.body_text.clone())
                .unwrap_or_default()
        })
    });
    view! {
        <section class=class id=id aria-label=region>
            <div class="face__head face__head--whole">
                <h3>
                    {name}
                    <span class="count">{move || length.get().map(number::bytes)}</span>
                    {move || detached.get().then(|| lazy_view(move |owner| detached::chip(owner, dropped)))}
                </h3>
                {move || line.get().map(|line| view! { <RequestLine line=line other=other /> })}
                <span class="acts">
                    <IconButton
                        label=format!("Edit {name} JSON")
                        icon="code"
                        pressed=editing.into()
                        on_press=move |()| editing.update(|editing| *editing = !*editing)
                    />
                    <CopyButton label=copy_label text=copy />
                </span>
            </div>
            {elsewhere::in_pane(side, belongs)}
            {move || {
                // Read nothing else during editing, or each change would recreate the editor.
                if editing.get() {
                    return lazy_view(move |owner| editor::late(owner, Opening { side, close, links, lit, edit_fault }));
                }
                match why_not.get() {
                    // The notice above says more.
                    Some(_) if belongs.get() => ().into_any(),
                    Some(why) => view! { <div class="empty"><p>{why}</p></div> }.into_any(),
                    None if large.get() => {
                        let body = LargeBody { side, label: json_label, links, lit, stale };
                        lazy_view(move |owner| large_body::late(owner, body))
                    }
                    None => {
                        view! { <JsonView label=json_label rows=rows marks=row_marks lit=lit stale=stale /> }.into_any()
                    }
                }
            }}
            {move || headers.get().then(|| lazy_view(move |owner| header_rows::late(owner, links, lit)))}
        </section>
    }
}

#[component]
fn RequestLine(line: String, other: Memo<String>) -> impl IntoView {
    let (method, address) = line.split_once(' ').unwrap_or_default();
    view! {
        <span class="path path--whole" data-other=other>
            <span>
                <b>{method.to_owned()}</b>
                " "
                {address.to_owned()}
            </span>
        </span>
    }
}

/// The request line of a side: method and address.
fn line_of(shown: Option<&Shown>, side: Side) -> Option<String> {
    let request = &shown?.built(side).ok()?.request;
    Some(format!("{} {}", request.method.as_str(), request.url))
}
