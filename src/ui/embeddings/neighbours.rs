//! The nearest texts: to a query, which is embedded for it, or to one of the texts.

use leptos::prelude::*;

use super::state::use_lab;
use crate::bedrock::embedding::distance::Measure;
use crate::experiment::embeddings::Study;
use crate::experiment::embeddings::picture::Ranking;
use crate::ui::controllers::batch;
use crate::ui::parts::error_card::{Target, run_failure};
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::parts::out_of_date::OutOfDate;
use crate::ui::widgets::icon::icon;

/// The tool.
#[component]
pub fn Neighbours() -> impl IntoView {
    let lab = use_lab();
    let runs = lab.asked.runs;
    let problem = RwSignal::new(None::<String>);
    let ask = move || {
        let Some(model) = lab.model_id.get_untracked() else { return };
        let planned = Study::plan_query(&model, &lab.query.get_untracked(), &lab.settings.get_untracked());
        match planned {
            Ok(study) => {
                problem.set(None);
                lab.start(lab.asked, study);
            }
            Err(issues) => problem.set(issues.into_iter().next().map(|issue| issue.text)),
        }
    };
    let purpose = move || {
        lab.format.get().map(|format| match format.purpose() {
            Some((field, purpose)) => {
                let member = field.member();
                let stored = lab
                    .settings
                    .with(|settings| settings.get(field.pointer).and_then(|value| value.as_str().map(str::to_owned)));
                let stored = stored.unwrap_or_else(|| purpose.document.to_owned());
                format!(
                    "The texts are embedded with {member}: {stored}, the query with {member}: {}. The two kinds are \
                     made to be compared with each other",
                    purpose.query
                )
            }
            None => "This model makes one kind of vector: a query is embedded like a text".to_owned(),
        })
    };
    let other_query = lab.asked.out_of_date(move || {
        let model = lab.model_id.get()?;
        Study::plan_query(&model, &lab.query.read(), &lab.settings.read()).ok()
    });
    let outdated = Signal::derive(move || {
        lab.picture.read().is_some() && (lab.outdated.get() || lab.asked.study.read().is_some() && other_query.get())
    });
    let failed = runs.failure(lab.state);
    let target = Target::OwnModel {
        use_model: Callback::new(move |id| lab.model.set(id)),
        again: Callback::new(move |()| ask()),
    };
    view! {
        <div class="handgrid">
            <div class="stack">
                <div class="field">
                    <label class="label" for="lab-query">"Query"</label>
                    <div class="row">
                        <input
                            class="input"
                            id="lab-query"
                            autocomplete="off"
                            aria-describedby="lab-query-note"
                            prop:value=move || lab.query.get()
                            on:input=move |event| lab.query.set(event_target_value(&event))
                            on:keydown=move |event| {
                                if event.key() == "Enter" && !event.ctrl_key() && !event.meta_key() {
                                    ask();
                                }
                            }
                        />
                        <button
                            type="button"
                            class="btn btn--solid"
                            on:click=move |_| if runs.running.get_untracked() { batch::stop(lab.state, runs) } else { ask() }
                        >
                            {move || if runs.running.get() { "Stop the query" } else { "Run 1 call for the query" }}
                        </button>
                    </div>
                    <p class="setfield__note" id="lab-query-note">{purpose}</p>
                    {move || problem.get().map(|why| view! { <p class="notice notice--warn">{why}</p> })}
                </div>
                {run_failure(failed, target)}
                <OfText />
            </div>
            <div class="stack" id="lab-nearest" aria-live="polite">
                <OutOfDate when=outdated />
                {move || ranked(&lab)}
            </div>
        </div>
    }
}

/// Neighbours of one of the texts, which needs no call.
#[component]
fn OfText() -> impl IntoView {
    let lab = use_lab();
    move || {
        let picture = lab.picture.get()?;
        let options = picture.names.iter().zip(&picture.words).enumerate().map(|(place, (name, words))| {
            view! {
                <option value=place.to_string() selected=move || lab.pair.get().0 == place>{format!("{name} {words}")}</option>
            }
        });
        Some(view! {
            <div class="field">
                <label class="label" for="lab-of-text">"Or the neighbours of a text, without a call"</label>
                <select
                    class="select"
                    id="lab-of-text"
                    on:change=move |event| {
                        if let Ok(place) = event_target_value(&event).parse::<usize>() {
                            lab.asked.study.set(None);
                            lab.pair.update(|pair| pair.0 = place);
                            lab.pointed.set(Some(place));
                        }
                    }
                >
                    {options.collect_view()}
                </select>
            </div>
        })
    }
}

/// The texts, nearest first.
fn ranked(lab: &super::state::Lab) -> AnyView {
    let Some(picture) = lab.picture.get() else {
        return view! { <p class="empty">"Run the texts first: a query is compared with their vectors"</p> }.into_any();
    };
    if lab.asked.runs.running.get() {
        return view! { <p class="empty" aria-busy="true">"Embedding the query"</p> }.into_any();
    }
    let own = lab.pair.get().0;
    let Some(Ranking { title, order }) = lab.asked.study.with(|query| picture.nearest_to(query.as_ref(), own)) else {
        return view! { <p class="empty">"Enter a query, or choose a text"</p> }.into_any();
    };
    match order {
        Ok(order) => {
            let unit = if picture.measure == Measure::Hamming { "bits differ" } else { picture.measure.label() };
            let row = |(rank, place, value): (usize, usize, Option<f64>)| {
                view! {
                    <tr>
                        <td class="num">{rank.to_string()}</td>
                        <th scope="row">
                            <span class="key" data-g=picture.groups.get(place).copied().flatten().map(|g| (g % 6).to_string())>
                                {picture.names.get(place).cloned()}
                            </span>
                            " "
                            {picture.words.get(place).cloned()}
                        </th>
                        <td class="num">{picture.measure.short(value)}</td>
                    </tr>
                }
            };
            let order = order.into_iter().enumerate();
            view! {
                <h3 class="row">{title} {origin_badge(picture.origin)}</h3>
                <table class="table">
                    <caption class="vh">"Texts, nearest first"</caption>
                    <thead>
                        <tr>
                            <th scope="col" class="num">"Rank"</th>
                            <th scope="col">"Text"</th>
                            <th scope="col" class="num">{unit}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {order.map(|(rank, neighbour)| row((rank + 1, neighbour.index, neighbour.value))).collect_view()}
                    </tbody>
                </table>
            }
            .into_any()
        }
        Err(mixed) => {
            let lab = *lab;
            view! {
            <div class="notice notice--warn">
                {icon("warn")}
                <div>
                    <b>"Not compared"</b>
                    <p>{mixed.to_string()}</p>
                    <button type="button" class="btn btn--solid" on:click=move |_| lab.run()>"Run the texts again with these settings"</button>
                </div>
            </div>
        }
        .into_any()
        }
    }
}
