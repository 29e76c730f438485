//! A call as a program: the same that the button sends, in the tool of the reader's choice.

use leptos::prelude::*;

use super::kit::Choose;
use crate::experiment::jobs::Ask;
use crate::export::Target;
use crate::ui::controllers::account::ask::program;
use crate::ui::parts::copy_button::CopyButton;
use crate::ui::state::{Slot, use_app};

thread_local! {
    static TOOL: Slot<RwSignal<Target>> = const { Slot::new() };
}

/// The call as code, folded until it is asked for.
#[component]
pub fn CallCode(
    /// Start of the element ids.
    id: &'static str,
    /// The call.
    #[prop(into)]
    ask: Signal<Ask>,
) -> impl IntoView {
    let state = use_app();
    let tool = TOOL.with(|tool| tool.get(|| RwSignal::new(Target::Boto3)));
    let open = RwSignal::new(false);
    let written = RwSignal::new(None::<Result<String, String>>);
    Effect::new(move |_| {
        let (ask, tool) = (ask.get(), tool.get());
        if open.get() {
            program(state, ask, tool, written);
        }
    });
    let text = move || match written.get() {
        Some(Ok(text)) => text,
        Some(Err(why)) => why,
        None => "Loading …".to_owned(),
    };
    let copied = Callback::new(move |()| written.get_untracked().and_then(Result::ok).unwrap_or_default());
    view! {
        <details class="job__fold" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>"This call as code"</summary>
            <div class="job__form">
                <Choose
                    id=format!("{id}-tool")
                    label="Tool"
                    choices=Target::ALL.into_iter().map(|tool| (tool, tool.label().to_owned())).collect()
                    chosen=tool
                    on_choose=Callback::new(move |chosen| tool.set(chosen))
                />
            </div>
            <div class="acts"><CopyButton label="Copy the code" text=copied /></div>
            {move || open.get().then(|| view! {
                <pre class="job__line" tabindex="0" role="group" aria-label="The call as code">{text}</pre>
            })}
        </details>
    }
}
