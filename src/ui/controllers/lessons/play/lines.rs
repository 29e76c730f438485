//! Cards in an order and the lines of a program, which the cards of some steps are.

use leptos::prelude::*;

use crate::lesson::journal::Entry;
use crate::lesson::step::Step;
use crate::page::View;
use crate::ui::controllers::lessons::desk::Desk;

/// Puts cards in this order.
///
/// # Errors
/// When one is not a card of the step.
pub fn put_order(desk: Desk, step: &Step, texts: &[String]) -> Result<(), String> {
    let place = |text: &String| {
        step.cards.cards.iter().position(|card| card.text == *text).ok_or_else(|| format!("there is no card “{text}”"))
    };
    let order = texts.iter().map(place).collect::<Result<Vec<_>, _>>()?;
    desk.placement.update(|placement| placement.order = order);
    // The cards of a step with a program are its lines.
    if desk.state.place.view.get_untracked() == View::Lessons {
        desk.program.set(texts.join("\n"));
    }
    desk.push(Entry::Cards(desk.placement.get_untracked()));
    Ok(())
}

/// Replaces a line of the program, or removes it.
///
/// # Errors
/// When the program has no such line.
pub fn change_line(desk: Desk, number: usize, text: Option<&str>) -> Result<(), String> {
    let program = desk.program.get_untracked();
    let mut lines: Vec<&str> = program.lines().collect();
    let place = number.checked_sub(1).filter(|place| *place < lines.len());
    let place = place.ok_or_else(|| format!("the program has no line {number}"))?;
    match (text, lines.get_mut(place)) {
        (Some(text), Some(line)) => *line = text,
        _ => {
            lines.remove(place);
        }
    }
    desk.program.set(lines.join("\n"));
    Ok(())
}
