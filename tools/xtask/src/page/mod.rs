//! The page: built for release into `dist/`, or served and rebuilt while it is worked on.

use std::process::ExitCode;

use anyhow::Result;

use crate::{folders, program, setup, style};

/// `cargo xtask build`: everything that a static host needs, in `dist/`.
pub fn build() -> Result<()> {
    let tools = setup::page_tools()?;
    style::bundle()?;
    program::run(&mut tools.trunk(["build", "--release", "--skip-version-check"])?)?;
    Ok(())
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
