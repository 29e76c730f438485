//! A dialog of the page, open while the page's state names it.

use leptos::prelude::*;

use crate::ui::state::{AppState, Dialog, use_app};
use crate::ui::widgets::dialog::Modal;

/// The dialog, with its heading and content.
#[component]
pub fn PageDialog(
    /// The dialog's identity.
    is: Dialog,
    /// Element id.
    id: &'static str,
    /// The heading.
    title: &'static str,
    /// Its content, created each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let state = use_app();
    view! {
        <Modal id=id title=title open=is_open(state, is) on_close=Callback::new(move |()| close(state, is)) children=children />
    }
}

/// Whether the dialog is open.
pub fn is_open(state: AppState, is: Dialog) -> Signal<bool> {
    Signal::derive(move || state.place.dialog.get() == Some(is))
}

/// Closes the dialog, unless another one has replaced it.
pub fn close(state: AppState, is: Dialog) {
    if state.place.dialog.get_untracked() == Some(is) {
        state.place.dialog.set(None);
    }
}
