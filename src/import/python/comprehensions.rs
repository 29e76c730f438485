//! Lists and dictionaries by comprehensions, and the items that a value has.

use ruff_python_ast::{Comprehension, Expr};

use super::machine::Machine;
use super::value::{Dict, Py};

impl<'a> Machine<'a> {
    /// A list or a dictionary by a comprehension.
    pub(super) fn comprehension(
        &mut self,
        generators: &'a [Comprehension],
        key: Option<&'a Expr>,
        value: &'a Expr,
        expr: &'a Expr,
    ) -> Py {
        let mut pairs = Vec::new();
        let names = self.scopes.last().map_or(0, |scope| scope.names.len());
        if !self.may_hold(names * 32) {
            return self.unknown(expr);
        }
        self.scopes.push(self.scopes.last().cloned().unwrap_or_default());
        let end = self.generate(generators, key, value, &mut pairs);
        self.scopes.pop();
        match (end, key) {
            (Err(unknown), _) => unknown,
            (Ok(()), None) => {
                let items: Vec<Py> = pairs.into_iter().map(|(_, value)| value).collect();
                if self.may_hold(items.len()) { self.heap.list(items) } else { self.unknown(expr) }
            }
            (Ok(()), Some(_)) => {
                let mut dict = Dict::default();
                for (key, value) in pairs {
                    match super::operators::key(&key) {
                        Some(key) => dict.set(&key, value),
                        None => return self.unknown(expr),
                    }
                }
                self.heap.dict(dict)
            }
        }
    }

    /// Goes through the lists of a comprehension; the error is the list that is unknown.
    fn generate(
        &mut self,
        generators: &'a [Comprehension],
        key: Option<&'a Expr>,
        value: &'a Expr,
        pairs: &mut Vec<(Py, Py)>,
    ) -> Result<(), Py> {
        let Some((first, rest)) = generators.split_first() else {
            let key = key.map_or(Py::None, |key| self.eval(key));
            let value = self.eval(value);
            pairs.push((key, value));
            return Ok(());
        };
        let list = self.eval(&first.iter);
        let Some(items) = self.iterate(&list) else {
            // A call in it is made all the same.
            let item = self.unknown(&first.target);
            self.assign(&first.target, item);
            self.generate(rest, key, value, &mut Vec::new())?;
            return Err(if list.unknown().is_some() { list } else { self.unknown(&first.iter) });
        };
        for item in items {
            if !self.step() {
                break;
            }
            if let Py::Several(unknown) = item {
                pairs.push((Py::Several(unknown.clone()), Py::Several(unknown)));
                continue;
            }
            self.assign(&first.target, item);
            let mut keeps = true;
            for test in &first.ifs {
                let test = self.eval(test);
                keeps &= self.truth(&test) != Some(false);
            }
            if keeps {
                self.generate(rest, key, value, pairs)?;
            }
        }
        Ok(())
    }

    /// The items of a list, a tuple, a dictionary's keys or a string; `None` where they are unknown.
    pub(super) fn iterate(&mut self, value: &Py) -> Option<Vec<Py>> {
        let items: Vec<Py> = match value {
            Py::List(id) | Py::Tuple(id) => self.heap.items(*id).to_vec(),
            Py::Dict(id) => self.heap.members(*id)?.items().iter().map(|(key, _)| Py::text(key.as_str())).collect(),
            Py::Str(text) if text.notes.is_empty() && text.text.len() <= 100_000 => {
                text.text.chars().map(Py::text).collect()
            }
            _ => return None,
        };
        self.may_hold(items.len()).then_some(items)
    }
}
