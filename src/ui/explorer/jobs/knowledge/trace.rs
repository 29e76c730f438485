//! The trace of an agent as a tree: phases, steps, and the JSON of each.

use leptos::prelude::*;

use crate::experiment::jobs::knowledge::trace::{Phase, Step};
use crate::text::number;
use crate::ui::memo::memo;

/// The tree; nothing while there is no trace.
pub fn tree(phases: Memo<Vec<Phase>>) -> AnyView {
    let is_there = memo(move || !phases.read().is_empty());
    let steps = move || phases.with(|phases| phases.iter().map(|phase| phase.steps.len()).sum::<usize>()) as u64;
    view! {
        {move || is_there.get().then(|| view! {
            <details class="job__fold job__trace">
                <summary>"Trace " <span class="count">{move || number::count(steps(), "step")}</span></summary>
                <ol aria-label="Trace">
                    {move || phases.get().into_iter().map(one).collect_view()}
                </ol>
            </details>
        })}
    }
    .into_any()
}

fn one(phase: Phase) -> impl IntoView {
    let Phase { name, id, agent, steps } = phase;
    view! {
        <li>
            <details open>
                <summary>
                    <b>{name}</b>
                    {(!agent.is_empty()).then(|| view! { <span class="chip">{agent}</span> })}
                    <code class="job__id">{id}</code>
                </summary>
                <ol>{steps.into_iter().map(step).collect_view()}</ol>
            </details>
        </li>
    }
}

fn step(step: Step) -> impl IntoView {
    let Step { title, text, raw } = step;
    view! {
        <li>
            <b>{title}</b>
            {(!text.is_empty()).then(|| view! { <p class="job__text"><bdi>{text}</bdi></p> })}
            <details class="job__raw">
                <summary>"JSON"</summary>
                <pre class="job__line" tabindex="0" role="group" aria-label="JSON of the step">{raw}</pre>
            </details>
        </li>
    }
}
