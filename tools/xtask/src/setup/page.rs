//! What building the page needs besides the wasm32 target: Trunk, wasm-bindgen's command line, the crates themselves.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::announce;
use super::toolchain::wasm_target;
use crate::folders;
use crate::page::split;
use crate::program::{self, cargo};

/// The newest Trunk that builds with the Rust version this project uses (0.22 wants Rust 1.96).
const TRUNK: &str = "0.21.14";

/// The page's tools, found or installed.
pub struct PageTools {
    folders: Vec<PathBuf>,
    wasm_bindgen: PathBuf,
}

impl PageTools {
    /// Trunk, with its helpers on its path.
    pub fn trunk<const N: usize>(&self, arguments: [&str; N]) -> Result<Command> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let all = self.folders.iter().cloned().chain(std::env::split_paths(&path));
        let path: OsString = std::env::join_paths(all).context("a folder's name does not fit into PATH")?;
        let program = self.folders.iter().map(|folder| folder.join(executable("trunk"))).find(|file| file.is_file());
        let mut command = program::program(program.unwrap_or_else(|| "trunk".into()));
        // Trunk reads NO_COLOR as a boolean and refuses the usual `NO_COLOR=1`.
        command.env_remove("NO_COLOR").args(arguments);
        if let Some(flags) = without_paths() {
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
        }
        split::stand_in_for(&mut command, &self.wasm_bindgen, &path)?;
        Ok(command)
    }
}

/// Compiler flags, besides those of `.cargo/config.toml`, that keep this machine's folders out of the page: messages of
/// panics name source files. `None` where a folder's name holds a space, which the variable cannot express.
fn without_paths() -> Option<String> {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from);
    let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(home.as_ref()?.join(".cargo")));
    let named = [(home, "~"), (cargo, "cargo"), (Some(folders::root()), "outcrop")];
    let pairs = named.into_iter().filter_map(|(folder, name)| Some((folder?, name)));
    // The last one that fits is taken, so that the more special ones come last.
    let flags = pairs.map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display()));
    let flags = flags.collect::<Vec<_>>();
    flags.iter().all(|flag| !flag.contains(char::is_whitespace)).then(|| flags.join(" "))
}

/// Finds or installs everything that `trunk build` needs.
pub fn page_tools() -> Result<PageTools> {
    wasm_target()?;
    let lock = std::fs::read_to_string(folders::root().join("Cargo.lock")).context("cannot read Cargo.lock")?;
    let bindgen = locked_version(&lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")?;
    let mut folders = Vec::new();
    folders.extend(tool("trunk", "trunk", TRUNK, "it bundles the page", &["--no-default-features"])?);
    let why = "it writes the JavaScript that loads the page's WebAssembly, and must equal the library's version";
    let bindgen = tool("wasm-bindgen-cli", "wasm-bindgen", bindgen, why, &[])?;
    let wasm_bindgen = match &bindgen {
        Some(folder) => folder.join(executable("wasm-bindgen")),
        None => program::find("wasm-bindgen").context("wasm-bindgen is on no folder of PATH")?,
    };
    folders.extend(bindgen);
    // Trunk builds offline, so that nothing it lacks is fetched behind one's back; the crates come now.
    program::run(&mut cargo(["fetch", "--quiet", "--locked"])).context("cannot fetch the crates")?;
    Ok(PageTools { folders, wasm_bindgen })
}

/// Returns the folder of the tool, or `None` when the one on PATH is of the right version.
fn tool(package: &str, binary: &str, version: &str, why: &str, flags: &[&str]) -> Result<Option<PathBuf>> {
    let wanted = format!("{binary} {version}");
    let is_right =
        |said: Option<String>| said.is_some_and(|said| said.split('(').next().map(str::trim) == Some(&wanted));
    if is_right(program::version(binary)) {
        return Ok(None);
    }
    let home = folders::cache()?.join("tools").join(format!("{binary}-{version}"));
    let folder = home.join("bin");
    let file = folder.join(executable(binary));
    if is_right(program::version(&file)) {
        return Ok(Some(folder));
    }
    announce(&format!("{package} {version} into {}", home.display()), why);
    if program::version("cargo-binstall").is_some() || program::output(&mut cargo(["binstall", "-V"])).is_ok() {
        let mut binstall = cargo(["binstall", "--no-confirm", "--disable-telemetry", "--version", version, "--root"]);
        if program::run(binstall.arg(&home).arg(package)).is_ok() && is_right(program::version(&file)) {
            return Ok(Some(folder));
        }
    }
    println!("It is compiled once for this user; on two cores that takes about five minutes.");
    let mut install = cargo(["install", "--locked", "--force", "--version", version, "--root"]);
    install.arg(&home).args(flags).arg(package);
    // The tools' own release profiles optimise for minutes what then runs for seconds.
    install.env("CARGO_PROFILE_RELEASE_LTO", "off");
    install.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    install.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    // A shared target folder is for this project's builds.
    install.env_remove("CARGO_TARGET_DIR").current_dir(folders::cache()?);
    program::run(&mut install)?;
    Ok(Some(folder))
}

fn executable(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
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
}
