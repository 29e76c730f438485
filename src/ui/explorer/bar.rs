//! The bar: where requests go, the request line, Send.

use leptos::prelude::*;

use super::state::use_explorer;
use crate::ui::controllers::explorer;
use crate::ui::controllers::view_actions::ViewActions;
use crate::ui::memo::memo;
use crate::ui::parts::run_bar::RunBar;
use crate::ui::state::View;

/// The bar.
#[component]
pub fn Bar() -> impl IntoView {
    let this = use_explorer();
    let running = this.calling.running;
    let line = move || {
        let operation = this.operation.get()?;
        Some(format!("{} {}", operation.method, operation.uri))
    };
    let blocked = memo(move || this.blocked().is_some());
    let actions = ViewActions {
        run: Callback::new(move |()| this.send()),
        stop: Callback::new(move |()| explorer::stop(this.state, this.calling)),
        running: running.into(),
        regions: &["mode", "compose", "operation", "response"],
    };
    view! {
        <RunBar
            view=View::Explorer
            calls=Signal::derive(move || this.blocked().map(str::to_owned).unwrap_or_default())
            label=Signal::derive(move || if running.get() { "Stop".to_owned() } else { "Send".to_owned() })
            blocked=Signal::from(blocked)
            actions=actions
        >
            <code class="explo__line">{line}</code>
        </RunBar>
    }
}
