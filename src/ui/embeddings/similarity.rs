//! The similarity of the texts: a table of buttons for few texts, strips with a cursor for many, and the numbers as a
//! plain table.

use crate::text::outside::isolated;
use std::sync::Arc;

use leptos::prelude::*;
use web_sys::{KeyboardEvent, MouseEvent};

use super::files;
use super::state::use_lab;
use super::strip::bands;
use super::table;
use crate::bedrock::embedding::distance::Measure;
use crate::experiment::Phase;
use crate::experiment::embeddings::picture::Picture;
use crate::ui::parts::error_card::{Target, run_failure};
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::parts::out_of_date::OutOfDate;
use crate::ui::widgets::icon::icon;

/// Up to this many texts, the cells are buttons.
const BUTTONS: usize = 24;

/// The pane.
#[component]
pub fn Similarity() -> impl IntoView {
    let lab = use_lab();
    let as_table = RwSignal::new(false);
    let measures = Memo::new(move |_| {
        lab.picture.with(|picture| {
            let picture = picture.as_ref()?;
            let element = picture.vectors.first()?.element;
            Some((picture.measure, Measure::for_element(element)))
        })
    });
    view! {
        <section class="pane" id="similarity" aria-labelledby="h-similarity">
            <div class="pane__head">
                <h2 id="h-similarity">"Similarity"</h2>
                {move || lab.picture.with(|picture| picture.as_ref().map(|picture| origin_badge(picture.origin)))}
                <span class="push"></span>
                {move || measures.get().map(|(current, measures)| view! {
                    <select
                        class="select select--auto"
                        aria-label="Measure"
                        on:change=move |event| {
                            let chosen = event_target_value(&event);
                            lab.chosen.set(measures.iter().copied().find(|measure| measure.label() == chosen));
                        }
                    >
                        {measures.iter().map(|measure| view! {
                            <option value=measure.label() selected=*measure == current>{measure.label()}</option>
                        }).collect_view()}
                    </select>
                })}
                <Types />
                <label class="tick">
                    <input
                        type="checkbox"
                        prop:checked=move || as_table.get()
                        on:change=move |event| as_table.set(event_target_checked(&event))
                    />
                    <span>"As a table"</span>
                </label>
                <files::SaveMenu />
            </div>
            <div class="pane__body" tabindex="0" role="group" aria-label="Similarity of every pair">
                <OutOfDate when=lab.outdated again=Callback::new(move |()| lab.run()) />
                <Trouble />
                {move || match lab.picture.get() {
                    Some(picture) if picture.vectors.len() < 2 => view! {
                        <p class="empty">"A comparison needs two vectors. Add a text and run again"</p>
                    }
                    .into_any(),
                    Some(picture) if as_table.get() => table::plain(&picture),
                    Some(picture) if picture.vectors.len() <= BUTTONS => buttons(&picture),
                    Some(picture) => large(&picture),
                    None => view! { <Nothing /> }.into_any(),
                }}
            </div>
        </section>
    }
}

/// The embedding types that were received, if there are several.
#[component]
fn Types() -> impl IntoView {
    let lab = use_lab();
    let elements = Memo::new(move |_| {
        // Read after the run.
        lab.picture.track();
        lab.main.study.with(|study| study.as_ref().map(super::state::elements_of).unwrap_or_default())
    });
    move || {
        let elements = elements.get();
        (elements.len() > 1).then(|| {
            let shown = lab.picture.with(|picture| {
                picture.as_ref().and_then(|picture| picture.vectors.first().map(|vector| vector.element))
            });
            let all = elements.clone();
            view! {
                <select
                    class="select select--auto"
                    aria-label="Type of numbers"
                    on:change=move |event| {
                        let chosen = event_target_value(&event);
                        if let Some(element) = all.iter().find(|element| element.word() == chosen) {
                            lab.element.set(*element);
                        }
                    }
                >
                    {elements.into_iter().map(|element| view! {
                        <option value=element.word() selected=Some(element) == shown>{element.word()}</option>
                    }).collect_view()}
                </select>
            }
        })
    }
}

/// Before the first run, and during one.
#[component]
fn Nothing() -> impl IntoView {
    let lab = use_lab();
    let runs = lab.main.runs;
    move || {
        let progress = runs.progress.get();
        if runs.running.get() {
            return view! {
                <div class="empty" aria-busy="true">
                    <h3>{format!("{} of {} calls done", progress.done, progress.all)}</h3>
                    <progress class="labbar" max=progress.all.to_string() value=progress.done.to_string() aria-label="Calls done"></progress>
                    <p>"Four calls run at a time. Stop keeps the results so far"</p>
                </div>
            }
            .into_any();
        }
        if progress.all > 0 {
            return view! { <div class="empty"><p>"This run returned no vectors"</p></div> }.into_any();
        }
        view! {
            <div class="empty">
                {icon("strata")}
                <h3>"No vectors yet"</h3>
                <p>"A run turns each text into a vector, a list of numbers. The nearer two vectors, the more similar \
                    the texts."</p>
                <button type="button" class="btn" on:click=move |_| lab.run()>{icon("run")} "Run the texts"</button>
            </div>
        }
        .into_any()
    }
}

/// What failed, or what is missing after a stop.
#[component]
fn Trouble() -> impl IntoView {
    let lab = use_lab();
    let runs = lab.main.runs;
    let failed = runs.failure(lab.state);
    let target = Target::OwnModel {
        use_model: Callback::new(move |id| lab.model.set(id)),
        again: Callback::new(move |()| lab.run()),
    };
    let left = Memo::new(move |_| {
        let progress = runs.progress.get();
        let stopped = runs.batch.with(|batch| {
            batch.as_ref().is_some_and(|batch| {
                batch.slots().iter().any(|slot| slot.exchange.as_ref().is_none_or(|call| call.phase == Phase::Stopped))
            })
        });
        (!runs.running.get() && stopped).then_some(progress)
    });
    view! {
        {run_failure(failed, target)}
        {move || left.get().map(|progress| view! {
            <p class="notice notice--warn" role="note">
                {format!(
                    "Stopped: {} of {} calls done, {} stopped, {} not sent. Showing partial results",
                    progress.done, progress.all, progress.stopped, progress.unsent,
                )}
            </p>
        })}
    }
}

/// The mark of a text, in the colour of its group.
pub fn key(picture: &Picture, place: usize) -> AnyView {
    let group = picture.groups.get(place).copied().flatten().map(|group| (group % 6).to_string());
    view! { <span class="key" data-g=group>{picture.names.get(place).cloned()}</span> }.into_any()
}

/// The heat map as a table of buttons.
fn buttons(picture: &Arc<Picture>) -> AnyView {
    let lab = use_lab();
    let size = picture.vectors.len();
    let shade_of = picture.shades();
    let cell = |row: usize, column: usize| {
        if row == column {
            return view! { <td data-self="">"1"</td> }.into_any();
        }
        let pressed = move || if lab.pair.get() == (row, column) { "true" } else { "false" };
        view! {
            <td>
                <button
                    type="button"
                    data-h=shade_of(row, column).to_string()
                    aria-pressed=pressed
                    aria-label=picture.pair_name(row, column)
                    on:click=move |_| {
                        lab.pair.set((row, column));
                        lab.tab.set(0);
                    }
                >
                    {picture.measure.short(picture.matrix.get(row, column))}
                </button>
            </td>
        }
        .into_any()
    };
    let row = |row: usize| {
        view! {
            <tr>
                <th scope="row">{key(picture, row)} " " {picture.words.get(row).cloned()}</th>
                {(0..size).map(|column| cell(row, column)).collect_view()}
            </tr>
        }
    };
    view! {
        <table class="heat">
            <caption class="vh">{format!("{} of every pair", picture.measure.label())}</caption>
            <thead>
                <tr>
                    <td></td>
                    {picture.names.iter().map(|name| view! { <th scope="col">{name.clone()}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody>{(0..size).map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// The heat map of many texts: one strip a row, and a cursor that the pointer and the arrow keys move.
fn large(picture: &Arc<Picture>) -> AnyView {
    let lab = use_lab();
    let size = picture.vectors.len();
    let shade_of = picture.shades();
    let caption = {
        let picture = picture.clone();
        move || {
            let (row, column) = lab.pair.get();
            let word = |place: usize| picture.words.get(place).map(|word| isolated(word)).unwrap_or_default();
            format!("{}: “{}” and “{}”", picture.pair_name(row, column), word(row), word(column))
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let (row, column) = lab.pair.get_untracked();
        let last = size.saturating_sub(1);
        let to = match event.key().as_str() {
            "ArrowUp" => (row.saturating_sub(1), column),
            "ArrowDown" => ((row + 1).min(last), column),
            "ArrowLeft" => (row, column.saturating_sub(1)),
            "ArrowRight" => (row, (column + 1).min(last)),
            "Home" => (row, 0),
            "End" => (row, last),
            _ => return,
        };
        event.prevent_default();
        lab.pair.set(to);
    };
    let on_click = move |event: MouseEvent| {
        if let Some(to) = cell_at(&event, size) {
            lab.pair.set(to);
            lab.tab.set(0);
        }
    };
    let at = move |place: usize| {
        #[expect(clippy::cast_precision_loss, reason = "a hundred at most")]
        let share = place as f64 * 100.0 / size as f64;
        format!("{share}%")
    };
    view! {
        <div class="heatbig">
            <p class="heatbig__said" id="heat-said" aria-live="polite">{caption}</p>
            <div
                class="heatbig__plot"
                role="application"
                tabindex="0"
                aria-label=format!("{} of {size} texts: arrow keys move from pair to pair", picture.measure.label())
                aria-describedby="heat-said"
                on:keydown=on_key
                on:click=on_click
                style:--n=size.to_string()
            >
                {(0..size).map(|row| {
                    let shades: Vec<usize> = (0..size).map(|column| shade_of(row, column)).collect();
                    view! { <i style:background-image=bands(shades.into_iter())></i> }
                }).collect_view()}
                <b
                    style:inset-block-start=move || at(lab.pair.get().0)
                    style:inset-inline-start=move || at(lab.pair.get().1)
                ></b>
            </div>
        </div>
    }
    .into_any()
}

/// The row and column under the pointer.
fn cell_at(event: &MouseEvent, size: usize) -> Option<(usize, usize)> {
    use wasm_bindgen::JsCast;
    let plot = event.current_target()?.dyn_into::<web_sys::Element>().ok()?;
    let place = plot.get_bounding_client_rect();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "the share is held between 0 and 1, the size is a hundred at most"
    )]
    let index =
        |offset: f64, length: f64| ((offset / length).clamp(0.0, 1.0) * size as f64).min(size as f64 - 1.0) as usize;
    Some((
        index(f64::from(event.client_y()) - place.top(), place.height()),
        index(f64::from(event.client_x()) - place.left(), place.width()),
    ))
}
