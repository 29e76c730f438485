//! The present step: its text, what it points at, what it asks, and how the last attempt went.

use leptos::prelude::*;

use super::guess::{answer, guess};
use super::marked::marked;
use super::{cards, hints};
use crate::lesson::step::{Kind, Place};
use crate::ui::controllers::lessons::desk::Desk;
use crate::ui::controllers::lessons::{exam, look, play};
use crate::ui::widgets::icon::late_icon;

/// The body of the step that is open.
pub fn step(desk: Desk) -> AnyView {
    let Some(step) = desk.step_untracked() else { return ().into_any() };
    let is_exam = desk.lesson.with_untracked(|lesson| lesson.as_ref().is_some_and(|lesson| lesson.id == exam::ID));
    let asks_guess = step.kind == Kind::Predict || !step.guesses.is_empty();
    let has_cards = !step.cards.cards.is_empty();
    let question = step.question.clone();
    let text = step.text.clone();
    let target = look::words(&step);
    let needs_program =
        desk.state.place.view.get_untracked() == look::view_of(Place::Program) && play::place(desk) == Place::Program;
    view! {
        <div class="lesson__body">
            {(!text.is_empty()).then(|| view! { <p>{marked(&text)}</p> })}
            {target.map(|words| view! {
                <p class="lesson__look">
                    <span><span class="lesson__mark">"Look"</span> " " {words} {move || look::away(desk).map(|away| format!(", {away}"))}</span>
                    <button type="button" class="btn btn--sm" on:click=move |_| look::go(desk)>"Take me there"</button>
                </p>
            })}
            {needs_program.then(|| view! {
                <p class="quiet">
                    {if has_cards {
                        "Check writes your lines into the code bench and runs them."
                    } else {
                        "Write in the code bench beside this panel, then press Run program."
                    }}
                </p>
            })}
            {asks_guess.then(|| guess(desk, &step))}
            {has_cards.then(|| cards::cards(desk, &step.cards))}
            {(!question.is_empty()).then(|| answer(desk, &question))}
            {outcome(desk, step.done.clone())}
            {(!is_exam).then(|| hints::ladder(desk, step.hint.clone()))}
        </div>
    }
    .into_any()
}

/// How the last attempt went: the refusal with our line, the conditions that are open, or what was learned.
fn outcome(desk: Desk, learned: String) -> impl IntoView {
    let learned = StoredValue::new(learned);
    let refusal = Memo::new(move |_| if desk.is_done.get() { None } else { play::refusal(desk) });
    let tried = Memo::new(move |_| desk.misses.get() > 0 || refusal.read().is_some());
    view! {
        <div role="status">
            {move || desk.is_done.get().then(|| view! {
                <div class="notice notice--ok">
                    {late_icon("check")}
                    <div><b>"Done."</b> " " {marked(&learned.get_value())}</div>
                </div>
            })}
            {move || refusal.get().map(|(code, message)| view! {
                <div class="notice notice--err">
                    {late_icon("error")}
                    <div><code>{code}</code> " " {message}</div>
                </div>
            })}
            {move || desk.wrong.get().map(|words| view! {
                <div class="notice notice--warn">
                    {late_icon("warn")}
                    <div>{marked(&words)}</div>
                </div>
            })}
        </div>
        {move || (tried.get() && !desk.is_done.get()).then(|| view! {
            <ul class="lesson__when" aria-label="What the step needs">
                {desk
                    .judged
                    .get()
                    .into_iter()
                    .map(|one| {
                        let (icon, vh) = if one.met { ("check", "met: ") } else { ("close", "open: ") };
                        let found = (!one.found.is_empty()).then(|| format!(": no, {}", one.found));
                        view! { <li>{late_icon(icon)} <span><span class="vh">{vh}</span>{marked(&one.words)} {found}</span></li> }
                    })
                    .collect_view()}
            </ul>
        })}
    }
}
