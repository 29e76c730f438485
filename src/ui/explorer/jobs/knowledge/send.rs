//! What every part ends with: what its call costs, the button, what the service refused, the call as code.

use leptos::prelude::*;

use super::super::code::CallCode;
use super::super::kit::{refused, to_first};
use super::state::{Part, Screen, of_call};
use crate::experiment::Origin;
use crate::experiment::jobs::knowledge::{calls, plan};
use crate::experiment::jobs::{Ask, Fault};
use crate::ui::controllers::explorer::{self, Calling};
use crate::ui::memo::memo;
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::widgets::icon::icon;

/// A part with its call.
#[derive(Clone, Copy)]
pub struct Sending {
    /// The part.
    pub part: Part,
    /// The start of the ids of its fields.
    pub form: &'static str,
    /// The element id of the choice of the tool.
    pub code: &'static str,
    /// The text of the button.
    pub button: &'static str,
    /// What the call does, for the question on AWS.
    pub does: &'static [&'static str],
    /// What it costs.
    pub costs: &'static str,
    /// Its call.
    pub calling: Calling,
    /// The call as the form has it.
    pub ask: Memo<Ask>,
    /// What is wrong with the form.
    pub faults: Memo<Vec<Fault>>,
    /// Done just before it is sent.
    pub before: Callback<()>,
}

impl Sending {
    /// Sends, asks first, or shows what is missing.
    pub fn press(self, screen: Screen) {
        let faults = self.faults.get_untracked();
        if faults.is_empty() {
            self.send(screen, self.ask.get_untracked());
        } else {
            screen.tried.update(|tried| tried.push(self.part));
            to_first(self.form, &faults);
        }
    }

    /// Sends this call, on AWS after the question.
    pub fn send(self, screen: Screen, ask: Ask) {
        let plan = plan(ask.clone(), self.does, self.costs);
        screen.desk.propose_run(screen.state, plan, move || {
            if !self.calling.running.get_untracked() {
                self.before.run(());
                explorer::send(screen.state, self.calling, ask.clone());
            }
        });
    }

    /// Who answered the last call.
    pub fn origin(self) -> Memo<Option<Origin>> {
        of_call(self.calling, |call| Some(call.origin))
    }
}

/// The button with what belongs to it.
pub fn bar(screen: Screen, sending: Sending) -> AnyView {
    let running = sending.calling.running;
    let refusal = of_call(sending.calling, calls::refusal);
    let facts = memo(move || sending.calling.call.with(|call| call.as_ref().map(|call| call.facts())));
    let stop = move |_| explorer::stop(screen.state, sending.calling);
    view! {
        <p class="job__cost">{sending.costs}</p>
        <div class="acts">
            {move || if running.get() {
                view! { <button type="button" class="btn btn--run" on:click=stop>{icon("stop")} "Stop"</button> }.into_any()
            } else {
                view! {
                    <button type="button" class="btn btn--run" on:click=move |_| sending.press(screen)>{icon("run")} {sending.button}</button>
                }
                .into_any()
            }}
            <span class="note" role="status">
                {move || if running.get() { "Waiting for the answer …".to_owned() } else { facts.get().unwrap_or_default() }}
            </span>
        </div>
        <CallCode id=sending.code ask=sending.ask />
        {move || refusal.get().map(|refusal| refused(&refusal, Some(Callback::new(move |()| sending.press(screen)))))}
    }
    .into_any()
}

/// The head over what was answered.
pub fn head(id: &'static str, title: &'static str, sending: Sending) -> AnyView {
    let origin = sending.origin();
    view! {
        <div class="job__head">
            <h3 id=id>{title}</h3>
            {move || origin.get().map(origin_badge)}
        </div>
    }
    .into_any()
}
