//! A call as code below its form, folded until it is asked for.

use leptos::prelude::*;

use crate::experiment::jobs::Ask;
use crate::ui::explorer::code::call_code;

/// The call as code.
#[component]
pub fn CallCode(
    /// Element id of the choice of the tool.
    id: &'static str,
    /// The call.
    #[prop(into)]
    ask: Signal<Ask>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <details class="job__fold" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>"This call as code"</summary>
            {move || open.get().then(|| call_code(id, ask))}
        </details>
    }
}
