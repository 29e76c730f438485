//! The map: the vectors in two dimensions. The axes state their share of the variance; their meaning is unknown.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::svg;
use web_sys::KeyboardEvent;

use super::state::use_lab;
use crate::bedrock::embedding::Embedding;
use crate::bedrock::embedding::pca::{self, Map};
use crate::experiment::embeddings::picture::Picture;
use crate::experiment::embeddings::plane::{Canvas, Direction, towards};
use crate::ui::controllers::steps;
use crate::ui::parts::out_of_date::OUT_OF_DATE;

const WIDTH: f64 = 460.0;
const HEIGHT: f64 = 360.0;
const CANVAS: Canvas = Canvas { width: WIDTH, height: HEIGHT, margin: 26.0 };

/// The pane.
#[component]
pub fn MapPane() -> impl IntoView {
    let lab = use_lab();
    let map = RwSignal::new(None::<(Arc<Picture>, Map)>);
    Effect::new(move |_| {
        let Some(picture) = lab.picture.get() else {
            map.set(None);
            return;
        };
        // The heat map is drawn first.
        steps::after_drawing(move || {
            let vectors: Vec<&Embedding> = picture.vectors.iter().collect();
            let placed = pca::map(&vectors).ok();
            map.try_set(placed.map(|placed| (picture.clone(), placed)));
        });
    });
    let spread = move || {
        map.with(|map| {
            let share: f64 = map.as_ref()?.1.shares.iter().sum();
            Some(format!("PCA, {:.0} % of the spread", share * 100.0))
        })
    };
    view! {
        <section class="pane" id="map" aria-labelledby="h-map">
            <div class="pane__head">
                <h2 id="h-map">"Map"</h2>
                <span class="count">{spread}</span>
                {move || lab.outdated.get().then(|| view! { <span class="chip chip--warn">{OUT_OF_DATE}</span> })}
            </div>
            <div class="pane__body lab__map">
                {move || match map.get() {
                    Some((picture, map)) if !picture.vectors.is_empty() => drawn(&picture, &map),
                    _ => view! { <p class="empty">"Similar texts will appear near each other here"</p> }.into_any(),
                }}
            </div>
        </section>
    }
}

fn drawn(picture: &Arc<Picture>, map: &Map) -> AnyView {
    let lab = use_lab();
    let points = CANVAS.place(&map.points);
    let many = points.len() > 24;
    let size = points.len();
    let select = move |place: usize| {
        lab.pointed.set(Some(place));
        let (first, second) = lab.pair.get_untracked();
        if place != first {
            lab.pair.set((place, if second == place { first } else { second }));
        }
    };
    let on_key = {
        let points = points.clone();
        move |event: KeyboardEvent| {
            let at = lab.pointed.get_untracked().filter(|at| *at < points.len());
            let step = |direction| at.map_or(Some(0), |at| towards(&points, at, direction));
            let to = match event.key().as_str() {
                "Home" => Some(0),
                "End" => points.len().checked_sub(1),
                "ArrowLeft" => step(Direction::Left),
                "ArrowRight" => step(Direction::Right),
                "ArrowUp" => step(Direction::Up),
                "ArrowDown" => step(Direction::Down),
                "Enter" | " " => {
                    if let Some(at) = at {
                        lab.query.set(String::new());
                        lab.pair.update(|pair| pair.0 = at);
                        lab.tab.set(1);
                    }
                    event.prevent_default();
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            if let Some(to) = to {
                select(to);
            }
        }
    };
    let marks = points
        .iter()
        .enumerate()
        .map(|(place, &(x, y))| {
            let group = picture.groups.get(place).copied().flatten();
            let name = picture.names.get(place).cloned().unwrap_or_default();
            let radius = if many { 6.0 } else { 10.0 };
            let shape = shape(group.map(|group| group % 6), x, y, radius);
            let on = move || (lab.pointed.get() == Some(place)).then_some("");
            svg::g()
                .attr("class", "map2d__pt")
                .attr("data-g", group.map(|group| (group % 6).to_string()))
                .attr("data-on", on)
                .child((
                    svg::path().attr("class", "pt").attr("d", shape),
                    (!many).then(|| {
                        svg::text()
                            .attr("class", "in")
                            .attr("x", x.to_string())
                            .attr("y", (y + 4.0).to_string())
                            .child(name)
                    }),
                ))
                .on(leptos::ev::pointerenter, move |_| lab.pointed.set(Some(place)))
                .on(leptos::ev::click, move |_| select(place))
        })
        .collect_view();
    let label = {
        let (picture, points) = (picture.clone(), points.clone());
        move || {
            let place = lab.pointed.get()?;
            let &(x, y) = points.get(place)?;
            let left = x > WIDTH / 2.0;
            let text = format!("{} {}", picture.names.get(place)?, cut(picture.words.get(place)?));
            Some(
                svg::text()
                    .attr("class", "lab-on")
                    .attr("x", (if left { x - 14.0 } else { x + 14.0 }).to_string())
                    .attr("y", (y + 4.0).clamp(14.0, HEIGHT - 18.0).to_string())
                    .attr("text-anchor", if left { "end" } else { "start" })
                    .child(text),
            )
        }
    };
    let pair = {
        let points = points.clone();
        move || {
            let (one, other) = lab.pair.get();
            let (from, to) = (points.get(one)?, points.get(other)?);
            (one != other).then(|| {
                svg::path().attr("class", "pair").attr("d", format!("M{} {}L{} {}", from.0, from.1, to.0, to.1))
            })
        }
    };
    let caption = {
        let picture = picture.clone();
        move || {
            let place = lab.pointed.get()?;
            let group = picture.groups.get(place).copied().flatten().and_then(|group| picture.group_names.get(group));
            let group = group.map(|group| format!(", group {group}")).unwrap_or_default();
            Some(format!("{}: {}{group}", picture.names.get(place)?, picture.words.get(place)?))
        }
    };
    let [one, two] = map.shares.map(|share| format!("{:.0} %", share * 100.0));
    let grid = (1..6).fold(String::new(), |mut grid, step| {
        let (x, y) = (WIDTH * f64::from(step) / 6.0, HEIGHT * f64::from(step) / 6.0);
        grid.push_str(&format_args!("M{x:.0} 0V{HEIGHT}M0 {y:.0}H{WIDTH}").to_string());
        grid
    });
    let drawing = svg::svg()
        .attr("class", "map2d")
        .attr("viewBox", format!("0 0 {WIDTH} {HEIGHT}"))
        .attr("aria-hidden", "true")
        .child((svg::path().attr("class", "grid").attr("d", grid), pair, marks, label));
    let legend = picture.group_names.iter().enumerate().map(|(group, name)| {
        view! {
            <li><span class="key" data-g=(group % 6).to_string() aria-hidden="true"></span>{name.clone()}</li>
        }
    });
    view! {
        <div
            class="map2dbox"
            role="application"
            tabindex="0"
            aria-label=format!("2-D map of {size} texts: arrow keys move from text to text, Enter shows the neighbours")
            aria-describedby="map-said"
            on:keydown=on_key
        >
            <span class="map2d__axis" aria-hidden="true">{format!("↑ component 2, {two}")}</span>
            {drawing}
            <span class="map2d__axis map2d__axis--end" aria-hidden="true">{format!("component 1, {one} →")}</span>
        </div>
        <ul class="map2d__groups" aria-label="Groups">{legend.collect_view()}</ul>
        <p class="heatbig__said" id="map-said" aria-live="polite">{caption}</p>
        <p class="setfield__note">
            "The two directions in which the vectors differ most (principal components). They have no meaning of \
             their own and leave differences out; the table has all of them"
        </p>
    }
    .into_any()
}

/// A shape for each group, so that colour is not the only mark.
fn shape(group: Option<usize>, x: f64, y: f64, r: f64) -> String {
    match group {
        Some(1) => format!("M{} {}h{}v{}h-{}z", x - r, y - r, 2.0 * r, 2.0 * r, 2.0 * r),
        Some(2) => {
            format!("M{x} {}l{} {}l-{} {}l-{} -{}z", y - 1.3 * r, 1.3 * r, 1.3 * r, 1.3 * r, 1.3 * r, 1.3 * r, 1.3 * r)
        }
        Some(3) => format!("M{x} {}l{} {}h-{}z", y - 1.2 * r, 1.25 * r, 2.1 * r, 2.5 * r),
        Some(4) => format!("M{x} {}l{} -{}h-{}z", y + 1.2 * r, 1.25 * r, 2.1 * r, 2.5 * r),
        Some(5) => format!("M{} {}h{r}v{r}h{r}v{r}h-{r}v{r}h-{r}v-{r}h-{r}v-{r}h{r}z", x - r / 2.0, y - 1.5 * r),
        _ => format!("M{} {y}a{r} {r} 0 1 0 {} 0a{r} {r} 0 1 0 -{} 0z", x - r, 2.0 * r, 2.0 * r),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
