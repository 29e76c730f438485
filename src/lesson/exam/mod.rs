//! The final check: twelve items drawn from generators, each a step like those of a lesson.
//!
//! The draw depends on the set's version, the class code, the name and the attempt, so no two learners get the same and everybody
//! can draw it again. There is no clock and no hint. Each item is written as the text of a lesson, so the same reader, bench and
//! checks serve, and the player proves each one: its solution passes, its start does not.

mod choose;
pub(in crate::lesson) mod draw;
mod mend;
mod numbers;
mod read;
mod sheet;
mod wire;
mod write;

use self::draw::Draw;
use super::format;
use super::step::Lesson;

/// The version of the set: it changes with every change of a generator, or of the cards of a lesson.
pub const SET: u32 = 2;

/// How many items are drawn.
pub const ITEMS: usize = 12;

/// How many must be right.
pub const PASS: usize = 10;

/// A generator of items.
#[derive(Clone, Copy)]
pub struct Generator {
    /// Its name.
    pub name: &'static str,
    /// The letter of its track.
    pub track: char,
    /// The check that it belongs to, from 1; 0 if it belongs to none.
    pub gate: u8,
    make: fn(&mut Draw) -> String,
}

impl std::fmt::Debug for Generator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Generator {
    /// The text of the item with this seed.
    pub fn text(&self, seed: u64) -> String {
        (self.make)(&mut Draw::new(seed))
    }

    /// The item with this seed.
    ///
    /// # Errors
    /// The mistakes of its text; a test proves that there are none.
    pub fn item(&self, seed: u64) -> Result<Lesson, Vec<format::Mistake>> {
        format::parse(&self.text(seed), None)
    }
}

/// All generators. Their order is part of the set.
pub fn generators() -> Vec<Generator> {
    [read::ALL, choose::ALL, mend::ALL, wire::ALL, numbers::ALL, write::ALL].concat()
}

/// The seed of a draw.
pub fn seed(class: &str, name: &str, attempt: u32) -> u64 {
    draw::seed_of([SET.to_string().as_str(), class.trim(), name.trim(), attempt.to_string().as_str()])
}

/// The items of a draw, each as its generator's place and its own seed: two from each of the four checks, at least one from each
/// track, no generator twice.
pub fn drawn(seed: u64) -> Vec<(usize, u64)> {
    let mut draw = Draw::new(seed);
    let all = generators();
    let mut chosen: Vec<usize> = Vec::new();
    let mut take = |draw: &mut Draw, most: usize, fits: &dyn Fn(&Generator) -> bool| {
        let open: Vec<usize> = all
            .iter()
            .enumerate()
            .filter(|(place, generator)| fits(generator) && !chosen.contains(place))
            .map(|(place, _)| place)
            .collect();
        let shuffled = draw.shuffled(&open);
        chosen.extend(shuffled.into_iter().take(most));
        chosen.clone()
    };
    let mut so_far = Vec::new();
    for gate in 1..=4 {
        so_far = take(&mut draw, 2, &|generator| generator.gate == gate);
    }
    for track in ['a', 'b', 'c', 'd', 'e'] {
        let is_there = so_far.iter().filter_map(|place| all.get(*place)).any(|generator| generator.track == track);
        if !is_there {
            so_far = take(&mut draw, 1, &|generator| generator.track == track);
        }
    }
    let rest = ITEMS.saturating_sub(so_far.len());
    let places = take(&mut draw, rest, &|_| true);
    draw.shuffled(&places).into_iter().map(|place| (place, draw.next())).collect()
}

/// The items of a learner's attempt.
pub fn items(class: &str, name: &str, attempt: u32) -> Vec<Lesson> {
    let all = generators();
    let made = |(place, seed): (usize, u64)| all.get(place).and_then(|generator| generator.item(seed).ok());
    drawn(seed(class, name, attempt)).into_iter().filter_map(made).collect()
}
