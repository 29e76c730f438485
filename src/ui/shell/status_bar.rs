//! The status bar: origin, tokens, times, and the credentials with their remaining time.

use leptos::html;
use leptos::prelude::*;

use crate::aws::credentials::Credentials;
use crate::experiment::Exchange;
use crate::platform::stand_in;
use crate::text::number;
use crate::ui::controllers::explain;
use crate::ui::memo::memo;
use crate::ui::state::{AppState, Dialog, Mode, View, use_app, writers};
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::lazy_view::lazy_view_over;

/// The remaining time at which the countdown warns, in milliseconds.
const SOON_MS: i64 = 10 * 60 * 1_000;

late_view! {
    run:
    /// The status bar, in place of its stand-in.
    pub fn late() => in_place()
}

/// The status bar: its stand-in until the part of a run is loaded, which has the bar.
pub fn status_bar() -> AnyView {
    lazy_view_over(late, stand_in(), writers::are_all)
}

fn stand_in() -> AnyView {
    let node = NodeRef::<html::Footer>::new();
    // Nothing of it is left out.
    node.on_load(|footer| stand_in::fill(&footer, "status-stand-in", "[data-none]"));
    view! {
        <footer
            node_ref=node
            class="status"

            aria-label="Status"
            on:click=|event| stand_in::press(&event)
        ></footer>
    }
    .into_any()
}

fn in_place() -> AnyView {
    (|| {
        untrack(|| {
            let mut done = Some(stand_in::done("footer.status"));
            // An effect runs once the bar is in the page.
            Effect::new(move |_| {
                if let Some(done) = done.take() {
                    stand_in::repeat("footer.status", done);
                }
            });
            view! { <StatusBar /> }
        })
    })
    .into_any()
}

/// The status bar.
#[component]
fn StatusBar() -> impl IntoView {
    let state = use_app();
    let strip = explain::help().strip;
    let mode = move || match state.mode.get() {
        Mode::Simulator => "Simulator · no AWS account needed",
        Mode::Aws => "AWS, billed",
        Mode::Custom => "Custom endpoint",
    };
    let metric = move |name: &'static str, read: fn(&Exchange) -> Option<String>| {
        let value = memo(move || {
            // The numbers are the playground's.
            (state.place.view.get() == View::Playground)
                .then(|| {
                    state.run.session.with(|session| both(&session.exchanges().filter_map(read).collect::<Vec<_>>()))
                })
                .flatten()
        });
        move || value.get().map(|value| view! { <span><span class="metric">{name}</span> <b>{value}</b></span> })
    };
    view! {
        <footer class="status" aria-label="Status">
            <span class="status__mode">{mode}</span>
            {metric("in", |call| call.turn().usage.input_tokens.map(number::grouped))}
            {metric("out", |call| call.turn().usage.output_tokens.map(number::grouped))}
            {metric("TTFT", |call| call.first_text_ms.map(number::duration_ms))}
            {metric("total", |call| call.ended_ms.map(number::duration_ms))}
            {move || Some(state.run.total_words()).filter(|words| !words.is_empty()).map(|words| view! {
                <span class="status__total" title=words.clone()>
                    <span class="metric">"this visit"</span>
                    <span class="clip">{words.clone()}</span>
                </span>
            })}
            <span class="push"></span>
            <span class="status__said" role="status" aria-live="polite">{move || state.status.announcement.get()}</span>
            <button
                type="button"
                class="which"
                aria-expanded=move || if strip.get() { "true" } else { "false" }
                on:click=move |_| strip.update(|open| *open = !*open)
            >
                "Which API?"
            </button>
            <CredentialsButton />
        </footer>
    }
}

/// The values of both calls: one if they are equal, otherwise both.
fn both(values: &[String]) -> Option<String> {
    match values {
        [] => None,
        [only] => Some(only.clone()),
        [first, second, ..] if first == second => Some(first.clone()),
        [first, second, ..] => Some(format!("{first} / {second}")),
    }
}

#[component]
fn CredentialsButton() -> impl IntoView {
    let state = use_app();
    let label = memo(move || credentials_label(state));
    view! {
        <button
            type="button"
            class="creds"
            aria-haspopup="dialog"
            data-mode=move || state.mode.get().as_data()
            on:click=move |_| state.place.dialog.set(Some(Dialog::Credentials))
        >
            {icon("key")}
            {move || label.get()}
            <Countdown />
        </button>
    }
}

fn credentials_label(state: AppState) -> String {
    state.access.with(|credentials| match (credentials, state.mode.get()) {
        (_, Mode::Simulator) => "Credentials: none needed".to_owned(),
        (Some(held), Mode::Aws | Mode::Custom) if held.bearer_token().is_some() => "Credentials: API key".to_owned(),
        (Some(held), Mode::Aws | Mode::Custom) => format!("Credentials: signed as {}", held.masked_id()),
        (None, Mode::Aws | Mode::Custom) if state.access.ran_out() => "Credentials: expired".to_owned(),
        (None, Mode::Aws | Mode::Custom) => "Credentials: none".to_owned(),
    })
}

#[component]
fn Countdown() -> impl IntoView {
    let state = use_app();
    let left = memo(move || {
        let ends = state.access.with(|held| held.and_then(Credentials::expires_at))?;
        Some(ends.since_ms(state.now.get()))
    });
    move || {
        left.get().map(|left| {
            view! {
                <span class="expiry" data-soon=(left < SOON_MS).then_some("") aria-label="time left">
                    <span class="mono" aria-hidden="true">{number::countdown_ms(left)}</span>
                </span>
            }
        })
    }
}
