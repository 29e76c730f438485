//! The measures of one call, below its answer: times on a common axis with the other call, tokens, rate and estimated
//! cost.

use leptos::prelude::*;

use crate::experiment::run::metrics::{Metrics, Timeline};
use crate::experiment::{Api, Exchange};
use crate::ui::controllers::cost::own_prices;
use crate::ui::memo::memo;
use crate::ui::state::use_app;

late_view! {
    run:
    /// Latency, tokens and cost of one call.
    pub fn late(api: Api) => view! { <Measures api=api /> }.into_any()
}

/// The measures of a finished call.
#[component]
pub fn Measures(api: Api) -> impl IntoView {
    let state = use_app();
    let metrics = memo(move || {
        let over = |call: &&Exchange| !call.is_running();
        let table = own_prices::read();
        state.run.session.with(|session| session.exchange(api).filter(over).map(|call| Metrics::of(call, &table)))
    });
    // The longer call takes the whole width.
    let times = memo(move || {
        state.run.session.with(|session| {
            let longest = session.exchanges().filter_map(Timeline::of).map(|timeline| timeline.end_ms).max()?;
            Some((Timeline::of(session.exchange(api)?)?, longest.max(1)))
        })
    });
    let fall = move || {
        times.get().map(|(timeline, longest)| {
            let percent = |ms: i64| format!("{}%", ms.clamp(0, longest) * 1_000 / longest / 10);
            let first_byte = timeline.first_byte_ms.unwrap_or(timeline.end_ms);
            view! {
                <div
                    class="waterfall"
                    role="img"
                    aria-label=format!("{} in time: {}", api.name(), timeline.words())
                    title=timeline.words()
                    style:--byte=percent(first_byte)
                    style:--text=percent(timeline.first_text_ms.unwrap_or(first_byte))
                    style:--end=percent(timeline.end_ms)
                ></div>
            }
        })
    };
    move || {
        metrics.get().map(|metrics| {
            let note = metrics.cost.map(|cost| {
                let cache = if cost.without_cache { ", cached tokens not counted" } else { "" };
                format!("estimate, {}{cache}", cost.source.words())
            });
            view! {
                {fall}
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
