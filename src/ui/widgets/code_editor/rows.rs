//! The rows behind the text area: the coloured text, and the gutter with line numbers and folds.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use leptos::prelude::*;

use super::engine::Engine;
use super::find_bar::Finding;
use crate::text::editing::{Over, Stroke, View, block_begins, paint};
use crate::text::json::Kind;
use crate::ui::memo::memo;
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::json_view::{Lit, Mark};

/// A drawn row.
#[derive(Clone, PartialEq)]
struct Row {
    /// A hash of all other fields.
    key: u64,
    at: usize,
    line: usize,
    strokes: Vec<Stroke>,
    mark: Option<Mark>,
    wrong: bool,
}

fn hash_of(row: &Row) -> u64 {
    let mut hasher = DefaultHasher::new();
    (row.at, row.line, row.wrong, &row.mark).hash(&mut hasher);
    for stroke in &row.strokes {
        (stroke.kind as u8, stroke.over, &stroke.text).hash(&mut hasher);
    }
    hasher.finish()
}

/// The marks on a row, in bytes of its view.
fn over(view: &View, pair: Option<(usize, usize)>, finding: Finding) -> Vec<(Range<usize>, Over)> {
    let covered = view.covers();
    let mut over: Vec<_> = pair
        .into_iter()
        .flat_map(|(one, other)| [one, other])
        .filter(|at| covered.contains(at))
        .map(|at| (at..at + 1, Over::Bracket))
        .collect();
    over.extend(finding.matches_in(&covered));
    over.into_iter().map(|(range, over)| (view.to_view(range.start)..view.to_view(range.end), over)).collect()
}

fn class_of(stroke: &Stroke) -> String {
    let kind = match stroke.kind {
        Kind::Key => "k",
        Kind::String => "s",
        Kind::Number => "n",
        Kind::Literal => "l",
        Kind::Punctuation | Kind::Token | Kind::Comment => "p",
        Kind::Bad if stroke.text == "⋯" => "more",
        Kind::Bad => "bad",
    };
    let over = match stroke.over {
        Some(Over::Bracket) => " over over--pair",
        Some(Over::Match) => " over over--found",
        Some(Over::Current) => " over over--now",
        None => "",
    };
    format!("{kind}{over}")
}

/// The coloured text.
#[component]
pub fn Lines(
    engine: Engine,
    finding: Finding,
    fault: Signal<Option<usize>>,
    marks: Signal<Vec<Option<Mark>>>,
    lit: RwSignal<Lit>,
) -> impl IntoView {
    let rows = memo(move || {
        let pair = engine.pair.get();
        let marks = marks.read();
        let wrong = fault.get().map(|line| line.saturating_sub(1));
        let wrong = wrong.map(|line| engine.read(|sheet| sheet.row_of_line(line)));
        engine
            .drawn()
            .into_iter()
            .map(|(row, line, view)| {
                let strokes = paint(view.text(), &over(&view, pair, finding));
                let mark = marks.get(line).cloned().flatten();
                let mut drawn = Row { key: 0, at: row, line, strokes, mark, wrong: wrong == Some(row) };
                drawn.key = hash_of(&drawn);
                drawn
            })
            .collect::<Vec<_>>()
    });
    view! {
        <div class="ce__lines" aria-hidden="true">
            <For
                each=move || rows.get()
                key=|row| row.key
                children=move |row| {
                    let links = StoredValue::new(row.mark.as_ref().map(|mark| mark.links.clone()).unwrap_or_default());
                    let first = row.line;
                    let on = move || {
                        let lit = lit.get();
                        let here = |link: Option<usize>| link.is_some_and(|link| links.with_value(|all| all.contains(&link)));
                        (here(lit.hovered) || here(lit.pinned)).then_some("")
                    };
                    view! {
                        <div
                            class="crow"
                            style:--at=row.at.to_string()
                            data-s=row.mark.map(|mark| mark.state)
                            data-err=row.wrong.then_some("")
                            data-on=on
                            data-caret=move || (engine.caret_line.get() == first).then_some("")
                        >
                            {row.strokes
                                .into_iter()
                                .map(|stroke| {
                                    let class = class_of(&stroke);
                                    view! { <span class=class>{stroke.text}</span> }
                                })
                                .collect_view()}
                        </div>
                    }
                }
            />
        </div>
    }
}

/// The gutter's entry for a row.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Edge {
    row: usize,
    line: usize,
    /// Whether it is folded; `None` if it cannot be folded.
    folded: Option<bool>,
    mark: Option<Mark>,
    wrong: bool,
}

/// Line numbers, folds and the badges of linked lines. It stays at its edge when the text is scrolled sideways.
#[component]
pub fn Gutter(
    engine: Engine,
    fault: Signal<Option<usize>>,
    marks: Signal<Vec<Option<Mark>>>,
    lit: RwSignal<Lit>,
) -> impl IntoView {
    let edges = memo(move || {
        let marks = marks.read();
        let wrong = fault.get().map(|line| line.saturating_sub(1));
        let drawn = engine.drawn();
        engine.peek(|sheet| {
            let wrong = wrong.map(|line| sheet.row_of_line(line));
            drawn
                .into_iter()
                .map(|(row, line, view)| {
                    let folded = if view.is_folded() { Some(true) } else { block_begins(view.text()).then_some(false) };
                    let mark = marks.get(line).cloned().flatten();
                    Edge { row, line, folded, mark, wrong: wrong == Some(row) }
                })
                .collect::<Vec<_>>()
        })
    });
    view! {
        <div class="ce__gutter">
            <For
                each=move || edges.get()
                key=|edge| {
                    let mut hasher = DefaultHasher::new();
                    edge.hash(&mut hasher);
                    hasher.finish()
                }
                children=move |edge| {
                    let link = edge.mark.as_ref().map(|mark| mark.link);
                    let pinned = move || (link.is_some() && lit.get().pinned == link).then_some("");
                    let correspondence = edge.mark.as_ref().map(|mark| mark.state);
                    let first = edge.line;
                    view! {
                        <div
                            class="cedge"
                            style:--at=edge.row.to_string()
                            data-n=first + 1
                            data-s=correspondence
                            data-err=edge.wrong.then_some("")
                            data-pin=pinned
                            data-caret=move || (engine.caret_line.get() == first).then_some("")
                        >
                            {edge.mark.map(|mark| {
                                view! { <span class="badge" role="img" aria-label=mark.label>{mark.badge}</span> }
                            })}
                            {edge.folded.map(|folded| fold_button(engine, edge.row, first, folded))}
                        </div>
                    }
                }
            />
        </div>
    }
}

fn fold_button(engine: Engine, row: usize, line: usize, folded: bool) -> impl IntoView {
    let name = if folded { format!("Unfold line {}", line + 1) } else { format!("Fold line {}", line + 1) };
    view! {
        <button
            type="button"
            class="fold"
            tabindex="-1"
            aria-label=name.clone()
            title=name
            aria-expanded=if folded { "false" } else { "true" }
            on:click=move |_| {
                engine.toggle_fold(row);
                engine.focus();
            }
        >
            {icon("down")}
        </button>
    }
}
