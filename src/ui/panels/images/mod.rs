//! The images view: what is asked for on the left, what came of it on the right, and below it what was sent.

mod bar;
mod compose;
mod mask;
mod picture;
mod results;
mod stage;
mod state;

use leptos::prelude::*;

use crate::ui::state::use_app;
use crate::ui::widgets::splitter::{Orientation, Splitter};
use state::Images;

/// The view.
pub fn view() -> AnyView {
    let app = use_app();
    let images = app.kept(Images::new);
    provide_context(images);
    let compose_share = RwSignal::new(30.0);
    let upper_share = RwSignal::new(60.0);
    view! {
        <bar::Bar />
        <main class="work lab imgs" id="main" style:--compose-share=move || format!("{}%", compose_share.get())>
            <h1 class="vh">"Images"</h1>
            <compose::Compose />
            <Splitter
                orientation=Orientation::Vertical
                label="Width of the form"
                value=compose_share
                min=20.0
                max=60.0
            />
            <div class="bench" style:--upper-share=move || format!("{}", upper_share.get())>
                <results::Results />
                <Splitter
                    orientation=Orientation::Horizontal
                    label="Height of the results"
                    value=upper_share
                    min=15.0
                    max=85.0
                />
                <stage::Stage />
            </div>
        </main>
    }
    .into_any()
}

/// The view's state.
fn use_images() -> Images {
    expect_context()
}
