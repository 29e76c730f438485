//! Parses a text into rows without blocking the page: a large one in pieces, each its own task.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::clock;
use crate::text::json::{Reading, Row};

/// The bytes read per task: a few milliseconds' work.
const PIECE: usize = 64 * 1024;

/// The rows of a text, kept up to date. A large text keeps its old rows until all new ones are read.
pub fn rows_of(text: Signal<String>) -> RwSignal<Vec<Row>> {
    let mut first = Reading::default();
    let done = text.with_untracked(|text| first.read(text, PIECE));
    let rows = RwSignal::new(first.rows());
    let latest = StoredValue::new(0_u64);
    Effect::new(move |before: Option<()>| {
        text.track();
        if before.is_none() && done {
            return;
        }
        latest.update_value(|number| *number += 1);
        let number = latest.get_value();
        let mut reading = Reading::default();
        if text.with_untracked(|text| reading.read(text, PIECE)) {
            rows.set(reading.rows());
            return;
        }
        spawn_local(async move {
            loop {
                clock::sleep_ms(0).await;
                if latest.try_get_value() != Some(number) {
                    return;
                }
                match text.try_with_untracked(|text| reading.read(text, PIECE)) {
                    Some(false) => {}
                    Some(true) => break,
                    None => return,
                }
            }
            rows.try_set(reading.rows());
        });
    });
    rows
}
