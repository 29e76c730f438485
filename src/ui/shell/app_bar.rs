//! The bar at the top: name, views, theme, shortcuts.

use leptos::prelude::*;
use leptos::svg;

use super::menu;
use crate::ui::state::{Dialog, Theme, View, use_app};
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::icon_button::IconButton;
use crate::ui::widgets::lazy_view::lazy_view;

/// The app bar.
#[component]
pub fn AppBar() -> impl IntoView {
    let state = use_app();
    let opened = RwSignal::new(false);
    let theme_name = move || match state.reading.theme.get() {
        Theme::System => "Theme: system",
        Theme::Light => "Theme: light",
        Theme::Dark => "Theme: dark",
    };
    let next_theme = move |_| {
        state.reading.theme.update(|theme| {
            *theme = match *theme {
                Theme::System => Theme::Light,
                Theme::Light => Theme::Dark,
                Theme::Dark => Theme::System,
            };
        });
    };
    view! {
        <header class="appbar">
            <a class="brand" href="./" aria-label="Outcrop, home">
                {svg::svg().attr("viewBox", "0 0 24 24").attr("aria-hidden", "true").child(svg::r#use().attr("href", "#logo"))}
                "Outcrop"
            </a>
            <span class="brand__for">"for Amazon Bedrock APIs"</span>
            <nav class="nav" aria-label="Main">
                {View::ALL
                    .map(|(view, name, fragment)| view! {
                        <a href=fragment aria-current=move || (state.place.view.get() == view).then_some("page")>{name}</a>
                    })
                    .collect_view()}
            </nav>
            <span class="push"></span>
            <button type="button" class="btn btn--ghost btn--icon" aria-label=theme_name title=theme_name on:click=next_theme>
                {move || icon(if state.reading.theme.get() == Theme::Dark { "moon" } else { "sun" })}
            </button>
            <IconButton
                label="Keyboard shortcuts"
                title="Keyboard shortcuts (?)"
                icon="keyboard"
                class="btn btn--ghost btn--icon only-mid"
                on_press=move |()| state.place.dialog.set(Some(Dialog::Shortcuts))
            />
            <button type="button" class="btn" on:click=move |_| state.place.dialog.set(Some(Dialog::Share))>"Share…"</button>
            <button type="button" class="btn btn--ghost btn--icon" aria-label="Menu" title="Menu" popovertarget="menu">
                {icon("menu")}
            </button>
            <div id="menu" class="menu" popover="auto" on:toggle=move |_| opened.set(true)>
                {move || opened.get().then(|| lazy_view(menu::late))}
            </div>
        </header>
    }
}
