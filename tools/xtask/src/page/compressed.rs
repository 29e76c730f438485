//! Compressed copies beside each file of the page, for hosts that serve them as they are.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

/// Below this, the headers of an answer weigh more than what compression saves.
const WORTH_IT: u64 = 256;

/// The page's files, as paths with `/` from its root, without compressed copies and host files.
pub fn files(dist: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    collect(dist, "", &mut found)?;
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            if !name.starts_with('.') {
                collect(&entry.path(), &format!("{prefix}{name}/"), found)?;
            }
        } else if !is_copy(&name) && name != "_headers" {
            found.push(format!("{prefix}{name}"));
        }
    }
    Ok(())
}

/// Whether a file is the compressed copy of another one.
pub fn is_copy(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "br" || extension == "gz")
}

/// Writes `.br` (quality 11) and `.gz` (level 9) beside each file.
pub fn write_copies(dist: &Path) -> Result<()> {
    for file in files(dist)? {
        let path = dist.join(&file);
        let bytes = fs::read(&path)?;
        if fs::metadata(&path)?.len() < WORTH_IT {
            continue;
        }
        fs::write(dist.join(format!("{file}.br")), brotli(&bytes)?)?;
        fs::write(dist.join(format!("{file}.gz")), gzip(&bytes)?)?;
    }
    Ok(())
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &parameters)?;
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes)?;
    Ok(packer.finish()?)
}
