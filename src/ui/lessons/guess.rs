//! A guess before the value is shown, which is never graded, and an answer, which is judged.

use leptos::prelude::*;

use super::marked::marked;
use crate::lesson::step::Step;
use crate::ui::controllers::lessons::desk::Desk;
use crate::ui::controllers::lessons::play;

/// The field of a guess, or what was guessed.
pub fn guess(desk: Desk, step: &Step) -> AnyView {
    let choices = StoredValue::new(step.guesses.clone());
    let typed = RwSignal::new(String::new());
    let made = Memo::new(move |_| desk.journal.read().view().guess().map(|guess| guess.map(str::to_owned)));
    let found = Memo::new(move |_| play::shown_value(desk));
    (move || match made.get() {
        None => view! {
            <fieldset class="quiz">
                <legend>"Your guess; it is not graded"</legend>
                {choices.with_value(|choices| {
                    if choices.is_empty() {
                        return view! {
                            <input
                                class="input"
                                aria-label="Your guess"
                                autocomplete="off"
                                prop:value=move || typed.get()
                                on:input=move |event| typed.set(event_target_value(&event))
                            />
                        }
                        .into_any();
                    }
                    choices
                        .iter()
                        .map(|choice| {
                            let value = choice.clone();
                            view! {
                                <label class="check">
                                    <input type="radio" name="guess" on:change=move |_| typed.set(value.clone()) />
                                    <span>{marked(choice)}</span>
                                </label>
                            }
                        })
                        .collect_view()
                        .into_any()
                })}
                <div class="lesson__acts">
                    <button
                        type="button"
                        class="btn btn--solid"
                        disabled=move || typed.read().trim().is_empty()
                        on:click=move |_| play::guess(desk, Some(typed.get_untracked().trim().to_owned()))
                    >
                        "Guess"
                    </button>
                    <button type="button" class="btn btn--ghost" on:click=move |_| play::guess(desk, None)>"Just show"</button>
                </div>
            </fieldset>
        }
        .into_any(),
        Some(guess) => {
            let said = guess.map_or_else(|| "No guess.".to_owned(), |guess| format!("You said: {guess}."));
            view! {
                <p class="notice">
                    <span>{said} {move || found.get().map(|value| view! { " It is: " <code>{value}</code> "." })}</span>
                </p>
            }
            .into_any()
        }
    })
    .into_any()
}

/// The field of an answer.
pub fn answer(desk: Desk, question: &str) -> AnyView {
    let typed = RwSignal::new(String::new());
    let question = question.to_owned();
    let label = question.replace('`', "");
    let send = move || {
        let text = typed.get_untracked().trim().to_owned();
        if !text.is_empty() {
            play::answer(desk, &text);
        }
    };
    view! {
        <form
            class="quiz"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <p><b>{marked(&question)}</b></p>
            <input
                class="input input--mono"
                aria-label=label
                autocomplete="off"
                spellcheck="false"
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <div class="lesson__acts"><button type="submit" class="btn btn--solid">"Check"</button></div>
        </form>
    }
    .into_any()
}
