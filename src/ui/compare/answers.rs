//! The results of a comparison: answers side by side, the measures of each call, and a word diff of two answers.

use leptos::prelude::*;

use crate::bedrock::prices::PriceTable;
use crate::experiment::compare::{self, Difference, Outcome, Side};
use crate::experiment::failure::failed::Failed;
use crate::experiment::run::metrics::{self, Metrics};
use crate::experiment::run::session::Session;
use crate::experiment::{Exchange, Phase};
use crate::text::number;
use crate::ui::controllers::compare::Column;
use crate::ui::memo::memo;
use crate::ui::parts::error_card::{Target, run_failure};
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::state::use_app;
use crate::ui::widgets::icon::{icon, late_icon};
use crate::ui::widgets::select::Select;

const EMPTY: &str = "Each column is called once, or Repeats times.";
const TOO_FEW: &str = "A word diff needs two complete answers.";

/// The answers and their measures.
#[component]
pub fn Answers(
    columns: RwSignal<Vec<Column>>,
    table: RwSignal<PriceTable>,
    running: Memo<bool>,
    /// Runs the comparison again.
    again: Callback<()>,
    /// The label of the run button.
    label: Signal<String>,
) -> impl IntoView {
    move || {
        let columns = columns.get();
        if columns.is_empty() {
            return view! {
                <div class="empty empty--small">
                    {late_icon("columns")}
                    <h2>"No answers yet"</h2>
                    <p>{EMPTY}</p>
                    <button type="button" class="btn" on:click=move |_| again.run(())>{icon("run")} {move || label.get()}</button>
                </div>
            }
            .into_any();
        }
        let all = columns.clone();
        let of_table = columns.clone();
        let of_diff = columns.clone();
        view! {
            <div class="answers" id="answers" role="group" aria-label="Answers" aria-busy=move || if running.get() { "true" } else { "false" }>
                {all.into_iter().zip(1..).map(|(column, number)| answers(column, number, again)).collect_view()}
            </div>
            {move || measures(&of_table, &table.read())}
            {move || (!running.get()).then(|| word_diff(&of_diff))}
        }
        .into_any()
    }
}

fn the_call(session: &Session) -> Option<&Exchange> {
    session.exchanges().next()
}

fn answers(column: Column, number: usize, again: Callback<()>) -> impl IntoView {
    let state = use_app();
    let heading = column.member.heading(number);
    let label = format!("Answer {heading}");
    let repeats = column.sessions.len();
    view! {
        <section class="answercol" aria-label=label>
            <h2>{heading}</h2>
            {column
                .sessions
                .into_iter()
                .zip(1..)
                .map(|(session, repeat)| {
                    let of_failure = session.clone();
                    let failed = Memo::new(move |_| {
                        let region = state.draft.with_untracked(|draft| draft.region.clone());
                        of_failure.with(|session| the_call(session).and_then(|call| Failed::of(call, &region)))
                    });
                    let state = memo(move || {
                        session.with(|session| {
                            the_call(session).map(|call| (call.origin, call.phase, call.turn().text()))
                        })
                    });
                    view! {
                        <div class="answercol__one">
                            {(repeats > 1).then(|| view! { <span class="note">{format!("Run {repeat} of {repeats}")}</span> })}
                            {move || match state.get() {
                                None => view! { <p class="quiet">"Waiting…"</p> }.into_any(),
                                Some((origin, phase, text)) => view! {
                                    <p>{origin_badge(origin)} {matches!(phase, Phase::Stopped).then_some(" stopped")}</p>
                                    <p class="answercol__text">{text}</p>
                                }
                                .into_any(),
                            }}
                            {run_failure(failed, Target::Page { again })}
                        </div>
                    }
                })
                .collect_view()}
        </section>
    }
}

/// One measure of a column's calls: the value, or the range over its repeats.
fn cell(values: Vec<f64>, write: fn(f64) -> String) -> String {
    compare::spread(values).map_or_else(|| "–".to_owned(), |spread| spread.text(write))
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds and counts of tokens are far below 2^52")]
fn measures(columns: &[Column], table: &PriceTable) -> AnyView {
    let milliseconds: fn(f64) -> String = |ms| {
        #[expect(clippy::cast_possible_truncation, reason = "shown with two decimals of a second")]
        number::duration_ms(ms as i64)
    };
    let whole: fn(f64) -> String = |value| format!("{value:.0}");
    let all: Vec<(String, Vec<Metrics>)> = columns
        .iter()
        .zip(1..)
        .map(|(column, number)| {
            let measured = column
                .sessions
                .iter()
                .filter_map(|session| session.with(|session| the_call(session).map(|call| Metrics::of(call, table))));
            (column.member.heading(number), measured.collect())
        })
        .collect();
    let longest = all.iter().flat_map(|(_, all)| all).filter_map(|one| one.total_ms).max().unwrap_or(0).max(1) as f64;
    view! {
        // Wider than a phone, so it can be scrolled with the keyboard.
        <div class="measures" role="group" aria-label="Measures" tabindex="0">
            <table>
                <caption>"Latency, tokens, cost"</caption>
                <thead>
                    <tr>
                        {["Column", "TTFT", "Total", "In", "Out", "Tokens/s", "On AWS, est."]
                            .map(|head| view! { <th scope="col">{head}</th> })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>
                    {all
                        .into_iter()
                        .map(|(name, all)| {
                            let of = |read: fn(&Metrics) -> Option<f64>| all.iter().filter_map(read).collect::<Vec<_>>();
                            let total = of(|one| one.total_ms.map(|ms| ms as f64));
                            let first = of(|one| one.first_text_ms.map(|ms| ms as f64));
                            let share = |values: &[f64]| {
                                let middle = compare::spread(values.iter().copied()).map_or(0.0, |spread| spread.median);
                                format!("{:.3}", middle / longest)
                            };
                            let (until_first, until_end) = (share(&first), share(&total));
                            view! {
                                <tr>
                                    <th scope="row">{name}</th>
                                    <td>{cell(first, milliseconds)}</td>
                                    <td>
                                        {cell(total, milliseconds)}
                                        <span class="fall" aria-hidden="true" style:--first=until_first style:--end=until_end></span>
                                    </td>
                                    <td>{cell(of(|one| one.input_tokens.map(|count| count as f64)), whole)}</td>
                                    <td>{cell(of(|one| one.output_tokens.map(|count| count as f64)), whole)}</td>
                                    <td>{cell(of(|one| one.tokens_per_s), whole)}</td>
                                    <td>{cell(of(|one| one.cost.map(|cost| cost.dollars)), metrics::dollars)}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The word diff of two complete answers. Columns without one are left out.
fn word_diff(columns: &[Column]) -> impl IntoView + use<> {
    // It is drawn while nothing runs.
    let outcome = |session: &ArcRwSignal<Session>| session.with_untracked(|session| Outcome::of(the_call(session)));
    let outcomes: Vec<Outcome> =
        columns.iter().map(|column| Outcome::of_column(column.sessions.iter().map(outcome))).collect();
    let left_out = compare::left_out(&outcomes);
    let all = columns.iter().zip(&outcomes).enumerate();
    let answers: Vec<(usize, String)> = all
        .filter(|(_, (_, outcome))| outcome.text().is_some())
        .map(|(place, (column, _))| (place, column.member.heading(place + 1)))
        .collect();
    let body = match answers.as_slice() {
        [(first, _), (second, _), ..] => pair(RwSignal::new(*first), RwSignal::new(*second), &answers, outcomes),
        _ => view! { <h2 id="h-worddiff">"Word diff"</h2> <p>{TOO_FEW}</p> }.into_any(),
    };
    view! {
        <section class="worddiff" id="worddiff" aria-labelledby="h-worddiff">
            {body}
            {left_out.map(|text| view! { <p class="note">{text}</p> })}
        </section>
    }
}

/// Two of the answers, to choose.
fn pair(
    first: RwSignal<usize>,
    second: RwSignal<usize>,
    answers: &[(usize, String)],
    outcomes: Vec<Outcome>,
) -> AnyView {
    let choice = |signal: RwSignal<usize>, label: &'static str| {
        let choices = answers.to_vec();
        view! {
            <Select
                label=label
                class="select select--auto"
                choices=choices
                chosen=signal
                on_choose=move |place| signal.set(place)
            />
        }
    };
    let text = move |place: usize| outcomes.get(place).and_then(Outcome::text).unwrap_or_default().to_owned();
    view! {
        <div class="row row--wrap">
            <h2 id="h-worddiff">"Word diff"</h2>
            {choice(first, "First answer")}
            <span>"vs"</span>
            {choice(second, "Second answer")}
        </div>
        {move || match compare::difference(&text(first.get()), &text(second.get())) {
            Difference::Identical => view! { <p class="worddiff__same">{late_icon("check")} "Identical answers"</p> }.into_any(),
            Difference::Words(pieces) => view! {
                <p class="worddiff__text">
                    {pieces
                        .into_iter()
                        .map(|(side, text)| match side {
                            Side::Both => view! { <span>{text}</span> }.into_any(),
                            Side::First => view! { <del>{text}</del> }.into_any(),
                            Side::Second => view! { <ins>{text}</ins> }.into_any(),
                        })
                        .collect_view()}
                </p>
            }
            .into_any(),
        }}
    }
    .into_any()
}
