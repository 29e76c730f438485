//! For teachers: a lesson of one's own from a file, and the link for a class.

use leptos::prelude::*;

use crate::page::lessons::{self, Address};
use crate::platform::{files, fragment};
use crate::ui::controllers::lessons::desk::Desk;
use crate::ui::controllers::lessons::{library, own};
use crate::ui::controllers::toast;

/// The section.
pub fn teach(desk: Desk) -> impl IntoView {
    let over = RwSignal::new(false);
    let read = own::Reading::of_page();
    let class = RwSignal::new(String::new());
    let chosen = RwSignal::new("a1".to_owned());
    let link = move || {
        let address = Address { class: lessons::class_code(&class.read()), ..Address::new(&chosen.read(), 0) };
        format!("{}{}", fragment::page(), address.fragment())
    };
    view! {
        <section aria-labelledby="h-teach">
            <h2 id="h-teach">"For teachers"</h2>
            <div
                class="lessons__drop"
                data-over=move || over.get().then_some("")
                on:dragover=move |event| {
                    event.prevent_default();
                    over.set(true);
                }
                on:dragleave=move |_| over.set(false)
                on:drop=move |event| {
                    event.prevent_default();
                    over.set(false);
                    own::open(desk, files::from_list(event.data_transfer().and_then(|data| data.files())));
                }
            >
                <label class="label" for="own-lesson">"Open a lesson of your own: a text file, or drop it here"</label>
                <input
                    type="file"
                    id="own-lesson"
                    accept=".txt,.lesson,text/plain"
                    on:change=move |event| {
                        let input: web_sys::HtmlInputElement = event_target(&event);
                        own::open(desk, files::from_list(input.files()));
                        input.set_value("");
                    }
                />
                <p class="quiet">"The format is in docs/lesson-format.md. Each solution and each wrong attempt is played before the lesson opens."</p>
            </div>
            <div aria-live="polite">
                {move || read.status.get().map(|status| view! { <p class="notice">{status}</p> })}
                {move || {
                    let mistakes = read.mistakes.read();
                    (!mistakes.is_empty()).then(|| view! {
                        <p><b>{format!("Not opened: {}", crate::text::number::count(mistakes.len() as u64, "mistake"))}</b></p>
                        <pre class="lessons__errors" tabindex="0" role="group" aria-label="Mistakes of the file">{mistakes.join("\n")}</pre>
                    })
                }}
            </div>
            {move || {
                read.status.track();
                let brought = library::brought();
                (!brought.is_empty()).then(|| view! {
                    <ul class="lessons__list">
                        {brought
                            .into_iter()
                            .map(|lesson| {
                                let id = lesson.id.clone();
                                let copy = move |_| match own::link(&id) {
                                    Ok(link) => toast::copy(link),
                                    Err(why) => toast::show(why),
                                };
                                view! {
                                    <li>
                                        <span></span>
                                        <a href=Address::new(&lesson.id, 0).fragment()>{lesson.title.clone()}</a>
                                        <button type="button" class="btn btn--sm" on:click=copy>"Copy link with this lesson"</button>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                })
            }}
            <h3>"Link for a class"</h3>
            <div class="lesson__acts">
                <label class="field">
                    <span class="label">"Lesson"</span>
                    <select class="select" on:change=move |event| chosen.set(event_target_value(&event))>
                        {library::all()
                            .into_iter()
                            .map(|lesson| view! { <option value=lesson.id.clone()>{format!("{} {}", lesson.id.to_uppercase(), lesson.title)}</option> })
                            .collect_view()}
                    </select>
                </label>
                <label class="field">
                    <span class="label">"Class code"</span>
                    <input
                        class="input input--mono"
                        autocomplete="off"
                        placeholder="K7QF"
                        prop:value=move || class.get()
                        on:input=move |event| class.set(event_target_value(&event))
                    />
                </label>
                <button type="button" class="btn" on:click=move |_| toast::copy(untrack(link))>"Copy class link"</button>
            </div>
        </section>
    }
}
