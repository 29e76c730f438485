//! Trying Converse on an embedding model: what it says, and why.

use leptos::prelude::*;

use super::state::use_lab;
use crate::experiment::Phase;
use crate::experiment::run::call_text::shown_body;
use crate::ui::controllers::batch;
use crate::ui::parts::error_card::{self, Failed};
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::widgets::lazy_view::lazy_view;

/// The attempt.
#[component]
pub fn TryConverse() -> impl IntoView {
    let lab = use_lab();
    let runs = lab.converse;
    let failed = Memo::new(move |_| {
        let region = lab.app.draft.with_untracked(|draft| draft.region.clone());
        runs.batch.with(|batch| batch.as_ref()?.failed().and_then(|(_, call)| Failed::of(call, &region)))
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
                "Converse has one message shape: roles and content blocks in, a message out. A vector is no message, so an \
                 embedding model has no place in it, and neither has the choice of a length or of a type. That is why these \
                 models are called with InvokeModel, with a body of their own. Streaming operations refuse them too: a vector \
                 comes as a whole."
            </p>
            <div class="row">
                <button
                    type="button"
                    class="btn btn--solid"
                    on:click=move |_| if runs.running.get_untracked() { batch::stop(runs) } else { lab.try_converse() }
                >
                    {move || if runs.running.get() { "Stop the attempt".to_owned() } else {
                        format!("Run Converse with {}", lab.model.get())
                    }}
                </button>
            </div>
            {move || failed.get().map(|failed| lazy_view(|owner| error_card::late(owner, failed)))}
            {move || done.get().map(|(body, origin)| view! {
                <p class="row">"It answered all the same" {origin_badge(origin)}</p>
                <pre class="labpre" tabindex="0" role="group" aria-label="Converse response">{body}</pre>
            })}
        </div>
    }
}
