//! The lower half: one cosine step by step, neighbours, dimensions, vectors, requests, and two tools.

use leptos::prelude::*;

use super::state::use_lab;
use super::tabs::NAMES;
use super::{cell, code, converse, lengths, neighbours, requests, rerank, vectors};
use crate::ui::parts::lab_frame::LabStage;

/// The stage.
#[component]
pub fn Stage() -> impl IntoView {
    let panel = |place| match place {
        0 => view! { <cell::CellByHand /> }.into_any(),
        1 => view! { <neighbours::Neighbours /> }.into_any(),
        2 => view! { <lengths::Lengths /> }.into_any(),
        3 => view! { <vectors::Vectors /> }.into_any(),
        4 => view! { <requests::Requests /> }.into_any(),
        5 => view! { <converse::TryConverse /> }.into_any(),
        6 => view! { <rerank::Rerank /> }.into_any(),
        _ => view! { <code::LabCode /> }.into_any(),
    };
    view! { <LabStage label="Look closer" strip="labtab" names=NAMES.to_vec() open=use_lab().tab panel=panel /> }
}
