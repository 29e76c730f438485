//! A call of a model as the parts of a request.

use ruff_text_size::Ranged;
use serde_json::{Map, Value};

use super::functions::Arguments;
use super::json::Writer;
use super::machine::Machine;
use super::places::{Dialect, Place};
use super::value::{Client, Py};
use crate::bedrock::operation::Operation;
use crate::import::cli::header_of;
use crate::import::request_parts::{Body, RequestParts};

impl Machine<'_> {
    /// Takes the call as the one to import, unless nothing of it can be read.
    pub(super) fn request(&mut self, client: &Client, operation: Operation, arguments: &Arguments, node: &impl Ranged) {
        if self.found.is_some() {
            return;
        }
        match self.parts(client, operation, arguments, node) {
            Ok(parts) => self.found = Some(parts),
            Err(why) => {
                self.refused.get_or_insert(why);
            }
        }
    }

    fn parts(
        &self,
        client: &Client,
        operation: Operation,
        arguments: &Arguments,
        node: &impl Ranged,
    ) -> Result<RequestParts, String> {
        let line = self.line(node);
        let mut writer = Writer::new(self);
        let mut parts = RequestParts { operation: Some(operation), ..RequestParts::default() };
        match client.region.as_ref().or(self.region.as_ref()) {
            Some(Py::Str(region)) if !region.text.contains('{') => {
                parts.region = Some(region.text.clone());
                for note in region.notes.iter().filter_map(|at| self.value_notes.get(*at)) {
                    writer.note(note.clone());
                }
            }
            Some(other) => {
                if let Some(unknown) = other.unknown() {
                    writer.note(format!(
                        "Line {}: the region `{}` is known only when the program runs",
                        unknown.line, unknown.name
                    ));
                }
            }
            None => {}
        }
        let mut members = Map::new();
        let mut body = None;
        for (name, value) in &arguments.names {
            match name.as_str() {
                "modelId" => parts.model = model(value, line, &mut writer)?,
                "body" if !operation.is_converse() => body = Some(value),
                _ if operation.is_converse() => {
                    if let Some(value) = writer.json(value, Place::Converse.member(name), name, 0)? {
                        members.insert(name.clone(), value);
                    }
                }
                _ => match header_of(name) {
                    Some(header) => {
                        if let Some(Value::String(text)) = writer.json(value, Place::Name, name, 0)? {
                            parts.header(header, &text);
                        }
                    }
                    None => writer.note(format!("Ignored {name}: InvokeModel has no such parameter")),
                },
            }
        }
        if !arguments.places.is_empty() {
            writer.note(format!("Line {line}: arguments without a name are left out; boto3 takes none"));
        }
        for unknown in &arguments.unknown {
            writer.note(format!(
                "Line {}: `**{}` is known only when the program runs; what it adds to the call is left out",
                unknown.line, unknown.name
            ));
        }
        parts.body = if operation.is_converse() {
            Body::Json(conversation(members, operation, line)?)
        } else {
            let body = body.ok_or_else(|| format!("line {line}: the argument body is missing"))?;
            native(body, parts.model.as_deref(), line, &mut writer)?
        };
        if let Some(list) = self.loops.last() {
            writer.note(format!("The text makes one call for each item of {list}; only the first is imported"));
        }
        parts.notes = std::mem::take(&mut writer.notes);
        Ok(parts)
    }
}

/// The model id; `None` where the model of the page stays.
fn model(value: &Py, line: usize, writer: &mut Writer<'_, '_>) -> Result<Option<String>, String> {
    match value {
        Py::Str(text) if text.text.contains('{') => {
            writer.note(format!("Line {line}: the model {} is known only when the program runs", text.text));
            Ok(None)
        }
        Py::Str(text) => {
            writer.json(value, Place::Text, "modelId", 0)?;
            Ok(Some(text.text.clone()))
        }
        Py::Unknown(unknown) => {
            writer.note(format!(
                "Line {}: the model `{}` is known only when the program runs",
                unknown.line, unknown.name
            ));
            Ok(None)
        }
        Py::Import(_) | Py::Object(_) | Py::Class(_) | Py::Method(_) => {
            writer.note(format!("Line {line}: the model is known only when the program runs"));
            Ok(None)
        }
        other => {
            let json = writer.json(other, Place::Free, "modelId", 0)?.unwrap_or(Value::Null);
            let json: String = json.to_string().chars().take(60).collect();
            Err(format!("line {line}: modelId must be a string, not {json}"))
        }
    }
}

/// The body of Converse.
fn conversation(mut members: Map<String, Value>, operation: Operation, line: usize) -> Result<Value, String> {
    let is_empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    if members.get("toolConfig").is_some_and(|tools| tools.get("tools").is_none_or(is_empty)) {
        members.shift_remove("toolConfig");
    }
    let has_messages = members.get("messages").is_some_and(|messages| !is_empty(messages) && !messages.is_null());
    if !has_messages && !members.contains_key("promptVariables") {
        return Err(format!(
            "line {line}: the text does not contain the messages of this call of {}. Paste the lines that make them too",
            operation.name()
        ));
    }
    // boto3 leaves out what is None only with a complaint; the request has no place for it.
    members.retain(|_, value| !value.is_null());
    Ok(Value::Object(members))
}

/// The body of `InvokeModel`.
fn native(value: &Py, model: Option<&str>, line: usize, writer: &mut Writer<'_, '_>) -> Result<Body, String> {
    let missing =
        || format!("line {line}: the text does not contain the body of this call. Paste the lines that make it too");
    let inner = match value {
        Py::Dumped(dumped) => &dumped.0,
        other => other,
    };
    let body = match inner {
        Py::Str(text) => {
            writer.json(inner, Place::Text, "body", 0)?;
            if text.text.trim().is_empty() {
                return Err(missing());
            }
            if crate::import::python::is_shallow(&text.text) {
                Body::parse(&text.text)
            } else {
                return Err(format!("line {line}: the body is nested too deeply"));
            }
        }
        Py::Bytes(bytes) => {
            let text = String::from_utf8_lossy(bytes);
            if crate::import::python::is_shallow(&text) { Body::parse(&text) } else { return Err(missing()) }
        }
        Py::Dict(_) => {
            let dialect = writer.dialect(inner, model);
            Body::Json(writer.json(inner, Place::Native(dialect), "body", 0)?.ok_or_else(missing)?)
        }
        Py::List(_) | Py::Tuple(_) => Body::Json(writer.json(inner, Place::Free, "body", 0)?.ok_or_else(missing)?),
        _ => return Err(missing()),
    };
    let is_readable = match &body {
        Body::Json(Value::Object(members)) => members.iter().any(|(key, value)| has_content(key, value)),
        Body::Json(value) => !value.is_null(),
        Body::Text(_) => true,
    };
    if is_readable { Ok(body) } else { Err(missing()) }
}

/// Whether a member of a native body has something to answer to.
fn has_content(key: &str, value: &Value) -> bool {
    let is_empty = match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    };
    let is_setting =
        matches!(Place::Native(Dialect::Typed).member(key), Place::Optional | Place::MaxTokens | Place::Native(_))
            && !matches!(key, "documents" | "singleEmbeddingParams" | "textToImageParams");
    !is_empty && !is_setting && !matches!(key, "anthropic_version" | "schemaVersion")
}

impl Writer<'_, '_> {
    /// How a native body writes its content.
    fn dialect(&self, body: &Py, model: Option<&str>) -> Dialect {
        let has = |key: &str| match body {
            Py::Dict(id) => self.members(*id).is_some_and(|dict| dict.get(key).is_some()),
            _ => false,
        };
        let is_nova =
            has("schemaVersion") || has("inferenceConfig") || model.is_some_and(|model| model.contains("nova"));
        if is_nova && !has("anthropic_version") { Dialect::Nova } else { Dialect::Typed }
    }
}
