//! The headers of a native request that carry Converse body fields, as linked rows.

use leptos::prelude::*;

use super::drawn;
use crate::text::json::{Kind, Row, Span};
use crate::twin::row_marks::{Side, marks};
use crate::twin::{HEADER_PLACE, Link};
use crate::ui::memo::memo;
use crate::ui::state::use_app;
use crate::ui::widgets::json_view::{JsonView, Lit};

late_view! {
    compose:
    /// The headers below a native body.
    pub fn late(links: Memo<Vec<Link>>, lit: RwSignal<Lit>) => header_rows(links, lit)
}

/// The rows below the native body. A lone content type, which every request has, is not shown.
pub fn header_rows(links: Memo<Vec<Link>>, lit: RwSignal<Lit>) -> AnyView {
    let state = use_app();
    let rows = memo(move || {
        let shown = state.shown.read();
        let built = shown.as_ref().and_then(|shown| shown.twin.invoke.as_ref().ok());
        let headers = built.into_iter().flat_map(|built| &built.request.headers);
        let told = headers.filter(|header| !header.name.eq_ignore_ascii_case("content-type"));
        let span = |kind, text: &str| Span { kind, text: text.to_owned() };
        told.map(|header| Row {
            spans: vec![
                span(Kind::Key, &header.name),
                span(Kind::Punctuation, ": "),
                span(Kind::String, &header.value),
            ],
            pointers: vec![format!("{HEADER_PLACE}{}", header.name)],
            ..Row::default()
        })
        .collect::<Vec<_>>()
    });
    let row_marks = memo(move || {
        let rows = rows.read();
        let places = rows.iter().map(|row| row.pointers.as_slice());
        marks(&links.read(), Side::Native, places).into_iter().map(|mark| mark.map(drawn)).collect::<Vec<_>>()
    });
    let any = memo(move || !rows.read().is_empty());
    (move || {
        any.get().then(|| {
            view! {
                <div class="hdrrow">
                    <p class="hdrrow__cap">"HTTP headers that carry body fields"</p>
                    <JsonView label="InvokeModel request headers" rows=rows marks=row_marks lit=lit />
                </div>
            }
        })
    })
    .into_any()
}
