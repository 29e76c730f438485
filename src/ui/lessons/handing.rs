//! Handing in: the link or the file of a learner, and the teacher's table of what was handed in.

use leptos::prelude::*;

use crate::lesson::hand_in::HONESTLY;
use crate::platform::files;
use crate::ui::controllers::lessons::desk::Desk;
use crate::ui::controllers::lessons::{done, exam, hand_in};

/// For a learner.
pub fn learner(desk: Desk) -> impl IntoView {
    let last = exam::last();
    let name = RwSignal::new(last.as_ref().map(|last| last.name.clone()).unwrap_or_default());
    let class = RwSignal::new(last.as_ref().map_or_else(|| desk.class.get_untracked(), |last| last.class.clone()));
    let count = move || desk.progress.with(|_| done::count());
    let is_unready = move || count() == 0 || name.read().trim().is_empty();
    view! {
        <section aria-labelledby="h-hand-in">
            <h2 id="h-hand-in">"Hand in"</h2>
            <p class="quiet">{move || format!("{} done on this device. A hand-in holds what you did, with your name, and no credentials.", crate::text::number::count(count() as u64, "step"))}</p>
            <div class="lesson__acts">
                <label class="field">
                    <span class="label">"Name on the hand-in"</span>
                    <input class="input" autocomplete="off" prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event)) />
                </label>
                <label class="field">
                    <span class="label">"Class code on the hand-in"</span>
                    <input class="input" autocomplete="off" prop:value=move || class.get() on:input=move |event| class.set(event_target_value(&event)) />
                </label>
                <button type="button" class="btn" disabled=is_unready on:click=move |_| hand_in::copy_link(&name.get_untracked(), &class.get_untracked())>
                    "Copy hand-in link"
                </button>
                <button type="button" class="btn" disabled=is_unready on:click=move |_| hand_in::save_file(desk, &name.get_untracked(), &class.get_untracked())>
                    "Save hand-in file"
                </button>
            </div>
        </section>
    }
}

/// For a teacher.
pub fn teacher(desk: Desk) -> impl IntoView {
    let table = hand_in::Table::of_page();
    view! {
        <section aria-labelledby="h-handed">
            <h2 id="h-handed">"Hand-ins"</h2>
            <label class="label" for="hand-ins">"Open the hand-in files of a class"</label>
            <input
                type="file"
                id="hand-ins"
                multiple=true
                accept=".json,application/json"
                on:change=move |event| {
                    let input: web_sys::HtmlInputElement = event_target(&event);
                    hand_in::open_files(desk, files::from_list(input.files()));
                    input.set_value("");
                }
            />
            <p role="status">{move || table.status.get()}</p>
            {move || {
                let rows = table.rows.get();
                (!rows.is_empty()).then(|| table_of(rows))
            }}
        </section>
    }
}

/// The table of hand-ins, and what it cannot show.
pub fn table_of(rows: Vec<hand_in::Row>) -> impl IntoView {
    let of = |(held, all): (usize, usize)| if all == 0 { "–".to_owned() } else { format!("{held} of {all} hold") };
    let rows = rows.into_iter().map(|row| {
        view! {
            <tr>
                <th scope="row">{row.name}</th>
                <td>{row.class}</td>
                <td>{of(row.holds)}</td>
                <td>{of(row.items)}</td>
                <td>{row.claims}</td>
                <td>{row.notes.join("; ")}</td>
            </tr>
        }
    });
    view! {
        <div class="lessons__wide" tabindex="0" role="group" aria-label="What the hand-ins hold">
            <table class="lessons__table">
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Class"</th>
                        <th scope="col">"Steps that hold"</th>
                        <th scope="col">"Final check"</th>
                        <th scope="col">"Claims"</th>
                        <th scope="col">"Does not hold"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
        <p class="quiet">{HONESTLY}</p>
    }
}
