//! What the first load weighs: every file that the page asks for before it can be used, as a host sends it with Brotli.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{compressed, dist};
use crate::checks::Tally;

/// For everything together. At 1.6 Mbit/s, which Lighthouse takes for a phone, it is 1.5 seconds.
const FIRST_LOAD: u64 = 250_000;

/// Prints the table and holds the sum against the budget.
pub fn budget() -> Result<Tally> {
    let dist = dist();
    let html =
        std::fs::read_to_string(dist.join("index.html")).context("there is no dist/; run `cargo xtask build`")?;
    let mut total = 0;
    println!("{:>9} {:>9}  file", "bytes", "brotli");
    for file in compressed::files(&dist)? {
        // index.html names all of it, which a journey in the browser makes sure of; the rest is fetched when it is wanted.
        if file != "index.html" && !html.contains(&file) {
            continue;
        }
        let (bytes, packed) = (size(&dist.join(&file))?, packed_size(&dist, &file)?);
        println!("{bytes:>9} {packed:>9}  {file}");
        total += packed;
    }
    println!("{:>9} {total:>9}  of {FIRST_LOAD} for the first load", "");
    if total < 10_000 {
        bail!("a page of {total} bytes is no page: is dist/ complete?");
    }
    Ok(Tally::one(total <= FIRST_LOAD))
}

fn packed_size(dist: &Path, file: &str) -> Result<u64> {
    size(&dist.join(format!("{file}.br"))).or_else(|_| size(&dist.join(file)))
}

fn size(file: &Path) -> Result<u64> {
    Ok(std::fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?.len())
}
