//! An icon from the sprite in `index.html`.

use leptos::prelude::*;
use leptos::svg;

/// An icon of a late view, from the sprite `late-icons.svg` beside the page.
pub fn late_icon(name: &str) -> impl IntoView + use<> {
    at(format!("late-icons.svg#i-{name}"))
}

/// Draws the icon `i-<name>`. It is decorative: the control around it has the name.
pub fn icon(name: &str) -> impl IntoView + use<> {
    at(format!("#i-{name}"))
}

/// The icon at this address.
pub fn at(href: String) -> impl IntoView + use<> {
    svg::svg().attr("class", "icon").attr("aria-hidden", "true").child(svg::r#use().attr("href", href))
}
