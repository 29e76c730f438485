//! `cargo xtask test`: every check of the project, in order of what fails soonest, and one summary line.
//!
//! A check is a name and a function that returns a [`Tally`]. A failing check never stops the next one: whoever
//! reads the log sees all of what is wrong at once. Linking the release page keeps one core busy for minutes, so it is
//! built beside the host tests and shown at its turn.

mod ahead;
mod dependencies;
mod linters;
mod tally;

use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Result, bail};
use lexopt::Parser;

use crate::program::{self, cargo};
use crate::{arguments, e2e, page, setup};
use ahead::Ahead;
use tally::Libtest;
pub use tally::Tally;

/// A check: its name on the command line, what it makes sure of, and how.
struct Check {
    name: &'static str,
    about: &'static str,
    run: Run,
}

#[derive(Clone, Copy)]
enum Run {
    Now(fn() -> Result<Tally>),
    /// The release page, which may be under way already.
    Build,
}

const CHECKS: [Check; 14] = [
    Check { name: "format", about: "the source is formatted", run: Run::Now(linters::format) },
    Check {
        name: "deny",
        about: "licences and sources of what the project depends on",
        run: Run::Now(dependencies::check),
    },
    Check { name: "lint-scripts", about: "JavaScript", run: Run::Now(linters::scripts) },
    Check { name: "lint-styles", about: "style sheets", run: Run::Now(linters::styles) },
    Check { name: "lint-python", about: "Python", run: Run::Now(linters::python) },
    Check { name: "lint", about: "lints, for the host", run: Run::Now(linters::host) },
    Check { name: "lint-page", about: "lints, for the page in a browser", run: Run::Now(linters::page) },
    Check { name: "doc", about: "the documentation, and where its links lead", run: Run::Now(linters::documentation) },
    Check { name: "host", about: "tests that need no browser", run: Run::Now(test_host) },
    Check { name: "build", about: "the release page", run: Run::Build },
    Check {
        name: "same-bytes",
        about: "what comes after the compiler gives the same bytes again",
        run: Run::Now(page::steps_after_the_compiler),
    },
    Check { name: "budget", about: "what the first load weighs", run: Run::Now(page::budget) },
    Check {
        name: "browser",
        about: "journeys in a real browser, on the release page",
        run: Run::Now(|| e2e::run(&[])),
    },
    Check { name: "engines", about: "the main journeys in Firefox and in WebKit", run: Run::Now(e2e::engines) },
];

/// Runs all checks, or those named.
pub fn run(parser: Parser) -> Result<ExitCode> {
    let names = arguments::words(parser)?;
    for name in &names {
        if !CHECKS.iter().any(|check| check.name == name) {
            let known: Vec<&str> = CHECKS.iter().map(|check| check.name).collect();
            bail!("there is no check `{name}`; the checks are {}", known.join(", "));
        }
    }
    let wanted = |check: &&Check| names.is_empty() || names.iter().any(|name| name == check.name);
    let mut builds = CHECKS.iter().filter(wanted).any(|check| matches!(check.run, Run::Build));
    let mut ahead = None;
    let mut total = Tally::default();
    let mut broken = Vec::new();
    for check in CHECKS.iter().filter(wanted) {
        println!("\n── {}: {}", check.name, check.about);
        if check.name == "host" && std::mem::take(&mut builds) {
            ahead = Some(Ahead::start()?);
        }
        let begun = Instant::now();
        let outcome = match check.run {
            Run::Now(run) => run(),
            Run::Build => ahead.take().map_or_else(page::build, Ahead::finish).map(|()| Tally::one(true)),
        };
        let tally = outcome.unwrap_or_else(|error| reported(&Err(error)));
        println!("── {}: {tally} in {:.0?}", check.name, begun.elapsed());
        if tally.failed > 0 {
            broken.push(check.name);
        }
        total.add(tally);
    }
    if !broken.is_empty() {
        println!("\nWhat failed: {}", broken.join(", "));
    }
    println!("\n{total}");
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// One thing that is right or wrong; what is wrong with it is printed.
fn reported(outcome: &Result<()>) -> Tally {
    if let Err(error) = outcome {
        println!("error: {error:#}");
    }
    Tally::one(outcome.is_ok())
}

fn single(command: &mut Command) -> Result<Tally> {
    program::run(command).map(|()| Tally::one(true))
}

fn test_host() -> Result<Tally> {
    let mut libtest = Libtest::default();
    let mut tests = cargo(["test", "--workspace", "--no-default-features", "--locked", "--no-fail-fast"]);
    setup::packages(setup::NodePackages::Sdk)?;
    setup::shell_tools()?;
    setup::component(setup::Component::Rustfmt)?;
    tests.env("OUTCROP_PYTHON", setup::python(setup::Packages::Boto3)?);
    tests.env("OUTCROP_HOSTING_TOOLS", setup::hosting_tools()?);
    let succeeded = program::watched(&mut tests, |line| libtest.see(line))?;
    // When it did not compile, or a test binary died, no line says so.
    Ok(libtest.tally().of_runner(succeeded))
}
