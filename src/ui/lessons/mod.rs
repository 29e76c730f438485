//! The lessons: the list of them, the panel of the open one beside the view that it needs, and the code bench.

mod arrived;
mod cards;
mod exam;
mod guess;
mod handing;
mod hints;
mod index;
mod marked;
mod more;
mod program;
mod side;
mod step;
mod teach;

use leptos::prelude::*;

use super::controllers::lessons::desk::Desk;
use crate::ui::state::use_app;

late_view! {
    lessons:
    /// The list of lessons; while a lesson is open, its code bench.
    pub fn late() => view()
}

late_view! {
    lessons:
    /// The panel of the open lesson.
    pub fn panel() => side::panel()
}

/// The view.
pub fn view() -> AnyView {
    let state = use_app();
    let desk = Desk::of_page();
    let teaches = Memo::new(move |_| state.overlay.teaches());
    (move || if teaches.get() { program::program(desk) } else { index::index(desk) }).into_any()
}
