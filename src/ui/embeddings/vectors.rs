//! Every vector as a strip, with its length and its first numbers.

use leptos::prelude::*;

use super::state::use_lab;
use super::strip::strip;
use crate::bedrock::embedding::Values;
use crate::bedrock::embedding::distance::norm;
use crate::text::number;
use crate::ui::parts::origin_badge::origin_badge;

/// The number of components written out.
const FIRST: usize = 6;

/// The list.
#[component]
pub fn Vectors() -> impl IntoView {
    let lab = use_lab();
    move || {
        let Some(picture) = lab.picture.get() else {
            return view! { <p class="empty">"Run the texts: each vector appears here as a strip of colours"</p> }
                .into_any();
        };
        let Some(first) = picture.vectors.first() else {
            return view! { <p class="empty">"No vectors yet"</p> }.into_any();
        };
        let kind = format!(
            "{} dimensions of type {}, {} bytes per stored vector",
            number::grouped(first.dimension as u64),
            first.element.word(),
            number::grouped(first.element.stored_bytes(first.dimension) as u64),
        );
        let tokens = lab.main.study.with(|study| study.as_ref().and_then(crate::experiment::embeddings::Study::tokens));
        let rows = picture.vectors.iter().enumerate().map(|(place, vector)| {
            let group = picture.groups.get(place).copied().flatten().map(|group| (group % 6).to_string());
            let numbers: Vec<String> = (0..FIRST)
                .filter_map(|index| vector.at(index))
                .map(|value| match vector.values {
                    Values::Float(_) => format!("{value:.4}").replace('-', "\u{2212}"),
                    Values::Int8(_) | Values::Uint8(_) | Values::Bits(_) => {
                        format!("{value:.0}").replace('-', "\u{2212}")
                    }
                })
                .collect();
            view! {
                <tr>
                    <th scope="row">
                        <span class="key" data-g=group>{picture.names.get(place).cloned()}</span>
                        " "
                        {picture.words.get(place).cloned()}
                    </th>
                    <td class="stripcell">{strip(vector)}</td>
                    <td class="num">{format!("{:.4}", norm(vector))}</td>
                    <td class="mono quiet nowrap">{format!("{} …", numbers.join(", "))}</td>
                </tr>
            }
        });
        view! {
            <div class="stack lab__pad">
                <h3 class="row">{kind} {origin_badge(picture.origin)}</h3>
                {tokens.map(|tokens| view! { <p class="soft">{format!("{} of input in total", number::count(tokens, "token"))}</p> })}
                <div class="tablescroll" tabindex="0" role="group" aria-label="Vectors">
                    <table class="table">
                        <caption class="vh">"Vectors with their lengths and first numbers"</caption>
                        <thead>
                            <tr>
                                <th scope="col">"Text"</th>
                                <th scope="col">"Strip"</th>
                                <th scope="col" class="num">"Length (norm)"</th>
                                <th scope="col">"First numbers"</th>
                            </tr>
                        </thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
            </div>
        }
        .into_any()
    }
}
