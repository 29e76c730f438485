//! A call as a program: the same that the button sends, in the tool of the reader's choice.

use leptos::prelude::*;

use super::state::use_explorer;
use crate::experiment::explorer::Form;
use crate::experiment::jobs::Ask;
use crate::export::Target;
use crate::ui::controllers::account::ask::program;
use crate::ui::memo::memo;
use crate::ui::parts::copy_button::CopyButton;
use crate::ui::state::{Slot, use_app};
use crate::ui::widgets::select::Select;

thread_local! {
    static TOOL: Slot<RwSignal<Target>> = const { Slot::new() };
}

/// The tab: the open operation with the form's input.
pub fn panel() -> AnyView {
    let this = use_explorer();
    let ask = memo(move || {
        let operation = this.operation.get()?;
        let input = this.form.with(|form: &Form| form.input().clone());
        Some(Ask { client: operation.client, operation: operation.name, input: input.into() })
    });
    view! {
        <div class="lab__pad">
            {move || ask.get().is_some().then(|| {
                call_code("extab-code", Signal::derive(move || ask.get().unwrap_or_else(|| Ask::bedrock("", ().into()))))
            })}
        </div>
    }
    .into_any()
}

/// The tools, a copy button, and the program or the reason why there is none.
pub fn call_code(id: &'static str, ask: Signal<Ask>) -> AnyView {
    let state = use_app();
    let tool = TOOL.with(|tool| tool.get(|| RwSignal::new(Target::Boto3)));
    let written = RwSignal::new(None::<Result<String, String>>);
    Effect::new(move |_| program(state, ask.get(), tool.get(), written));
    let text = move || match written.get() {
        Some(Ok(text)) => text,
        Some(Err(why)) => why,
        None => "Loading …".to_owned(),
    };
    let copied = Callback::new(move |()| written.get_untracked().and_then(Result::ok).unwrap_or_default());
    view! {
        <div class="acts">
            <Select
                id=id
                label="Tool"
                class="select select--auto"
                choices=Target::ALL.into_iter().map(|tool| (tool, tool.label().to_owned())).collect()
                chosen=tool
                on_choose=move |chosen| tool.set(chosen)
            />
            <CopyButton
                label="Copy the code"
                text=copied
                ready=Signal::derive(move || matches!(&*written.read(), Some(Ok(_))))
            />
        </div>
        <pre class="job__line" tabindex="0" role="group" aria-label="The call as code">{text}</pre>
    }
    .into_any()
}
