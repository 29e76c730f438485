//! Broken input for the readers that take what strangers wrote: a stream, a paste, an error body, a file, a link.
//!
//! It needs no instrumented compiler: inputs are made from good ones ([`Target::seeds`]) by a seeded generator
//! ([`mutate::Generator`]) that knows the readers' own words, so every finding can be repeated by its seed. A target fails by a
//! panic, by an invariant of its own that does not hold, or by memory: what a reader holds at its peak must be bounded by
//! the length of what it was given. A short run is part of `cargo xtask test`; `cargo xtask fuzz` goes on for as long as
//! it is told to.
#![expect(clippy::missing_panics_doc, clippy::panic, reason = "here, a panic is the finding")]

mod holds;
pub mod mutate;
mod targets;

pub use targets::Target;

use mutate::Generator;
use peak_alloc::PeakAlloc;

/// Counts what is held, so that a reader that holds too much is found.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Runs one target on one input and returns the bytes that it held at its peak beyond what there was before.
pub fn peak(target: Target, input: &[u8]) -> usize {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    target.run(input);
    MEMORY.peak_usage().saturating_sub(before)
}

/// Runs one target on the `n`-th input of a seed. Panics where the target does, or where it held too much.
pub fn step(target: Target, seed: u64, n: u64) {
    let mut generator = Generator::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ n);
    let seeds = target.seeds();
    let input = generator.input(&seeds, target.words());
    let held = peak(target, &input);
    let most = target.most_bytes(input.len());
    assert!(held <= most, "{} held {held} bytes for an input of {}; {most} are allowed", target.name(), input.len());
}
