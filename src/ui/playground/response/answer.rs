//! One answer as text: Markdown, reasoning, tool requests, and unknown blocks.

use leptos::prelude::*;

use super::answer_details;
use super::answer_details::citations;
use super::measures;
use super::raw_response::any_json;
use super::tool_answer;
use crate::bedrock::turn::{BlockKind, Turn, TurnBlock};
use crate::experiment::run::answer_json;
use crate::experiment::{Api, Exchange, Phase};
use crate::text::json;
use crate::text::outside::beginning;
use crate::ui::memo::memo;
use crate::ui::state::use_app;
use crate::ui::widgets::lazy_view::lazy_view;
use crate::ui::widgets::markdown_view::MarkdownView;

late_view! {
    run:
    /// One answer as text, with the Markdown reader and its blocks.
    pub fn late(api: Api) => view! { <Answer api=api /> }.into_any()
}

const WAITING: &str = "The request is on its way or in progress. Status and headers arrive with the first byte, so \
                       until then a page cannot tell queueing from reasoning. Stop cancels the call; on AWS, a \
                       cancelled call may still be billed.";

/// The number of content blocks drawn at once; further ones are shown on request.
const DRAWN: usize = 40;

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
                .map(|call| call.turn().blocks.iter().map(TurnBlock::kind).enumerate().collect::<Vec<_>>())
                .unwrap_or_default()
        })
    });
    let busy = memo(move || state.run.session.with(|session| session.exchange(api).is_some_and(Exchange::is_running)));
    // Whole seconds without a byte of the answer; most calls never reach one.
    let waited_s = memo(move || {
        let sent_at = state.run.session.with(|session| {
            session.exchange(api).filter(|call| call.phase == Phase::Waiting).map(|call| call.started_at)
        })?;
        Some(state.now.get().since_ms(sent_at) / 1_000).filter(|seconds| *seconds > 0)
    });
    let empty = memo(move || shapes.read().is_empty());
    let drawn = RwSignal::new(DRAWN);
    let visible = memo(move || shapes.read().iter().take(drawn.get()).copied().collect::<Vec<_>>());
    let hidden = memo(move || shapes.read().len().saturating_sub(drawn.get()));
    let detailed = memo(move || {
        state.run.session.with(|session| session.exchange(api).is_some_and(|call| call.turn().has_details()))
    });
    let stop_reason = memo(move || with_turn(|turn| turn.stop_reason.clone()));
    let stop_words = memo(move || {
        state.run.session.with(|session| session.exchange(api).and_then(|call| call.turn().stop_reason_in_words()))
    });
    let stop_member = memo(move || {
        stop_reason.get()?;
        state.run.session.with(|session| session.exchange(api).and_then(answer_json::stop_member))
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
                    each=move || visible.get()
                    key=|key| *key
                    children=move |(index, shape)| view! { <BlockView api=api index=index shape=shape /> }
                />
                {move || (hidden.get() > 0).then(|| view! {
                    <button
                        type="button"
                        class="btn btn--sm"
                        on:click=move |_| drawn.update(|drawn| *drawn += DRAWN)
                    >
                        {move || format!("Show more content blocks, {} not shown", hidden.get())}
                    </button>
                })}
                {move || busy.get().then(|| view! { <span class="caret" aria-hidden="true"></span> })}
                {move || waited_s.get().map(|seconds| view! {
                    <p class="answer__wait">{format!("Waiting for the first byte, {seconds} s")}</p>
                    <p class="answer__wait quiet">{WAITING}</p>
                })}
            </div>
            {move || {
                (!busy.get() && shapes.read().iter().any(|(_, shape)| *shape == BlockKind::Tool))
                    .then(|| lazy_view(move |owner| tool_answer::late(owner, api)))
            }}
            {move || {
                stop_reason.get().map(|reason| view! {
                    <p class="answer__end">
                        <span class="metric">{stop_member.get().unwrap_or_else(|| "stop reason".to_owned())}</span>
                        " "
                        <code>{reason.clone()}</code>
                        {stop_words.get().map(|words| format!(" · {words}"))}
                    </p>
                })
            }}
            {move || (!busy.get()).then(|| lazy_view(move |owner| measures::late(owner, api)))}
            {move || detailed.get().then(|| lazy_view(move |owner| answer_details::late(owner, api)))}
        </div>
    }
}

#[component]
fn BlockView(api: Api, index: usize, shape: BlockKind) -> impl IntoView {
    let state = use_app();
    // A text may have megabytes and grow with every frame: only the drawn part is copied.
    let source = Callback::new(move |most| {
        state.run.session.with(|session| match session.exchange(api).and_then(|call| call.turn().blocks.get(index)) {
            Some(TurnBlock::Text(text) | TurnBlock::Reasoning(text)) => (beginning(text, most).to_owned(), text.len()),
            Some(TurnBlock::ToolUse { .. } | TurnBlock::Unknown(_)) | None => (String::new(), 0),
        })
    });
    let other = move || {
        memo(move || {
            state
                .run
                .session
                .with(|session| session.exchange(api).and_then(|call| call.turn().blocks.get(index)).cloned())
        })
    };
    match shape {
        BlockKind::Text => view! { <MarkdownView source=source /> }.into_any(),
        BlockKind::Reasoning => view! {
            <details class="reasoning">
                <summary>"Reasoning"</summary>
                <MarkdownView source=source />
            </details>
        }
        .into_any(),
        BlockKind::Tool => tool(other()),
        BlockKind::Citations => {
            let block = other();
            (move || {
                let list = block.read().as_ref().map(TurnBlock::citations).unwrap_or_default();
                (!list.is_empty()).then(|| citations(list))
            })
            .into_any()
        }
        BlockKind::Unknown => view! {
            <div class="toolcall">
                <p>"A content block of a type that this page does not draw:"</p>
                {as_json("Content block", other())}
            </div>
        }
        .into_any(),
    }
}

/// A tool call.
fn tool(block: Memo<Option<TurnBlock>>) -> AnyView {
    let called = memo(move || match &*block.read() {
        Some(TurnBlock::ToolUse { name, id, .. }) => (name.clone(), id.clone()),
        _ => (String::new(), String::new()),
    });
    view! {
        <div class="toolcall">
            <p>
                "Requests the tool "
                <code>{move || called.get().0}</code>
                " · "
                <code class="quiet">{move || called.get().1}</code>
            </p>
            {as_json("Tool input", block)}
        </div>
    }
    .into_any()
}

/// The JSON of a block; of a large one, only the visible rows are in the page.
fn as_json(label: &'static str, block: Memo<Option<TurnBlock>>) -> AnyView {
    let rows = memo(move || match &*block.read() {
        Some(TurnBlock::ToolUse { input: value, .. } | TurnBlock::Unknown(value)) => json::rows(&json::print(value)),
        Some(TurnBlock::Text(_) | TurnBlock::Reasoning(_)) | None => Vec::new(),
    });
    any_json(label, rows)
}
