//! How long links are, beside what other pages make of the same document.

use std::io::Write as _;

use anyhow::{Context, Result, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use outcrop::share::schema::{self, Extent};
use outcrop::share::{file, link};

use crate::folders;

/// Prints a row a state of `tests/share/states`: the characters of its document through each way of packing it.
pub fn sizes() -> Result<()> {
    println!("Characters of a link: the document, and that document packed in each way");
    println!("{:<16}{:>8}{:>11}{:>8}{:>8}{:>9}", "state", "JSON", "lz-string", "gzip", "brotli", "Outcrop");
    let folder = folders::root().join("tests/share/states");
    let mut files: Vec<_> = std::fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.sort();
    for path in files {
        let opened = file::read(&std::fs::read(&path)?).map_err(|error| anyhow!("{}: {error}", path.display()))?;
        let document = schema::write(&opened.experiment, Extent::Link).to_string();
        let ours = link::encode(&opened.experiment)?.len();
        let name = path.file_name().context("it is a file")?.to_string_lossy().replace(file::EXTENSION, "");
        let lz = lz_str::compress_to_encoded_uri_component(document.encode_utf16().collect::<Vec<_>>()).len();
        println!(
            "{name:<16}{:>8}{lz:>11}{:>8}{:>8}{ours:>9}",
            document.len(),
            URL_SAFE_NO_PAD.encode(gzip(&document)?).len(),
            URL_SAFE_NO_PAD.encode(brotli(&document)?).len(),
        );
    }
    Ok(())
}

fn gzip(text: &str) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(text.as_bytes())?;
    Ok(encoder.finish()?)
}

fn brotli(text: &str) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    brotli::CompressorWriter::new(&mut out, 4_096, 11, 22).write_all(text.as_bytes())?;
    Ok(out)
}
