//! The turns of a conversation with an agent: what was said, the answer, the trace, what the agent asks for.

use leptos::prelude::*;

use super::send::{Sending, head};
use super::state::{Screen, Talk, of_call};
use super::{answer, control, trace};
use crate::experiment::jobs::Ask;
use crate::experiment::jobs::knowledge::agent::Turn;
use crate::experiment::jobs::knowledge::calls;
use crate::experiment::jobs::knowledge::control::{Control, Reply};
use crate::ui::memo::memo;

/// What the agent asks for, and the replies to it.
pub type GoOn = (Control, Vec<Reply>);

/// A conversation with what sends its next call.
#[derive(Clone, Copy)]
pub struct Talking {
    /// The screen.
    pub screen: Screen,
    /// The part's call.
    pub sending: Sending,
    /// The conversation.
    pub talk: Talk,
    /// The start of the element ids.
    pub prefix: &'static str,
    /// The call that carries the replies.
    pub go_on: Callback<GoOn, Ask>,
}

/// The turns, the last one as it arrives.
pub fn list(talking: Talking) -> AnyView {
    let Talking { talk, sending, prefix, .. } = talking;
    let past = move || talk.past.get().into_iter().enumerate().collect::<Vec<_>>();
    let turn = of_call(talk.calling, |call| Some(calls::turn(call)));
    let said = memo(move || turn.with(|turn| turn.as_ref().map(|turn| turn.said.clone())));
    let text = memo(move || turn.with(|turn| turn.as_ref().map(|turn| turn.answer.clone())));
    let phases = memo(move || turn.with(|turn| turn.as_ref().map(|turn| turn.phases.clone())).unwrap_or_default());
    let files = memo(move || turn.with(|turn| turn.as_ref().map(|turn| turn.files.clone())).unwrap_or_default());
    let asked = memo(move || {
        let waits = !talk.calling.running.get();
        turn.with(|turn| turn.as_ref().and_then(|turn| turn.control.clone()).filter(|_| waits))
    });
    let marked = RwSignal::new(None);
    view! {
        <ol class="job__cards" aria-label="Conversation">
            <For each=past key=|(at, turn)| (*at, turn.said.clone()) children=move |(at, turn)| past_turn(at, turn, prefix) />
            {move || said.get().map(|said| view! {
                <li class="job__card">
                    {head("h-turn", "Last turn", sending)}
                    {saying(said)}
                    {trace::tree(phases)}
                    {move || text.get().filter(|text| !text.text.is_empty()).map(|text| {
                        answer::view(text, format!("{prefix}-now"), marked)
                    })}
                    {move || files_of(files.get())}
                    {move || asked.get().map(|asked| control::form(talking, asked))}
                </li>
            })}
        </ol>
    }
    .into_any()
}

fn past_turn(at: usize, turn: Turn, prefix: &str) -> impl IntoView {
    let Turn { said, answer: text, phases, files, .. } = turn;
    let marked = RwSignal::new(None);
    view! {
        <li class="job__card">
            <div class="job__head"><h3>{format!("Turn {}", at + 1)}</h3></div>
            {saying(said)}
            {trace::tree(Memo::new(move |_| phases.clone()))}
            {(!text.text.is_empty()).then(|| answer::view(text, format!("{prefix}-{at}"), marked))}
            {files_of(files)}
        </li>
    }
}

fn saying(said: String) -> impl IntoView {
    view! { <p class="job__asked"><bdi>{said}</bdi></p> }
}

fn files_of(files: Vec<String>) -> Option<impl IntoView> {
    (!files.is_empty()).then(|| view! { <p class="note">"Files: " {files.join("; ")}</p> })
}
