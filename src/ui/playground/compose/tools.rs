//! Tools and all other members of a Converse body, as forms and as JSON.

use leptos::prelude::*;

use super::form_fields::Members;
use super::member_forms::member_forms;
use super::tool_forms::tool_forms;
use crate::experiment::Field;
use crate::experiment::builtin_tools::{BuiltIn, has, toggled};
use crate::ui::memo::memo;
use crate::ui::widgets::area::Area;
use crate::ui::widgets::icon::icon;

late_view! {
    compose:
    /// Tools and the further members of the request.
    pub fn late() => tools_body()
}

const BUILT_IN: &str =
    "Tools that this page can run. The model requests one, you see its result, and the conversation continues.";
const AS_JSON: &str = "Everything else in the body, as JSON. Fields without a form are kept, in order.";

/// The content of the group, once opened.
pub fn tools_body() -> AnyView {
    let members = Members::of_page();
    let error = members.error;
    let text = memo(move || members.state.draft.with(|draft| draft.more.clone()));
    let refusal = move || crate::ui::controllers::validate::refusal_of(members.state, Field::More);
    view! {
        // While the text is not JSON, no form may overwrite it.
        <fieldset class="forms" disabled=move || error.read().is_some()>
            <legend class="vh">"Tools and further members"</legend>
            <p class="group__help">{BUILT_IN}</p>
            {built_in(members)}
            {tool_forms(members)}
            {member_forms(members)}
        </fieldset>
        <p class="group__help">{AS_JSON}</p>
        <Area
            id="more"
            label="Further request members"
            class="area area--mono"
            text=text
            rows=4
            spellcheck=false
            placeholder="{ \"toolConfig\": { \"tools\": [ … ] } }"
            invalid=Signal::derive(move || error.read().is_some())
            described_by="more-note"
            on_text=Callback::new(move |text| members.state.draft.update(|draft| draft.more = text))
        />
        <p
            class="field__err"
            id="more-note"
            data-warn=move || error.read().is_none().then_some("")
            hidden=move || error.read().is_none() && refusal().is_none()
        >
            {move || error.get().or_else(refusal)}
        </p>
    }
    .into_any()
}

/// A switch for each tool of the page.
fn built_in(members: Members) -> AnyView {
    let switch = |tool: BuiltIn| {
        let on = members.read(move |all| has(all, tool.name()));
        view! {
            <button
                type="button"
                class="btn btn--sm"
                aria-pressed=move || if on.get() { "true" } else { "false" }
                on:click=move |_| members.change(|all| *all = toggled(std::mem::take(all), tool))
            >
                {icon("tool")}
                {tool.name()}
            </button>
        }
    };
    view! {
        <div class="toggles" role="group" aria-label="Built-in tools">{BuiltIn::ALL.map(switch).collect_view()}</div>
    }
    .into_any()
}
