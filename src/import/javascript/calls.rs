//! Calls: of the SDK's client, of functions that send HTTP, and of everything else.

use std::rc::Rc;

use oxc_ast::ast::{CallExpression, Expression, NewExpression};

use super::assign::last_names;
use super::reader::Reader;
use super::value::Js;
use crate::bedrock::operation::Operation;
use crate::import::cli::header_of;
use crate::import::origin::Origin;
use crate::import::request_parts::{Body, MODEL_IS_VARIABLE, RequestParts};

/// Functions that send HTTP, with the place of the body among their arguments' members.
const HTTP: [&str; 14] = [
    "fetch",
    "window.fetch",
    "globalThis.fetch",
    "axios",
    "axios.post",
    "axios.request",
    "got",
    "got.post",
    "ky",
    "ky.post",
    "request",
    "undici.request",
    "aws4.sign",
    "$.ajax",
];

/// The operation of a command or method: `ConverseCommand`, `converse`.
fn operation_of(name: &str, ending: &str) -> Option<Operation> {
    let name = name.strip_suffix(ending)?;
    Operation::ALL.into_iter().find(|operation| {
        let (own, given) = (operation.name(), name);
        match ending {
            "" => own.get(1..) == given.get(1..) && own.get(..1).map(str::to_lowercase).as_deref() == given.get(..1),
            _ => own == given,
        }
    })
}

impl<'a> Reader<'a> {
    /// A call of a function.
    pub(super) fn call(&mut self, call: &'a CallExpression<'a>) -> Js<'a> {
        let path = Self::path_of(call);
        let path = path.as_deref().unwrap_or_default();
        let Some((object, name)) = last_names(&call.callee) else { return self.plain_call(call, path) };
        let receiver = self.evaluate(object);
        // A method of a class of the text, or a function in an object of the text.
        if let Some(own) = self.member(&receiver, name) {
            let arguments = self.arguments(&call.arguments);
            return self.call_value(&own, arguments, Some(receiver)).unwrap_or_else(|| self.hole(call.span));
        }
        let arguments = self.arguments(&call.arguments);
        if self.found.is_some() {
            return Js::Undefined;
        }
        if let (Some(operation), Some(Js::Object(_) | Js::Unknown(_))) = (operation_of(name, ""), arguments.first()) {
            self.sdk_call(operation, &arguments);
            return self.hole(call.span);
        }
        if HTTP.contains(&path)
            && self
                .lookup(path.split('.').next().unwrap_or_default())
                .is_none_or(|value| matches!(value, Js::Unknown(_)))
        {
            self.http_call(path, &arguments);
            return self.hole(call.span);
        }
        if path == "AWS.config.update" {
            self.client(&arguments);
        }
        // `promise.then(…)`: what is handed over may call.
        if let Some(value) = self.global(path, &arguments).or_else(|| self.method(&receiver, name, &arguments)) {
            return value;
        }
        if name == "encode" {
            return arguments.into_iter().next().unwrap_or(Js::Undefined);
        }
        self.hole(call.span)
    }

    fn plain_call(&mut self, call: &'a CallExpression<'a>, path: &str) -> Js<'a> {
        let callee = self.evaluate(&call.callee);
        let arguments = self.arguments(&call.arguments);
        if self.found.is_some() {
            return Js::Undefined;
        }
        if let Some(value) = self.call_value(&callee, arguments.clone(), None) {
            return value;
        }
        if path == "require" {
            let module = arguments.first().and_then(Js::as_text).unwrap_or_default();
            return match module {
                module if module.contains("aws-sdk") => Js::Imported(module.into()),
                _ => self.hole(call.span),
            };
        }
        if HTTP.contains(&path) {
            self.http_call(path, &arguments);
            return self.hole(call.span);
        }
        self.global(path, &arguments).unwrap_or_else(|| self.hole(call.span))
    }

    /// Calls a function of the text.
    fn call_value(&mut self, callee: &Js<'a>, arguments: Vec<Js<'a>>, this: Option<Js<'a>>) -> Option<Js<'a>> {
        match callee {
            Js::Function(function, scope) => Some(self.run(*function, *scope, arguments, this)),
            _ => None,
        }
    }

    /// `new …`: a command of the SDK, a client, a class of the text, bytes.
    pub(super) fn new_expression(&mut self, new: &'a NewExpression<'a>) -> Js<'a> {
        let name = match new.callee.get_inner_expression() {
            Expression::Identifier(name) => name.name.as_str(),
            callee => callee
                .as_member_expression()
                .and_then(oxc_ast::ast::MemberExpression::static_property_name)
                .unwrap_or_default(),
        };
        let class = self.evaluate(&new.callee);
        let arguments = self.arguments(&new.arguments);
        if self.found.is_some() {
            return Js::Undefined;
        }
        let name = match &class {
            Js::Imported(imported) => imported.to_string(),
            _ => name.to_owned(),
        };
        if let Some(operation) = operation_of(&name, "Command") {
            self.sdk_call(operation, &arguments);
            return Js::Undefined;
        }
        if let Js::Class(class, scope) = class {
            let made = self.deeper(|reader| reader.instance(class, scope, Some(arguments)));
            return made.unwrap_or(Js::Undefined);
        }
        if name.starts_with("BedrockRuntime") {
            self.client(&arguments);
            return self.hole(new.span);
        }
        let first = arguments.first().cloned();
        match (name.as_str(), first) {
            ("Uint8Array" | "Blob", Some(value)) => match self.global("Uint8Array.from", &arguments) {
                Some(bytes) => bytes,
                None => value,
            },
            ("String" | "URL", Some(value)) | ("Headers" | "Map", Some(value @ Js::Object(_))) => value,
            ("Request", Some(_)) => {
                self.http_call("fetch", &arguments);
                Js::Undefined
            }
            ("HttpRequest", Some(_)) => {
                self.http_call("aws4.sign", &arguments);
                Js::Undefined
            }
            _ => self.hole(new.span),
        }
    }

    /// The region of a client, and secrets in its settings, which reading them has noted.
    fn client(&mut self, arguments: &[Js<'a>]) {
        let Some(settings) = arguments.first() else { return };
        if let Some(region) = self.member(settings, "region") {
            self.parts.region = region.as_text().map(str::to_owned);
        }
        let token = self.member(settings, "token").map(|token| self.member(&token, "token").unwrap_or(token));
        if let Some(token) = token.as_ref().and_then(Js::as_text) {
            self.parts.secret("an API key (token of the client)", token);
        }
        if self.member(settings, "endpoint").is_some() {
            self.parts.note("Ignored the client's endpoint: choose it in the page");
        }
    }

    /// The call is found: the members of its input are the request.
    fn sdk_call(&mut self, operation: Operation, arguments: &[Js<'a>]) {
        let origin = Origin::JavaScript;
        let input = arguments.first().cloned().unwrap_or(Js::Undefined);
        let Some(members) = self.members(&input).cloned() else {
            let line = match input {
                Js::Unknown(hole) => self.holes.get(hole).map(|hole| hole.line),
                _ => None,
            };
            let place = line.map(|line| format!(" (line {line})")).unwrap_or_default();
            self.refused
                .get_or_insert((origin, format!("the input of {}{place} is not in the text", operation.name())));
            return;
        };
        let mut parts = std::mem::take(&mut self.parts);
        parts.operation = Some(operation);
        if let Some((_, model)) = members.iter().find(|(name, _)| &**name == "modelId") {
            self.model(model, &mut parts);
        }
        let rest: Vec<(Rc<str>, Js<'a>)> = members.into_iter().filter(|(name, _)| &**name != "modelId").collect();
        // Notes of the conversion go to the parts of the call.
        self.parts = parts;
        let body = if operation.is_converse() {
            let rest = self.new_object(rest);
            self.json(&rest, true).map(Body::Json)
        } else {
            for (name, value) in &rest {
                let header = header_of(name);
                let text = self.text_of(value).map(|(text, _)| text);
                if let (Some(header), Some(text)) = (header, text.filter(|_| !matches!(value, Js::Unknown(_)))) {
                    self.parts.header(header, &text);
                }
            }
            let body = rest.iter().find(|(name, _)| &**name == "body").map(|(_, body)| body.clone());
            body.and_then(|body| self.body(&body))
        };
        let mut parts = std::mem::take(&mut self.parts);
        if let Some(body) = body {
            parts.body = body;
            self.found = Some((origin, parts));
        } else {
            self.parts = parts;
            let why = format!("the body of {} is not in the text", operation.name());
            self.refused.get_or_insert((origin, why));
        }
    }

    fn model(&mut self, model: &Js<'a>, parts: &mut RequestParts) {
        match model {
            Js::Text(text, holes) if holes.is_empty() => parts.model = Some(text.to_string()),
            Js::Unknown(hole) => {
                if let Some(hole) = self.holes.get(*hole) {
                    parts.note(format!(
                        "{MODEL_IS_VARIABLE} `{}` (line {}), whose value is not in the text; the page's model is kept",
                        hole.name, hole.line
                    ));
                }
            }
            _ => parts.note(format!("{MODEL_IS_VARIABLE} of the program; the page's model is kept")),
        }
    }

    /// The body of an HTTP call or of `InvokeModel`.
    fn body(&mut self, body: &Js<'a>) -> Option<Body> {
        match body {
            Js::Stringified(value) => {
                let value = (**value).clone();
                match &value {
                    Js::Unknown(_) => None,
                    value => self.json(value, self.is_converse_body(value)).map(Body::Json),
                }
            }
            Js::Object(_) => self.json(body, self.is_converse_body(body)).map(Body::Json),
            Js::Bytes(bytes) => Some(Body::parse(&String::from_utf8_lossy(bytes))),
            Js::Text(text, holes) => {
                for hole in holes.iter() {
                    self.note_hole(*hole);
                }
                Some(Body::parse(text))
            }
            _ => None,
        }
    }

    /// Whether a body has members that only Converse has.
    fn is_converse_body(&self, body: &Js<'a>) -> bool {
        let has = |name: &str| self.member(body, name).is_some();
        let native = ["anthropic_version", "schemaVersion", "max_tokens", "prompt"].iter().any(|name| has(name));
        has("inferenceConfig") && !has("schemaVersion") || has("messages") && !native
    }

    /// A call over HTTP: of a model if its address says so.
    fn http_call(&mut self, path: &str, arguments: &[Js<'a>]) {
        let first = arguments.first().cloned().unwrap_or(Js::Undefined);
        let is_settings = matches!(first, Js::Object(_));
        let settings = if is_settings { first.clone() } else { arguments.get(1).cloned().unwrap_or(Js::Undefined) };
        let mut parts = std::mem::take(&mut self.parts);
        let names = if is_settings { ["url", "path"] } else { ["", ""] };
        let address = if is_settings { names.iter().find_map(|name| self.member(&first, name)) } else { Some(first) };
        let address = address.and_then(|address| self.text_of(&address));
        for host in ["host", "hostname"] {
            if let Some(host) = self.member(&settings, host).as_ref().and_then(Js::as_text) {
                parts.host(host);
            }
        }
        let read = match &address {
            Some((address, _)) => parts.address(address),
            None => Err("its address is not in the text".to_owned()),
        };
        if let Err(why) = read {
            let line = why;
            self.parts =
                RequestParts { region: parts.region, notes: self.parts.notes.clone(), ..RequestParts::default() };
            self.refused.get_or_insert((Origin::Fetch, line));
            return;
        }
        // axios has the body as its second argument, and the settings as its third.
        let posts = path == "axios.post";
        let settings = if posts { arguments.get(2).cloned().unwrap_or(Js::Undefined) } else { settings };
        let headers = self.member(&settings, "headers");
        for (name, value) in headers.and_then(|headers| self.members(&headers).cloned()).unwrap_or_default() {
            let hole = matches!(value, Js::Unknown(_)) || matches!(&value, Js::Text(_, holes) if !holes.is_empty());
            if let Some((value, _)) = self.text_of(&value).filter(|_| !hole) {
                parts.header(&name, &value);
            }
        }
        if let Some(region) = self.member(&settings, "region").as_ref().and_then(Js::as_text) {
            parts.region = Some(region.to_owned());
        }
        let body = if posts {
            arguments.get(1).cloned()
        } else {
            ["body", "data", "json"].iter().find_map(|name| self.member(&settings, name))
        };
        self.parts = parts;
        let body = body.and_then(|body| self.body(&body));
        let mut parts = std::mem::take(&mut self.parts);
        if let Some(body) = body {
            parts.body = body;
            self.found = Some((Origin::Fetch, parts));
        } else {
            self.parts = parts;
            self.refused.get_or_insert((Origin::Fetch, "its body is not in the text".to_owned()));
        }
    }
}
