//! The release page, built beside the host tests.
//!
//! The two share no lock of Cargo's: tests are built for the host, the page for wasm32. What the build prints goes to a
//! file and is shown at its turn, so that the log stays in order.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Stdio};

use anyhow::{Context, Result, bail};

use crate::{folders, program};

/// A build under way.
pub struct Ahead {
    build: Child,
    log: PathBuf,
}

impl Ahead {
    /// Starts `cargo xtask build` as a program of its own.
    pub fn start() -> Result<Self> {
        let this = std::env::current_exe().context("this program does not know its own file")?;
        let log = folders::target()?.join("page-build.log");
        let file = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let mut command = program::program(this);
        command.arg("build").stdin(Stdio::null()).stderr(file.try_clone()?).stdout(file);
        let build = command.spawn().context("cannot start the build of the page")?;
        println!("The release page is built meanwhile; its turn comes below.");
        Ok(Self { build, log })
    }

    /// Waits for its end and shows what it printed.
    pub fn finish(mut self) -> Result<()> {
        let status = self.build.wait().context("cannot wait for the build of the page")?;
        let printed = std::fs::read(&self.log).with_context(|| format!("cannot read {}", self.log.display()))?;
        print!("{}", String::from_utf8_lossy(&printed));
        if !status.success() {
            bail!("the build of the page ended with {status}");
        }
        Ok(())
    }
}
