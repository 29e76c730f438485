//! Node.js and the packages that tests need, by lock file.
//!
//! The packages live in the per-user cache under the lock file's fingerprint and are linked beside it, so that a fresh
//! clone has them at once. Install scripts never run.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{announce, debian, fingerprint, release};
use crate::{folders, program};

/// The oldest Node.js that the pinned packages take; its test runner has what `e2e/` uses.
const OLDEST: (u32, u32) = (20, 19);

/// Makes sure of Node.js; returns the command's name.
pub fn node() -> Result<&'static str> {
    if program::version("node").is_none() && debian::can_install() {
        debian::install(&["nodejs", "npm"], "tests are written for Node.js")?;
    }
    let (major, minor) = OLDEST;
    let Some(version) = program::version("node") else {
        bail!("Node.js {major}.{minor} or newer is missing; install it from your system's packages");
    };
    if release(&version).is_none_or(|found| found < OLDEST) {
        bail!("Node.js {version} is too old; the tests need {major}.{minor} or newer");
    }
    Ok("node")
}

/// Makes sure of npm, which some systems package by itself.
fn npm() -> Result<Command> {
    let is_there = || program::version("npm").is_some();
    if !is_there() && debian::can_install() {
        debian::install(&["npm"], "it installs the tests' JavaScript packages")?;
    }
    if !is_there() {
        bail!("npm is missing; install it from your system's packages, beside Node.js");
    }
    Ok(program::program("npm"))
}

/// A set of pinned npm packages.
#[derive(Clone, Copy)]
pub enum NodePackages {
    /// What drives a browser and judges the page, and the linters of scripts and style sheets.
    Browser,
    /// The AWS SDK for JavaScript, which exported code is run with.
    Sdk,
    /// What our code is measured beside, and what bundles it into a page.
    Bench,
}

impl NodePackages {
    fn folder(self) -> &'static str {
        match self {
            Self::Browser => "e2e",
            Self::Sdk => "tests/sdk/javascript",
            Self::Bench => "e2e/bench",
        }
    }

    fn why(self) -> &'static str {
        match self {
            Self::Browser => {
                "they drive the browser, judge the page, and look for mistakes in scripts and style sheets"
            }
            Self::Sdk => "the tests run exported code with it",
            Self::Bench => "our code is measured beside them",
        }
    }
}

/// Installs the packages of a folder's lock file and links them to its `node_modules`.
pub fn packages(set: NodePackages) -> Result<()> {
    let version = program::version(node()?).unwrap_or_default();
    let folder = folders::root().join(set.folder());
    let name = format!("{}/package-lock.json", set.folder());
    let lock =
        std::fs::read_to_string(folder.join("package-lock.json")).with_context(|| format!("cannot read {name}"))?;
    let home = folders::cache()?.join("npm").join(fingerprint(&[&lock, &version]));
    if !home.join("complete").is_file() {
        announce(&format!("the npm packages of {name}"), set.why());
        std::fs::create_dir_all(&home)?;
        for name in ["package.json", "package-lock.json"] {
            std::fs::copy(folder.join(name), home.join(name))
                .with_context(|| format!("cannot copy {}/{name}", set.folder()))?;
        }
        let mut npm = npm()?;
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&home);
        program::run(&mut npm)?;
        std::fs::write(home.join("complete"), &version)?;
    }
    link(&home.join("node_modules"), &folder.join("node_modules"))
}

fn link(from: &Path, to: &PathBuf) -> Result<()> {
    if std::fs::read_link(to).is_ok_and(|target| target == from) {
        return Ok(());
    }
    if to.is_symlink() {
        std::fs::remove_file(to)?;
    } else if to.is_dir() {
        // Somebody ran npm here; the folder is ignored by git and holds nothing of ours.
        std::fs::remove_dir_all(to)?;
    }
    #[cfg(unix)]
    let made = std::os::unix::fs::symlink(from, to);
    #[cfg(windows)]
    let made = std::os::windows::fs::symlink_dir(from, to);
    made.with_context(|| format!("cannot link {} to {}", to.display(), from.display()))
}
