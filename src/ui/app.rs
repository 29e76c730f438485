//! The frame: bars, Compose, the two stages, the status bar, and the dialogs above them.
//!
//! It is built in steps, each its own task, behind the static skeleton. Built in one piece, it would block a phone for
//! a third of a second, mostly while the browser compiles functions on their first call.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::compare;
use super::controllers::access::credentials;
use super::controllers::place::{self, sight};
use super::controllers::visit::links;
use super::controllers::{explain as explaining, keyboard, offline, run, steps, store, toast, view_actions, views};
use super::embeddings;
use super::explorer;
use super::images;
use super::lessons;
use super::memo::memo;
use super::playground::compose::Compose;
use super::playground::request::RequestStage;
use super::playground::response;
use super::playground::target_bar::{self, RequestBar};
use super::shell::about::About;
use super::shell::app_bar::AppBar;
use super::shell::dialogs::late_dialogs;
use super::shell::status_bar::status_bar;
use super::shell::{new_version, visit_banner};
use super::state::{self, AppState, View};
use super::widgets::lazy_view::{lazy_view, lazy_view_over};
use super::widgets::splitter::{Orientation, Splitter};
use crate::platform::clock;
use crate::text::number;

/// The number of build steps; the last one completes the page.
const STEPS: u8 = 4;

/// The step after the first paint's: what comes in parts of its own is loaded and drawn.
const LATE: u8 = STEPS + 1;

/// Mounts the app into `#app` for the life of the page. When it is built, it dispatches `outcrop:ready`; `boot.js` then
/// removes the static skeleton and shows the app.
pub fn mount() {
    let place = document().get_element_by_id("app").and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(place) = place {
        leptos::mount::mount_to(place, App).forget();
    }
}

#[component]
fn App() -> impl IntoView {
    let (draft, repaired) = store::draft();
    let state = AppState::new(draft, store::theme(), clock::now());
    state::provide(state);
    if let Some(message) = repaired {
        toast::say(state, message);
    }
    store::keep(state);
    keyboard::listen(state);
    view_actions::register(View::Playground, target_bar::actions(state));
    credentials::watch(state);
    explaining::wake();
    views::listen(state);
    links::listen(state);
    place::name_document(state);
    sight::follow_sections(state);
    let came = memo(move || state.overlay.arrived.read().is_some());
    let teaching = memo(move || state.overlay.teaches());
    let built = build();
    let from = move |step: u8| move || built.get() >= step;
    let playing = move || state.place.view.get() == View::Playground;
    view! {
        {move || teaching.get().then(|| view! { <a class="skip" href="#lesson">"Skip to the lesson"</a> })}
        {move || if playing() {
            view! {
                <a class="skip" href="#compose">"Skip to Compose"</a>
                <a class="skip" href="#response">"Skip to Response"</a>
            }
            .into_any()
        } else {
            view! { <a class="skip" href="#main">"Skip to content"</a> }.into_any()
        }}
        <div class="app" data-mode=move || state.mode.get().as_data() data-lesson=move || teaching.get().then_some("")>
            <div class="app__top">
                <AppBar />
                <About />
                {move || came.get().then(|| lazy_view(visit_banner::late))}
                {move || offline::new_version().get().then(|| lazy_view(new_version::late))}
                <Show when=playing>
                    <Sections />
                </Show>
            </div>
            {move || teaching.get().then(|| lazy_view(lessons::panel))}
            {move || match state.place.view.get() {
                View::Playground => view! { <Playground built=built /> }.into_any(),
                View::Compare => lazy_view(compare::late),
                View::Embeddings => lazy_view(embeddings::late),
                View::Images => lazy_view(images::late),
                View::Explorer => lazy_view(explorer::late),
                View::Lessons => lazy_view(lessons::late),
            }}
            <Show when=from(STEPS)>{status_bar()}</Show>
        </div>
        <Show when=from(STEPS)>{late_dialogs()}</Show>
    }
}

/// The strip of a phone: it marks the section at the top of the window, and the answer that is there.
#[component]
fn Sections() -> impl IntoView {
    let state = state::use_app();
    let answered = memo(move || !state.run.running.get() && state.run.session.with(|session| session.run.0 > 0));
    let link = move |id: &'static str, name: &'static str| {
        let current = move || (state.place.section.get() == id).then_some("true");
        let ready = move || id == "response" && answered.get();
        view! {
            <a href=format!("#{id}") aria-current=current data-ready=move || ready().then_some("")>
                <span>{name} {move || ready().then(|| view! { <span class="vh">", answer ready"</span> })}</span>
            </a>
        }
    };
    view! {
        <nav class="jump only-phone" aria-label="Sections">
            {link("compose", "Compose")} {link("request", "Request")} {link("response", "Response")}
            <a href=View::Lessons.address()>"Lessons"</a>
        </nav>
    }
}

/// Both requests and both responses of one conversation, built in steps.
#[component]
fn Playground(built: RwSignal<u8>) -> impl IntoView {
    let from = move |step: u8| move || built.get() >= step;
    let is_maximised = memo(|| state::use_app().is_maximised());
    let compose_share = RwSignal::new(26.0);
    let request_share = RwSignal::new(52.0);
    view! {
        <Show when=from(1)>
            <RequestBar />
        </Show>
        <main class="work" id="main" data-max=move || is_maximised.get().then_some("") style:--compose-share=move || number::fixed(compose_share.get(), 2) + "%">
            <h1 class="vh">"Playground"</h1>
            <Show when=from(2)>
                <Compose />
            </Show>
            <Splitter
                orientation=Orientation::Vertical
                label="Width of Compose"
                value=compose_share
                min=20.0
                max=60.0
            />
            <div class="bench" data-max=move || is_maximised.get().then_some("") style:--request-share=move || number::fixed(request_share.get(), 2)>
                <Show when=from(3)>
                    <RequestStage />
                </Show>
                <Splitter
                    orientation=Orientation::Horizontal
                    label="Height of Request"
                    value=request_share
                    min=15.0
                    max=85.0
                />
                <Show when=from(4)>
                    {lazy_view_over(response::late, response::stand_in(), from(LATE))}
                </Show>
            </div>
        </main>
    }
}

/// Counts the steps and dispatches the event when the page is complete.
fn build() -> RwSignal<u8> {
    steps::count_to(STEPS, || {
        if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::Event::new("outcrop:ready")) {
            // The event is not cancelable.
            let _ = window.dispatch_event(&event);
        }
        run::prepare_when_idle(state::use_app());
        offline::start();
    })
}
