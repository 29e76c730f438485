//! Says what a long piece of work does, how long it takes by experience, and how long it took.

use std::time::Instant;

use anyhow::Result;

/// Runs a step between two lines. `usual` is for two cores, such as “3 to 6 minutes”.
pub fn step<T>(what: &str, usual: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("── {what} ({usual})");
    let begun = Instant::now();
    let outcome = work()?;
    println!("── {what}: done in {:.0?}", begun.elapsed());
    Ok(outcome)
}
