//! A Chromium for the browser tests: the one that is named, the one that is there, or Debian's.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::debian;
use crate::program;

const NAMES: [&str; 6] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// The browser's program file.
pub fn chromium() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("OUTCROP_CHROMIUM").filter(|name| !name.is_empty()) {
        let named = PathBuf::from(named);
        if !named.is_file() {
            bail!("OUTCROP_CHROMIUM names {}, which is not a file", named.display());
        }
        return Ok(named);
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    if debian::can_install() {
        debian::install(&["chromium", "fonts-dejavu-core"], "the browser tests run the page in it")?;
        if let Some(found) = find() {
            return Ok(found);
        }
    }
    bail!(
        "no Chromium was found. Install Chromium or Google Chrome (on Debian or Ubuntu: apt-get install chromium), \
         or set OUTCROP_CHROMIUM to its program file"
    );
}

fn find() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    NAMES.iter().find_map(|name| {
        let absolute = PathBuf::from(name);
        let places = folders.iter().map(|folder| folder.join(name));
        places.chain(absolute.is_absolute().then_some(absolute)).find(|file| file.is_file())
    })
}

/// The browser's version, for the log.
pub fn version(file: &PathBuf) -> String {
    program::version(file).unwrap_or_else(|| "a Chromium that does not tell its version".to_owned())
}
