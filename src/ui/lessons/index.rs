//! The list of lessons by track, with minutes and marks; the four gates; the way on; and what a teacher needs.

use std::sync::Arc;

use leptos::prelude::*;

use super::marked::marked;
use super::{arrived, exam, handing, teach};
use crate::lesson::index::{FIFTEEN_MINUTES, GATES, Gate, TRACKS, Track};
use crate::lesson::progress::State;
use crate::lesson::step::Lesson;
use crate::page::lessons::Address;
use crate::ui::controllers::lessons::desk::Desk;
use crate::ui::controllers::lessons::{library, play, saving};
use crate::ui::widgets::icon::late_icon;

/// The list.
pub fn index(desk: Desk) -> AnyView {
    let asks = RwSignal::new(false);
    desk.read_progress();
    let due =
        Memo::new(move |_| desk.progress.with(library::due).map(|lesson| (lesson.id.clone(), lesson.title.clone())));
    let resume = move || {
        let (id, step) = desk.progress.with(|progress| progress.last.clone())?;
        let (lesson, address) = (library::find(&id)?, library::address(&id, &step)?);
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
                {move || saving::words(desk).map(|words| view! { <p class="notice notice--warn">{late_icon("warn")} <span>{words}</span></p> })}
            </div>
            {arrived::section()}
            <div class="lessons__row">
                {resume}
                {move || due.get().map(|(id, title)| {
                    let review = id.clone();
                    view! {
                        <a class="btn" href=Address::new(&id, 0).fragment() on:click=move |_| play::review(desk, &review)>{format!("Review: {title}")}</a>
                        <button type="button" class="btn btn--ghost" on:click=move |_| play::not_now(desk)>"Not now"</button>
                    }
                })}
                <a class="btn" href=Address::new("a1", 0).fragment()>"Start with your first Converse call, 6 minutes"</a>
            </div>
            <section aria-labelledby="h-quarter">
                <h2 id="h-quarter">"In 15 minutes"</h2>
                <ol class="lessons__row">
                    {FIFTEEN_MINUTES
                        .into_iter()
                        .filter_map(|(id, step)| {
                            let (lesson, address) = (library::find(id)?, library::address(id, step)?);
                            Some(view! { <li><a href=address.fragment()>{lesson.title.clone()}</a></li> })
                        })
                        .collect_view()}
                </ol>
            </section>
            {gates(desk)}
            <div class="lessons__tracks">{TRACKS.iter().map(|track| view_of_track(desk, track)).collect_view()}</div>
            <div class="lessons__tools">
                {exam::section(desk)}
                {handing::learner(desk)}
                {teach::teach(desk)}
                {handing::teacher(desk)}
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
    let rows = GATES.into_iter().filter_map(|Gate { question, lesson, step }| {
        let address = library::address(lesson, step)?;
        let state = Memo::new(move |_| desk.progress.with(|progress| progress.step(lesson, step).state));
        Some(view! {
            <li data-s=move || if state.get() == State::Done { "done" } else { "open" }>
                <a href=address.fragment()>{question}</a>
                <span class="quiet">{move || words(state.get())}</span>
            </li>
        })
    });
    view! {
        <section aria-labelledby="h-gates">
            <h2 id="h-gates">"The four checks"</h2>
            <ul class="lessons__gates">{rows.collect_view()}</ul>
        </section>
    }
}

fn words(mark: State) -> &'static str {
    match mark {
        State::NotBegun => "not done yet",
        State::Shown => "shown",
        State::Done => "done",
    }
}

fn view_of_track(desk: Desk, track: &Track) -> Option<AnyView> {
    let Track { letter, title, needs } = *track;
    let lessons = library::of_track(track);
    if lessons.is_empty() {
        return None;
    }
    let id = format!("h-track-{letter}");
    let heading = id.clone();
    let needs = library::find(needs)
        .map(|needs| view! { <p>{format!("After {} {}", needs.id.to_uppercase(), needs.title)}</p> });
    let view = view! {
        <section class="lessons__track" aria-labelledby=heading>
            <h2 id=id>{format!("{}. {title}", letter.to_uppercase())}</h2>
            {needs}
            <ol class="lessons__list">{lessons.iter().map(|lesson| row(desk, lesson)).collect_view()}</ol>
        </section>
    };
    Some(view.into_any())
}

fn row(desk: Desk, lesson: &Arc<Lesson>) -> impl IntoView + use<> {
    let of = lesson.clone();
    let marks = Memo::new(move |_| {
        desk.progress
            .with(|progress| of.steps.iter().map(|step| progress.step(&of.id, &step.id).state).collect::<Vec<_>>())
    });
    let state = move || {
        let marks = marks.read();
        let done = marks.iter().filter(|mark| **mark != State::NotBegun).count();
        match (done, marks.len()) {
            (0, _) => "not begun".to_owned(),
            (done, all) if done < all => format!("{done} of {all}"),
            _ if marks.contains(&State::Shown) => "shown".to_owned(),
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
            let mark = move || marks.with(|marks| marks.get(place).copied().unwrap_or(State::NotBegun));
            view! {
                <li>
                    <span class="count">{place + 1}</span>
                    <span><a href=address>{marked(&step.goal)}</a> <span class="quiet">{move || match mark() {
                        State::NotBegun => "",
                        State::Shown => ", shown",
                        State::Done => ", done",
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
