//! The final check in the list of lessons: the name that it is drawn for, and how it went.

use leptos::prelude::*;

use crate::lesson::exam::{ITEMS, PASS};
use crate::page::lessons::Address;
use crate::ui::controllers::lessons::desk::Desk;
use crate::ui::controllers::lessons::{badge, exam};

/// The section.
pub fn section(desk: Desk) -> impl IntoView {
    let last = exam::last();
    let name = RwSignal::new(last.as_ref().map(|last| last.name.clone()).unwrap_or_default());
    let class = RwSignal::new(last.as_ref().map_or_else(|| desk.class.get_untracked(), |last| last.class.clone()));
    let result = move || {
        exam::score(desk).map(|(done, all)| {
            let verdict = if done >= PASS { "passed" } else { "not passed yet" };
            view! {
                <p role="status">
                    {format!("{done} of {all} items hold: {verdict}. ")}
                    <a href=Address::new(exam::ID, 0).fragment()>"Go on with this draw"</a>
                </p>
                {(done >= PASS).then(|| view! {
                    <p class="quiet">"Your badge is a link with your name and your answers. Whoever opens it sees them replayed."</p>
                    <div class="lesson__acts">
                        <button type="button" class="btn btn--solid" on:click=move |_| badge::copy()>"Copy badge link"</button>
                        <button type="button" class="btn" on:click=move |_| badge::open()>"See the badge"</button>
                        <button type="button" class="btn" on:click=move |_| badge::save(desk)>"Save badge file"</button>
                    </div>
                    <p class="quiet">"Another draw replaces these answers: copy the badge first."</p>
                })}
            }
        })
    };
    let field = |label: &'static str, value: RwSignal<String>| {
        view! {
            <label class="field">
                <span class="label">{label}</span>
                <input
                    class="input"
                    autocomplete="off"
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                />
            </label>
        }
    };
    view! {
        <section aria-labelledby="h-exam">
            <h2 id="h-exam">"Final check"</h2>
            <p class="quiet">{format!("{ITEMS} items, drawn for your name from all tracks. No clock, no hints. {PASS} of {ITEMS} pass; another draw is another attempt.")}</p>
            {result}
            <form
                class="lesson__acts"
                on:submit=move |event| {
                    event.prevent_default();
                    exam::begin(desk, &name.get_untracked(), &class.get_untracked());
                }
            >
                {field("Your name", name)} {field("Class code, if you have one", class)}
                <button type="submit" class="btn" disabled=move || name.read().trim().is_empty()>"Draw the check"</button>
            </form>
        </section>
    }
}
