//! What one call of the playground took, below its answer: times, tokens, rate, and what it would cost.

use leptos::prelude::*;

use crate::bedrock::prices;
use crate::experiment::metrics::Metrics;
use crate::experiment::{Api, Exchange};
use crate::ui::controllers::own_prices;
use crate::ui::memo::memo;
use crate::ui::state::use_app;

/// The measures of a call that is over; nothing before.
#[component]
pub fn Measures(api: Api) -> impl IntoView {
    let state = use_app();
    let metrics = memo(move || {
        let over = |call: &&Exchange| !call.is_running();
        let table = own_prices::read();
        state.session.with(|session| session.exchange(api).filter(over).map(|call| Metrics::of(call, &table)))
    });
    move || {
        metrics.get().map(|metrics| {
            let note = metrics.cost.map(|cost| {
                let cache = if cost.without_cache { "; cached tokens are not counted" } else { "" };
                format!("at the prices of {}, not a bill{cache}", prices::AS_OF)
            });
            view! {
                <dl class="answer__facts" aria-label=format!("{} measures", api.name())>
                    {metrics
                        .rows()
                        .into_iter()
                        .map(|(name, value)| view! { <div><dt>{name}</dt> <dd>{value}</dd></div> })
                        .collect_view()}
                    {note.map(|note| view! { <div><dt class="vh">"about the estimate"</dt> <dd class="note">{note}</dd></div> })}
                </dl>
            }
        })
    }
}
