//! An agent of the account: a conversation with its trace, and return of control by hand.

use leptos::prelude::*;

use super::fields::{Fields, Text, ids};
use super::send::{Sending, bar};
use super::state::{Part, use_screen};
use super::turns::{self, Talking};
use crate::experiment::jobs::knowledge::agent::Form;
use crate::platform::clock;
use crate::ui::memo::memo;

const FORM: &str = "agent";
const COSTS: &str =
    "On AWS, the tokens of every model call of the turn are billed: one turn can have many, and the trace shows each";

/// The part.
#[component]
pub fn Agent() -> impl IntoView {
    let screen = use_screen();
    let form = screen.agent;
    let talk = screen.talk;
    let sending = Sending {
        part: Part::Agent,
        form: FORM,
        code: "agent-code",
        button: "Say it",
        does: &[
            "The agent decides what to look up and what to call, and answers",
            "Its actions may change things: a Lambda function does what it is written to do",
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
        form.update(|form| form.session = format!("session-{}", clock::now().0));
    };
    let talking = Talking {
        screen,
        sending,
        talk,
        prefix: "agent",
        go_on: Callback::new(move |(control, replies): turns::GoOn| {
            form.with_untracked(|form| form.go_on(&control, &replies))
        }),
    };
    view! {
        <div class="job__form">
            {fields.choice(Text {
                field: "agent", label: "Agent", note: "Its ID, 10 letters and digits", rows: 0,
                read: |form| &form.agent, write: |form| &mut form.agent,
            }, ids(screen.agents))}
            {fields.choice(Text {
                field: "alias", label: "Alias", note: "TSTALIASID is the working draft of every agent", rows: 0,
                read: |form| &form.alias, write: |form| &mut form.alias,
            }, ids(screen.aliases))}
            {fields.text(Text {
                field: "session", label: "Session", note: "The same ID goes on with the conversation", rows: 0,
                read: |form| &form.session, write: |form| &mut form.session,
            })}
            {fields.text(Text {
                field: "attributes", label: "Session attributes", note: "One key=value a line. Optional", rows: 1,
                read: |form| &form.attributes, write: |form| &mut form.attributes,
            })}
        </div>
        <div class="acts">
            {fields.switch("Trace", |form| form.trace, |form, on| form.trace = on)}
            {fields.switch("End the session with this call", |form| form.end, |form, on| form.end = on)}
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
