//! `cargo xtask fuzz`: broken input for the readers of what strangers wrote, for as long as one likes.

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::Arguments;
use crate::program::{self, cargo};

/// Runs `fuzz/`; what it finds, it prints with the seed that finds it again, and fails.
pub fn run(mut arguments: Arguments) -> Result<ExitCode> {
    let mut fuzz = cargo(["run", "--quiet", "--locked", "--package", "outcrop-fuzz", "--"]);
    for name in ["--target", "--seconds", "--seed", "--from"] {
        if let Some(value) = arguments.option(name)? {
            fuzz.args([name, &value]);
        }
    }
    arguments.finish()?;
    program::run(&mut fuzz)?;
    Ok(ExitCode::SUCCESS)
}
