//! What goes with every copy of the page: the sums of its files, and a page of release notes.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use outcrop::text::hex;
use sha2::{Digest, Sha256};

use crate::program;

/// The sums, in the form that `sha256sum --check` reads.
pub const SUMS: &str = "SHA256SUMS";

/// The release notes.
pub const NOTES: &str = "RELEASE-NOTES.md";

/// How many changes the notes list where no earlier release is tagged.
const MOST_CHANGES: usize = 40;

/// Copies the page, compressed copies included, and returns its files.
pub fn copy_site(dist: &Path, to: &Path) -> Result<Vec<String>> {
    if !dist.join("index.html").is_file() {
        bail!("there is no page in {}; run `cargo xtask build`", dist.display());
    }
    if to.is_dir() {
        std::fs::remove_dir_all(to).with_context(|| format!("cannot empty {}", to.display()))?;
    }
    let files = every_file(dist)?;
    for file in &files {
        let copy = to.join(file);
        std::fs::create_dir_all(copy.parent().unwrap_or(to))?;
        std::fs::copy(dist.join(file), &copy).with_context(|| format!("cannot write {}", copy.display()))?;
    }
    Ok(files)
}

/// The paths of all files of a folder, with `/`, sorted.
pub fn every_file(folder: &Path) -> Result<Vec<String>> {
    fn collect(folder: &Path, prefix: &str, found: &mut Vec<String>) -> Result<()> {
        for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                collect(&entry.path(), &format!("{name}/"), found)?;
            } else {
                found.push(name);
            }
        }
        Ok(())
    }
    let mut found = Vec::new();
    collect(folder, "", &mut found)?;
    found.sort();
    Ok(found)
}

/// A line with the SHA-256 sum of each file.
pub fn sums(folder: &Path, files: &[String]) -> Result<String> {
    let mut text = String::new();
    for file in files {
        let bytes = std::fs::read(folder.join(file)).with_context(|| format!("cannot read {file}"))?;
        writeln!(text, "{}  {file}", hex::digits(&Sha256::digest(&bytes)))?;
    }
    Ok(text)
}

/// One sum for a folder: that of its list of sums.
pub fn sum_of(folder: &Path) -> Result<String> {
    let list = sums(folder, &every_file(folder)?)?;
    Ok(hex::digits(&Sha256::digest(list.as_bytes())))
}

/// The page of release notes: what it was built from, how to check it, what changed. The same commit gives the same text.
pub fn notes(dist: &Path) -> Result<String> {
    let git = |arguments: &[&str]| program::output(program::program("git").args(arguments)).ok();
    let line = |arguments: &[&str]| git(arguments).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let commit = line(&["rev-parse", "HEAD"]).unwrap_or_else(|| "unknown: not built in a git checkout".to_owned());
    let date = line(&["show", "--no-patch", "--format=%cs", "HEAD"]).unwrap_or_else(|| "unknown".to_owned());
    let changed = line(&["status", "--porcelain", "--untracked-files=no"]);
    let earlier = line(&["describe", "--tags", "--abbrev=0", "HEAD^"]);
    let range = earlier.as_ref().map_or_else(|| "HEAD".to_owned(), |tag| format!("{tag}..HEAD"));
    let subjects = git(&["log", "--no-merges", "--format=%s", &range]).unwrap_or_default();
    let subjects: Vec<&str> = subjects.lines().collect();
    let most = if earlier.is_some() { subjects.len() } else { MOST_CHANGES.min(subjects.len()) };
    let compiler = program::version("rustc").unwrap_or_else(|| "unknown".to_owned());
    let files = every_file(dist)?;

    let mut text = String::from("# Release notes\n\n");
    writeln!(text, "| | |\n| --- | --- |")?;
    writeln!(text, "| Version | {} |", env!("CARGO_PKG_VERSION"))?;
    writeln!(text, "| Commit | {commit} |")?;
    writeln!(text, "| Date of the commit | {date} |")?;
    writeln!(text, "| Compiler | {compiler} |")?;
    writeln!(text, "| Files of the page | {}, with their compressed copies |", files.len())?;
    writeln!(text, "| SHA-256 of the page | {} |", sum_of(dist)?)?;
    if changed.is_some() {
        text.push_str("\n**Built with changes that are not in this commit.**\n");
    }
    text.push_str(
        "\n## Check it\n\n    sha256sum --check SHA256SUMS\n\n\
         The same commit and compiler give the same bytes: `cargo xtask reproducible` builds the page twice and compares \
         them.\n\n",
    );
    match earlier {
        Some(tag) => writeln!(text, "## Changes since {tag}\n")?,
        None => writeln!(text, "## The last changes\n")?,
    }
    for subject in subjects.iter().take(most) {
        writeln!(text, "- {subject}")?;
    }
    if subjects.len() > most {
        writeln!(text, "- and {} before them", subjects.len() - most)?;
    }
    Ok(text)
}
