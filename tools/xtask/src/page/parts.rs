//! Names and seals the parts of the program: one hash for all of them, integrity for each.
//!
//! The JavaScript files name each other and the modules, so they share one hash, taken over all contents: whatever
//! changes, every name changes, and a page never meets parts of another build.

use std::path::Path;

use anyhow::{Context, Result, bail};
use outcrop::text::hex;
use sha2::{Digest, Sha384};

use super::headers::HASH_DIGITS;
use super::release::short_integrity;
use super::{loader, order, pack, split, wasm};

/// The program's files under their final names.
pub struct Parts {
    /// The JavaScript that wasm-bindgen wrote.
    pub script: String,
    /// The main module.
    pub module: String,
    /// The script that loads the other modules.
    pub loader: String,
}

/// Moves Trunk's output to final names beside `index.html`.
pub fn seal(dist: &Path, name: &str) -> Result<Parts> {
    let read = |file: &str| std::fs::read(dist.join(file)).with_context(|| format!("Trunk wrote no {file}"));
    let text = |file: &str| String::from_utf8(read(file)?).with_context(|| format!("{file} is not text"));
    let folder = dist.join(split::FOLDER);
    let mut script = text(&format!("{name}.js"))?;
    let mut loader = text(&format!("{}/{}", split::FOLDER, split::LOADER))?;
    let (module, named) = wasm::with_short_names(
        &read(&format!("{name}_bg.wasm"))?,
        &without_comments(&script),
        &format!("./{name}_bg.js"),
    )?;
    let module = order::like_beside_like(&module)?;
    script = named;
    let mut chunks = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        let file = entry?.file_name().to_string_lossy().into_owned();
        if Path::new(&file).extension() == Some("wasm".as_ref()) {
            let bytes = wasm::without_custom_sections(&read(&format!("{}/{file}", split::FOLDER))?)?;
            chunks.push((file, bytes));
        }
    }
    chunks.sort();

    let mut hasher = Sha384::new();
    hasher.update(&script);
    hasher.update(&loader);
    hasher.update(&module);
    for (_, bytes) in &chunks {
        hasher.update(bytes);
    }
    let mut hash = hex::digits(&hasher.finalize());
    hash.truncate(HASH_DIGITS);
    let parts = Parts {
        script: format!("{name}-{hash}.js"),
        module: format!("{name}-{hash}_bg.wasm"),
        loader: format!("parts-{hash}.js"),
    };

    let table = loader::Table::read(&loader, |file| {
        chunks.iter().find(|(chunk, _)| chunk == file).map(|(_, bytes)| short_integrity(bytes))
    })?;
    let packs = pack::packs(&table)?;
    let mut sealed = Vec::new();
    for each in &packs {
        let of_pack = |(file, _): &(String, Vec<u8>)| each.files.iter().any(|inside| inside == stem(file));
        let (inside, outside): (Vec<_>, Vec<_>) = chunks.into_iter().partition(of_pack);
        let bytes = pack::module(inside.iter().map(|(file, bytes)| (stem(file), bytes.as_slice())));
        sealed.push((each, short_integrity(&bytes)));
        chunks = outside;
        chunks.push((format!("{}.wasm", each.name), bytes));
    }
    let json = table.to_json(&sealed);
    let table_file = format!("parts-{hash}.json");
    loader = table.loader(&parts.script, &table_file, &short_integrity(json.as_bytes()), &hash)?;
    for (file, bytes) in &chunks {
        std::fs::write(dist.join(format!("{}-{hash}.wasm", stem(file))), bytes)?;
    }
    std::fs::write(dist.join(table_file), json)?;
    // wasm-bindgen imports the loader once for each of its functions.
    let from = |file: &str| format!("from \"./{file}\"");
    script = script.replace(&from(&format!("{}/{}", split::FOLDER, split::LOADER)), &from(&parts.loader));
    if !script.contains(&parts.loader) {
        bail!("{name}.js does not import the parts' loader");
    }
    std::fs::write(dist.join(&parts.script), script)?;
    std::fs::write(dist.join(&parts.loader), without_comments(&loader))?;
    std::fs::write(dist.join(&parts.module), module)?;
    std::fs::remove_dir_all(&folder)?;
    std::fs::remove_file(dist.join(format!("{name}.js")))?;
    std::fs::remove_file(dist.join(format!("{name}_bg.wasm")))?;
    Ok(parts)
}

/// The name of a module's file without its extension.
fn stem(file: &str) -> &str {
    file.trim_end_matches(".wasm")
}

/// The script without the comments that stand on lines of their own, and without indentation. It has no string over
/// several lines.
pub fn without_comments(script: &str) -> String {
    let mut bare = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        let opens = line.starts_with("/*");
        if !(in_comment || opens || line.is_empty() || line.starts_with("//")) {
            bare.push_str(line);
            bare.push('\n');
        }
        in_comment = (in_comment || opens) && !line.ends_with("*/");
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn only_comments_and_indentation_go() {
        let script = "/** a\n * b\n */\nfunction f() {\n    return 1; // kept\n}\n// gone\n/* one line */\nf();\n";
        assert_eq!(without_comments(script), "function f() {\nreturn 1; // kept\n}\nf();\n");
    }
}
