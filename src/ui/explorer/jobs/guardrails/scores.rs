//! The scores of a sentence without a guardrail.

use leptos::prelude::*;

use super::super::kit::refused;
use super::state::use_screen;
use crate::experiment::jobs::guardrail::bench::key;
use crate::experiment::jobs::guardrail::checks::{CHECKS, Score, Scores};
use crate::text::number;
use crate::text::outside::isolated;
use crate::ui::memo::memo;
use crate::ui::parts::origin_badge::origin_badge;

/// The scores of the sentence in this row.
#[component]
pub fn ScoresOf(row: usize) -> impl IntoView {
    let screen = use_screen();
    let shown = memo(move || {
        let sentence = screen.sentences.with(|all| all.get(row).cloned())?;
        screen.scores.with(|scores| scores.get(&key(CHECKS, Some(&sentence))).cloned())
    });
    move || {
        shown.get().map(|scores| match scores {
            Err(refusal) => refused(&refusal, None),
            Ok(Scores { found, clear, units }) => view! {
                <div class="job__verdict" role="group" aria-label="Scores without a guardrail">
                    <p class="job__head">
                        <b>{CHECKS}</b>
                        {origin_badge(screen.state.mode.get_untracked().origin())}
                        <span class="note">{format!("{} scored 0. ", number::count(clear as u64, "category"))} {units}</span>
                    </p>
                    <ul class="job__ways">{found.into_iter().map(one).collect_view()}</ul>
                </div>
            }
            .into_any(),
        })
    }
}

fn one(found: Score) -> impl IntoView {
    let Score { check, name, score, matched } = found;
    let percent = number::fixed(score * 100.0, 0);
    view! {
        <li>
            <b>{check}</b>
            <span>{name}</span>
            <span class="job__score">
                <meter min="0" max="100" value=percent.clone() aria-label="Score">{format!("{percent} %")}</meter>
                <span class="note">{number::trimmed(score)}</span>
            </span>
            {(!matched.is_empty()).then(|| view! { <span class="note">{format!("“{}”", isolated(&matched))}</span> })}
        </li>
    }
}
