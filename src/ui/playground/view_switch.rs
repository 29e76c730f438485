//! The switch between the two faces of a stage, on a phone.

use leptos::prelude::*;

use crate::ui::widgets::segment::segment_of;

/// On a phone: which of the two faces is shown.
#[component]
pub fn ViewSwitch(name: &'static str, view: RwSignal<&'static str>) -> impl IntoView {
    view! {
        <div class="seg view-seg only-phone" role="radiogroup" aria-label="Show">
            {segment_of(name, "Converse", "converse", view)} {segment_of(name, "InvokeModel", "invoke", view)}
            {segment_of(name, "Both", "both", view)}
        </div>
    }
}
