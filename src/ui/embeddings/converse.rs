//! Calls Converse with an embedding model, to show the refusal and its reason.

use leptos::prelude::*;

use super::state::use_lab;
use crate::experiment::Phase;
use crate::experiment::embeddings::other_calls;
use crate::experiment::run::call_text::shown_body;
use crate::ui::controllers::batch;
use crate::ui::parts::error_card::{Target, run_failure};
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::parts::out_of_date::OutOfDate;

/// The attempt.
#[component]
pub fn TryConverse() -> impl IntoView {
    let lab = use_lab();
    let runs = lab.converse;
    let failed = runs.failure(lab.state);
    let target = Target::OwnModel {
        use_model: Callback::new(move |id| lab.model.set(id)),
        again: Callback::new(move |()| lab.try_converse()),
    };
    let outdated = runs.out_of_date(move || {
        let model = lab.model_id.get()?;
        Some(lab.texts.with(|texts| other_calls::converse_calls(&model, texts)))
    });
    let done = Memo::new(move |_| {
        runs.batch.with(|batch| {
            let call = batch.as_ref()?.exchange(0)?;
            (call.phase == Phase::Done).then(|| (shown_body(call), call.origin))
        })
    });
    view! {
        <div class="stack lab__pad">
            <p class="prose">
                "Converse has one message shape: roles and content blocks in, a message out. A vector isn't a \
                 message, so Converse can't return one, and it has no field for dimensions or embedding types. \
                 Embedding models are called with InvokeModel, with a body of their own. Streaming operations refuse \
                 them too: a vector arrives whole."
            </p>
            <div class="row">
                <button
                    type="button"
                    class="btn btn--solid"
                    on:click=move |_| if runs.running.get_untracked() { batch::stop(lab.state, runs) } else { lab.try_converse() }
                >
                    {move || if runs.running.get() { "Stop the attempt".to_owned() } else {
                        format!("Run Converse with {}", lab.model.get())
                    }}
                </button>
            </div>
            <div class="stack" id="lab-converse">
            <OutOfDate when=outdated />
            {run_failure(failed, target)}
            {move || done.get().map(|(body, origin)| view! {
                <p class="row">"It answered anyway" {origin_badge(origin)}</p>
                <pre class="labpre" tabindex="0" role="group" aria-label="Converse response">{body}</pre>
            })}
            </div>
        </div>
    }
}
