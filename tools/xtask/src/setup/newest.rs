//! The newest botocore and litellm that the registry has, for `cargo xtask current`.

use std::path::PathBuf;

use anyhow::Result;

use super::announce;
use super::python::{environment, interpreter};
use crate::{folders, program};

/// The `python` of an environment with both. It asks the registry each time.
pub fn newest_packages() -> Result<PathBuf> {
    let (interpreter, _) = interpreter()?;
    let home = folders::cache()?.join("current");
    let python = if cfg!(windows) { home.join("Scripts/python.exe") } else { home.join("bin/python") };
    announce("the newest botocore and litellm", "the catalogue, the prices and the API models are compared with them");
    if program::version(&python).is_none() {
        environment(interpreter, &home)?;
    }
    let install = |packages: &[&str]| {
        let mut pip = program::program(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade"]).args(packages);
        program::output(&mut pip)
    };
    install(&["botocore"])?;
    // Only its list is read: what it would need to run is not installed.
    install(&["--no-deps", "litellm"])?;
    Ok(python)
}
