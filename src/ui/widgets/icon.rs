//! An icon from the sprite in `index.html`.

use leptos::prelude::*;
use leptos::svg;

/// An icon of a view that comes after the first paint, from the sprite `late-icons.svg` beside the page.
pub fn late_icon(name: &str) -> impl IntoView + use<> {
    let href = format!("late-icons.svg#i-{name}");
    svg::svg().attr("class", "icon").attr("aria-hidden", "true").child(svg::r#use().attr("href", href))
}

/// Draws the icon `i-<name>`. It is decoration: the control around it has the name.
pub fn icon(name: &str) -> impl IntoView + use<> {
    svg::svg().attr("class", "icon").attr("aria-hidden", "true").child(svg::r#use().attr("href", format!("#i-{name}")))
}
