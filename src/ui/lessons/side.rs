//! The panel of the open lesson: its steps, the present one with all it asks for, and the way on.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::marked::marked;
use super::{more, step};
use crate::lesson::progress::State;
use crate::page::lessons::Address;
use crate::ui::controllers::lessons::desk::{Desk, Size};
use crate::ui::controllers::lessons::{exam, look, play, present, resume, saving, watch};
use crate::ui::widgets::icon::late_icon;
use crate::ui::widgets::icon_button::{Icon, IconButton};

/// The panel.
pub fn panel() -> AnyView {
    let desk = Desk::of_page();
    desk.adopt();
    watch::follow(desk);
    look::follow(desk);
    present::follow(desk);
    resume::follow(desk);
    let title = move || desk.lesson.read().as_ref().map(|lesson| lesson.title.clone()).unwrap_or_default();
    let place = move || {
        let id = desk.lesson.read().as_ref().map(|lesson| lesson.id.to_uppercase()).unwrap_or_default();
        format!("{id}, step {} of {}", desk.step.get() + 1, desk.steps())
    };
    let goal = move || desk.with_step(|step| step.goal.clone()).unwrap_or_default();
    let is_folded = move || desk.size.get() == Size::Strip;
    let fold = move |_| desk.size.update(|size| *size = if *size == Size::Strip { Size::Half } else { Size::Strip });
    view! {
        <section
            class="pane lesson"
            id="lesson"
            aria-label="Lesson"
            data-size=move || desk.size.get().as_data()
            on:keydown=move |event| on_key(desk, &event)
        >
            <div class="pane__head">
                <span class="count">{place}</span>
                <span class="lesson__strip">{goal}</span>
                <span class="push"></span>
                <button
                    type="button"
                    class="btn btn--ghost btn--sm lesson__fold"
                    aria-expanded=move || if is_folded() { "false" } else { "true" }
                    on:click=fold
                >
                    {move || if is_folded() { "Unfold" } else { "Fold" }}
                </button>
                <span class="lesson__fold only-phone">
                    <IconButton
                        label=Signal::derive(move || if desk.size.get() == Size::Full { "Half height" } else { "Full height" }.to_owned())
                        icon=Icon::Late("columns")
                        on_press=move |()| desk.size.update(|size| *size = if *size == Size::Full { Size::Half } else { Size::Full })
                    />
                </span>
                <IconButton
                    label="Close the lesson; your draft comes back"
                    icon=Icon::Late("close")
                    on_press=move |()| play::close(desk)
                />
            </div>
            <div class="pane__body scroll" tabindex="0" role="group" aria-label="Text of the lesson">
                <div class="stack">
                    <h2>{title}</h2>
                    {move || desk.error.get().map(|why| view! { <p class="notice notice--err">{why}</p> })}
                    <div role="status">
                        {move || saving::words(desk).map(|words| view! { <p class="notice notice--warn">{late_icon("warn")} <span>{words}</span></p> })}
                    </div>
                    {move || steps(desk)}
                    {more::more(desk)}
                </div>
            </div>
            <div class="pane__foot">
                <span class="small quiet only-roomy">{move || saved(desk)}</span>
                <span class="push"></span>
                <button type="button" class="btn" disabled=move || desk.step.get() == 0 on:click=move |_| play::back(desk)>
                    "Back"
                </button>
                {move || {
                    let done = desk.is_done.get();
                    let is_last = desk.step.get() + 1 >= desk.steps();
                    let (class, name) = match (done, is_last) {
                        (true, true) => ("btn btn--solid", "Finish"),
                        (true, false) => ("btn btn--solid", "Next step"),
                        (false, true) => ("btn", "Leave"),
                        (false, false) => ("btn", "Skip"),
                    };
                    view! { <button type="button" class=class id="lesson-next" on:click=move |_| play::next(desk)>{name}</button> }
                }}
            </div>
        </section>
    }
    .into_any()
}

/// Only the lesson decides which steps there are; each draws itself.
fn steps(desk: Desk) -> impl IntoView {
    let lesson = desk.lesson.get();
    let id = lesson.as_ref().map(|lesson| lesson.id.clone()).unwrap_or_default();
    lesson.map(|lesson| {
        let rows = lesson
            .steps
            .iter()
            .enumerate()
            .map(|(place, step)| {
                let name = step.id.clone();
                let lesson = id.clone();
                let address = Address::new(&lesson, place).fragment();
                let mark = Memo::new(move |_| desk.progress.with(|progress| progress.step(&lesson, &name).state));
                let now = Memo::new(move |_| desk.step.get() == place);
                let goal = StoredValue::new(step.goal.clone());
                let tick = move || match mark.get() {
                    State::Done => Some(view! { <span class="icon--ok">{late_icon("check")}</span> <span class="vh">"done"</span> }.into_any()),
                    State::Shown => Some(view! { <span class="count">"shown"</span> }.into_any()),
                    State::NotBegun => None,
                };
                view! {
                    <li
                        class="core__step"
                        data-done=move || (mark.get() != State::NotBegun).then_some("")
                        data-now=move || now.get().then_some("")
                        aria-current=move || now.get().then_some("step")
                    >
                        <span class="core__n">{place + 1}</span>
                        {move || {
                            if now.get() {
                                view! {
                                    <h3 class="row"><span>{marked(&goal.get_value())}</span> " " {tick}</h3>
                                    {step::step(desk)}
                                }
                                .into_any()
                            } else {
                                view! {
                                    <h3 class="row"><a class="lesson__go" href=address.clone()>{marked(&goal.get_value())}</a> " " {tick}</h3>
                                }
                                .into_any()
                            }
                        }}
                    </li>
                }
            })
            .collect_view();
        view! { <ol class="core">{rows}</ol> }
    })
}

/// How much of the lesson is done.
fn saved(desk: Desk) -> String {
    let lesson = desk.lesson.read();
    let Some(lesson) = lesson.as_ref() else { return String::new() };
    let done =
        desk.progress.with(|progress| progress.count(&lesson.id, lesson.steps.iter().map(|step| step.id.as_str())));
    let where_kept = if saving::words(desk).is_none() { ", saved on this device" } else { "" };
    format!("{done} of {}{where_kept}", lesson.steps.len())
}

/// Whether the final check is open, which has no hints and no solutions.
fn is_exam(desk: Desk) -> bool {
    desk.lesson.with_untracked(|lesson| lesson.as_ref().is_some_and(|lesson| lesson.id == exam::ID))
}

/// The keys of the region. Typing goes to its field.
fn on_key(desk: Desk, event: &KeyboardEvent) {
    let is_typing = event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|element| {
        matches!(element.tag_name().as_str(), "TEXTAREA" | "SELECT")
            || element.tag_name() == "INPUT"
                && !matches!(element.get_attribute("type").as_deref(), Some("radio" | "checkbox"))
    });
    if is_typing || event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
        return;
    }
    match event.key().as_str() {
        "]" => play::next(desk),
        "[" => play::back(desk),
        "h" | "s" if is_exam(desk) => return,
        "h" => desk.open_hint(),
        "s" => play::show_me(desk),
        _ => return,
    }
    event.prevent_default();
}
