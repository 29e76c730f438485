//! Files that are fetched together, as one file.
//!
//! The splitter writes a file for each set of parts that shares code: hundreds, most of a few kilobytes. A network with a long
//! way to the host waits for each of them, and Brotli finds little in a short file. So what the first run needs is packed: a
//! WebAssembly module with nothing but a custom section for each file, which a browser hands out by name
//! (`WebAssembly.Module.customSections`, <https://webassembly.github.io/spec/js-api/#modules>).

use std::borrow::Cow;
use std::collections::BTreeSet;

use anyhow::{Context, Result};
use wasm_encoder::{CustomSection, Module};

use super::loader::Table;

/// The parts of a first run, in the order in which its first answer needs them.
const SOON: [&str; 3] = ["split_run", "split_simulator", "split_compose"];

/// Files of the program that become one.
#[derive(Debug, PartialEq, Eq)]
pub struct Pack {
    /// Its name, without the hash and the extension.
    pub name: String,
    /// The files in it, without their extensions.
    pub files: Vec<String>,
}

/// A pack for each part of a first run, with all that it needs and no earlier pack has.
pub fn packs(table: &Table) -> Result<Vec<Pack>> {
    let mut packed = BTreeSet::new();
    SOON.iter()
        .map(|part| {
            let needed = table.needed(part).with_context(|| format!("there is no part {part}"))?;
            let files: Vec<String> = needed.difference(&packed).cloned().collect();
            packed.extend(needed);
            Ok(Pack { name: part.replace("split_", "pack_"), files })
        })
        .collect()
}

/// One module with these: names and contents.
pub fn module<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut module = Module::new();
    for (name, bytes) in files {
        module.section(&CustomSection { name: Cow::Borrowed(name), data: Cow::Borrowed(bytes) });
    }
    module.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasmparser::{Parser, Payload};

    #[test]
    fn a_pack_is_a_module_with_a_section_for_each_file() {
        let packed = module([("chunk_1", [1, 2].as_slice()), ("split_run", &[3])]);
        wasmparser::validate(&packed).unwrap();
        let sections: Vec<(String, Vec<u8>)> = Parser::new(0)
            .parse_all(&packed)
            .filter_map(|payload| match payload.unwrap() {
                Payload::CustomSection(section) => Some((section.name().to_owned(), section.data().to_vec())),
                _ => None,
            })
            .collect();
        assert_eq!(sections, [("chunk_1".to_owned(), vec![1, 2]), ("split_run".to_owned(), vec![3])]);
    }

    #[test]
    fn each_file_is_in_the_first_pack_that_needs_it() {
        let part = |name: &str, needs: &str| {
            format!(
                "export const __wasm_split_load_{name} = wrapAsyncCb(makeLoad(() => {{\nconst src = \
                 fetch(new URL(\"./split_{name}.wasm\", import.meta.url));\n}}\n, [{needs}]));\n"
            )
        };
        let chunk = |number: u8| {
            format!(
                "const __chunk_{number} = makeLoad(() => {{\nconst src = fetch(new URL(\"./chunk_{number}.wasm\", \
                 import.meta.url));\n}}\n, []);\n"
            )
        };
        let loader = [
            "const { memory, } = initSync(undefined, undefined);\n".to_owned(),
            (1..=4).map(chunk).collect(),
            part("run", "__chunk_1, __chunk_2"),
            part("simulator", "__chunk_2, __chunk_3"),
            part("compose", "__chunk_1"),
            part("share", "__chunk_1, __chunk_4"),
        ];
        let table = Table::read(&loader.concat(), |file| Some(file.to_owned())).unwrap();
        let pack = |name: &str, files: &[&str]| Pack {
            name: name.to_owned(),
            files: files.iter().map(|file| (*file).to_owned()).collect(),
        };
        let packs = packs(&table).unwrap();
        assert_eq!(
            packs,
            [
                pack("pack_run", &["chunk_1", "chunk_2", "split_run"]),
                pack("pack_simulator", &["chunk_3", "split_simulator"]),
                pack("pack_compose", &["split_compose"]),
            ]
        );
        let sealed: Vec<(&Pack, String)> = packs.iter().map(|pack| (pack, format!("of-{}", pack.name))).collect();
        assert_eq!(
            table.to_json(&sealed),
            concat!(
                r#"[["chunk_1",8,[]],["chunk_2",8,[]],["chunk_3",9,[]],["chunk_4","chunk_4.wasm",[]],"#,
                r#"["split_compose",10,[0]],["split_run",8,[0,1]],["split_share","split_share.wasm",[0,3]],"#,
                r#"["split_simulator",9,[1,2]],"#,
                r#"["pack_run","of-pack_run",[]],["pack_simulator","of-pack_simulator",[]],["pack_compose","of-pack_compose",[]]]"#
            )
        );
    }
}
