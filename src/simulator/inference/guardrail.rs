//! The simulator's guardrail, which blocks one word, in the question and in the answer.
//!
//! Its id, versions and word are published so that users can see an intervention. Shapes: `GuardrailTraceAssessment`
//! and `GuardrailAssessment` of the public API model (bedrock-runtime 2023-09-30). If there are `guardContent` blocks,
//! only they are assessed.

use super::completion::Completion;
use super::part::{Kind, Part, Stop};
use super::request::Request;
use super::tokens;
use crate::aws::http::{Header, header};
use crate::simulator::fault::Fault;
use crate::simulator::gate::credentials::{EXAMPLE_ACCOUNT, EXAMPLE_GUARDRAIL_ID, EXAMPLE_GUARDRAIL_WORD};
use crate::simulator::writer::retrieval::words;
use serde_json::{Map, Value, json};

/// The answer to a blocked question.
const BLOCKED_INPUT: &str = "The simulator's guardrail blocked this question: it contains a word that is not allowed.";
/// The text that replaces a blocked answer.
const BLOCKED_OUTPUT: &str = "The simulator's guardrail blocked the answer: it contains a word that is not allowed.";

/// How much of the assessment the response contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trace {
    Off,
    Found,
    All,
}

/// The guardrail settings of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guardrail {
    trace: Trace,
}

/// Where the word was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nowhere.
    Nowhere,
    /// In the user's messages.
    Input,
    /// In the answer.
    Output,
}

/// The result of an assessment.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    guardrail: Guardrail,
    /// Where the word was found.
    pub found: Found,
    input_characters: usize,
    /// The answer, blocked or not.
    output: String,
}

/// The guardrail in a Converse body.
pub fn from_body(body: &Value) -> Result<Option<Guardrail>, Fault> {
    let Some(config) = body.get("guardrailConfig") else { return Ok(None) };
    let text = |key: &str| config.get(key).and_then(Value::as_str);
    requested(text("guardrailIdentifier"), text("guardrailVersion"), text("trace"))
}

/// The guardrail in the headers of an `InvokeModel` request.
pub fn from_headers(headers: &[Header]) -> Result<Option<Guardrail>, Fault> {
    let text = |name: &str| header(headers, name);
    let trace = text("x-amzn-bedrock-trace").map(str::to_ascii_lowercase);
    requested(text("x-amzn-bedrock-guardrailidentifier"), text("x-amzn-bedrock-guardrailversion"), trace.as_deref())
}

fn requested(id: Option<&str>, version: Option<&str>, trace: Option<&str>) -> Result<Option<Guardrail>, Fault> {
    let (id, version) = (id.unwrap_or_default(), version.unwrap_or_default());
    if id.is_empty() && version.is_empty() {
        return Ok(None);
    }
    let arn_end = format!(":{EXAMPLE_ACCOUNT}:guardrail/{EXAMPLE_GUARDRAIL_ID}");
    if (id != EXAMPLE_GUARDRAIL_ID && !id.ends_with(&arn_end)) || !["1", "DRAFT"].contains(&version) {
        return Err(Fault::validation("The guardrail identifier or version provided in the request does not exist."));
    }
    let trace = match trace {
        Some("enabled") => Trace::Found,
        Some("enabled_full") => Trace::All,
        Some(_) | None => Trace::Off,
    };
    Ok(Some(Guardrail { trace }))
}

impl Guardrail {
    /// Assesses question and answer; an intervention replaces the answer.
    pub fn assess(self, body: &Value, request: &Request, completion: &mut Completion) -> Verdict {
        let mut guarded = String::new();
        guarded_texts(body, &mut guarded);
        if guarded.is_empty() {
            guarded = request.messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>().join("\n");
        }
        let output = completion.text();
        let found = if has_word(&guarded) {
            Found::Input
        } else if has_word(&output) {
            Found::Output
        } else {
            Found::Nowhere
        };
        let message = match found {
            Found::Nowhere => None,
            Found::Input => Some(BLOCKED_INPUT),
            Found::Output => Some(BLOCKED_OUTPUT),
        };
        if let Some(message) = message {
            let pieces = tokens::pieces(message).into_iter().map(str::to_owned).collect();
            completion.parts = vec![Part { kind: Kind::Text, pieces }];
            completion.stop = Stop::Guardrail;
            if found == Found::Input {
                // The model was not called.
                completion.input_tokens = 0;
                completion.output_tokens = 0;
                completion.cached = super::cache::Cached::default();
            }
        }
        Verdict { guardrail: self, found, input_characters: guarded.chars().count(), output }
    }
}

fn has_word(text: &str) -> bool {
    words(text).iter().any(|word| word == EXAMPLE_GUARDRAIL_WORD)
}

/// The texts of all `guardContent` blocks.
fn guarded_texts(value: &Value, out: &mut String) {
    match value {
        Value::Object(members) => {
            if let Some(text) = value.pointer("/guardContent/text/text").and_then(Value::as_str) {
                out.push_str(text);
                out.push('\n');
            }
            members.iter().for_each(|(_, value)| guarded_texts(value, out));
        }
        Value::Array(items) => items.iter().for_each(|value| guarded_texts(value, out)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

impl Verdict {
    /// The value of `amazon-bedrock-guardrailAction`.
    pub fn action(&self) -> &'static str {
        match self.found {
            Found::Nowhere => "NONE",
            Found::Input | Found::Output => "INTERVENED",
        }
    }

    fn assessment(&self, here: Found, characters: usize) -> Value {
        let mut out = Map::new();
        let detected = self.found == here;
        if detected || self.guardrail.trace == Trace::All {
            let word = json!({
                "match": EXAMPLE_GUARDRAIL_WORD,
                "action": if detected { "BLOCKED" } else { "NONE" },
                "detected": detected,
            });
            out.insert("wordPolicy".to_owned(), json!({ "customWords": [word], "managedWordLists": [] }));
        }
        let units = characters.div_ceil(1_000);
        out.insert(
            "invocationMetrics".to_owned(),
            json!({
                "guardrailProcessingLatency": 1,
                "usage": {
                    "topicPolicyUnits": 0,
                    "contentPolicyUnits": 0,
                    "wordPolicyUnits": units,
                    "sensitiveInformationPolicyUnits": 0,
                    "sensitiveInformationPolicyFreeUnits": 0,
                    "contextualGroundingPolicyUnits": 0,
                },
                "guardrailCoverage": { "textCharacters": { "guarded": characters, "total": characters } },
            }),
        );
        Value::Object(out)
    }

    fn output_characters(&self) -> usize {
        self.output.chars().count()
    }

    /// Converse's `trace`; `None` if not requested.
    pub fn converse_trace(&self) -> Option<Value> {
        if self.guardrail.trace == Trace::Off {
            return None;
        }
        let id = EXAMPLE_GUARDRAIL_ID;
        let mut trace = json!({ "inputAssessment": { id: self.assessment(Found::Input, self.input_characters) } });
        if let (false, Some(trace)) = (self.found == Found::Input, trace.as_object_mut()) {
            let output = self.assessment(Found::Output, self.output_characters());
            trace.insert("outputAssessments".to_owned(), json!({ id: [output] }));
            trace.insert("modelOutput".to_owned(), json!([self.output]));
        }
        if let (true, Some(trace)) = (self.found != Found::Nowhere, trace.as_object_mut()) {
            trace.insert("actionReason".to_owned(), json!("Guardrail blocked."));
        }
        Some(json!({ "guardrail": trace }))
    }

    /// Adds the guardrail's members to a native answer.
    pub fn mark_native(&self, answer: &mut Value) {
        let Some(answer) = answer.as_object_mut() else { return };
        answer.insert("amazon-bedrock-guardrailAction".to_owned(), json!(self.action()));
        if self.guardrail.trace == Trace::Off {
            return;
        }
        let id = EXAMPLE_GUARDRAIL_ID;
        let mut trace = json!({ "input": { id: self.assessment(Found::Input, self.input_characters) } });
        if let (false, Some(trace)) = (self.found == Found::Input, trace.as_object_mut()) {
            let output = self.assessment(Found::Output, self.output_characters());
            trace.insert("outputs".to_owned(), json!([{ id: output }]));
        }
        answer.insert("amazon-bedrock-trace".to_owned(), json!({ "guardrail": trace }));
    }
}
