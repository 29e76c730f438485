//! A model that Converse does not serve: which API takes it and why, and the view that writes its body.

use leptos::prelude::*;

use crate::bedrock::model_id::ModelId;
use crate::page::models::{Elsewhere, elsewhere, open_in};
use crate::twin::row_marks::Side;
use crate::ui::controllers::views;
use crate::ui::memo::memo;
use crate::ui::state::{AppState, use_app};
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::lazy_view::lazy_view;

late_view! {
    compose:
    /// The place for the model, in the pane of a request.
    pub fn late(side: Side, found: Memo<Option<Elsewhere>>) => notice(side, found)
}

/// The place for the model of the draft, if Converse does not serve it.
pub fn of_draft(state: AppState) -> Memo<Option<Elsewhere>> {
    memo(move || state.composed.read().model.as_ref().and_then(elsewhere))
}

/// The notice about such a model in the pane of a request.
pub fn in_pane(side: Side, found: Memo<Option<Elsewhere>>) -> impl IntoView {
    let any = memo(move || found.read().is_some());
    move || any.get().then(|| lazy_view(move |owner| late(owner, side, found)))
}

fn notice(side: Side, found: Memo<Option<Elsewhere>>) -> AnyView {
    let state = use_app();
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
