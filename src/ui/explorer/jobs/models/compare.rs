//! Two to four models side by side.

use leptos::prelude::*;

use super::state::use_screen;
use crate::experiment::jobs::models::{COMPARED, compare};
use crate::ui::memo::memo;

/// The comparison; a sentence while fewer than two models are chosen.
#[component]
pub fn Compare() -> impl IntoView {
    let screen = use_screen();
    let chosen = memo(move || screen.chosen());
    let lines = memo(move || {
        let profiles = screen.profiles.value.get().unwrap_or_default();
        compare(&chosen.read(), &profiles)
    });
    view! {
        <section class="job__part" aria-labelledby="h-compared">
            <div class="job__head">
                <h2 id="h-compared">"Side by side"</h2>
                <span class="count">{move || format!("{} of {}", chosen.with(Vec::len), COMPARED.end())}</span>
                <span class="push"></span>
                <button
                    type="button"
                    class="btn btn--sm btn--ghost"
                    hidden=move || chosen.with(Vec::is_empty)
                    on:click=move |_| screen.compared.set(Vec::new())
                >
                    "Clear"
                </button>
            </div>
            {move || if chosen.with(Vec::len) < *COMPARED.start() {
                view! { <p class="empty">"Tick two to four models of the list to compare them"</p> }.into_any()
            } else {
                view! {
                    <div class="job__scroll" tabindex="0" role="group" aria-label="Comparison">
                        <table class="job__table job__table--compare">
                            <caption class="vh">"Models side by side; a dot marks what differs"</caption>
                            <thead>
                                <tr>
                                    <td></td>
                                    {chosen.get().into_iter().map(|model| view! { <th scope="col">{model.name}</th> }).collect_view()}
                                </tr>
                            </thead>
                            <tbody>
                                {lines.get().into_iter().map(|line| view! {
                                    <tr data-differs=line.differs.then_some("")>
                                        <th scope="row">
                                            {line.name}
                                            {line.differs.then(|| view! { <span class="job__dot" aria-hidden="true">" •"</span><span class="vh">", differs"</span> })}
                                        </th>
                                        {line.values.into_iter().map(|value| view! { <td>{value}</td> }).collect_view()}
                                    </tr>
                                }).collect_view()}
                            </tbody>
                        </table>
                    </div>
                }
                .into_any()
            }}
        </section>
    }
}
