//! The embeddings view: texts on the left; similarity and map of their vectors on the right; below, the computation of
//! one number and the requests.

mod bar;
mod cell;
mod code;
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
mod table;
mod tabs;
mod texts;
mod vectors;

use leptos::prelude::*;

use super::parts::lab_frame::LabFrame;

late_view! {
    lab:
    /// The view of texts and their vectors.
    pub fn late() => view()
}

/// The view.
pub fn view() -> AnyView {
    let came = view! {
        <div class="duo">
            <similarity::Similarity />
            <map::MapPane />
        </div>
    };
    view! {
        <bar::Bar />
        <LabFrame
            name="Embeddings"
            class="work lab"
            left=("Width of Texts", 26.0)
            above=("Height of the pictures", 56.0)
            compose=view! { <compose::Compose /> }.into_any()
            came=came.into_any()
            stage=view! { <stage::Stage /> }.into_any()
        />
    }
    .into_any()
}
