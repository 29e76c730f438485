//! Holds every late function to have a caller.
//!
//! The splitter takes a function out of the first load only if something calls it: `#[wasm_split]` exports the function, and its
//! caller imports it. An export without its import stays in the main module, with all that it uses. The splitter only warns
//! of it; here it stops the build.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use wasmparser::{Parser, Payload};

/// How the names of both begin (`wasm_split_macros` 0.2.2).
const MARK: &str = "__wasm_split_00";

/// The length of the hash by which an export and its import know each other.
const HASH: usize = 32;

/// Fails if a late function of this module, which is not split yet, is called nowhere.
pub fn each_has_one(module: &[u8]) -> Result<()> {
    let uncalled = uncalled(module)?;
    if uncalled.is_empty() {
        return Ok(());
    }
    bail!(
        "nothing calls these late functions, so they would be in the first load; remove them: {}",
        uncalled.join(", ")
    )
}

/// The late functions that are exported and not imported, each as `part: function`.
fn uncalled(module: &[u8]) -> Result<Vec<String>> {
    let mut imported = Vec::new();
    let mut exported = BTreeMap::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload.context("not a WebAssembly module")? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported.extend(late(import?.name, "_import_").map(|(part, hash, _)| (part, hash)));
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    exported.extend(late(export?.name, "_export_").map(|(part, hash, name)| ((part, hash), name)));
                }
            }
            _ => {}
        }
    }
    for called in &imported {
        exported.remove(called);
    }
    Ok(exported.into_iter().map(|((part, _), name)| format!("{part}: {name}")).collect())
}

/// Part, hash and name of a late function, of `__wasm_split_00<part>00<kind><hash>_<name>`.
fn late<'a>(symbol: &'a str, kind: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let (part, rest) = symbol.strip_prefix(MARK)?.split_once("00")?;
    let (hash, name) = rest.strip_prefix(kind)?.split_at_checked(HASH)?;
    Some((part, hash, name.trim_start_matches('_')))
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection, ImportSection, Module,
        TypeSection,
    };

    use super::{each_has_one, uncalled};

    const ONE: &str = "0123456789abcdef0123456789abcdef";
    const TWO: &str = "fedcba9876543210fedcba9876543210";

    /// A module that imports and exports functions of these names.
    fn module(imports: &[String], exports: &[String]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imported = ImportSection::new();
        for name in imports {
            imported.import("x", name, EntityType::Function(0));
        }
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut exported = ExportSection::new();
        for name in exports {
            exported.export(name, ExportKind::Func, u32::try_from(imports.len()).unwrap());
        }
        let mut body = Function::new([]);
        body.instructions().end();
        let mut code = CodeSection::new();
        code.function(&body);
        let mut module = Module::new();
        module.section(&types).section(&imported).section(&functions).section(&exported).section(&code);
        module.finish()
    }

    fn symbol(part: &str, kind: &str, hash: &str, name: &str) -> String {
        format!("__wasm_split_00{part}00_{kind}_{hash}_{name}")
    }

    #[test]
    fn a_late_function_with_a_caller_passes() {
        let module = module(
            &[symbol("run", "import", ONE, "send"), "other".to_owned()],
            &[symbol("run", "export", ONE, "send"), "main".to_owned()],
        );
        each_has_one(&module).unwrap();
    }

    #[test]
    fn a_late_function_without_a_caller_stops_the_build_by_name() {
        let exports = [symbol("run", "export", ONE, "send"), symbol("import_python", "export", TWO, "run_program")];
        let module = module(&[symbol("run", "import", ONE, "send")], &exports);
        assert_eq!(uncalled(&module).unwrap(), ["import_python: run_program"]);
        let message = each_has_one(&module).unwrap_err().to_string();
        assert!(message.contains("import_python: run_program") && !message.contains("send"), "{message}");
    }

    #[test]
    fn the_same_name_in_another_part_is_no_caller() {
        let module = module(&[symbol("lab", "import", TWO, "late")], &[symbol("run", "export", ONE, "late")]);
        assert_eq!(uncalled(&module).unwrap(), ["run: late"]);
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        assert!(each_has_one(b"no module").is_err());
    }
}
