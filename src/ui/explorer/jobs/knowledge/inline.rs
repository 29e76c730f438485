//! An inline agent: model, instruction, knowledge base and function come with each call.

use leptos::prelude::*;

use super::fields::{Fields, Text, ids};
use super::generate::writers;
use super::send::{Sending, bar};
use super::state::{Part, use_screen};
use super::turns::{self, Talking};
use crate::experiment::jobs::knowledge::inline::Form;
use crate::platform::clock;
use crate::ui::memo::memo;

const FORM: &str = "inline";
const COSTS: &str =
    "On AWS, the tokens of every model call of the turn are billed. The agent itself costs nothing and is not kept";

/// The part.
#[component]
pub fn Inline() -> impl IntoView {
    let screen = use_screen();
    let form = screen.inline;
    let talk = screen.inline_talk;
    let sending = Sending {
        part: Part::Inline,
        form: FORM,
        code: "inline-code",
        button: "Say it",
        does: &[
            "Makes an agent for this session and lets it answer",
            "The function is carried out by you: the agent asks for its result",
        ],
        costs: COSTS,
        calling: talk.calling,
        ask: memo(move || form.with(Form::ask)),
        faults: memo(move || form.with(Form::faults)),
        before: Callback::new(move |()| talk.begin()),
    };
    let fields = Fields { screen, sending, form };
    let new_session = move |_| {
        talk.clear();
        form.update(|form| form.session = format!("inline-{}", clock::now().0));
    };
    let example = move |_| {
        form.update(|form| {
            "order_status".clone_into(&mut form.function);
            "Gives the status of an order by its number".clone_into(&mut form.does);
            "order_id: string".clone_into(&mut form.parameters);
            "What is the status of order 48213?".clone_into(&mut form.input);
        });
    };
    let talking = Talking {
        screen,
        sending,
        talk,
        prefix: "inline",
        go_on: Callback::new(move |(control, replies): turns::GoOn| {
            form.with_untracked(|form| form.go_on(&control, &replies))
        }),
    };
    view! {
        <div class="job__form">
            {fields.choice(Text {
                field: "model", label: "Model", note: "", rows: 0,
                read: |form| &form.model, write: |form| &mut form.model,
            }, writers())}
            {fields.text(Text {
                field: "session", label: "Session", note: "The same ID goes on with the conversation", rows: 0,
                read: |form| &form.session, write: |form| &mut form.session,
            })}
            {fields.choice(Text {
                field: "base", label: "Knowledge base", note: "Its ID. Optional", rows: 0,
                read: |form| &form.base, write: |form| &mut form.base,
            }, ids(screen.bases))}
            {fields.text(Text {
                field: "about", label: "What is in it", note: "The agent decides by it when to look there", rows: 0,
                read: |form| &form.about, write: |form| &mut form.about,
            })}
        </div>
        {fields.text(Text {
            field: "instruction", label: "Instruction", note: "At least 40 characters", rows: 3,
            read: |form| &form.instruction, write: |form| &mut form.instruction,
        })}
        <details class="job__fold">
            <summary>"A function that you carry out"</summary>
            <div class="job__form">
                {fields.text(Text {
                    field: "function", label: "Function", note: "Its name. Optional", rows: 0,
                    read: |form| &form.function, write: |form| &mut form.function,
                })}
                {fields.text(Text {
                    field: "does", label: "What it does", note: "", rows: 0,
                    read: |form| &form.does, write: |form| &mut form.does,
                })}
                {fields.text(Text {
                    field: "parameters", label: "Parameters", note: "One name: type a line", rows: 2,
                    read: |form| &form.parameters, write: |form| &mut form.parameters,
                })}
            </div>
        </details>
        <div class="acts">
            {fields.switch("Trace", |form| form.trace, |form, on| form.trace = on)}
            <button type="button" class="btn btn--sm" on:click=example>"Example with a function"</button>
            <button type="button" class="btn btn--sm" on:click=new_session>"New session"</button>
        </div>
        {turns::list(talking)}
        {fields.text(Text {
            field: "input", label: "Say", note: "", rows: 2,
            read: |form| &form.input, write: |form| &mut form.input,
        })}
        {bar(screen, sending)}
    }
}
