//! The compare view: one prompt, two to four models or settings side by side, with measures and a word diff.

mod answers;

use leptos::prelude::*;

use self::answers::Answers;
use super::parts::model_field::{Listing, ModelField};
use super::parts::out_of_date::OutOfDate;
use super::parts::run_bar::RunBar;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::prices::{self, PriceTable};
use crate::experiment::compare::{Comparison, FEWEST_MEMBERS, MOST_MEMBERS, MOST_REPEATS, Member, read_repeats};
use crate::experiment::{Api, Parameter, Part};
use crate::ui::controllers::batch::may_start;
use crate::ui::controllers::compare::{self, Comparing};
use crate::ui::controllers::cost::own_prices;
use crate::ui::controllers::view_actions::ViewActions;
use crate::ui::controllers::visit;
use crate::ui::memo::memo;
use crate::ui::state::{AppState, View, use_app};
use crate::ui::widgets::icon::late_icon;
use crate::ui::widgets::icon_button::{Icon, IconButton, NORMAL};
use crate::ui::widgets::select::Select;

late_view! {
    share:
    /// The view that compares models.
    pub fn late() => compare_view()
}

const LEAD: &str = "Prompt and settings come from the playground. A column changes only what it sets.";
const PRICES: &str = "model-id  input  output (US dollars per million tokens), one line per model";

/// The view.
pub fn compare_view() -> AnyView {
    let state = use_app();
    let comparison = visit::comparison(state, first(state));
    let comparing = Comparing::of_page();
    let (columns, running) = (comparing.columns, comparing.running);
    let problem = RwSignal::new(None::<String>);
    let table = RwSignal::new(own_prices::read());
    let start = move || {
        if !may_start(state) {
            return;
        }
        let wanted = comparison.get_untracked();
        match wanted.problem().map_or_else(|| compare::run(state, comparing, &wanted), Err) {
            Ok(()) => problem.set(None),
            Err(why) => problem.set(Some(why)),
        }
    };
    let actions = ViewActions {
        run: Callback::new(move |()| start()),
        stop: Callback::new(move |()| compare::stop(state, comparing)),
        running: running.into(),
        regions: &["mode", "columns", "answers", "worddiff"],
    };
    // The typed text of Repeats while it is not a valid number.
    let wrong_repeats = RwSignal::new(None::<String>);
    let label = move || {
        if running.get() { "Stop".to_owned() } else { format!("Run {}", comparison.with(Comparison::plan)) }
    };
    view! {
        <RunBar
            view=View::Compare
            calls=Signal::derive(move || {
                let origin = state.mode.get().origin();
                state.draft.with(|draft| comparison.read().bill(origin, draft, &table.read()))
            })
            label=Signal::derive(label)
            blocked=Signal::derive(move || wrong_repeats.get().is_some())
            actions=actions
        />
        <main class="work" id="main">
        <section class="compare" aria-labelledby="h-compare">
            <header class="compare__head">
                <h1 id="h-compare">"Compare"</h1>
                <p class="quiet">{LEAD}</p>
            </header>
            {prompt(state)}
            <ol class="columns" id="columns" aria-label="Columns">
                {move || {
                    let count = comparison.with(|comparison| comparison.members.len());
                    (0..count).map(|place| column(comparison, place)).collect_view()
                }}
            </ol>
            <div class="compare__bar">
                <button
                    type="button"
                    class="btn"
                    disabled=move || comparison.with(|comparison| comparison.members.len() >= MOST_MEMBERS)
                    on:click=move |_| add(comparison)
                >
                    {late_icon("plus")}
                    "Add a column"
                </button>
                {repeats_field(comparison, wrong_repeats)}
            </div>
            {move || problem.get().map(|why| view! { <p class="notice notice--err" role="alert">{why}</p> })}
            <OutOfDate when=comparing.out_of_date(state, comparison) again=actions.run />
            <Answers columns=columns table=table running=running again=actions.run label=Signal::derive(label) />
            {own(table)}
        </section>
        </main>
    }
    .into_any()
}

/// How often each column is called. It is read on every key press, so that the button shows the number of calls that
/// will be sent.
fn repeats_field(comparison: RwSignal<Comparison>, wrong: RwSignal<Option<String>>) -> impl IntoView {
    let problem = move || wrong.get().and_then(|typed| read_repeats(&typed).err());
    view! {
        <label class="inl">
            <span class="label">"Repeats"</span>
            <input
                class="input repeats"
                type="number"
                min="1"
                max=MOST_REPEATS
                aria-invalid=move || wrong.get().map(|_| "true")
                aria-describedby="compare-repeats-error"
                prop:value=move || {
                    wrong.get().unwrap_or_else(|| comparison.with(|comparison| comparison.repeats.to_string()))
                }
                on:input=move |event| {
                    let typed = event_target_value(&event);
                    match read_repeats(&typed) {
                        Ok(repeats) => {
                            wrong.set(None);
                            comparison.update(|comparison| comparison.repeats = repeats);
                        }
                        Err(_) => wrong.set(Some(typed)),
                    }
                }
            />
        </label>
        <span class="field__err" id="compare-repeats-error" role="status">{problem}</span>
    }
}

/// The initial comparison: the playground's model and another one.
fn first(state: AppState) -> Comparison {
    let first = state.draft.with_untracked(|draft| draft.model.clone());
    let second = if first.contains("nova-lite") { "us.amazon.nova-micro-v1:0" } else { "us.amazon.nova-lite-v1:0" };
    Comparison { members: vec![Member::from_model(first), Member::from_model(second)], repeats: 1 }
}

fn add(comparison: RwSignal<Comparison>) {
    comparison.update(|comparison| {
        if let Some(last) = comparison.members.last().cloned()
            && comparison.members.len() < MOST_MEMBERS
        {
            comparison.members.push(last);
        }
    });
}

/// The prompt that all columns share.
fn prompt(state: AppState) -> impl IntoView {
    let summary = memo(move || {
        state.draft.with(|draft| {
            let last = draft.messages.iter().rev().flat_map(|message| &message.content).find_map(|part| match part {
                Part::Text(text) if !text.trim().is_empty() => Some(text.clone()),
                Part::Text(_) | Part::Block(_) => None,
            });
            (last.unwrap_or_default(), draft.messages.len(), draft.system.clone().unwrap_or_default())
        })
    });
    view! {
        <div class="compare__prompt">
            <p class="compare__said">{move || summary.with(|(last, ..)| last.clone())}</p>
            <p class="note">
                {move || summary.with(|(_, count, system)| {
                    let messages = crate::text::number::count(*count as u64, "message");
                    if system.trim().is_empty() { messages } else { format!("{messages}, system: {system}") }
                })}
            </p>
            <a class="btn btn--sm" href="#playground">"Edit in the playground"</a>
        </div>
    }
}

/// Reads a setting of a column.
type Reads = fn(&Member) -> Option<&Parameter>;
/// Writes a setting of a column.
type Writes = fn(&mut Member) -> &mut Option<Parameter>;

/// One column's settings.
fn column(comparison: RwSignal<Comparison>, place: usize) -> impl IntoView {
    let number = place + 1;
    let model = memo(move || {
        comparison.with(|it| it.members.get(place).map(|member| member.model.clone()).unwrap_or_default())
    });
    let change = move |act: &dyn Fn(&mut Member)| {
        comparison.update(|comparison| {
            if let Some(member) = comparison.members.get_mut(place) {
                act(member);
            }
        });
    };
    let removable = move || comparison.with(|comparison| comparison.members.len() > FEWEST_MEMBERS);
    let shown = move |read: Reads| {
        move || {
            comparison.with(|comparison| {
                comparison.members.get(place).and_then(read).map(|parameter| parameter.text.clone()).unwrap_or_default()
            })
        }
    };
    let setting = move |name: &'static str, keyboard: &'static str, read: Reads, slot: Writes| {
        view! {
            <input
                class="input"
                inputmode=keyboard
                placeholder=name
                aria-label=format!("{name} of column {number}")
                prop:value=shown(read)
                on:input=move |event| {
                    let text = event_target_value(&event);
                    let text = text.trim();
                    change(&|member| *slot(member) = (!text.is_empty()).then(|| Parameter::sent(text)));
                }
            />
        }
    };
    view! {
        <li class="column">
            <div class="field">
                <span class="label" aria-hidden="true">{format!("Model {number}")}</span>
                <ModelField
                    id=format!("compare-model-{number}")
                    label=format!("Model {number}")
                    text=model
                    on_text=Callback::new(move |value: String| change(&|member| member.model.clone_from(&value)))
                    serves=|model| model.converse
                    listing=Listing::Text
                    problem=memo(move || ModelId::parse(&model.read()).err().map(|error| error.to_string()))
                />
            </div>
            <div class="column__set">
                <Select
                    label=format!("API of column {number}")
                    choices=[Api::Converse, Api::Invoke].map(|api| (api, api.name().to_owned())).to_vec()
                    chosen=Signal::derive(move || api_of(comparison, place))
                    on_choose=move |api| change(&|member| member.api = api)
                />
                {setting("Temperature", "decimal", |it| it.temperature.as_ref(), |it| &mut it.temperature)}
                {setting("Max tokens", "numeric", |it| it.max_tokens.as_ref(), |it| &mut it.max_tokens)}
                {move || removable().then(|| view! {
                    <IconButton
                        label=format!("Remove column {number}")
                        title="Remove this column"
                        icon=Icon::Late("close")
                        class=NORMAL
                        on_press=move |()| comparison.update(|it| if place < it.members.len() { it.members.remove(place); })
                    />
                })}
            </div>
        </li>
    }
}

fn api_of(comparison: RwSignal<Comparison>, place: usize) -> Api {
    comparison.with(|comparison| comparison.members.get(place).map_or(Api::Converse, |member| member.api))
}

/// The price list, and the user's own prices.
fn own(table: RwSignal<PriceTable>) -> impl IntoView {
    let error = RwSignal::new(None::<String>);
    view! {
        <details class="prices">
            <summary>{format!("Prices of {}, most of them litellm’s, for estimates", prices::AS_OF)}</summary>
            <p class="note">
                "Estimates from an open list that cites AWS’s price list, not checked against it. On demand only: no \
                 cache, batch or latency-optimised prices. "
                <a href=prices::PAGE rel="noreferrer" target="_blank">"AWS’s prices"</a>
            </p>
            <label class="label" for="own-prices">"Your own prices"</label>
            <textarea
                class="area area--mono"
                id="own-prices"
                rows="3"
                spellcheck="false"
                placeholder=PRICES
                on:change=move |event| {
                    let text = event_target_value(&event);
                    match own_prices::write(&text) {
                        Ok(own) => {
                            table.set(own.table);
                            error.set(own.stored.err().map(|why| format!("Used for this visit, not stored: {why}")));
                        }
                        Err(why) => error.set(Some(why)),
                    }
                }
            >
                {table.with_untracked(PriceTable::text)}
            </textarea>
            {move || error.get().map(|why| view! { <p class="field__err" role="alert">{why}</p> })}
        </details>
    }
}
