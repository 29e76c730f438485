//! The Explorer: every operation of the four clients, found by name or by what one wants to do, with a form, its request
//! and its answer.

mod account_bar;
mod bar;
mod code;
mod confirm;
mod field;
mod form;
pub mod jobs;
mod nav;
mod operation;
mod overview;
mod quotas;
mod refusal;
mod signature;
mod stage;
mod state;
mod wrong_client;

use leptos::prelude::*;

use self::state::use_explorer;
use super::parts::lab_frame::LabFrame;
use crate::page::explorer::Place;

late_view! {
    explorer:
    /// The view of all operations.
    pub fn late() => view()
}

/// The view.
pub fn view() -> AnyView {
    let explorer = use_explorer();
    explorer.follow_address();
    explorer.follow_keys();
    let is_operation = Memo::new(move |_| matches!(explorer.place.get(), Place::Operation(_)));
    let middle = move || {
        if is_operation.get() {
            view! { <operation::OperationPane /> }.into_any()
        } else {
            view! { <overview::Overview /> }.into_any()
        }
    };
    // Only a call has an answer; the other places take the whole height.
    let lower = move || is_operation.get().then(|| view! { <stage::Stage /> });
    view! {
        <bar::Bar />
        <LabFrame
            name="Explorer"
            class="work lab explo"
            left=("Width of Operations", 26.0)
            above=("Height of the form", 54.0)
            compose=view! { <nav::Nav /> }.into_any()
            came=middle.into_any()
            stage=lower.into_any()
        />
        <confirm::Confirm />
    }
    .into_any()
}
