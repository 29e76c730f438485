//! Draws between two twins: a thread for each pair of visible rows, a band for the highlighted pair, and a chip that
//! points to a partner outside the view.
//!
//! Boxes are measured and drawn in one animation frame after a change.

use leptos::html;
use leptos::prelude::*;
use leptos::svg;
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element, NodeList};

use crate::platform::frame;
use crate::platform::watch::Watch;
use crate::text::number;
use crate::ui::memo::memo;
use crate::ui::widgets::json_view::Lit;

late_view! {
    compose:
    /// The lines between the requests, or between the answers.
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
            let next = twin.and_then(|twin| read(&twin, lit.get_untracked())).unwrap_or_default();
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
            bring_pair_into_view(&twin, link);
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

/// Brings both rows of a pair into view. Where the faces stand below each other the page itself would scroll away from the row
/// that was pressed, so a pair of which one row can be seen only makes room for that row's note.
fn bring_pair_into_view(twin: &Element, link: usize) {
    const FACES: [&str; 2] = [".face--converse", ".face--invoke"];
    let seam = twin.query_selector(".seam").ok().flatten().map_or(0.0, |seam| seam.get_bounding_client_rect().width());
    let height = web_sys::window()
        .and_then(|window| window.document()?.document_element())
        .map_or(0.0, |root| f64::from(root.client_height()));
    let on_screen = |face: &&str| {
        row_of(twin, face, link).is_some_and(|row| {
            let row = row.get_bounding_client_rect();
            row.height() > 0.0 && row.bottom() > 0.0 && row.top() < height
        })
    };
    let pressed = FACES.iter().find(|face| on_screen(face)).filter(|_| seam <= 0.0);
    for face in FACES.iter().filter(|face| pressed.is_none_or(|pressed| pressed == *face)) {
        bring_into_view(twin, face, link);
    }
}

fn row_of(twin: &Element, face: &str, link: usize) -> Option<Element> {
    twin.query_selector(&format!("{face} .jrow[data-link~=\"{link}\"]")).ok().flatten()
}

fn bring_into_view(twin: &Element, face: &str, link: usize) {
    if let Some(row) = row_of(twin, face, link) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        row.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// A linked row: its position, and the window that it scrolls in.
struct Place {
    link: usize,
    state: String,
    row: DomRect,
    window: DomRect,
    number: usize,
}

/// The linked rows of one face, the first of each link. A row may belong to several.
fn rows(twin: &Element, face: &str) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let Ok(windows) = twin.query_selector_all(&format!("{face} .scroll")) else { return places };
    // A body, and below it the headers that belong to it.
    for window in elements(&windows) {
        let Ok(list) = window.query_selector_all(".jrow[data-link]") else { continue };
        for row in elements(&list) {
            for link in row.get_attribute("data-link").unwrap_or_default().split(' ') {
                let Ok(link) = link.parse() else { continue };
                if places.iter().any(|place| place.link == link) {
                    continue;
                }
                places.push(Place {
                    link,
                    state: row.get_attribute("data-s").unwrap_or_default(),
                    number: row.get_attribute("data-n").and_then(|number| number.parse().ok()).unwrap_or(0),
                    row: row.get_bounding_client_rect(),
                    window: window.get_bounding_client_rect(),
                });
            }
        }
    }
    places
}

fn elements(list: &NodeList) -> impl Iterator<Item = Element> {
    (0..list.length()).filter_map(|index| list.item(index)?.dyn_into::<Element>().ok())
}

fn read(twin: &Element, lit: Lit) -> Option<Drawing> {
    let shown = lit.shown();
    let frame = twin.get_bounding_client_rect();
    let seam = twin.query_selector(".seam").ok().flatten()?.get_bounding_client_rect();
    let (left, right) = (rows(twin, ".face--converse"), rows(twin, ".face--invoke"));
    let mut drawing = Drawing::default();
    // On a phone the faces are stacked, so there is no seam.
    if seam.width() > 0.0 {
        for from in &left {
            let Some(to) = right.iter().find(|to| to.link == from.link) else { continue };
            let (Some(a), Some(b)) = (seen(from), seen(to)) else { continue };
            let on = lit.hovered == Some(from.link) || lit.pinned == Some(from.link);
            let path = if on { band(&seam, &frame, a, b) } else { thread(&seam, &frame, a, b) };
            drawing.threads.push(Thread { path, state: from.state.clone(), lit: on });
        }
        // The highlighted pair is drawn on top.
        drawing.threads.sort_unstable_by_key(|thread| thread.lit);
    }
    if let Some(link) = shown {
        for (converse_side, places) in [(true, &left), (false, &right)] {
            let Some(place) = places.iter().find(|place| place.link == link) else { continue };
            let window = &place.window;
            if seen(place).is_some() || window.height() <= 0.0 {
                continue;
            }
            let below = place.row.top() >= window.bottom();
            let on_screen = |other: &&Place| seen(other).is_some();
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
fn seen(place: &Place) -> Option<(f64, f64)> {
    let (row, window) = (&place.row, &place.window);
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
