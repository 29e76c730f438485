//! Members of values: attributes, items, slices.

use std::rc::Rc;

use ruff_python_ast::{Expr, ExprAttribute, ExprSubscript};

use super::expressions::operation;
use super::machine::Machine;
use super::value::{Client, Py};

impl<'a> Machine<'a> {
    /// `value.name`.
    pub(super) fn attribute(&mut self, each: &'a ExprAttribute) -> Py {
        let of = self.eval(&each.value);
        self.attribute_of(of, each)
    }

    /// The attribute of a value that was worked out.
    pub(super) fn attribute_of(&mut self, of: Py, each: &'a ExprAttribute) -> Py {
        let name = each.attr.as_str();
        match &of {
            Py::Import(path) => Py::Import(format!("{path}.{name}").into()),
            Py::Object(id) => self.object_attribute(*id, name).unwrap_or_else(|| match operation(name) {
                Some(operation) => Py::Call(Rc::new((Client::default(), operation))),
                None => self.unknown(each),
            }),
            Py::Class(id) => self.class_attribute(*id, name).unwrap_or_else(|| self.unknown(each)),
            Py::Client(client) => match operation(name) {
                Some(operation) => Py::Call(Rc::new(((**client).clone(), operation))),
                None => self.unknown(each),
            },
            Py::Unknown(unknown) => {
                let path = format!("{}.{name}", unknown.name);
                match (self.lookup(&path), operation(name)) {
                    (Some(value), _) => value,
                    (None, Some(operation)) => Py::Call(Rc::new((Client::default(), operation))),
                    (None, None) => self.unknown(each),
                }
            }
            // A member of an enumeration.
            Py::Str(_) if name == "value" => of,
            Py::Str(_) | Py::Bytes(_) | Py::Dumped(_) | Py::List(_) | Py::Dict(_) | Py::Session(_) => {
                Py::Method(Rc::new((of, name.to_owned())))
            }
            _ => self.unknown(each),
        }
    }

    /// The attribute of an instance.
    pub(super) fn object_attribute(&mut self, id: usize, name: &str) -> Option<Py> {
        let object = self.objects.get(id)?;
        if let Some(value) = object.names.get(name) {
            return Some(value.clone());
        }
        match self.class_attribute(object.class, name)? {
            Py::Function(function) => {
                let (is_property, is_static) =
                    self.functions.get(function).map_or((false, false), |each| (each.is_property, each.is_static));
                let receiver = Py::Object(id);
                Some(if is_property {
                    self.run_function(function, Some(receiver), super::functions::Arguments::default())
                } else if is_static {
                    Py::Function(function)
                } else {
                    Py::Bound(Rc::new((receiver, function)))
                })
            }
            other => Some(other),
        }
    }

    /// `value[key]`.
    pub(super) fn subscript(&mut self, each: &'a ExprSubscript) -> Py {
        let of = self.eval(&each.value);
        if let Expr::Slice(slice) = &*each.slice {
            let mut bound = |expr: &'a Option<Box<Expr>>| expr.as_deref().map(|expr| self.eval(expr));
            let (lower, upper, step) = (bound(&slice.lower), bound(&slice.upper), bound(&slice.step));
            let known = |bound: &Option<Py>| bound.as_ref().is_none_or(|bound| bound.as_int().is_some());
            if step.is_none() && known(&lower) && known(&upper) {
                let bounds = (lower.and_then(|at| at.as_int()), upper.and_then(|at| at.as_int()));
                if let Some(value) = self.slice(&of, bounds) {
                    return value;
                }
            }
            return self.unknown(each);
        }
        let key = self.eval(&each.slice);
        let value = match &of {
            Py::Dict(id) => super::operators::key(&key).and_then(|key| self.heap.members(*id)?.get(&key).cloned()),
            Py::List(_) | Py::Tuple(_) | Py::Str(_) => {
                let items = self.iterate(&of).unwrap_or_default();
                let has_unknown = items.iter().any(|item| matches!(item, Py::Several(_)));
                let at = key.as_int().and_then(|at| super::operators::index(at, items.len()));
                at.filter(|_| !has_unknown).and_then(|at| items.get(at).cloned())
            }
            _ => None,
        };
        value.unwrap_or_else(|| self.unknown(each))
    }

    fn slice(&mut self, of: &Py, (lower, upper): (Option<i128>, Option<i128>)) -> Option<Py> {
        let cut = |length: usize| {
            let length_number = i128::try_from(length).unwrap_or(i128::MAX);
            let place = |at: i128| if at < 0 { (at + length_number).max(0) } else { at.min(length_number) };
            let start = usize::try_from(place(lower.unwrap_or(0))).unwrap_or(0);
            let end = usize::try_from(place(upper.unwrap_or(length_number))).unwrap_or(0);
            (start, end.saturating_sub(start))
        };
        match of {
            Py::Str(text) => {
                let (start, count) = cut(text.text.chars().count());
                let piece = text.text.chars().skip(start).take(count).collect();
                self.string(piece, text.notes.clone())
            }
            Py::List(id) => {
                let items = self.heap.items(*id);
                let (start, count) = cut(items.len());
                let piece: Vec<Py> = items.iter().skip(start).take(count).cloned().collect();
                self.may_hold(piece.len()).then(|| self.heap.list(piece))
            }
            _ => None,
        }
    }
}
