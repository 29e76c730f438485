//! Splits the program: what is needed for the first paint, and parts that are fetched when they are first called.
//!
//! The split belongs between the compiler and `wasm-bindgen`. Both are libraries of this task runner: it splits the module at the
//! functions that are marked with `#[wasm_split]` (`late_view!` in `src/ui/late.rs`), runs `wasm-bindgen` on the main part, and
//! lays the other parts into `snippets/`. Where Trunk bundles the page, the first `wasm-bindgen` on its path is a copy of this
//! task runner, and Trunk copies `snippets/` as it is.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::{callers, wasm};
use crate::{folders, setup};

/// Set for Trunk, read by the stand-in.
const STANDS_IN: &str = "OUTCROP_STANDS_IN";

/// The folder of the parts, beside the JavaScript that wasm-bindgen writes.
pub const FOLDER: &str = "snippets";

/// The script that loads the parts.
pub const LOADER: &str = "__wasm_split.js";

/// Whether this process was started in `wasm-bindgen`'s place.
pub fn stands_in() -> bool {
    let name = std::env::args_os().next().map(PathBuf::from);
    name.as_deref().and_then(Path::file_stem) == Some(OsStr::new("wasm-bindgen"))
        && std::env::var_os(STANDS_IN).is_some()
}

/// Puts the stand-in first on the path of `command`.
pub fn stand_in_for(command: &mut Command, path: &OsStr) -> Result<()> {
    let folder = folders::root().join(".generated/bin");
    std::fs::create_dir_all(&folder)?;
    let copy = folder.join(format!("wasm-bindgen{}", std::env::consts::EXE_SUFFIX));
    // A running copy cannot be written over everywhere; a removed one can always be replaced.
    let _ = std::fs::remove_file(&copy);
    let this = std::env::current_exe().context("this program has no path")?;
    std::fs::copy(&this, &copy).with_context(|| format!("cannot write {}", copy.display()))?;
    let path = std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(path)))?;
    command.env("PATH", path).env(STANDS_IN, "1");
    Ok(())
}

/// `wasm-bindgen`, called by Trunk.
pub fn stand_in() -> Result<ExitCode> {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let module = arguments.iter().find(|argument| Path::new(argument).extension() == Some(OsStr::new("wasm")));
    let Some(module) = module else {
        // Only asked for its version.
        println!("wasm-bindgen {}", setup::wasm_bindgen_version()?);
        return Ok(ExitCode::SUCCESS);
    };
    let target = value_of(&arguments, "--target")?;
    if target != "web" {
        bail!("Trunk asks for the target {}; the page is built for `web`", target.display());
    }
    let out = PathBuf::from(value_of(&arguments, "--out-dir")?);
    let name = value_of(&arguments, "--out-name")?.into_string().map_err(|_| anyhow::anyhow!("no name"))?;
    bind(Path::new(module), &out, &name)?;
    Ok(ExitCode::SUCCESS)
}

/// Splits a module and writes its parts, the main part and the JavaScript of both into `out`, under `name`.
pub fn bind(module: &Path, out: &Path, name: &str) -> Result<()> {
    let parts = out.join(FOLDER);
    if parts.is_dir() {
        std::fs::remove_dir_all(&parts)?;
    }
    std::fs::create_dir_all(&parts)?;

    let bytes = std::fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    callers::each_has_one(&bytes)?;
    let bytes = wasm::without_exports(&bytes, is_of_streams)?;
    let main = out.join("main").join(module.file_name().unwrap_or_default());
    std::fs::create_dir_all(out.join("main"))?;
    let main_module = format!("../{name}.js");
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    options.target.web();
    options.output_dir = &parts;
    options.main_out_path = &main;
    options.main_module = &main_module;
    wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow::anyhow!("the program could not be split: {error:#}"))?;

    let mut bindgen = Bindgen::new();
    // The parts import the main module's table of functions, which wasm-bindgen would otherwise keep to itself.
    bindgen.web(true)?.typescript(false).keep_lld_exports(true).out_name(name).input_path(&main);
    bindgen.generate(out).context("wasm-bindgen")?;

    let glue = out.join(format!("{name}.js"));
    let text = std::fs::read_to_string(&glue).with_context(|| format!("cannot read {}", glue.display()))?;
    // Only where it is imported: the same words are also the name by which the module asks for it.
    let from = format!("from \"./{LOADER}\"");
    if !text.contains(&from) {
        bail!("{} does not import ./{LOADER}: is nothing marked with #[wasm_split]?", glue.display());
    }
    std::fs::write(&glue, text.replace(&from, &format!("from \"./{FOLDER}/{LOADER}\"")))?;
    Ok(())
}

/// Whether an export is of `wasm-streams`, which Leptos brings for its server functions. This page has none, and the compiler
/// keeps whatever a crate exports: without their names, nothing refers to them and the split leaves them out.
fn is_of_streams(export: &str) -> bool {
    export.contains("intounderlying")
}

/// The value of an option, written as `--name value` or `--name=value`.
fn value_of(arguments: &[OsString], option: &str) -> Result<OsString> {
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == option {
            return rest.next().cloned().with_context(|| format!("{option} has no value"));
        }
        let text = argument.to_string_lossy();
        if let Some(value) = text.strip_prefix(option).and_then(|rest| rest.strip_prefix('=')) {
            return Ok(value.into());
        }
    }
    bail!("Trunk did not pass {option}")
}

#[cfg(test)]
mod tests {
    use super::value_of;
    use std::ffi::OsString;

    #[test]
    fn options_are_read_in_both_forms() {
        let arguments = ["--target=web", "--out-dir", "a", "--out-name=b"].map(OsString::from);
        assert_eq!(value_of(&arguments, "--out-dir").unwrap(), "a");
        assert_eq!(value_of(&arguments, "--out-name").unwrap(), "b");
        assert!(value_of(&arguments, "--none").is_err());
    }
}
