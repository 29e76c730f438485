//! `cargo xtask fuzz`: broken input for the readers of what strangers wrote, for as long as one likes.

use std::process::ExitCode;

use anyhow::Result;
use lexopt::Parser;

use crate::program::{self, cargo};

/// Runs `fuzz/`; what it finds, it prints with the seed that finds it again, and fails.
pub fn run(mut parser: Parser) -> Result<ExitCode> {
    let mut fuzz = cargo(["run", "--quiet", "--locked", "--package", "outcrop-fuzz", "--"]);
    program::run(fuzz.args(parser.raw_args()?))?;
    Ok(ExitCode::SUCCESS)
}
