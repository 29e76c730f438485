//! The embeddings view: texts on the left, how alike their vectors are and where they lie on the right, and below, how one
//! number comes about and what was sent.

mod bar;
mod cell;
mod compose;
mod converse;
mod files;
mod lengths;
mod map;
mod neighbours;
mod requests;
mod rerank;
mod similarity;
mod stage;
mod state;
mod strip;
mod texts;
mod vectors;

use leptos::prelude::*;

use crate::ui::state::use_app;
use crate::ui::widgets::splitter::{Orientation, Splitter};
use state::Lab;

/// The view.
pub fn view() -> AnyView {
    let app = use_app();
    let lab = app.kept(Lab::new);
    provide_context(lab);
    let compose_share = RwSignal::new(26.0);
    let upper_share = RwSignal::new(56.0);
    view! {
        <bar::Bar />
        <main
            class="work lab"
            id="main"
            style:--compose-share=move || format!("{}%", compose_share.get())
        >
            <h1 class="vh">"Embeddings"</h1>
            <compose::Compose />
            <Splitter
                orientation=Orientation::Vertical
                label="Width of Texts"
                value=compose_share
                min=20.0
                max=60.0
            />
            <div class="bench" style:--upper-share=move || format!("{}", upper_share.get())>
                <div class="duo">
                    <similarity::Similarity />
                    <map::MapPane />
                </div>
                <Splitter
                    orientation=Orientation::Horizontal
                    label="Height of the pictures"
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
fn use_lab() -> Lab {
    expect_context()
}
