//! `InvokeFlow`: the form, and the nodes that answer.

use serde_json::{Map, Value, json};

use super::super::{Ask, Fault, items, some_text, text};
use super::{Event, runtime};
use crate::text::json as text_json;

/// The header with the execution.
pub const EXECUTION_HEADER: &str = "x-amz-bedrock-flow-execution-id";

/// The form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The ID or ARN of the flow.
    pub flow: String,
    /// The ID or ARN of its alias.
    pub alias: String,
    /// The input: a text, or JSON if it is a document of another type.
    pub document: String,
    /// Whether the trace is sent.
    pub trace: bool,
    /// The node that asked for more, and the execution; empty at the start.
    pub asked: Option<(String, String)>,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            flow: String::new(),
            // The alias of every flow's draft.
            alias: "TSTALIASID".to_owned(),
            document: String::new(),
            trace: true,
            asked: None,
        }
    }
}

impl Form {
    /// What is wrong with it.
    pub fn faults(&self) -> Vec<Fault> {
        let check = |field: &'static str, typed: &str, of: &str| {
            let typed = typed.trim();
            let is_id = typed.len() == 10 && typed.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let what = format!("Enter the ID of {of}, 10 letters and digits, or its ARN");
            (!is_id && !typed.starts_with("arn:")).then(|| Fault::at(field, what))
        };
        let mut faults: Vec<Fault> = check("flow", &self.flow, "a flow").into_iter().collect();
        faults.extend(check("alias", &self.alias, "an alias"));
        if self.document.trim().is_empty() {
            faults.push(Fault::at("document", "Enter the input of the flow"));
        }
        faults
    }

    /// The call, whether or not it is complete.
    pub fn ask(&self) -> Ask {
        // An object, list, number or truth value is sent as such; anything else is a text.
        let document = match serde_json::from_str::<Value>(&self.document) {
            Ok(value @ (Value::Object(_) | Value::Array(_) | Value::Number(_) | Value::Bool(_))) => value,
            Ok(Value::String(_) | Value::Null) | Err(_) => json!(self.document),
        };
        let mut input = Map::new();
        input.insert("flowIdentifier".to_owned(), json!(self.flow.trim()));
        input.insert("flowAliasIdentifier".to_owned(), json!(self.alias.trim()));
        input.insert("enableTrace".to_owned(), json!(self.trace));
        let node = match &self.asked {
            Some((node, execution)) => {
                input.insert("executionId".to_owned(), json!(execution));
                // AWS's guide on conversations with a flow: the name of the input is always this.
                json!({"nodeName": node, "nodeInputName": "agentInputText", "content": {"document": document}})
            }
            None => {
                json!({"nodeName": "FlowInputNode", "nodeOutputName": "document", "content": {"document": document}})
            }
        };
        input.insert("inputs".to_owned(), json!([node]));
        runtime("InvokeFlow", Value::Object(input))
    }
}

/// Something that a node did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// What it did: output, or a step of the trace.
    pub what: String,
    /// Its text; JSON for any other document.
    pub text: String,
    /// The event as received.
    pub raw: String,
}

/// A flow that runs or has ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// The outputs.
    pub outputs: Vec<Node>,
    /// The trace, in the order of the stream.
    pub trace: Vec<Node>,
    /// The node that asks for more input, and its question.
    pub question: Option<(String, String)>,
    /// Why it ended: `SUCCESS` or `INPUT_REQUIRED`.
    pub ended: Option<String>,
}

/// Reads the events of `InvokeFlow`.
pub fn read(events: &[Event<'_>]) -> Ran {
    let mut ran = Ran::default();
    for (name, payload) in events {
        match *name {
            "flowOutputEvent" => ran.outputs.push(Node {
                name: text(payload, "nodeName"),
                what: text(payload, "nodeType"),
                text: content(payload),
                raw: text_json::print(payload),
            }),
            "flowTraceEvent" => ran.trace.extend(payload.get("trace").and_then(traced)),
            "flowMultiTurnInputRequestEvent" => ran.question = Some((text(payload, "nodeName"), content(payload))),
            "flowCompletionEvent" => ran.ended = some_text(payload, "completionReason"),
            _ => {}
        }
    }
    ran
}

/// The document of an event: a text as it is, anything else as JSON.
fn content(value: &Value) -> String {
    match value.pointer("/content/document") {
        Some(Value::String(text)) => text.clone(),
        Some(other) => text_json::compact(other),
        None => String::new(),
    }
}

fn traced(trace: &Value) -> Option<Node> {
    let (member, value) = trace.as_object()?.iter().next()?;
    let fields = |name: &str| {
        let field = |field: &Value| format!("{}: {}", text(field, name), content(field));
        items(value, "fields").iter().map(field).collect::<Vec<_>>().join("\n")
    };
    let (what, told) = match member.as_str() {
        "nodeInputTrace" => ("Input", fields("nodeInputName")),
        "nodeOutputTrace" => ("Output", fields("nodeOutputName")),
        "conditionNodeResultTrace" => {
            let names = items(value, "satisfiedConditions").iter().map(|condition| text(condition, "conditionName"));
            ("Conditions that hold", names.collect::<Vec<_>>().join(", "))
        }
        "nodeActionTrace" => ("Calls", format!("{} of {}", text(value, "operationName"), text(value, "serviceName"))),
        "nodeDependencyTrace" => ("Trace of an agent", String::new()),
        other => (other, String::new()),
    };
    Some(Node { name: text(value, "nodeName"), what: what.to_owned(), text: told, raw: text_json::print(value) })
}
