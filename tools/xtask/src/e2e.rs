//! The browser tests: builds what they need and hands them to Node's test runner (see `e2e/README.md`).

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use lexopt::Arg::{Long, Value};
use lexopt::{Parser, ValueExt as _};

use crate::checks::Tally;
use crate::program::{self, cargo};
use crate::setup::{self, Engine, Packages};
use crate::{folders, page};

/// `cargo xtask e2e [--no-build] [--engine firefox|webkit] [NAME…]`.
pub fn command(mut parser: Parser) -> Result<ExitCode> {
    let mut names = Vec::new();
    let mut builds = true;
    let mut engine = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("no-build") => builds = false,
            Long("engine") => engine = Some(Engine::named(&parser.value()?.string()?)?),
            Value(name) => names.push(name.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    if builds {
        page::build()?;
    }
    let tally = match engine {
        Some(engine) => run_in(engine, &setup::engine(engine)?)?,
        None => run(&names)?,
    };
    Ok(if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn this_program() -> Result<PathBuf> {
    std::env::current_exe().context("this program does not know its own file")
}

/// Runs the journeys whose file names contain one of `names`, or all, on what is in `dist/`.
pub fn run(names: &[String]) -> Result<Tally> {
    setup::packages(setup::NodePackages::Browser)?;
    let mut node = program::program("node");
    node.arg("e2e/run.mjs").args(names);
    node.env("OUTCROP_CHROMIUM", setup::chromium()?);
    node.env("OUTCROP_MINISTACK_PYTHON", setup::python(Packages::MiniStack)?);
    counted(node)
}

/// Runs the main journeys in Firefox and in `WebKit`; an engine that cannot be set up here is a skip.
pub fn engines() -> Result<Tally> {
    let mut tally = Tally::default();
    for engine in Engine::ALL {
        match setup::engine(engine) {
            Ok(programs) => tally.add(run_in(engine, &programs)?),
            Err(error) => {
                println!("skipped: {}: {error:#}", engine.name());
                tally.skipped += 1;
            }
        }
    }
    Ok(tally)
}

/// Runs the main journeys in an engine, on what is in `dist/`.
fn run_in(engine: Engine, programs: &serde_json::Value) -> Result<Tally> {
    setup::packages(setup::NodePackages::Browser)?;
    let mut node = program::program("node");
    node.arg("e2e/run.mjs").env("OUTCROP_ENGINE", engine.name()).env("OUTCROP_ENGINE_PROGRAMS", programs.to_string());
    counted(node)
}

/// Runs the test runner and counts what it ran.
fn counted(mut node: Command) -> Result<Tally> {
    node.env("OUTCROP_XTASK", this_program()?).env("OUTCROP_SIMULATOR", simulator()?);
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
