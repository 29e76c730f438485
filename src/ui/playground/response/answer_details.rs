//! What an answer says of itself besides its text: cache counters, the guardrail's findings, members that were asked for.
//!
//! Nothing that a response states is hidden: what has no place of its own here is shown as its JSON.

use leptos::prelude::*;
use serde_json::Value;

use crate::bedrock::assessment::{Finding, findings};
use crate::bedrock::citation::{self, Citation};
use crate::bedrock::turn::{Turn, TurnBlock, Usage};
use crate::experiment::Api;
use crate::text::json::{self, Row};
use crate::text::number;
use crate::ui::memo::memo;
use crate::ui::state::use_app;
use crate::ui::widgets::json_view::JsonView;

late_view! {
    run:
    /// What an answer says of itself besides its text.
    pub fn late(api: Api) => view! { <AnswerDetails api=api /> }.into_any()
}

/// Whether an answer says more of itself than its text, its end and its tokens.
pub fn has_details(turn: &Turn) -> bool {
    turn.trace.is_some()
        || turn.additional_fields.is_some()
        || !turn.details.is_empty()
        || turn.usage.uses_cache()
        || turn
            .blocks
            .iter()
            .any(|block| matches!(block, TurnBlock::Unknown(value) if value.get("citations").is_some()))
}

/// The details of one call's answer; nothing where it states none.
#[component]
pub fn AnswerDetails(api: Api) -> impl IntoView {
    let state = use_app();
    let usage = memo(move || {
        state.run.session.with(|session| session.exchange(api).map(|call| call.turn().usage).filter(Usage::uses_cache))
    });
    let part = move |read: fn(&Turn) -> Option<Value>| {
        memo(move || state.run.session.with(|session| session.exchange(api).and_then(|call| read(call.turn()))))
    };
    let trace = part(|turn| turn.trace.clone());
    let additional = part(|turn| turn.additional_fields.clone());
    let details = part(|turn| (!turn.details.is_empty()).then(|| Value::Object(turn.details.clone())));
    view! {
        {move || usage.get().map(cache)}
        {move || trace.get().map(|trace| guardrail(&trace))}
        {move || additional.get().map(|fields| folded("additionalModelResponseFields", &fields))}
        {move || details.get().map(|details| folded("Further members", &details))}
    }
}

/// The counters of the prompt cache that count something, and the tokens that were read anew.
fn cache(usage: Usage) -> AnyView {
    let counted = [
        ("read from the cache", usage.cache_read_tokens),
        ("written to the cache", usage.cache_write_tokens),
        ("uncached input", usage.input_tokens),
    ];
    view! {
        <dl class="answer__facts" aria-label="Prompt cache">
            {counted
                .into_iter()
                .filter_map(|(name, tokens)| Some((name, tokens.filter(|tokens| *tokens > 0)?)))
                .map(|(name, tokens)| view! { <div><dt>{name}</dt> <dd>{number::count(tokens, "token")}</dd></div> })
                .collect_view()}
        </dl>
    }
    .into_any()
}

/// What the guardrail came upon, and its trace as it came.
fn guardrail(trace: &Value) -> AnyView {
    let found = findings(trace);
    let title = if trace.get("guardrail").is_some() { "Guardrail trace" } else { "Trace" };
    view! {
        {(!found.is_empty()).then(|| view! {
            <div class="answer__table">
                <table class="answer__found">
                    <caption>"The guardrail found"</caption>
                    <thead>
                        <tr><th scope="col">"in"</th><th scope="col">"policy"</th><th scope="col">"what"</th><th scope="col">"action"</th></tr>
                    </thead>
                    <tbody>{found.into_iter().map(finding).collect_view()}</tbody>
                </table>
            </div>
        })}
        {folded(title, trace)}
    }
    .into_any()
}

fn finding(finding: Finding) -> impl IntoView {
    let Finding { side, policy, what, action } = finding;
    view! { <tr><td>{side}</td><td><code>{policy}</code></td><td>{what}</td><td><code>{action}</code></td></tr> }
}

fn folded(title: &'static str, value: &Value) -> AnyView {
    let rows: Vec<Row> = json::rows(&json::print(value));
    view! {
        <details class="answer__more">
            <summary>{title}</summary>
            <div class="toolcall"><JsonView label=title rows=Signal::stored(rows) /></div>
        </details>
    }
    .into_any()
}

/// A list of citations.
pub fn citations(list: &[Value]) -> AnyView {
    let one = |value: &Value| {
        let Citation { title, quote, place } = citation::read(value);
        if title.is_empty() && quote.is_empty() {
            return view! { <li><code>{value.to_string()}</code></li> }.into_any();
        }
        view! {
            <li>
                <cite>{title}</cite>
                {(!quote.is_empty()).then(|| format!(" “{quote}” "))}
                <small>{place}</small>
            </li>
        }
        .into_any()
    };
    view! { <ol class="answer__cites" aria-label="Citations">{list.iter().map(one).collect_view()}</ol> }.into_any()
}
