//! What a learner hands in, and the table of what hand-ins hold: each step is replayed on the simulator of this page.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::badge::Arrived;
use super::desk::Desk;
use super::{done, draw, library, own};
use crate::lesson::badge::Badge;
use crate::lesson::bench::Road;
use crate::lesson::exam::ITEMS;
use crate::lesson::hand_in::{HandIn, Verdict};
use crate::page::View;
use crate::page::lessons::class_code;
use crate::platform::{clock, files, fragment, save};
use crate::text::outside::isolated;
use crate::ui::controllers::{parts, toast};
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
    save(desk, "hand-in", &named(name, class));
}

/// Saves a hand-in as a file with this word in its name.
pub fn save(desk: Desk, word: &str, hand_in: &HandIn) {
    let plain: String =
        hand_in.name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
    let file = format!("SIMULATED-{word}-{plain}.json");
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
    /// What the link of the address shows.
    pub arrived: RwSignal<Option<Arrived>>,
}

thread_local! {
    static TABLE: Slot<Table> = const { Slot::new() };
}

impl Table {
    /// The page's own.
    pub fn of_page() -> Self {
        TABLE.with(|table| {
            table.get(|| Self {
                rows: RwSignal::new(Vec::new()),
                status: RwSignal::new(None),
                arrived: RwSignal::new(None),
            })
        })
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

/// Replays the hand-in or the badge of the address.
pub fn open_address(desk: Desk) {
    let table = Table::of_page();
    let link = fragment::read();
    table.arrived.set(Some(Arrived::Replaying));
    spawn_local(async move {
        let arrived = match HandIn::from_link(&link) {
            Ok(hand_in) if hand_in.is_badge() => match own::models(desk.state).await {
                Ok((runtime, services)) => {
                    let road = Road {
                        runtime: &runtime,
                        services: &services,
                        tokens: parts::token_table(),
                        now: clock::now(),
                    };
                    let badge = hand_in.check(&road);
                    let (name, class) = (isolated(&badge.name), isolated(&badge.class));
                    Arrived::Badge(Badge { name, class, ..badge })
                }
                Err(why) => Arrived::Unreadable(why),
            },
            Ok(hand_in) => Arrived::HandIn(replayed(desk, &hand_in).await),
            Err(error) => Arrived::Unreadable(error.to_string()),
        };
        // Another link may have been opened meanwhile.
        if fragment::read() == link {
            table.arrived.set(Some(arrived));
        }
    });
}

/// Shows the link of the address no longer.
pub fn close_address() {
    Table::of_page().arrived.set(None);
    fragment::replace(View::Lessons.address());
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
    let road = Road { runtime: &runtime, services: &services, tokens: parts::token_table(), now: clock::now() };
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
        *all = if is_item { ITEMS } else { *all + 1 };
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
