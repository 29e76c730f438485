//! The same commit gives the same bytes.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{build, bundle, compressed, dist, release};
use crate::checks::Tally;
use crate::program::{self, cargo};
use crate::{folders, progress};

/// Runs all that comes after the compiler once more, on the module that `dist/` was made from, and compares the files. Where
/// Trunk made `dist/`, this also shows that our bundler writes what Trunk writes.
pub fn steps_after_the_compiler() -> Result<Tally> {
    let again = folders::root().join(".generated/again");
    if again.is_dir() {
        std::fs::remove_dir_all(&again)?;
    }
    bundle::bundle(&again, bundle::Module::Found)?;
    release::seal(&again)?;
    let different = different(&dist(), &again)?;
    for file in &different {
        println!("{file} is not the same the second time");
    }
    std::fs::remove_dir_all(&again)?;
    Ok(Tally::one(different.is_empty()))
}

/// `cargo xtask reproducible`: builds the page, builds it again from nothing, and compares all files.
pub fn reproducible() -> Result<()> {
    build()?;
    let first = folders::root().join(".generated/first");
    if first.is_dir() {
        std::fs::remove_dir_all(&first)?;
    }
    std::fs::rename(dist(), &first).context("cannot put the first page aside")?;
    progress::step("Remove what was compiled for the page", "seconds", || {
        program::run(&mut cargo(["clean", "--release", "--target", "wasm32-unknown-unknown"]))
    })?;
    build()?;
    let different = different(&first, &dist())?;
    if !different.is_empty() {
        bail!("the two builds differ in {}; the first is in {}", different.join(", "), first.display());
    }
    std::fs::remove_dir_all(&first)?;
    println!("Both builds gave the same {} files", compressed::files(&dist())?.len());
    Ok(())
}

/// The files that are not the same in both folders. Compressed copies follow from them.
fn different(one: &Path, other: &Path) -> Result<Vec<String>> {
    let mut names = compressed::files(one)?;
    names.extend(compressed::files(other)?);
    names.sort();
    names.dedup();
    let differs = |name: &String| match (std::fs::read(one.join(name)), std::fs::read(other.join(name))) {
        (Ok(one), Ok(other)) => one != other,
        _ => true,
    };
    Ok(names.into_iter().filter(differs).collect())
}

#[cfg(test)]
mod tests {
    use super::different;

    #[test]
    fn a_byte_or_a_file_makes_a_difference() {
        let folder = std::env::temp_dir().join(format!("outcrop-different-{}", std::process::id()));
        let write = |name: &str, text: &str| {
            let file = folder.join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        };
        for side in ["a", "b"] {
            write(&format!("{side}/index.html"), "page");
            write(&format!("{side}/inner/x.js"), "x");
        }
        let differ = || different(&folder.join("a"), &folder.join("b")).unwrap();
        assert!(differ().is_empty());
        write("b/inner/x.js", "y");
        write("a/only.css", "");
        assert_eq!(differ(), ["inner/x.js", "only.css"]);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
