//! The notes in rows of the bar, which cover nothing: the fault of the simulator, and what the model does not take of the
//! playground's draft, each with its fix.

use leptos::prelude::*;

use crate::experiment::document::visit::Event;
use crate::experiment::failure::fix::{DraftFix, Fix};
use crate::experiment::fitting::{Misfit, misfits};
use crate::experiment::{Draft, Field};
use crate::platform::{clock, focus, frame};
use crate::ui::controllers::validate::refusal_of;
use crate::ui::controllers::visit;
use crate::ui::memo::memo;
use crate::ui::state::{AppState, Mode, use_app};
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::icon_button::IconButton;
use crate::ui::widgets::lazy_view::lazy_view;

late_view! {
    compose:
    /// The simulator's fault, with the button that removes it.
    pub fn late_fault() => fault_note()
}

late_view! {
    compose:
    /// What the model does not take of the draft.
    pub fn late_misfits(found: Memo<Vec<Misfit>>, no_stream: Memo<Option<String>>) => misfit_notes(found, no_stream)
}

/// The row of the simulator's fault, while one is set.
pub fn fault(state: AppState) -> impl IntoView {
    let set = memo(move || {
        state.mode.get() == Mode::Simulator && (state.mishap.read().is_some() || state.overlay.reproducing.get())
    });
    move || set.get().then(|| lazy_view(late_fault))
}

/// The rows for what the model does not take of the playground's draft.
pub fn draft(state: AppState) -> impl IntoView {
    let found = memo(move || {
        let composed = state.composed.read();
        let model = composed.model.as_ref();
        model.map(|model| misfits(&state.draft.read(), model, &clock::now().date())).unwrap_or_default()
    });
    let no_stream = memo(move || refusal_of(state, Field::Stream));
    let any = memo(move || !found.read().is_empty() || no_stream.read().is_some());
    move || any.get().then(|| lazy_view(move |owner| late_misfits(owner, found, no_stream)))
}

fn fault_note() -> AnyView {
    let state = use_app();
    view! {
        <div class="barnote" data-s="warn">
            {move || state.mishap.get().map(|mishap| view! {
                <span class="chip chip--warn faultchip">
                    {icon("warn")}
                    {format!("Fault: {}", mishap.name())}
                    <IconButton
                        label="Turn the fault off"
                        icon="close"
                        class="faultchip__off"
                        on_press=move |()| {
                            state.mishap.set(None);
                            state.status.announce("The simulator answers without a fault".to_owned());
                            frame::next(|| {
                                focus::move_to("#fault");
                            });
                        }
                    />
                </span>
                <span>"The simulator fails like this until you turn it off"</span>
            })}
            {move || state.overlay.reproducing.get().then(|| view! {
                <button
                    type="button"
                    class="btn btn--sm"
                    title="Your draft from before the error was reproduced"
                    on:click=move |_| visit::apply(state, Event::ReproductionEnded)
                >
                    "Back to my experiment"
                </button>
            })}
        </div>
    }
    .into_any()
}

fn misfit_notes(found: Memo<Vec<Misfit>>, no_stream: Memo<Option<String>>) -> AnyView {
    let state = use_app();
    let all_fixes = move || found.read().iter().flat_map(|misfit| misfit.fixes.clone()).collect::<Vec<_>>();
    view! {
        <div class="barnote" data-s="warn" role="status">
            {move || no_stream.get().map(|why| view! {
                <span class="barnote__one">
                    {icon("warn")}
                    <span id="stream-note">{why}</span>
                    {state.draft.with_untracked(|draft| draft.stream).then(|| fix_button(state, vec![DraftFix::StreamOff]))}
                </span>
            })}
            {move || found.get().into_iter().map(|misfit| view! {
                <span class="barnote__one">
                    {icon("warn")}
                    <span>{misfit.text}</span>
                    {if misfit.fixes.is_empty() {
                        view! {
                            <button type="button" class="btn btn--sm" on:click=|_| { focus::move_to("#model"); }>
                                "Choose a model"
                            </button>
                        }
                        .into_any()
                    } else {
                        fix_button(state, misfit.fixes)
                    }}
                </span>
            }).collect_view()}
            {move || (found.read().iter().filter(|misfit| !misfit.fixes.is_empty()).count() > 1).then(|| view! {
                <button
                    type="button"
                    class="btn btn--sm"
                    on:click=move |_| apply(state, &all_fixes())
                >
                    "Fix all"
                </button>
            })}
        </div>
    }
    .into_any()
}

/// The button that fixes one misfit.
fn fix_button(state: AppState, fixes: Vec<DraftFix>) -> AnyView {
    let label = fixes.iter().map(|fix| Fix::from(fix.clone()).label()).collect::<Vec<_>>().join(", ");
    view! {
        <button type="button" class="btn btn--sm" on:click=move |_| apply(state, &fixes)>{label}</button>
    }
    .into_any()
}

fn apply(state: AppState, fixes: &[DraftFix]) {
    state.draft.update(|draft: &mut Draft| fixes.iter().for_each(|fix| fix.apply(draft)));
    state.status.announce("The draft fits the model".to_owned());
    focus::move_to("#run");
}
