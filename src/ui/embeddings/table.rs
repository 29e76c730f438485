//! The similarity of the texts as numbers. Of many texts, only the rows on screen and around them are in the page.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::similarity::key;
use crate::experiment::embeddings::picture::Picture;
use crate::text::layout;
use crate::ui::memo::memo;
use crate::ui::widgets::in_steps::in_steps;

/// Up to this many texts, all rows are in the page.
const ALL: usize = 50;
/// The rows drawn per task.
const STEP: usize = 12;
/// The rows drawn above and below the visible ones.
const SPARE: usize = 6;

/// The numbers as a plain table.
pub fn plain(picture: &Arc<Picture>) -> AnyView {
    let size = picture.vectors.len();
    let scroller = NodeRef::<html::Div>::new();
    let first_row = NodeRef::<html::Tr>::new();
    let seen = RwSignal::new(0..STEP);
    // The height of a row in pixels, once one is drawn.
    let height = RwSignal::new(0.0);
    let window = memo(move || if size > ALL { layout::around(&seen.read(), SPARE, size) } else { 0..size });
    let in_page = in_steps(move || window.read().len(), STEP);
    let rows = memo(move || {
        let window = window.get();
        window.start..window.end.min(window.start + in_page.get())
    });
    let measure = move || {
        let (Some(scroller), Some(row)) = (scroller.get_untracked(), first_row.get_untracked()) else { return };
        let row = row.get_bounding_client_rect().height();
        if row <= 0.0 {
            return;
        }
        let whole = |pixels: i32| whole(f64::from(pixels) / row);
        let first = whole(scroller.scroll_top());
        let now = first..first + whole(scroller.client_height()) + 1;
        if (height.get_untracked() - row).abs() > 0.5 {
            height.set(row);
        }
        if seen.with_untracked(|seen| *seen != now) {
            seen.set(now);
        }
    };
    Effect::new(move |_| {
        if scroller.get().is_some() && first_row.get().is_some() {
            measure();
        }
    });
    let names =
        picture.names.iter().map(|name| view! { <th scope="col" class="num">{name.clone()}</th> }).collect_view();
    let class = if size > ALL { "table table--rows" } else { "table" };
    let label = format!("{} of every pair, as numbers", picture.measure.label());
    let picture = picture.clone();
    let row = move |row: usize| {
        let cells = (0..size).map(|column| picture.measure.short(picture.matrix.get(row, column)));
        let words = picture.words.get(row).cloned();
        let title = words.clone();
        view! {
            <tr aria-rowindex=row + 2>
                <th scope="row" title=title>{key(&picture, row)} " " {words}</th>
                {cells.map(|text| view! { <td class="num">{text}</td> }).collect_view()}
            </tr>
        }
    };
    let space = move |rows: usize| format!("{}px", count(rows) * height.get());
    view! {
        <div class="tablescroll" tabindex="0" role="group" aria-label="Similarity table" node_ref=scroller on:scroll=move |_| measure()>
            <table
                class=class
                style:--n=size.to_string()
                aria-rowcount=size + 1
                aria-busy=move || (rows.read().len() < window.read().len()).then_some("true")
            >
                <caption class="vh">{label}</caption>
                <thead>
                    <tr aria-rowindex="1" node_ref=first_row>
                        <td></td>
                        {names}
                    </tr>
                </thead>
                <tbody aria-hidden="true" hidden=move || window.read().start == 0>
                    <tr><td style:block-size=move || space(window.read().start)></td></tr>
                </tbody>
                <tbody>
                    <For each=move || rows.get() key=|row| *row children=row />
                </tbody>
                <tbody aria-hidden="true" hidden=move || rows.read().end == size>
                    <tr><td style:block-size=move || space(size - rows.read().end)></td></tr>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "never below zero, and far from the limit")]
fn whole(value: f64) -> usize {
    value.max(0.0) as usize
}

#[expect(clippy::cast_precision_loss, reason = "a hundred at most")]
fn count(rows: usize) -> f64 {
    rows as f64
}
