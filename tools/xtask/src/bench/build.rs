//! Builds what is measured beside the page: our code as a module for the page that compares it, and the simulator's server.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::program::{self, cargo};
use crate::{folders, progress, setup};

/// The library, as the compiler names its file.
const LIBRARY: &str = "outcrop_bench";

/// The folder for all that a measurement writes.
pub fn folder() -> Result<PathBuf> {
    let folder = folders::target()?.join("bench");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot write {}", folder.display()))?;
    Ok(folder)
}

/// The folder of the page that compares: our module and its JavaScript, and the bundle of the page with the packages.
pub fn site() -> Result<PathBuf> {
    setup::wasm_target()?;
    let site = folder()?.join("site");
    let about = "seconds if little has changed, otherwise 1 to 4 minutes";
    progress::step("Compile our code for the page that compares", about, || {
        program::run(&mut cargo([
            "build",
            "--quiet",
            "--locked",
            "--release",
            "--target",
            "wasm32-unknown-unknown",
            "--package",
            "outcrop-bench",
        ]))?;
        bind(&folders::target()?.join(format!("wasm32-unknown-unknown/release/{LIBRARY}.wasm")), &site)
    })?;
    program::run(program::program("node").arg("e2e/bench/bundle.mjs").arg(&site))?;
    Ok(site)
}

/// Writes a module that is not split, and its JavaScript, into `out`.
fn bind(module: &Path, out: &Path) -> Result<()> {
    std::fs::create_dir_all(out)?;
    let mut bindgen = Bindgen::new();
    bindgen.web(true)?.typescript(false).out_name(LIBRARY).input_path(module);
    bindgen.generate(out).context("wasm-bindgen")
}

/// The program of the simulator's server, as `cargo xtask simulator` runs it.
pub fn simulator() -> Result<PathBuf> {
    program::run(&mut cargo([
        "build",
        "--quiet",
        "--locked",
        "--profile",
        "served",
        "--package",
        "outcrop-simulator",
    ]))?;
    let name = format!("outcrop-simulator{}", std::env::consts::EXE_SUFFIX);
    Ok(folders::target()?.join("served").join(name))
}
