//! Cards to sort, match or put in order: a select for each card, or buttons that move it. Nothing has to be dragged.

use leptos::prelude::*;

use super::marked::marked;
use crate::lesson::step::{Cards, Place};
use crate::ui::controllers::lessons::desk::Desk;
use crate::ui::controllers::lessons::play;
use crate::ui::widgets::icon_button::{Icon, IconButton};

/// The cards of a step, and the button that judges them.
pub fn cards(desk: Desk, cards: &Cards) -> AnyView {
    let is_program = cards.bins.is_empty() && play::place(desk) == Place::Program;
    let body = if cards.bins.is_empty() { order(desk, cards) } else { bins(desk, cards) };
    view! {
        <div class="quiz" data-code=is_program.then_some("")>
            {body}
            <div class="lesson__acts">
                <button
                    type="button"
                    class="btn btn--solid"
                    disabled=move || desk.is_playing.get()
                    on:click=move |_| play::check_cards(desk)
                >
                    "Check"
                </button>
            </div>
        </div>
    }
    .into_any()
}

fn plain(text: &str) -> String {
    text.replace('`', "")
}

fn bins(desk: Desk, cards: &Cards) -> AnyView {
    let names = StoredValue::new(cards.bins.clone());
    let wrong = Memo::new(move |_| play::misplaced(desk));
    let rows = play::shuffled(desk, cards.cards.len())
        .into_iter()
        .filter_map(|place| cards.cards.get(place).map(|card| (place, card)))
        .map(|(place, card)| {
            let chosen = Memo::new(move |_| desk.placement.with(|placement| placement.bins.get(place).copied().flatten()));
            let judged = move || {
                wrong.with(|wrong| wrong.as_ref().map(|wrong| if wrong.contains(&place) { "no" } else { "yes" }))
                    .filter(|_| chosen.get().is_some())
            };
            let label = format!("Place of {}", plain(&card.text));
            view! {
                <li data-s=judged>
                    <span>{marked(&card.text)} {move || (judged() == Some("no")).then(|| view! { <span class="vh">", not here"</span> })}</span>
                    <select
                        class="select"
                        aria-label=label
                        prop:value=move || chosen.get().map_or_else(String::new, |bin| bin.to_string())
                        on:change=move |event| play::place_card(desk, place, event_target_value(&event).parse().ok())
                    >
                        <option value="">"Choose…"</option>
                        {names
                            .get_value()
                            .into_iter()
                            .enumerate()
                            .map(|(bin, name)| view! { <option value=bin.to_string() selected=move || chosen.get() == Some(bin)>{plain(&name)}</option> })
                            .collect_view()}
                    </select>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="quiz__cards" aria-label="Cards">{rows}</ul> }.into_any()
}

fn order(desk: Desk, cards: &Cards) -> AnyView {
    let texts = StoredValue::new(cards.cards.iter().map(|card| card.text.clone()).collect::<Vec<_>>());
    let has_decoys = cards.cards.iter().any(|card| card.decoy);
    let decoys = if has_decoys { play::Decoys::Some } else { play::Decoys::None };
    let count = cards.cards.len();
    // A step clears its cards when it begins, which may be after this is drawn.
    Effect::new(move |_| {
        desk.placement.track();
        if !desk.is_arriving.get() {
            play::deal(desk, count, decoys);
        }
    });
    let text = move |card: usize| texts.with_value(|texts| texts.get(card).cloned()).unwrap_or_default();
    let order = Memo::new(move |_| desk.placement.with(|placement| placement.order.clone()));
    let rest = Memo::new(move |_| {
        let order = order.read();
        play::shuffled(desk, texts.with_value(Vec::len))
            .into_iter()
            .filter(|card| !order.contains(card))
            .collect::<Vec<_>>()
    });
    let button = move |label: String, icon: &'static str, disabled: Signal<bool>, act: Callback<()>| {
        view! { <IconButton label=label icon=Icon::Late(icon) disabled=disabled on_press=act /> }
    };
    view! {
        <ol class="quiz__cards" aria-label="In this order">
            <For
                each=move || order.get()
                key=|card| *card
                children=move |card| {
                    let name = plain(&text(card));
                    let at = move || order.read().iter().position(|other| *other == card).unwrap_or(0);
                    let first = Signal::derive(move || at() == 0);
                    let last = Signal::derive(move || at() + 1 == order.read().len());
                    view! {
                        <li>
                            <span>{marked(&text(card))}</span>
                            <span class="row">
                                {button(format!("Move up: {name}"), "up", first, Callback::new(move |()| play::move_card(desk, card, -1)))}
                                {button(format!("Move down: {name}"), "down", last, Callback::new(move |()| play::move_card(desk, card, 1)))}
                                {has_decoys.then(|| button(format!("Leave out: {name}"), "close", Signal::stored(false), Callback::new(move |()| play::use_card(desk, card, play::Use::Out))))}
                            </span>
                        </li>
                    }
                }
            />
        </ol>
        {move || (!rest.read().is_empty()).then(|| view! {
            <p class="quiet">"Not used"</p>
            <ul class="quiz__cards" aria-label="Not used">
                {rest
                    .get()
                    .into_iter()
                    .map(|card| {
                        let name = plain(&text(card));
                        view! {
                            <li>
                                <span>{marked(&text(card))}</span>
                                {button(format!("Use: {name}"), "plus", Signal::stored(false), Callback::new(move |()| play::use_card(desk, card, play::Use::In)))}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        })}
    }
    .into_any()
}
