//! The same texts with several numbers of dimensions: how the order of the neighbours changes.

use leptos::prelude::*;

use super::state::use_lab;
use crate::bedrock::embedding::Element;
use crate::bedrock::embedding::distance::Measure;
use crate::bedrock::embedding::neighbours::Column;
use crate::experiment::embeddings::Study;
use crate::experiment::embeddings::study::compared_lengths;
use crate::text::number;
use crate::ui::controllers::batch;
use crate::ui::parts::error_card::{Target, run_failure};
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::parts::out_of_date::OutOfDate;

/// The number of neighbours listed.
const LISTED: usize = 8;

/// The tool.
#[component]
pub fn Lengths() -> impl IntoView {
    let lab = use_lab();
    let runs = lab.lengths.runs;
    let plan = Memo::new(move |_| {
        let model = lab.model_id.get()?;
        let plan = Study::plan_lengths(&model, lab.texts.read().rows(), &lab.settings.read());
        Some(plan.map_err(|issues| issues.into_iter().next().map(|issue| issue.text).unwrap_or_default()))
    });
    let start = move || {
        if runs.running.get_untracked() {
            batch::stop(lab.state, runs);
        } else if let Some(Ok(study)) = plan.get_untracked() {
            lab.start(lab.lengths, study);
        }
    };
    let outdated = lab.lengths.out_of_date(move || plan.get()?.ok());
    let failed = runs.failure(lab.state);
    let target = Target::OwnModel {
        use_model: Callback::new(move |id| lab.model.set(id)),
        again: Callback::new(move |()| start()),
    };
    let label = move || {
        if runs.running.get() {
            let progress = runs.progress.get();
            return format!("Stop, {} of {} done", progress.done, progress.all);
        }
        match &*plan.read() {
            Some(Ok(study)) => format!("Run {} for all dimensions", number::count(study.planned.len() as u64, "call")),
            _ => "Run for all dimensions".to_owned(),
        }
    };
    view! {
        <div class="stack lab__pad">
            <div class="row row--wrap">
                <button
                    type="button"
                    class="btn btn--solid"
                    disabled=move || !runs.running.get() && !matches!(&*plan.read(), Some(Ok(_)))
                    on:click=move |_| start()
                >
                    {label}
                </button>
                <p class="soft">{move || match (&*plan.read(), lab.format.get()) {
                    (Some(Err(why)), _) => why.clone(),
                    (_, Some(format)) => {
                        let lengths: Vec<String> = compared_lengths(format).iter().map(u64::to_string).collect();
                        format!("Each text is embedded once with {} dimensions", lengths.join(", "))
                    }
                    _ => "Choose an embedding model".to_owned(),
                }}</p>
            </div>
            {run_failure(failed, target)}
            <div class="stack" id="lab-lengths" aria-live="polite">
                <OutOfDate when=outdated />
                {move || compared(&lab)}
            </div>
        </div>
    }
}

fn compared(lab: &super::state::Lab) -> AnyView {
    let pair = lab.pair;
    if lab.lengths.runs.running.get() {
        return view! { <p class="empty" aria-busy="true">"Embedding the texts once for each number of dimensions"</p> }
            .into_any();
    }
    let origin = lab.lengths.runs.batch.with(|batch| batch.as_ref().map(|batch| batch.origin));
    let text = lab.pair.get().0;
    let drawn = lab.lengths.study.with(|study| {
        let study = study.as_ref()?;
        Some((study.compare_lengths()?, study.clone()))
    });
    let (Some((columns, study)), Some(origin)) = (drawn, origin) else {
        return view! { <p class="empty">"Run all texts with at least two numbers of dimensions to compare them"</p> }
            .into_any();
    };
    let text = if text < study.texts.len() { text } else { 0 };
    let options = (0..study.texts.len()).map(|place| {
        let words = study.texts.get(place).map(|text| text.text.clone()).unwrap_or_default();
        view! { <option value=place.to_string() selected=place == text>{format!("{} {words}", study.name(place))}</option> }
    });
    let last = columns.last().cloned();
    view! {
        <h3 class="row">"Agreement with the most dimensions" {origin_badge(origin)}</h3>
        <table class="table">
            <caption class="vh">"Agreement of each number of dimensions with the most"</caption>
            <thead>
                <tr>
                    <th scope="col">"Dimensions"</th>
                    <th scope="col" class="num">"Same nearest text"</th>
                    <th scope="col" class="num">"Order of all pairs (Spearman)"</th>
                    <th scope="col" class="num">"Bytes per vector as float32"</th>
                </tr>
            </thead>
            <tbody>
                {columns.iter().map(|column| view! {
                    <tr>
                        <th scope="row">{column.dimension.to_string()}</th>
                        <td class="num">{format!("{} of {}", column.same_nearest, study.texts.len())}</td>
                        <td class="num">{column.agreement.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))}</td>
                        <td class="num">{number::grouped(Element::Float.stored_bytes(column.dimension) as u64)}</td>
                    </tr>
                }).collect_view()}
            </tbody>
        </table>
        <div class="field">
            <label class="label" for="lab-length-text">"Neighbours of"</label>
            <select
                class="select select--auto"
                id="lab-length-text"
                on:change=move |event| {
                    if let Ok(place) = event_target_value(&event).parse::<usize>() {
                        pair.update(|pair| pair.0 = place);
                    }
                }
            >
                {options.collect_view()}
            </select>
        </div>
        <div class="tablescroll" tabindex="0" role="group" aria-label="Neighbours for each number of dimensions">
            <table class="table">
                <caption class="vh">"Neighbours for each number of dimensions, with the places gained or lost compared with the most"</caption>
                <thead>
                    <tr>
                        <th scope="col" class="num">"Rank"</th>
                        {columns.iter().map(|column| view! {
                            <th scope="col">{format!("{} dimensions", column.dimension)}</th>
                        }).collect_view()}
                    </tr>
                </thead>
                <tbody>
                    {(0..(study.texts.len() - 1).min(LISTED)).map(|rank| view! {
                        <tr>
                            <td class="num">{(rank + 1).to_string()}</td>
                            {columns.iter().map(|column| placed(column, last.as_ref(), text, rank, &study)).collect_view()}
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The text at a rank, and the distance from its rank at the largest size.
fn placed(column: &Column, last: Option<&Column>, text: usize, rank: usize, study: &Study) -> AnyView {
    let Some(neighbour) = column.at(text, rank) else {
        return view! { <td></td> }.into_any();
    };
    let there = last.and_then(|last| last.rank_of(text, neighbour.index)).unwrap_or(rank);
    let (mark, word) = match rank.cmp(&there) {
        std::cmp::Ordering::Equal => (String::new(), None),
        std::cmp::Ordering::Less => (format!("\u{25b2}{}", there - rank), Some("higher than with the most dimensions")),
        std::cmp::Ordering::Greater => {
            (format!("\u{25bc}{}", rank - there), Some("lower than with the most dimensions"))
        }
    };
    let words = study.texts.get(neighbour.index).map(|text| text.text.clone()).unwrap_or_default();
    view! {
        <td>
            <span class="key">{study.name(neighbour.index)}</span>
            " "
            {words}
            " "
            <span class="mono quiet">{Measure::Cosine.short(neighbour.value)}</span>
            " "
            <span class="moved" title=word>{mark}</span>
            {word.map(|word| view! { <span class="vh">{word}</span> })}
        </td>
    }
    .into_any()
}
