//! An answer with its citations beside their passages: a press on a citation marks its part of the text and its passages.

use leptos::prelude::*;

use super::passages;
use crate::experiment::jobs::knowledge::answer::{Answer, Piece};
use crate::platform::{focus, frame};

/// The answer and the passages. `prefix` begins the element ids, `marked` is the citation that is marked.
pub fn view(answer: Answer, prefix: String, marked: RwSignal<Option<usize>>) -> AnyView {
    let pieces = answer.pieces();
    // The number of a citation stands at the end of its part.
    let ends: Vec<Vec<usize>> = pieces
        .iter()
        .enumerate()
        .map(|(at, piece)| {
            let goes_on = |citation: &usize| pieces.get(at + 1).is_some_and(|next| next.citations.contains(citation));
            piece.citations.iter().copied().filter(|citation| !goes_on(citation)).collect()
        })
        .collect();
    let Answer { citations, passages, .. } = answer;
    let has_passages = !passages.is_empty();
    let loose: Vec<usize> =
        citations.iter().enumerate().filter(|(_, citation)| citation.place.is_none()).map(|(at, _)| at).collect();
    let of: Vec<Vec<usize>> = citations.into_iter().map(|citation| citation.passages).collect();
    let passages_of = StoredValue::new(of);
    let is_on = move |passage: usize| {
        marked.get().is_some_and(|citation| {
            passages_of.with_value(|of| of.get(citation).is_some_and(|passages| passages.contains(&passage)))
        })
    };
    let number = {
        let prefix = prefix.clone();
        move |citation: usize| {
            let first = passages_of.with_value(|of| of.get(citation).and_then(|passages| passages.first().copied()));
            button(citation, first.map(|first| format!("#{prefix}-{first}")), marked)
        }
    };
    view! {
        <div class="job__cited" data-alone=(!has_passages).then_some("")>
            <p class="job__answer">
                {pieces.into_iter().zip(ends).map(|(piece, ends)| {
                    let number = number.clone();
                    view! {
                        {part(piece, marked)}
                        {ends.into_iter().map(number).collect_view()}
                    }
                }).collect_view()}
                {loose.into_iter().map(number).collect_view()}
            </p>
            {has_passages.then(|| passages::list(passages, "Cited passages", prefix, is_on))}
        </div>
    }
    .into_any()
}

fn part(piece: Piece, marked: RwSignal<Option<usize>>) -> AnyView {
    let Piece { text, citations } = piece;
    if citations.is_empty() {
        return view! { <span>{text}</span> }.into_any();
    }
    let is_on = move || marked.get().is_some_and(|citation| citations.contains(&citation));
    view! { <mark data-on=move || is_on().then_some("")>{text}</mark> }.into_any()
}

fn button(citation: usize, first: Option<String>, marked: RwSignal<Option<usize>>) -> impl IntoView {
    let is_on = move || marked.get() == Some(citation);
    let press = move |_| {
        if is_on() {
            marked.set(None);
            return;
        }
        marked.set(Some(citation));
        if let Some(first) = first.clone() {
            frame::next(move || focus::bring_into_view(&first));
        }
    };
    view! {
        <button
            type="button"
            class="job__cite"
            aria-label=format!("Citation {}", citation + 1)
            aria-pressed=move || if is_on() { "true" } else { "false" }
            on:click=press
        >
            {citation + 1}
        </button>
    }
}
