//! Debian packages, where this user may install them.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{announce, fingerprint};
use crate::{folders, program};

/// Whether `install` can work: there is apt-get, and we are root.
pub fn can_install() -> bool {
    let root = program::output(program::program("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    root && program::version("apt-get").is_some()
}

/// Makes sure of the programs that exported shell scripts call, as far as this user may; a test that lacks one names it.
pub fn shell_tools() -> Result<()> {
    let missing: Vec<&str> = ["curl", "jq"].into_iter().filter(|tool| program::version(tool).is_none()).collect();
    if missing.is_empty() || !can_install() {
        return Ok(());
    }
    install(&missing, "tests run exported shell scripts, which call them")
}

/// Installs packages with apt-get.
pub fn install(packages: &[&str], why: &str) -> Result<()> {
    announce(&format!("the Debian packages {}", packages.join(", ")), why);
    let apt = |arguments: &[&str]| {
        let mut command = program::program("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(["-qq", "-y"]).args(arguments);
        program::run(&mut command)
    };
    apt(&["update"])?;
    apt(&["install", "--no-install-recommends"].iter().chain(packages).copied().collect::<Vec<_>>())
}

/// Unpacks packages into the per-user cache, without their dependencies and without installing anything, and returns the
/// folder that stands for `/`. So a server comes without being started. `None` where there is no apt-get.
pub fn unpacked(packages: &[&str], why: &str) -> Result<Option<PathBuf>> {
    if program::version("apt-get").is_none() || program::version("dpkg-deb").is_none() {
        return Ok(None);
    }
    let home = folders::cache()?.join("debian").join(fingerprint(packages));
    let root = home.join("root");
    if home.join("complete").is_file() {
        return Ok(Some(root));
    }
    announce(&format!("the Debian packages {} into {}", packages.join(", "), home.display()), why);
    std::fs::create_dir_all(&root)?;
    let download = || {
        let mut apt = program::program("apt-get");
        program::output(apt.args(["-qq", "download"]).args(packages).current_dir(&home))
    };
    if download().is_err() && can_install() {
        program::run(program::program("apt-get").args(["-qq", "update"]))?;
        download()?;
    }
    for entry in std::fs::read_dir(&home)? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "deb") {
            program::run(program::program("dpkg-deb").arg("--extract").arg(&file).arg(&root))
                .with_context(|| format!("cannot unpack {}", file.display()))?;
        }
    }
    std::fs::write(home.join("complete"), "")?;
    Ok(Some(root))
}
