//! The list of lessons by track, with minutes and marks; the four gates; the way on; and what a teacher needs.

use std::sync::Arc;

use leptos::prelude::*;

use super::marked::marked;
use super::teach;
use crate::lesson::progress::Mark;
use crate::lesson::step::Lesson;
use crate::page::lessons::Address;
use crate::ui::controllers::lessons::desk::Desk;
use crate::ui::controllers::lessons::library::{self, Gate, Track};
use crate::ui::controllers::lessons::{play, stored};
use crate::ui::widgets::icon::late_icon;

/// The road through the lessons in a quarter of an hour.
const QUARTER: [(&str, &str); 5] = [
    ("a1", "Your first Converse call"),
    ("a4", "Write the call"),
    ("b4", "Which API when"),
    ("d1", "Why a vector is no message"),
    ("e1", "Three clients, one name"),
];

/// The list.
pub fn index(desk: Desk) -> AnyView {
    let asks = RwSignal::new(false);
    let resume = move || {
        let (lesson, step) = stored::last()?;
        let lesson = library::find(&lesson)?;
        let address = stored::address(&lesson, &step);
        let words = format!("Continue: {}, step {}", lesson.title, address.step + 1);
        Some(view! { <a class="btn btn--solid" href=address.fragment()>{words}</a> })
    };
    view! {
        <main class="work lessons" id="main">
            <div>
                <h1>"Lessons"</h1>
                <p class="lessons__lead">
                    "Learn the Bedrock APIs by calling them in this page, on the simulator: no account, no bill. Your own draft waits \
                     and comes back when you leave a lesson. Progress stays on this device."
                </p>
            </div>
            <div class="lessons__row">
                {move || desk.progress.with(|_| resume())}
                {move || desk.progress.with(|progress| library::review(progress)).map(|(lesson, title)| view! {
                    <a class="btn" href=Address::new(&lesson, 0).fragment()>{format!("Review: {title}")}</a>
                })}
                <a class="btn" href=Address::new("a1", 0).fragment()>"Start with your first Converse call, 6 minutes"</a>
            </div>
            <section aria-labelledby="h-quarter">
                <h2 id="h-quarter">"In 15 minutes"</h2>
                <ol class="lessons__row">
                    {QUARTER
                        .into_iter()
                        .filter(|(lesson, _)| library::find(lesson).is_some())
                        .map(|(lesson, title)| view! { <li><a href=Address::new(lesson, 0).fragment()>{title}</a></li> })
                        .collect_view()}
                </ol>
            </section>
            {gates(desk)}
            <div class="lessons__tracks">{library::tracks().into_iter().map(|track| view_of_track(desk, track)).collect_view()}</div>
            <div class="lessons__tools">
                {teach::teach(desk)}
                <section aria-labelledby="h-progress">
                    <h2 id="h-progress">"Your progress"</h2>
                    <p class="quiet">"It is stored in this browser only."</p>
                    {move || if asks.get() {
                        view! {
                            <p role="status">"This removes all marks and the bench of the last lesson."</p>
                            <div class="lesson__acts">
                                <button
                                    type="button"
                                    class="btn btn--solid"
                                    on:click=move |_| {
                                        play::forget(desk);
                                        asks.set(false);
                                    }
                                >
                                    "Forget my progress"
                                </button>
                                <button type="button" class="btn" on:click=move |_| asks.set(false)>"Keep it"</button>
                            </div>
                        }
                        .into_any()
                    } else {
                        view! { <button type="button" class="btn" on:click=move |_| asks.set(true)>"Forget my progress…"</button> }.into_any()
                    }}
                </section>
            </div>
        </main>
    }
    .into_any()
}

/// The four questions of the checklist, which are done and not answered.
fn gates(desk: Desk) -> impl IntoView {
    let rows = library::gates().into_iter().map(|Gate { question, lesson, step }| {
        let address = library::find(&lesson).map(|lesson| stored::address(&lesson, &step)).unwrap_or_default();
        let state = Memo::new(move |_| desk.progress.with(|progress| progress.mark(&lesson, &step)));
        view! {
            <li data-s=move || if state.get() == Mark::Done { "done" } else { "open" }>
                <a href=address.fragment()>{question}</a>
                <span class="quiet">{move || words(state.get())}</span>
            </li>
        }
    });
    view! {
        <section aria-labelledby="h-gates">
            <h2 id="h-gates">"The four checks"</h2>
            <ul class="lessons__gates">{rows.collect_view()}</ul>
        </section>
    }
}

fn words(mark: Mark) -> &'static str {
    match mark {
        Mark::Open => "not done",
        Mark::Shown => "shown",
        Mark::Done => "done",
    }
}

fn view_of_track(desk: Desk, track: Track) -> impl IntoView {
    let Track { letter, name, needs, lessons } = track;
    let id = format!("h-track-{letter}");
    let heading = id.clone();
    let needs = (!needs.is_empty()).then(|| view! { <p>"Needs " {needs.clone()}</p> });
    view! {
        <section class="lessons__track" aria-labelledby=heading>
            <h2 id=id>{format!("{letter}. {name}")}</h2>
            {needs}
            <ol class="lessons__list">{lessons.into_iter().map(|lesson| row(desk, lesson)).collect_view()}</ol>
        </section>
    }
}

fn row(desk: Desk, lesson: Arc<Lesson>) -> impl IntoView {
    let of = lesson.clone();
    let marks = Memo::new(move |_| {
        desk.progress.with(|progress| of.steps.iter().map(|step| progress.mark(&of.id, &step.id)).collect::<Vec<_>>())
    });
    let state = move || {
        let marks = marks.read();
        let done = marks.iter().filter(|mark| **mark != Mark::Open).count();
        match (done, marks.len()) {
            (0, _) => "not begun".to_owned(),
            (done, all) if done < all => format!("{done} of {all}"),
            _ if marks.contains(&Mark::Shown) => "shown".to_owned(),
            _ => "done".to_owned(),
        }
    };
    let icon = move || if state() == "done" { late_icon("check").into_any() } else { late_icon("book").into_any() };
    let steps = lesson
        .steps
        .iter()
        .enumerate()
        .map(|(place, step)| {
            let address = Address::new(&lesson.id, place).fragment();
            let mark = move || marks.with(|marks| marks.get(place).copied().unwrap_or(Mark::Open));
            view! {
                <li>
                    <span class="count">{place + 1}</span>
                    <span><a href=address>{marked(&step.goal)}</a> <span class="quiet">{move || match mark() {
                        Mark::Open => "",
                        Mark::Shown => ", shown",
                        Mark::Done => ", done",
                    }}</span></span>
                </li>
            }
        })
        .collect_view();
    view! {
        <li>
            {icon}
            <a href=Address::new(&lesson.id, 0).fragment()>{lesson.title.clone()}</a>
            <span class="quiet">{format!("{} min, ", lesson.minutes)} {state}</span>
            <p>{marked(&lesson.after)}</p>
            <details class="lessons__steps"><summary>{format!("{} steps", lesson.steps.len())}</summary><ol>{steps}</ol></details>
        </li>
    }
}
