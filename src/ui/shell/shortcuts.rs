//! The sheet of keyboard shortcuts.

use leptos::prelude::*;

use crate::page::keys::{self, SheetGroup};
use crate::ui::parts::page_dialog::PageDialog;
use crate::ui::state::Dialog;
use crate::ui::widgets::lazy_view::lazy_view;

late_view! {
    inspect:
    /// The content of the shortcuts dialog.
    pub fn late() => shortcuts_body()
}

/// The dialog.
#[component]
pub fn ShortcutsDialog() -> impl IntoView {
    view! {
        <PageDialog is=Dialog::Shortcuts id="shortcuts" title="Keyboard shortcuts">
            {lazy_view(late)}
        </PageDialog>
    }
}

/// The content of the sheet.
pub fn shortcuts_body() -> AnyView {
    let row = |(what, keys): (&'static str, Vec<&'static str>)| {
        view! {
            <div>
                <dt>{what}</dt>
                <dd>{keys.into_iter().map(|key| view! { <kbd>{key}</kbd> }).collect_view()}</dd>
            </div>
        }
    };
    let group = |(name, rows): SheetGroup| {
        view! {
            <div>
                <h3>{name}</h3>
                <dl>{rows.into_iter().map(row).collect_view()}</dl>
            </div>
        }
    };
    view! {
        <div class="dialog__body">
            <p class="small soft">"On a Mac, use Cmd in place of Ctrl."</p>
            <div class="keys">{keys::sheet().map(group).into_iter().collect_view()}</div>
        </div>
    }
    .into_any()
}
