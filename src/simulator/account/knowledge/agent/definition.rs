//! What an agent is made of: model, instruction, functions, knowledge bases, guardrail.

use serde_json::{Map, Value, json};

use super::super::scene::text;
use crate::simulator::fault::Fault;
use crate::simulator::guard::Guard;
use crate::simulator::writer::tools::Tool;

/// An agent.
#[derive(Clone, Debug, PartialEq)]
pub struct Agent {
    /// Under which its sessions are kept.
    pub key: String,
    /// Which agent it is; `None` for an inline one.
    pub named: Option<Named>,
    /// The id of its model.
    pub model: String,
    /// Its instruction.
    pub instruction: String,
    /// The functions of its action groups.
    pub functions: Vec<Function>,
    /// Its knowledge bases: the id, and the `retrievalConfiguration`.
    pub knowledge: Vec<(String, Value)>,
    /// Its guardrail.
    pub guard: Option<Guard>,
    /// Whether it may ask the user for a missing parameter.
    pub asks: bool,
    /// Whether its pre-processing step is on.
    pub pre_processing: bool,
    /// Whether its post-processing step is on.
    pub post_processing: bool,
    /// How long an unused session lives, in milliseconds.
    pub idle_ms: i64,
}

/// The ids of an agent.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The agent.
    pub id: String,
    /// The alias.
    pub alias: String,
    /// The version that the alias points to.
    pub version: &'static str,
}

/// A function that an agent may call.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// The action group.
    pub group: String,
    /// Its name; of an API schema, the id of the operation.
    pub name: String,
    /// What it does.
    pub description: String,
    /// The JSON schema of its parameters.
    pub schema: Value,
    /// Whether the user must confirm a call.
    pub confirms: bool,
    /// Path, verb and the parameters of the body, if an API schema describes it.
    pub api: Option<Api>,
}

/// Where an operation of an API schema is.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// The path.
    pub path: String,
    /// The verb, in capitals.
    pub verb: String,
    /// The parameters that are members of the body.
    pub body: Vec<String>,
}

impl Function {
    /// The function as a tool of a model.
    pub fn tool(&self) -> Tool {
        Tool { name: self.name.clone(), description: self.description.clone(), schema: self.schema.clone() }
    }

    /// The names of its required parameters.
    pub fn required(&self) -> impl Iterator<Item = &str> {
        self.schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }

    /// The type of a parameter.
    pub fn type_of(&self, parameter: &str) -> &str {
        text(&self.schema, &format!("/properties/{parameter}/type"))
    }
}

/// Whether a group lets the agent ask the user.
pub fn lets_ask(group: &Value) -> bool {
    text(group, "/parentActionGroupSignature") == "AMAZON.UserInput"
}

/// The functions of an action group as `InvokeInlineAgent` takes it.
///
/// # Errors
/// When the simulator cannot play the group.
pub fn functions(group: &Value) -> Result<Vec<Function>, Fault> {
    let name = text(group, "/actionGroupName");
    if lets_ask(group) {
        return Ok(Vec::new());
    }
    if let Some(signature) = group.get("parentActionGroupSignature").and_then(Value::as_str) {
        return Err(Fault::validation(format!(
            "The simulator does not play {signature} (action group {name}). It plays AMAZON.UserInput and groups with a \
             schema."
        )));
    }
    if text(group, "/actionGroupExecutor/customControl") != "RETURN_CONTROL" {
        return Err(Fault::service(
            424,
            "DependencyFailedException",
            format!(
                "The simulator runs no Lambda function, so the action group {name} needs the executor customControl \
                 RETURN_CONTROL."
            ),
        ));
    }
    if let Some(list) = group.pointer("/functionSchema/functions").and_then(Value::as_array) {
        return Ok(list.iter().map(|function| of_function_schema(name, function)).collect());
    }
    match group.pointer("/apiSchema/payload").and_then(Value::as_str) {
        Some(payload) => of_api_schema(name, payload),
        None => Err(Fault::validation(format!(
            "The action group {name} has neither functionSchema.functions nor apiSchema.payload. The simulator has no S3 \
             to read a schema from."
        ))),
    }
}

fn of_function_schema(group: &str, function: &Value) -> Function {
    let parameters = function.get("parameters").and_then(Value::as_object).cloned().unwrap_or_default();
    let is_required = |parameter: &Value| parameter.get("required") == Some(&Value::Bool(true));
    let required: Vec<&String> =
        parameters.iter().filter(|(_, parameter)| is_required(parameter)).map(|(name, _)| name).collect();
    let properties: Map<String, Value> = parameters
        .iter()
        .map(|(name, parameter)| {
            let schema = json!({ "type": parameter.get("type"), "description": parameter.get("description") });
            (name.clone(), schema)
        })
        .collect();
    Function {
        group: group.to_owned(),
        name: text(function, "/name").to_owned(),
        description: text(function, "/description").to_owned(),
        schema: json!({ "type": "object", "properties": properties, "required": required }),
        confirms: text(function, "/requireConfirmation") == "ENABLED",
        api: None,
    }
}

/// The operations of an `OpenAPI` schema in JSON.
fn of_api_schema(group: &str, payload: &str) -> Result<Vec<Function>, Fault> {
    let schema: Value = serde_json::from_str(payload).map_err(|error| {
        Fault::validation(format!(
            "The API schema of the action group {group} is not JSON ({error}). The simulator reads no YAML."
        ))
    })?;
    let paths = schema.get("paths").and_then(Value::as_object).into_iter().flatten();
    let operations = paths.flat_map(|(path, operations)| {
        operations.as_object().into_iter().flatten().map(move |(verb, operation)| (path, verb, operation))
    });
    let functions: Vec<Function> =
        operations.map(|(path, verb, operation)| of_operation(group, path, verb, operation)).collect();
    if functions.is_empty() {
        return Err(Fault::validation(format!("The API schema of the action group {group} has no paths.")));
    }
    Ok(functions)
}

fn of_operation(group: &str, path: &str, verb: &str, operation: &Value) -> Function {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for parameter in operation.get("parameters").and_then(Value::as_array).into_iter().flatten() {
        let name = text(parameter, "/name").to_owned();
        let kind = parameter.pointer("/schema/type").cloned().unwrap_or_else(|| json!("string"));
        if parameter.get("required") == Some(&Value::Bool(true)) {
            required.push(json!(name));
        }
        properties.insert(name, json!({ "type": kind, "description": parameter.get("description") }));
    }
    let body = operation.pointer("/requestBody/content/application~1json/schema").unwrap_or(&Value::Null);
    let members = body.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    required.extend(body.get("required").and_then(Value::as_array).into_iter().flatten().cloned());
    let in_body: Vec<String> = members.keys().cloned().collect();
    properties.extend(members);
    let name = match text(operation, "/operationId") {
        "" => format!("{verb} {path}"),
        id => id.to_owned(),
    };
    let description = match text(operation, "/description") {
        "" => text(operation, "/summary"),
        description => description,
    };
    Function {
        group: group.to_owned(),
        name,
        description: description.to_owned(),
        schema: json!({ "type": "object", "properties": properties, "required": required }),
        confirms: text(operation, "/x-requireConfirmation") == "ENABLED",
        api: Some(Api { path: path.to_owned(), verb: verb.to_uppercase(), body: in_body }),
    }
}
