//! Statements: assignments, branches, loops, definitions.

use std::rc::Rc;

use ruff_python_ast::{Expr, Stmt, StmtClassDef, StmtFor, StmtFunctionDef, StmtIf, StmtImportFrom, StmtTry};

use super::machine::{Class, Code, DEEPEST, Flow, Function, Machine, Names, Scope};
use super::value::{Py, Unknown};

/// The modules whose functions are known.
const MODULES: [&str; 20] = [
    "boto3",
    "aioboto3",
    "aiobotocore",
    "botocore",
    "json",
    "os",
    "sys",
    "base64",
    "textwrap",
    "functools",
    "copy",
    "typing",
    "dataclasses",
    "enum",
    "pathlib",
    "asyncio",
    "io",
    "types",
    "concurrent",
    "ujson",
];

/// Whether the functions of a module are known.
pub(super) fn is_module(name: &str) -> bool {
    MODULES.contains(&name)
}

impl<'a> Machine<'a> {
    /// Runs statements in turn.
    pub(super) fn run(&mut self, body: &'a [Stmt]) -> Flow {
        for statement in body {
            if !self.step() || self.depth > DEEPEST {
                return Flow::Raise;
            }
            self.depth += 1;
            let flow = self.statement(statement);
            self.depth -= 1;
            if !matches!(flow, Flow::Next) {
                return flow;
            }
        }
        Flow::Next
    }

    fn statement(&mut self, statement: &'a Stmt) -> Flow {
        match statement {
            Stmt::Expr(each) => {
                self.eval(&each.value);
            }
            Stmt::Assign(each) => {
                let value = self.eval(&each.value);
                for target in &each.targets {
                    self.assign(target, value.clone());
                }
            }
            Stmt::AnnAssign(each) => {
                if let Some(value) = &each.value {
                    let value = self.eval(value);
                    self.assign(&each.target, value);
                }
            }
            Stmt::AugAssign(each) => {
                let before = self.eval(&each.target);
                let more = self.eval(&each.value);
                let value = self.augmented(each.op, &before, &more, each);
                self.assign(&each.target, value);
            }
            Stmt::Return(each) => {
                return Flow::Return(each.value.as_ref().map_or(Py::None, |value| self.eval(value)));
            }
            Stmt::If(each) => return self.branch(each),
            Stmt::For(each) => return self.for_loop(each),
            Stmt::While(each) => {
                self.eval(&each.test);
                let flow = self.run(&each.body);
                return self.after_loop(flow, &each.orelse);
            }
            Stmt::With(each) => {
                for item in &each.items {
                    let value = self.eval(&item.context_expr);
                    if let Some(target) = &item.optional_vars {
                        self.assign(target, value);
                    }
                }
                return self.run(&each.body);
            }
            Stmt::Try(each) => return self.try_block(each),
            Stmt::Match(each) => {
                self.eval(&each.subject);
                for case in &each.cases {
                    self.run(&case.body);
                }
            }
            Stmt::FunctionDef(each) => {
                let captured = self.captured();
                let function = self.define(each, captured);
                self.bind(each.name.as_str(), function);
            }
            Stmt::ClassDef(each) => self.class(each),
            Stmt::Import(each) => {
                for alias in &each.names {
                    let full = alias.name.as_str();
                    let root = full.split('.').next().unwrap_or(full);
                    let (name, path) = match &alias.asname {
                        Some(name) => (name.as_str(), full),
                        None => (root, root),
                    };
                    let value = self.imported(root, path, name, alias);
                    self.bind(name, value);
                }
            }
            Stmt::ImportFrom(each) => self.import_from(each),
            Stmt::Global(each) => {
                if let Some(scope) = self.scopes.last_mut() {
                    scope.globals.extend(each.names.iter().map(|name| name.as_str().to_owned()));
                }
            }
            Stmt::Delete(each) => {
                for target in &each.targets {
                    self.delete(target);
                }
            }
            Stmt::Raise(_) => return Flow::Raise,
            Stmt::Break(_) => return Flow::Break,
            Stmt::Continue(_) => return Flow::Continue,
            Stmt::Assert(_) | Stmt::Pass(_) | Stmt::Nonlocal(_) | Stmt::TypeAlias(_) | Stmt::IpyEscapeCommand(_) => {}
        }
        Flow::Next
    }

    fn imported(&self, root: &str, path: &str, name: &str, node: &impl ruff_text_size::Ranged) -> Py {
        if is_module(root) {
            return Py::Import(path.into());
        }
        Py::Unknown(Rc::new(Unknown { name: name.to_owned(), line: self.line(node) }))
    }

    fn import_from(&mut self, each: &'a StmtImportFrom) {
        let module = each.module.as_ref().map_or("", |module| module.as_str());
        let root = module.split('.').next().unwrap_or_default();
        for alias in &each.names {
            let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
            let value = self.imported(root, &format!("{module}.{}", alias.name.as_str()), name, alias);
            self.bind(name, value);
        }
    }

    fn branch(&mut self, each: &'a StmtIf) -> Flow {
        let mut tests = std::iter::once((Some(&*each.test), &each.body[..]))
            .chain(each.elif_else_clauses.iter().map(|clause| (clause.test.as_ref(), &clause.body[..])));
        let mut unknown = false;
        for (test, body) in &mut tests {
            let truth = match test {
                Some(test) => {
                    let value = self.eval(test);
                    self.truth(&value)
                }
                None => Some(true),
            };
            match truth {
                Some(true) if !unknown => return self.run(body),
                Some(true) => {
                    self.run(body);
                    break;
                }
                Some(false) => {}
                None => {
                    unknown = true;
                    // What ends the function or the loop here may not happen.
                    let flow = self.run(body);
                    let sets = |statement: &Stmt| {
                        matches!(statement, Stmt::Assign(_) | Stmt::AugAssign(_) | Stmt::AnnAssign(_))
                    };
                    if !each.elif_else_clauses.is_empty() && body.iter().any(sets) {
                        self.note(format!(
                            "Line {}: which branch is taken is known only when the program runs; the first one is imported",
                            self.line(each)
                        ));
                    }
                    match flow {
                        Flow::Next => break,
                        Flow::Return(_) | Flow::Break | Flow::Continue | Flow::Raise => {}
                    }
                }
            }
        }
        Flow::Next
    }

    fn for_loop(&mut self, each: &'a StmtFor) -> Flow {
        let list = self.eval(&each.iter);
        let Some(items) = self.iterate(&list) else {
            let item = self.unknown(&*each.target);
            self.assign(&each.target, item);
            let flow = self.run(&each.body);
            return self.after_loop(flow, &each.orelse);
        };
        let several = items.len() > 1;
        if several {
            let range = ruff_text_size::Ranged::range(&*each.iter);
            self.loops.push(self.source.piece(range.start().to_usize(), range.end().to_usize()));
        }
        let mut end = Flow::Next;
        for item in items {
            if !self.step() {
                break;
            }
            self.assign(&each.target, item);
            match self.run(&each.body) {
                Flow::Next | Flow::Continue => {}
                Flow::Break => break,
                flow @ (Flow::Return(_) | Flow::Raise) => {
                    end = flow;
                    break;
                }
            }
        }
        if several && self.found.is_none() {
            self.loops.pop();
        }
        self.after_loop(end, &each.orelse)
    }

    fn after_loop(&mut self, flow: Flow, orelse: &'a [Stmt]) -> Flow {
        match flow {
            Flow::Next | Flow::Break | Flow::Continue => self.run(orelse),
            flow @ (Flow::Return(_) | Flow::Raise) => flow,
        }
    }

    fn try_block(&mut self, each: &'a StmtTry) -> Flow {
        let flow = match self.run(&each.body) {
            Flow::Next => self.run(&each.orelse),
            // What is raised is handled.
            Flow::Raise => Flow::Next,
            flow => flow,
        };
        match self.run(&each.finalbody) {
            Flow::Next => flow,
            other => other,
        }
    }

    /// Defines a function.
    fn define(&mut self, each: &'a StmtFunctionDef, captured: Option<Names>) -> Py {
        let mut defaults = Vec::new();
        for parameter in each.parameters.iter_non_variadic_params() {
            if let Some(default) = &parameter.default {
                let value = self.eval(default);
                defaults.push((parameter.name().as_str().to_owned(), value));
            }
        }
        let decorators: Vec<&str> = each
            .decorator_list
            .iter()
            .map(|decorator| match &decorator.expression {
                Expr::Name(name) => name.id.as_str(),
                Expr::Attribute(attribute) => attribute.attr.as_str(),
                _ => "",
            })
            .collect();
        let has = |names: [&str; 2]| decorators.iter().any(|decorator| names.contains(decorator));
        self.functions.push(Function {
            name: each.name.as_str().to_owned(),
            parameters: Some(&each.parameters),
            body: Code::Statements(&each.body),
            defaults,
            captured,
            is_property: has(["property", "cached_property"]),
            is_static: has(["staticmethod", "static"]),
        });
        Py::Function(self.functions.len() - 1)
    }

    fn class(&mut self, each: &'a StmtClassDef) {
        let mut class = Class::default();
        if let Some(arguments) = &each.arguments {
            for base in &arguments.args {
                if let Py::Class(base) = self.eval(base) {
                    class.bases.push(base);
                }
            }
        }
        self.scopes.push(Scope::default());
        for statement in &each.body {
            if !self.step() {
                break;
            }
            match statement {
                Stmt::FunctionDef(method) => {
                    let function = self.define(method, None);
                    self.bind(method.name.as_str(), function);
                }
                Stmt::AnnAssign(field) => {
                    if let Expr::Name(name) = &*field.target {
                        class.fields.push(name.id.as_str().to_owned());
                    }
                    self.run(std::slice::from_ref(statement));
                }
                other => {
                    self.run(std::slice::from_ref(other));
                }
            }
        }
        class.names = self.scopes.pop().map(|scope| scope.names).unwrap_or_default();
        self.classes.push(class);
        self.bind(each.name.as_str(), Py::Class(self.classes.len() - 1));
    }
}
