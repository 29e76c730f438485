//! The final check: every generator on 200 seeds, and the draw.

use std::collections::BTreeSet;

use outcrop::lesson::exam::{Generator, ITEMS, drawn, generators, items, seed};
use outcrop::lesson::format;
use outcrop::lesson::player::play;

use super::{road, service_model};

const SEEDS: u64 = 200;

/// What does not hold of an item.
fn faults(name: &str, text: &str) -> Vec<String> {
    match format::parse(text, Some(service_model())) {
        Err(mistakes) => mistakes.iter().map(|mistake| mistake.at(name)).collect(),
        Ok(item) => play(&item, &road()).findings.into_iter().map(|found| found.text).collect(),
    }
}

#[test]
fn every_item_can_be_read_and_solved_and_is_open_at_its_start() {
    let mut failed = Vec::new();
    for generator in generators() {
        // Some generators have few items: each is played once.
        let texts: BTreeSet<String> = (0..SEEDS).map(|seed| generator.text(seed)).collect();
        let bad = texts.iter().map(|text| (text, faults(generator.name, text))).find(|(_, faults)| !faults.is_empty());
        if let Some((text, faults)) = bad {
            failed.push(format!("{}: {}\n{text}", generator.name, faults.join("; ")));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn a_generator_gives_different_items() {
    for generator in generators() {
        let texts: BTreeSet<String> = (0..SEEDS).map(|seed| generator.text(seed)).collect();
        assert!(texts.len() > 1, "{} is always the same", generator.name);
        assert_eq!(generator.text(7), generator.text(7));
    }
}

#[test]
fn a_draw_has_two_items_of_each_check_and_one_of_each_track() {
    let all = generators();
    assert!(all.len() >= 30, "{}", all.len());
    let names: BTreeSet<&str> = all.iter().map(|generator| generator.name).collect();
    assert_eq!(names.len(), all.len());
    for attempt in 0..300 {
        let draw = drawn(seed("K7QF", "Ada", attempt));
        assert_eq!(draw.len(), ITEMS);
        let chosen: Vec<&Generator> = draw.iter().map(|(place, _)| &all[*place]).collect();
        assert_eq!(draw.iter().map(|(place, _)| place).collect::<BTreeSet<_>>().len(), ITEMS);
        for gate in 1..=4 {
            assert!(chosen.iter().filter(|generator| generator.gate == gate).count() >= 2, "{attempt}: check {gate}");
        }
        for track in ['a', 'b', 'c', 'd', 'e'] {
            assert!(chosen.iter().any(|generator| generator.track == track), "{attempt}: track {track}");
        }
    }
}

#[test]
fn a_draw_belongs_to_its_name_class_and_attempt() {
    let base = drawn(seed("K7QF", "Ada", 1));
    assert_eq!(base, drawn(seed(" K7QF ", "Ada", 1)));
    for other in [seed("K7QF", "Ada", 2), seed("K7QF", "Bob", 1), seed("K7Q", "FAda", 1), seed("", "K7QFAda", 1)] {
        assert_ne!(base, drawn(other));
    }
    assert_eq!(items("K7QF", "Ada", 1).len(), ITEMS);
    // By another implementation of SHA-256: the first eight bytes over `2`, `K7QF`, `Ada`, `1`, a byte 0xff behind each.
    assert_eq!(seed("K7QF", "Ada", 1), 12_194_022_484_725_509_265);
}
