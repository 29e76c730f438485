//! The answers from a link or a file, in the pane of their API, until a run replaces them.

use leptos::prelude::*;

use crate::bedrock::turn::stop_reason_in_words;
use crate::experiment::Api;
use crate::experiment::document::experiment::Answer;
use crate::experiment::document::visit::Source;
use crate::ui::memo::memo;
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::state::use_app;
use crate::ui::widgets::markdown_view::{MarkdownView, fixed};

late_view! {
    run:
    /// The answers of one API from a link or a file.
    pub fn late(api: Api) => view! { <SharedAnswer api=api /> }.into_any()
}

const OUT_OF_DATE: &str = "The request changed since this answer";

/// The answers. Nobody can verify them here, so each one names its source.
#[component]
pub fn SharedAnswer(api: Api) -> impl IntoView {
    let state = use_app();
    let answers = memo(move || {
        let shared = state.overlay.shared.read();
        shared.as_ref().map(|shared| (shared.answers.source, shared.answers.of(api).cloned().collect::<Vec<_>>()))
    });
    let is_other_request = memo(move || {
        let shared = state.overlay.shared.read();
        shared.as_ref().is_some_and(|shared| state.draft.with(|draft| shared.answers.draft != *draft))
    });
    view! {
        <div class="scroll answerbox" tabindex="0" role="group" aria-label=format!("{} answer, not verified", api.name())>
            {move || answers.get().map(|(source, answers)| {
                answers.into_iter().map(|answer| one(answer, source, is_other_request)).collect_view()
            })}
        </div>
    }
}

fn one(answer: Answer, source: Source, is_other_request: Memo<bool>) -> impl IntoView {
    let from = match source {
        Source::Link => "From the link, not verified",
        Source::File => "From the file, not verified",
    };
    let facts = answer.facts();
    let reason = Some(answer.stop_reason).filter(|reason| !reason.is_empty());
    view! {
        <p class="sharedmark">
            {origin_badge(answer.origin)}
            <span class="chip chip--warn">{from}</span>
            {move || is_other_request.get().then(|| view! { <span class="chip chip--warn">{OUT_OF_DATE}</span> })}
        </p>
        <div class="answer"><MarkdownView source=fixed(answer.text) /></div>
        {reason.map(|reason| view! {
            <p class="answer__end">
                <code>{reason.clone()}</code>
                {stop_reason_in_words(&reason).map(|words| format!(" · {words}"))}
            </p>
        })}
        <dl class="answer__facts" aria-label="Measures, not verified">
            {facts.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt> <dd>{value}</dd></div> }).collect_view()}
        </dl>
    }
}
