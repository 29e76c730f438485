//! The banner that a new version of this page is ready.

use leptos::prelude::*;

use crate::ui::controllers::offline;
use crate::ui::widgets::icon::late_icon;

late_view! {
    compose:
    /// The banner of a new version.
    pub fn late() => banner()
}

/// The banner. Nothing is loaded again until its button is pressed.
pub fn banner() -> AnyView {
    view! {
        <section class="arrived" aria-label="New version">
            {late_icon("refresh")}
            <div class="arrived__text" role="status">
                <p><b>"A new version is ready."</b>" Reloading keeps your drafts and forgets your credentials."</p>
            </div>
            <div class="arrived__acts">
                <button type="button" class="btn" on:click=|_| offline::use_new_version()>"Reload"</button>
                <button type="button" class="btn btn--ghost" on:click=|_| offline::new_version().set(false)>"Later"</button>
            </div>
        </section>
    }
    .into_any()
}
