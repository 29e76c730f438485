//! Statements.

use ruff_python_ast::{ExceptHandler, Expr, Stmt, StmtFor, StmtFunctionDef, StmtImportFrom, StmtTry};

use super::error::Raised;
use super::machine::{Code, Flow, Function, Machine, Run, Stop};
use super::names;
use super::value::{Py, Val};

impl<'a> Machine<'a> {
    /// Runs statements in turn.
    pub fn run(&mut self, body: &'a [Stmt]) -> Run<Flow> {
        for statement in body {
            let line = self.line(statement);
            match self.deeper(line, |machine| machine.statement(statement, line))? {
                Flow::Next => {}
                other => return Ok(other),
            }
        }
        Ok(Flow::Next)
    }

    fn statement(&mut self, statement: &'a Stmt, line: usize) -> Run<Flow> {
        match statement {
            Stmt::Expr(each) => {
                self.eval(&each.value)?;
            }
            Stmt::Assign(each) => {
                let value = self.eval(&each.value)?;
                for target in &each.targets {
                    self.assign(target, value.clone())?;
                }
            }
            Stmt::AnnAssign(each) => {
                if let Some(value) = &each.value {
                    let value = self.eval(value)?;
                    self.assign(&each.target, value)?;
                }
            }
            Stmt::AugAssign(each) => {
                let before = self.eval(&each.target)?;
                let more = self.eval(&each.value)?;
                if let (Py::List(id), Some(items)) = (&before.py, self.list_items(&more)) {
                    let id = *id;
                    if each.op == ruff_python_ast::Operator::Add {
                        self.hold(items.len(), line)?;
                        if let Some(list) = self.heap.items_mut(id) {
                            list.extend(items);
                        }
                        return Ok(Flow::Next);
                    }
                }
                let value = self.binary(each.op, &before, &more, line, "=")?;
                self.assign(&each.target, value)?;
            }
            Stmt::If(each) => {
                let test = self.eval(&each.test)?;
                if self.truth(&test) {
                    return self.run(&each.body);
                }
                for clause in &each.elif_else_clauses {
                    let holds = match &clause.test {
                        Some(test) => {
                            let test = self.eval(test)?;
                            self.truth(&test)
                        }
                        None => true,
                    };
                    if holds {
                        return self.run(&clause.body);
                    }
                }
            }
            Stmt::For(each) => return self.for_loop(each, line),
            Stmt::While(each) => loop {
                let test = self.eval(&each.test)?;
                if !self.truth(&test) {
                    return self.run(&each.orelse);
                }
                match self.deeper(line, |machine| machine.run(&each.body))? {
                    Flow::Break => return Ok(Flow::Next),
                    Flow::Next | Flow::Continue => {}
                    Flow::Return(value) => return Ok(Flow::Return(value)),
                }
            },
            Stmt::Return(each) => {
                let value = match &each.value {
                    Some(value) => self.eval(value)?,
                    None => Val::new(Py::None, line),
                };
                return Ok(Flow::Return(value));
            }
            Stmt::Break(_) => return Ok(Flow::Break),
            Stmt::Continue(_) => return Ok(Flow::Continue),
            Stmt::Pass(_) | Stmt::Global(_) => {}
            Stmt::Import(each) => {
                for alias in &each.names {
                    self.import(
                        alias.name.as_str(),
                        alias.asname.as_ref().map(ruff_python_ast::Identifier::as_str),
                        line,
                    )?;
                }
            }
            Stmt::ImportFrom(each) => self.import_from(each, line)?,
            Stmt::FunctionDef(each) => self.define(each)?,
            Stmt::Try(each) => return self.try_block(each),
            Stmt::Raise(each) => return Err(self.raise(each.exc.as_deref(), line)?),
            Stmt::Assert(each) => {
                let test = self.eval(&each.test)?;
                if !self.truth(&test) {
                    let message = match &each.msg {
                        Some(message) => {
                            let message = self.eval(message)?;
                            self.str(&message)
                        }
                        None => String::new(),
                    };
                    return Err(Raised::new("AssertionError", message, line).into());
                }
            }
            Stmt::Delete(each) => {
                for target in &each.targets {
                    self.delete(target, line)?;
                }
            }
            Stmt::ClassDef(_) => return Err(Raised::unsupported("classes", line).into()),
            Stmt::With(_) => return Err(Raised::unsupported("`with`", line).into()),
            Stmt::Match(_) => return Err(Raised::unsupported("`match`", line).into()),
            Stmt::Nonlocal(_) | Stmt::TypeAlias(_) | Stmt::IpyEscapeCommand(_) => {
                return Err(Raised::unsupported("this statement", line).into());
            }
        }
        Ok(Flow::Next)
    }

    fn for_loop(&mut self, each: &'a StmtFor, line: usize) -> Run<Flow> {
        let over = self.eval(&each.iter)?;
        for item in self.iterate(&over, line)? {
            if let Py::Dict(id) = item.py
                && matches!(over.py, Py::Stream(_))
            {
                self.stream_error(id, line)?;
            }
            self.assign(&each.target, item)?;
            match self.deeper(line, |machine| machine.run(&each.body))? {
                Flow::Break => return Ok(Flow::Next),
                Flow::Next | Flow::Continue => {}
                Flow::Return(value) => return Ok(Flow::Return(value)),
            }
        }
        self.run(&each.orelse)
    }

    /// Gives a target a value.
    pub fn assign(&mut self, target: &'a Expr, value: Val) -> Run<()> {
        let line = self.line(target);
        match target {
            Expr::Name(name) => self.bind(name.id.as_str(), value),
            Expr::Tuple(_) | Expr::List(_) => {
                let targets = match target {
                    Expr::Tuple(tuple) => &tuple.elts,
                    Expr::List(list) => &list.elts,
                    _ => return Ok(()),
                };
                let items = self.unpacked(&value, line)?;
                if items.len() != targets.len() {
                    let text = if items.len() < targets.len() {
                        format!("not enough values to unpack (expected {}, got {})", targets.len(), items.len())
                    } else {
                        format!("too many values to unpack (expected {})", targets.len())
                    };
                    return Err(Raised::new("ValueError", text, line).into());
                }
                for (target, item) in targets.iter().zip(items) {
                    self.assign(target, item)?;
                }
            }
            Expr::Subscript(each) => {
                let of = self.eval(&each.value)?;
                let key = self.eval(&each.slice)?;
                self.set_item(&of, &key, value, line)?;
            }
            Expr::Attribute(each) => {
                let of = self.eval(&each.value)?;
                let text = format!("'{}' object has no attribute '{}'", of.py.type_name(), each.attr);
                return Err(Raised::new("AttributeError", text, line).into());
            }
            _ => return Err(Raised::unsupported("this assignment", line).into()),
        }
        Ok(())
    }

    fn unpacked(&mut self, value: &Val, line: usize) -> Run<Vec<Val>> {
        if matches!(value.py, Py::None | Py::Int(_) | Py::Float(_) | Py::Bool(_)) {
            let text = format!("cannot unpack non-iterable {} object", value.py.type_name());
            return Err(Raised::new("TypeError", text, line).into());
        }
        self.iterate(value, line)
    }

    fn delete(&mut self, target: &'a Expr, line: usize) -> Run<()> {
        match target {
            Expr::Subscript(each) => {
                let of = self.eval(&each.value)?;
                let key = self.eval(&each.slice)?;
                self.item(&of, &key, line)?;
                self.remove_item(&of, &key);
                Ok(())
            }
            Expr::Name(name) => {
                self.lookup(name.id.as_str(), line)?;
                if let Some(scope) = self.scopes.last_mut() {
                    scope.retain(|(known, _)| known != name.id.as_str());
                }
                Ok(())
            }
            _ => Err(Raised::unsupported("this `del`", line).into()),
        }
    }

    fn import(&mut self, name: &str, alias: Option<&str>, line: usize) -> Run<()> {
        if !names::MODULES.contains(&name) {
            return Err(no_module(name, line));
        }
        // `import a.b` binds `a`.
        let bound = alias.map_or_else(|| name.split('.').next().unwrap_or(name), |_| name);
        self.bind(alias.unwrap_or(bound), Val::new(Py::Library(bound.into()), line));
        Ok(())
    }

    fn import_from(&mut self, each: &'a StmtImportFrom, line: usize) -> Run<()> {
        let module = each.module.as_ref().map_or("", |module| module.as_str());
        if !names::MODULES.contains(&module) {
            return Err(no_module(module, line));
        }
        for alias in &each.names {
            let name = alias.name.as_str();
            let path = format!("{module}.{name}");
            if !names::exists(&path) {
                let text = format!("cannot import name '{name}' from '{module}'");
                return Err(Raised::new("ImportError", text, line).into());
            }
            let bound = alias.asname.as_ref().map_or(name, |name| name.as_str());
            self.bind(bound, Val::new(Py::Library(path.into()), line));
        }
        Ok(())
    }

    fn define(&mut self, each: &'a StmtFunctionDef) -> Run<()> {
        let line = self.line(each);
        if each.is_async || !each.decorator_list.is_empty() {
            return Err(Raised::unsupported("`async` and decorators", line).into());
        }
        let mut defaults = Vec::new();
        for parameter in each.parameters.iter_non_variadic_params() {
            if let Some(default) = &parameter.default {
                let value = self.eval(default)?;
                defaults.push((parameter.parameter.name.as_str().to_owned(), value));
            }
        }
        self.functions.push(Function {
            name: each.name.as_str().to_owned(),
            parameters: Some(&each.parameters),
            defaults,
            code: Code::Statements(&each.body),
        });
        let function = Py::Function(self.functions.len() - 1);
        self.bind(each.name.as_str(), Val::new(function, line));
        Ok(())
    }

    fn try_block(&mut self, each: &'a StmtTry) -> Run<Flow> {
        let result = self.run(&each.body);
        let result = match result {
            Err(Stop::Raise(raised)) => self.handled_by(*raised, &each.handlers),
            Ok(Flow::Next) => self.run(&each.orelse),
            other => other,
        };
        if each.finalbody.is_empty() || matches!(result, Err(Stop::Call(_))) {
            return result;
        }
        match self.run(&each.finalbody)? {
            Flow::Next => result,
            other => Ok(other),
        }
    }

    fn handled_by(&mut self, raised: Raised, handlers: &'a [ExceptHandler]) -> Run<Flow> {
        for handler in handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let line = self.line(handler);
            let takes = match &handler.type_ {
                None => !raised.kind.is_empty(),
                Some(class) => {
                    let class = self.eval(class)?;
                    let classes = self.list_items(&class).unwrap_or_else(|| vec![class]);
                    classes.iter().any(|class| matches!(&class.py, Py::Library(path) if raised.is(path)))
                }
            };
            if !takes {
                continue;
            }
            if let Some(name) = &handler.name {
                self.bind(name.as_str(), Val::new(Py::Error(raised.clone().into()), line));
            }
            self.handled.push(raised);
            let result = self.run(&handler.body);
            self.handled.pop();
            return result;
        }
        Err(raised.into())
    }

    fn raise(&mut self, error: Option<&'a Expr>, line: usize) -> Run<Stop> {
        let Some(error) = error else {
            let none = || Raised::new("RuntimeError", "No active exception to reraise", line);
            return Ok(self.handled.last().cloned().unwrap_or_else(none).into());
        };
        let error = self.eval(error)?;
        Ok(match &error.py {
            Py::Error(raised) => (**raised).clone().into(),
            Py::Library(path) if names::is_exception(path) => Raised::new(path, "", line).into(),
            _ => Raised::new("TypeError", "exceptions must derive from BaseException", line).into(),
        })
    }
}

fn no_module(name: &str, line: usize) -> Stop {
    if names::STANDARD.contains(&name.split('.').next().unwrap_or(name)) {
        return Raised::unsupported(&format!("the module {name}"), line).into();
    }
    Raised::new("ModuleNotFoundError", format!("No module named '{name}'"), line).into()
}
