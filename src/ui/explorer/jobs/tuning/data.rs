//! The data set: typed, pasted or from a file, checked line by line.

use leptos::prelude::*;

use super::super::kit::Choose;
use super::state::{Screen, use_screen};
use crate::experiment::datasets::families::{Age, FAMILIES};
use crate::experiment::datasets::{Family, Part, Problem, Report, Weight, examples};
use crate::experiment::jobs::tuning::Form;
use crate::platform::{files, save};
use crate::text::number;
use crate::text::outside::isolated;
use crate::ui::controllers::files as reading;
use crate::ui::controllers::toast;
use crate::ui::memo::memo;
use crate::ui::widgets::area::Area;
use crate::ui::widgets::icon::{icon, late_icon};
use crate::ui::widgets::segment::segment_of;

/// The largest file that is checked here.
const MOST_BYTES: usize = 100_000_000;
/// The largest text that is edited here.
const EDITED_BYTES: usize = 2_000_000;

/// The pane.
#[component]
pub fn Data() -> impl IntoView {
    let screen = use_screen();
    let families = FAMILIES.iter().map(|family| {
        let old = if family.age == Age::Old { " (legacy)" } else { "" };
        (family.key, format!("{}{old}", family.name))
    });
    let families = families.collect::<Vec<_>>();
    let large = memo(move || screen.text.with(String::len) > EDITED_BYTES);
    let choose = move |key: &'static str| {
        screen.family.set(key);
        let family = Family::of(key);
        screen.form.update(|form| {
            if !family.models.contains(&form.base.as_str()) {
                family.models.first().copied().unwrap_or_default().clone_into(&mut form.base);
            }
        });
    };
    view! {
        <section class="job__part" aria-labelledby="h-data">
            <div class="job__head">
                <h2 id="h-data">"1. Training data"</h2>
                <span class="push"></span>
                <div class="seg" role="radiogroup" aria-label="Kind of data">
                    {segment_of("tuning-part", "Training", Part::Training, screen.part)}
                    {segment_of("tuning-part", "Validation", Part::Validation, screen.part)}
                </div>
            </div>
            <div class="job__form">
                <Choose
                    id="tuning-family".to_owned()
                    label="For"
                    choices=families
                    chosen=screen.family
                    on_choose=Callback::new(choose)
                />
            </div>
            <p class="note">{move || {
                let family = screen.family();
                format!("{}: {}", family.shape.name(), family.limits().join("; "))
            }}</p>
            {move || (screen.family().age == Age::Old).then(|| view! {
                <p class="notice notice--warn">"These models are legacy: AWS takes no new jobs for them. The rules are here for old material"</p>
            })}
            <p class="note">"One line, as it should be"</p>
            <pre class="job__line" tabindex="0" role="group" aria-label="One line as it should be">{move || screen.family().shape.line()}</pre>
            <div class="acts">
                <FileButton screen=screen />
                <button type="button" class="btn btn--sm" on:click=move |_| {
                    screen.take(examples::text(&Family::of(screen.family.get_untracked())));
                }>"Example data"</button>
                <button type="button" class="btn btn--sm" on:click=move |_| download(screen)>{late_icon("download")} "Save as train.jsonl"</button>
                <button type="button" class="btn btn--sm btn--ghost" on:click=move |_| {
                    screen.take(String::new());
                }>{icon("trash")} "Remove all"</button>
            </div>
            {move || if large.get() {
                view! {
                    <p class="notice">"The data is checked, but too large to be edited here. Correct the file, then open it again"</p>
                }
                .into_any()
            } else {
                view! {
                    <Area
                        label="JSON Lines".to_owned()
                        text=screen.text
                        on_text=Callback::new(move |text| screen.typed(text))
                        id="tuning-data".to_owned()
                        class="area area--mono job__jsonl"
                        invalid=Signal::derive(move || screen.report.with(|report| report.errors > 0))
                        described_by="tuning-report".to_owned()
                        placeholder="Paste JSON Lines: one record a line"
                        spellcheck=false
                        rows=8
                    />
                }
                .into_any()
            }}
            <p id="tuning-report" role="status" class="job__cost" data-s=move || screen.report.with(|report| {
                if report.records == 0 { "" } else if report.is_good() { "ok" } else { "error" }
            })>{move || screen.report.with(Report::sentence)}</p>
            <Problems screen=screen />
        </section>
    }
}

/// Reads a file into the editor.
#[component]
fn FileButton(screen: Screen) -> impl IntoView {
    let take = move |event: leptos::ev::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        let chosen = files::from_list(input.files());
        // The same file can be chosen again.
        input.set_value("");
        reading::read(chosen, move |read| {
            for file in read {
                match file {
                    Ok((name, bytes)) if bytes.len() > MOST_BYTES => toast::say(
                        screen.state,
                        format!(
                            "{} has {}; at most {} are checked here",
                            isolated(&name),
                            number::bytes(bytes.len()),
                            number::bytes(MOST_BYTES)
                        ),
                    ),
                    Ok((name, bytes)) => match String::from_utf8(bytes) {
                        Ok(text) => screen.take(text),
                        Err(_) => toast::say(screen.state, format!("{} is not UTF-8 text", isolated(&name))),
                    },
                    Err(why) => toast::say(screen.state, why),
                }
            }
        });
    };
    view! {
        <label class="btn btn--sm filebtn">
            {late_icon("doc")} "Open a file…"
            <input type="file" class="vh" accept=".jsonl,.json,.txt" on:change=take />
        </label>
    }
}

/// The problems, each with its line.
#[component]
fn Problems(screen: Screen) -> impl IntoView {
    move || {
        let (problems, more) = screen.report.with(|report| (report.problems.clone(), report.more));
        (!problems.is_empty()).then(|| {
            view! {
                <div class="job__problems" tabindex="0" role="group" aria-label="Problems">
                <ol aria-label="Problems of the data">
                    {problems.into_iter().map(problem).collect_view()}
                    {(more > 0).then(|| view! { <li>{format!("and {} more", number::grouped(more as u64))}</li> })}
                </ol>
                </div>
            }
        })
    }
}

fn problem(problem: Problem) -> impl IntoView {
    let Problem { line, column, path, text, weight } = problem;
    let place = match (line, column) {
        (0, _) => "File".to_owned(),
        (line, None) => format!("Line {}", number::grouped(line as u64)),
        (line, Some(column)) => format!("Line {}, column {column}", number::grouped(line as u64)),
    };
    view! {
        <li data-s=match weight {
            Weight::Error => "error",
            Weight::Warning => "warn",
        }>
            <b>{place}</b>
            {(!path.is_empty()).then(|| view! { <code>{path}</code> })}
            <span>{match weight {
                Weight::Error => "",
                Weight::Warning => "Warning: ",
            }} {isolated(&text)}</span>
        </li>
    }
}

fn download(screen: Screen) {
    let name = match screen.part.get_untracked() {
        Part::Training => "train.jsonl",
        Part::Validation => "validation.jsonl",
    };
    let saved = screen.text.with_untracked(|text| save::text(name, text));
    toast::say(
        screen.state,
        match saved {
            Ok(()) => format!("Saved as {name}"),
            Err(error) => error.to_string(),
        },
    );
}

/// The example form for the chosen family.
pub fn example_form(screen: Screen) {
    screen.form.set(Form::example(&Family::of(screen.family.get_untracked())));
}
