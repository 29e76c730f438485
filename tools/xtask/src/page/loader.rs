//! The script that fetches the parts of the program.
//!
//! The splitter writes one that names each chunk with a function of its own. What the page needs at first is much less: the
//! names of the parts. Which chunks a part needs, and what each must weigh up to (its integrity), is a table in a file that is
//! fetched with the first part. The table's own integrity stands in the script, so that nothing unknown is run.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::pack::Pack;

/// What the splitter's loader says.
#[derive(Debug)]
pub struct Table {
    /// Of each file of the program, without its extension: its integrity, and what must be loaded with it.
    files: BTreeMap<String, (String, Vec<String>)>,
    /// The exported functions, each with its part's file.
    exports: Vec<(String, String)>,
    /// What the main module shares with its parts.
    shared: String,
}

impl Table {
    /// Reads the splitter's loader; `integrity` knows the integrity of each file.
    pub fn read(loader: &str, integrity: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let (_, shared) = loader.split_once("const {").context("the loader shares nothing")?;
        let (shared, _) = shared.split_once("} = initSync(").context("the loader does not call initSync")?;
        let mut files = BTreeMap::new();
        let mut exports = Vec::new();
        for piece in loader.lines().collect::<Vec<_>>().join(" ").split("const __").skip(1) {
            // `const __chunk_10 = makeLoad(…, […]);` or `export const __wasm_split_load_x = wrapAsyncCb(makeLoad(…, […]));`
            let Some((name, rest)) = piece.split_once(" = ") else { continue };
            let Some((_, rest)) = rest.split_once("new URL(\"./") else { continue };
            let (file, rest) = rest.split_once('"').context("a file without an end")?;
            let (_, needs) = rest.rsplit_once(", [").with_context(|| format!("{file} does not say what it needs"))?;
            let (needs, _) = needs.split_once(']').with_context(|| format!("{file} has a list without an end"))?;
            let needs = needs.split(',').map(|need| need.trim().trim_start_matches("__").to_owned());
            let needs: Vec<String> = needs.filter(|need| !need.is_empty()).collect();
            let stem = file.trim_end_matches(".wasm").to_owned();
            let known = integrity(file).with_context(|| format!("{file} was not written"))?;
            if name.starts_with("wasm_split_load_") {
                exports.push((format!("__{name}"), stem.clone()));
            } else if name != stem {
                bail!("the chunk {name} is the file {file}");
            }
            files.insert(stem, (known, needs));
        }
        if exports.is_empty() {
            bail!("the loader exports no part: is nothing marked with #[wasm_split]?");
        }
        for (file, (_, needs)) in &files {
            if let Some(lost) = needs.iter().find(|need| !files.contains_key(*need)) {
                bail!("{file} needs {lost}, which the loader does not have");
            }
        }
        Ok(Self { files, exports, shared: shared.split_whitespace().collect::<Vec<_>>().join(" ") })
    }

    /// All files that a file needs, with itself; `None` if it is not known.
    pub fn needed(&self, file: &str) -> Option<BTreeSet<String>> {
        let mut open = vec![self.files.get_key_value(file)?.0];
        let mut needed = BTreeSet::new();
        while let Some(next) = open.pop() {
            if needed.insert(next.clone()) {
                open.extend(self.files.get(next).into_iter().flat_map(|(_, needs)| needs));
            }
        }
        Some(needed)
    }

    /// The table: a list of files, each with its name, its integrity and the places of what it needs. A file in a pack has the
    /// place of its pack for its integrity; the packs with theirs are at the end.
    pub fn to_json(&self, packs: &[(&Pack, String)]) -> String {
        let place = |name: &String| self.files.keys().position(|file| file == name);
        let pack_of = |name: &String| packs.iter().position(|(pack, _)| pack.files.contains(name));
        let rows = self.files.iter().map(|(name, (integrity, needs))| {
            let needs: Vec<usize> = needs.iter().filter_map(place).collect();
            match pack_of(name) {
                Some(pack) => json!([name, self.files.len() + pack, needs]),
                None => json!([name, integrity, needs]),
            }
        });
        let packs = packs.iter().map(|(pack, integrity)| json!([pack.name, integrity, []]));
        serde_json::Value::Array(rows.chain(packs).collect()).to_string()
    }

    /// The script for the page.
    pub fn loader(&self, script: &str, table: &str, integrity: &str, hash: &str) -> Result<String> {
        let mut out = include_str!("loader.js").to_owned();
        for (mark, text) in
            [("SCRIPT", script), ("TABLE", table), ("INTEGRITY", integrity), ("HASH", hash), ("SHARED", &self.shared)]
        {
            if !out.contains(&format!("${mark}$")) {
                bail!("loader.js has no place for {mark}");
            }
            out = out.replace(&format!("${mark}$"), text);
        }
        for (export, file) in &self.exports {
            writeln!(out, "export const {export} = part(\"{file}\");")?;
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: &str = r#"import { initSync } from "../outcrop.js";
const { __indirect_function_table, memory,  } = initSync(undefined, undefined);
const __chunk_1 = makeLoad(() => {
const src = fetch(new URL("./chunk_1.wasm", import.meta.url));
return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}
, []);
export const __wasm_split_load_run = wrapAsyncCb(makeLoad(() => {
const src = fetch(new URL("./split_run.wasm", import.meta.url));
return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}
, [__chunk_1]));
"#;

    #[test]
    fn the_table_has_each_file_with_its_integrity_and_what_it_needs() {
        let table = Table::read(WRITTEN, |file| Some(format!("sha256-of-{file}"))).unwrap();
        assert_eq!(
            table.to_json(&[]),
            r#"[["chunk_1","sha256-of-chunk_1.wasm",[]],["split_run","sha256-of-split_run.wasm",[0]]]"#
        );
        let script = table.loader("outcrop-1.js", "parts-1.json", "sha256-x", "1").unwrap();
        assert!(script.contains(r#"export const __wasm_split_load_run = part("split_run");"#), "{script}");
        assert!(script.contains("{__indirect_function_table, memory,}"), "{script}");
        assert!(!script.contains("$SHARED$"), "{script}");
    }

    #[test]
    fn a_loader_of_another_form_is_refused() {
        let known = |_: &str| Some(String::new());
        assert!(Table::read("", known).is_err());
        assert!(Table::read(WRITTEN, |_| None).unwrap_err().to_string().contains("chunk_1.wasm was not written"));
        let lost = WRITTEN.replace("[__chunk_1]", "[__chunk_2]");
        assert!(Table::read(&lost, known).unwrap_err().to_string().contains("split_run needs chunk_2"));
    }
}
