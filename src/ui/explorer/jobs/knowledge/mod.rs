//! Knowledge bases, agents and flows: passages, answers with citations, conversations with traces.

mod agent;
mod answer;
mod control;
mod fields;
mod filter;
mod flow;
mod generate;
mod inline;
mod lists;
mod passages;
mod rerank;
mod retrieve;
mod send;
mod state;
mod trace;
mod turns;

use leptos::prelude::*;

use self::state::{Part, Screen, use_screen};
use super::confirm::Confirm;
use crate::experiment::jobs::knowledge::resources::Resource;
use crate::ui::controllers::account::ask::{By, Loaded, follow};
use crate::ui::state::Mode;
use crate::ui::widgets::tabs::{Tabs, tab_id};

/// The start of the tabs' element ids.
const STRIP: &str = "kbtab";

/// The screen. Facts on Agents Classic: <https://docs.aws.amazon.com/bedrock/latest/userguide/agents-classic-maintenance-mode.html>,
/// 2026-11.
#[component]
pub fn Knowledge() -> impl IntoView {
    let screen = use_screen();
    follow(screen.state, Callback::new(move |by| screen.read(by)), Callback::new(move |()| screen.clear()));
    fill_in(screen, screen.bases, |screen| screen.retrieve.read_untracked().base.is_empty(), Screen::use_base);
    fill_in(
        screen,
        screen.agents,
        |screen| screen.agent.read_untracked().agent.is_empty(),
        |screen, id| screen.use_agent(id, By::Follow),
    );
    fill_in(
        screen,
        screen.flows,
        |screen| screen.flow.read_untracked().flow.is_empty(),
        |screen, id| screen.use_flow(id, By::Follow),
    );
    let part = move || match Part::ALL.get(screen.open.get()).copied().unwrap_or(Part::Retrieve) {
        Part::Retrieve => view! { <retrieve::Retrieve /> }.into_any(),
        Part::Generate => view! { <generate::Generate /> }.into_any(),
        Part::Rerank => view! { <rerank::Rerank /> }.into_any(),
        Part::Agent => view! { <agent::Agent /> }.into_any(),
        Part::Inline => view! { <inline::Inline /> }.into_any(),
        Part::Flow => view! { <flow::Flow /> }.into_any(),
    };
    view! {
        <div class="job" role="group" aria-label="Knowledge bases and agents">
            <div class="notice job__said">
                <p>
                    "These calls are operations of " <code>"bedrock-agent-runtime"</code> ", not of " <code>"bedrock-runtime"</code>
                    ", as much teaching material has it: another client and another host. They take signed requests only, no API keys."
                </p>
                <p>
                    "InvokeAgent and InvokeInlineAgent belong to Agents Classic, which is closed to new customers since 30 July 2026. \
                     Knowledge bases and flows are not part of that."
                </p>
            </div>
            <lists::Lists />
            <div class="job__tabs">
                <Tabs
                    strip=STRIP
                    label="Calls"
                    names=Part::ALL.map(Part::name).to_vec()
                    open=screen.open
                    on_open=Callback::new(move |place| screen.open.set(place))
                />
            </div>
            <div class="job__part" id=format!("{STRIP}-panel") role="tabpanel" aria-labelledby=move || tab_id(STRIP, screen.open.get())>
                {part}
            </div>
            <Confirm id="knowledge-confirm" desk=screen.desk />
        </div>
    }
}

/// In the simulator, an empty form takes the first that there is. On AWS the reader chooses.
fn fill_in(
    screen: Screen,
    loaded: Loaded<Vec<Resource>>,
    is_empty: fn(Screen) -> bool,
    take: impl Fn(Screen, &str) + Send + Sync + 'static,
) {
    Effect::new(move |_| {
        let first = loaded.value.with(|all| all.as_ref().and_then(|all| all.first()).map(|first| first.id.clone()));
        if let Some(id) = first
            && screen.state.mode.get_untracked() == Mode::Simulator
            && is_empty(screen)
        {
            take(screen, &id);
        }
    });
}
