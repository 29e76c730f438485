//! The trace of an agent as a tree: phases, and in each the steps, in the order of the stream.

use serde_json::Value;

use super::super::{items, some_text, text};
use crate::text::json as text_json;
use crate::text::number;

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What happens, in a few words.
    pub title: String,
    /// What it says, in short; empty where only its JSON says it.
    pub text: String,
    /// The step as received.
    pub raw: String,
}

/// Steps of one phase that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// Its name.
    pub name: &'static str,
    /// The trace ID, which the steps of one round share.
    pub id: String,
    /// The agent that thinks, if it is a collaborator.
    pub agent: String,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// The phases, with their members in the API.
const PHASES: [(&str, &str); 7] = [
    ("preProcessingTrace", "Pre-processing"),
    ("routingClassifierTrace", "Routing"),
    ("orchestrationTrace", "Orchestration"),
    ("customOrchestrationTrace", "Custom orchestration"),
    ("postProcessingTrace", "Post-processing"),
    ("guardrailTrace", "Guardrail"),
    ("failureTrace", "Failure"),
];

/// Reads `trace` events.
pub fn read<'a>(events: impl Iterator<Item = &'a Value>) -> Vec<Phase> {
    let mut phases: Vec<Phase> = Vec::new();
    for event in events {
        let Some(members) = event.get("trace").and_then(Value::as_object) else { continue };
        let agent = text(event, "collaboratorName");
        for (member, value) in members {
            let known = PHASES.iter().find(|(name, _)| name == member);
            let name = known.map_or("Trace", |(_, name)| name);
            let (id, steps) = steps(member, value);
            match phases.last_mut() {
                Some(last) if last.name == name && last.id == id && last.agent == agent => last.steps.extend(steps),
                _ => phases.push(Phase { name, id, agent: agent.clone(), steps }),
            }
        }
    }
    phases
}

/// The trace ID of an event, and its steps.
fn steps(member: &str, value: &Value) -> (String, Vec<Step>) {
    let raw = text_json::print(value);
    let own = |title: &str, text: String| vec![Step { title: title.to_owned(), text, raw: raw.clone() }];
    match member {
        "guardrailTrace" => (text(value, "traceId"), own("Guardrail", text(value, "action"))),
        "failureTrace" => (text(value, "traceId"), own("It failed", text(value, "failureReason"))),
        "customOrchestrationTrace" => {
            let told = value.pointer("/event/text").and_then(Value::as_str).unwrap_or_default();
            (text(value, "traceId"), own("Event", told.to_owned()))
        }
        _ => {
            let members: Vec<_> = value.as_object().into_iter().flatten().collect();
            let id = members.iter().find_map(|(_, inner)| some_text(inner, "traceId")).unwrap_or_default();
            (id, members.into_iter().map(|(name, inner)| step(name, inner)).collect())
        }
    }
}

fn step(member: &str, value: &Value) -> Step {
    let (title, text) = match member {
        "modelInvocationInput" => ("Prompt to the model".to_owned(), text(value, "foundationModel")),
        "modelInvocationOutput" => ("Answer of the model".to_owned(), output(value)),
        "rationale" => ("Rationale".to_owned(), text(value, "text")),
        "invocationInput" => invocation(value),
        "observation" => observation(value),
        other => (other.to_owned(), String::new()),
    };
    Step { title, text, raw: text_json::print(value) }
}

fn output(value: &Value) -> String {
    let at = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let told =
        at("/parsedResponse/rationale").or_else(|| at("/parsedResponse/text")).or_else(|| at("/rawResponse/content"));
    let tokens = |key: &str| value.pointer("/metadata/usage").and_then(|usage| usage.get(key)).and_then(Value::as_u64);
    let used = match (tokens("inputTokens"), tokens("outputTokens")) {
        (Some(read), Some(wrote)) => {
            format!("{} read, {} written", number::count(read, "token"), number::grouped(wrote))
        }
        _ => String::new(),
    };
    [told.unwrap_or_default(), used].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn invocation(value: &Value) -> (String, String) {
    if let Some(lookup) = value.get("knowledgeBaseLookupInput") {
        return (format!("Looks up in {}", text(lookup, "knowledgeBaseId")), text(lookup, "text"));
    }
    if let Some(action) = value.get("actionGroupInvocationInput") {
        let name = some_text(action, "function")
            .unwrap_or_else(|| format!("{} {}", text(action, "verb"), text(action, "apiPath")));
        let parameter = |each: &Value| format!("{} = {}", text(each, "name"), text(each, "value"));
        let parameters: Vec<String> = items(action, "parameters").iter().map(parameter).collect();
        let by = match text(action, "executionType").as_str() {
            "RETURN_CONTROL" => ", by the caller",
            "LAMBDA" => ", by a Lambda function",
            _ => "",
        };
        return (format!("Calls {name} of {}{by}", text(action, "actionGroupName")), parameters.join("\n"));
    }
    if let Some(agent) = value.get("agentCollaboratorInvocationInput") {
        return (format!("Asks {}", text(agent, "agentCollaboratorName")), String::new());
    }
    if let Some(code) = value.get("codeInterpreterInvocationInput") {
        return ("Runs code".to_owned(), text(code, "code"));
    }
    (format!("Invocation: {}", text(value, "invocationType")), String::new())
}

fn observation(value: &Value) -> (String, String) {
    let inner = |member: &str, key: &str| value.get(member).map(|inner| text(inner, key));
    if let Some(found) = value.get("knowledgeBaseLookupOutput") {
        let count = items(found, "retrievedReferences").len() as u64;
        return (format!("Found {}", number::count(count, "passage")), String::new());
    }
    if let Some(text) = inner("actionGroupInvocationOutput", "text") {
        return ("Result of the action".to_owned(), text);
    }
    if let Some(text) = inner("finalResponse", "text") {
        return ("Final answer".to_owned(), text);
    }
    if let Some(text) = inner("repromptResponse", "text") {
        return ("Asks again".to_owned(), text);
    }
    if let Some(text) = inner("codeInterpreterInvocationOutput", "executionOutput") {
        return ("Result of the code".to_owned(), text);
    }
    if let Some(name) = inner("agentCollaboratorInvocationOutput", "agentCollaboratorName") {
        return (format!("Answer of {name}"), String::new());
    }
    (format!("Observation: {}", text(value, "type")), String::new())
}
