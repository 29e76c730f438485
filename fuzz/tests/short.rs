//! The short run: the same inputs each time, one target after another, because the allocator counts for the whole
//! process.

use outcrop_fuzz::{Target, peak, step};

/// Inputs per target.
const INPUTS: u64 = 400;

#[test]
fn no_reader_panics_or_holds_more_than_it_may() {
    for target in Target::ALL {
        for n in 0..INPUTS {
            step(target, 20_261_122, n);
        }
    }
    // Checks the counter: a reader that keeps its input holds at least that many bytes.
    let long = vec![b'0'; 1_000_000];
    assert!(peak(Target::Hex, &long) >= 500_000);
}

#[test]
fn good_inputs_are_read() {
    // Seeds that no reader accepts would make a run that finds nothing.
    assert!(Target::ALL.iter().all(|target| !target.seeds().is_empty()));
    let text = |seed: &[u8]| String::from_utf8_lossy(seed).into_owned();
    let links = Target::Link.seeds();
    let read = links.iter().filter(|seed| {
        let text = text(seed);
        let fragment = text.trim_start_matches('#');
        outcrop::share::link::decode(fragment).is_ok() || outcrop::share::plain::decode(fragment).is_ok()
    });
    assert_eq!(read.count(), links.len());
    for seed in Target::ApiKey.seeds() {
        assert!(matches!(outcrop::bedrock::api_key::find(&text(&seed)), Some(Ok(_))));
    }
    for seed in Target::Clinic.seeds() {
        let diagnosis = outcrop::experiment::failure::clinic::diagnose(&text(&seed), None).unwrap();
        assert!(!diagnosis.rows.is_empty(), "the service's own lines are found");
    }
    for target in [Target::Import, Target::Python, Target::Shell, Target::JavaScript] {
        for seed in target.seeds() {
            let read = outcrop::import::import(&text(&seed), &outcrop::experiment::Draft::default());
            assert!(read.is_ok(), "{}: {read:?}", target.name());
        }
    }
    let file = outcrop::share::file::read(&Target::Recording.seeds().concat());
    let runs = file.ok().and_then(|opened| opened.runs);
    assert!(runs.is_some_and(|runs| outcrop::experiment::run::recording::read(&runs).is_ok()));
}
