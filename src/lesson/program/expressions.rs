//! Expressions.

use ruff_python_ast::{BoolOp, Comprehension, Expr, ExprCall, FStringPart, InterpolatedStringElement, Number, UnaryOp};

use super::error::Raised;
use super::machine::{Code, Flow, Function, Machine, Run};
use super::value::{Arguments, Py, Val};
use crate::import::notation::quoted;

impl<'a> Machine<'a> {
    /// The value of an expression.
    pub fn eval(&mut self, expr: &'a Expr) -> Run<Val> {
        let line = self.line(expr);
        self.deeper(line, |machine| machine.value(expr, line))
    }

    fn value(&mut self, expr: &'a Expr, line: usize) -> Run<Val> {
        let new = |py| Val::new(py, line);
        Ok(match expr {
            Expr::StringLiteral(literal) => self.string(literal.value.to_str().to_owned(), line)?,
            Expr::BytesLiteral(literal) => {
                let bytes: Vec<u8> = literal.value.iter().flat_map(|part| part.value.iter().copied()).collect();
                self.hold(bytes.len(), line)?;
                new(Py::Bytes(bytes.into()))
            }
            Expr::NumberLiteral(literal) => match &literal.value {
                Number::Int(number) => match number.as_u64() {
                    Some(number) => new(Py::Int(number.into())),
                    None => new(Py::Int(number.to_string().parse().unwrap_or(i128::MAX))),
                },
                Number::Float(number) => new(Py::Float(*number)),
                Number::Complex { .. } => return Err(Raised::unsupported("complex numbers", line).into()),
            },
            Expr::BooleanLiteral(literal) => new(Py::Bool(literal.value)),
            Expr::NoneLiteral(_) => new(Py::None),
            Expr::Name(name) => self.lookup(name.id.as_str(), line)?,
            Expr::List(list) => {
                let items = self.all(&list.elts)?;
                self.hold(items.len(), line)?;
                new(self.heap.list(items))
            }
            Expr::Tuple(tuple) => {
                let items = self.all(&tuple.elts)?;
                self.hold(items.len(), line)?;
                new(self.heap.tuple(items))
            }
            Expr::Dict(dict) => {
                let value = new(self.heap.dict(Vec::new()));
                for item in dict {
                    let Some(key) = &item.key else {
                        let more = self.eval(&item.value)?;
                        self.merge(&value, &more, line)?;
                        continue;
                    };
                    let key = self.eval(key)?;
                    let member = self.eval(&item.value)?;
                    self.set_item(&value, &key, member, key.line)?;
                }
                value
            }
            Expr::FString(text) => {
                let (mut out, mut sources) = (String::new(), Vec::new());
                for part in &text.value {
                    match part {
                        FStringPart::Literal(literal) => out.push_str(&literal.value),
                        FStringPart::FString(f_string) => {
                            for element in &f_string.elements {
                                self.element(element, &mut out, &mut sources)?;
                            }
                        }
                    }
                }
                self.string(out, line)?.from(&sources)
            }
            Expr::BinOp(_) => self.chain(expr)?,
            Expr::BoolOp(each) => {
                let mut last = new(Py::None);
                for value in &each.values {
                    last = self.eval(value)?;
                    if self.truth(&last) == (each.op == BoolOp::Or) {
                        break;
                    }
                }
                last
            }
            Expr::UnaryOp(each) => {
                let value = self.eval(&each.operand)?;
                match (each.op, &value.py) {
                    (UnaryOp::Not, _) => new(Py::Bool(!self.truth(&value))),
                    (UnaryOp::USub, Py::Float(number)) => new(Py::Float(-number)),
                    (UnaryOp::USub, py) if py.as_int().is_some() => new(Py::Int(-py.as_int().unwrap_or_default())),
                    (UnaryOp::UAdd, Py::Int(_) | Py::Float(_)) => value,
                    (op, py) => {
                        let sign = if op == UnaryOp::USub {
                            "-"
                        } else if op == UnaryOp::UAdd {
                            "+"
                        } else {
                            "~"
                        };
                        let text = format!("bad operand type for unary {sign}: '{}'", py.type_name());
                        return Err(Raised::new("TypeError", text, line).into());
                    }
                }
            }
            Expr::Compare(each) => {
                let mut left = self.eval(&each.left)?;
                for (op, right) in each.ops.iter().zip(&each.comparators) {
                    let right = self.eval(right)?;
                    if !self.compare(*op, &left, &right, line)? {
                        return Ok(new(Py::Bool(false)));
                    }
                    left = right;
                }
                new(Py::Bool(true))
            }
            Expr::If(each) => {
                let test = self.eval(&each.test)?;
                if self.truth(&test) { self.eval(&each.body)? } else { self.eval(&each.orelse)? }
            }
            Expr::Call(call) => self.call(call, line)?,
            Expr::Attribute(each) => {
                let of = self.eval(&each.value)?;
                self.attribute(&of, each.attr.as_str(), line)?
            }
            Expr::Subscript(each) => {
                let of = self.eval(&each.value)?;
                if let Expr::Slice(slice) = &*each.slice {
                    let mut bound = |expr: &'a Option<Box<Expr>>| match expr {
                        Some(expr) => self.eval(expr).map(Some),
                        None => Ok(None),
                    };
                    let (lower, upper, step) = (bound(&slice.lower)?, bound(&slice.upper)?, bound(&slice.step)?);
                    return self.slice(&of, &[lower, upper, step], line);
                }
                let key = self.eval(&each.slice)?;
                self.item(&of, &key, line)?
            }
            Expr::Named(each) => {
                let value = self.eval(&each.value)?;
                self.assign(&each.target, value.clone())?;
                value
            }
            Expr::Lambda(each) => {
                self.functions.push(Function {
                    name: "<lambda>".to_owned(),
                    parameters: each.parameters.as_deref(),
                    defaults: Vec::new(),
                    code: Code::Expression(&each.body),
                });
                new(Py::Function(self.functions.len() - 1))
            }
            Expr::ListComp(each) => {
                let items = self.comprehension(&each.generators, None, &each.elt)?;
                new(self.heap.list(items.into_iter().map(|(_, value)| value).collect()))
            }
            Expr::Generator(each) => {
                let items = self.comprehension(&each.generators, None, &each.elt)?;
                new(self.heap.list(items.into_iter().map(|(_, value)| value).collect()))
            }
            Expr::DictComp(each) => {
                let items = self.comprehension(&each.generators, each.key.as_deref(), &each.value)?;
                let value = new(self.heap.dict(Vec::new()));
                for (key, member) in items {
                    self.set_item(&value, &key, member, line)?;
                }
                value
            }
            Expr::Starred(each) => self.eval(&each.value)?,
            Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_) => {
                return Err(Raised::unsupported("`await` and `yield`", line).into());
            }
            Expr::Set(_) | Expr::SetComp(_) => return Err(Raised::unsupported("sets", line).into()),
            Expr::TString(_) | Expr::EllipsisLiteral(_) | Expr::Slice(_) | Expr::IpyEscapeCommand(_) => {
                return Err(Raised::unsupported("this expression", line).into());
            }
        })
    }

    /// The values of items, with `*items` opened.
    fn all(&mut self, elements: &'a [Expr]) -> Run<Vec<Val>> {
        let mut items = Vec::new();
        for element in elements {
            let value = self.eval(element)?;
            if matches!(element, Expr::Starred(_)) {
                items.extend(self.iterate(&value, value.line)?);
            } else {
                items.push(value);
            }
        }
        Ok(items)
    }

    fn element(&mut self, element: &'a InterpolatedStringElement, out: &mut String, sources: &mut Vec<Val>) -> Run<()> {
        let field = match element {
            InterpolatedStringElement::Literal(literal) => {
                out.push_str(&literal.value);
                return Ok(());
            }
            InterpolatedStringElement::Interpolation(field) => field,
        };
        let value = self.eval(&field.expression)?;
        if let Some(debug) = &field.debug_text {
            out.push_str(debug.as_str());
        }
        let mut spec = String::new();
        if let Some(format) = &field.format_spec {
            for element in &format.elements {
                self.element(element, &mut spec, sources)?;
            }
        }
        let is_repr = matches!(field.conversion, ruff_python_ast::ConversionFlag::Repr)
            || field.debug_text.is_some() && field.format_spec.is_none();
        let text = if is_repr {
            let text = Val::text(self.repr(&value), value.line);
            self.formatted(&text, &spec)?
        } else {
            self.formatted(&value, &spec)?
        };
        out.push_str(&text);
        sources.push(value);
        Ok(())
    }

    /// `a + b - c`: the tree leans to the left, so it is followed in a loop.
    fn chain(&mut self, expr: &'a Expr) -> Run<Val> {
        let mut rights = Vec::new();
        let mut left = expr;
        while let Expr::BinOp(each) = left {
            rights.push((each.op, &*each.right));
            left = &each.left;
        }
        let line = self.line(expr);
        let mut value = self.eval(left)?;
        for (op, right) in rights.into_iter().rev() {
            let right = self.eval(right)?;
            value = self.binary(op, &value, &right, line, "")?;
        }
        Ok(value)
    }

    fn comprehension(
        &mut self,
        generators: &'a [Comprehension],
        key: Option<&'a Expr>,
        value: &'a Expr,
    ) -> Run<Vec<(Val, Val)>> {
        let scope = self.scopes.last().cloned().unwrap_or_default();
        self.scopes.push(scope);
        let mut pairs = Vec::new();
        let result = self.generate(generators, key, value, &mut pairs);
        self.scopes.pop();
        result.map(|()| pairs)
    }

    fn generate(
        &mut self,
        generators: &'a [Comprehension],
        key: Option<&'a Expr>,
        value: &'a Expr,
        pairs: &mut Vec<(Val, Val)>,
    ) -> Run<()> {
        let Some((first, rest)) = generators.split_first() else {
            let line = self.line(value);
            let key = key.map_or(Ok(Val::new(Py::None, line)), |key| self.eval(key))?;
            let value = self.eval(value)?;
            self.hold(32, line)?;
            pairs.push((key, value));
            return Ok(());
        };
        let line = self.line(&first.iter);
        let over = self.eval(&first.iter)?;
        for item in self.iterate(&over, line)? {
            self.assign(&first.target, item)?;
            let mut holds = true;
            for test in &first.ifs {
                let test = self.eval(test)?;
                holds = holds && self.truth(&test);
            }
            if holds {
                self.deeper(line, |machine| machine.generate(rest, key, value, pairs))?;
            }
        }
        Ok(())
    }

    fn call(&mut self, call: &'a ExprCall, line: usize) -> Run<Val> {
        let callee = self.eval(&call.func)?;
        let mut arguments = Arguments { places: self.all(&call.arguments.args)?, names: Vec::new() };
        for keyword in &call.arguments.keywords {
            let value = self.eval(&keyword.value)?;
            match (&keyword.arg, &value.py) {
                (Some(name), _) => {
                    let line = self.line(keyword);
                    arguments.names.push((name.as_str().to_owned(), Val { line, ..value }));
                }
                (None, Py::Dict(id)) => {
                    let members = self.heap.members(*id).to_vec();
                    arguments.names.extend(members.into_iter().map(|(key, value)| (self.str(&key), value)));
                }
                (None, py) => {
                    let text = format!("argument after ** must be a mapping, not {}", py.type_name());
                    return Err(Raised::new("TypeError", text, line).into());
                }
            }
        }
        self.apply(&callee, arguments, line)
    }

    /// Calls a value.
    pub fn apply(&mut self, callee: &Val, arguments: Arguments, line: usize) -> Run<Val> {
        match &callee.py {
            Py::Function(id) => self.call_function(*id, arguments, line),
            Py::Library(path) => {
                let path = path.clone();
                self.library(&path, arguments, line)
            }
            Py::Method(method) => self.method(&method.0, &method.1, arguments, line),
            Py::Operation(client, region, operation) => {
                self.operation(*client, region.as_deref(), operation, &arguments, line)
            }
            other => {
                let text = format!("'{}' object is not callable", other.type_name());
                Err(Raised::new("TypeError", text, line).into())
            }
        }
    }

    fn call_function(&mut self, id: usize, mut arguments: Arguments, line: usize) -> Run<Val> {
        let Some(function) = self.functions.get(id).cloned() else { return Ok(Val::new(Py::None, line)) };
        let mut scope: Vec<(String, Val)> = Vec::new();
        let name = &function.name;
        let mut places = std::mem::take(&mut arguments.places).into_iter();
        let mut missing: Vec<String> = Vec::new();
        let positional = function.parameters.map_or(0, |of| of.posonlyargs.len() + of.args.len());
        let given = places.len();
        for (at, parameter) in function.parameters.iter().flat_map(|of| of.iter_non_variadic_params()).enumerate() {
            let own = parameter.parameter.name.as_str();
            let by_place = if at < positional { places.next() } else { None };
            let default = || function.defaults.iter().find(|(name, _)| name == own).map(|(_, value)| value.clone());
            match by_place.or_else(|| arguments.take(own)).or_else(default) {
                Some(value) => scope.push((own.to_owned(), value)),
                None => missing.push(format!("'{own}'")),
            }
        }
        let rest: Vec<Val> = places.collect();
        let error = |text: String| Err(Raised::new("TypeError", text, line).into());
        if let Some(several) = function.parameters.and_then(|of| of.vararg.as_ref()) {
            let py = self.heap.tuple(rest);
            scope.push((several.name.as_str().to_owned(), Val::new(py, line)));
        } else if !rest.is_empty() {
            let plural =
                |count: usize, one: &str, more: &str| if count == 1 { one.to_owned() } else { more.to_owned() };
            return error(format!(
                "{name}() takes {positional} positional argument{} but {given} {} given",
                plural(positional, "", "s"),
                plural(given, "was", "were")
            ));
        }
        if let Some(more) = function.parameters.and_then(|of| of.kwarg.as_ref()) {
            let members = arguments.names.drain(..).map(|(name, value)| (Val::text(name, line), value)).collect();
            let py = self.heap.dict(members);
            scope.push((more.name.as_str().to_owned(), Val::new(py, line)));
        } else if let Some((unknown, _)) = arguments.names.first() {
            return error(format!("{name}() got an unexpected keyword argument '{unknown}'"));
        }
        if let Some((last, before)) = missing.split_last() {
            let count = missing.len();
            let names = match before {
                [] => last.clone(),
                [first] => format!("{first} and {last}"),
                several => format!("{}, and {last}", several.join(", ")),
            };
            let plural = if count == 1 { "" } else { "s" };
            return error(format!("{name}() missing {count} required positional argument{plural}: {names}"));
        }
        self.scopes.push(scope);
        let result = self.deeper(line, |machine| match function.code {
            Code::Statements(body) => machine.run(body).map(|flow| match flow {
                Flow::Return(value) => value,
                Flow::Next | Flow::Break | Flow::Continue => Val::new(Py::None, line),
            }),
            Code::Expression(body) => machine.eval(body),
        });
        self.scopes.pop();
        result
    }

    /// `value.name`
    pub fn attribute(&mut self, of: &Val, name: &str, line: usize) -> Run<Val> {
        if let Some(found) = self.known_attribute(of, name, line) {
            return Ok(found);
        }
        let (text, known) = match &of.py {
            Py::Library(path) if super::names::is_class(path) => {
                let own = path.rsplit('.').next().unwrap_or(path);
                (format!("type object '{own}' has no attribute '{name}'"), Vec::new())
            }
            Py::Library(path) if super::names::MODULES.contains(&&**path) => {
                (format!("module {} has no attribute {}", quoted(path), quoted(name)), super::names::members(path))
            }
            py => (format!("'{}' object has no attribute '{name}'", py.type_name()), super::methods::names(py)),
        };
        let mut raised = Raised::new("AttributeError", text, line);
        raised.hint = match &of.py {
            Py::Client(client, _) => self.nearest_method(*client, name),
            _ => super::suggestion::nearest(name, known),
        };
        Err(raised.into())
    }
}
