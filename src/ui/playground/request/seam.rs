//! Draws between two twins: a thread for each pair of visible rows, a band for the highlighted pair, and a chip that
//! points to a partner outside the view.
//!
//! Boxes are measured and drawn in one animation frame after a change.

use leptos::html;
use leptos::prelude::*;
use leptos::svg;
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element};

use crate::platform::frame;
use crate::platform::watch::Watch;
use crate::text::number;
use crate::ui::memo::memo;
use crate::ui::widgets::json_view::Lit;

late_view! {
    compose:
    /// The seam between the two requests.
    pub fn late(lit: RwSignal<Lit>) => seam(lit)
}

/// The attributes of a row that change with links or folds.
const WATCHED: [&str; 5] = ["data-link", "data-on", "data-pin", "data-s", "data-stale"];

/// One connection between two rows on screen, in the twin's coordinates.
#[derive(Clone, Debug, PartialEq)]
struct Thread {
    path: String,
    state: String,
    lit: bool,
}

/// The direction of the highlighted row's partner, if it is out of view.
#[derive(Clone, Debug, PartialEq)]
struct OutOfSight {
    link: usize,
    converse_side: bool,
    below: bool,
    lines: usize,
    /// The face's middle and the edge for the chip, in the twin's coordinates.
    x: f64,
    y: f64,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Drawing {
    threads: Vec<Thread>,
    out_of_sight: Vec<OutOfSight>,
}

/// Draws over the `.twin` that contains it.
pub fn seam(lit: RwSignal<Lit>) -> AnyView {
    let node = NodeRef::<html::Div>::new();
    let drawing = RwSignal::new(Drawing::default());
    let pending = StoredValue::new(false);
    let redraw = move || {
        if pending.try_get_value() != Some(false) {
            return;
        }
        pending.set_value(true);
        frame::next(move || {
            if pending.try_set_value(false).is_some() {
                return;
            }
            let twin = node.try_get_untracked().flatten().and_then(|node| node.parent_element());
            let next = twin.and_then(|twin| read(&twin, lit.get_untracked().shown())).unwrap_or_default();
            if drawing.try_with_untracked(|drawing| *drawing != next) == Some(true) {
                drawing.set(next);
            }
        });
    };
    let watch = StoredValue::new_local(None::<Watch>);
    Effect::new(move |_| {
        if let Some(twin) = node.get().and_then(|node| node.parent_element()) {
            watch.set_value(Watch::new(twin, &WATCHED, redraw).ok());
            redraw();
        }
    });
    Effect::new(move |_| {
        lit.track();
        redraw();
    });
    // A pin scrolls its partner into view; hovering does not scroll.
    Effect::new(move |before: Option<Option<usize>>| {
        let pinned = lit.get().pinned;
        if let Some(link) = pinned
            && before.flatten() != pinned
            && let Some(twin) = node.get_untracked().and_then(|node| node.parent_element())
        {
            for face in [".face--converse", ".face--invoke"] {
                bring_into_view(&twin, face, link);
            }
        }
        pinned
    });
    let threads = memo(move || drawing.with(|drawing| drawing.threads.clone()));
    let chips = memo(move || drawing.with(|drawing| drawing.out_of_sight.clone()));
    view! {
        <div class="threads" node_ref=node aria-hidden="true">
            {svg::svg().child(move || {
                threads
                    .get()
                    .into_iter()
                    .map(|thread| {
                        svg::path()
                            .attr("d", thread.path)
                            .attr("data-s", thread.state)
                            .attr("data-on", thread.lit.then_some(""))
                    })
                    .collect_view()
            })}
        </div>
        {move || chips.get().into_iter().map(|chip| chip_view(&chip, node)).collect_view()}
    }
    .into_any()
}

fn chip_view(chip: &OutOfSight, node: NodeRef<html::Div>) -> AnyView {
    let (arrow, place) = if chip.below { ("↓", "below") } else { ("↑", "above") };
    let said = format!("{arrow} {} {place}", number::count(chip.lines as u64, "line"));
    let (link, face) = (chip.link, if chip.converse_side { ".face--converse" } else { ".face--invoke" });
    view! {
        <button
            type="button"
            class="chip offscreen"
            tabindex="-1"
            data-below=chip.below.then_some("")
            style:left=format!("{}px", chip.x)
            style:top=format!("{}px", chip.y)
            on:click=move |_| {
                if let Some(twin) = node.get_untracked().and_then(|node| node.parent_element()) {
                    bring_into_view(&twin, face, link);
                }
            }
        >
            {said}
        </button>
    }
    .into_any()
}

fn bring_into_view(twin: &Element, face: &str, link: usize) {
    if let Some(row) = twin.query_selector(&format!("{face} .jrow[data-link=\"{link}\"]")).ok().flatten() {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        row.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// A linked row: its position and its visible part.
struct Place {
    link: String,
    state: String,
    lit: bool,
    row: DomRect,
    number: usize,
}

/// The linked rows of one face, the first of each link, and their scroll window.
fn rows(twin: &Element, face: &str) -> Option<(DomRect, Vec<Place>)> {
    let scroll = twin.query_selector(&format!("{face} .scroll")).ok().flatten()?;
    let list = scroll.query_selector_all(".jrow[data-link]").ok()?;
    let mut places: Vec<Place> = Vec::new();
    for index in 0..list.length() {
        let Some(row) = list.item(index).and_then(|node| node.dyn_into::<Element>().ok()) else { continue };
        let Some(link) = row.get_attribute("data-link") else { continue };
        if places.iter().any(|place| place.link == link) {
            continue;
        }
        places.push(Place {
            state: row.get_attribute("data-s").unwrap_or_default(),
            lit: row.has_attribute("data-on") || row.has_attribute("data-pin"),
            number: row.get_attribute("data-n").and_then(|number| number.parse().ok()).unwrap_or(0),
            row: row.get_bounding_client_rect(),
            link,
        });
    }
    Some((scroll.get_bounding_client_rect(), places))
}

fn read(twin: &Element, shown: Option<usize>) -> Option<Drawing> {
    let frame = twin.get_bounding_client_rect();
    let seam = twin.query_selector(".seam").ok().flatten()?.get_bounding_client_rect();
    let (left_window, left) = rows(twin, ".face--converse")?;
    let (right_window, right) = rows(twin, ".face--invoke")?;
    let mut drawing = Drawing::default();
    // On a phone the faces are stacked, so there is no seam.
    if seam.width() > 0.0 {
        for from in &left {
            let Some(to) = right.iter().find(|to| to.link == from.link) else { continue };
            let (Some(a), Some(b)) = (seen(&from.row, &left_window), seen(&to.row, &right_window)) else { continue };
            let on = from.lit || to.lit;
            let path = if on { band(&seam, &frame, a, b) } else { thread(&seam, &frame, a, b) };
            drawing.threads.push(Thread { path, state: from.state.clone(), lit: on });
        }
        // The highlighted pair is drawn on top.
        drawing.threads.sort_unstable_by_key(|thread| thread.lit);
    }
    if let Some(link) = shown {
        let name = link.to_string();
        for (converse_side, window, places) in [(true, &left_window, &left), (false, &right_window, &right)] {
            let Some(place) = places.iter().find(|place| place.link == name) else { continue };
            if seen(&place.row, window).is_some() || window.height() <= 0.0 {
                continue;
            }
            let below = place.row.top() >= window.bottom();
            let on_screen = |other: &&Place| seen(&other.row, window).is_some();
            let nearest = if below {
                places.iter().filter(on_screen).map(|other| other.number).max()
            } else {
                places.iter().filter(on_screen).map(|other| other.number).min()
            };
            let away = if below { place.row.top() - window.bottom() } else { window.top() - place.row.bottom() };
            // By row numbers if a linked row is visible, otherwise by the row height.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a distance on screen, in rows"
            )]
            let by_height = (away / place.row.height().max(1.0)).max(0.0) as usize + 1;
            drawing.out_of_sight.push(OutOfSight {
                link,
                converse_side,
                below,
                lines: nearest.map_or(by_height, |nearest| nearest.abs_diff(place.number).min(by_height).max(1)),
                x: window.left() + window.width() / 2.0 - frame.left(),
                y: if below { window.bottom() - frame.top() } else { window.top() - frame.top() },
            });
        }
    }
    Some(drawing)
}

/// Top and bottom of a row's visible part.
fn seen(row: &DomRect, window: &DomRect) -> Option<(f64, f64)> {
    let (top, bottom) = (row.top().max(window.top()), row.bottom().min(window.bottom()));
    (bottom - top > 1.0).then_some((top, bottom))
}

/// The edges of the seam and its middle, in the twin's coordinates.
fn across(seam: &DomRect, frame: &DomRect) -> (f64, f64, f64) {
    let left = seam.left() - frame.left();
    (left, left + seam.width() / 2.0, left + seam.width())
}

/// A line between the first lines of two rows.
fn thread(seam: &DomRect, frame: &DomRect, a: (f64, f64), b: (f64, f64)) -> String {
    let (left, middle, right) = across(seam, frame);
    let height = |row: (f64, f64)| (row.0 + 10.0).min(row.1) - frame.top();
    let (left, middle, right) = (tenths(left), tenths(middle), tenths(right));
    let (y, z) = (tenths(height(a)), tenths(height(b)));
    format!("M{left} {y}C{middle} {y} {middle} {z} {right} {z}")
}

/// A band from one row to the other.
fn band(seam: &DomRect, frame: &DomRect, a: (f64, f64), b: (f64, f64)) -> String {
    let (left, middle, right) = across(seam, frame);
    let (top, bottom) = (a.0 - frame.top(), a.1 - frame.top());
    let (to_top, to_bottom) = (b.0 - frame.top(), b.1 - frame.top());
    let (left, middle, right) = (tenths(left), tenths(middle), tenths(right));
    let (top, bottom, to_top, to_bottom) = (tenths(top), tenths(bottom), tenths(to_top), tenths(to_bottom));
    format!(
        "M{left} {top}C{middle} {top} {middle} {to_top} {right} {to_top}V{to_bottom}C{middle} {to_bottom} {middle} {bottom} {left} {bottom}Z"
    )
}

/// A coordinate as written in a path.
fn tenths(value: f64) -> String {
    number::fixed(value, 1)
}
