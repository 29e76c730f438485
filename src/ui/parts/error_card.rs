//! What happened, why, and the fix as a button, at the place of the error. What was received stays above it.

use leptos::prelude::*;

use crate::experiment::Api;
use crate::experiment::document::visit::Event;
use crate::experiment::failure::catalogue::Reproduce;
use crate::experiment::failure::explain::Explanation;
use crate::experiment::failure::failed::Failed;
use crate::experiment::failure::fix::{Fix, FixSet, ModelFix, PageFix};
use crate::platform::focus;
use crate::simulator::Mishap;
use crate::ui::controllers::visit::labs;
use crate::ui::controllers::{run, toast, views, visit};
use crate::ui::memo::memo;
use crate::ui::state::{AppState, Dialog, Mode, use_app};
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::lazy_view::lazy_view;

late_view! {
    inspect:
    /// The card that explains a failure to the view that shows it.
    pub fn late(failed: Failed, target: Target) => card(&failed, target)
}

/// The view that shows a card: how it runs again and applies a fix.
#[derive(Clone, Copy)]
pub enum Target {
    /// The playground, to whose draft every fix applies.
    Playground {
        /// Runs again.
        again: Callback<()>,
    },
    /// A view with a model field of its own.
    OwnModel {
        /// Puts a model ID into that field.
        use_model: Callback<String>,
        /// Runs the failed call again.
        again: Callback<()>,
    },
    /// A view that can apply page-wide fixes only.
    Page {
        /// Runs the failed call again.
        again: Callback<()>,
    },
}

impl Target {
    fn offers(self) -> FixSet {
        match self {
            Self::Playground { .. } => FixSet::Form,
            Self::OwnModel { .. } => FixSet::Model,
            Self::Page { .. } => FixSet::Page,
        }
    }

    fn again(self) {
        match self {
            Self::Playground { again } | Self::OwnModel { again, .. } | Self::Page { again } => again.run(()),
        }
    }

    /// Puts a model ID into the model field of the view.
    fn use_model(self, state: AppState, id: &str) {
        match self {
            Self::OwnModel { use_model, .. } => use_model.run(id.to_owned()),
            Self::Playground { .. } => {
                state.draft.try_update(|draft| id.clone_into(&mut draft.model));
            }
            // It has no model field, so no such fix is offered.
            Self::Page { .. } => {}
        }
    }
}

/// The card of one call, if it failed.
#[component]
pub fn ErrorCard(api: Api) -> impl IntoView {
    let state = use_app();
    let failed = memo(move || {
        let region = state.draft.with_untracked(|draft| draft.region.clone());
        state.run.session.with(|session| session.exchange(api).and_then(|call| Failed::of(call, &region)))
    });
    let target = Target::Playground { again: Callback::new(|()| run::run()) };
    move || failed.get().map(|failed| lazy_view(move |owner| late(owner, failed, target)))
}

/// The card of a run of many calls: its first failure.
pub fn run_failure(failed: Memo<Option<Failed>>, target: Target) -> impl IntoView {
    move || failed.get().map(|failed| lazy_view(move |owner| late(owner, failed, target)))
}

/// Explains a failure and draws the card for the view that shows it.
pub fn card(failed: &Failed, target: Target) -> AnyView {
    view! { <Card explanation=failed.explain(target.offers()) target=target /> }.into_any()
}

#[component]
fn Card(explanation: Explanation, target: Target) -> impl IntoView {
    let state = use_app();
    let Explanation { title, what, status, message, why, fixes, reproduce, request_id, raw, .. } = explanation;
    view! {
        <div class="errcard" role="alert">
            <h3>
                {icon("error")}
                <code>{title}</code>
                {status.map(|status| view! { <span class="chip chip--err">{status.to_string()}</span> })}
            </h3>
            {what.map(|what| view! { <p class="errcard__what">{what}</p> })}
            {message.map(|message| view! { <p class="errcard__said">{message}</p> })}
            {why.into_iter().map(|why| view! { <p>{why}</p> }).collect_view()}
            <div class="acts">
                {fixes
                    .into_iter()
                    .enumerate()
                    .map(|(index, fix)| {
                        let label = fix.label();
                        let class = if index == 0 { "btn btn--solid" } else { "btn" };
                        view! {
                            <button type="button" class=class on:click=move |_| perform(state, &fix, target)>{label}</button>
                        }
                    })
                    .collect_view()}
                {can_reproduce(state, reproduce).then(|| view! {
                    <button type="button" class="btn" on:click=move |_| perform_reproduction(state, reproduce, target)>
                        "Reproduce in simulator"
                    </button>
                })}
            </div>
            {why_not(state, reproduce).map(|why| view! { <p class="quiet">{why}</p> })}
            {raw.map(|raw| view! {
                <details>
                    <summary>"Raw response body"</summary>
                    <pre tabindex="0" role="group" aria-label="Error body">{raw}</pre>
                </details>
            })}
            {request_id.map(|id| view! { <p class="reqid">"Request ID " <code>{id}</code></p> })}
        </div>
    }
}

/// Applies a fix. After a change, the user is asked to press Run.
fn perform(state: AppState, fix: &Fix, target: Target) {
    let effect = match fix {
        Fix::Draft(fix) => {
            state.draft.try_update(|draft| fix.apply(draft));
            Effect::Changed
        }
        Fix::Model(ModelFix::Use(id)) => {
            target.use_model(state, id);
            Effect::Changed
        }
        Fix::Model(ModelFix::Edit) => move_to("#model"),
        Fix::Page(fix) => perform_on_page(state, fix),
        Fix::RunAgain => {
            target.again();
            Effect::Done
        }
    };
    if effect == Effect::Changed {
        state.status.announce(format!("{}. Press Run to call again", fix.label()));
        focus::move_to("#run");
    }
}

fn perform_on_page(state: AppState, fix: &PageFix) -> Effect {
    match fix {
        PageFix::SwitchRegion(region) => {
            state.draft.try_update(|draft| draft.region.clone_from(region));
            Effect::Changed
        }
        PageFix::UseSimulator => {
            state.mode.set(Mode::Simulator);
            Effect::Changed
        }
        PageFix::CorrectClock { offset_ms } => {
            state.access.clock_offset_ms.set(*offset_ms);
            Effect::Changed
        }
        PageFix::OpenCredentials => {
            state.place.dialog.set(Some(Dialog::Credentials));
            Effect::Done
        }
        PageFix::CopyPolicy(statement) => {
            toast::copy(statement.clone());
            Effect::Done
        }
        PageFix::EditEndpoint => move_to("#endpoint"),
        PageFix::OpenItsView { model, lab } => {
            views::open_with_model(state, labs::view(*lab), model.clone());
            Effect::Done
        }
    }
}

/// What remains to do after a fix.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// The request changed, so the user can run again.
    Changed,
    /// Nothing remains.
    Done,
}

fn move_to(field: &str) -> Effect {
    focus::move_to(field);
    Effect::Done
}

/// Whether the error can be reproduced, and was not just reproduced.
fn can_reproduce(state: AppState, reproduce: Reproduce) -> bool {
    match reproduce {
        Reproduce::Never(_) => false,
        Reproduce::Mishap(_) | Reproduce::Setup(_) => state.mode.get_untracked() != Mode::Simulator,
    }
}

/// Why it cannot be reproduced.
fn why_not(state: AppState, reproduce: Reproduce) -> Option<String> {
    match reproduce {
        Reproduce::Never(why) if !why.is_empty() && state.mode.get_untracked() != Mode::Simulator => {
            Some(format!("The simulator cannot reproduce this. {why}"))
        }
        Reproduce::Never(_) | Reproduce::Mishap(_) | Reproduce::Setup(_) => None,
    }
}

/// Makes the simulator fail in the same way, and runs. The user's own draft is kept.
fn perform_reproduction(state: AppState, reproduce: Reproduce, target: Target) {
    match reproduce {
        Reproduce::Never(_) => return,
        Reproduce::Mishap(key) => state.mishap.set(Mishap::from_key(key)),
        Reproduce::Setup(setup) => {
            state.mishap.set(None);
            visit::apply(state, Event::Reproduced(setup.draft()));
        }
    }
    state.access.clock_offset_ms.set(0);
    state.mode.set(Mode::Simulator);
    target.again();
}
