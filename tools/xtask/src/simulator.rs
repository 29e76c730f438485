//! `cargo xtask simulator`: the simulator behind a loopback HTTP server, for SDKs and for tests.

use std::process::ExitCode;

use anyhow::Result;
use lexopt::Parser;

use crate::program::{self, cargo};

/// Builds and runs `tools/simulator`, which prints `listening on http://127.0.0.1:N` when it is ready.
pub fn run(mut parser: Parser) -> Result<ExitCode> {
    let mut simulator =
        cargo(["run", "--quiet", "--locked", "--profile", "served", "--package", "outcrop-simulator", "--"]);
    program::run(simulator.args(parser.raw_args()?))?;
    Ok(ExitCode::SUCCESS)
}
