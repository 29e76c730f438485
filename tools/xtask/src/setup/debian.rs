//! Debian packages, where this user may install them.

use anyhow::Result;

use super::announce;
use crate::program;

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
