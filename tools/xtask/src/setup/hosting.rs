//! The tools of hosts, which the tests of `cargo xtask deploy` use.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{Packages, debian, python};
use crate::program;

/// The folders with these tools, as in `PATH`. What cannot be had is left out, and its tests say that they are skipped.
pub fn hosting_tools() -> Result<OsString> {
    let mut folders: Vec<PathBuf> = Vec::new();
    folders.extend(python(Packages::Hosting)?.parent().map(PathBuf::from));
    if program::find("nginx").is_none() {
        let why = "the tests serve with it what `cargo xtask deploy nginx` and `container` write";
        match debian::unpacked(&["nginx", "libnginx-mod-http-brotli-static"], why) {
            Ok(root) => folders.extend(root.map(|root| root.join("usr/sbin"))),
            Err(error) => println!("nginx could not be had: {error:#}"),
        }
    }
    std::env::join_paths(folders).context("a folder's name does not fit into PATH")
}
