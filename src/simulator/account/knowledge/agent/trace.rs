//! The events of a turn, among them the trace: what was sent to the model in each step, what it decided, and what came
//! back. Shapes: `TracePart` of the service model (bedrock-agent-runtime 2023-07-26).

use serde_json::{Map, Value, json};

use super::super::super::names as arns;
use super::definition::{Agent, Named};
use crate::simulator::account::Context;
use crate::simulator::account::clock::iso;
use crate::simulator::inference::sampler::{Rng, seed_from};
use crate::simulator::inference::tokens;

/// A step of a turn that calls the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Judges the question.
    Before,
    /// Decides what to do next.
    Orchestration,
    /// Words the answer.
    After,
}

impl Step {
    fn kind(self) -> &'static str {
        match self {
            Self::Before => "preProcessingTrace",
            Self::Orchestration => "orchestrationTrace",
            Self::After => "postProcessingTrace",
        }
    }

    fn prompt(self) -> &'static str {
        match self {
            Self::Before => "PRE_PROCESSING",
            Self::Orchestration => "ORCHESTRATION",
            Self::After => "POST_PROCESSING",
        }
    }
}

/// Writes the events of a turn.
#[derive(Clone, Debug)]
pub struct Trace<'a> {
    context: &'a Context,
    model: &'a str,
    session: &'a str,
    named: Option<&'a Named>,
    /// Whether the caller asked for the trace.
    traced: bool,
    root: String,
    orchestrations: usize,
    /// Milliseconds since the turn began.
    elapsed: i64,
    events: Vec<(&'static str, Value)>,
}

impl<'a> Trace<'a> {
    /// A trace without events. `turn` tells it from the traces of other turns.
    pub fn new(context: &'a Context, agent: &'a Agent, session: &'a str, input: &Value, turn: u64) -> Self {
        let bits = Rng::new(seed_from(turn, session.as_bytes())).bits();
        Self {
            context,
            model: &agent.model,
            session,
            named: agent.named.as_ref(),
            traced: input.get("enableTrace") == Some(&Value::Bool(true)),
            root: format!("{:08x}", bits >> 32),
            orchestrations: 0,
            elapsed: 0,
            events: Vec::new(),
        }
    }

    /// The events.
    pub fn events(self) -> Vec<(&'static str, Value)> {
        self.events
    }

    /// Adds an event that is not a trace.
    pub fn event(&mut self, name: &'static str, payload: Value) {
        self.events.push((name, payload));
    }

    fn id(&self, step: Step) -> String {
        let root = &self.root;
        match step {
            Step::Before => format!("{root}-pre-0"),
            Step::Orchestration => format!("{root}-{}", self.orchestrations),
            Step::After => format!("{root}-post-0"),
        }
    }

    fn push(&mut self, trace: &Value) {
        self.elapsed += 30;
        if !self.traced {
            return;
        }
        let mut part = json!({
            "sessionId": self.session,
            "eventTime": iso(self.context.now.0 + self.elapsed),
            "trace": trace,
        });
        if let (Some(part), Some(named)) = (part.as_object_mut(), self.named) {
            let arn = arns::arn(self.context, &format!("agent-alias/{}/{}", named.id, named.alias));
            part.insert("agentId".to_owned(), json!(named.id));
            part.insert("agentAliasId".to_owned(), json!(named.alias));
            part.insert("agentVersion".to_owned(), json!(named.version));
            part.insert("callerChain".to_owned(), json!([{ "agentAliasArn": arn }]));
        }
        self.events.push(("trace", part));
    }

    /// Adds a member of a step's trace.
    fn step(&mut self, step: Step, member: &str, mut value: Value) {
        if let Some(members) = value.as_object_mut() {
            members.insert("traceId".to_owned(), json!(self.id(step)));
        }
        self.push(&json!({ step.kind(): { member: value } }));
    }

    fn metadata(&self, started: i64, usage: Option<(u64, u64)>) -> Value {
        let at = |elapsed: i64| iso(self.context.now.0 + elapsed);
        let ended = self.elapsed + 30;
        let mut metadata = Map::new();
        metadata.insert("clientRequestId".to_owned(), json!(format!("{}-request", self.root)));
        metadata.insert("startTime".to_owned(), json!(at(started)));
        metadata.insert("endTime".to_owned(), json!(at(ended)));
        metadata.insert("totalTimeMs".to_owned(), json!(ended - started));
        if let Some((input, output)) = usage {
            metadata.insert("usage".to_owned(), json!({ "inputTokens": input, "outputTokens": output }));
        }
        metadata.into()
    }

    /// A call of the model: the prompt, and what it wrote.
    pub fn model(&mut self, step: Step, prompt: &str, raw: &str, parsed: Option<Value>) {
        let started = self.elapsed;
        let input = json!({
            "text": prompt,
            "type": step.prompt(),
            "foundationModel": self.model,
            "promptCreationMode": "DEFAULT",
            "parserMode": "DEFAULT",
            "inferenceConfiguration": { "temperature": 0.0, "topP": 1.0, "topK": 1, "maximumLength": 2048 },
        });
        self.step(step, "modelInvocationInput", input);
        let usage = (tokens::count(prompt), tokens::count(raw));
        let mut output = json!({ "rawResponse": { "content": raw }, "metadata": self.metadata(started, Some(usage)) });
        if let (Some(parsed), Some(output)) = (parsed, output.as_object_mut()) {
            output.insert("parsedResponse".to_owned(), parsed);
        }
        self.step(step, "modelInvocationOutput", output);
    }

    /// Why the agent does what comes next.
    pub fn rationale(&mut self, text: &str) {
        self.step(Step::Orchestration, "rationale", json!({ "text": text }));
    }

    /// What the agent calls or looks up: the type, and its member.
    pub fn invocation(&mut self, kind: &str, member: &str, value: &Value) {
        self.step(Step::Orchestration, "invocationInput", json!({ "invocationType": kind, member: value }));
    }

    /// What came of it. It ends an orchestration step.
    pub fn observation(&mut self, kind: &str, member: &str, mut value: Value) {
        let metadata = self.metadata(self.elapsed, None);
        if let (true, Some(members)) = (member != "repromptResponse", value.as_object_mut()) {
            members.insert("metadata".to_owned(), metadata);
        }
        self.step(Step::Orchestration, "observation", json!({ "type": kind, member: value }));
    }

    /// Begins the next orchestration step.
    pub fn next(&mut self) {
        self.orchestrations += 1;
    }

    /// What the guardrail did on one side.
    pub fn guardrail(&mut self, side: &str, action: &str, assessment: &Value) {
        let policies = ["topicPolicy", "contentPolicy", "wordPolicy", "sensitiveInformationPolicy"];
        let kept: Map<String, Value> = policies
            .into_iter()
            .filter_map(|policy| Some((policy.to_owned(), found(assessment.get(policy)?))))
            .collect();
        let metadata = self.metadata(self.elapsed, None);
        let trace_id = format!("{}-guard-0", self.root);
        self.push(&json!({ "guardrailTrace": {
            "action": action, "traceId": trace_id, side: [kept], "metadata": metadata,
        } }));
    }
}

/// What a policy found, without what this service leaves out: whether it was detected, and the strength of a filter.
fn found(policy: &Value) -> Value {
    let mut policy = policy.clone();
    for entry in policy.as_object_mut().into_iter().flatten().filter_map(|(_, list)| list.as_array_mut()).flatten() {
        if let Some(entry) = entry.as_object_mut() {
            entry.remove("detected");
            entry.remove("filterStrength");
        }
    }
    policy
}
