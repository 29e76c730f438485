//! The page: built for release into `dist/`, or served and rebuilt while it is worked on.

mod budget;
pub mod compressed;
pub mod headers;
mod loader;
mod offline;
mod parts;
pub mod policy;
mod release;
pub mod split;
mod wasm;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};

pub use budget::budget;

use crate::{folders, program, setup, style};

/// Where a release goes.
pub fn dist() -> PathBuf {
    folders::root().join("dist")
}

/// `cargo xtask build`: everything that a static host needs, in `dist/`.
pub fn build() -> Result<()> {
    let tools = setup::page_tools()?;
    style::bundle()?;
    let dist = dist();
    if dist.is_dir() {
        std::fs::remove_dir_all(&dist).with_context(|| format!("cannot empty {}", dist.display()))?;
    }
    program::run(tools.trunk(["build", "--release", "--skip-version-check", "--dist"])?.arg(&dist))?;
    release::finish(&dist)
}

/// `cargo xtask serve --dev`: Trunk watches the sources and reloads the page. Without the release policy, since
/// Trunk's reload script is inline.
pub fn develop(port: u16) -> Result<ExitCode> {
    let tools = setup::page_tools()?;
    style::bundle()?;
    let port = port.to_string();
    let mut trunk = tools.trunk(["serve", "--skip-version-check", "--dist"])?;
    // A folder of its own: a development build never passes for a release.
    trunk.arg(folders::root().join(".generated/dev")).args(["--port", &port]);
    program::run(&mut trunk)?;
    Ok(ExitCode::SUCCESS)
}
