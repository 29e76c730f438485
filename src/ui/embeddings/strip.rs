//! A vector as a strip of colours, in one element of any length. It is decorative: the numbers are beside it.

use leptos::prelude::*;

use crate::bedrock::embedding::Embedding;
use crate::experiment::embeddings::shades;

/// A background of bands of these shades, left to right.
pub fn bands(shades: impl ExactSizeIterator<Item = usize>) -> String {
    let count = shades.len().max(1);
    let mut out = "linear-gradient(90deg".to_owned();
    for (place, shade) in shades.enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "there are a hundred at most")]
        let edge = |place: usize| (place as f64) * 100.0 / (count as f64);
        out.push_str(&format_args!(", var(--h{shade}) {:.3}% {:.3}%", edge(place), edge(place + 1)).to_string());
    }
    out.push(')');
    out
}

/// A vector's strip.
pub fn strip(vector: &Embedding) -> impl IntoView + use<> {
    strip_of(&vector.floats())
}

/// A strip of numbers.
pub fn strip_of(numbers: &[f64]) -> impl IntoView + use<> {
    let background = bands(shades::bands(numbers).into_iter());
    view! { <div class="vstrip" aria-hidden="true" style:background-image=background></div> }
}
