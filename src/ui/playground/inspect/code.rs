//! The tab Code: one of the two requests as a program, with its lines linked to the bodies.

use leptos::prelude::*;

use crate::aws::region::Region;
use crate::export::Request;
use crate::twin::row_marks::Side;
use crate::ui::memo::memo;
use crate::ui::parts::code_panel::code_panel;
use crate::ui::state::use_app;

late_view! {
    inspect:
    /// The request as a program.
    pub fn late() => code()
}

/// The playground's panel: one of the two requests.
pub fn code() -> AnyView {
    let state = use_app();
    let side = RwSignal::new(Side::Converse);
    let request = memo(move || {
        let shown = state.shown.read();
        let Some(shown) = shown.as_ref() else {
            return Err("The code appears here when the model field holds a model ID".to_owned());
        };
        let twin = &shown.twin;
        let built = match side.get() {
            Side::Converse => &twin.converse,
            Side::Native => twin.invoke.as_ref().map_err(Clone::clone)?,
        };
        let region = state.draft.with(|draft| Region::parse(&draft.region)).map_err(|error| error.to_string())?;
        Ok(Request::from_built(built, &twin.model, region))
    });
    code_panel(request, Some(side))
}
