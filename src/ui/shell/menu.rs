//! The menu of the app bar: commands without a button in the bar, and on a phone the views.

use leptos::prelude::*;

use crate::page::commands::{self, Row};
use crate::platform::offline::{Progress, is_possible};
use crate::ui::controllers::commands::perform;
use crate::ui::controllers::offline::{self, Offline, Wish};
use crate::ui::state::{View, use_app};
use crate::ui::widgets::icon::late_icon;
use crate::ui::widgets::toggle::Toggle;

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
        {is_possible().then(kept_offline)}
    }
    .into_any()
}

/// The copy of the page on this device.
fn kept_offline() -> AnyView {
    let state = use_app();
    let copy = Offline::get();
    let progress = move || match (copy.wish.get(), copy.progress.get()) {
        (Wish::Nothing, _) => "This page is not kept on this device.".to_owned(),
        (_, Some(Progress::Keeping(kept, of))) => format!("Keeping {kept} of {of} files."),
        (_, Some(Progress::Kept)) => "Everything is kept: this page works offline.".to_owned(),
        (_, Some(Progress::Failed)) => "Some files could not be kept. The next visit tries again.".to_owned(),
        (Wish::Used, None) => "What you have used works offline.".to_owned(),
        (Wish::Everything, None) => "Everything is kept in the background.".to_owned(),
    };
    let remove = move |_| {
        close();
        offline::remove(state);
    };
    view! {
        <div class="menu__offline" role="group" aria-label="Offline use">
            <Toggle
                label="Keep everything for offline use"
                on=Signal::derive(move || copy.wish.get() == Wish::Everything)
                on_change=Box::new(move |on| {
                    offline::keep_everything(state, if on { Wish::Everything } else { Wish::Used });
                })
            />
            <p class="quiet" role="status">{progress}</p>
        </div>
        {move || (copy.wish.get() != Wish::Nothing).then(|| view! {
            <button type="button" class="menu__item" on:click=remove>{late_icon("trash")} "Remove offline copy"</button>
        })}
    }
    .into_any()
}

fn close() {
    crate::platform::focus::hide_popover("menu");
}
