//! A model that Converse does not serve: which API takes it and why, and the view that writes its body.

use leptos::prelude::*;

use crate::bedrock::model_id::ModelId;
use crate::page::models::{elsewhere, is_elsewhere, open_in};
use crate::twin::row_marks::Side;
use crate::ui::controllers::views;
use crate::ui::memo::memo;
use crate::ui::state::{AppState, use_app};
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::lazy_view::lazy_view;

late_view! {
    compose:
    /// The place for the model, in the pane of a request.
    pub fn late(side: Side) => notice(side)
}

/// Whether Converse does not serve the model of the draft.
pub fn of_draft(state: AppState) -> Memo<bool> {
    memo(move || state.composed.read().model.as_ref().is_some_and(is_elsewhere))
}

/// The notice about such a model in the pane of a request.
pub fn in_pane(side: Side, belongs: Memo<bool>) -> impl IntoView {
    move || belongs.get().then(|| lazy_view(move |owner| late(owner, side)))
}

fn notice(side: Side) -> AnyView {
    let state = use_app();
    let found = memo(move || state.composed.read().model.as_ref().and_then(elsewhere));
    let model = move || state.composed.with_untracked(|composed| composed.model.as_ref().map(ModelId::to_string));
    view! {
        <div class="notice notice--warn elsewhere">
            {icon("warn")}
            <div>
                <p>{move || found.get().map(|found| format!("{}.", found.why))}</p>
                {(side == Side::Converse).then(|| view! {
                    <p class="quiet">"Run sends this body all the same, to show the error that Bedrock returns."</p>
                })}
                {move || found.get().and_then(|found| found.view).map(|view| view! {
                    <button
                        type="button"
                        class="btn btn--sm"
                        on:click=move |_| {
                            if let Some(model) = model() {
                                views::open_with_model(state, view, model);
                            }
                        }
                    >
                        {open_in(view)}
                    </button>
                })}
            </div>
        </div>
    }
    .into_any()
}
