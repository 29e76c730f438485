//! An icon from the sprite in `index.html`.

use leptos::prelude::*;
use leptos::svg;

/// Draws the icon `i-<name>`. It is decoration: the control around it has the name.
pub fn icon(name: &str) -> impl IntoView + use<> {
    svg::svg().attr("class", "icon").attr("aria-hidden", "true").child(svg::r#use().attr("href", format!("#i-{name}")))
}
