//! The verdicts on a sentence, each finding traced to its policy, and corrected from here.

use leptos::prelude::*;

use super::super::kit::{field_id, refused};
use super::editor::store;
use super::rows::FORM;
use super::state::{Screen, Then, Tried, use_screen};
use crate::experiment::jobs::guardrail::bench::{Judgement, Sentence, judge, key, tally};
use crate::experiment::jobs::guardrail::correct::{correction, origin};
use crate::experiment::jobs::guardrail::list::DRAFT;
use crate::experiment::jobs::guardrail::verdict::{Finding, Outcome, Verdict, pieces};
use crate::platform::focus;
use crate::text::outside::isolated;
use crate::ui::memo::memo;
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::widgets::icon::late_icon;

/// The tally of a version.
pub fn total(screen: Screen, version: &str) -> String {
    let verdicts = screen.verdicts.read();
    screen.sentences.with(|sentences| {
        tally(sentences.iter().filter_map(|sentence| {
            let tried = verdicts.get(&key(version, Some(sentence)))?.as_ref().ok()?;
            Some(judge(sentence.expected, tried))
        }))
    })
}

/// The verdicts of the sentence in this row.
#[component]
pub fn Verdicts(row: usize) -> impl IntoView {
    let screen = use_screen();
    let sentence = memo(move || screen.sentences.with(|all| all.get(row).cloned().unwrap_or_default()));
    let shown = memo(move || {
        let (sentence, verdicts) = (sentence.read(), screen.verdicts.read());
        let of = |version: &String| Some((version.clone(), verdicts.get(&key(version, Some(&sentence)))?.clone()));
        screen.against.with(|versions| versions.iter().filter_map(of).collect::<Vec<_>>())
    });
    move || {
        let sentence = sentence.get();
        shown.get().into_iter().map(|(version, tried)| one(screen, &version, &sentence, tried)).collect_view()
    }
}

fn one(screen: Screen, version: &str, sentence: &Sentence, tried: Tried) -> AnyView {
    let verdict = match tried {
        Ok(verdict) => verdict,
        Err(refusal) => return refused(&refusal, None),
    };
    let judgement = judge(sentence.expected, &verdict);
    let Verdict { outcome, findings, output, units } = verdict;
    let class = match outcome {
        Outcome::Passed => "chip chip--ok",
        Outcome::Detected => "chip",
        Outcome::Masked | Outcome::Blocked => "chip chip--warn",
    };
    let wrong = matches!(judgement, Judgement::FalseAlarm | Judgement::Missed);
    let marked = pieces(&sentence.text, &findings);
    let billed = units.iter().map(|(name, units)| format!("{units} {name}")).collect::<Vec<_>>().join(", ");
    let is_draft = version == DRAFT;
    let source = sentence.source;
    let changed_output = (output != sentence.text).then_some(output);
    view! {
        <div class="job__verdict" role="group" aria-label=format!("Verdict of {version}")>
            <p class="job__head">
                <b>{version.to_owned()}</b>
                <span class=class>{outcome.name()}</span>
                <span class=if wrong { "chip chip--err" } else { "note" }>{judgement.name()}</span>
                {origin_badge(screen.state.mode.get_untracked().origin())}
                <span class="note">{billed}</span>
            </p>
            {(!findings.is_empty()).then(|| view! {
                <p class="job__marked">
                    {marked.into_iter().map(|piece| if piece.marks.is_empty() {
                        view! { <span>{piece.text}</span> }.into_any()
                    } else {
                        view! { <mark title=piece.marks>{piece.text}</mark> }.into_any()
                    }).collect_view()}
                </p>
            })}
            {changed_output.map(|output| view! { <p class="note">"Comes out as: " <q>{isolated(&output)}</q></p> })}
            <ul class="job__ways">
                {findings.into_iter().map(|found| finding(screen, found, source, is_draft && judgement == Judgement::FalseAlarm)).collect_view()}
            </ul>
            {(is_draft && judgement == Judgement::FalseAlarm).then(|| view! {
                <div class="acts">
                    <button type="button" class="btn btn--sm btn--solid" disabled=move || !screen.is_changed() on:click=move |_| store(screen, Then::TryAgain)>
                        {late_icon("refresh")} "Save the draft and try again…"
                    </button>
                </div>
            })}
        </div>
    }
    .into_any()
}

fn finding(
    screen: Screen,
    found: Finding,
    source: crate::experiment::jobs::guardrail::bench::Source,
    is_false_alarm: bool,
) -> AnyView {
    let Finding { policy, name, matched, score, action, places } = found.clone();
    let place = match (places.first(), matched.is_empty()) {
        (Some(place), _) => format!("“{matched}” at byte {}", place.start),
        (None, false) => format!("“{matched}”"),
        (None, true) => "the text as a whole".to_owned(),
    };
    let (for_origin, for_fix) = (found.clone(), found);
    let goes = move |_| {
        let origin = screen.form.with_untracked(|form| origin(form, &for_origin));
        if let Some((field, row)) = origin {
            focus::move_to(&format!("#{}", field_id(FORM, field, row)));
        }
    };
    view! {
        <li>
            <b>{policy.name()}</b>
            <span>{name}</span>
            <span class="chip">{action}</span>
            <span class="note">{isolated(&place)} {(!score.is_empty()).then(|| format!(", {score}"))}</span>
            <span class="acts">
                <button type="button" class="btn btn--sm btn--ghost" on:click=goes>"Show the policy"</button>
                {move || is_false_alarm.then(|| {
                    let fix = screen.form.with(|form| {
                        correction(form, &for_fix, source).map(|fix| (fix.label(form), fix))
                    });
                    fix.map(|(label, fix)| view! {
                        <button type="button" class="btn btn--sm" on:click=move |_| screen.form.update(|form| fix.apply(form))>{label}</button>
                    })
                })}
            </span>
        </li>
    }
    .into_any()
}
