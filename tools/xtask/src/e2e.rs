//! The browser tests: builds what they need and hands them to Node's test runner (see `e2e/README.md`).

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use lexopt::Arg::{Long, Value};
use lexopt::{Parser, ValueExt as _};

use crate::checks::Tally;
use crate::program::{self, cargo};
use crate::setup::{self, Packages};
use crate::{folders, links, page};

/// `cargo xtask e2e [--no-build] [NAME…]`.
pub fn command(mut parser: Parser) -> Result<ExitCode> {
    let mut names = Vec::new();
    let mut builds = true;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("no-build") => builds = false,
            Value(name) => names.push(name.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    if builds {
        page::build()?;
    }
    Ok(if run(&names)?.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// `cargo xtask bench`: what the first load weighs, how long links are, and how fast the page is there. Not part of `test`, because no test
/// may depend on how busy the machine is.
pub fn bench() -> Result<()> {
    page::build()?;
    let weight = page::budget()?;
    links::sizes()?;
    setup::packages(setup::NodePackages::Browser)?;
    let mut node = program::program("node");
    node.arg("e2e/bench.mjs").env("OUTCROP_XTASK", this_program()?).env("OUTCROP_CHROMIUM", setup::chromium()?);
    program::run(&mut node)?;
    if weight.failed > 0 {
        bail!("the first load weighs more than its budget");
    }
    Ok(())
}

fn this_program() -> Result<PathBuf> {
    std::env::current_exe().context("this program does not know its own file")
}

/// Runs the journeys whose file names contain one of `names`, or all, on what is in `dist/`.
pub fn run(names: &[String]) -> Result<Tally> {
    setup::packages(setup::NodePackages::Browser)?;
    let mut node = program::program("node");
    node.arg("e2e/run.mjs").args(names);
    node.env("OUTCROP_XTASK", this_program()?);
    node.env("OUTCROP_SIMULATOR", simulator()?);
    node.env("OUTCROP_CHROMIUM", setup::chromium()?);
    node.env("OUTCROP_MINISTACK_PYTHON", setup::python(Packages::MiniStack)?);
    let mut tally = Tally::default();
    // The counts are read from lines without colours.
    node.env_remove("FORCE_COLOR").env("NO_COLOR", "1");
    let succeeded = program::watched(&mut node, |line| tally.see_node(line))?;
    // When a counterpart did not start, no line says so.
    Ok(tally.of_runner(succeeded))
}

/// Builds the simulator's server and returns its program file.
fn simulator() -> Result<PathBuf> {
    program::run(&mut cargo(["build", "--quiet", "--locked", "--package", "outcrop-simulator"]))?;
    let name = format!("outcrop-simulator{}", std::env::consts::EXE_SUFFIX);
    Ok(folders::target()?.join("debug").join(name))
}
