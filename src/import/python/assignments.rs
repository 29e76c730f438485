//! Targets of assignments: names, attributes, items, several at once.

use std::rc::Rc;

use ruff_python_ast::Expr;

use super::machine::Machine;
use super::value::{Py, Unknown};

impl<'a> Machine<'a> {
    /// Gives a target a value.
    pub(super) fn assign(&mut self, target: &'a Expr, value: Py) {
        match target {
            Expr::Name(name) => self.bind(name.id.as_str(), value),
            Expr::Tuple(tuple) => self.unpack(&tuple.elts, &value),
            Expr::List(list) => self.unpack(&list.elts, &value),
            Expr::Starred(starred) => self.assign(&starred.value, value),
            Expr::Attribute(attribute) => {
                let name = attribute.attr.as_str();
                match self.eval(&attribute.value) {
                    Py::Object(id) => {
                        let value = self.renamed(value, target);
                        if let Some(object) = self.objects.get_mut(id) {
                            object.names.insert(name.to_owned(), value);
                        }
                    }
                    Py::Class(id) => {
                        if let Some(class) = self.classes.get_mut(id) {
                            class.names.insert(name.to_owned(), value);
                        }
                    }
                    Py::Unknown(of) => {
                        let path = format!("{}.{name}", of.name);
                        self.bind(&path, value);
                    }
                    _ => {}
                }
            }
            Expr::Subscript(subscript) => {
                let of = self.eval(&subscript.value);
                let key = self.eval(&subscript.slice);
                self.set_item(&of, &key, value, subscript);
            }
            _ => {}
        }
    }

    /// An unknown value with the name of the attribute that holds it.
    fn renamed(&self, value: Py, target: &'a Expr) -> Py {
        match value {
            Py::Unknown(old) => {
                Py::Unknown(Rc::new(Unknown { name: self.name_of(target).name.clone(), line: old.line }))
            }
            value => value,
        }
    }

    fn set_item(&mut self, of: &Py, key: &Py, value: Py, node: &impl ruff_text_size::Ranged) {
        match (of, key) {
            (Py::Dict(id), key) => {
                let unknown = self.name_of(node);
                let key = super::operators::key(key);
                if let Some(dict) = self.heap.members_mut(*id) {
                    match key {
                        Some(key) => dict.set(&key, value),
                        None => dict.unknown.push(unknown),
                    }
                }
            }
            (Py::List(id), key) => {
                let index = key.as_int();
                if let Some(items) = self.heap.items_mut(*id)
                    && let Some(item) = index.and_then(|at| super::operators::index(at, items.len()))
                    && let Some(place) = items.get_mut(item)
                {
                    *place = value;
                }
            }
            (Py::Import(path), key) if &**path == "os.environ" => {
                if matches!(key.as_str(), Some("AWS_REGION" | "AWS_DEFAULT_REGION")) {
                    self.region = Some(value);
                }
            }
            _ => {}
        }
    }

    fn unpack(&mut self, targets: &'a [Expr], value: &Py) {
        let items = self.iterate(value).unwrap_or_default();
        let starred = targets.iter().position(Expr::is_starred_expr);
        let known = match starred {
            Some(_) => items.len() + 1 >= targets.len(),
            None => items.len() == targets.len(),
        };
        if !known {
            for target in targets {
                let unknown = self.unknown(target);
                self.assign(target, unknown);
            }
            return;
        }
        let surplus = (items.len() + 1).saturating_sub(targets.len());
        let mut items = items.into_iter();
        for (at, target) in targets.iter().enumerate() {
            if Some(at) == starred {
                let several = items.by_ref().take(surplus).collect();
                let list = self.heap.list(several);
                self.assign(target, list);
            } else if let Some(item) = items.next() {
                self.assign(target, item);
            }
        }
    }

    pub(super) fn delete(&mut self, target: &'a Expr) {
        match target {
            Expr::Name(name) => {
                if let Some(scope) = self.scopes.last_mut() {
                    scope.names.remove(name.id.as_str());
                }
            }
            Expr::Subscript(subscript) => {
                let of = self.eval(&subscript.value);
                let key = self.eval(&subscript.slice);
                match of {
                    Py::Dict(id) => {
                        if let (Some(dict), Some(key)) = (self.heap.members_mut(id), key.as_str()) {
                            dict.remove(key);
                        }
                    }
                    Py::List(id) => {
                        if let Some(items) = self.heap.items_mut(id)
                            && let Some(at) = key.as_int().and_then(|at| super::operators::index(at, items.len()))
                        {
                            items.remove(at);
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
}
