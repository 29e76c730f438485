//! The sheet of keyboard shortcuts.

use leptos::prelude::*;

use crate::ui::state::{Dialog, use_app};
use crate::ui::widgets::dialog::Modal;
use crate::ui::widgets::lazy_view::lazy_view;

late_view! {
    inspect:
    /// What the shortcuts dialog shows.
    pub fn late() => shortcuts_body()
}

const RUN: [(&str, &[&str]); 4] = [
    ("Run or stop", &["Ctrl", "↵"]),
    ("Stop, unpin, close", &["Esc"]),
    ("Commands", &["Ctrl", "K"]),
    ("This sheet", &["?"]),
];
const MOVE: [(&str, &[&str]); 5] = [
    ("Response to Code", &["Alt", "1", "…", "5"]),
    ("Next region", &["F6"]),
    ("Previous region", &["Shift", "F6"]),
    ("From row to row in JSON", &["↑", "↓"]),
    ("Pin the row's link", &["↵"]),
];
const LEAVE: [(&str, &[&str]); 2] = [("Leave a text area", &["Tab"]), ("Fold a bracket in JSON", &["←"])];

/// The dialog.
#[component]
pub fn ShortcutsDialog() -> impl IntoView {
    let state = use_app();
    let open = Signal::derive(move || state.place.dialog.get() == Some(Dialog::Shortcuts));
    let close = Callback::new(move |()| {
        if open.get_untracked() {
            state.place.dialog.set(None);
        }
    });
    view! {
        <Modal id="shortcuts" title="Keyboard shortcuts" open=open on_close=close>
            {lazy_view(late)}
        </Modal>
    }
}

/// What is in the sheet.
pub fn shortcuts_body() -> AnyView {
    let group = |name: &'static str, rows: &'static [(&'static str, &'static [&'static str])]| {
        view! {
            <div>
                <h3>{name}</h3>
                <dl>
                    {rows
                        .iter()
                        .map(|(what, keys)| view! {
                            <div>
                                <dt>{*what}</dt>
                                <dd>{keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect_view()}</dd>
                            </div>
                        })
                        .collect_view()}
                </dl>
            </div>
        }
    };
    view! {
        <div class="dialog__body">
            <p class="small soft">"On a Mac, Cmd does what Ctrl does here."</p>
            <div class="keys">{group("Run", &RUN)} {group("Move", &MOVE)} {group("In the editors", &LEAVE)}</div>
        </div>
    }
    .into_any()
}
