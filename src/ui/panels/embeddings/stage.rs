//! The lower half: how one number comes about, neighbours, lengths, the vectors, what was sent, and two tools beside.

use leptos::prelude::*;

use super::{cell, converse, lengths, neighbours, requests, rerank, use_lab, vectors};
use crate::ui::widgets::tabs::{Tabs, tab_id};

const NAMES: [&str; 7] = ["One cell by hand", "Neighbours", "Lengths", "Vectors", "Requests", "Try Converse", "Rerank"];

/// The stage.
#[component]
pub fn Stage() -> impl IntoView {
    let lab = use_lab();
    view! {
        <section class="stage" id="response" aria-label="Look closer">
            <div class="pane__head">
                <Tabs
                    strip="labtab"
                    label="Look closer"
                    names=NAMES.to_vec()
                    open=lab.tab
                    on_open=Callback::new(move |place| lab.tab.set(place))
                />
            </div>
            <div
                class="inspect lab__inspect"
                id="labtab-panel"
                role="tabpanel"
                tabindex="0"
                aria-labelledby=move || tab_id("labtab", lab.tab.get())
            >
                {move || match lab.tab.get() {
                    0 => view! { <cell::CellByHand /> }.into_any(),
                    1 => view! { <neighbours::Neighbours /> }.into_any(),
                    2 => view! { <lengths::Lengths /> }.into_any(),
                    3 => view! { <vectors::Vectors /> }.into_any(),
                    4 => view! { <requests::Requests /> }.into_any(),
                    5 => view! { <converse::TryConverse /> }.into_any(),
                    _ => view! { <rerank::Rerank /> }.into_any(),
                }}
            </div>
        </section>
    }
}
