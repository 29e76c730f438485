//! A flow: its input, the outputs of its nodes, and its trace.

use leptos::prelude::*;

use super::fields::{Fields, Text, ids};
use super::send::{Sending, bar, head};
use super::state::{Part, of_call, use_screen};
use crate::experiment::jobs::knowledge::calls;
use crate::experiment::jobs::knowledge::flow::{Form, Node};
use crate::text::number;
use crate::ui::memo::memo;

const FORM: &str = "flow";
const COSTS: &str = "On AWS, each step from node to node is billed, and what the nodes call";

/// The part.
#[component]
pub fn Flow() -> impl IntoView {
    let screen = use_screen();
    let form = screen.flow;
    let sending = Sending {
        part: Part::Flow,
        form: FORM,
        code: "flow-code",
        button: "Run the flow",
        does: &["Runs the flow from its input node", "Its nodes may call models, agents and Lambda functions"],
        costs: COSTS,
        calling: screen.flowing,
        ask: memo(move || form.with(Form::ask)),
        faults: memo(move || form.with(Form::faults)),
        before: Callback::new(|()| {}),
    };
    let fields = Fields { screen, sending, form };
    let ran = of_call(screen.flowing, |call| Some(calls::ran(call)));
    let asked = memo(move || form.with(|form| form.asked.clone().map(|(node, _)| node)));
    let question = memo(move || {
        ran.with(|ran| ran.as_ref().and_then(|(ran, execution)| Some((ran.question.clone()?, execution.clone()?))))
    });
    view! {
        <div class="job__form">
            {fields.choice(Text {
                field: "flow", label: "Flow", note: "Its ID, 10 letters and digits, or its ARN", rows: 0,
                read: |form| &form.flow, write: |form| &mut form.flow,
            }, ids(screen.flows))}
            {fields.choice(Text {
                field: "alias", label: "Alias", note: "TSTALIASID is the working draft of every flow", rows: 0,
                read: |form| &form.alias, write: |form| &mut form.alias,
            }, ids(screen.flow_aliases))}
        </div>
        {fields.text(Text {
            field: "document", label: "Input", note: "A text; a number, object or list in JSON is sent as such", rows: 3,
            read: |form| &form.document, write: |form| &mut form.document,
        })}
        <div class="acts">{fields.switch("Trace", |form| form.trace, |form, on| form.trace = on)}</div>
        {move || asked.get().map(|node| view! {
            <p class="notice">
                "The input goes to " <code>{node}</code> ", which asked for it. "
                <button type="button" class="btn btn--sm" on:click=move |_| form.update(|form| form.asked = None)>"Start anew"</button>
            </p>
        })}
        {bar(screen, sending)}
        {move || ran.get().map(|(ran, _)| view! {
            {head("h-ran", "Outputs", sending)}
            {ran.ended.map(|ended| view! { <p class="note">"Ended: " <code>{ended}</code></p> })}
            <ol class="job__cards" aria-label="Outputs of the flow">{ran.outputs.into_iter().map(node).collect_view()}</ol>
            {(!ran.trace.is_empty()).then(|| view! {
                <details class="job__fold job__trace">
                    <summary>"Trace " <span class="count">{number::count(ran.trace.len() as u64, "step")}</span></summary>
                    <ol aria-label="Trace of the flow">{ran.trace.into_iter().map(node).collect_view()}</ol>
                </details>
            })}
        })}
        {move || question.get().map(|((node, text), execution)| view! {
            <div class="notice">
                <p><code>{node.clone()}</code> " asks: " <bdi>{text}</bdi></p>
                <button
                    type="button"
                    class="btn btn--sm"
                    on:click=move |_| form.update(|form| {
                        form.asked = Some((node.clone(), execution.clone()));
                        form.document.clear();
                    })
                >
                    "Answer it in the input"
                </button>
            </div>
        })}
    }
}

fn node(node: Node) -> impl IntoView {
    let Node { name, what, text, raw } = node;
    view! {
        <li class="job__card">
            <div class="job__head"><b>{name}</b> <span class="chip">{what}</span></div>
            {(!text.is_empty()).then(|| view! { <p class="job__text"><bdi>{text}</bdi></p> })}
            <details class="job__raw">
                <summary>"JSON"</summary>
                <pre class="job__line" tabindex="0" role="group" aria-label="JSON of the node">{raw}</pre>
            </details>
        </li>
    }
}
