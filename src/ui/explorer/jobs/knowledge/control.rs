//! Return of control by hand: what the agent asks for, and the form that answers it.

use leptos::prelude::*;

use super::super::kit::{Choose, TextField};
use super::turns::Talking;
use crate::experiment::jobs::knowledge::control::{Asked, Control, Outcome, Reply};

/// The form.
pub fn form(talking: Talking, control: Control) -> AnyView {
    let Talking { screen, sending, talk, prefix, go_on } = talking;
    talk.replies.set(vec![Reply::default(); control.asked.len()]);
    let asked = control.asked.clone();
    let press = move |_| {
        let ask = go_on.run((control.clone(), talk.replies.get_untracked()));
        sending.send(screen, ask);
    };
    view! {
        <div class="job__control" role="group" aria-label="Return of control">
            <h4>"The agent hands control back: do this, and give it the result"</h4>
            {asked.into_iter().enumerate().map(|(at, asked)| one(talking, prefix, at, asked)).collect_view()}
            <button type="button" class="btn btn--run" on:click=press>"Go on with this"</button>
        </div>
    }
    .into_any()
}

fn one(talking: Talking, prefix: &'static str, at: usize, asked: Asked) -> impl IntoView {
    let replies = talking.talk.replies;
    let (name, label) = (asked.name(), asked.name());
    let Asked { parameters, result, confirmation, .. } = asked;
    let get = move |read: fn(&Reply) -> String| {
        Signal::derive(move || replies.with(|replies| replies.get(at).map(read).unwrap_or_default()))
    };
    let outcomes = Outcome::ALL.into_iter().filter(|outcome| confirmation || *outcome != Outcome::Denied);
    view! {
        <section class="job__part" aria-label=label>
            <p class="acts"><b>{name}</b> {(!result).then(|| view! { <span class="chip">"Only a confirmation"</span> })}</p>
            <dl class="facts" aria-label="Parameters">
                {parameters.into_iter().map(|(name, kind, value)| view! {
                    <div><dt><code>{name}</code></dt><dd><bdi>{value}</bdi> " " <span class="note">{kind}</span></dd></div>
                }).collect_view()}
            </dl>
            <div class="job__form">
                <Choose
                    id=format!("{prefix}-outcome-{at}")
                    label="Outcome"
                    choices=outcomes.map(|outcome| (outcome, outcome.name().to_owned())).collect()
                    chosen=Signal::derive(move || replies.with(|replies| replies.get(at).map(|reply| reply.outcome).unwrap_or_default()))
                    on_choose=Callback::new(move |outcome| replies.update(|replies| {
                        if let Some(reply) = replies.get_mut(at) {
                            reply.outcome = outcome;
                        }
                    }))
                />
                <TextField
                    id=format!("{prefix}-result-{at}")
                    label="Result"
                    text=get(|reply| reply.body.clone())
                    on_text=Callback::new(move |text| replies.update(|replies| {
                        if let Some(reply) = replies.get_mut(at) {
                            reply.body = text;
                        }
                    }))
                    note="Text or JSON, as your code would return it"
                    rows=2
                />
            </div>
        </section>
    }
}
