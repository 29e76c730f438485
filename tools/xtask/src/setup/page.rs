//! What building the page needs besides the wasm32 target: the crates, and Trunk where it is there.
//!
//! Nothing is compiled for it. `wasm-bindgen` is a library of this task runner. Trunk bundles the page if it is on `PATH` in the
//! right version, was installed earlier, or comes with `cargo binstall`; otherwise `page/bundle.rs` does what Trunk would
//! do, by the same `Trunk.toml`. Only `cargo xtask serve --dev` compiles Trunk, for it watches and reloads.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::announce;
use super::toolchain::wasm_target;
use crate::folders;
use crate::page::split;
use crate::program::{self, cargo};

/// The newest Trunk that builds with the Rust version this project uses (0.22 wants Rust 1.96).
const TRUNK: &str = "0.21.14";

/// How Trunk is had.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Trunk {
    /// Only if nothing has to be compiled.
    IfThere,
    /// Compiled, if it cannot be had otherwise.
    Needed,
}

/// The version of `wasm-bindgen`, which is the same for the page and for this task runner.
pub fn wasm_bindgen_version() -> Result<String> {
    let lock = std::fs::read_to_string(folders::root().join("Cargo.lock")).context("cannot read Cargo.lock")?;
    locked_version(&lock, "wasm-bindgen").map(str::to_owned).context("Cargo.lock names no wasm-bindgen")
}

/// Makes sure of the wasm32 target and the crates.
pub fn page_needs() -> Result<()> {
    wasm_target()?;
    // The page is built offline, so that nothing it lacks is fetched without a word; the crates come now.
    program::run(&mut cargo(["fetch", "--quiet", "--locked"])).context("cannot fetch the crates")
}

/// Compiler flags, besides those of `.cargo/config.toml`, that keep this machine's folders out of the page: messages of
/// panics name source files. Nothing where a folder's name holds a space, which the variable cannot express.
pub fn without_paths(command: &mut Command) {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from);
    let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(home.as_ref()?.join(".cargo")));
    let named = [(home, "~"), (cargo, "cargo"), (Some(folders::root()), "outcrop")];
    let pairs = named.into_iter().filter_map(|(folder, name)| Some((folder?, name)));
    // The last one that fits is taken, so that the more special ones come last.
    let flags = pairs.map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display()));
    let flags = flags.collect::<Vec<_>>();
    if flags.iter().all(|flag| !flag.contains(char::is_whitespace)) {
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags.join(" "));
    }
}

/// Trunk, with our `wasm-bindgen` first on its path; `None` if it is not there and is not needed.
pub fn trunk<const N: usize>(how: Trunk, arguments: [&str; N]) -> Result<Option<Command>> {
    let Some(program) = found(how)? else { return Ok(None) };
    let path: OsString = std::env::var_os("PATH").unwrap_or_default();
    let mut command = program::program(program);
    // Trunk reads NO_COLOR as a boolean and refuses the usual `NO_COLOR=1`.
    command.env_remove("NO_COLOR").args(arguments);
    without_paths(&mut command);
    split::stand_in_for(&mut command, &path)?;
    Ok(Some(command))
}

fn found(how: Trunk) -> Result<Option<PathBuf>> {
    let wanted = format!("trunk {TRUNK}");
    let is_right =
        |version: Option<String>| version.is_some_and(|found| found.split('(').next().map(str::trim) == Some(&wanted));
    if is_right(program::version("trunk")) {
        return Ok(Some("trunk".into()));
    }
    let home = folders::cache()?.join("tools").join(format!("trunk-{TRUNK}"));
    let file = home.join("bin").join(format!("trunk{}", std::env::consts::EXE_SUFFIX));
    if is_right(program::version(&file)) {
        return Ok(Some(file));
    }
    if program::output(&mut cargo(["binstall", "-V"])).is_ok() {
        announce(&format!("trunk {TRUNK} into {}, with cargo binstall", home.display()), "it bundles the page");
        // It would compile Trunk where no binary is published.
        let mut binstall =
            cargo(["binstall", "--no-confirm", "--disable-telemetry", "--disable-strategies", "compile"]);
        binstall.args(["--version", TRUNK, "--root"]).arg(&home).arg("trunk");
        if program::run(&mut binstall).is_ok() && is_right(program::version(&file)) {
            return Ok(Some(file));
        }
    }
    match how {
        Trunk::IfThere => Ok(None),
        Trunk::Needed => compiled(&home).map(|()| Some(file)),
    }
}

fn compiled(home: &Path) -> Result<()> {
    announce(&format!("trunk {TRUNK} into {}", home.display()), "it watches the sources and reloads the page");
    println!("It is compiled once for this user; on two cores that takes about four minutes.");
    let mut install = cargo(["install", "--locked", "--force", "--version", TRUNK, "--no-default-features", "--root"]);
    install.arg(home).arg("trunk");
    // Its own release profile optimises for minutes what then runs for seconds.
    install.env("CARGO_PROFILE_RELEASE_LTO", "off");
    install.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    install.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    // A shared target folder is for this project's builds.
    install.env_remove("CARGO_TARGET_DIR").current_dir(folders::cache()?);
    program::run(&mut install)
}

/// The version that `Cargo.lock` pins for a package.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.next()?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn the_lock_file_says_which_wasm_bindgen() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.60\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.129"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }

    /// Two versions would disagree about what a module says to the other.
    #[test]
    fn the_page_and_the_task_runner_have_one_wasm_bindgen() {
        let lock = std::fs::read_to_string(crate::folders::root().join("Cargo.lock")).unwrap();
        let version = locked_version(&lock, "wasm-bindgen");
        assert!(version.is_some());
        assert_eq!(version, locked_version(&lock, "wasm-bindgen-cli-support"));
    }
}
