//! Python virtual environments for the oracles and the emulator that the tests use, by pinned requirements.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{announce, debian, fingerprint, release};
use crate::{folders, program};

/// The oldest and the newest Python that all pinned packages take.
const RELEASES: [(u32, u32); 2] = [(3, 11), (3, 13)];
/// The names that a system may have one under.
const NAMES: [&str; 4] = ["python3", "python3.13", "python3.12", "python3.11"];

/// A set of pinned Python packages.
#[derive(Clone, Copy)]
pub enum Packages {
    /// boto3, botocore, AWS's generator of API keys, langchain-aws and litellm, which the host tests compare with.
    Boto3,
    /// `MiniStack`, the third party that the browser tests sign for.
    MiniStack,
    /// The linter of our own Python.
    Ruff,
    /// What reads the output of `cargo xtask deploy`: cfn-lint, Caddy, actionlint.
    Hosting,
}

impl Packages {
    fn file(self) -> &'static str {
        match self {
            Self::Boto3 => "tests/requirements.txt",
            Self::MiniStack => "e2e/requirements.txt",
            Self::Ruff => "tools/requirements.txt",
            Self::Hosting => "tools/hosting-requirements.txt",
        }
    }

    fn why(self) -> &'static str {
        match self {
            Self::Boto3 => {
                "the tests compare with botocore, AWS's API key generator, langchain-aws and litellm and call the simulator with boto3"
            }
            Self::MiniStack => "the browser tests have a third party check the page's signatures",
            Self::Ruff => "it looks for mistakes in the oracles",
            Self::Hosting => "the tests read with them what `cargo xtask deploy` writes, and serve it",
        }
    }
}

/// The `python` of an environment with these packages. Tests find boto3's in the variable `OUTCROP_PYTHON`.
pub fn python(packages: Packages) -> Result<PathBuf> {
    let file = folders::root().join(packages.file());
    let requirements = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", packages.file()))?;
    if program::version("python3").is_none() && debian::can_install() {
        debian::install(&["python3", "python3-venv"], packages.why())?;
    }
    let (interpreter, version) = interpreter()?;
    let home = folders::cache()?.join("python").join(fingerprint(&[&requirements, &version]));
    let python = if cfg!(windows) { home.join("Scripts/python.exe") } else { home.join("bin/python") };
    if home.join("complete").is_file() && program::version(&python).is_some() {
        return Ok(python);
    }
    announce(&format!("the Python packages of {}", packages.file()), packages.why());
    if environment(interpreter, &home).is_err() {
        if !debian::can_install() {
            bail!("`{interpreter} -m venv` does not work here; on Debian or Ubuntu install {interpreter}-venv");
        }
        let package = format!("{interpreter}-venv");
        debian::install(&[&package], "the tests' Python packages get an environment of their own")?;
        environment(interpreter, &home)?;
    }
    let mut pip = program::program(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(&file);
    program::run(&mut pip)?;
    std::fs::write(home.join("complete"), &version)?;
    Ok(python)
}

/// The name of an interpreter of one of these releases, and what it says of its version.
pub(super) fn interpreter() -> Result<(&'static str, String)> {
    let there = || NAMES.into_iter().filter_map(|name| Some((name, program::version(name)?)));
    let [oldest, newest] = RELEASES;
    let fits = |version: &str| release(version).is_some_and(|found| (oldest..=newest).contains(&found));
    if let Some(found) = there().find(|(_, version)| fits(version)) {
        return Ok(found);
    }
    let wanted = format!("the tests' packages need Python {}.{} to {}.{}", oldest.0, oldest.1, newest.0, newest.1);
    match there().next() {
        Some((_, version)) => bail!("{version} is here, and {wanted}; install one of them beside it"),
        None => bail!("Python is missing, and {wanted}; install it from your system's packages"),
    }
}

pub(super) fn environment(interpreter: &str, home: &Path) -> Result<()> {
    program::output(program::program(interpreter).args(["-m", "venv", "--clear"]).arg(home)).map(drop)
}
