//! The two requests, side by side, and how they correspond.

mod edit_fault;
pub mod editor;
pub mod header_rows;
pub mod large_body;
pub mod seam;

use leptos::prelude::*;

use self::edit_fault::EditFault;
use self::editor::Opening;
use self::large_body::LargeBody;
use super::view_switch::{Faces, ViewSwitch};
use super::{elsewhere, token_count};
use crate::aws::http::HttpRequest;
use crate::bedrock::model_id::ModelId;
use crate::text::json::{self, Row};
use crate::text::number;
use crate::twin::row_marks::{Side, marks, numbers};
use crate::twin::{Link, template_tokens};
use crate::ui::memo::memo;
use crate::ui::parts::copy_button::CopyButton;
use crate::ui::parts::row_marks::Look;
use crate::ui::parts::row_marks::drawn;
use crate::ui::state::use_app;
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::icon_button::IconButton;
use crate::ui::widgets::json_view::{JsonView, Lit};
use crate::ui::widgets::lazy_view::lazy_view;
use crate::ui::widgets::toggle::Toggle;

/// A body of more bytes is drawn by the view that has only the rows on screen in the page.
const LARGE: usize = 32 * 1024;

/// Both requests.
#[component]
pub fn RequestStage() -> impl IntoView {
    let state = use_app();
    let (lit, links_on) = (state.reading.lit, state.reading.links_on);
    // The threads between the rows are drawn from the first time that somebody comes near.
    let near = RwSignal::new(false);
    let threads =
        Memo::new(move |before: Option<&bool>| before == Some(&true) || near.get() || lit.get().shown().is_some());
    let links = memo(move || {
        state.shown.read().as_ref().filter(|_| links_on.get()).map(|shown| shown.twin.links.clone()).unwrap_or_default()
    });
    // A pin that names a link which is no more lets go.
    let lit_checked = memo(move || lit.get().shown().filter(|link| *link < links.read().len()));
    let edit_fault = RwSignal::new(None::<EditFault>);
    let view = RwSignal::new(Faces::default());
    let counted = token_count::Asked::offered();
    view! {
        <section
            class="stage"
            id="request"
            aria-labelledby="h-request"
            data-view=move || view.get().as_data()
            on:pointerenter=move |_| near.set(true)
            on:focusin=move |_| near.set(true)
            on:keydown=move |event| {
                if event.key() == "Escape" && lit.get_untracked().pinned.is_some() {
                    event.prevent_default();
                    lit.set(Lit::default());
                }
            }
        >
            <div class="pane__head">
                <h2 id="h-request">"Request"</h2>
                <Legend links=links />
                <span class="push"></span>
                <ViewSwitch name="request-view" view=view />
                {token_count::button(counted)}
                <Toggle label="Links" on=links_on on_change=move |on| links_on.set(on) />
            </div>
            {token_count::strip(counted)}
            <div class="twin">
                <RequestFace side=Side::Converse links=links lit=lit edit_fault=edit_fault />
                <div class="seam" aria-hidden="true"></div>
                <RequestFace side=Side::Native links=links lit=lit edit_fault=edit_fault />
                {move || threads.get().then(|| lazy_view(move |owner| seam::late(owner, lit)))}
            </div>
            <LinkBar links=links shown=lit_checked lit=lit edit_fault=edit_fault />
        </section>
    }
}

#[component]
fn Legend(links: Memo<Vec<Link>>) -> impl IntoView {
    let count = move |look: Look| links.read().iter().filter(|link| Look::of(link.kind) == look).count();
    let item = move |look: Look, class: &'static str, name: &'static str| {
        view! { <li><span class=class></span>{name} " " <b>{move || count(look)}</b></li> }
    };
    view! {
        <ul class="legend only-mid" aria-label="Link legend">
            {item(Look::Mapped, "mark mark--mapped", "mapped")}
            {item(Look::Moved, "mark mark--moved", "moved")}
            {item(Look::Only, "mark mark--only", "only here")}
            {item(Look::Lossy, "mark mark--lossy", "lossy")}
        </ul>
    }
}

#[component]
fn RequestFace(
    side: Side,
    links: Memo<Vec<Link>>,
    lit: RwSignal<Lit>,
    edit_fault: RwSignal<Option<EditFault>>,
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
    let request = memo(move || {
        let shown = state.shown.read();
        shown.as_ref().map(|shown| shown.built(side).map(|built| built.request.clone()).map_err(str::to_owned))
    });
    let family = memo(move || state.composed.read().model.as_ref().and_then(ModelId::family));
    let belongs = elsewhere::of_draft(state);
    let rows = memo(move || {
        let shown = state.shown.read();
        match shown.as_ref().map(|shown| shown.built(side)) {
            Some(Ok(built)) if built.body_text.len() <= LARGE => {
                let mut rows = json::rows(&built.body_text);
                // The template's marks are the model's own; they are shown as such.
                let family = family.get();
                if side == Side::Native
                    && let Some(family) = family
                {
                    json::set_apart(&mut rows, |text| template_tokens(family, text));
                }
                rows
            }
            Some(Ok(_) | Err(_)) | None => Vec::<Row>::new(),
        }
    });
    let large = memo(move || request.read().iter().flatten().any(|request| request.body.len() > LARGE));
    let row_marks = memo(move || {
        let rows = rows.read();
        let pointers = rows.iter().map(|row| row.pointers.as_slice());
        marks(&links.read(), side, pointers).into_iter().map(|mark| mark.map(drawn)).collect::<Vec<_>>()
    });
    let stale = Signal::derive(move || {
        edit_fault.read().is_some() || state.shown.read().as_ref().is_some_and(|shown| shown.stale)
    });
    let ready = move || match &*request.read() {
        Some(Ok(request)) => Some(request.clone()),
        Some(Err(_)) | None => None,
    };
    let why_not = memo(move || match &*request.read() {
        Some(Err(why)) => Some(why.clone()),
        None => Some("The request appears here when the model field holds a model id".to_owned()),
        Some(Ok(_)) => None,
    });
    // Only a native request has headers beyond the content type.
    let headers = memo(move || request.read().iter().flatten().any(|request| request.headers.len() > 1));
    let editing = RwSignal::new(false);
    let close = Callback::new(move |()| editing.set(false));
    // What is sent is what is shown, so an editor with a layout of its own closes when the run begins; a text that could
    // not be read stays, since closing would lose it.
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
            <div class="face__head">
                <h3>
                    {name}
                    <span class="count">{move || ready().map(|request| number::bytes(request.body.len()))}</span>
                </h3>
                {move || ready().map(|request| view! { <RequestLine request=request /> })}
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
                // While it is edited nothing else is asked, or each change would build the editor anew.
                if editing.get() {
                    return lazy_view(move |owner| editor::late(owner, Opening { side, close, links, lit, edit_fault }));
                }
                match why_not.get() {
                    // What is said above says more.
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
fn RequestLine(request: HttpRequest) -> impl IntoView {
    let address = request.url.to_string();
    view! {
        <span class="path path--whole">
            <b>{request.method.as_str()}</b>
            " "
            {address}
        </span>
    }
}

/// Says how the lit pair corresponds. Its height is fixed, so feedback never moves the layout.
#[component]
fn LinkBar(
    links: Memo<Vec<Link>>,
    shown: Memo<Option<usize>>,
    lit: RwSignal<Lit>,
    edit_fault: RwSignal<Option<EditFault>>,
) -> impl IntoView {
    let current = memo(move || {
        let links = links.read();
        let index = shown.get()?;
        let link = links.get(index)?.clone();
        Some((numbers(&links).get(index).copied().flatten(), link))
    });
    let step = move |by: isize| {
        let count = links.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        let at = lit.get_untracked().shown();
        let to = match at {
            None if by < 0 => count - 1,
            None => 0,
            Some(at) => (at + count).saturating_add_signed(by) % count,
        };
        lit.set(Lit { hovered: None, pinned: Some(to) });
    };
    let places = |places: &[String], none: &'static str| {
        if places.is_empty() { none.to_owned() } else { places.join(", ") }
    };
    let pinned = move || lit.get().pinned.is_some();
    view! {
        <div class="linkbar" data-s=move || current.read().as_ref().map(|(_, link)| Look::of(link.kind).as_data())>
            {move || match (edit_fault.get(), current.get()) {
                (Some(fault), _) => view! { <span class="linkbar__why linkbar__err">{fault.text}</span> }.into_any(),
                (None, None) => view! {
                    <span class="linkbar__why">
                        "Hover a line (or use ↑ ↓) to see its counterpart"
                    </span>
                }
                .into_any(),
                (None, Some((number, link))) => view! {
                    <span class="badge">{number.map_or_else(|| "–".to_owned(), |number| number.to_string())}</span>
                    <b>{link.kind.label()}</b>
                    <code>{places(&link.converse, "nothing in Converse")}</code>
                    {icon("link")}
                    <code>{places(&link.native, "nothing in InvokeModel")}</code>
                    <span class="linkbar__why" title=link.note.clone()>{link.note.clone()}</span>
                }
                .into_any(),
            }}
            <span class="push"></span>
            {move || pinned().then(|| view! {
                <span class="quiet only-wide">"Pinned. " <kbd>"Esc"</kbd> " to unpin"</span>
            })}
            <IconButton label="Previous pair" icon="left" on_press=move |()| step(-1) />
            <IconButton label="Next pair" icon="right" on_press=move |()| step(1) />
            <span class="vh" role="status">
                {move || {
                    pinned()
                        .then(|| current.get())
                        .flatten()
                        .map(|(_, link)| format!("{}: {}", link.kind.label(), link.note))
                }}
            </span>
        </div>
    }
}
