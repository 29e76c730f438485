//! Passages with their scores as bars, their sources and their metadata.

use leptos::prelude::*;

use super::super::kit::code;
use crate::experiment::jobs::knowledge::passage::{Passage, bars};
use crate::text::number;

/// The passages. `prefix` begins their element ids; `is_on` says which are marked.
pub fn list(
    passages: Vec<Passage>,
    label: &'static str,
    prefix: String,
    is_on: impl Fn(usize) -> bool + Clone + Send + Sync + 'static,
) -> AnyView {
    let bars = bars(&passages);
    view! {
        <ol class="job__cards" aria-label=label>
            {passages.into_iter().zip(bars).enumerate().map(|(at, (passage, bar))| {
                let is_on = is_on.clone();
                one(at, passage, bar, format!("{prefix}-{at}"), move || is_on(at))
            }).collect_view()}
        </ol>
    }
    .into_any()
}

fn one(
    at: usize,
    passage: Passage,
    bar: u8,
    id: String,
    is_on: impl Fn() -> bool + Send + Sync + 'static,
) -> impl IntoView {
    let name = passage.name().to_owned();
    let Passage { text, score, source, kind, metadata } = passage;
    let shown = score.map(|score| number::fixed(score, 4));
    view! {
        <li class="job__card job__passage" id=id data-on=move || is_on().then_some("")>
            <div class="job__head">
                <b>{format!("{}. {name}", at + 1)}</b>
                {(!kind.is_empty()).then(|| view! { <span class="chip">{kind}</span> })}
                {shown.map(|shown| view! {
                    <span class="job__score">
                        <meter min="0" max="100" value=bar.to_string() aria-label="Score">{format!("{bar} %")}</meter>
                        <span class="note">"Score " {shown}</span>
                    </span>
                })}
            </div>
            <p class="job__text"><bdi>{text}</bdi></p>
            <dl class="facts">
                {(!source.is_empty()).then(|| view! { <div><dt>"Source"</dt><dd>{code(source)}</dd></div> })}
                {(!metadata.is_empty()).then(|| view! {
                    <div>
                        <dt>"Metadata"</dt>
                        <dd class="job__meta">
                            {metadata.into_iter().map(|(key, value)| view! { <span><code>{key}</code> " " <bdi>{value}</bdi></span> }).collect_view()}
                        </dd>
                    </div>
                })}
            </dl>
        </li>
    }
}
