//! The details of an answer besides its text: cache counters, guardrail findings, requested members.
//!
//! Nothing of a response is hidden: members without a view are shown as JSON.

use crate::text::outside::isolated;
use leptos::prelude::*;

use super::raw_response::any_json;
use crate::bedrock::assessment::Finding;
use crate::bedrock::citation::Citation;
use crate::bedrock::turn::{Trace, Turn, Usage};
use crate::experiment::Api;
use crate::text::json::{self, Row};
use crate::text::number;
use crate::ui::memo::memo;
use crate::ui::state::use_app;

late_view! {
    run:
    /// The details of an answer besides its text.
    pub fn late(api: Api) => view! { <AnswerDetails api=api /> }.into_any()
}

/// The details of one call's answer, if there are any.
#[component]
pub fn AnswerDetails(api: Api) -> impl IntoView {
    let state = use_app();
    let usage = memo(move || {
        state.run.session.with(|session| session.exchange(api).map(|call| call.turn().usage).filter(Usage::uses_cache))
    });
    let text = move |read: fn(&Turn) -> Option<String>| {
        memo(move || state.run.session.with(|session| session.exchange(api).and_then(|call| read(call.turn()))))
    };
    let trace = memo(move || state.run.session.with(|session| session.exchange(api)?.turn().trace_shown()));
    let additional = text(Turn::additional_fields_text);
    let details = text(Turn::details_text);
    view! {
        {move || usage.get().map(cache)}
        {move || trace.get().map(guardrail)}
        {move || additional.get().map(|fields| folded("additionalModelResponseFields", &fields))}
        {move || details.get().map(|details| folded("Further members", &details))}
    }
}

/// The counters of the prompt cache above zero, and the uncached input tokens.
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

/// The guardrail's findings and its trace.
fn guardrail(Trace { title, findings: found, text }: Trace) -> AnyView {
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
        {folded(title, &text)}
    }
    .into_any()
}

fn finding(finding: Finding) -> impl IntoView {
    let Finding { side, policy, what, action } = finding;
    view! { <tr><td>{side}</td><td><code>{policy}</code></td><td>{what}</td><td><code>{action}</code></td></tr> }
}

fn folded(title: &'static str, text: &str) -> AnyView {
    let rows: Vec<Row> = json::rows(text);
    let rows = memo(move || rows.clone());
    view! {
        <details class="answer__more">
            <summary>{title}</summary>
            <div class="toolcall">{any_json(title, rows)}</div>
        </details>
    }
    .into_any()
}

/// A list of citations; an unreadable one as JSON.
pub fn citations(list: Vec<Result<Citation, String>>) -> AnyView {
    let one = |read: Result<Citation, String>| match read {
        Err(json) => view! { <li><code>{json}</code></li> }.into_any(),
        Ok(Citation { title, quote, place }) => view! {
            <li>
                <cite><bdi>{title}</bdi></cite>
                {(!quote.is_empty()).then(|| format!(" “{}” ", isolated(&quote)))}
                <small>{place}</small>
            </li>
        }
        .into_any(),
    };
    view! { <ol class="answer__cites" aria-label="Citations">{list.into_iter().map(one).collect_view()}</ol> }
        .into_any()
}
