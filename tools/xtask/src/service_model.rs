//! `cargo xtask service-model`: writes `assets/service-model/` from the API models that botocore ships.
//!
//! The files are committed, so that a build needs no Python; a test regenerates them and compares. The version of
//! botocore is the one that `tests/requirements.txt` pins.

mod derive;

use std::fs;

use anyhow::{Context, Result, anyhow};
use serde_json::Value;

use crate::{folders, program, setup};

/// The services that the page describes; more Bedrock services will follow.
const SERVICES: [&str; 1] = ["bedrock-runtime"];

/// Writes all of them.
pub fn run() -> Result<()> {
    let python = setup::python(setup::Packages::Boto3)?;
    let root = folders::root();
    let folder = root.join("assets/service-model");
    fs::create_dir_all(&folder)?;
    for service in SERVICES {
        let script = root.join("tests/oracles/botocore_model.py");
        let printed = program::output(program::program(&python).arg(&script).arg(service))?;
        let source: Value =
            serde_json::from_str(&printed).with_context(|| format!("what {} printed", script.display()))?;
        let (Some(version), Some(model)) = (source.get("botocore").and_then(Value::as_str), source.get("model")) else {
            return Err(anyhow!("{} printed no model", script.display()));
        };
        let text = derive::derive(version, model).map_err(|error| anyhow!("{service}: {error}"))?;
        let path = folder.join(format!("{service}.json"));
        fs::write(&path, &text).with_context(|| path.display().to_string())?;
        println!("{}: {} bytes, from botocore {version}", path.display(), text.len());
    }
    Ok(())
}
