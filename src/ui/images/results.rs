//! The results: a tile for each, the last run first.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::use_images;
use crate::bedrock::image::{Finish, Made};
use crate::bedrock::picture::Picture;
use crate::experiment::images::labels::{describe, file_name};
use crate::experiment::images::round::Round;
use crate::platform::save;
use crate::ui::parts::error_card::{Target, run_failure};
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::parts::out_of_date::OutOfDate;
use crate::ui::widgets::icon::{icon, late_icon};

/// The results.
#[component]
pub fn Results() -> impl IntoView {
    let images = use_images();
    let running = images.runs.running;
    let failed = images.runs.failure(images.state);
    let target = Target::OwnModel {
        use_model: Callback::new(move |id| images.choose_model(id)),
        again: Callback::new(move |()| images.run()),
    };
    let empty = move || images.rounds.read().is_empty() && !running.get() && failed.read().is_none();
    view! {
        <section class="pane" id="results" aria-labelledby="h-results" aria-busy=move || if running.get() { "true" } else { "false" }>
            <div class="pane__head">
                <h2 id="h-results">"Results"</h2>
                <span class="push"></span>
                <button
                    type="button"
                    class="btn btn--ghost btn--sm"
                    disabled=move || images.rounds.read().is_empty()
                    on:click=move |_| images.rounds.set(Vec::new())
                >
                    {late_icon("trash")} "Remove all"
                </button>
            </div>
            <div class="pane__body imgs__results" tabindex="0" role="group" aria-label="Pictures">
                <OutOfDate when=images.outdated again=Callback::new(move |()| images.run()) />
                {run_failure(failed, target)}
                {move || running.get().then(|| view! { <p class="imgs__wait">{late_icon("clock")} "Drawing…"</p> })}
                {move || empty().then(|| view! {
                    <div class="empty empty--small">
                        {late_icon("image")}
                        <h3>"No images yet"</h3>
                        <p>"Run sends one InvokeModel call. Converse doesn’t serve image models."</p>
                        <button type="button" class="btn" on:click=move |_| images.run()>{icon("run")} "Run the prompt"</button>
                    </div>
                })}
                <For each=move || images.rounds.get() key=|round| round.number children=|round| round_view(&round) />
            </div>
        </section>
    }
}

fn round_view(round: &Arc<Round>) -> impl IntoView + use<> {
    let title = format!("Run {}, {}", round.number, round.form.task.label());
    let tiles = {
        let round = Arc::clone(round);
        let made = round.answer.made.clone();
        made.into_iter().enumerate().map(move |(place, made)| tile(&round, place, &made)).collect_view()
    };
    view! {
        <section class="imgs__round" aria-label=title.clone()>
            <p class="imgs__asked">
                <b>{title.clone()}</b>
                {origin_badge(round.origin)}
                <span>{round.prompt.clone()}</span>
                <code>{round.model.as_str().to_owned()}</code>
            </p>
            {round.answer.error.clone().map(|error| view! {
                <div class="notice notice--warn">
                    {icon("warn")}
                    <div>
                        "The model says: “"
                        <bdi>{error}</bdi>
                        "”. Pictures that its filter held back are missing below; another prompt or seed may pass."
                    </div>
                </div>
            })}
            <div class="imgs__tiles">
                {tiles}
                {round.answer.mask.clone().map(|mask| view! {
                    <figure class="tile">
                        <div class="tile__pic"><img src=mask.data_url() alt="The mask used" /></div>
                        <figcaption>"The mask used"</figcaption>
                    </figure>
                })}
            </div>
        </section>
    }
}

fn tile(round: &Arc<Round>, place: usize, made: &Made) -> impl IntoView + use<> {
    let images = use_images();
    let origin = round.origin;
    let seed = made.seed.or_else(|| round.asked_seed.map(|seed| seed + place as u64));
    let asked_only = made.seed.is_none();
    let name = format!("Result {} of run {}", place + 1, round.number);
    let model = round.model.clone();
    let reason = match &made.finish {
        Finish::Done => "complete".to_owned(),
        Finish::Filtered(reason) | Finish::Failed(reason) => reason.clone(),
    };
    let filtered = made.finish.explanation();
    let save = move |picture: &Picture| {
        let file = file_name(origin, model.as_str(), seed, place, picture.format);
        let kind = format!("image/{}", picture.format.word());
        if let Err(error) = save::bytes(&file, &kind, &picture.bytes()) {
            images.state.status.announce(error.to_string());
        }
    };
    let shown = made.picture.clone().map(|picture| {
        let alt = format!(
            "{name}: {}",
            if round.prompt.is_empty() { round.form.task.label() } else { round.prompt.as_str() }
        );
        let (for_input, for_file) = (picture.clone(), picture.clone());
        view! {
            <div class="tile__pic" style:aspect-ratio=format!("{} / {}", picture.width, picture.height)>
                <img src=picture.data_url() alt=alt />
            </div>
            <div class="tile__acts">
                <button
                    type="button"
                    class="btn btn--sm"
                    aria-label=format!("Use as input: {name}")
                    on:click=move |_| images.use_result(&for_input)
                >
                    {late_icon("image")} "Use as input"
                </button>
                <button
                    type="button"
                    class="btn btn--ghost btn--sm"
                    aria-label=format!("Download {name}")
                    on:click=move |_| save(&for_file)
                >
                    {late_icon("download")} "Download"
                </button>
            </div>
        }
    });
    let size = made.picture.as_ref().map(describe);
    view! {
        <figure class="tile" aria-label=name.clone()>
            {match shown {
                Some(shown) => shown.into_any(),
                None => view! { <div class="tile__pic tile__pic--none">{late_icon("image")} <span>"Held back"</span></div> }.into_any(),
            }}
            <figcaption>
                <dl>
                    {seed.map(|seed| view! {
                        <div><dt>{if asked_only { "Seed, as requested" } else { "Seed" }}</dt><dd>{seed}</dd></div>
                    })}
                    {size.map(|size| view! { <div><dt>"File"</dt><dd>{size}</dd></div> })}
                    <div><dt>"Finish"</dt><dd>{reason}</dd></div>
                </dl>
                {filtered.map(|text| view! { <p class="tile__why">{icon("warn")} {text}</p> })}
            </figcaption>
        </figure>
    }
}
