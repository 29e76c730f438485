//! `cargo xtask service-model`: writes `assets/service-model/` from the API models that botocore ships.
//!
//! The files are committed, so that a build needs no Python; a test regenerates them and compares. The version of
//! botocore is the one that `tests/requirements.txt` pins.

mod derive;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use serde_json::Value;

use crate::{folders, program, setup};

/// Bedrock's four services that the page describes, by the first label of their endpoint.
const SERVICES: [&str; 4] = ["bedrock", "bedrock-runtime", "bedrock-agent", "bedrock-agent-runtime"];

/// Writes all of them.
pub fn run() -> Result<()> {
    let python = setup::python(setup::Packages::Boto3)?;
    let folder = folders::root().join("assets/service-model");
    fs::create_dir_all(&folder)?;
    for service in SERVICES {
        let text = compact(&python, service)?;
        let path = folder.join(format!("{service}.json"));
        fs::write(&path, &text).with_context(|| path.display().to_string())?;
        println!("{}: {} bytes", path.display(), text.len());
    }
    Ok(())
}

/// The compact form of what this Python's botocore ships.
fn compact(python: &Path, service: &str) -> Result<String> {
    let script = folders::root().join("tests/oracles/botocore_model.py");
    let printed = program::output(program::program(python).arg(&script).arg(service))?;
    let source: Value = serde_json::from_str(&printed).with_context(|| format!("what {} printed", script.display()))?;
    let (Some(version), Some(model)) = (source.get("botocore").and_then(Value::as_str), source.get("model")) else {
        return Err(anyhow!("{} printed no model", script.display()));
    };
    let pagination = source.get("pagination").unwrap_or(&Value::Null);
    derive::derive(version, model, pagination).map_err(|error| anyhow!("{service}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::{SERVICES, compact, folders};
    use std::path::PathBuf;

    /// `cargo xtask test` names the Python that has botocore.
    #[test]
    fn the_committed_model_is_what_botocore_ships() {
        let python = PathBuf::from(std::env::var_os("OUTCROP_PYTHON").unwrap_or_else(|| "python3".into()));
        for service in SERVICES {
            let derived = compact(&python, service).unwrap();
            let path = folders::root().join(format!("assets/service-model/{service}.json"));
            let committed = std::fs::read_to_string(path).unwrap();
            let first = committed.lines().zip(derived.lines()).find(|(committed, derived)| committed != derived);
            assert!(
                committed == derived,
                "assets/service-model/ differs from the installed botocore, first in {first:?}: run `cargo xtask service-model`."
            );
        }
    }
}
