//! `cargo xtask simulator`: the simulator behind a loopback HTTP server, for SDKs and for tests.

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::Arguments;
use crate::program::{self, cargo};

/// Builds and runs `tools/simulator`, which prints `listening on http://127.0.0.1:N` when it is ready.
pub fn run(mut arguments: Arguments) -> Result<ExitCode> {
    let port = arguments.port(4567)?.to_string();
    let more = arguments.all();
    let mut simulator = cargo(["run", "--quiet", "--locked", "--package", "outcrop-simulator", "--", "--port", &port]);
    program::run(simulator.args(more))?;
    Ok(ExitCode::SUCCESS)
}
