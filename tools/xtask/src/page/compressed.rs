//! Compressed copies beside each file of the page, for hosts that serve them as they are.

use std::fs;
use std::io::Write;
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, anyhow};

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

/// Writes `.br` (quality 11) and `.gz` (level 9) beside each file, on all cores, the largest file first.
pub fn write_copies(dist: &Path) -> Result<()> {
    let mut sized = Vec::new();
    for file in files(dist)? {
        let size = fs::metadata(dist.join(&file))?.len();
        if size >= WORTH_IT {
            sized.push((size, file));
        }
    }
    sized.sort_by(|a, b| b.cmp(a));
    let next = AtomicUsize::new(0);
    let packs = || -> Result<()> {
        while let Some((_, file)) = sized.get(next.fetch_add(1, Ordering::Relaxed)) {
            let bytes = fs::read(dist.join(file))?;
            fs::write(dist.join(format!("{file}.br")), brotli(&bytes)?)?;
            fs::write(dist.join(format!("{file}.gz")), gzip(&bytes)?)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(packs)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| anyhow!("a copy could not be packed"))?)
    })
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

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn each_file_that_is_large_enough_gets_copies_that_unpack_to_it() {
        let dist = std::env::temp_dir().join(format!("outcrop-copies-{}", std::process::id()));
        fs::create_dir_all(dist.join("deep")).unwrap();
        let texts = [("a.txt", 40_000), ("b.txt", 300), ("deep/c.txt", 90_000), ("small.txt", 10)];
        for (name, length) in texts {
            let text: String = (0..length).map(|n| char::from(b'a' + u8::try_from(n * n % 26).unwrap())).collect();
            fs::write(dist.join(name), text).unwrap();
        }
        write_copies(&dist).unwrap();
        for (name, length) in texts {
            let packed = |ending: &str| fs::read(dist.join(format!("{name}.{ending}")));
            if length < WORTH_IT {
                assert!(packed("br").is_err() && packed("gz").is_err(), "{name} is too small");
                continue;
            }
            let plain = fs::read(dist.join(name)).unwrap();
            let (mut of_brotli, mut of_gzip) = (Vec::new(), Vec::new());
            brotli::BrotliDecompress(&mut &packed("br").unwrap()[..], &mut of_brotli).unwrap();
            flate2::read::GzDecoder::new(&packed("gz").unwrap()[..]).read_to_end(&mut of_gzip).unwrap();
            assert!(of_brotli == plain && of_gzip == plain, "{name}");
        }
        fs::remove_dir_all(&dist).unwrap();
    }
}
