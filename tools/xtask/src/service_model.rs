//! `cargo xtask service-model`: writes `assets/service-model/` from the API models that botocore ships.
//!
//! The files are committed, so that a build needs no Python; a test regenerates them and compares. The version of
//! botocore is the one that `tests/requirements.txt` pins.

mod derive;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use serde_json::Value;

use crate::{folders, program, setup};

/// Bedrock's four services that the page describes, by the first label of their endpoint.
pub const SERVICES: [&str; 4] = ["bedrock", "bedrock-runtime", "bedrock-agent-runtime", "bedrock-agent"];

/// Writes all of them.
pub fn run() -> Result<()> {
    let python = setup::python(setup::Packages::Boto3)?;
    let folder = folders::root().join("assets/service-model");
    fs::create_dir_all(&folder)?;
    let mut index = String::new();
    for service in SERVICES {
        let text = compact(&python, service)?;
        index.push_str(&operations(&text).with_context(|| format!("the operations of {service}"))?);
        let path = folder.join(format!("{service}.json"));
        fs::write(&path, &text).with_context(|| path.display().to_string())?;
        println!("{}: {} bytes", path.display(), text.len());
    }
    fs::write(folders::root().join(INDEX), index).context(INDEX)
}

/// The list of all operations, which the page searches without the models.
const INDEX: &str = "src/experiment/explorer/operations.txt";

/// The lines of a compact model's operations: client, method, name, URI, then `pages`, `stream` or `both`.
fn operations(model: &str) -> Result<String> {
    let model: Value = serde_json::from_str(model)?;
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let streams = |operation: &Value, key: &str| {
        let shape = |name: &str| model.get("shapes").and_then(|shapes| shapes.get(name));
        let structure = operation.get(key).and_then(Value::as_str).and_then(shape);
        let members = structure.and_then(|structure| structure.get("members")).and_then(Value::as_object);
        members.into_iter().flat_map(|members| members.values()).any(|member| {
            let name = member.as_str().or_else(|| member.get("shape").and_then(Value::as_str));
            name.and_then(shape).is_some_and(|shape| shape.get("eventstream") == Some(&Value::Bool(true)))
        })
    };
    let service = text(model.get("service"));
    let operations = model.get("operations").and_then(Value::as_object).context("no operations")?;
    let mut lines = String::new();
    for (name, operation) in operations {
        let (method, uri) = (text(operation.get("method")), text(operation.get("uri")));
        let pages = if operation.get("pages").is_some() { " pages" } else { "" };
        let stream = match (streams(operation, "input"), streams(operation, "output")) {
            (true, _) => " both",
            (false, true) => " stream",
            (false, false) => "",
        };
        let _ = writeln!(lines, "{service} {method} {name} {uri}{pages}{stream}");
    }
    Ok(lines)
}

/// The compact form of what this Python's botocore ships.
pub fn compact(python: &Path, service: &str) -> Result<String> {
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
    use super::{INDEX, SERVICES, compact, folders, operations};
    use std::path::PathBuf;

    #[test]
    fn the_list_of_operations_is_that_of_the_committed_models() {
        let read = |path: String| std::fs::read_to_string(folders::root().join(path)).unwrap();
        let of = |service| operations(&read(format!("assets/service-model/{service}.json"))).unwrap();
        let listed = SERVICES.map(of).concat();
        assert!(listed == read(INDEX.to_owned()), "{INDEX} is out of date: run `cargo xtask service-model`");
    }

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
