//! What is above the page: dialogs, explanations and short messages. Nothing of it shows at first, so it is drawn after the
//! first paint.

use leptos::prelude::*;

use super::answer_chip;
use super::changes::ChangesDialog;
use super::credentials::CredentialsDialog;
use super::shortcuts::ShortcutsDialog;
use super::{history, import, palette, share};
use crate::ui::controllers::explain as explaining;
use crate::ui::controllers::visit::links::{self, Replacement};
use crate::ui::parts::explain;
use crate::ui::state::{Dialog, use_app, writers};
use crate::ui::widgets::lazy_view::lazy_view;
use crate::ui::widgets::toast::Toast;

late_view! {
    run:
    /// All of it.
    pub fn late() => dialogs()
}

/// The dialogs, once the part that has them is loaded or one is opened.
pub fn late_dialogs() -> AnyView {
    let state = use_app();
    let wanted = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || writers::are_all() || state.place.dialog.get().is_some()
    });
    (move || wanted.get().then(|| lazy_view(late))).into_any()
}

/// The dialogs stay in the page once they were open, so that the focus returns to where it was.
fn dialogs() -> AnyView {
    let state = use_app();
    let shared = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || matches!(state.place.dialog.get(), Some(Dialog::Share | Dialog::History))
    });
    let asked = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || matches!(state.place.dialog.get(), Some(Dialog::Palette | Dialog::Import))
    });
    let help = explaining::help();
    // Its listeners are the page's: once it is there, it stays.
    let explained = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || help.loading.get() != explaining::Loading::Asleep || help.strip.get()
    });
    view! {
        <CredentialsDialog />
        <ShortcutsDialog />
        {move || explained.get().then(|| lazy_view(explain::late))}
        <ChangesDialog />
        {move || asked.get().then(|| (lazy_view(palette::late), lazy_view(import::late)))}
        {move || shared.get().then(|| (lazy_view(share::late), lazy_view(history::late)))}
        {move || {
            state.status.out_of_sight.get().map(|answers| {
                lazy_view(move |owner| answer_chip::late(owner, answers))
            })
        }}
        <Toast
            text=state.status.toast
            undo=state.status.undo
            on_undo=Callback::new(move |()| links::replace(state, Replacement::Undo))
        />
    }
    .into_any()
}
