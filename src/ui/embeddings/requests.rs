//! The requests of a run, call by call: the body as JSON, the HTTP message, and the answer once received.

use leptos::prelude::*;

use super::state::use_lab;
use crate::bedrock::operation::Operation;
use crate::experiment::run::call_text::facts;
use crate::experiment::run::call_text::shown_body;
use crate::experiment::run::http::unsigned_head;
use crate::experiment::run::session::Call;
use crate::text::{json, number};
use crate::ui::controllers::toast;
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::json_view::JsonView;

/// Answers longer than this many bytes are shown truncated; the files have all of them.
const LONG: usize = 20_000;

/// The calls.
#[component]
pub fn Requests() -> impl IntoView {
    let lab = use_lab();
    let at = RwSignal::new(0_usize);
    let count = Memo::new(move |_| lab.plan.with(|plan| plan.as_ref().map_or(0, |study| study.planned.len())));
    let shown = Memo::new(move |_| at.get().min(count.get().saturating_sub(1)));
    let body =
        Memo::new(move |_| lab.plan.with(|plan| Some(plan.as_ref().ok()?.planned.get(shown.get())?.call.body.clone())));
    let rows = Memo::new(move |_| {
        body.with(|body| body.as_ref().map(|body| json::rows(&json::print(body))).unwrap_or_default())
    });
    let http = Memo::new(move |_| {
        let (model, body) = (lab.model_id.get()?, body.get()?);
        let request = Call::of(Operation::InvokeModel, &lab.state.shown_endpoint()?, &model, &body).request;
        Some(format!("{}\n{}", unsigned_head(&request), String::from_utf8_lossy(&request.body)))
    });
    let answer = Memo::new(move |_| {
        lab.main.runs.batch.with(|batch| {
            let batch = batch.as_ref()?;
            let call = batch.exchange(shown.get())?;
            let body = shown_body(call);
            let cut = body.char_indices().nth(LONG).map(|(end, _)| end);
            let text = match cut {
                Some(end) => {
                    format!(
                        "{}\n… truncated here; the files under Save have all of it",
                        body.get(..end).unwrap_or_default()
                    )
                }
                None => body,
            };
            Some((facts(call), text, batch.origin))
        })
    });
    view! {
        <div class="stack lab__pad">
            <div class="row row--wrap">
                <label class="label" for="lab-call">"Call"</label>
                <input
                    class="input labcallnumber"
                    id="lab-call"
                    type="number"
                    min="1"
                    max=move || count.get().max(1).to_string()
                    prop:value=move || (shown.get() + 1).to_string()
                    on:change=move |event| {
                        let number: usize = event_target_value(&event).parse().unwrap_or(1);
                        at.set(number.saturating_sub(1));
                    }
                />
                <span class="soft">{move || format!("of {}", number::grouped(count.get() as u64))}</span>
                <button
                    type="button"
                    class="btn btn--ghost btn--sm"
                    on:click=move |_| {
                        if let Some(body) = body.get_untracked() {
                            toast::copy(body.to_string());
                        }
                    }
                >
                    {icon("copy")} "Copy body"
                </button>
            </div>
            <div class="labcols">
                <section class="face face--invoke" aria-label="InvokeModel request">
                    <div class="face__head"><h3>"InvokeModel request"</h3></div>
                    <JsonView label="Embedding request" rows=rows />
                </section>
                <section class="face" aria-label="HTTP request">
                    <div class="face__head"><h3>"HTTP, before signing"</h3></div>
                    <pre class="labpre" tabindex="0" role="group" aria-label="HTTP request">{move || http.get().unwrap_or_default()}</pre>
                </section>
                <section class="face" aria-label="InvokeModel response">
                    <div class="face__head">
                        <h3>"Answer" {move || answer.get().map(|(_, _, origin)| origin_badge(origin))}</h3>
                        <span class="path">{move || answer.get().map(|(facts, ..)| facts)}</span>
                    </div>
                    <pre class="labpre" tabindex="0" role="group" aria-label="Embedding response">
                        {move || answer.get().map_or_else(|| "Not sent yet".to_owned(), |(_, text, _)| text)}
                    </pre>
                </section>
            </div>
        </div>
    }
}
