//! What happened, the fix as a button, and why, at the place of the error, above what was received. A button that would
//! change nothing is not offered; it disappears when something else has applied its change.

use leptos::prelude::*;

use crate::experiment::document::visit::Event;
use crate::experiment::failure::catalogue::Reproduce;
use crate::experiment::failure::explain::Explanation;
use crate::experiment::failure::failed::Failed;
use crate::experiment::failure::fix::{Fix, FixSet, ModelFix, Now, PageFix};
use crate::experiment::{Api, Field};
use crate::page::lessons::treats;
use crate::platform::focus;
use crate::simulator::Mishap;
use crate::text::{number, outside};
use crate::ui::controllers::visit::labs;
use crate::ui::controllers::{run, toast, views, visit};
use crate::ui::memo::memo;
use crate::ui::parts::copy_button::CopyButton;
use crate::ui::state::{AppState, Dialog, Mode, use_app};
use crate::ui::widgets::icon::{icon, late_icon};
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
    view! { <Card failed=failed.clone() target=target /> }.into_any()
}

/// Explains a failure as the page is now, and follows the page.
fn explained(state: AppState, failed: &Failed, target: Target) -> Explanation {
    let origin = state.mode.get().origin();
    let fault = state.mishap.get().is_some();
    let clock_offset_ms = state.access.clock_offset_ms.get();
    let most_bytes = state.run.most_bytes.get();
    state.draft.with(|draft| failed.explain(target.offers(), Now { draft, origin, fault, clock_offset_ms, most_bytes }))
}

#[component]
fn Card(failed: Failed, target: Target) -> impl IntoView {
    let state = use_app();
    let Explanation { title, what, status, message, why, fix, reproduce, request_id, raw, .. } =
        untrack(|| explained(state, &failed, target));
    let fixes = memo(move || explained(state, &failed, target).fixes);
    let learn = treats(&title, message.as_deref().unwrap_or_default()).filter(|_| !state.overlay.teaches_untracked());
    let message = message.map(|message| if raw.is_some() { beginning(&message) } else { message });
    view! {
        <div class="errcard" role="alert">
            <h3>
                {icon("error")}
                // An error's own name, or our words where it has none.
                {if what.is_some() { view! { <code>{title}</code> }.into_any() } else { view! { <span>{title}</span> }.into_any() }}
                {status.map(|status| view! { <span class="chip chip--err">{status.to_string()}</span> })}
            </h3>
            {what.map(|what| view! { <p class="errcard__what">{what}</p> })}
            <div class="acts">
                {move || fixes.get().into_iter().enumerate().map(|(at, fix)| button(state, fix, at == 0, target)).collect_view()}
                {move || can_reproduce(state, reproduce).then(|| view! {
                    <button type="button" class="btn" on:click=move |_| perform_reproduction(state, reproduce, target)>
                        "Reproduce in simulator"
                    </button>
                })}
                {learn.map(|step| view! { <a class="btn btn--ghost" href=step.fragment()>"Learn why"</a> })}
            </div>
            {message.map(|message| view! { <p class="errcard__said">{message}</p> })}
            {why.into_iter().map(|why| view! { <p>{sentence(&why)}</p> }).collect_view()}
            {fix.map(|fix| view! { <p class="errcard__fix">{late_icon("tool")} <span>{sentence(fix)}</span></p> })}
            {move || why_not(state, reproduce).map(|why| view! { <p class="quiet">{why}</p> })}
            {raw.map(raw_body)}
            {request_id.map(|id| view! { <p class="reqid">"Request ID " <code>{id}</code></p> })}
        </div>
    }
}

/// With the full stop that the catalogue leaves out.
fn sentence(text: &str) -> String {
    if text.ends_with(['.', ':', '?']) { text.to_owned() } else { format!("{text}.") }
}

fn button(state: AppState, fix: Fix, primary: bool, target: Target) -> AnyView {
    let label = fix.label();
    let class = if primary { "btn btn--solid" } else { "btn" };
    view! { <button type="button" class=class on:click=move |_| perform(state, &fix, target)>{label}</button> }
        .into_any()
}

fn raw_body(raw: String) -> AnyView {
    /// Most bytes of a body that the card shows.
    const MOST: usize = 32 * 1_024;
    let shown = outside::beginning(&raw, MOST).to_owned();
    let cut = (shown.len() < raw.len()).then(|| {
        let (shown, whole) = (number::bytes(shown.len()), number::bytes(raw.len()));
        format!("Shown: the first {shown} of {whole}. Copy has all of it.")
    });
    let copied = raw;
    view! {
        <details class="errcard__raw">
            <summary>"Raw response body"</summary>
            <CopyButton label="Copy the raw response body" text=Callback::new(move |()| copied.clone()) />
            <pre tabindex="0" role="group" aria-label="Error body">{shown}</pre>
            {cut.map(|cut| view! { <p class="quiet">{cut}</p> })}
        </details>
    }
    .into_any()
}

/// The first paragraph of a message, as much as a card has room for; the rest is in the raw body.
fn beginning(message: &str) -> String {
    const LONGEST: usize = 400;
    let first = message.split("\n\n").next().unwrap_or_default().trim();
    match first.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", first.get(..end).unwrap_or_default()),
        None => first.to_owned(),
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
        Fix::GoTo(field) => element(state, *field).map_or(Effect::Done, |field| move_to(&field)),
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
        PageFix::ReceiveMore(bytes) => {
            state.run.most_bytes.set(*bytes);
            Effect::Changed
        }
        PageFix::TurnFaultOff => {
            state.mishap.set(None);
            Effect::Changed
        }
        PageFix::OpenItsView { model, lab } => {
            views::open_with_model(state, labs::view(*lab), model.clone());
            Effect::Done
        }
    }
}

/// Where a field of the form is in the page.
fn element(state: AppState, field: Field) -> Option<String> {
    let id = match field {
        Field::Message(at) => {
            let id = state.draft.with_untracked(|draft| draft.messages.get(at).map(|message| message.id))?;
            return Some(format!("#message-{id}, [id^=\"message-{id}-\"]:is(textarea, button, [tabindex])"));
        }
        Field::Model => "#model",
        Field::Region => "#region",
        Field::System => "#system",
        Field::MaxTokens => "#max-tokens",
        Field::Temperature => "#temperature",
        Field::TopP => "#top-p",
        Field::TopK => "#top-k",
        Field::Stream | Field::StopSequences | Field::ExtraFields | Field::More => return None,
    };
    Some(id.to_owned())
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
        Reproduce::Mishap(_) | Reproduce::Setup(_) => state.mode.get() != Mode::Simulator,
    }
}

/// Why it cannot be reproduced.
fn why_not(state: AppState, reproduce: Reproduce) -> Option<String> {
    match reproduce {
        Reproduce::Never(why) if !why.is_empty() && state.mode.get() != Mode::Simulator => {
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
