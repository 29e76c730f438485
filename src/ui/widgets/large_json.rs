//! JSON as rows, with only the visible ones in the page: [`super::json_view`] for a document of any size.
//!
//! The number of lines of a row is estimated from its length, and the browser's scroll anchoring corrects the rest.
//! Each row states its position and the total, because a screen reader cannot count missing rows. The keys are those of
//! the small view.

use std::ops::Range;

use leptos::html;
use leptos::prelude::*;

use super::json_rows::{JsonRows, LONG};
use super::json_view::{Lit, Mark};
use crate::platform::{focus, frame};
use crate::text::json::{Kind, Row};
use crate::text::layout::Layout;
use crate::ui::memo::memo;

/// Lines drawn beyond the visible ones, on either side.
const SPARE: usize = 24;
/// The columns of a row that are not text: number, fold, badge.
const EDGE: usize = 14;
/// The shown characters of a long string, with its cut mark.
const CUT: usize = 168;

/// The number of lines of a row at this many columns.
fn lines_of(row: &Row, columns: usize) -> usize {
    let length: usize = row
        .spans
        .iter()
        .map(|span| if span.kind == Kind::String && span.text.len() > LONG { CUT } else { span.text.len() })
        .sum();
    (row.indent + 2 + length).div_ceil(columns.max(8))
}

/// Draws the rows on screen.
#[component]
pub fn LargeJson(
    /// Accessible name of the list.
    label: &'static str,
    /// The rows.
    rows: Signal<Vec<Row>>,
    /// The mark of each row, by index; may be shorter.
    marks: Signal<Vec<Option<Mark>>>,
    /// The highlighted link, shared by both sides.
    lit: RwSignal<Lit>,
    /// Whether the rows no longer show everything that was typed.
    stale: Signal<bool>,
) -> impl IntoView {
    let scroller = NodeRef::<html::Div>::new();
    let probe = NodeRef::<html::Span>::new();
    let all = JsonRows::new(label, rows, marks, lit);
    let visible = all.visible;
    // The visible lines, and the number of columns that fit.
    let screen = RwSignal::new((0..40_usize, 60_usize));
    let columns = memo(move || screen.get().1);
    let layout = memo(move || {
        let (rows, columns) = (rows.read(), columns.get());
        Layout::new(visible.read().iter().map(|index| rows.get(*index).map_or(1, |row| lines_of(row, columns))))
    });
    let window = memo(move || layout.read().rows(screen.get().0, SPARE));
    let drawn = memo(move || all.keyed(visible.read().get(window.get()).unwrap_or_default()));
    let measure = move || {
        let (Some(scroller), Some(probe)) = (scroller.get_untracked(), probe.get_untracked()) else { return };
        let size = probe.get_bounding_client_rect();
        if size.height() <= 0.0 || size.width() <= 0.0 {
            return;
        }
        let first = whole(f64::from(scroller.scroll_top()) / size.height());
        let seen = first..first + whole(f64::from(scroller.client_height()) / size.height()) + 1;
        let columns = whole(f64::from(scroller.client_width()) / size.width()).saturating_sub(EDGE);
        if screen.with_untracked(|old| *old != (seen.clone(), columns)) {
            screen.set((seen, columns));
        }
    };
    Effect::new(move |_| {
        if scroller.get().is_some() && probe.get().is_some() {
            measure();
        }
    });
    let go_to = move |place: usize| {
        let Some(index) = visible.with_untracked(|visible| visible.get(place).copied()) else { return };
        all.put_caret(index);
        let drawn = window.with_untracked(|window: &Range<usize>| window.contains(&place));
        if let (false, Some(scroller), Some(probe)) = (drawn, scroller.get_untracked(), probe.get_untracked()) {
            let top = layout.with_untracked(|layout| layout.top(place));
            scroller.set_scroll_top(pixels(top, probe.get_bounding_client_rect().height()));
            measure();
        }
        // The row's exact position is known only once it is drawn, before the next frame.
        frame::next(move || {
            if let Some(selector) = all.selector(index) {
                focus::bring_into_view(&selector);
            }
        });
    };
    let on_key = move |event| {
        let page = screen.with_untracked(|(seen, _)| seen.len().saturating_sub(2).max(1));
        if let Some(place) = all.key(&event, page) {
            go_to(place);
        }
    };
    let space = move |lines: usize| format!("calc({lines} * var(--row))");
    view! {
        <div
            class="scroll scroll--large"
            node_ref=scroller
            tabindex="0"
            role="group"
            aria-label=format!("{label}, use the arrow keys to move from row to row")
            aria-activedescendant=move || all.caret_id()
            on:scroll=move |_| measure()
            on:keydown=on_key
            on:blur=move |_| all.leave()
            on:mouseleave=move |_| all.light(None)
        >
            <span class="json__probe" aria-hidden="true" node_ref=probe>"0"</span>
            <div aria-hidden="true" style:block-size=move || space(layout.read().top(window.get().start))></div>
            <ol id=all.id.get_value() class="json json--large" aria-label=label data-bare=move || all.bare() data-stale=move || stale.get().then_some("")>
                <For each=move || drawn.get() key=|(key, ..)| *key children=move |row| all.draw(row, true) />
            </ol>
            <div
                aria-hidden="true"
                style:block-size=move || {
                    let layout = layout.read();
                    space(layout.height().saturating_sub(layout.top(window.get().end)))
                }
            ></div>
            <span class="vh" role="status">{move || all.spoken()}</span>
        </div>
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "never below zero, and far from the limit")]
fn whole(value: f64) -> usize {
    value.max(0.0) as usize
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a scroll height is far below the limit"
)]
fn pixels(lines: usize, height: f64) -> i32 {
    (lines as f64 * height) as i32
}
