//! Expressions: what each is worth, or that only a run would tell.

use std::rc::Rc;

use ruff_python_ast::{BoolOp, Expr, ExprDict, Number, Operator, UnaryOp};
use ruff_text_size::Ranged;

use super::machine::{Code, DEEPEST, Function, Machine};
use super::value::{Dict, Py, Text};
use crate::bedrock::operation::Operation;

/// The methods of a client that call a model.
pub(super) const METHODS: [(&str, Operation); 4] = [
    ("converse", Operation::Converse),
    ("converse_stream", Operation::ConverseStream),
    ("invoke_model", Operation::InvokeModel),
    ("invoke_model_with_response_stream", Operation::InvokeModelWithResponseStream),
];

/// The operation of a method.
pub(super) fn operation(method: &str) -> Option<Operation> {
    METHODS.iter().find(|(name, _)| *name == method).map(|(_, operation)| *operation)
}

impl<'a> Machine<'a> {
    /// The value of an expression.
    pub(super) fn eval(&mut self, expr: &'a Expr) -> Py {
        if !self.step() || self.depth > DEEPEST {
            return self.unknown(expr);
        }
        self.depth += 1;
        let value = self.value(expr);
        self.depth -= 1;
        value
    }

    fn value(&mut self, expr: &'a Expr) -> Py {
        match expr {
            Expr::StringLiteral(literal) => self.literal(literal.value.to_str(), expr),
            Expr::BytesLiteral(literal) => {
                let bytes: Vec<u8> = literal.value.iter().flat_map(|part| part.value.iter().copied()).collect();
                if self.may_hold(bytes.len()) { Py::Bytes(bytes.into()) } else { self.unknown(expr) }
            }
            Expr::NumberLiteral(literal) => match &literal.value {
                Number::Int(number) => match number.as_u64() {
                    Some(number) => Py::Int(number.into()),
                    None => number.to_string().parse().map_or_else(|_| self.unknown(expr), Py::Int),
                },
                Number::Float(number) => Py::Float(*number),
                Number::Complex { .. } => self.unknown(expr),
            },
            Expr::BooleanLiteral(literal) => Py::Bool(literal.value),
            Expr::NoneLiteral(_) => Py::None,
            Expr::Name(name) => match self.lookup(name.id.as_str()) {
                Some(value) => value,
                None => super::functions::by_name(name.id.as_str()).unwrap_or_else(|| self.unknown(expr)),
            },
            Expr::List(list) => {
                let items = self.items(&list.elts);
                self.heap.list(items)
            }
            Expr::Set(set) => {
                let items = self.items(&set.elts);
                self.heap.list(items)
            }
            Expr::Tuple(tuple) => {
                let items = self.items(&tuple.elts);
                self.heap.tuple(items)
            }
            Expr::Dict(dict) => self.dict(dict),
            Expr::FString(text) => self.f_string(text),
            Expr::BinOp(_) => self.chain(expr),
            Expr::BoolOp(each) => self.either(each.op, &each.values, expr),
            Expr::UnaryOp(each) => {
                let value = self.eval(&each.operand);
                let known = match each.op {
                    UnaryOp::Not => self.truth(&value).map(|truth| Py::Bool(!truth)),
                    op => super::operators::unary(op, &value),
                };
                known.unwrap_or_else(|| self.unknown(expr))
            }
            Expr::Compare(each) => {
                let mut left = self.eval(&each.left);
                let mut result = Some(true);
                for (op, right) in each.ops.iter().zip(&each.comparators) {
                    let right = self.eval(right);
                    result = match (result, self.compare(*op, &left, &right)) {
                        (Some(a), Some(b)) => Some(a && b),
                        _ => None,
                    };
                    left = right;
                }
                result.map_or_else(|| self.unknown(expr), Py::Bool)
            }
            Expr::If(each) => {
                let test = self.eval(&each.test);
                match self.truth(&test) {
                    Some(true) => self.eval(&each.body),
                    Some(false) => self.eval(&each.orelse),
                    None => {
                        let (first, second) = (self.eval(&each.body), self.eval(&each.orelse));
                        let value = if first.unknown().is_some() { second } else { first };
                        self.chosen(value, expr)
                    }
                }
            }
            Expr::Call(call) => self.call(call),
            Expr::Attribute(each) => self.attribute(each),
            Expr::Subscript(each) => self.subscript(each),
            Expr::Await(each) => self.eval(&each.value),
            Expr::Named(each) => {
                let value = self.eval(&each.value);
                self.assign(&each.target, value.clone());
                value
            }
            Expr::Lambda(each) => {
                let captured = self.captured();
                self.functions.push(Function {
                    name: "lambda".to_owned(),
                    parameters: each.parameters.as_deref(),
                    body: Code::Expression(&each.body),
                    defaults: Vec::new(),
                    captured,
                    is_property: false,
                    is_static: false,
                });
                Py::Function(self.functions.len() - 1)
            }
            Expr::ListComp(each) => self.comprehension(&each.generators, None, &each.elt, expr),
            Expr::SetComp(each) => self.comprehension(&each.generators, None, &each.elt, expr),
            Expr::Generator(each) => self.comprehension(&each.generators, None, &each.elt, expr),
            Expr::DictComp(each) => self.comprehension(&each.generators, each.key.as_deref(), &each.value, expr),
            Expr::Yield(each) => {
                if let Some(value) = &each.value {
                    self.eval(value);
                }
                self.unknown(expr)
            }
            Expr::YieldFrom(each) => self.eval(&each.value),
            Expr::Starred(each) => self.eval(&each.value),
            Expr::TString(_) | Expr::EllipsisLiteral(_) | Expr::Slice(_) | Expr::IpyEscapeCommand(_) => {
                self.unknown(expr)
            }
        }
    }

    fn literal(&mut self, text: &str, expr: &'a Expr) -> Py {
        let range = expr.range();
        let written = self.source.text().get(range.start().to_usize()..range.end().to_usize()).unwrap_or_default();
        let mut notes = Vec::new();
        if text.contains('\u{fffd}') && written.contains("\\N{") {
            let line = self.line(expr);
            notes.push(self.value_note(format!(
                "Line {line}: characters are not looked up by name (\\N{{…}}); \u{fffd} is in their place"
            )));
        }
        self.string(text.to_owned(), notes).unwrap_or_else(|| self.unknown(expr))
    }

    /// The items of a list or of arguments.
    pub(super) fn items(&mut self, elements: &'a [Expr]) -> Vec<Py> {
        let mut items = Vec::new();
        for element in elements {
            let Expr::Starred(starred) = element else {
                items.push(self.eval(element));
                continue;
            };
            let value = self.eval(&starred.value);
            if let Some(more) = self.iterate(&value) {
                items.extend(more);
            } else {
                let unknown = value.unknown().cloned().unwrap_or_else(|| self.name_of(&*starred.value));
                items.push(Py::Several(unknown));
            }
        }
        if self.may_hold(items.len()) { items } else { Vec::new() }
    }

    fn dict(&mut self, each: &'a ExprDict) -> Py {
        let mut dict = Dict::default();
        for item in each {
            let value = self.eval(&item.value);
            let Some(key) = &item.key else {
                match &value {
                    Py::Dict(id) => {
                        if let Some(more) = self.heap.members(*id).cloned() {
                            dict.extend(more);
                        }
                    }
                    other => {
                        let unknown = other.unknown().cloned().unwrap_or_else(|| self.name_of(&item.value));
                        dict.unknown.push(unknown);
                    }
                }
                continue;
            };
            let name = self.eval(key);
            match super::operators::key(&name) {
                Some(name) => dict.set(&name, value),
                None => dict.unknown.push(self.name_of(key)),
            }
        }
        self.heap.dict(dict)
    }

    /// `a + b - c`: the tree leans to the left, so it is followed in a loop.
    fn chain(&mut self, expr: &'a Expr) -> Py {
        let mut rights: Vec<(Operator, &'a Expr, &'a Expr)> = Vec::new();
        let mut left = expr;
        while let Expr::BinOp(each) = left {
            rights.push((each.op, &each.right, left));
            left = &each.left;
        }
        let mut value = self.eval(left);
        for (op, right, whole) in rights.into_iter().rev() {
            let right = self.eval(right);
            value = self.binary(op, &value, &right, whole);
        }
        value
    }

    fn either(&mut self, op: BoolOp, values: &'a [Expr], expr: &'a Expr) -> Py {
        let mut is_sure = true;
        let mut last = Py::None;
        for each in values {
            let value = self.eval(each);
            let ends = match (op, self.truth(&value)) {
                (BoolOp::Or, Some(truth)) => truth,
                (BoolOp::And, Some(truth)) => !truth,
                (_, None) => {
                    is_sure = false;
                    false
                }
            };
            last = value;
            if ends {
                break;
            }
        }
        if is_sure || last.unknown().is_some() { last } else { self.chosen(last, expr) }
    }

    /// A value that another one may replace when the program runs, with a note.
    fn chosen(&mut self, value: Py, expr: &'a Expr) -> Py {
        let (line, choice) = (self.line(expr), self.name_of(expr));
        match &value {
            Py::Str(text) => {
                let shown: String = text.text.chars().take(40).collect();
                let note =
                    format!("Line {line}: `{}` is decided when the program runs; “{shown}” is imported", choice.name);
                let mut notes = text.notes.clone();
                notes.push(self.value_note(note));
                Py::Str(Rc::new(Text { text: text.text.clone(), notes }))
            }
            Py::Int(_) | Py::Float(_) | Py::Bool(_) | Py::List(_) | Py::Dict(_) => {
                self.note(format!(
                    "Line {line}: `{}` is decided when the program runs; its first known value is imported",
                    choice.name
                ));
                value
            }
            _ => value,
        }
    }
}
