//! The badge that says who answered. It stands beside everything that was answered: what is simulated is never taken for real.

use leptos::prelude::*;

use crate::experiment::Origin;

/// Who answered, in a word that cannot be overlooked.
pub fn origin_badge(origin: Origin) -> impl IntoView {
    match origin {
        Origin::Simulator => view! { <span class="stamp">"SIMULATED"</span> },
        Origin::Aws => view! { <span class="stamp stamp--live">"LIVE, BILLED"</span> },
        Origin::Custom => view! { <span class="stamp stamp--live">"CUSTOM ENDPOINT"</span> },
    }
}
