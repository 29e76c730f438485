//! `InvokeFlow`: the account's one flow.
//!
//! A prompt says whether the question is about Bedrock, a condition reads that, and either the knowledge base answers or
//! a second prompt declines. The question is about Bedrock if one of the passages that `Retrieve` finds shares a telling
//! word with it.

use serde_json::{Value, json};

use super::super::names as arns;
use super::generate::{self, UNABLE};
use super::names::{DRAFT_ALIAS_ID, FLOW_ALIAS_ID, FLOW_ID, KNOWLEDGE_BASE_ID, MODEL_ID};
use super::scene::{Scene, text};
use super::{rag, retrieve};
use crate::simulator::account::clock::iso;
use crate::simulator::account::{Answered, Context};
use crate::simulator::fault::Fault;
use crate::simulator::inference::request::readable;
use crate::simulator::inference::sampler::{Rng, seed_from, uuid};

/// The prompt that finds the topic.
pub const CLASSIFY: &str =
    "Answer with one word, bedrock or other. Is this question about Amazon Bedrock? {{question}}";
/// The prompt that declines.
const DECLINE: &str = "Say in one sentence that you only answer questions about Amazon Bedrock. {{question}}";
/// What it writes.
const DECLINED: &str = "I only answer questions about Amazon Bedrock.";

/// A data connection of the flow: source, its output, target, its input.
const DATA: [(&str, &str, &str, &str); 6] = [
    ("FlowInputNode", "document", "FindTopic", "question"),
    ("FindTopic", "modelCompletion", "ChooseRoad", "topic"),
    ("FlowInputNode", "document", "LookUp", "retrievalQuery"),
    ("FlowInputNode", "document", "Decline", "question"),
    ("LookUp", "outputText", "AnswerNode", "document"),
    ("Decline", "modelCompletion", "DeclinedNode", "document"),
];

/// The definition of the flow, as `GetFlow` gives it.
pub fn definition(prompt: &str) -> Value {
    let string = |name: &str| json!({ "name": name, "type": "String", "expression": "$.data" });
    let output = |name: &str| json!({ "name": name, "type": "String" });
    let mut connections: Vec<Value> = DATA
        .iter()
        .map(|(source, from, target, to)| {
            json!({
                "type": "Data", "name": format!("{source}To{target}"), "source": source, "target": target,
                "configuration": { "data": { "sourceOutput": from, "targetInput": to } },
            })
        })
        .collect();
    for (condition, target) in [("isBedrock", "LookUp"), ("default", "Decline")] {
        connections.push(json!({
            "type": "Conditional", "name": format!("ChooseRoadTo{target}"), "source": "ChooseRoad", "target": target,
            "configuration": { "conditional": { "condition": condition } },
        }));
    }
    json!({
        "nodes": [
            { "name": "FlowInputNode", "type": "Input", "configuration": { "input": {} },
              "outputs": [output("document")] },
            { "name": "FindTopic", "type": "Prompt",
              "configuration": { "prompt": { "sourceConfiguration": { "resource": { "promptArn": prompt } } } },
              "inputs": [string("question")], "outputs": [output("modelCompletion")] },
            { "name": "ChooseRoad", "type": "Condition",
              "configuration": { "condition": { "conditions": [
                  { "name": "isBedrock", "expression": "topic == \"bedrock\"" }, { "name": "default" },
              ] } },
              "inputs": [string("topic")] },
            { "name": "LookUp", "type": "KnowledgeBase",
              "configuration": { "knowledgeBase": { "knowledgeBaseId": KNOWLEDGE_BASE_ID, "modelId": MODEL_ID } },
              "inputs": [string("retrievalQuery")], "outputs": [output("outputText")] },
            { "name": "Decline", "type": "Prompt",
              "configuration": { "prompt": { "sourceConfiguration": { "inline": {
                  "templateType": "TEXT", "modelId": MODEL_ID,
                  "templateConfiguration": { "text": { "text": DECLINE, "inputVariables": [{ "name": "question" }] } },
              } } } },
              "inputs": [string("question")], "outputs": [output("modelCompletion")] },
            { "name": "AnswerNode", "type": "Output", "configuration": { "output": {} },
              "inputs": [string("document")] },
            { "name": "DeclinedNode", "type": "Output", "configuration": { "output": {} },
              "inputs": [string("document")] },
        ],
        "connections": connections,
    })
}

/// Writes the events of an execution.
struct Execution<'a> {
    context: &'a Context,
    traced: bool,
    events: Vec<(&'static str, Value)>,
    /// Milliseconds since the execution began.
    elapsed: i64,
    rng: Rng,
}

impl Execution<'_> {
    fn trace(&mut self, kind: &str, node: &str, members: Value) {
        self.elapsed += 20;
        if !self.traced {
            return;
        }
        let mut trace = json!({ "nodeName": node, "timestamp": iso(self.context.now.0 + self.elapsed) });
        if let (Some(trace), Value::Object(members)) = (trace.as_object_mut(), members) {
            trace.extend(members);
        }
        self.events.push(("flowTraceEvent", json!({ "trace": { kind: trace } })));
    }

    fn input(&mut self, node: &str, value: &Value) {
        let source = DATA.iter().find(|(_, _, target, _)| *target == node);
        let fields: Vec<Value> = source
            .into_iter()
            .map(|(source, from, _, to)| {
                json!({
                    "nodeInputName": to, "content": { "document": value }, "type": "String",
                    "source": { "nodeName": source, "outputFieldName": from, "expression": "$.data" },
                })
            })
            .collect();
        self.trace("nodeInputTrace", node, json!({ "fields": fields }));
    }

    fn output(&mut self, node: &str, value: &Value) {
        let mut targets = DATA.iter().filter(|(source, ..)| *source == node).peekable();
        let name = targets.peek().map_or("document", |(_, from, ..)| *from);
        let next: Vec<Value> =
            targets.map(|(_, _, target, to)| json!({ "nodeName": target, "inputFieldName": to })).collect();
        let field = json!({
            "nodeOutputName": name, "content": { "document": value }, "type": "String", "next": next,
        });
        self.trace("nodeOutputTrace", node, json!({ "fields": [field] }));
    }

    fn action(&mut self, node: &str, service: &str, operation: &str, request: &Value, response: &Value) {
        let id = uuid(&mut self.rng);
        let members = json!({
            "requestId": id, "serviceName": service, "operationName": operation,
            "operationRequest": request, "operationResponse": response,
        });
        self.trace("nodeActionTrace", node, members);
    }

    /// A prompt node: its input, the call of the model, its output.
    fn prompt(&mut self, node: &str, template: &str, question: &str, completion: &str) {
        self.input(node, &json!(question));
        let prompt = template.replace("{{question}}", question);
        let request = json!({ "modelId": MODEL_ID, "messages": [{ "role": "user", "content": [{ "text": prompt }] }] });
        let response = json!({ "output": { "message": { "role": "assistant", "content": [{ "text": completion }] } } });
        self.action(node, "Bedrock", "Converse", &request, &response);
        self.output(node, &json!(completion));
    }

    /// An output node ends the flow.
    fn end(&mut self, node: &str, document: &str) {
        self.input(node, &json!(document));
        self.events.push((
            "flowOutputEvent",
            json!({ "nodeName": node, "nodeType": "FlowOutputNode", "content": { "document": document } }),
        ));
    }
}

fn known(scene: &Scene<'_>, input: &Value) -> Result<(), Fault> {
    let arn = arns::arn(&scene.context, &format!("flow/{FLOW_ID}"));
    let (flow, alias) = (text(input, "/flowIdentifier"), text(input, "/flowAliasIdentifier"));
    let is_alias = [DRAFT_ALIAS_ID, FLOW_ALIAS_ID].into_iter().any(|id| {
        alias == id || alias.strip_prefix(arn.as_str()).and_then(|rest| rest.strip_prefix("/alias/")) == Some(id)
    });
    if (flow == FLOW_ID || flow == arn) && is_alias {
        return Ok(());
    }
    Err(Fault::not_found(format!("The account has no flow {flow} with the alias {alias} in this region.")))
}

/// `InvokeFlow`.
///
/// # Errors
/// The service's refusal.
pub fn invoke(scene: &Scene<'_>, input: &Value) -> Result<Answered, Fault> {
    known(scene, input)?;
    let given = input.pointer("/inputs/0").unwrap_or(&Value::Null);
    let (node, output) = (text(given, "/nodeName"), text(given, "/nodeOutputName"));
    if node != "FlowInputNode" || (output != "document" && given.get("nodeInputName").is_none()) {
        return Err(Fault::validation(format!(
            "The flow has no input node {node} with the output {output}. Send nodeName FlowInputNode with nodeOutputName \
             document."
        )));
    }
    let Some(question) = given.pointer("/content/document").and_then(Value::as_str) else {
        return Err(Fault::validation(
            "The output document of FlowInputNode is a String: send a text as the document.",
        ));
    };
    let question = &*readable(question);
    scene.writer(MODEL_ID)?;
    let sources = rag::from_hits(&retrieve::search(scene, question, &Value::Null)?);
    let generated = generate::generate(question, &sources);
    let topic = if generated.text == UNABLE { "other" } else { "bedrock" };
    let id = match text(input, "/executionId") {
        "" => uuid(&mut Rng::new(seed_from(scene.account().next_id(), b"execution"))),
        id => id.to_owned(),
    };

    let mut execution = Execution {
        context: &scene.context,
        traced: input.get("enableTrace") == Some(&Value::Bool(true)),
        events: Vec::new(),
        elapsed: 0,
        rng: Rng::new(seed_from(scene.context.seed, id.as_bytes())),
    };
    execution.output("FlowInputNode", &json!(question));
    execution.prompt("FindTopic", CLASSIFY, question, topic);
    execution.input("ChooseRoad", &json!(topic));
    let condition = if topic == "bedrock" { "isBedrock" } else { "default" };
    let satisfied = json!({ "satisfiedConditions": [{ "conditionName": condition }] });
    execution.trace("conditionNodeResultTrace", "ChooseRoad", satisfied);
    if topic == "bedrock" {
        execution.input("LookUp", &json!(question));
        let request = json!({
            "input": { "text": question },
            "retrieveAndGenerateConfiguration": {
                "type": "KNOWLEDGE_BASE",
                "knowledgeBaseConfiguration": { "knowledgeBaseId": KNOWLEDGE_BASE_ID, "modelArn": MODEL_ID },
            },
        });
        let response = json!({ "output": { "text": generated.text }, "citations": generated.citations() });
        execution.action("LookUp", "BedrockAgentRuntime", "RetrieveAndGenerate", &request, &response);
        execution.output("LookUp", &json!(generated.text));
        execution.end("AnswerNode", &generated.text);
    } else {
        execution.prompt("Decline", DECLINE, question, DECLINED);
        execution.end("DeclinedNode", DECLINED);
    }
    execution.events.push(("flowCompletionEvent", json!({ "completionReason": "SUCCESS" })));
    Ok(Answered::Stream { head: json!({ "executionId": id }), events: execution.events })
}
