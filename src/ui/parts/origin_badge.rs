//! The badge that says who answered. It is beside every answer, so that a simulated one never passes for a real one.

use leptos::prelude::*;

use crate::experiment::Origin;

/// The badge of an origin.
pub fn origin_badge(origin: Origin) -> impl IntoView {
    match origin {
        Origin::Simulator => view! { <span class="stamp">"SIMULATED"</span> },
        Origin::Aws => view! { <span class="stamp stamp--live">"LIVE, BILLED"</span> },
        Origin::Custom => view! { <span class="stamp stamp--live">"CUSTOM ENDPOINT"</span> },
    }
}
