//! The menu of the app bar: commands without a button in the bar, and on a phone the views.

use leptos::prelude::*;

use crate::page::commands::{self, Row};
use crate::ui::controllers::commands::perform;
use crate::ui::state::{View, use_app};
use crate::ui::widgets::icon::late_icon;

late_view! {
    inspect:
    /// The content of the app bar's menu.
    pub fn late() => menu_body()
}

/// The menu's items. A choice closes it.
pub fn menu_body() -> AnyView {
    let state = use_app();
    let view = |(view, name, fragment): &'static (View, &str, &str)| {
        view! {
            <a
                href=*fragment
                class="menu__item"
                aria-current=move || (state.place.view.get() == *view).then_some("page")
                on:click=|_| close()
            >
                {*name}
            </a>
        }
    };
    let command = |row: &'static Row| {
        view! {
            <button
                type="button"
                class="menu__item"
                on:click=move |_| {
                    close();
                    perform(state, row.command.clone());
                }
            >
                {late_icon(row.icon)}
                {row.name}
            </button>
        }
    };
    view! {
        <nav class="only-phone" aria-label="Views">{View::ALL.iter().map(view).collect_view()}</nav>
        {commands::menu().map(command).collect_view()}
    }
    .into_any()
}

fn close() {
    crate::platform::focus::hide_popover("menu");
}
