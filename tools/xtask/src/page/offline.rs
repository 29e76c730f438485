//! Writes the list of the page's files into its service worker.

use std::path::Path;

use anyhow::{Context, Result};
use outcrop::text::hex;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::headers::HASH_DIGITS;
use super::release::{replaced, short_integrity};

/// The service worker.
pub const FILE: &str = "offline.js";

/// Files that no visit to the page asks for.
const NOT_THE_PAGE: [&str; 3] = [FILE, "404.html", "robots.txt"];

/// Files that the first visit asks for without naming them in `index.html`.
const SOON: [&str; 2] = ["late.css", "late-icons.svg"];

/// Finishes the service worker. `files` are all files of the page, which do not change after this.
pub fn write(dist: &Path, html: &str, files: &[String]) -> Result<()> {
    let (mut first, mut late) = (Vec::new(), Vec::new());
    for file in files.iter().filter(|file| !NOT_THE_PAGE.contains(&file.as_str())) {
        let bytes = std::fs::read(dist.join(file)).with_context(|| format!("cannot read {file}"))?;
        let digest = short_integrity(&bytes);
        let is_first = file == "index.html" || html.contains(file.as_str()) || SOON.contains(&file.as_str());
        // The page is kept under its address, not its file's.
        let name = if file == "index.html" { "" } else { file };
        if is_first { &mut first } else { &mut late }.push(json!([name, digest]));
    }
    let path = dist.join(FILE);
    let script = std::fs::read_to_string(&path).with_context(|| format!("Trunk copied no {FILE}"))?;
    let script = replaced(&script, "$FIRST$", &Value::Array(first).to_string())?;
    let script = replaced(&script, "$LATE$", &Value::Array(late).to_string())?;
    let mut version = hex::digits(&Sha256::digest(script.as_bytes()));
    version.truncate(HASH_DIGITS);
    std::fs::write(&path, replaced(&script, "$VERSION$", &version)?)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{FILE, write};

    /// The service worker of a page with these files.
    fn written(late: &str) -> String {
        let folder = std::env::temp_dir().join(format!("outcrop-offline-{}-{}", std::process::id(), late.len()));
        std::fs::create_dir_all(folder.join("service-model")).unwrap();
        let html = "<script src=\"boot-1.js\"></script>";
        let script = include_str!("../../../../assets/offline.js");
        for (file, text) in [
            ("index.html", html),
            ("boot-1.js", "boot"),
            ("late.css", "late"),
            ("service-model/bedrock.json", late),
            ("robots.txt", "robots"),
            (FILE, script),
        ] {
            std::fs::write(folder.join(file), text).unwrap();
        }
        write(&folder, html, &super::super::compressed::files(&folder).unwrap()).unwrap();
        let written = std::fs::read_to_string(folder.join(FILE)).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
        written
    }

    fn list<'a>(script: &'a str, name: &str) -> &'a str {
        script.split_once(&format!("const {name} = new Map(")).unwrap().1.split_once(");\n").unwrap().0
    }

    fn names(script: &str, name: &str) -> Vec<String> {
        let rows: Vec<[String; 2]> = serde_json::from_str(list(script, name)).unwrap();
        assert!(rows.iter().all(|[_, digest]| digest.starts_with("sha256-")));
        rows.into_iter().map(|[name, _]| name).collect()
    }

    #[test]
    fn the_service_worker_knows_what_comes_first_and_what_comes_late() {
        let script = written("{}");
        assert_eq!(names(&script, "FIRST"), ["boot-1.js", "", "late.css"]);
        assert_eq!(names(&script, "LATE"), ["service-model/bedrock.json"]);
        assert!(!script.contains("$VERSION$"), "{script}");
    }

    #[test]
    fn a_file_that_changes_makes_another_version() {
        let version = |script: &str| script.split_once("const VERSION = \"").unwrap().1[..16].to_owned();
        assert_eq!(version(&written("{}")), version(&written("{}")));
        assert_ne!(version(&written("{}")), version(&written("[]{}")));
    }
}
