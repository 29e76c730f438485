//! Set-up: what a command needs and the machine lacks, installed at pinned versions into the per-user cache.
//!
//! Each piece says what it installs and why before it does, and says nothing when it is there already. Nothing is
//! fetched but packages, through the registries' own clients (rustup, cargo, npm, pip, apt).

mod chromium;
mod debian;
mod node;
mod page;
mod python;

pub use chromium::chromium;
pub use debian::shell_tools;
pub use node::{NodePackages, packages};
pub use page::{page_tools, wasm_target};
pub use python::{Packages, python};

use std::hash::{DefaultHasher, Hash, Hasher};

use anyhow::Result;

/// `cargo xtask setup`: everything at once, for a machine that is about to go offline.
pub fn everything() -> Result<()> {
    page_tools()?;
    python(Packages::Boto3)?;
    python(Packages::MiniStack)?;
    python(Packages::Ruff)?;
    packages(NodePackages::Browser)?;
    packages(NodePackages::Sdk)?;
    println!("Everything is there; the browser is {}", chromium::version(&chromium()?));
    Ok(())
}

/// Says what is about to be installed and why it is needed.
fn announce(what: &str, why: &str) {
    println!("Installing {what}: {why}");
}

/// A short name for a set of packages, the same for the same lock file on the same machine.
fn fingerprint(parts: &[&str]) -> String {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
