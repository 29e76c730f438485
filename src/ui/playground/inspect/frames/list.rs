//! The frames of one stream, one per row. Only visible rows are in the page, so that ten thousand frames scroll
//! smoothly.

use crate::text::outside::isolated;
use leptos::html;
use leptos::prelude::*;

use super::source::Frames;
use crate::experiment::run::frame_rows::Row;
use crate::platform::watch::SizeWatch;
use crate::text::number;

/// Height of a row in pixels, as in the style sheet.
const ROW_PX: usize = 24;
/// Rows kept above and below the visible ones.
const SPARE: usize = 12;
/// The assumed number of visible rows before the list is measured.
const IN_SIGHT: usize = 40;

/// The list.
pub fn list(frames: Frames) -> impl IntoView {
    let scroller = NodeRef::<html::Div>::new();
    let top = RwSignal::new(0_usize);
    let in_sight = RwSignal::new(IN_SIGHT);
    let rows = Signal::derive(move || frames.rows(frames.lane.get()));
    let count = Memo::new(move |_| rows.get().with(|rows| rows.list.len()));
    let watching = StoredValue::new_local(None::<SizeWatch>);
    let measure = move || {
        if let Some(element) = scroller.try_get_untracked().flatten() {
            let pixels = |value: i32| usize::try_from(value).unwrap_or(0);
            top.set(pixels(element.scroll_top()) / ROW_PX);
            in_sight.set(pixels(element.client_height()) / ROW_PX + 1);
        }
    };
    // The scroll position comes from events: reading it from the element on each key press would force a layout.
    Effect::new(move |_| {
        if let Some(element) = scroller.get() {
            // Without the observer, the list is measured when it is scrolled.
            watching.set_value(SizeWatch::new(&element, measure).ok());
        }
    });
    // Scroll a frame that was selected elsewhere into view; leave visible ones where they are.
    Effect::new(move |_| {
        let selected = frames.selected.get();
        let Some(element) = scroller.get() else { return };
        let (first, seen) = (top.get_untracked(), in_sight.get_untracked().saturating_sub(2));
        if selected < first || selected > first + seen {
            let to = selected.saturating_sub(seen / 2) * ROW_PX;
            element.set_scroll_top(i32::try_from(to).unwrap_or(i32::MAX));
        }
    });
    let window = Memo::new(move |_| {
        let first = top.get().saturating_sub(SPARE);
        let last = (top.get() + in_sight.get() + SPARE).min(count.get());
        (first.min(last), last)
    });
    let on_key = move |event: web_sys::KeyboardEvent| {
        let last = count.get_untracked().saturating_sub(1);
        let here = frames.selected.get_untracked();
        let page = in_sight.get_untracked().saturating_sub(2).max(1);
        let to = match event.key().as_str() {
            "ArrowDown" => (here + 1).min(last),
            "ArrowUp" => here.saturating_sub(1),
            "PageDown" => (here + page).min(last),
            "PageUp" => here.saturating_sub(page),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        frames.select(frames.lane.get_untracked(), to);
    };
    view! {
        <div
            class="flist"
            role="listbox"
            tabindex="0"
            aria-label="Frames"
            aria-activedescendant=move || format!("frame-{}", frames.selected.get())
            node_ref=scroller
            on:scroll=move |_| measure()
            on:keydown=on_key
        >
            <div role="presentation" style:block-size=move || format!("{}px", count.get() * ROW_PX)>
                <For
                    each=move || {
                        let (first, last) = window.get();
                        rows.get().with(|rows| {
                            rows.list.iter().enumerate().take(last).skip(first).map(|(n, row)| (n, row.clone())).collect::<Vec<_>>()
                        })
                    }
                    key=move |(index, row)| (*index, row.offset, row.length, frames.lane.get_untracked().name())
                    children=move |(index, row)| line(frames, index, &row, count)
                />
            </div>
        </div>
    }
}

fn line(frames: Frames, index: usize, row: &Row, count: Memo<usize>) -> impl IntoView + use<> {
    let selected = move || frames.selected.get() == index;
    let at = row.at_ms.map(number::duration_ms);
    let text = row.text.clone().filter(|text| !text.is_empty());
    let what = text.map_or_else(|| row.says.words(), |text| format!("“{}”", isolated(&text.replace('\n', "⏎"))));
    view! {
        <div
            role="option"
            id=format!("frame-{index}")
            class="frow"
            data-bad=row.bad.then_some("")
            style:inset-block-start=format!("{}px", index * ROW_PX)
            aria-selected=move || if selected() { "true" } else { "false" }
            aria-posinset=(index + 1).to_string()
            aria-setsize=move || count.get().to_string()
            on:click=move |_| frames.select(frames.lane.get_untracked(), index)
        >
            <span class="frow__n">{index + 1}</span>
            <span class="frow__name">{row.name.clone()}</span>
            <span class="frow__what">{what}</span>
            <span class="frow__num">{number::bytes(row.length)}</span>
            <span class="frow__num frow__at">{format!("@{}", row.offset)}</span>
            <span class="frow__num">{at}</span>
        </div>
    }
}
