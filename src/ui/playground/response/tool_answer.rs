//! Answers the model's tool calls by hand: type each result or run the built-in tool, then add both messages to the
//! conversation.

use leptos::prelude::*;

use crate::experiment::Api;
use crate::experiment::builtin_tools::ToolCall;
use crate::platform::{clock, focus};
use crate::ui::state::use_app;
use crate::ui::widgets::area::Area;
use crate::ui::widgets::icon::icon;

late_view! {
    run:
    /// The form that answers the model's tool calls.
    pub fn late(api: Api) => tool_answer(api)
}

/// One call of a tool, and the result as typed.
#[derive(Clone)]
struct Call {
    tool: ToolCall,
    result: RwSignal<String>,
    failed: RwSignal<bool>,
}

impl Call {
    /// Runs the built-in tool of that name, if there is one.
    fn run(&self) {
        let Some(answer) = self.tool.run(clock::now()) else { return };
        self.failed.set(answer.is_err());
        self.result.set(answer.unwrap_or_else(|message| message));
    }

    /// The typed result; an error if the tool failed.
    fn typed(&self) -> Result<String, String> {
        let typed = self.result.get_untracked();
        if self.failed.get_untracked() { Err(typed) } else { Ok(typed) }
    }
}

/// The calls of an answer, once it is complete.
pub fn tool_answer(api: Api) -> AnyView {
    let state = use_app();
    let calls: Vec<Call> = state.run.session.with_untracked(|session| {
        let calls = session.exchange(api).map(|exchange| ToolCall::all_of(exchange.turn())).unwrap_or_default();
        let unanswered = |tool| Call { tool, result: RwSignal::new(String::new()), failed: RwSignal::new(false) };
        calls.into_iter().map(unanswered).collect()
    });
    let all = StoredValue::new(calls.clone());
    let go_on = move |_| {
        let said = state.run.session.with_untracked(|session| {
            session.exchange(api).map(|exchange| exchange.turn().content()).unwrap_or_default()
        });
        let results = all.with_value(|calls| calls.iter().map(|call| call.tool.result(call.typed())).collect());
        state.draft.update(|draft| draft.continue_with(said, results));
        state.status.announce("The call and its result are in the conversation. Press Run to continue");
        focus::move_to("#run");
    };
    view! {
        <section class="toolanswer" aria-label="Answer the tool calls">
            {calls
                .into_iter()
                .map(|call| {
                    let built_in = call.tool.built_in().is_some();
                    let name = call.tool.name.clone();
                    let label = format!("Result of {name}");
                    let (result, failed) = (call.result, call.failed);
                    view! {
                        <div class="toolanswer__call">
                            <div class="row row--wrap">
                                <b>{label.clone()}</b>
                                {built_in.then(|| view! {
                                    <button type="button" class="btn btn--sm" on:click=move |_| call.run()>
                                        {icon("run")}
                                        {format!("Run the built-in {name}")}
                                    </button>
                                })}
                                <label class="check">
                                    <input
                                        type="checkbox"
                                        prop:checked=move || failed.get()
                                        on:change=move |event| failed.set(event_target_checked(&event))
                                    />
                                    "The tool failed"
                                </label>
                            </div>
                            <Area
                                label=label
                                class="area area--mono"
                                spellcheck=false
                                text=result
                                placeholder="Text, or a JSON object"
                                on_text=Callback::new(move |text| result.set(text))
                            />
                        </div>
                    }
                })
                .collect_view()}
            <button type="button" class="btn btn--solid" on:click=go_on>"Add to the conversation"</button>
        </section>
    }
    .into_any()
}
