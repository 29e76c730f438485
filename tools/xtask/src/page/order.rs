//! The order of the functions in the main module: like beside like, which Brotli makes smaller by a twentieth.
//!
//! Functions of one type stand together, and within a type each is followed by the one that is most like it: most functions
//! are copies of a generic one for other types. wasm-bindgen orders them by size. The order has no meaning to the program: every
//! index of a function is changed with it.

use anyhow::{Context, Result, anyhow};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, ElementSection, FunctionSection, Module};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, Element, ElementItems, FunctionBody, FunctionSectionReader, Imports,
    Operator, Parser, Payload, TypeRef,
};

/// How many numbers describe a function, and how many bytes in a row each of them stands for.
const MARKS: usize = 128;
const RUN: usize = 4;

/// The module with its functions in another order, without custom sections, and without the places that the splitter keeps
/// free in the table of functions for the other parts: a table is empty where nothing is said of it.
pub fn like_beside_like(module: &[u8]) -> Result<Vec<u8>> {
    let mut imported = 0;
    let mut functions = Vec::new();
    let mut bodies = 0;
    for payload in Parser::new(0).parse_all(module) {
        match payload.context("not a WebAssembly module")? {
            Payload::ImportSection(section) => {
                for group in section {
                    let Imports::Single(_, import) = group? else { anyhow::bail!("imports in the compact form") };
                    imported += u32::from(matches!(import.ty, TypeRef::Func(_)));
                }
            }
            Payload::FunctionSection(section) => {
                for (old, kind) in section.into_iter().enumerate() {
                    let old = u32::try_from(old)?;
                    functions.push(Function { old, kind: kind?, length: 0, marks: vec![u32::MAX; MARKS] });
                }
            }
            Payload::CodeSectionEntry(body) => {
                let function = functions.get_mut(bodies).context("a function without a type")?;
                let range = usize::try_from(body.range().start)?..usize::try_from(body.range().end)?;
                describe(function, module.get(range).context("a function is longer than the module")?);
                bodies += 1;
            }
            _ => {}
        }
    }
    let order: Vec<u32> = in_order(functions).iter().map(|function| function.old).collect();
    let mut index: Vec<u32> = (0..imported).collect();
    index.resize(index.len() + order.len(), 0);
    for (new, old) in (imported..).zip(&order) {
        *index.get_mut(usize::try_from(imported + old)?).context("a function that is not there")? = new;
    }
    let mut out = Module::new();
    Ordered { order, index }
        .parse_core_module(&mut out, Parser::new(0), module)
        .map_err(|error| anyhow!("the functions could not be ordered: {error}"))?;
    Ok(out.finish())
}

/// What is compared of a function.
struct Function {
    old: u32,
    kind: u32,
    length: usize,
    /// Of all runs of bytes in it, the least hash in each of [`MARKS`] classes (one-permutation hashing).
    marks: Vec<u32>,
}

fn describe(function: &mut Function, body: &[u8]) {
    function.length = body.len();
    for run in body.windows(RUN) {
        let hash = run.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
        let hash = (hash ^ (hash >> 15)).wrapping_mul(0x2c1b_3c6d);
        let hash = hash ^ (hash >> 12);
        let class = usize::try_from(hash).unwrap_or_default() % MARKS;
        if let Some(least) = function.marks.get_mut(class) {
            *least = hash.min(*least);
        }
    }
}

/// By type; within a type the shortest first, and after each the one that is most like it.
fn in_order(mut functions: Vec<Function>) -> Vec<Function> {
    functions.sort_by_key(|function| (function.kind, function.length, function.old));
    let mut ordered = Vec::<Function>::with_capacity(functions.len());
    let mut rest = functions.into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut same = Vec::new();
        while let Some(next) = rest.next_if(|next| next.kind == first.kind) {
            same.push(next);
        }
        let mut last = first;
        while !same.is_empty() {
            // Of several that are as much like it, the shortest.
            let mut best = (0, 0);
            for (at, function) in same.iter().enumerate() {
                let likeness = likeness(&last, function);
                if likeness > best.1 {
                    best = (at, likeness);
                }
            }
            ordered.push(std::mem::replace(&mut last, same.remove(best.0)));
        }
        ordered.push(last);
    }
    ordered
}

/// The share of runs that two functions have in common, of 10,000.
fn likeness(one: &Function, other: &Function) -> u32 {
    let (mut either, mut both) = (0, 0);
    for (one, other) in one.marks.iter().zip(&other.marks) {
        if *one != u32::MAX || *other != u32::MAX {
            either += 1;
            both += u32::from(one == other);
        }
    }
    both * 10_000 / either.max(1)
}

/// Writes the functions in the order `order`; `index` has the new index of each.
struct Ordered {
    order: Vec<u32>,
    index: Vec<u32>,
}

impl Ordered {
    fn ordered<T: Clone>(&self, found: &[T]) -> Result<Vec<T>, Error<anyhow::Error>> {
        let at = |old: &u32| found.get(usize::try_from(*old).ok()?).cloned();
        let all: Option<Vec<T>> = self.order.iter().map(at).collect();
        all.ok_or_else(|| Error::UserError(anyhow!("a function without a body")))
    }
}

impl Reencode for Ordered {
    type Error = anyhow::Error;

    fn function_index(&mut self, old: u32) -> Result<u32, Error<Self::Error>> {
        let new = usize::try_from(old).ok().and_then(|old| self.index.get(old));
        new.copied().ok_or_else(|| Error::UserError(anyhow!("no function has the index {old}")))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let kinds = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        for kind in self.ordered(&kinds)? {
            functions.function(kind);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let bodies = section.into_iter().collect::<Result<Vec<FunctionBody>, _>>()?;
        for body in self.ordered(&bodies)? {
            self.parse_function_body(code, body)?;
        }
        Ok(())
    }

    fn parse_element(&mut self, elements: &mut ElementSection, element: Element<'_>) -> Result<(), Error<Self::Error>> {
        if is_empty(&element)? {
            return Ok(());
        }
        wasm_encoder::reencode::utils::parse_element(self, elements, element)
    }

    fn parse_custom_section(&mut self, _: &mut Module, _: CustomSectionReader<'_>) -> Result<(), Error<Self::Error>> {
        Ok(())
    }
}

/// Whether an element segment says only that its places are free.
fn is_empty(element: &Element<'_>) -> Result<bool, wasmparser::BinaryReaderError> {
    let ElementItems::Expressions(_, items) = &element.items else { return Ok(false) };
    for item in items.clone() {
        if !matches!(item?.get_operators_reader().read()?, Operator::RefNull { .. }) {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, ConstExpr, CustomSection, ElementMode, ElementSection, ElementSegment, Elements, EntityType,
        ExportKind, ExportSection, Function, FunctionSection, HeapType, ImportSection, Module, RefType, StartSection,
        TableSection, TableType, TypeSection,
    };
    use wasmparser::{ElementItems, ExternalKind, Operator, Parser, Payload, Validator};

    use super::like_beside_like;

    /// One import, and five functions of two types that call each other; the second one is exported, the third starts the
    /// module, and all are in the table.
    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([wasm_encoder::ValType::I32], []);
        let mut imports = ImportSection::new();
        imports.import("a", "b", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for (kind, constant, callee) in [(1, 7, 0), (0, 70_000, 1), (0, 8, 5), (1, 70_001, 0), (0, 70_001, 2)] {
            functions.function(kind);
            let mut body = Function::new([]);
            body.instructions().i32_const(constant).drop();
            if callee == 1 {
                body.instructions().i32_const(1);
            }
            body.instructions().call(callee).end();
            code.function(&body);
        }
        let mut tables = TableSection::new();
        let element_type = RefType::FUNCREF;
        tables.table(TableType { element_type, minimum: 9, maximum: None, table64: false, shared: false });
        let mut exports = ExportSection::new();
        exports.export("second", ExportKind::Func, 2);
        let mut elements = ElementSection::new();
        let offset = ConstExpr::i32_const(1);
        let mode = || ElementMode::Active { table: None, offset: &offset };
        elements.segment(ElementSegment { mode: mode(), elements: Elements::Functions((&[5, 4, 3, 2, 1][..]).into()) });
        let free = [ConstExpr::ref_null(HeapType::FUNC)];
        let elements_free = Elements::Expressions(element_type, (&free[..]).into());
        elements.segment(ElementSegment { mode: mode(), elements: elements_free });
        let mut out = Module::new();
        out.section(&types).section(&imports).section(&functions).section(&tables).section(&exports);
        out.section(&StartSection { function_index: 3 }).section(&elements).section(&code);
        out.section(&CustomSection { name: "name".into(), data: (&[0_u8][..]).into() });
        out.finish()
    }

    /// Of a function: its constant, and the constant of the function that it calls.
    type Read = (i32, Option<i32>);

    /// The functions of a module as it names them: the exported one, the one that starts it, those of the table.
    fn named(module: &[u8]) -> (Vec<Read>, usize) {
        let (mut indices, mut bodies, mut segments) = (Vec::new(), Vec::new(), 0);
        for payload in Parser::new(0).parse_all(module) {
            match payload.unwrap() {
                Payload::ExportSection(section) => {
                    let exports = section.into_iter().map(Result::unwrap);
                    indices
                        .extend(exports.filter(|export| export.kind == ExternalKind::Func).map(|export| export.index));
                }
                Payload::StartSection { func, .. } => indices.push(func),
                Payload::ElementSection(section) => {
                    for element in section {
                        segments += 1;
                        if let ElementItems::Functions(items) = element.unwrap().items {
                            indices.extend(items.into_iter().map(Result::unwrap));
                        }
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    let mut read = (0, 0);
                    for operator in body.get_operators_reader().unwrap() {
                        match operator.unwrap() {
                            Operator::I32Const { value } if read.0 == 0 => read.0 = value,
                            Operator::Call { function_index } => read.1 = function_index,
                            _ => {}
                        }
                    }
                    bodies.push(read);
                }
                Payload::CustomSection(_) => segments += 100,
                _ => {}
            }
        }
        let body = |index: u32| index.checked_sub(1).map(|local| bodies[local as usize]);
        let read = |index: &u32| {
            let (constant, callee) = body(*index).unwrap();
            (constant, body(callee).map(|(constant, _)| constant))
        };
        (indices.iter().map(read).collect(), segments)
    }

    #[test]
    fn every_name_of_a_function_leads_to_the_same_one_as_before() {
        let before = module();
        let after = like_beside_like(&before).unwrap();
        Validator::new().validate_all(&after).unwrap();
        let (names, segments) = named(&before);
        assert_eq!(segments, 102);
        assert_eq!(names.first(), Some(&(70_000, Some(7))));
        assert_eq!(named(&after), (names, 1), "and neither the custom section nor the free place");
    }

    #[test]
    fn functions_of_one_type_stand_together() {
        let after = like_beside_like(&module()).unwrap();
        let mut kinds = Vec::new();
        for payload in Parser::new(0).parse_all(&after) {
            if let Payload::FunctionSection(section) = payload.unwrap() {
                kinds = section.into_iter().map(Result::unwrap).collect();
            }
        }
        assert_eq!(kinds, [0, 0, 0, 1, 1]);
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        assert!(like_beside_like(b"no module").is_err());
    }
}
