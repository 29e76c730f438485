//! `cargo xtask bench`: our code beside JavaScript packages in one page, and how the release page behaves.
//!
//! `e2e/bench.mjs` drives the browser and measures; this builds what it measures and writes its numbers as tables. It is not part
//! of `test`, because no test may depend on how busy the machine is.

mod build;
mod marked;
mod options;
mod report;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use lexopt::Parser;

use crate::setup::{self, NodePackages};
use crate::{folders, links, page, program};
use options::{Options, Part};
use report::Report;

/// Where `--write` puts all tables, and where the rows that say most.
const WRITTEN: [&str; 2] = ["docs/performance.md", "README.md"];

/// Measures the parts that are asked for, or all.
pub fn run(parser: Parser) -> Result<ExitCode> {
    let options = options::read(parser)?;
    let on_the_page = options.parts.iter().any(|part| part.needs_page());
    if on_the_page && options.builds {
        page::build()?;
    }
    let mut right = true;
    if options.measures(Part::Size) {
        right &= page::budget()?.failed == 0;
        links::sizes()?;
    }
    let driven: Vec<&str> = options.parts.iter().filter(|part| part.needs_browser()).map(|part| part.name()).collect();
    if !driven.is_empty() {
        let results = build::folder()?.join("results.json");
        right &= measure(&options, &driven, &results)?;
        let text = std::fs::read_to_string(&results).context("the browser left no numbers")?;
        let report: Report = serde_json::from_str(&text).context("the numbers of the browser cannot be read")?;
        println!("\n{}", report.tables());
        if options.writes {
            write(&report)?;
        }
    }
    Ok(if right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds what is measured beside the page and lets the browser measure; whether all is as it must be.
fn measure(options: &Options, parts: &[&str], results: &std::path::Path) -> Result<bool> {
    // Numbers of an earlier run never pass for those of this one.
    if results.is_file() {
        std::fs::remove_file(results)?;
    }
    setup::packages(NodePackages::Browser)?;
    let mut node = program::program("node");
    node.arg("e2e/bench.mjs").args(parts);
    node.env("OUTCROP_XTASK", std::env::current_exe().context("this program does not know its own file")?);
    node.env("OUTCROP_CHROMIUM", setup::chromium()?).env("OUTCROP_BENCH_RESULTS", results);
    if options.measures(Part::Micro) || options.measures(Part::Simulator) {
        setup::packages(NodePackages::Bench)?;
    }
    if options.measures(Part::Micro) {
        node.env("OUTCROP_BENCH_SITE", build::site()?);
    }
    if options.measures(Part::Simulator) {
        node.env("OUTCROP_SIMULATOR", build::simulator()?);
    }
    let status = node.status().context("cannot start `node e2e/bench.mjs`")?;
    // 2 says that all was measured, and that something is not as it must be.
    match status.code() {
        Some(0) => Ok(true),
        Some(2) => Ok(false),
        _ => bail!("`node e2e/bench.mjs` ended with {status}"),
    }
}

/// Puts the tables between the marks of the two files.
fn write(report: &Report) -> Result<()> {
    for (name, text) in WRITTEN.into_iter().zip([report.tables(), report.most_telling()]) {
        let path = folders::root().join(name);
        let before = std::fs::read_to_string(&path).with_context(|| format!("cannot read {name}"))?;
        let after = marked::replaced(&before, &text).with_context(|| format!("cannot write {name}"))?;
        std::fs::write(&path, after).with_context(|| format!("cannot write {name}"))?;
        println!("Wrote the table of {name}");
    }
    Ok(())
}
