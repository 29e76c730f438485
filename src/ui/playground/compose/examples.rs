//! The menu of examples: each by its name, with what it teaches.

use leptos::prelude::*;

use crate::experiment::examples::Example;
use crate::platform::focus;
use crate::ui::controllers::visit::links::{self, Replacement};
use crate::ui::state::use_app;

late_view! {
    compose:
    /// What the menu of examples shows.
    pub fn late() => examples_body()
}

/// What is in the menu. A choice closes it; nothing runs by it.
pub fn examples_body() -> AnyView {
    let state = use_app();
    let row = |example: Example| {
        view! {
            <button
                type="button"
                class="menu__item menu__item--two"
                on:click=move |_| {
                    focus::hide_popover("examples");
                    links::replace(state, Replacement::Example(example));
                }
            >
                <span>{example.name()}</span>
                <span class="quiet small">{example.teaches()}</span>
            </button>
        }
    };
    view! {
        <p class="menu__note quiet small">"An example replaces your draft; Undo restores it. Nothing runs."</p>
        {Example::ALL.map(row).into_iter().collect_view()}
    }
    .into_any()
}
