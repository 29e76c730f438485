//! What a release leaves out of the main WebAssembly module: what only a debugger reads, and long names.
//!
//! rustc's `strip = true` would do the first too early: it also drops `target_features`, which wasm-bindgen needs. The names
//! of functions alone are a third of the module. wasm-bindgen names each browser function that it imports with a hash of
//! sixteen digits, which no compression makes smaller; the module and its JavaScript agree on short ones instead.

use std::collections::HashMap;

use anyhow::{Context, Result, anyhow, bail};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{ExportSection, ImportSection, Module, RawSection};
use wasmparser::{Imports, Parser, Payload};

/// The module without its custom sections, which do not change what it does (WebAssembly core specification 2.0,
/// section 5.5.3).
pub fn without_custom_sections(module: &[u8]) -> Result<Vec<u8>> {
    rewritten(module, |_, name| name.to_owned())
}

/// The module without the exports whose names `is_unused` knows. All else stays, custom sections too.
pub fn without_exports(module: &[u8], is_unused: impl Fn(&str) -> bool) -> Result<Vec<u8>> {
    let mut out = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.context("not a WebAssembly module")?;
        if let Payload::ExportSection(section) = &payload {
            let mut exports = ExportSection::new();
            for export in section.clone() {
                let export = export?;
                if !is_unused(export.name) {
                    RoundtripReencoder
                        .parse_export(&mut exports, export)
                        .map_err(|error| anyhow!("an export could not be kept: {error}"))?;
                }
            }
            out.section(&exports);
        } else if let Some((id, range)) = payload.as_section() {
            let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
            let data = module.get(range).context("a section is longer than the module")?;
            out.section(&RawSection { id, data });
        }
    }
    Ok(out.finish())
}

/// The module and the script beside it with short names for what `from`, the script as the module calls it, gives to it.
///
/// Errors: the script must define every name exactly once, at the start of a line.
pub fn with_short_names(module: &[u8], script: &str, from: &str) -> Result<(Vec<u8>, String)> {
    let mut names = HashMap::new();
    let module = rewritten(module, |source, name| {
        if source != from {
            return name.to_owned();
        }
        let next = short(names.len());
        names.entry(name.to_owned()).or_insert(next).clone()
    })?;
    let mut used = 0;
    let mut text = String::with_capacity(script.len());
    for line in script.lines() {
        let defined = line.split_once(':').and_then(|(name, rest)| Some((names.get(name.trim())?, rest)));
        match defined {
            Some((short, rest)) => {
                used += 1;
                text.extend([short, ":", rest]);
            }
            None => text.push_str(line),
        }
        text.push('\n');
    }
    if used != names.len() {
        bail!("the script defines {used} of the {} functions that the module imports from {from}", names.len());
    }
    Ok((module, text))
}

/// The module with other names for its imports, and without custom sections.
fn rewritten(module: &[u8], mut name_of: impl FnMut(&str, &str) -> String) -> Result<Vec<u8>> {
    let mut out = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.context("not a WebAssembly module")?;
        match &payload {
            Payload::CustomSection(_) => {}
            Payload::ImportSection(section) => {
                let mut imports = ImportSection::new();
                for group in section.clone() {
                    let Imports::Single(_, import) = group? else { bail!("imports in the compact form") };
                    let kind = RoundtripReencoder.entity_type(import.ty)?;
                    imports.import(import.module, &name_of(import.module, import.name), kind);
                }
                out.section(&imports);
            }
            other => {
                if let Some((id, range)) = other.as_section() {
                    let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
                    let data = module.get(range).context("a section is longer than the module")?;
                    out.section(&RawSection { id, data });
                }
            }
        }
    }
    Ok(out.finish())
}

/// The short name with this number: `a` to `z`, then `ba`, `bb` and so on.
fn short(mut number: usize) -> String {
    let mut letters = Vec::<char>::new();
    loop {
        letters.extend(('a'..='z').nth(number % 26));
        number /= 26;
        if number == 0 {
            return letters.iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{short, with_short_names, without_custom_sections, without_exports};

    const MAGIC: &[u8] = b"\0asm\x01\0\0\0";

    #[test]
    fn custom_sections_go_and_the_others_stay() {
        let types = [1, 4, 1, 0x60, 0, 0];
        let module = [MAGIC, &[0, 3, 1, b'n', 9], &types, &[0, 2, 1, b'm']].concat();
        assert_eq!(without_custom_sections(&module).unwrap(), [MAGIC, &types].concat());
    }

    #[test]
    fn an_export_goes_by_its_name() {
        let export = |name: &[u8]| [&[u8::try_from(name.len()).unwrap()], name, &[0, 0]].concat();
        let section = |exports: &[Vec<u8>]| {
            let body = [vec![u8::try_from(exports.len()).unwrap()], exports.concat()].concat();
            [vec![7, u8::try_from(body.len()).unwrap()], body].concat()
        };
        let module = |exports: &[Vec<u8>]| [MAGIC, &section(exports), &[0, 3, 1, b'n', 9]].concat();
        let both = module(&[export(b"kept"), export(b"unused_1")]);
        let one = without_exports(&both, |name| name.starts_with("unused")).unwrap();
        assert_eq!(one, module(&[export(b"kept")]), "the custom section stays");
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        for bad in [
            &b"\0asm\x02\0\0\0"[..],
            b"",
            b"\0asm\x01\0\0\0\x05\x09\0",
            b"\0asm\x01\0\0\0\x05",
            b"\0asm\x01\0\0\0\x05\xff\xff\xff\xff\xff",
        ] {
            assert!(without_custom_sections(bad).is_err(), "{bad:?}");
        }
    }

    /// A module that imports `long_one` and `long_two` from `./x.js` and `other` from `./y.js`.
    fn importing() -> Vec<u8> {
        let name = |text: &str| [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
        let import = |from: &str, what: &str| [name(from), name(what), vec![0, 0]].concat();
        let imports =
            [vec![3], import("./x.js", "long_one"), import("./y.js", "other"), import("./x.js", "long_two")].concat();
        let section = [vec![2, u8::try_from(imports.len()).unwrap()], imports].concat();
        [MAGIC, &[1, 4, 1, 0x60, 0, 0], &section].concat()
    }

    #[test]
    fn both_sides_agree_on_the_short_names() {
        let script = "const imports = {\nlong_one: function() {\nreturn {long_two: 1};\n},\n long_two: f,\n};\n";
        let (module, script) = with_short_names(&importing(), script, "./x.js").unwrap();
        let bytes = String::from_utf8_lossy(&module).into_owned();
        assert!(bytes.contains("./y.js\u{5}other") && bytes.contains("./x.js\u{1}a") && bytes.contains("./x.js\u{1}b"));
        assert_eq!(script, "const imports = {\na: function() {\nreturn {long_two: 1};\n},\nb: f,\n};\n");
    }

    #[test]
    fn a_name_that_the_script_lacks_or_defines_twice_stops_the_release() {
        for script in ["long_one: f,\n", "long_one: f,\nlong_two: f,\nlong_one: f,\n", ""] {
            assert!(with_short_names(&importing(), script, "./x.js").is_err(), "{script}");
        }
    }

    #[test]
    fn no_two_short_names_are_alike() {
        let names: std::collections::HashSet<String> = (0..2_000).map(short).collect();
        assert_eq!(names.len(), 2_000);
        assert_eq!([short(0), short(25), short(26), short(27)], ["a", "z", "ba", "bb"]);
    }
}
