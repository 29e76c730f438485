//! The list of models with its filters.

use leptos::prelude::*;

use super::super::kit::{Choose, ListHead, code, state_of, status};
use super::state::{Screen, use_screen};
use crate::experiment::jobs::models::{COMPARED, Facet, Filter, Model, word};
use crate::text::number;
use crate::ui::controllers::account::ask::By;
use crate::ui::memo::memo;
use crate::ui::widgets::icon::late_icon;
use crate::ui::widgets::in_steps::in_steps;

/// How many rows a step draws.
const STEP: usize = 40;

/// The list.
#[component]
pub fn Rows() -> impl IntoView {
    let screen = use_screen();
    let read = Callback::new(move |by: By| screen.read(by));
    let found = memo(move || {
        let filter = screen.filter.read();
        screen
            .models
            .value
            .with(|models| models.iter().flatten().filter(|model| filter.takes(model)).cloned().collect::<Vec<Model>>())
    });
    let drawn = in_steps(move || found.with(Vec::len), STEP);
    let shown = memo(move || found.with(|found| found.iter().take(drawn.get()).cloned().collect::<Vec<_>>()));
    let none = move || {
        found.with(Vec::is_empty) && screen.models.value.with(|all| all.as_ref().is_some_and(|all| !all.is_empty()))
    };
    view! {
        <section class="job__part" aria-labelledby="h-models">
            <ListHead id="h-models" title="Models of this Region" loaded=screen.models count=Vec::len read=read />
            <div class="job__filters" role="search" aria-label="Filter models">
                <div class="field">
                    <label class="label" for="models-words">"Search"</label>
                    <input
                        class="input"
                        id="models-words"
                        type="search"
                        placeholder="Name, ID or provider"
                        prop:value=move || screen.filter.read().words.clone()
                        on:input=move |event| screen.filter.update(|filter| filter.words = event_target_value(&event))
                    />
                </div>
                {move || facets(screen)}
            </div>
            <p class="vh" role="status">
                {move || screen.models.value.read().is_some().then(|| number::count(found.with(Vec::len) as u64, "model"))}
            </p>
            {state_of(screen.models, Vec::is_empty, read, "This Region lists no models")}
            {move || none().then(|| view! {
                <p class="empty">
                    "No model passes these filters. "
                    <button type="button" class="btn btn--sm" on:click=move |_| screen.filter.set(Filter::default())>"Clear the filters"</button>
                </p>
            })}
            <div class="job__scroll" tabindex="0" role="group" aria-label="Table of models" hidden=move || shown.with(Vec::is_empty)>
                <table class="job__table">
                    <caption class="vh">"Models of the Region"</caption>
                    <thead>
                        <tr>
                            <th scope="col"><span class="vh">"Compare"</span></th>
                            <th scope="col">"Model"</th>
                            <th scope="col">"Input"</th>
                            <th scope="col">"Output"</th>
                            <th scope="col">"Called by"</th>
                            <th scope="col">"Lifecycle"</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || shown.get() key=|model| model.id.clone() children=move |model| row(screen, &model) />
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// The filters, with the values that the list has.
fn facets(screen: Screen) -> AnyView {
    let all = screen.models.value.get().unwrap_or_default();
    Facet::ALL
        .into_iter()
        .map(|facet| {
            let mut choices = vec![(String::new(), "Any".to_owned())];
            choices.extend(facet.values(&all).into_iter().map(|value| {
                let name = if facet == Facet::Provider { value.clone() } else { word(&value) };
                (value, name)
            }));
            view! {
                <Choose
                    id=format!("models-{}", facet.name().replace(' ', "-"))
                    label=facet.name()
                    choices=choices
                    chosen=Signal::derive(move || screen.filter.read().of(facet))
                    on_choose=Callback::new(move |value| screen.filter.update(|filter| filter.choose(facet, value)))
                />
            }
        })
        .collect_view()
        .into_any()
}

fn row(screen: Screen, model: &Model) -> impl IntoView + use<> {
    let words = |values: &[String]| values.iter().map(|value| word(value)).collect::<Vec<_>>().join(", ");
    let id = StoredValue::new(model.id.clone());
    let on = memo(move || screen.compared.with(|all| id.with_value(|id| all.contains(id))));
    let full = move || screen.compared.with(Vec::len) >= *COMPARED.end();
    let date = model.dates.iter().find(|(name, _)| *name == "Ends").map(|(_, at)| format!("ends {}", at.date()));
    let opened = move || screen.open.with(|open| id.with_value(|id| open.as_ref() == Some(id)));
    view! {
        <tr data-on=move || opened().then_some("")>
            <td>
                <input
                    type="checkbox"
                    aria-label=format!("Compare {}", model.id)
                    prop:checked=move || on.get()
                    disabled=move || !on.get() && full()
                    on:change=move |event| {
                        let checked = event_target_checked(&event);
                        screen.compared.update(|all| {
                            all.retain(|of| id.with_value(|id| of != id));
                            if checked {
                                all.push(id.get_value());
                            }
                        });
                    }
                />
            </td>
            <th scope="row">
                <button
                    type="button"
                    class="job__open"
                    aria-expanded=move || if opened() { "true" } else { "false" }
                    on:click=move |_| if opened() { screen.close() } else { screen.show(id.get_value()) }
                >
                    {late_icon("right")} {model.name.clone()}
                </button>
                <span class="note">{model.provider.clone()}</span>
                {code(model.id.clone())}
            </th>
            <td>{words(&model.input)}</td>
            <td>{words(&model.output)}</td>
            <td>{words(&model.calls)}</td>
            <td>{status(&model.status)} " " {date}</td>
        </tr>
    }
}
