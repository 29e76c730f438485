//! A rerank model on the same texts: it reads query and document together and returns a score, not a vector.

use leptos::prelude::*;

use super::state::use_lab;
use crate::bedrock::catalogue;
use crate::bedrock::family::FamilyKind;
use crate::bedrock::rerank::{self, Ranked};
use crate::experiment::embeddings::Texts;
use crate::text::json;
use crate::ui::controllers::batch::{self, Runs};
use crate::ui::parts::error_card::{Target, run_failure};
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::parts::out_of_date::OutOfDate;
use crate::ui::widgets::json_view::JsonView;

/// The result of a call: the documents as sent, and their order.
type Outcome = Option<(Vec<String>, Vec<Ranked>)>;

/// The tool.
#[component]
pub fn Rerank() -> impl IntoView {
    let lab = use_lab();
    let model = lab.rerank_model;
    let outcome = RwSignal::new(None::<(Vec<String>, Vec<Ranked>)> as Outcome);
    let sent = StoredValue::new(Vec::<String>::new());
    let runs = Runs::new(
        "#lab-ranked",
        Callback::new(move |(_, answer)| {
            let documents = sent.get_value();
            let ranked = rerank::read(&answer, documents.len()).map_err(|error| error.to_string())?;
            outcome.set(Some((documents, ranked)));
            Ok(None)
        }),
    );
    on_cleanup(move || batch::stop(lab.state, runs));
    let calls = Memo::new(move |_| lab.ranking());
    let start = move || {
        if runs.running.get_untracked() {
            batch::stop(lab.state, runs);
            return;
        }
        let Ok(calls) = calls.get_untracked() else { return };
        outcome.set(None);
        sent.set_value(lab.texts.with_untracked(Texts::words));
        if let (true, Ok(endpoint)) = (batch::may_start(lab.state), lab.endpoint()) {
            batch::start_after(lab.state, runs, calls.at(&endpoint), lab.ready());
        }
    };
    let other_calls = runs.out_of_date(move || calls.get().ok());
    let outdated = Signal::derive(move || outcome.read().is_some() && other_calls.get());
    let failed = runs.failure(lab.state);
    let target = Target::Page { again: Callback::new(move |()| start()) };
    let rows = Memo::new(move |_| {
        calls.with(|calls| {
            let body = calls.as_ref().ok().and_then(|calls| calls.bodies.first());
            body.map(|body| json::rows(&json::print(body))).unwrap_or_default()
        })
    });
    let choices = catalogue::models()
        .iter()
        .filter(|model| model.family().is_some_and(|family| family.kind() == FamilyKind::Rerank))
        .map(|known| {
            view! {
                <option value=known.id selected=move || model.get() == known.id>{known.name}</option>
            }
        })
        .collect_view();
    view! {
        <div class="handgrid">
            <div class="stack">
                <div class="field">
                    <label class="label" for="rerank-model">"Rerank model"</label>
                    <select class="select" id="rerank-model" on:change=move |event| model.set(event_target_value(&event))>
                        {choices}
                    </select>
                </div>
                <div class="field">
                    <label class="label" for="rerank-query">"Query for the ranking"</label>
                    <input
                        class="input"
                        id="rerank-query"
                        autocomplete="off"
                        prop:value=move || lab.query.get()
                        on:input=move |event| lab.query.set(event_target_value(&event))
                    />
                    <p class="setfield__note">"The documents are the texts on the left"</p>
                </div>
                <div class="row">
                    <button
                        type="button"
                        class="btn btn--solid"
                        disabled=move || calls.read().is_err() && !runs.running.get()
                        on:click=move |_| start()
                    >
                        {move || if runs.running.get() { "Stop the ranking" } else { "Run 1 call for the ranking" }}
                    </button>
                </div>
                {move || calls.get().err().map(|why| view! { <p class="notice notice--warn">{why}</p> })}
                {run_failure(failed, target)}
                <section class="face face--invoke" aria-label="Rerank request">
                    <div class="face__head"><h3>"InvokeModel request"</h3></div>
                    <JsonView label="Rerank request body" rows=rows />
                </section>
            </div>
            <div class="stack" id="lab-ranked" aria-live="polite">
                <OutOfDate when=outdated />
                {move || outcome.get().map(|(documents, ranked)| {
                    let origin = runs.batch.with(|batch| batch.as_ref().map(|batch| batch.origin));
                    view! {
                        <h3 class="row">"Best first" {origin.map(origin_badge)}</h3>
                        <table class="table">
                            <caption class="vh">"Documents by score, best first"</caption>
                            <thead>
                                <tr>
                                    <th scope="col" class="num">"Rank"</th>
                                    <th scope="col">"Document"</th>
                                    <th scope="col" class="num">"index"</th>
                                    <th scope="col" class="num">"relevance_score"</th>
                                </tr>
                            </thead>
                            <tbody>
                                {ranked.into_iter().enumerate().map(|(rank, row)| view! {
                                    <tr>
                                        <td class="num">{(rank + 1).to_string()}</td>
                                        <th scope="row">{documents.get(row.index).cloned()}</th>
                                        <td class="num">{row.index.to_string()}</td>
                                        <td class="num">{format!("{:.4}", row.score)}</td>
                                    </tr>
                                }).collect_view()}
                            </tbody>
                        </table>
                        <p class="soft">
                            "A score is the model's own measure: compare scores of one call, not of two models. The same models \
                             answer Rerank of bedrock-agent-runtime, where the member is called relevanceScore"
                        </p>
                    }
                })}
            </div>
        </div>
    }
}
