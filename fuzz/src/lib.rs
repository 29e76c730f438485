//! Fuzzes the readers of untrusted input: streams, pasted text, error bodies, files and links.
//!
//! It needs no instrumented compiler. A seeded generator ([`mutate::Generator`]) changes valid inputs
//! ([`Target::seeds`]) and inserts words of the format, so a seed reproduces every finding. A target fails by a panic,
//! by a broken invariant, or by memory: the peak that a reader holds must be bounded by the length of its input. A
//! short run is part of `cargo xtask test`; `cargo xtask fuzz` runs for as long as you ask.
#![expect(clippy::missing_panics_doc, clippy::panic, reason = "here, a panic is the finding")]

mod invariants;
pub mod mutate;
mod programs;
mod targets;

pub use targets::Target;

use mutate::Generator;
use peak_alloc::PeakAlloc;

/// Counts allocated bytes, so that a reader that holds too much is found.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Runs one target on one input and returns the peak of the bytes that it allocated.
pub fn peak(target: Target, input: &[u8]) -> usize {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    target.run(input);
    MEMORY.peak_usage().saturating_sub(before)
}

/// Runs one target on the `n`-th input of a seed. Panics when the target does, or when it held too much memory.
pub fn step(target: Target, seed: u64, n: u64) {
    let mut generator = Generator::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ n);
    let seeds = target.seeds();
    let input = generator.input(&seeds, target.words());
    let held = peak(target, &input);
    let most = target.most_bytes(input.len());
    assert!(held <= most, "{} held {held} bytes for an input of {}; {most} are allowed", target.name(), input.len());
}
