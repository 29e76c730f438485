//! Functions and classes of the text.

use std::rc::Rc;

use oxc_ast::ast::{Class, ClassElement, FormalParameters, MethodDefinitionKind};
use oxc_span::GetSpan;

use super::reader::{Reader, function_start};
use super::value::{Callable, Js};

/// How often the same function may be read: a loop over a function reads it again for each item.
const MOST_CALLS: usize = 5_000;

impl<'a> Reader<'a> {
    /// A function as a value. It is kept, to be read later if nothing calls it.
    pub(super) fn function(&mut self, function: Callable<'a>, this: Option<Js<'a>>) -> Js<'a> {
        let start = function_start(function);
        if self.functions.len() < MOST_CALLS
            && !self.functions.iter().any(|(other, ..)| function_start(*other) == start)
        {
            self.functions.push((function, self.scope, this));
        }
        Js::Function(function, self.scope)
    }

    /// A class as a value.
    pub(super) fn class(&mut self, class: &'a Class<'a>) -> Js<'a> {
        let value = Js::Class(class, self.scope);
        // Its methods are read later if nothing makes an instance: with the fields' own values.
        let this = self.instance(class, self.scope, None);
        if let Some(id) = &class.id {
            let statics = this.clone();
            self.declare(&format!("{}.static", id.name.as_str()), statics);
        }
        value
    }

    /// An instance of a class: its fields, and what the constructor sets.
    pub(super) fn instance(&mut self, class: &'a Class<'a>, scope: usize, arguments: Option<Vec<Js<'a>>>) -> Js<'a> {
        let this = self.new_object(Vec::new());
        let mut constructor = None;
        let mut methods = Vec::new();
        self.in_scope(scope, |reader| {
            reader.declare("this", this.clone());
            for element in &class.body.body {
                match element {
                    ClassElement::PropertyDefinition(field) => {
                        let Some(name) = reader.member_name(&field.key) else { continue };
                        let value = field.value.as_ref().map_or(Js::Undefined, |value| reader.evaluate(value));
                        reader.check_secret(&name, &value);
                        reader.set_member(&this, &name, value);
                    }
                    ClassElement::MethodDefinition(method) if method.kind == MethodDefinitionKind::Constructor => {
                        constructor = Some(Callable::Function(&method.value));
                    }
                    ClassElement::MethodDefinition(method) => {
                        let Some(name) = reader.member_name(&method.key) else { continue };
                        methods.push((name, Callable::Function(&method.value)));
                    }
                    _ => {}
                }
            }
            for (name, method) in methods {
                let value = reader.function(method, Some(this.clone()));
                reader.set_member(&this, &name, value);
            }
        });
        if let Some(constructor) = constructor {
            match arguments {
                Some(arguments) => drop(self.run(constructor, scope, arguments, Some(this.clone()))),
                None => self.call_with_nothing(constructor, scope, Some(this.clone())),
            }
        }
        this
    }

    fn member_name(&mut self, key: &'a oxc_ast::ast::PropertyKey<'a>) -> Option<Rc<str>> {
        if let oxc_ast::ast::PropertyKey::PrivateIdentifier(name) = key {
            return Some(format!("#{}", name.name.as_str()).into());
        }
        self.key(key)
    }

    /// Reads a function that nothing calls: its parameters have their defaults, or are holes.
    pub(super) fn call_with_nothing(&mut self, function: Callable<'a>, scope: usize, this: Option<Js<'a>>) {
        let parameters = parameters(function);
        let holes: Vec<Js<'a>> = parameters
            .items
            .iter()
            .map(
                |parameter| {
                    if parameter.initializer.is_some() { Js::Undefined } else { self.hole(parameter.pattern.span()) }
                },
            )
            .collect();
        self.run(function, scope, holes, this);
    }

    /// Reads a function with arguments, and gives what it returns.
    pub(super) fn run(
        &mut self,
        function: Callable<'a>,
        scope: usize,
        arguments: Vec<Js<'a>>,
        this: Option<Js<'a>>,
    ) -> Js<'a> {
        let start = function_start(function);
        if !self.called.contains(&start) {
            self.called.push(start);
        }
        let value = self.deeper(|reader| reader.in_scope(scope, |reader| reader.read_body(function, arguments, this)));
        value.unwrap_or(Js::Undefined)
    }

    fn read_body(&mut self, function: Callable<'a>, arguments: Vec<Js<'a>>, this: Option<Js<'a>>) -> Js<'a> {
        if let Some(this) = this {
            self.declare("this", this);
        }
        let parameters = parameters(function);
        let mut arguments = arguments.into_iter();
        for parameter in &parameters.items {
            let given = arguments.next().unwrap_or(Js::Undefined);
            let value = match (&parameter.initializer, given) {
                (Some(default), Js::Undefined) => self.evaluate(default),
                (_, given) => given,
            };
            self.bind(&parameter.pattern, value.clone());
            // `constructor(private client: …)` sets the member, too.
            if parameter.accessibility.is_some() || parameter.readonly {
                let name =
                    parameter.pattern.span().source_text(self.source).split(':').next().unwrap_or_default().trim();
                if let Some(this) = self.lookup("this") {
                    self.set_member(&this, name, value);
                }
            }
        }
        if let Some(rest) = &parameters.rest {
            let value = self.list(arguments.collect());
            self.bind(&rest.rest.argument, value);
        }
        let before = self.returned.take();
        match function {
            Callable::Arrow(arrow) => match arrow.body.as_expression() {
                Some(expression) => {
                    let value = self.evaluate(expression);
                    self.returned = Some(value);
                }
                None => {
                    if let oxc_ast::ast::ArrowFunctionBody::FunctionBody(body) = &arrow.body {
                        self.block(&body.statements);
                    }
                }
            },
            Callable::Function(function) => {
                if let Some(body) = &function.body {
                    self.block(&body.statements);
                }
            }
        }
        std::mem::replace(&mut self.returned, before).unwrap_or(Js::Undefined)
    }
}

fn parameters(function: Callable<'_>) -> &FormalParameters<'_> {
    match function {
        Callable::Arrow(arrow) => &arrow.params,
        Callable::Function(function) => &function.params,
    }
}
