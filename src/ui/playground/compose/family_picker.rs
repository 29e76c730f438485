//! The family of an ARN that does not state it: the user picks it.

use leptos::prelude::*;

use crate::bedrock::family::{Family, PICKS};
use crate::ui::memo::memo;
use crate::ui::state::use_app;

late_view! {
    compose:
    /// The family of a model whose ID does not state it.
    pub fn late() => family_picker()
}

/// The select beside the model.
pub fn family_picker() -> AnyView {
    let state = use_app();
    let picked = memo(move || state.draft.with(|draft| draft.family.clone()));
    view! {
        <select
            class="select familypick"
            id="family"
            aria-label="Body family"
            title="This ARN does not say which model it serves: pick the family of its native body"
            prop:value=move || picked.get()
            on:change=move |event| {
                let family = event_target_value(&event);
                state.draft.update(|draft| draft.family = family);
            }
        >
            <option value="" selected=move || picked.read().is_empty()>"Pick the family…"</option>
            {PICKS
                .into_iter()
                .filter_map(|start| Some((start, Family::from_base_id(start)?)))
                .map(|(start, family)| view! {
                    <option value=start selected=move || *picked.read() == start>{family.name()}</option>
                })
                .collect_view()}
        </select>
    }
    .into_any()
}
