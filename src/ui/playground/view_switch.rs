//! The switch between the two faces of a stage, on a phone.

use leptos::prelude::*;

use crate::ui::widgets::segment::segment_of;

/// The faces of a stage that a phone shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Faces {
    /// Both, one above the other.
    #[default]
    Both,
    /// Converse's.
    Converse,
    /// `InvokeModel`'s.
    Invoke,
}

impl Faces {
    /// The value of `data-view`, by which the style sheets know it.
    pub fn as_data(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Converse => "converse",
            Self::Invoke => "invoke",
        }
    }
}

/// On a phone: the choice of the face.
#[component]
pub fn ViewSwitch(name: &'static str, view: RwSignal<Faces>) -> impl IntoView {
    view! {
        <div class="seg view-seg only-phone" role="radiogroup" aria-label="Show">
            {segment_of(name, "Converse", Faces::Converse, view)} {segment_of(name, "InvokeModel", Faces::Invoke, view)}
            {segment_of(name, "Both", Faces::Both, view)}
        </div>
    }
}
