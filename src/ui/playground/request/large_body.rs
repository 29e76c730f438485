//! A request body with too many rows to have all of them in the page.

use leptos::prelude::*;

use crate::bedrock::model_id::ModelId;
use crate::text::json;
use crate::twin::row_marks::{Side, marks};
use crate::twin::{Link, template_tokens};
use crate::ui::memo::memo;
use crate::ui::parts::row_marks::drawn;
use crate::ui::state::use_app;
use crate::ui::widgets::json_view::Lit;
use crate::ui::widgets::large_json::LargeJson;
use crate::ui::widgets::rows_of::rows_of;

late_view! {
    compose:
    /// A request body of any size.
    pub fn late(body: LargeBody) => large_body(body)
}

/// The properties of the body.
#[derive(Clone, Copy)]
pub struct LargeBody {
    /// Which of the two documents.
    pub side: Side,
    /// Accessible name of the rows.
    pub label: &'static str,
    /// How the two documents correspond.
    pub links: Memo<Vec<Link>>,
    /// The highlighted pair, on both sides.
    pub lit: RwSignal<Lit>,
    /// Whether it no longer shows everything that was typed.
    pub stale: Signal<bool>,
}

/// Draws the body.
pub fn large_body(body: LargeBody) -> AnyView {
    let state = use_app();
    let LargeBody { side, label, links, lit, stale } = body;
    let text = memo(move || {
        let shown = state.shown.read();
        let built = shown.as_ref().and_then(|shown| shown.built(side).ok());
        built.map(|built| built.body_text.clone()).unwrap_or_default()
    });
    let read = rows_of(text.into());
    let family = memo(move || state.composed.read().model.as_ref().and_then(ModelId::family));
    let rows = memo(move || {
        let mut rows = read.get();
        if let (Side::Native, Some(family)) = (side, family.get()) {
            // The template's special tokens are the model's own; they are shown as such.
            json::set_apart(&mut rows, |text| template_tokens(family, text));
        }
        rows
    });
    let row_marks = memo(move || {
        let rows = rows.read();
        let pointers = rows.iter().map(|row| row.pointers.as_slice());
        marks(&links.read(), side, pointers).into_iter().map(|mark| mark.map(drawn)).collect::<Vec<_>>()
    });
    view! { <LargeJson label=label rows=rows.into() marks=row_marks.into() lit=lit stale=stale /> }.into_any()
}
