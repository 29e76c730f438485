//! Retrieve: a query, a filter, and the passages that are nearest.

use leptos::prelude::*;

use super::super::kit::Choose;
use super::fields::{Fields, Text, ids};
use super::send::{Sending, bar, head};
use super::state::{Part, of_call, use_screen};
use super::{filter, passages};
use crate::experiment::jobs::knowledge::retrieve::{Form, Search};
use crate::experiment::jobs::knowledge::{calls, rerank};
use crate::text::number;
use crate::ui::memo::memo;

const FORM: &str = "retrieve";
const COSTS: &str = "On AWS, the model that embeds the query is billed, the store by its own prices, and a reranking model for each query";

/// The part.
#[component]
pub fn Retrieve() -> impl IntoView {
    let screen = use_screen();
    let form = screen.retrieve;
    let complete = move || Form { filter: screen.filter.get(), ..form.get() };
    let sending = Sending {
        part: Part::Retrieve,
        form: FORM,
        code: "retrieve-code",
        button: "Retrieve",
        does: &["Embeds the query, searches the knowledge base and returns the nearest passages", "Changes nothing"],
        costs: COSTS,
        calling: screen.retrieving,
        ask: memo(move || complete().ask(&screen.region())),
        faults: memo(move || complete().faults()),
        before: Callback::new(|()| {}),
    };
    let found = of_call(screen.retrieving, calls::retrieved);
    let next = of_call(screen.retrieving, calls::next);
    let fields = Fields { screen, sending, form };
    view! {
        <div class="job__form">
            {fields.choice(&Text {
                field: "base", label: "Knowledge base", note: "Its ID, 10 letters and digits", rows: 0,
                read: |form| &form.base, write: |form| &mut form.base,
            }, ids(screen.bases))}
            {fields.text(&Text {
                field: "results", label: "Results", note: "1 to 100; empty for the service's own number", rows: 0,
                read: |form| &form.results, write: |form| &mut form.results,
            })}
            <Choose
                id="retrieve-search".to_owned()
                label="Search"
                choices=Search::ALL.into_iter().map(|search| (search, search.name().to_owned())).collect()
                chosen=Signal::derive(move || form.read().search)
                on_choose=Callback::new(move |search| form.update(|form| form.search = search))
            />
            {fields.choice(&Text {
                field: "reranker", label: "Rerank with", note: "A reranking model. Optional", rows: 0,
                read: |form| &form.reranker, write: |form| &mut form.reranker,
            }, Signal::stored(rerank::MODELS.map(str::to_owned).to_vec()))}
        </div>
        {fields.text(&Text {
            field: "query", label: "Query", note: "", rows: 2,
            read: |form| &form.query, write: |form| &mut form.query,
        })}
        {filter::builder(screen, Part::Retrieve, FORM)}
        {bar(screen, sending)}
        {move || found.get().map(|found| {
            let count = number::count(found.passages.len() as u64, "passage");
            view! {
                {head("h-retrieved", "Passages", sending)}
                <p class="note">{count} {found.guardrail.map(|action| format!(". Guardrail: {action}"))}</p>
                {passages::list(found.passages, "Passages", "passage", |_| false)}
                {move || next.get().map(|next| view! {
                    <div class="acts">
                        <button type="button" class="btn btn--sm" on:click=move |_| sending.send(screen, next.clone())>"Next page"</button>
                    </div>
                })}
            }
        })}
    }
}
