//! The popover that says what a name on the page means, and the strip of the two APIs; both load when they are first needed.
//!
//! At rest it is a tooltip: it can be reached with the pointer, Escape closes it, and it stays as long as pointer or focus
//! do (WCAG 1.4.13). By F1 or a long press it is a dialog that takes the focus and gives it back; it can list
//! the names of the part around the focus, so that the keyboard reaches what has no focus of its own.
//!
//! It stands in the modal dialog that is open, since all else is inert, and in the top layer, above that dialog's edges.

use leptos::html::Div;
use leptos::portal::Portal;
use leptos::prelude::*;

use super::explain_strip::Strip;
use crate::explain::Entry;
use crate::text::number;
use crate::ui::controllers::explain::subject::{Edges, Subject};
use crate::ui::controllers::explain::{Content, Explaining, ID, Opened, Shown, help, open_dialog};
use crate::ui::state::use_app;
use crate::ui::widgets::icon::icon;

late_view! {
    explain:
    /// The popover and the strip.
    pub fn late() => explanations()
}

/// The element id of what a screen reader reads when it opens.
const TEXT: &str = "explanation-text";
/// The space between a name and the popover, in pixels.
const GAP: i32 = 6;
/// The greatest width of the popover, and the least space that is taken for it on a side, in pixels.
const WIDTH: i32 = 380;
const HEIGHT: i32 = 260;

/// The popover, while there is something to explain, and the strip, while it is open.
pub fn explanations() -> AnyView {
    let state = use_app();
    let explaining = Explaining::listen(state);
    view! {
        {move || help().strip.get().then(|| view! { <Strip /> })}
        <p class="vh" role="status">{explaining.read}</p>
        {move || explaining.shown.get().and_then(|shown| {
            let dialog = open_dialog();
            // A landmark, so that what stands in it is found by those who go from one to the next; a dialog is one already.
            let role = if dialog.is_some() { "none" } else { "complementary" };
            let mount = dialog.or_else(|| document().body().map(Into::into))?;
            Some(view! {
                <Portal mount=mount>
                    <div role=role aria-label=(role != "none").then_some("Explanation")>{popover(explaining, shown.clone())}</div>
                </Portal>
            })
        })}
    }
    .into_any()
}

fn popover(explaining: Explaining, shown: Shown) -> AnyView {
    let Shown { content, edges, opened } = shown;
    let asked = opened == Opened::Asked;
    let [left, top, bottom] = place(edges);
    let node = NodeRef::<Div>::new();
    // Above everything, a modal dialog too. One that cannot be shown so stands where it is.
    Effect::new(move |_| node.get().map(|node| node.show_popover()));
    let name = match &content {
        Content::One { entry, .. } => format!("Explanation of {}", entry.name),
        Content::Names(_) | Content::Nothing(_) => "Explanation".to_owned(),
    };
    let text = match content {
        Content::One { asked: name, entry } => one(name.twin(), entry, asked.then_some(explaining)),
        Content::Names(names) => names_of(explaining, names),
        Content::Nothing(text) => {
            view! { <p class="explain__name" id=TEXT>{text} {close_button(explaining)}</p> }.into_any()
        }
    };
    view! {
        <div
            id=ID
            node_ref=node
            popover="manual"
            class="explain"
            role=if asked { "dialog" } else { "tooltip" }
            aria-label=asked.then_some(name)
            aria-describedby=asked.then_some(TEXT)
            tabindex="-1"
            style:left=left
            style:top=top
            style:bottom=bottom
        >
            {text}
        </div>
    }
    .into_any()
}

fn close_button(explaining: Explaining) -> impl IntoView {
    let close = move |_| explaining.close();
    view! {
        <button type="button" class="btn btn--ghost btn--icon btn--sm" aria-label="Close" on:click=close>
            {icon("close")}
        </button>
    }
}

/// An explanation. One that was asked for can be closed, and leads to the names beside it.
fn one(twin: &'static str, entry: Entry, asked: Option<Explaining>) -> AnyView {
    let host =
        entry.page.strip_prefix("https://").and_then(|page| page.split('/').next()).unwrap_or_default().to_owned();
    view! {
        <p class="explain__name">
            <code>{entry.name}</code> " "
            <span class="explain__kind">{entry.kind}</span>
            {asked.map(close_button)}
        </p>
        <p id=TEXT>{entry.meaning}</p>
        {entry.twins.into_iter().map(|name| view! {
            <p class="explain__twin">{format!("{twin}: ")} <code>{name}</code></p>
        }).collect_view()}
        <p class="explain__used">
            <span>{entry.used}</span> " "
            <a href=entry.page target="_blank" rel="noreferrer">{host}</a>
        </p>
        {asked.map(|explaining| view! {
            <p class="explain__more">
                <button type="button" class="btn btn--sm" on:click=move |_| explaining.list()>"All names here" <kbd>"F1"</kbd></button>
            </p>
        })}
    }
    .into_any()
}

/// The names of a part of the page; a press explains one.
fn names_of(explaining: Explaining, names: Vec<Subject>) -> AnyView {
    view! {
        <p class="explain__name">
            <span id=TEXT>{number::count(names.len() as u64, "name")} " to explain here"</span>
            {close_button(explaining)}
        </p>
        <ul class="explain__names">
            {names.into_iter().map(|subject| {
                let name = subject.asked.name().to_owned();
                view! {
                    <li>
                        <button type="button" class="btn btn--sm" on:click=move |_| explaining.show(subject.clone(), Opened::Asked)>
                            {name}
                        </button>
                    </li>
                }
            }).collect_view()}
        </ul>
    }
    .into_any()
}

/// Left, top and bottom of the popover: below the name, or above it if there is more room, and within the window.
fn place(edges: Edges) -> [Option<String>; 3] {
    let size = |length: Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>| {
        #[expect(clippy::cast_possible_truncation, reason = "a length on the screen")]
        length.ok().and_then(|length| length.as_f64()).map_or(0, |length| length as i32)
    };
    let window = window();
    let (width, height) = (size(window.inner_width()), size(window.inner_height()));
    let left = edges.left.min(width - WIDTH - GAP).max(GAP);
    let px = |pixels: i32| Some(format!("{pixels}px"));
    let below = height - edges.bottom;
    if below < HEIGHT && edges.top > below {
        [px(left), None, px(height - edges.top.clamp(0, height) + GAP)]
    } else {
        [px(left), px(edges.bottom.clamp(0, height - GAP * 8) + GAP), None]
    }
}
