//! The popover that says what a name on the page means, and the strip of the two APIs; both load when they are first needed.
//!
//! At rest it is a tooltip: it can be reached with the pointer, Escape closes it, and it stays as long as pointer or focus
//! do (WCAG 1.4.13). By F1 or a long press it is a dialog that takes the focus and gives it back.

use leptos::prelude::*;

use super::explain_strip::Strip;
use crate::ui::controllers::explain::subject::Edges;
use crate::ui::controllers::explain::{Explaining, ID, Opened, Shown, help};
use crate::ui::state::use_app;
use crate::ui::widgets::icon::icon;

late_view! {
    explain:
    /// The popover and the strip.
    pub fn late() => explanations()
}

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
        // A landmark, so that what stands in it is found by those who go from one to the next.
        {move || explaining.shown.get().map(|shown| view! {
            <aside aria-label="Explanation">{popover(explaining, shown)}</aside>
        })}
    }
    .into_any()
}

fn popover(explaining: Explaining, shown: Shown) -> AnyView {
    let Shown { entry, twin, edges, opened, .. } = shown;
    let asked = opened == Opened::Asked;
    let [left, top, bottom] = place(edges);
    let host =
        entry.page.strip_prefix("https://").and_then(|page| page.split('/').next()).unwrap_or_default().to_owned();
    let close = move |_| explaining.close();
    view! {
        <div
            id=ID
            class="explain"
            role=if asked { "dialog" } else { "tooltip" }
            aria-label=asked.then(|| format!("Explanation of {}", entry.name))
            tabindex="-1"
            style:left=left
            style:top=top
            style:bottom=bottom
        >
            <p class="explain__name">
                <code>{entry.name.clone()}</code> " "
                <span class="explain__kind">{entry.kind.clone()}</span>
                {asked.then(|| view! {
                    <button type="button" class="btn btn--ghost btn--icon btn--sm" aria-label="Close" on:click=close>
                        {icon("close")}
                    </button>
                })}
            </p>
            <p>{entry.meaning.clone()}</p>
            {entry.twins.iter().map(|name| view! {
                <p class="explain__twin">{format!("{twin}: ")} <code>{name.clone()}</code></p>
            }).collect_view()}
            <p class="explain__used">
                <span>{entry.used.clone()}</span> " "
                <a href=entry.page.clone() target="_blank" rel="noreferrer">{host}</a>
            </p>
        </div>
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
