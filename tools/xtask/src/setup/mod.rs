//! Set-up: what a command needs and the machine lacks, installed at pinned versions into the per-user cache.
//!
//! Each piece says what it installs and why before it does, and says nothing when it is there already. Nothing is
//! fetched but packages, through the registries' own clients (rustup, cargo, npm, pip, apt).

mod chromium;
mod debian;
mod engines;
mod hosting;
mod newest;
mod node;
mod page;
mod python;
mod toolchain;

pub use chromium::chromium;
pub use debian::shell_tools;
pub use engines::{Engine, engine};
pub use hosting::hosting_tools;
pub use newest::newest_packages;
pub use node::{NodePackages, packages};
pub use page::{Trunk, page_needs, trunk, wasm_bindgen_version, without_paths};
pub use python::{Packages, python};
pub use toolchain::{Component, component, wasm_target};

use std::hash::{DefaultHasher, Hash, Hasher};

use anyhow::Result;

/// `cargo xtask setup`: everything at once, for a machine that is about to go offline.
pub fn everything() -> Result<()> {
    page_needs()?;
    trunk(Trunk::Needed, [])?;
    component(Component::Rustfmt)?;
    component(Component::Clippy)?;
    shell_tools()?;
    python(Packages::Boto3)?;
    python(Packages::MiniStack)?;
    python(Packages::Ruff)?;
    hosting_tools()?;
    packages(NodePackages::Browser)?;
    packages(NodePackages::Sdk)?;
    packages(NodePackages::Bench)?;
    println!("Everything is there; the browser is {}", chromium::version(&chromium()?));
    Ok(())
}

/// Says what is about to be installed and why it is needed.
fn announce(what: &str, why: &str) {
    println!("Installing {what}: {why}");
}

/// The first two numbers of what a program says of its version, such as `v20.19.5` or `Python 3.13.1`.
fn release(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// A short name for a set of packages, the same for the same lock file on the same machine.
fn fingerprint(parts: &[&str]) -> String {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::release;

    #[test]
    fn a_release_is_two_numbers() {
        assert_eq!(release("v20.19.5"), Some((20, 19)));
        assert_eq!(release("Python 3.13.1"), Some((3, 13)));
        assert_eq!(release("Python 3.14.0rc2"), Some((3, 14)));
        assert_eq!(release("v20"), None);
        assert_eq!(release("none"), None);
        assert!((20, 9) < (20, 19) && (20, 19) < (22, 0));
    }
}
