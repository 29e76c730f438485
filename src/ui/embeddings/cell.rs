//! One number of the table, computed step by step.

use crate::text::outside::isolated;
use leptos::prelude::*;

use super::state::use_lab;
use super::strip::{strip, strip_of};
use crate::bedrock::embedding::cell::{Cell, cell};
use crate::text::number;

/// How many of the first numbers are written out.
const FIRST: usize = 4;

/// The computation for the chosen pair.
#[component]
pub fn CellByHand() -> impl IntoView {
    let lab = use_lab();
    move || {
        let Some(picture) = lab.picture.get() else {
            return view! { <p class="empty">"Run the texts, then choose a cell of the table to see its cosine step by step"</p> }
                .into_any();
        };
        let (one, other) = lab.pair.get();
        let (Some(first), Some(second)) = (picture.vectors.get(one), picture.vectors.get(other)) else {
            return view! { <p class="empty">"Choose a cell of the table to see its cosine step by step"</p> }
                .into_any();
        };
        let name = |place: usize| picture.names.get(place).cloned().unwrap_or_default();
        let words = |place: usize| picture.words.get(place).cloned().unwrap_or_default();
        let worked = match cell(first, second, FIRST) {
            Ok(worked) => worked,
            Err(why) => return view! { <p class="notice notice--warn">{why.to_string()}</p> }.into_any(),
        };
        let combined: Vec<f64> = first
            .floats()
            .iter()
            .zip(second.floats())
            .map(|(one, other)| if worked.bits { (one - other).abs() } else { one * other })
            .collect();
        let group = |place: usize| picture.groups.get(place).copied().flatten().map(|group| (group % 6).to_string());
        view! {
            <div class="handgrid">
                <div class="stack">
                    <div class="vecs">
                        <span class="key" data-g=group(one)>{name(one)}</span>
                        {strip(first)}
                        <span class="key" data-g=group(other)>{name(other)}</span>
                        {strip(second)}
                        <span class="quiet mono">{if worked.bits { "\u{2260}" } else { "×" }}</span>
                        {strip_of(&combined)}
                    </div>
                    <p class="soft">{format!("{}: “{}” and {}: “{}”", name(one), isolated(&words(one)), name(other), isolated(&words(other)))}</p>
                    {written(&worked)}
                </div>
                <div class="stack">{explained(&worked, &name(one), &name(other))}</div>
            </div>
        }
        .into_any()
    }
}

fn short(value: f64) -> String {
    let digits = if value.fract() == 0.0 && value.abs() < 1e6 { 0 } else { 4 };
    format!("{value:.digits$}").replace('-', "\u{2212}")
}

/// The first numbers, as a sum.
fn written(worked: &Cell) -> AnyView {
    let terms: Vec<String> = worked
        .first
        .iter()
        .map(|[one, other, both]| {
            if worked.bits {
                format!("{one:.0} and {other:.0} → {both:.0}")
            } else {
                format!("({} × {})", short(*one), short(*other))
            }
        })
        .collect();
    let joint = if worked.bits { " · " } else { " + " };
    let rest = number::grouped(worked.rest as u64);
    view! { <p class="mono wrap soft">{format!("{} … {rest} more", terms.join(joint))}</p> }.into_any()
}

fn explained(worked: &Cell, one: &str, other: &str) -> AnyView {
    if worked.bits {
        return view! {
            <p class="big"><span class="quiet">"bits that differ: "</span>{format!("{:.0}", worked.sum)}</p>
            <p class="soft">
                {format!(
                    "Each dimension is one bit. The Hamming distance counts where the two differ: {:.0} of {}. Fewer is nearer",
                    worked.sum,
                    number::grouped((worked.first.len() + worked.rest) as u64),
                )}
            </p>
        }
        .into_any();
    }
    let [first, second] = worked.norms;
    let cosine = worked.cosine.map_or_else(|| "no number".to_owned(), short);
    let note = if worked.is_normalised() {
        "Both vectors have length 1, so the sum of the products is already the cosine. With normalize off, divide by \
         both lengths"
    } else if worked.cosine.is_none() {
        "A zero vector has no direction, so it has no cosine"
    } else {
        "The vectors are not of length 1: the sum of the products grows with their lengths. Dividing by both lengths \
         leaves only the direction"
    };
    view! {
        <dl class="working">
            <dt>"Sum of the products"</dt>
            <dd class="mono">{short(worked.sum)}</dd>
            <dt>{format!("Length of {one}")}</dt>
            <dd class="mono">{short(first)}</dd>
            <dt>{format!("Length of {other}")}</dt>
            <dd class="mono">{short(second)}</dd>
            <dt>"Sum ÷ (length × length)"</dt>
            <dd class="mono">{format!("{} ÷ ({} × {})", short(worked.sum), short(first), short(second))}</dd>
        </dl>
        <p class="big"><span class="quiet">{format!("cos({one}, {other}) = ")}</span>{cosine}</p>
        <p class="soft">{note}</p>
    }
    .into_any()
}
