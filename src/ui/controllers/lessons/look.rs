//! What a step points at, in the page: a ring around it, the way to it, and the veil over what is still to be guessed.

use leptos::ev;
use leptos::prelude::*;

use super::desk::{Desk, Size};
use super::watch;
use crate::lesson::journal::Pane;
use crate::lesson::step::{Place, Step, Target, TargetKind};
use crate::page::View;
use crate::platform::point::{self, Away};
use crate::platform::watch::Watch;
use crate::platform::{focus, frame};
use crate::text::{json, number};

/// What is veiled while a room votes.
const EVERY_ANSWER: &str = "converse-response invoke-response view";

/// Where no target is.
const PANEL: &str = "#lesson";

/// The view of a place.
pub fn view_of(place: Place) -> View {
    match place {
        Place::Playground => View::Playground,
        Place::Embeddings => View::Embeddings,
        Place::Images => View::Images,
        Place::Explorer => View::Explorer,
        Place::Program => View::Lessons,
    }
}

/// Points at the target of the open step from now on, until the calling view is gone.
pub fn follow(desk: Desk) {
    let pending = StoredValue::new(false);
    let mark = move || {
        if pending.try_get_value() != Some(false) {
            return;
        }
        pending.set_value(true);
        frame::next(move || {
            if pending.try_set_value(false).is_none() {
                mark_now(desk);
            }
        });
    };
    Effect::new(move |_| {
        desk.lesson.track();
        desk.step.track();
        desk.journal.track();
        desk.state.place.view.track();
        mark();
    });
    // Rows are drawn again when their text changes, without their mark.
    let watching = StoredValue::new_local(None::<Watch>);
    Effect::new(move |_| {
        desk.state.place.view.track();
        frame::next(move || {
            let main = document().query_selector(".app").ok().flatten();
            watching.try_set_value(main.and_then(|main| Watch::new(main, &["aria-selected"], mark).ok()));
        });
    });
    // A phone scrolls the whole page, which nothing in it sees.
    let scrolled = window_event_listener(ev::scroll, move |_| mark());
    on_cleanup(move || scrolled.remove());
    Effect::new(move |_| {
        desk.size.track();
        mark();
    });
    Effect::new(move |_| {
        let guessed = desk.is_veiled.get().then(|| desk.with_step(|step| veiled(&step.veil)).unwrap_or_default());
        let names = if desk.is_covered.get() { Some(EVERY_ANSWER.to_owned()) } else { guessed };
        focus::set_root_attribute("data-veil", names.as_deref());
    });
    shrink(desk);
    on_cleanup(|| {
        point::clear();
        focus::set_root_attribute("data-veil", None);
        focus::set_root_attribute("data-presenter", None);
    });
}

/// On a phone the panel shrinks while a field has the focus, and when a run starts.
fn shrink(desk: Desk) {
    let is_phone = || {
        let width = window().inner_width().ok().and_then(|width| width.as_f64());
        width.is_some_and(|width| width < 700.0)
    };
    let strip = move || {
        if is_phone() && desk.size.get_untracked() != Size::Strip {
            desk.size.set(Size::Strip);
        }
    };
    let handle = window_event_listener(ev::focusin, move |event| {
        use wasm_bindgen::JsCast;
        let field = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let is_outside = field.is_some_and(|field| {
            matches!(field.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
                && field.closest(PANEL).ok().flatten().is_none()
        });
        if is_outside {
            strip();
        }
    });
    on_cleanup(move || handle.remove());
    Effect::new(move |_| {
        if desk.state.run.running.get() {
            strip();
        }
    });
}

/// The words of the style sheet for what is veiled.
fn veiled(targets: &[Target]) -> String {
    let word = |target: &Target| match target.kind {
        TargetKind::Pane(
            pane @ (Pane::ConverseRequest
            | Pane::InvokeRequest
            | Pane::ConverseResponse
            | Pane::InvokeResponse
            | Pane::Canonical),
        ) => pane.word(),
        TargetKind::Pane(Pane::Operation | Pane::Output | Pane::Image)
        | TargetKind::Button
        | TargetKind::Field
        | TargetKind::Tab
        | TargetKind::Panel => "view",
    };
    targets.iter().map(word).collect::<Vec<_>>().join(" ")
}

fn mark_now(desk: Desk) {
    point::clear();
    let targets = untrack(|| desk.with_step(|step| step.look.clone())).unwrap_or_default();
    for target in &targets {
        if mark(desk, target) {
            break;
        }
    }
    let away = point::away(PANEL);
    // What is written into the panel is a change that is followed, too.
    if desk.away.get_untracked() != away {
        desk.away.set(away);
    }
}

/// Where the target is, if it is out of sight.
pub fn away(desk: Desk) -> Option<String> {
    let lines = |count: u32| number::count(u64::from(count), "line");
    Some(match desk.away.get()? {
        Away::Above(count) => format!("{} above", lines(count)),
        Away::Below(count) => format!("{} below", lines(count)),
    })
}

/// Marks a target, and says whether it is in the page.
fn mark(desk: Desk, target: &Target) -> bool {
    let name = target.name.as_str();
    match target.kind {
        TargetKind::Button if name == "Run" => point::mark_first("#run"),
        TargetKind::Button => {
            point::mark_named("button", name, PANEL) || point::mark_named("[role=\"tab\"]", name, PANEL)
        }
        TargetKind::Field => {
            point::mark_named("label, legend, summary", name, PANEL)
                || point::mark_named("input, select, textarea", name, PANEL)
        }
        TargetKind::Tab => point::mark_named("[role=\"tab\"]", name, PANEL),
        TargetKind::Pane(pane) => {
            let row = (!target.at.is_empty()).then(|| row_of(desk, pane, &target.at)).flatten();
            let list = watch::list_of(pane);
            row.is_some_and(|row| point::mark_first(&format!("#{list} [data-n=\"{row}\"]")))
                || point::mark_first(&format!("#{}", pane.word()))
                || point::mark_first(&format!("#{list}"))
        }
        TargetKind::Panel => point::mark_first("#lesson .quiz"),
    }
}

/// The number of the row that shows a value.
fn row_of(desk: Desk, pane: Pane, at: &str) -> Option<usize> {
    let rows = json::rows(&watch::shown_text(desk.state, pane)?);
    rows.iter().position(|row| row.pointers.iter().any(|pointer| pointer == at)).map(|place| place + 1)
}

/// Moves the focus to what the step points at.
pub fn go(desk: Desk) {
    if desk.size.get_untracked() != Size::Half {
        desk.size.set(Size::Half);
    }
    mark_now(desk);
    if !point::go() {
        desk.state.status.announce("What the step points at is not in the page yet");
    }
}

/// What a step points at, in words.
pub fn words(step: &Step) -> Option<String> {
    let target = step.look.first()?;
    let name = &target.name;
    Some(match target.kind {
        TargetKind::Button | TargetKind::Field => name.clone(),
        TargetKind::Tab => format!("the tab {name}"),
        TargetKind::Pane(pane) => {
            let pane = match pane {
                Pane::ConverseRequest => "Converse request",
                Pane::InvokeRequest => "InvokeModel request",
                Pane::ConverseResponse => "Converse response",
                Pane::InvokeResponse => "InvokeModel response",
                Pane::Operation => "input of the operation",
                Pane::Output => "output of the operation",
                Pane::Canonical => "canonical request",
                Pane::Image => "response with the image",
            };
            if target.at.is_empty() { pane.to_owned() } else { format!("{pane}, {}", target.at) }
        }
        TargetKind::Panel => return None,
    })
}
