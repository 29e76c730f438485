//! JSON as rows, of which only those on screen are in the page: [`super::json_view`] for a document of any size.
//!
//! How many lines a row takes is reckoned from its length, so the place of a row that is not drawn is near enough; the
//! browser's scroll anchoring takes up the rest. Each row says which of how many it is, since a screen reader cannot count
//! what is not there. The keys are those of the small view, with Page Up and Page Down.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::json_view::{Lit, Mark, draw_span, fold_button, fold_to, tail, visible_rows};
use crate::platform::{focus, frame};
use crate::text::json::{Kind, Row};
use crate::text::layout::Layout;
use crate::ui::memo::memo;

/// Lines that are drawn beyond the ones on screen, on either side.
const SPARE: usize = 24;
/// How much of a row is not text: number, fold, badge, in columns.
const EDGE: usize = 14;
/// How many characters of a long string are shown, with what says that it was cut.
const CUT: usize = 168;

/// How many lines a row takes where so many columns fit.
fn lines_of(row: &Row, columns: usize) -> usize {
    let length: usize = row
        .spans
        .iter()
        .map(|span| if span.kind == Kind::String && span.text.len() > 240 { CUT } else { span.text.len() })
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
    /// Which link is lit; shared by both sides.
    lit: RwSignal<Lit>,
    /// Whether the rows no longer show everything that was typed.
    stale: Signal<bool>,
) -> impl IntoView {
    let scroller = NodeRef::<html::Div>::new();
    let probe = NodeRef::<html::Span>::new();
    let folded = RwSignal::new(Vec::<usize>::new());
    let caret = RwSignal::new(None::<usize>);
    let id = StoredValue::new(label.to_ascii_lowercase().replace(' ', "-"));
    // The lines on screen, and how many columns fit.
    let screen = RwSignal::new((0..40_usize, 60_usize));
    let visible = memo(move || visible_rows(&rows.read(), &folded.read()));
    let columns = memo(move || screen.get().1);
    let layout = memo(move || {
        let (rows, columns) = (rows.read(), columns.get());
        Layout::of(visible.read().iter().map(|index| rows.get(*index).map_or(1, |row| lines_of(row, columns))))
    });
    let window = memo(move || layout.read().rows(screen.get().0, SPARE));
    let drawn = memo(move || {
        let (rows, marks, visible) = (rows.read(), marks.read(), visible.read());
        let here = visible.get(window.get()).unwrap_or_default();
        here.iter()
            .filter_map(|&index| {
                let row = rows.get(index)?.clone();
                let mark = marks.get(index).cloned().flatten();
                let mut hasher = DefaultHasher::new();
                (index, row.indent, row.closes_at, &mark).hash(&mut hasher);
                for span in &row.spans {
                    (span.kind as u8, &span.text).hash(&mut hasher);
                }
                Some((hasher.finish(), index, row, mark))
            })
            .collect::<Vec<_>>()
    });
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
    let link_at = move |index: usize| marks.with_untracked(|marks| marks.get(index)?.as_ref().map(|mark| mark.link));
    let light = move |link: Option<usize>| {
        if lit.with_untracked(|lit| lit.hovered) != link {
            lit.update(|lit| lit.hovered = link);
        }
    };
    let toggle_pin = move |link: usize| {
        lit.update(|lit| lit.pinned = if lit.pinned == Some(link) { None } else { Some(link) });
    };
    let go_to = move |place: usize| {
        let Some(index) = visible.with_untracked(|visible| visible.get(place).copied()) else { return };
        caret.set(Some(index));
        light(link_at(index));
        let drawn = window.with_untracked(|window: &Range<usize>| window.contains(&place));
        if let (false, Some(scroller), Some(probe)) = (drawn, scroller.get_untracked(), probe.get_untracked()) {
            let top = layout.with_untracked(|layout| layout.top(place));
            scroller.set_scroll_top(pixels(top, probe.get_bounding_client_rect().height()));
            measure();
        }
        // The row is drawn before the next frame; only then is its place known to the pixel.
        frame::next(move || {
            if let Some(id) = id.try_get_value() {
                focus::bring_into_view(&format!("#{id} [data-n=\"{}\"]", index + 1));
            }
        });
    };
    let on_key = move |event: KeyboardEvent| {
        let count = visible.with_untracked(Vec::len);
        let last = count.saturating_sub(1);
        let at = caret
            .get_untracked()
            .map(|row| visible.with_untracked(|visible| visible.partition_point(|index| *index < row)));
        let page = screen.with_untracked(|(seen, _)| seen.len().saturating_sub(2).max(1));
        let to = match event.key().as_str() {
            "ArrowDown" => at.map_or(0, |at| (at + 1).min(last)),
            "ArrowUp" => at.map_or(0, |at| at.saturating_sub(1)),
            "PageDown" => at.map_or(0, |at| (at + page).min(last)),
            "PageUp" => at.map_or(0, |at| at.saturating_sub(page)),
            "Home" => 0,
            "End" => last,
            key @ ("ArrowLeft" | "ArrowRight") => {
                if let Some(row) = caret.get_untracked() {
                    event.prevent_default();
                    fold_to(folded, &rows.read_untracked(), row, key == "ArrowLeft");
                }
                return;
            }
            "Enter" => {
                if let Some(link) = caret.get_untracked().and_then(link_at) {
                    event.prevent_default();
                    toggle_pin(link);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        go_to(to);
    };
    let space = move |lines: usize| format!("calc({lines} * var(--row))");
    view! {
        <div
            class="scroll"
            node_ref=scroller
            tabindex="0"
            role="group"
            aria-label=format!("{label}, use the arrow keys to move from row to row")
            on:scroll=move |_| measure()
            on:keydown=on_key
            on:blur=move |_| {
                caret.set(None);
                light(None);
            }
            on:mouseleave=move |_| light(None)
        >
            <span class="json__probe" aria-hidden="true" node_ref=probe>"0"</span>
            <div aria-hidden="true" style:block-size=move || space(layout.read().top(window.get().start))></div>
            <ol id=id.get_value() class="json json--large" aria-label=label data-stale=move || stale.get().then_some("")>
                <For
                    each=move || drawn.get()
                    key=|(key, ..)| *key
                    children=move |(_, index, row, mark)| {
                        let link = mark.as_ref().map(|mark| mark.link);
                        let correspondence = mark.as_ref().map(|mark| mark.state);
                        let on = move || {
                            let lit = lit.get();
                            (link.is_some() && lit.hovered == link || caret.get() == Some(index)).then_some("")
                        };
                        let pinned = move || (link.is_some() && lit.get().pinned == link).then_some("");
                        view! {
                            <li
                                class="jrow"
                                data-n=index + 1
                                aria-posinset=index + 1
                                aria-setsize=move || rows.read().len()
                                data-s=correspondence
                                data-link=link
                                data-on=on
                                data-pin=pinned
                                on:mouseenter=move |_| light(link)
                                on:click=move |_| {
                                    if let Some(link) = link {
                                        toggle_pin(link);
                                    }
                                }
                            >
                                {fold_button(row.closes_at, index, folded)}
                                <span class="c" style:--i=(row.indent / 2).to_string()>
                                    {row.spans.into_iter().map(draw_span).collect_view()}
                                    {move || folded.read().contains(&index).then(|| view! { <span class="cut">"…"</span> })}
                                </span>
                                {mark.map(tail)}
                            </li>
                        }
                    }
                />
            </ol>
            <div
                aria-hidden="true"
                style:block-size=move || {
                    let layout = layout.read();
                    space(layout.height().saturating_sub(layout.top(window.get().end)))
                }
            ></div>
        </div>
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "never below zero, and far from the limit")]
fn whole(value: f64) -> usize {
    value.max(0.0) as usize
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a scroll height is far below the limit"
)]
fn pixels(lines: usize, height: f64) -> i32 {
    (lines as f64 * height) as i32
}
