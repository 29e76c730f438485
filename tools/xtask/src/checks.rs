//! `cargo xtask test`: every check of the project, in order of what fails soonest, and one summary line.
//!
//! A check is a name and a function that returns a [`Tally`]. A failing check never stops the next one: whoever
//! reads the log sees all of what is wrong at once.

use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::program::{self, cargo};
use crate::{e2e, folders, page, setup};

/// How many things a check looked at and how many of them were wrong.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Tally {
    /// What was right.
    pub passed: u32,
    /// What was wrong.
    pub failed: u32,
}

impl Tally {
    /// One thing, right or wrong.
    pub fn one(right: bool) -> Self {
        Self { passed: u32::from(right), failed: u32::from(!right) }
    }

    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// A check: its name on the command line, what it makes sure of, and how.
struct Check {
    name: &'static str,
    about: &'static str,
    run: fn() -> Result<Tally>,
}

const CHECKS: [Check; 7] = [
    Check { name: "format", about: "the source is formatted", run: format },
    Check { name: "lint", about: "lints, for the host", run: lint_host },
    Check { name: "lint-page", about: "lints, for the page in a browser", run: lint_page },
    Check { name: "host", about: "tests that need no browser", run: test_host },
    Check { name: "build", about: "the release page", run: build },
    Check { name: "budget", about: "what the first load weighs", run: page::budget },
    Check { name: "browser", about: "journeys in a real browser, on the release page", run: || e2e::run(&[]) },
];

/// Runs all checks, or those named.
pub fn run(arguments: Arguments) -> Result<ExitCode> {
    let names = arguments.words()?;
    for name in &names {
        if !CHECKS.iter().any(|check| check.name == name) {
            let known: Vec<&str> = CHECKS.iter().map(|check| check.name).collect();
            bail!("there is no check `{name}`; the checks are {}", known.join(", "));
        }
    }
    let mut total = Tally::default();
    let mut broken = Vec::new();
    for check in CHECKS.iter().filter(|check| names.is_empty() || names.iter().any(|name| name == check.name)) {
        println!("\n── {}: {}", check.name, check.about);
        let begun = Instant::now();
        let tally = (check.run)().unwrap_or_else(|error| {
            println!("error: {error:#}");
            Tally::one(false)
        });
        println!("── {}: {} in {:.0?}", check.name, counted(tally), begun.elapsed());
        if tally.failed > 0 {
            broken.push(check.name);
        }
        total.add(tally);
    }
    if !broken.is_empty() {
        println!("\nWhat failed: {}", broken.join(", "));
    }
    println!("\n{}", counted(total));
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn counted(tally: Tally) -> String {
    format!("{} passed, {} failed", tally.passed, tally.failed)
}

fn single(command: &mut Command) -> Result<Tally> {
    program::run(command).map(|()| Tally::one(true))
}

fn format() -> Result<Tally> {
    single(&mut cargo(["fmt", "--all", "--check"]))
}

/// Without `ui`: with it, nothing outside a browser could be linked.
fn lint_host() -> Result<Tally> {
    single(
        cargo(["clippy", "--workspace", "--no-default-features", "--all-targets", "--locked"])
            .args(["--", "-D", "warnings"]),
    )
}

/// With `ui`, for wasm32, and with the configuration that bans what a browser does not have.
fn lint_page() -> Result<Tally> {
    setup::wasm_target()?;
    let mut clippy = cargo(["clippy", "--lib", "--bins", "--locked", "--target", "wasm32-unknown-unknown"]);
    clippy.args(["--package", "outcrop", "--", "-D", "warnings"]);
    single(clippy.env("CLIPPY_CONF_DIR", folders::root().join("tools/clippy_wasm")))
}

fn build() -> Result<Tally> {
    page::build().map(|()| Tally::one(true))
}

fn test_host() -> Result<Tally> {
    let mut tally = Tally::default();
    let mut tests = cargo(["test", "--workspace", "--no-default-features", "--locked", "--no-fail-fast"]);
    setup::packages(setup::NodePackages::Sdk)?;
    setup::shell_tools()?;
    tests.env("OUTCROP_PYTHON", setup::python(setup::Packages::Boto3)?);
    let succeeded = program::watched(&mut tests, |line| tally.add(cargo_result(line).unwrap_or_default()))?;
    if !succeeded && tally.failed == 0 {
        tally.failed = 1; // it did not compile, or a test binary died
    }
    Ok(tally)
}

/// Reads libtest's closing line, `test result: ok. 3 passed; 0 failed; …`.
fn cargo_result(line: &str) -> Option<Tally> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let count = |word: &str| {
        let part = counts.split(';').find(|part| part.trim_end().ends_with(word))?;
        part.split_whitespace().next()?.parse().ok()
    };
    Some(Tally { passed: count(" passed")?, failed: count(" failed")? })
}

#[cfg(test)]
mod tests {
    use super::{Tally, cargo_result};

    #[test]
    fn libtest_lines_are_counted() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(cargo_result(line), Some(Tally { passed: 12, failed: 3 }));
        assert_eq!(cargo_result("test twin::result: ok"), None);
    }
}
