//! Calls: of the program's own functions and classes, of modules, of methods.

use std::rc::Rc;

use ruff_python_ast::{Expr, ExprCall};

use super::expressions::operation;
use super::machine::{Code, DEEPEST_CALL, Flow, Machine, Object, Scope};
use super::value::{Client, Dict, Partial, Py, Unknown};

/// The arguments of a call.
#[derive(Clone, Debug, Default)]
pub(super) struct Arguments {
    /// By place.
    pub places: Vec<Py>,
    /// By name.
    pub names: Vec<(String, Py)>,
    /// `**members` that are known only when the program runs.
    pub unknown: Vec<Rc<Unknown>>,
}

impl Arguments {
    /// An argument by its place or its name.
    pub(super) fn get(&self, place: usize, name: &str) -> Option<&Py> {
        let named = self.names.iter().rev().find(|(of, _)| of == name).map(|(_, value)| value);
        self.places.get(place).or(named)
    }
}

/// A name that the program does not set: a built-in function, or a module that the pasted piece does not import.
pub(super) fn by_name(name: &str) -> Option<Py> {
    let full = match name {
        "dumps" | "loads" => format!("json.{name}"),
        "b64encode" | "b64decode" => format!("base64.{name}"),
        "environ" | "getenv" => format!("os.{name}"),
        "dedent" => "textwrap.dedent".to_owned(),
        "partial" => "functools.partial".to_owned(),
        "deepcopy" => "copy.deepcopy".to_owned(),
        "Config" => "botocore.config.Config".to_owned(),
        "__name__" => return Some(Py::text("__main__")),
        "str" | "bytes" | "bytearray" | "int" | "float" | "bool" | "dict" | "list" | "tuple" | "set" | "len"
        | "range" | "enumerate" | "zip" | "reversed" | "sorted" | "min" | "max" | "round" | "abs" | "sum" | "repr"
        | "print" | "getattr" | "open" | "input" => name.to_owned(),
        name if super::statements::is_module(name) => name.to_owned(),
        _ => return None,
    };
    Some(Py::Import(full.into()))
}

impl<'a> Machine<'a> {
    /// The arguments of a call.
    pub(super) fn arguments(&mut self, call: &'a ExprCall) -> Arguments {
        let mut arguments = Arguments { places: self.items(&call.arguments.args), ..Arguments::default() };
        for keyword in &call.arguments.keywords {
            let value = self.eval(&keyword.value);
            match (&keyword.arg, &value) {
                (Some(name), _) => arguments.names.push((name.as_str().to_owned(), value)),
                (None, Py::Dict(id)) => {
                    if let Some(dict) = self.heap.members(*id).cloned() {
                        arguments.unknown.extend(dict.unknown.iter().cloned());
                        arguments.names.extend(dict.items().iter().cloned());
                    }
                }
                (None, value) => {
                    let unknown = value.unknown().cloned().unwrap_or_else(|| self.name_of(&keyword.value));
                    arguments.unknown.push(unknown);
                }
            }
        }
        arguments
    }

    /// A call.
    pub(super) fn call(&mut self, call: &'a ExprCall) -> Py {
        if let Expr::Attribute(attribute) = &*call.func {
            let name = attribute.attr.as_str();
            if let Some(operation) = operation(name) {
                let receiver = self.eval(&attribute.value);
                let own = match &receiver {
                    Py::Object(id) => self.object_attribute(*id, name),
                    Py::Class(id) => self.class_attribute(*id, name),
                    _ => None,
                };
                let arguments = self.arguments(call);
                if let Some(own) = own {
                    return self.apply(&own, arguments, call);
                }
                let client = match &receiver {
                    Py::Client(client) => (**client).clone(),
                    _ => Client::default(),
                };
                self.request(&client, operation, &arguments, call);
                return self.unknown(call);
            }
            let receiver = self.eval(&attribute.value);
            if !matches!(receiver, Py::Import(_) | Py::Object(_) | Py::Class(_) | Py::Unknown(_)) {
                let arguments = self.arguments(call);
                return self.method(&receiver, name, &arguments, call);
            }
            // The receiver is worked out once: it may change something, and a chain of calls would double it each time.
            let callee = self.attribute_of(receiver.clone(), attribute);
            let arguments = self.arguments(call);
            return match (receiver, callee) {
                // The name that the program gave to a method: `self.call = partial(…)`.
                (receiver @ Py::Unknown(_), Py::Unknown(_)) => self.method(&receiver, name, &arguments, call),
                (_, callee) => self.apply(&callee, arguments, call),
            };
        }
        let callee = self.eval(&call.func);
        let arguments = self.arguments(call);
        self.apply(&callee, arguments, call)
    }

    /// Calls a value.
    pub(super) fn apply(&mut self, callee: &Py, arguments: Arguments, call: &'a ExprCall) -> Py {
        match callee {
            Py::Function(id) => self.run_function(*id, None, arguments),
            Py::Bound(bound) => self.run_function(bound.1, Some(bound.0.clone()), arguments),
            Py::Class(id) => self.instance(*id, arguments),
            Py::Partial(id) => {
                let Some(partial) = self.partials.get(*id).cloned() else { return self.unknown(call) };
                let places: Vec<Py> = partial.places.into_iter().chain(arguments.places).collect();
                let names: Vec<(String, Py)> = partial.names.into_iter().chain(arguments.names).collect();
                if self.depth > super::machine::DEEPEST || !self.may_hold(places.len() + names.len()) || !self.step() {
                    return self.unknown(call);
                }
                let arguments = Arguments { places, names, unknown: arguments.unknown };
                let function = partial.function;
                self.depth += 1;
                let value = self.apply(&function, arguments, call);
                self.depth -= 1;
                value
            }
            Py::Call(method) => {
                self.request(&method.0, method.1, &arguments, call);
                self.unknown(call)
            }
            Py::Import(path) => {
                let path = path.clone();
                self.built_in(&path, &arguments, call)
            }
            Py::Method(method) => {
                let (receiver, name) = (**method).clone();
                self.method(&receiver, &name, &arguments, call)
            }
            _ => {
                self.hand_on(&arguments, call);
                self.unknown(call)
            }
        }
    }

    /// What an unknown function does with a method of a client that it is given, such as `executor.submit(client.converse, …)`:
    /// it calls it with the other arguments.
    pub(super) fn hand_on(&mut self, arguments: &Arguments, call: &'a ExprCall) {
        let is_call = |value: &Py| matches!(value, Py::Call(_) | Py::Partial(_));
        if let Some(at) = arguments.places.iter().position(is_call)
            && let Some(callee) = arguments.places.get(at).cloned()
        {
            let rest = Arguments {
                places: arguments.places.iter().skip(at + 1).cloned().collect(),
                names: arguments.names.clone(),
                unknown: arguments.unknown.clone(),
            };
            self.apply(&callee, rest, call);
        }
    }

    /// Runs a function of the program.
    pub(super) fn run_function(&mut self, id: usize, receiver: Option<Py>, arguments: Arguments) -> Py {
        let Some(function) = self.functions.get(id).cloned() else { return Py::None };
        self.called.insert(id);
        let line = function.parameters.map_or(1, |parameters| self.line(parameters));
        let unknown = |name: &str| Py::Unknown(Rc::new(Unknown { name: name.to_owned(), line }));
        if self.scopes.len() > DEEPEST_CALL || self.depth > super::machine::DEEPEST {
            return unknown(&function.name);
        }
        let mut scope = Scope { captured: function.captured.clone(), ..Scope::default() };
        let mut places = receiver.into_iter().chain(arguments.places);
        let mut names = arguments.names;
        if let Some(parameters) = function.parameters {
            let by_place = parameters.posonlyargs.iter().chain(&parameters.args);
            for (parameter, takes_place) in
                by_place.map(|each| (each, true)).chain(parameters.kwonlyargs.iter().map(|each| (each, false)))
            {
                let name = parameter.name().as_str();
                let default = || function.defaults.iter().find(|(of, _)| of == name).map(|(_, value)| value.clone());
                let place = if takes_place { places.next() } else { None };
                let by_name = names.iter().position(|(of, _)| of == name);
                let value = place.or_else(|| by_name.map(|at| names.remove(at).1)).or_else(default);
                let value = value.unwrap_or_else(|| unknown(name));
                scope.names.insert(name.to_owned(), value);
            }
            if let Some(rest) = &parameters.vararg {
                let items = places.collect();
                let list = self.heap.list(items);
                scope.names.insert(rest.name().as_str().to_owned(), list);
            }
            if let Some(rest) = &parameters.kwarg {
                let mut dict = Dict::of_unknown(arguments.unknown);
                for (name, value) in names {
                    dict.set(&name, value);
                }
                let dict = self.heap.dict(dict);
                scope.names.insert(rest.name().as_str().to_owned(), dict);
            }
        }
        self.scopes.push(scope);
        self.depth += 1;
        let value = match function.body {
            Code::Expression(body) => self.eval(body),
            Code::Statements(body) => match self.run(body) {
                Flow::Return(value) => value,
                Flow::Next | Flow::Break | Flow::Continue | Flow::Raise => Py::None,
            },
        };
        self.depth -= 1;
        self.scopes.pop();
        value
    }

    /// A new instance of a class of the program.
    pub(super) fn instance(&mut self, class: usize, arguments: Arguments) -> Py {
        self.used_classes.insert(class);
        self.objects.push(Object { class, names: std::collections::BTreeMap::default() });
        let id = self.objects.len() - 1;
        if let Some(Py::Function(function)) = self.class_attribute(class, "__init__") {
            self.run_function(function, Some(Py::Object(id)), arguments);
        } else {
            let fields = self.classes.get(class).map(|class| class.fields.clone()).unwrap_or_default();
            if let Some(object) = self.objects.get_mut(id) {
                object.names.extend(fields.into_iter().zip(arguments.places));
                object.names.extend(arguments.names);
            }
        }
        Py::Object(id)
    }

    /// `functools.partial(function, …)`.
    pub(super) fn partial(&mut self, arguments: &Arguments) -> Option<Py> {
        let (function, places) = arguments.places.split_first()?;
        let (function, places, names) = (function.clone(), places.to_vec(), arguments.names.clone());
        self.partials.push(Partial { function, places, names });
        Some(Py::Partial(self.partials.len() - 1))
    }
}
