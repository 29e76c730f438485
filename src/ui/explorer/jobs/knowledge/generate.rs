//! Retrieve and generate: an answer with its citations beside their passages.

use leptos::prelude::*;

use super::super::kit::Choose;
use super::fields::{Fields, Text, ids};
use super::send::{Sending, bar, head};
use super::state::{Part, of_call, use_screen};
use super::{answer, filter};
use crate::bedrock::catalogue;
use crate::experiment::jobs::knowledge::calls;
use crate::experiment::jobs::knowledge::generate::{Delivery, Form, Sources};
use crate::ui::memo::memo;

const FORM: &str = "generate";
const COSTS: &str = "On AWS, the tokens of the model that writes are billed, passages and template included, and the embedding of the question";

/// The IDs of the catalogue's models that write text.
pub fn writers() -> Signal<Vec<String>> {
    let ids = catalogue::models()
        .iter()
        .filter(|model| model.writes_text() && model.converse)
        .map(|model| model.id.to_owned());
    Signal::stored(ids.collect())
}

/// The part.
#[component]
pub fn Generate() -> impl IntoView {
    let screen = use_screen();
    let form = screen.generate;
    let complete = move || Form { filter: screen.filter.get(), ..form.get() };
    let sending = Sending {
        part: Part::Generate,
        form: FORM,
        code: "generate-code",
        button: "Ask",
        does: &[
            "Retrieves passages, and lets the model answer from them",
            "The service keeps the conversation under its session ID",
        ],
        costs: COSTS,
        calling: screen.generating,
        ask: memo(move || complete().ask(&screen.region())),
        faults: memo(move || complete().faults()),
        before: Callback::new(move |()| screen.marked.set(None)),
    };
    let fields = Fields { screen, sending, form };
    let generated = of_call(screen.generating, calls::generated);
    let text = memo(move || generated.with(|generated| generated.as_ref().map(|generated| generated.answer.clone())));
    let session = memo(move || generated.with(|generated| generated.as_ref()?.session.clone()));
    let guardrail = memo(move || generated.with(|generated| generated.as_ref()?.guardrail.clone()));
    let from_base = memo(move || form.read().sources == Sources::KnowledgeBase);
    view! {
        <div class="job__form">
            <Choose
                id="generate-sources".to_owned()
                label="From"
                choices=Sources::ALL.into_iter().map(|sources| (sources, sources.name().to_owned())).collect()
                chosen=Signal::derive(move || form.read().sources)
                on_choose=Callback::new(move |sources| form.update(|form| form.sources = sources))
            />
            {move || from_base.get().then(|| view! {
                {fields.choice(Text {
                    field: "base", label: "Knowledge base", note: "Its ID, 10 letters and digits", rows: 0,
                    read: |form| &form.base, write: |form| &mut form.base,
                }, ids(screen.bases))}
                {fields.text(Text {
                    field: "results", label: "Passages", note: "1 to 100; empty for the service's own number", rows: 0,
                    read: |form| &form.results, write: |form| &mut form.results,
                })}
            })}
            {fields.choice(Text {
                field: "model", label: "Model", note: "An ID becomes an ARN; profiles and ARNs stay", rows: 0,
                read: |form| &form.model, write: |form| &mut form.model,
            }, writers())}
            {fields.text(Text {
                field: "session", label: "Session", note: "Empty for a new one; the answer names it", rows: 0,
                read: |form| &form.session, write: |form| &mut form.session,
            })}
            <Choose
                id="generate-delivery".to_owned()
                label="Delivery"
                choices=vec![
                    (Delivery::Streamed, "Streamed: RetrieveAndGenerateStream".to_owned()),
                    (Delivery::Whole, "At once: RetrieveAndGenerate".to_owned()),
                ]
                chosen=Signal::derive(move || form.read().delivery)
                on_choose=Callback::new(move |delivery| form.update(|form| form.delivery = delivery))
            />
        </div>
        {move || (!from_base.get()).then(|| fields.text(Text {
            field: "given", label: "Text to ask about", note: "Sent as a text file in base64", rows: 5,
            read: |form| &form.given, write: |form| &mut form.given,
        }))}
        {fields.text(Text {
            field: "question", label: "Question", note: "", rows: 2,
            read: |form| &form.question, write: |form| &mut form.question,
        })}
        <details class="job__fold">
            <summary>"Prompt template"</summary>
            {fields.text(Text {
                field: "template", label: "Template", note: "Empty for Bedrock's own. The passages go where $search_results$ stands", rows: 4,
                read: |form| &form.template, write: |form| &mut form.template,
            })}
        </details>
        {move || from_base.get().then(|| filter::builder(screen, Part::Generate, FORM))}
        {bar(screen, sending)}
        {move || text.get().map(|text| view! {
            {head("h-generated", "Answer", sending)}
            {answer::view(text, "cited".to_owned(), screen.marked)}
        })}
        {move || session.get().map(|session| {
            let shown = session.clone();
            view! {
                <p class="acts">
                    <span class="note">"Session " <code>{shown}</code></span>
                    <button type="button" class="btn btn--sm" on:click=move |_| form.update(|form| session.clone_into(&mut form.session))>
                        "Go on in this session"
                    </button>
                </p>
            }
        })}
        {move || guardrail.get().map(|action| view! { <p class="notice notice--warn">"Guardrail: " {action}</p> })}
    }
}
