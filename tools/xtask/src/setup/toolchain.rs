//! What the Rust toolchain needs besides the compiler: the wasm32 target, the formatter, the lints. A toolchain of rustup's
//! minimal profile has none of them.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::announce;
use crate::program::{self, cargo};

const TARGET: &str = "wasm32-unknown-unknown";

/// The wasm32 target of the toolchain in use, added by rustup where it is missing.
pub fn wasm_target() -> Result<()> {
    let installed = || -> Result<bool> {
        let sysroot = program::output(program::program("rustc").args(["--print", "sysroot"]))?;
        Ok(Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib").is_dir())
    };
    if installed()? {
        return Ok(());
    }
    announce(&format!("the Rust target {TARGET}"), "the page is compiled to WebAssembly");
    program::run(program::program("rustup").args(["target", "add", TARGET]))
        .with_context(|| format!("the Rust target {TARGET} is missing and rustup could not add it"))?;
    if !installed()? {
        bail!("rustup added {TARGET}, but not to the toolchain that `rustc` runs; is another rustc first on PATH?");
    }
    Ok(())
}

/// A component of the toolchain that adds a command to Cargo.
#[derive(Clone, Copy)]
pub enum Component {
    /// `cargo fmt`, and `rustfmt`, which also reads exported Rust.
    Rustfmt,
    /// `cargo clippy`.
    Clippy,
}

/// Makes sure of a component; rustup adds it where it is missing.
pub fn component(component: Component) -> Result<()> {
    let (command, name, why) = match component {
        Component::Rustfmt => {
            ("fmt", "rustfmt", "it checks how the source is formatted, and that exported Rust parses")
        }
        Component::Clippy => ("clippy", "clippy", "it looks for mistakes in the source"),
    };
    let is_there = || program::output(&mut cargo([command, "--version"])).is_ok();
    if is_there() {
        return Ok(());
    }
    announce(&format!("the Rust component {name}"), why);
    program::run(program::program("rustup").args(["component", "add", name]))
        .with_context(|| format!("the Rust component {name} is missing and rustup could not add it"))?;
    if !is_there() {
        bail!("rustup added {name}, but not to the toolchain that `cargo` runs; is another cargo first on PATH?");
    }
    Ok(())
}
