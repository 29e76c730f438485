//! The menu of the app bar: what has no place in the bar itself, and on a phone the views.

use leptos::prelude::*;

use crate::ui::state::{Dialog, View, use_app};
use crate::ui::widgets::icon::late_icon;

late_view! {
    inspect:
    /// What the menu of the app bar shows.
    pub fn late() => menu_body()
}

/// The dialogs that the menu opens, with icon and name.
pub const DIALOGS: [(Dialog, &str, &str); 5] = [
    (Dialog::Share, "share", "Share…"),
    (Dialog::History, "history", "History…"),
    (Dialog::Import, "terminal", "Import…"),
    (Dialog::Palette, "search", "Commands…"),
    (Dialog::Shortcuts, "keyboard", "Keyboard shortcuts"),
];

/// What is in the menu. A choice closes it.
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
    let dialog = |(dialog, icon, name): &'static (Dialog, &str, &str)| {
        view! {
            <button
                type="button"
                class="menu__item"
                on:click=move |_| {
                    close();
                    state.place.dialog.set(Some(*dialog));
                }
            >
                {late_icon(icon)}
                {*name}
            </button>
        }
    };
    view! {
        <nav class="only-phone" aria-label="Views">{View::ALL.iter().map(view).collect_view()}</nav>
        {DIALOGS.iter().map(dialog).collect_view()}
    }
    .into_any()
}

fn close() {
    crate::platform::focus::hide_popover("menu");
}
