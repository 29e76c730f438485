//! The page: built for release into `dist/`, or served and rebuilt while it is worked on.

mod budget;
mod bundle;
mod callers;
pub mod compressed;
pub mod headers;
mod loader;
mod offline;
mod order;
mod pack;
mod parts;
pub mod policy;
mod release;
mod reproduced;
pub mod split;
mod wasm;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};

pub use budget::budget;
pub use reproduced::{reproducible, steps_after_the_compiler};

use crate::setup::Trunk;
use crate::{folders, program, progress, setup, style};

/// Where a release goes.
pub fn dist() -> PathBuf {
    folders::root().join("dist")
}

/// `cargo xtask build`: everything that a static host needs, in `dist/`.
pub fn build() -> Result<()> {
    setup::page_needs()?;
    style::bundle()?;
    let dist = &dist();
    if dist.is_dir() {
        std::fs::remove_dir_all(dist).with_context(|| format!("cannot empty {}", dist.display()))?;
    }
    let about = "seconds if little has changed, otherwise 3 to 8 minutes";
    match setup::trunk(Trunk::IfThere, ["build", "--release", "--skip-version-check", "--dist"])? {
        Some(mut trunk) => {
            progress::step("Compile, split and bundle the page, with Trunk", about, || program::run(trunk.arg(dist)))?;
        }
        None => progress::step("Compile, split and bundle the page", about, || {
            bundle::bundle(dist, bundle::Module::Compiled)
        })?,
    }
    progress::step("Name, seal and compress its files", "half a minute", || release::finish(dist))
}

/// `cargo xtask serve --dev`: Trunk watches the sources and reloads the page. Without the release policy, since
/// Trunk's reload script is inline.
pub fn develop(port: u16) -> Result<ExitCode> {
    setup::page_needs()?;
    style::bundle()?;
    let port = port.to_string();
    let trunk = setup::trunk(Trunk::Needed, ["serve", "--skip-version-check", "--dist"])?;
    let mut trunk = trunk.context("Trunk could not be installed")?;
    // A folder of its own: a development build never passes for a release.
    trunk.arg(folders::root().join(".generated/dev")).args(["--port", &port]);
    program::run(&mut trunk)?;
    Ok(ExitCode::SUCCESS)
}
