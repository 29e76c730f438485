//! What reads the sources and runs none of them: formatters, linters, and the compiler of the documentation.
//!
//! A linter's settings say which mistakes it looks for; how a line looks is the formatter's matter, and only Rust has
//! one. All warnings are errors.

use anyhow::Result;

use super::tally::Tally;
use crate::folders;
use crate::program::{self, cargo};
use crate::setup::{self, Component, NodePackages, Packages};

const PAGE: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

pub fn format() -> Result<Tally> {
    setup::component(Component::Rustfmt)?;
    super::single(&mut cargo(["fmt", "--all", "--check"]))
}

/// Without `ui`: with it, nothing outside a browser could be linked.
pub fn host() -> Result<Tally> {
    setup::component(Component::Clippy)?;
    super::single(
        cargo(["clippy", "--workspace", "--no-default-features", "--all-targets", "--locked"])
            .args(["--", "-D", "warnings"]),
    )
}

/// The page with `ui`, and what measures beside it, for wasm32 and with the configuration that bans what a browser does not have.
pub fn page() -> Result<Tally> {
    setup::component(Component::Clippy)?;
    setup::wasm_target()?;
    let mut clippy = cargo(["clippy", "--lib", "--bins", "--locked", "--package", "outcrop"]);
    clippy.args(["--package", "outcrop-bench"]).args(PAGE).args(["--", "-D", "warnings"]);
    super::single(clippy.env("CLIPPY_CONF_DIR", folders::root().join("tools/clippy_wasm")))
}

/// The documentation, private items included: of the rooms and the tools as the host sees them, then of the page.
pub fn documentation() -> Result<Tally> {
    setup::wasm_target()?;
    let build = ["--no-deps", "--document-private-items", "--locked", "--quiet"];
    let mut host = cargo(["doc", "--workspace", "--no-default-features"]);
    let mut page = cargo(["doc", "--lib", "--package", "outcrop"]);
    page.args(PAGE);
    let mut tally = Tally::default();
    for command in [&mut host, &mut page] {
        let right = program::run(command.args(build).env("RUSTDOCFLAGS", "-D warnings"));
        tally.add(super::reported(&right));
    }
    Ok(tally)
}

/// The journeys, the page's first script, and what the SDK's tests load.
pub fn scripts() -> Result<Tally> {
    setup::packages(NodePackages::Browser)?;
    let mut eslint = program::program("node");
    eslint.args(["e2e/node_modules/eslint/bin/eslint.js", "--config", "e2e/eslint.config.mjs", "--max-warnings", "0"]);
    super::single(eslint.args(["assets/**/*.js", "e2e/**/*.mjs", "tests/sdk/javascript/*.mjs"]))
}

pub fn styles() -> Result<Tally> {
    setup::packages(NodePackages::Browser)?;
    let mut stylelint = program::program("node");
    stylelint.args(["e2e/node_modules/stylelint/bin/stylelint.mjs", "--config", "e2e/stylelint.config.mjs"]);
    super::single(stylelint.args(["--max-warnings", "0", "style/**/*.css"]))
}

/// The oracles, and the scripts that call the simulator.
pub fn python() -> Result<Tally> {
    let mut ruff = program::program(setup::python(Packages::Ruff)?);
    super::single(ruff.args(["-m", "ruff", "check", "--quiet", "--no-cache", "tests", "tools", "e2e"]))
}
