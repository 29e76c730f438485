//! A vector as a strip of colours: one element, however long the vector. Decoration: the numbers stand beside it.

use leptos::prelude::*;

use crate::bedrock::embedding::Embedding;

/// How many bands a strip has at most; a longer vector is averaged into them.
const BANDS: usize = 64;

/// How many shades there are.
pub const SHADES: usize = 10;

/// The shade of a number in a range, from 0.
pub fn shade(value: f64, (least, most): (f64, f64)) -> usize {
    let part = if most > least { (value - least) / (most - least) } else { 0.5 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "clamped")]
    let shade = (part.clamp(0.0, 1.0) * (SHADES as f64 - 1e-9)) as usize;
    shade.min(SHADES - 1)
}

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

/// The numbers as bands.
fn of_numbers(numbers: &[f64]) -> String {
    let size = numbers.len().div_ceil(BANDS).max(1);
    #[expect(clippy::cast_precision_loss, reason = "a vector has some thousand numbers at most")]
    let means: Vec<f64> = numbers.chunks(size).map(|chunk| chunk.iter().sum::<f64>() / chunk.len() as f64).collect();
    let far = means.iter().fold(0.0_f64, |far, mean| far.max(mean.abs())).max(1e-12);
    let least = if means.iter().any(|mean| *mean < 0.0) { -far } else { 0.0 };
    bands(means.iter().map(|mean| shade(*mean, (least, far))).collect::<Vec<_>>().into_iter())
}

/// A vector's strip.
pub fn strip(vector: &Embedding) -> impl IntoView + use<> {
    strip_of(&vector.floats())
}

/// A strip of numbers.
pub fn strip_of(numbers: &[f64]) -> impl IntoView + use<> {
    let background = of_numbers(numbers);
    view! { <div class="strip" aria-hidden="true" style:background-image=background></div> }
}
