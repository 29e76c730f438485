//! boto3 as a program sees it: modules, sessions, clients, operations, answers and exceptions.
//!
//! The classes of clients and the words of what they refuse are botocore's (1.44, tried against it by a test).

use std::collections::BTreeMap;
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value, json};

use super::call::{Answer, Call};
use super::error::Raised;
use super::machine::{Machine, Run, Stop};
use super::names::snake;
use super::value::{Arguments, Bytes, Py, Val};
use super::{suggestion, validate};
use crate::bedrock::client::Client;
use crate::bedrock::service_model::{OperationModel, ServiceModel, ShapeKind};
use crate::text::json::pointer_token;

/// Clients of other services, by name, with their classes.
const OTHERS: [(&str, &str); 12] = [
    ("bedrock-agentcore", "BedrockAgentCore"),
    ("bedrock-agentcore-control", "BedrockAgentCoreControl"),
    ("bedrock-data-automation", "DataAutomationforBedrock"),
    ("bedrock-data-automation-runtime", "RuntimeforBedrockDataAutomation"),
    ("s3", "S3"),
    ("sts", "STS"),
    ("iam", "IAM"),
    ("lambda", "Lambda"),
    ("dynamodb", "DynamoDB"),
    ("sagemaker", "SageMaker"),
    ("sagemaker-runtime", "SageMakerRuntime"),
    ("comprehend", "Comprehend"),
];

/// What every client has beside its operations.
const OF_CLIENTS: [&str; 8] = [
    "can_paginate",
    "close",
    "exceptions",
    "generate_presigned_url",
    "get_paginator",
    "get_waiter",
    "meta",
    "waiter_names",
];

/// `boto3.client(…)`
pub(super) fn new_client(region: Option<Rc<str>>, mut arguments: Arguments, line: usize) -> Run<Val> {
    const TAKES: [&str; 10] = [
        "region_name",
        "api_version",
        "use_ssl",
        "verify",
        "endpoint_url",
        "aws_access_key_id",
        "aws_secret_access_key",
        "aws_session_token",
        "config",
        "aws_account_id",
    ];
    let error = |text: String| Err(Raised::new("TypeError", text, line).into());
    let mut places = std::mem::take(&mut arguments.places).into_iter();
    let service = places.next().or_else(|| arguments.take("service_name"));
    if let Some((unknown, _)) = arguments.names.iter().find(|(name, _)| !TAKES.contains(&name.as_str())) {
        return error(format!("Session.client() got an unexpected keyword argument '{unknown}'"));
    }
    let Some(service) = service else {
        return error("Session.client() missing 1 required positional argument: 'service_name'".to_owned());
    };
    let named = places.next().or_else(|| arguments.take("region_name"));
    let region = named.and_then(|region| region.py.as_str().map(Rc::from)).or(region);
    let Some(name) = service.py.as_str() else {
        let text = format!("'{}' object has no attribute 'replace'", service.py.type_name());
        return Err(Raised::new("AttributeError", text, line).into());
    };
    if let Some(client) = Client::from_name(name) {
        return Ok(Val::new(Py::Client(client, region), line));
    }
    if let Some((_, class)) = OTHERS.iter().find(|(known, _)| *known == name) {
        return Ok(Val::new(Py::OtherClient((*class).into()), line));
    }
    // botocore lists all of its services, some four hundred.
    let text = format!(
        "Unknown service: '{name}'. Valid service names are: …, bedrock, bedrock-agent, bedrock-agent-runtime, …, \
         bedrock-runtime, …"
    );
    Err(Raised::new("botocore.exceptions.UnknownServiceError", text, line).into())
}

impl Machine<'_> {
    /// Calls a function of a module.
    pub fn of_module(&mut self, path: &str, mut arguments: Arguments, line: usize) -> Run<Val> {
        let none = Val::new(Py::None, line);
        let first = arguments.places.first().cloned();
        match (path, first) {
            ("boto3.client", _) => new_client(None, arguments, line),
            ("boto3.Session" | "boto3.session.Session", _) => {
                let region = arguments.take("region_name").and_then(|region| region.py.as_str().map(Rc::from));
                Ok(Val::new(Py::Session(region), line))
            }
            ("botocore.config.Config", _) => Ok(Val::new(Py::Library("botocore.config.Config".into()), line)),
            ("json.loads", Some(value)) => self.loads(&value, line),
            ("json.load", Some(value)) => {
                let Py::Body(id) = value.py else {
                    let text = format!("'{}' object has no attribute 'read'", value.py.type_name());
                    return Err(Raised::new("AttributeError", text, line).into());
                };
                let bytes = Val { py: Py::Bytes(self.heap.read(id)), ..value };
                self.loads(&bytes, line)
            }
            ("json.dumps", _) => self.dumps(arguments, line),
            ("os.getenv", _) => Ok(arguments.places.get(1).cloned().unwrap_or(none)),
            ("sys.exit", _) => Err(Stop::Exit),
            ("sys.stdout.write", Some(value)) => {
                let end = ("end".to_owned(), Val::text("", line));
                self.library("print", Arguments { places: vec![value], names: vec![end] }, line)
            }
            ("sys.stdout.flush" | "time.sleep", _) => Ok(none),
            ("base64.b64encode", Some(Val { py: Py::Bytes(bytes), .. })) => {
                self.hold(2 * bytes.len(), line)?;
                Ok(Val::new(Py::Bytes(BASE64.encode(&bytes).into_bytes().into()), line))
            }
            ("base64.b64decode", Some(value)) => {
                let bytes = match &value.py {
                    Py::Str(text) => BASE64.decode(text.as_bytes()),
                    Py::Bytes(bytes) => BASE64.decode(bytes),
                    _ => Ok(Vec::new()),
                };
                let bytes = bytes.map_err(|_| Raised::new("binascii.Error", "Incorrect padding", line))?;
                Ok(Val::new(Py::Bytes(bytes.into()), line).from([&value]))
            }
            _ => Err(Raised::unsupported(&format!("{path}()"), line).into()),
        }
    }

    fn find(&self, client: Client, method: &str) -> Option<&OperationModel> {
        self.model(client)?.operations().iter().find(|operation| snake(&operation.name) == method)
    }

    /// The attribute of a client.
    pub fn client_attribute(
        &mut self,
        client: Client,
        region: Option<&Rc<str>>,
        name: &str,
        line: usize,
    ) -> Option<Val> {
        if name == "exceptions" || OF_CLIENTS.contains(&name) {
            return Some(Val::new(Py::Library(format!("client.{name}").into()), line));
        }
        let operation = self.find(client, name)?;
        Some(Val::new(Py::Operation(client, region.cloned(), operation.name.as_str().into()), line))
    }

    /// The method of a client whose name is the nearest.
    pub fn nearest_method(&self, client: Client, name: &str) -> Option<String> {
        let operations = self.model(client).map(ServiceModel::operations).unwrap_or_default();
        let mut names: Vec<String> = operations.iter().map(|operation| snake(&operation.name)).collect();
        names.extend(OF_CLIENTS.map(str::to_owned));
        names.sort_unstable();
        suggestion::nearest(name, names.iter().map(String::as_str))
    }

    /// Calls an operation.
    pub fn operation(
        &mut self,
        client: Client,
        region: Option<&str>,
        operation: &str,
        arguments: &Arguments,
        line: usize,
    ) -> Run<Val> {
        if !arguments.places.is_empty() {
            let text = format!("{}() only accepts keyword arguments.", snake(operation));
            return Err(Raised::new("TypeError", text, line).into());
        }
        let Some((model, input)) = self.model(client).and_then(|model| Some((model, model.operation(operation)?)))
        else {
            return Err(Raised::unsupported(&format!("{operation} without its service model"), line).into());
        };
        if let Some(text) = validate::report(self, model, input, &arguments.names) {
            return Err(Raised::new("botocore.exceptions.ParamValidationError", text, line).into());
        }
        let Some(answer) = self.next_answer() else {
            let structure = input.input.as_deref().and_then(|name| model.structure(name));
            let mut members = Map::new();
            let mut lines = BTreeMap::new();
            for (name, value) in &arguments.names {
                let shape = structure.and_then(|of| of.members.iter().find(|member| member.name == *name));
                let shape = shape.map_or("", |member| member.shape.as_str());
                let pointer = format!("/{}", pointer_token(name));
                members.insert(name.clone(), self.wire(model, shape, value, &pointer, &mut lines));
            }
            return Err(Stop::Call(Box::new(Call {
                client,
                operation: operation.to_owned(),
                region: region.map(str::to_owned),
                input: Value::Object(members),
                line,
                lines,
            })));
        };
        self.answered(model, input, answer, line)
    }

    /// A value as JSON for the wire: the bytes of a blob are base64, also where they are text.
    fn wire(
        &self,
        model: &ServiceModel,
        shape: &str,
        value: &Val,
        pointer: &str,
        lines: &mut BTreeMap<String, usize>,
    ) -> Value {
        lines.insert(pointer.to_owned(), value.line);
        let kind = model.shape(shape).map(|shape| &shape.kind);
        match (kind, &value.py) {
            (Some(ShapeKind::Blob), Py::Str(text)) => Value::String(BASE64.encode(text.as_bytes())),
            (kind, Py::List(id) | Py::Tuple(id)) => {
                let inner = if let Some(ShapeKind::List { member }) = kind { member.as_str() } else { "" };
                let items = (0..).zip(self.heap.items(*id));
                items
                    .map(|(at, item): (usize, _)| self.wire(model, inner, item, &format!("{pointer}/{at}"), lines))
                    .collect()
            }
            (kind, Py::Dict(id)) => {
                let mut members = Map::new();
                for (key, value) in self.heap.members(*id) {
                    let name = self.str(key);
                    let inner = match kind {
                        Some(ShapeKind::Structure(of)) => of
                            .members
                            .iter()
                            .find(|member| member.name == name)
                            .map_or("", |member| member.shape.as_str()),
                        Some(ShapeKind::Map { value, .. }) => value.as_str(),
                        _ => "",
                    };
                    let below = format!("{pointer}/{}", pointer_token(&name));
                    members.insert(name, self.wire(model, inner, value, &below, lines));
                }
                Value::Object(members)
            }
            _ => self.heap.json(value, Bytes::Base64, 0).unwrap_or_default(),
        }
    }

    fn answered(&mut self, model: &ServiceModel, operation: &OperationModel, answer: &Answer, line: usize) -> Run<Val> {
        match answer {
            Answer::Refused { code, message, status } => {
                let is_known = model.structure(code).is_some_and(|of| of.error_status.is_some());
                let kind = if is_known { "botocore.errorfactory" } else { "botocore.exceptions" };
                let name = if is_known { code } else { "ClientError" };
                // botocore calls three times in its default mode.
                let is_retried = matches!(status, 500 | 502 | 503 | 504) || code.starts_with("Throttling");
                let retries = if is_retried { " (reached max retries: 2)" } else { "" };
                let text = format!(
                    "An error occurred ({code}) when calling the {} operation{retries}: {message}",
                    operation.name
                );
                let response = json!({
                    "Error": { "Message": message, "Code": code },
                    "ResponseMetadata": { "HTTPStatusCode": status },
                });
                let response = self.heap.of_json(&response, None, None, line);
                let raised = Raised::new(&format!("{kind}.{name}"), text, line);
                Err(Raised { response: Some(response), is_client_error: true, ..raised }.into())
            }
            Answer::Output { output, body, events } => {
                let shape = operation.output.as_deref();
                let response = self.heap.of_json(output, Some(""), shape.map(|shape| (model, shape)), line);
                let members =
                    shape.and_then(|shape| model.structure(shape)).map_or(&[][..], |of| of.members.as_slice());
                for member in members {
                    let place = format!("/{}", member.name);
                    let is_stream = model.structure(&member.shape).is_some_and(|of| of.event_stream);
                    let is_body = model.shape(&member.shape).is_some_and(|shape| shape.kind == ShapeKind::Blob)
                        && output.get(&member.name).is_none();
                    let py = if is_stream {
                        let mut items = Vec::with_capacity(events.len());
                        for (at, event) in events.iter().enumerate() {
                            let place = format!("{place}/{at}");
                            items.push(self.heap.of_json(event, Some(&place), Some((model, &member.shape)), line));
                        }
                        self.heap.stream(items)
                    } else if is_body {
                        self.heap.body(body)
                    } else {
                        continue;
                    };
                    let value = Val { py, places: Some(Rc::from([place])), line };
                    self.set_item(&response, &Val::text(member.name.as_str(), line), value, line)?;
                }
                Ok(response)
            }
        }
    }

    /// The exception that an event of a stream is.
    pub fn stream_error(&mut self, event: usize, line: usize) -> Run<()> {
        let Some((key, value)) = self.heap.members(event).first() else { return Ok(()) };
        let Some(name) = key.py.as_str().filter(|name| name.ends_with("Exception")) else { return Ok(()) };
        let message = match value.py {
            Py::Dict(id) => {
                let member = self.heap.members(id).iter().find(|(key, _)| key.py.as_str() == Some("message"));
                member.map(|(_, message)| self.str(message)).unwrap_or_default()
            }
            _ => String::new(),
        };
        let text = format!("An error occurred ({name}) when calling the ConverseStream operation: {message}");
        let raised = Raised::new("botocore.exceptions.EventStreamError", text, line);
        Err(Raised { is_client_error: true, ..raised }.into())
    }
}
