//! What a learner hands in, and the table of what hand-ins hold: each step is replayed on the simulator of this page.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::desk::Desk;
use super::{done, draw, library, own};
use crate::lesson::bench::Road;
use crate::lesson::hand_in::{HandIn, Verdict};
use crate::page::lessons::class_code;
use crate::platform::{clock, files, fragment, save};
use crate::text::outside::isolated;
use crate::ui::controllers::toast;
use crate::ui::state::Slot;

/// Most hand-ins that are read at once: more than a class has.
const MOST: usize = 200;

fn named(name: &str, class: &str) -> HandIn {
    let mut hand_in = done::stored();
    let draw = draw::last().filter(|draw| draw.name == name.trim() && draw.class == class_code(class));
    name.trim().clone_into(&mut hand_in.name);
    hand_in.class = class_code(class);
    hand_in.attempt = draw.map_or(0, |draw| draw.attempt);
    hand_in
}

/// Copies the link with what was done.
pub fn copy_link(name: &str, class: &str) {
    toast::copy(format!("{}#{}", fragment::page(), named(name, class).to_link()));
}

/// Saves a file with what was done.
pub fn save_file(desk: Desk, name: &str, class: &str) {
    let hand_in = named(name, class);
    let plain: String =
        hand_in.name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
    let file = format!("SIMULATED-hand-in-{plain}.json");
    let message = match save::text(&file, &hand_in.to_json()) {
        Ok(()) => format!("Saved as {file}"),
        Err(error) => error.to_string(),
    };
    toast::say(desk.state, message);
}

/// A hand-in as the table shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The name that it gives, or that of its file.
    pub name: String,
    /// Its class code.
    pub class: String,
    /// How many steps hold, and how many there are.
    pub holds: (usize, usize),
    /// The final check: how many items hold, and how many are in it.
    pub items: (usize, usize),
    /// What does not hold, or could not be replayed.
    pub notes: Vec<String>,
    /// What it claims: minutes, hints, shown steps.
    pub claims: String,
}

/// The table of hand-ins.
#[derive(Clone, Copy)]
pub struct Table {
    /// Its rows.
    pub rows: RwSignal<Vec<Row>>,
    /// What is being done.
    pub status: RwSignal<Option<String>>,
}

thread_local! {
    static TABLE: Slot<Table> = const { Slot::new() };
}

impl Table {
    /// The page's own.
    pub fn of_page() -> Self {
        TABLE.with(|table| table.get(|| Self { rows: RwSignal::new(Vec::new()), status: RwSignal::new(None) }))
    }
}

/// Opens files of hand-ins and replays them.
pub fn open_files(desk: Desk, chosen: Vec<File>) {
    let table = Table::of_page();
    table.rows.set(Vec::new());
    spawn_local(async move {
        let count = chosen.len().min(MOST);
        for (place, file) in chosen.into_iter().take(MOST).enumerate() {
            table.status.set(Some(format!("Replaying {} of {count}", place + 1)));
            let row = match files::read(file).await {
                Ok((name, bytes)) => match HandIn::from_json(&String::from_utf8_lossy(&bytes)) {
                    Ok(hand_in) => replayed(desk, &hand_in).await,
                    Err(error) => failed(&name, &error.to_string()),
                },
                Err(error) => failed("A file", &error.to_string()),
            };
            table.rows.update(|rows| rows.push(row));
        }
        table.status.set(None);
    });
}

/// Replays the hand-in of the address.
pub fn open_address(desk: Desk) {
    let table = Table::of_page();
    let link = fragment::read();
    table.rows.set(Vec::new());
    table.status.set(Some("Replaying the hand-in of the link".to_owned()));
    spawn_local(async move {
        let row = match HandIn::from_link(&link) {
            Ok(hand_in) => replayed(desk, &hand_in).await,
            Err(error) => failed("The link", &error.to_string()),
        };
        table.rows.set(vec![row]);
        table.status.set(None);
    });
}

fn failed(name: &str, why: &str) -> Row {
    Row {
        name: isolated(name),
        class: String::new(),
        holds: (0, 0),
        items: (0, 0),
        notes: vec![why.to_owned()],
        claims: String::new(),
    }
}

async fn replayed(desk: Desk, hand_in: &HandIn) -> Row {
    let (runtime, services) = match own::models(desk.state).await {
        Ok(models) => models,
        Err(why) => return failed(&hand_in.name, &why),
    };
    let road = Road { runtime: &runtime, services: &services, tokens: None, now: clock::now() };
    let verdicts = hand_in.replay(|id| library::find(id).map(Arc::unwrap_or_clone), &road);
    let mut row = Row {
        name: isolated(&hand_in.name),
        class: isolated(&hand_in.class),
        holds: (0, 0),
        items: (0, 0),
        notes: Vec::new(),
        claims: claims(hand_in),
    };
    for (step, verdict) in hand_in.steps.iter().zip(verdicts) {
        let is_item = step.lesson == draw::ID;
        let (held, all) = if is_item { &mut row.items } else { &mut row.holds };
        *all += 1;
        let name = isolated(&format!("{}.{}", step.lesson, step.step));
        match verdict {
            Verdict::Holds => *held += 1,
            Verdict::Fails(why) => row.notes.push(format!("{name}: {why}")),
            Verdict::OtherSet => row.notes.push(format!("{name}: written with another set of lessons, not replayed")),
            Verdict::UnknownLesson => {
                row.notes.push(format!("{name}: this page does not have the lesson; open its file first"));
            }
        }
    }
    row
}

fn claims(hand_in: &HandIn) -> String {
    let seconds: u64 = hand_in.steps.iter().map(|step| u64::from(step.seconds)).sum();
    let hints: u64 = hand_in.steps.iter().map(|step| u64::from(step.hints)).sum();
    let shown = hand_in.steps.iter().filter(|step| step.shown).count();
    format!("{} min, {hints} hints, {shown} shown", seconds.div_ceil(60))
}
