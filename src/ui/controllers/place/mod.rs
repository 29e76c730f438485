//! Where the user is: what scrolls into sight by itself, what fills the work area, and the title of the browser's tab.

pub mod sight;

use crate::text::outside::isolated;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::page::View;
use crate::platform::{focus, frame, style_sheet};
use crate::ui::memo::memo;
use crate::ui::state::AppState;

/// Gives the lower half of the playground the work area, or takes it back.
pub fn maximise(state: AppState) {
    state.place.maximised.update(|on| *on = !*on);
    // The sheet of the late views draws it.
    spawn_local(style_sheet::load());
    frame::next(|| focus::bring_into_view("#response > .pane__head"));
}

/// Names the document after the view that is open, and after what a link or a file brought.
pub fn name_document(state: AppState) {
    let title = memo(move || {
        let view = state.place.view.get();
        let name = View::ALL.iter().find(|(each, ..)| *each == view).map_or("", |(_, name, _)| name);
        let arrived = state.overlay.arrived.read();
        match arrived.as_ref().map(|arrived| arrived.title.trim()) {
            Some(title) if !title.is_empty() => format!("{} · {name} · Outcrop", isolated(title)),
            Some(_) | None => format!("{name} · Outcrop"),
        }
    });
    Effect::new(move |_| focus::set_title(&title.read()));
}
