//! One answer, as a person reads it: text as Markdown, reasoning, tool requests, and blocks that are not known.

use leptos::prelude::*;
use serde_json::Value;

use super::answer_details;
use super::answer_details::{citations, has_details};
use super::measures;
use super::tool_answer;
use crate::bedrock::turn::{Turn, TurnBlock};
use crate::experiment::{Api, Exchange, Phase};
use crate::text::json;
use crate::ui::memo::memo;
use crate::ui::state::use_app;
use crate::ui::widgets::json_view::JsonView;
use crate::ui::widgets::lazy_view::lazy_view;
use crate::ui::widgets::markdown_view::MarkdownView;

late_view! {
    run:
    /// One answer as text: the Markdown reader and what draws its blocks.
    pub fn late(api: Api) => view! { <Answer api=api /> }.into_any()
}

const WAITING: &str = "The request is on its way or being worked on. Status and headers come with the first byte, so until then a \
                       page cannot tell a queue from a long thought. Stop gives it up; on AWS, a call that was stopped may still be billed.";

/// The kind of a block: what decides which element draws it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Shape {
    Text,
    Reasoning,
    Tool,
    Citations,
    Unknown,
}

fn shape(block: &TurnBlock) -> Shape {
    match block {
        TurnBlock::Text(_) => Shape::Text,
        TurnBlock::Reasoning(_) => Shape::Reasoning,
        TurnBlock::ToolUse { .. } => Shape::Tool,
        TurnBlock::Unknown(value) if cited(value).is_some() => Shape::Citations,
        TurnBlock::Unknown(_) => Shape::Unknown,
    }
}

/// The citations of a text, which the fold gives as a block of their own.
fn cited(block: &Value) -> Option<&[Value]> {
    block.get("citations")?.as_array().map(Vec::as_slice)
}

/// The answer of one call.
#[component]
pub fn Answer(api: Api) -> impl IntoView {
    let state = use_app();
    let with_turn = move |read: fn(&Turn) -> Option<String>| {
        state.run.session.with(|session| session.exchange(api).and_then(|call| read(call.turn())))
    };
    let shapes = memo(move || {
        state.run.session.with(|session| {
            session
                .exchange(api)
                .map(|call| call.turn().blocks.iter().map(shape).enumerate().collect::<Vec<_>>())
                .unwrap_or_default()
        })
    });
    let busy = memo(move || state.run.session.with(|session| session.exchange(api).is_some_and(Exchange::is_running)));
    // Whole seconds without a byte of the answer; most calls never come to one.
    let waited_s = memo(move || {
        let sent_at = state.run.session.with(|session| {
            session.exchange(api).filter(|call| call.phase == Phase::Waiting).map(|call| call.started_at)
        })?;
        Some(state.now.get().since_ms(sent_at) / 1_000).filter(|seconds| *seconds > 0)
    });
    let empty = memo(move || shapes.read().is_empty());
    let detailed = memo(move || {
        state.run.session.with(|session| session.exchange(api).is_some_and(|call| has_details(call.turn())))
    });
    let stop_reason = memo(move || with_turn(|turn| turn.stop_reason.clone()));
    let blocked = memo(move || {
        state.run.session.with(|session| session.exchange(api).is_some_and(|call| call.turn().guardrail_intervened()))
    });
    view! {
        <div
            class="scroll answerbox"
            tabindex="0"
            role="log"
            aria-live="off"
            aria-label=format!("{} answer", api.name())
            aria-busy=move || if busy.get() { "true" } else { "false" }
        >
            <div class="answer" data-empty=move || empty.get().then_some("")>
                <For
                    each=move || shapes.get()
                    key=|key| *key
                    children=move |(index, shape)| view! { <BlockView api=api index=index shape=shape /> }
                />
                {move || busy.get().then(|| view! { <span class="caret" aria-hidden="true"></span> })}
                {move || waited_s.get().map(|seconds| view! {
                    <p class="answer__wait">{format!("Waiting for the first byte, {seconds} s")}</p>
                    <p class="answer__wait quiet">{WAITING}</p>
                })}
            </div>
            {move || {
                (!busy.get() && shapes.read().iter().any(|(_, shape)| *shape == Shape::Tool))
                    .then(|| lazy_view(move |owner| tool_answer::late(owner, api)))
            }}
            {move || {
                stop_reason.get().map(|reason| view! {
                    <p class="answer__end">
                        <span class="metric">{if api == Api::Converse { "stopReason" } else { "stop reason" }}</span>
                        " "
                        <code>{reason.clone()}</code>
                        {Some(stop_reason_in_words(&reason, blocked.get())).filter(|words| !words.is_empty()).map(|words| format!(" · {words}"))}
                    </p>
                })
            }}
            {move || (!busy.get()).then(|| lazy_view(move |owner| measures::late(owner, api)))}
            {move || detailed.get().then(|| lazy_view(move |owner| answer_details::late(owner, api)))}
        </div>
    }
}

/// What a stop reason means. A native body has none for a guardrail, which says so beside it.
fn stop_reason_in_words(reason: &str, blocked: bool) -> &'static str {
    match reason {
        _ if blocked => "A guardrail changed or blocked the answer",
        "end_turn" => "The model finished its turn",
        "max_tokens" => "Cut off: the limit in Max tokens was reached",
        "stop_sequence" => "A stop sequence came up; it is not part of the text",
        "tool_use" => "The model asks for a tool's result",
        "content_filtered" => "A content filter blocked the answer",
        "refusal" => "The model declined to answer",
        "model_context_window_exceeded" => "The context window was full",
        _ => "",
    }
}

#[component]
fn BlockView(api: Api, index: usize, shape: Shape) -> impl IntoView {
    let state = use_app();
    let block = memo(move || {
        state.run.session.with(|session| session.exchange(api).and_then(|call| call.turn().blocks.get(index).cloned()))
    });
    let text = memo(move || match &*block.read() {
        Some(TurnBlock::Text(text) | TurnBlock::Reasoning(text)) => text.clone(),
        Some(TurnBlock::ToolUse { .. } | TurnBlock::Unknown(_)) | None => String::new(),
    });
    let rows = memo(move || match &*block.read() {
        Some(TurnBlock::ToolUse { input, .. }) => json::rows(&json::print(input)),
        Some(TurnBlock::Unknown(value)) => json::rows(&json::print(value)),
        Some(TurnBlock::Text(_) | TurnBlock::Reasoning(_)) | None => Vec::new(),
    });
    let tool = memo(move || match &*block.read() {
        Some(TurnBlock::ToolUse { name, id, .. }) => (name.clone(), id.clone()),
        _ => (String::new(), String::new()),
    });
    match shape {
        Shape::Text => view! { <MarkdownView source=text /> }.into_any(),
        Shape::Reasoning => view! {
            <details class="reasoning">
                <summary>"Reasoning"</summary>
                <MarkdownView source=text />
            </details>
        }
        .into_any(),
        Shape::Tool => view! {
            <div class="toolcall">
                <p>
                    "Asks for the tool "
                    <code>{move || tool.get().0}</code>
                    " · "
                    <code class="quiet">{move || tool.get().1}</code>
                </p>
                <JsonView label="Tool input" rows=rows />
            </div>
        }
        .into_any(),
        Shape::Citations => (move || {
            let block = block.read();
            let Some(TurnBlock::Unknown(value)) = block.as_ref() else { return None };
            cited(value).map(citations)
        })
        .into_any(),
        Shape::Unknown => view! {
            <div class="toolcall">
                <p>"A block of a kind that this page does not draw:"</p>
                <JsonView label="Content block" rows=rows />
            </div>
        }
        .into_any(),
    }
}
