//! The images view: the form on the left, the results on the right, and the request below.

mod bar;
mod compose;
mod mask;
mod picture;
mod results;
mod stage;
mod state;
mod tabs;

use leptos::prelude::*;

use super::parts::lab_frame::LabFrame;

late_view! {
    lab:
    /// The view of images.
    pub fn late() => view()
}

/// The view.
pub fn view() -> AnyView {
    view! {
        <bar::Bar />
        <LabFrame
            name="Images"
            class="work lab imgs"
            left=("Width of the form", 30.0)
            above=("Height of the results", 60.0)
            compose=view! { <compose::Compose /> }.into_any()
            came=view! { <results::Results /> }.into_any()
            stage=view! { <stage::Stage /> }.into_any()
        />
    }
    .into_any()
}
