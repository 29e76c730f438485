//! The use-case form, which Anthropic's models need once for an account.

use leptos::prelude::*;

use super::super::kit::{TextField, refused};
use super::state::use_screen;
use crate::experiment::jobs::access::{USE_CASE, read_form, send_form, sent_form};
use crate::ui::controllers::account::ask::By;

/// The form, folded.
#[component]
pub fn UseCase() -> impl IntoView {
    let screen = use_screen();
    let fault = RwSignal::new(None::<String>);
    let read = move || screen.form.load(screen.state, By::Press, sent_form(), read_form);
    let send = move |_| match screen.use_case.with_untracked(|values| send_form(values)) {
        Ok(plan) => {
            fault.set(None);
            screen.desk.propose(plan, move |_| read());
        }
        Err(why) => fault.set(Some(why)),
    };
    view! {
        <details class="job__part job__fold">
            <summary>"Use-case form"</summary>
            <p class="note">
                "Anthropic's models refuse calls until the account has sent this form once. The API takes any JSON of 10 to 16,384 \
                 bytes; the fields below are those that AWS's console is known to send, and were not checked against AWS"
            </p>
            <div class="acts">
                <button type="button" class="btn btn--sm" on:click=move |_| read()>"Read the form that was sent"</button>
            </div>
            {move || screen.form.refusal.get().map(|refusal| refused(&refusal, None))}
            {move || screen.form.value.get().map(|fields| view! {
                <dl class="facts" aria-label="The form that was sent">
                    {fields.into_iter().map(|(key, value)| view! { <div><dt>{key}</dt><dd>{value}</dd></div> }).collect_view()}
                </dl>
            })}
            <div class="job__form">
                {USE_CASE.into_iter().enumerate().map(|(at, (key, name, _))| view! {
                    <TextField
                        id=format!("use-{key}")
                        label=name
                        text=Signal::derive(move || screen.use_case.with(|values| values.get(at).cloned().unwrap_or_default()))
                        on_text=Callback::new(move |text| screen.use_case.update(|values| {
                            if let Some(value) = values.get_mut(at) {
                                *value = text;
                            }
                        }))
                        rows=if key == "useCases" { 3 } else { 0 }
                    />
                }).collect_view()}
            </div>
            {move || fault.get().map(|text| view! { <p class="field__err" role="alert">{text}</p> })}
            <button type="button" class="btn btn--solid" on:click=send>"Send the form…"</button>
        </details>
    }
}
