//! Text of a lesson: plain, with code between backticks.

use leptos::prelude::*;

/// Draws a text.
pub fn marked(text: &str) -> impl IntoView + use<> {
    text.split('`')
        .enumerate()
        .map(|(place, piece)| {
            let piece = piece.to_owned();
            if place % 2 == 1 { view! { <code>{piece}</code> }.into_any() } else { piece.into_any() }
        })
        .collect_view()
}
