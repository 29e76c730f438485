//! Where things are: the checkout, Cargo's target folder, the per-user cache of tools.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};

/// The checkout. Cargo says at run time where the manifest is, which stays right when several checkouts share one
/// target folder and so one `xtask` binary.
pub fn root() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let manifest = PathBuf::from(manifest);
    manifest.ancestors().nth(2).map_or(manifest.clone(), Path::to_path_buf)
}

/// Cargo's target folder, as Cargo itself resolves it (environment and configuration included).
pub fn target() -> Result<PathBuf> {
    static TARGET: OnceLock<PathBuf> = OnceLock::new();
    if let Some(known) = TARGET.get() {
        return Ok(known.clone());
    }
    let mut cargo = crate::program::cargo(["metadata", "--no-deps", "--offline", "--format-version", "1"]);
    let text = crate::program::output(&mut cargo)?;
    let metadata: serde_json::Value = serde_json::from_str(&text).context("cargo metadata is not JSON")?;
    let folder = metadata.get("target_directory").and_then(serde_json::Value::as_str);
    let folder = PathBuf::from(folder.context("cargo metadata names no target_directory")?);
    Ok(TARGET.get_or_init(|| folder).clone())
}

/// The per-user cache, shared by all checkouts: tools by version, packages by the hash of their lock file.
pub fn cache() -> Result<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = variable("OUTCROP_CACHE")
        .or_else(|| variable("XDG_CACHE_HOME").map(|folder| folder.join("outcrop")))
        .or_else(|| variable("LOCALAPPDATA").map(|folder| folder.join("outcrop")))
        .or_else(|| variable("HOME").map(|folder| folder.join(".cache").join("outcrop")));
    let Some(folder) = folder else {
        bail!("no home folder is known; set OUTCROP_CACHE to a folder where tools may be kept");
    };
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}
