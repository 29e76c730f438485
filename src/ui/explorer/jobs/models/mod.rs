//! Models: list, filter, compare, how each is called, and access to one.

mod access;
mod compare;
mod details;
mod rows;
mod state;

use leptos::prelude::*;

use self::state::use_screen;
use super::confirm::Confirm;
use crate::ui::controllers::account::ask::{By, follow};

/// The screen.
#[component]
pub fn Models() -> impl IntoView {
    let screen = use_screen();
    follow(
        screen.state,
        Callback::new(move |by| {
            // The list of models does not move with the account's clock: once is enough.
            if by == By::Press || screen.models.value.read_untracked().is_none() {
                screen.read(by);
            }
        }),
        Callback::new(move |()| screen.clear()),
    );
    view! {
        <div class="job" role="group" aria-label="Models">
            <rows::Rows />
            {move || screen.open.get().map(|id| view! { <details::Details id=id /> })}
            <compare::Compare />
            <access::UseCase />
            <Confirm id="models-confirm" desk=screen.desk />
        </div>
    }
}
