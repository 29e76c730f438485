//! Provisioned throughput: buy, list, rename, move, delete.

mod form;
mod rows;
mod state;

use leptos::prelude::*;

use self::state::use_screen;
use super::confirm::Confirm;
use crate::ui::controllers::account::ask::follow;

/// The screen.
#[component]
pub fn Throughput() -> impl IntoView {
    let screen = use_screen();
    follow(
        screen.state,
        Callback::new(move |by| screen.read(by)),
        Callback::new(move |()| {
            screen.rows.clear();
            screen.models.clear();
            screen.open.set(None);
        }),
    );
    view! {
        <div class="job" role="group" aria-label="Provisioned throughput">
            <rows::Rows />
            <form::Buy />
            <Confirm id="throughput-confirm" desk=screen.desk />
        </div>
    }
}
