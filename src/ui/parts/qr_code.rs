//! A QR code.

use leptos::prelude::*;
use leptos::svg;

use crate::share::qr;

/// Draws a code, with this name for a screen reader.
pub fn drawn(code: &qr::Qr, label: &'static str) -> impl IntoView + use<> {
    // A quiet zone of four modules, as the standard requires.
    let side = code.size + 8;
    svg::svg()
        .attr("class", "qr")
        .attr("viewBox", format!("-4 -4 {side} {side}"))
        // The sheet makes each module a whole number of pixels.
        .style(("--side", format!("{side}px")))
        .attr("role", "img")
        .attr("aria-label", label)
        .attr("shape-rendering", "crispEdges")
        .child(svg::path().attr("d", code.path.clone()))
}
