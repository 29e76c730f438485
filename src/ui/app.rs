//! The frame: bars, Compose, the two stages, the status bar, and the dialogs above them.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::controllers::{credentials, keyboard, run, store, validate};
use super::panels::app_bar::AppBar;
use super::panels::compose::Compose;
use super::panels::credentials::CredentialsDialog;
use super::panels::request_bar::RequestBar;
use super::panels::request_stage::RequestStage;
use super::panels::response_stage::ResponseStage;
use super::panels::shortcuts::ShortcutsDialog;
use super::panels::status_bar::StatusBar;
use super::state::AppState;
use super::widgets::splitter::{Orientation, Splitter};
use super::widgets::toast::Toast;
use crate::platform::clock;

/// Mounts the app into `#app`, for as long as the page lives. `boot.js` takes the static skeleton away.
pub fn mount() {
    let place = document().get_element_by_id("app").and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(place) = place {
        leptos::mount::mount_to(place, App).forget();
    }
}

#[component]
fn App() -> impl IntoView {
    let state = AppState::new(store::draft(), store::theme(), clock::now());
    provide_context(state);
    run::provide(state);
    store::keep(state);
    keyboard::listen(state);
    credentials::watch(state);
    validate::watch(state);
    let compose_share = RwSignal::new(26.0);
    let request_share = RwSignal::new(52.0);
    view! {
        <a class="skip" href="#compose">"Skip to Compose"</a>
        <a class="skip" href="#response">"Skip to Response"</a>
        <div class="app" data-mode=move || state.mode.get().as_data()>
            <div class="app__top">
                <AppBar />
                <nav class="jump only-phone" aria-label="Sections">
                    <a href="#compose">"Compose"</a>
                    <a href="#request">"Request"</a>
                    <a href="#response">"Response"</a>
                </nav>
            </div>
            <RequestBar />
            <main class="work" id="main" style:--compose-share=move || format!("{}%", compose_share.get())>
                <h1 class="vh">"Playground"</h1>
                <Compose />
                <Splitter
                    orientation=Orientation::Vertical
                    label="Width of Compose"
                    value=compose_share
                    min=20.0
                    max=60.0
                />
                <div class="bench" style:--request-share=move || format!("{}", request_share.get())>
                    <RequestStage />
                    <Splitter
                        orientation=Orientation::Horizontal
                        label="Height of Request"
                        value=request_share
                        min=15.0
                        max=85.0
                    />
                    <ResponseStage />
                </div>
            </main>
            <StatusBar />
        </div>
        <CredentialsDialog />
        <ShortcutsDialog />
        <Toast text=state.toast />
    }
}
