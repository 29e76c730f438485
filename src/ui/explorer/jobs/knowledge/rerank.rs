//! Rerank: documents in the order of how well they fit a query.

use leptos::prelude::*;

use super::fields::{Fields, Text};
use super::send::{Sending, bar, head};
use super::state::{Part, of_call, use_screen};
use crate::experiment::jobs::knowledge::calls;
use crate::experiment::jobs::knowledge::rerank::{EXAMPLE, MODELS, Ranked};
use crate::text::number;
use crate::ui::memo::memo;

const FORM: &str = "rerank";
const COSTS: &str = "On AWS, each query is billed; one with more than 100 documents counts as several";

/// The part.
#[component]
pub fn Rerank() -> impl IntoView {
    let screen = use_screen();
    let form = screen.rerank;
    let sending = Sending {
        part: Part::Rerank,
        form: FORM,
        code: "rerank-code",
        button: "Rerank",
        does: &["Scores each document against the query", "Changes nothing"],
        costs: COSTS,
        calling: screen.reranking,
        ask: memo(move || form.with(|form| form.ask(&screen.region()))),
        faults: memo(move || form.with(crate::experiment::jobs::knowledge::rerank::Form::faults)),
        before: Callback::new(|()| {}),
    };
    let fields = Fields { screen, sending, form };
    let ranked = of_call(screen.reranking, calls::ranked);
    let example = move |_| {
        form.update(|form| {
            "What does it cost when nobody uses it?".clone_into(&mut form.query);
            EXAMPLE.clone_into(&mut form.documents);
        });
    };
    view! {
        <div class="job__form">
            {fields.choice(Text {
                field: "model", label: "Model", note: "A model that reranks", rows: 0,
                read: |form| &form.model, write: |form| &mut form.model,
            }, Signal::stored(MODELS.map(str::to_owned).to_vec()))}
            {fields.text(Text {
                field: "results", label: "Results", note: "Empty for all", rows: 0,
                read: |form| &form.results, write: |form| &mut form.results,
            })}
        </div>
        {fields.text(Text {
            field: "query", label: "Query", note: "", rows: 2,
            read: |form| &form.query, write: |form| &mut form.query,
        })}
        {fields.text(Text {
            field: "documents", label: "Documents", note: "One a line. A line that is a JSON object is sent as a JSON document", rows: 6,
            read: |form| &form.documents, write: |form| &mut form.documents,
        })}
        <div class="acts"><button type="button" class="btn btn--sm" on:click=example>"Example documents"</button></div>
        {bar(screen, sending)}
        {move || ranked.get().map(|ranked| view! {
            {head("h-ranked", "In their new order", sending)}
            <ol class="job__cards" aria-label="Documents in order">{ranked.into_iter().map(one).collect_view()}</ol>
        })}
    }
}

fn one(ranked: Ranked) -> impl IntoView {
    let Ranked { index, score, text } = ranked;
    let share = number::fixed(score * 100.0, 0);
    view! {
        <li class="job__card job__passage">
            <div class="job__head">
                <b>{format!("Document {}", index + 1)}</b>
                <span class="job__score">
                    <meter min="0" max="100" value=share.clone() aria-label="Score">{format!("{share} %")}</meter>
                    <span class="note">"Score " {number::fixed(score, 4)}</span>
                </span>
            </div>
            <p class="job__text"><bdi>{text}</bdi></p>
        </li>
    }
}
