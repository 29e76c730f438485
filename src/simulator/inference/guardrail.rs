//! The guardrails of a call to a model: which ones, what they check, and what they change.
//!
//! Input first: a block means that the model is not called, a mask that it sees the mask. Then the answer, text by text;
//! reasoning, tools and their results are not checked. Shapes: `GuardrailTraceAssessment` and `GuardrailAssessment` of
//! the public API model (bedrock-runtime 2023-09-30). That a masked answer has the stop reason of an intervention is the
//! simulator's choice.

use super::completion::Completion;
use super::guarded::{Selected, converse, native};
use super::part::{Kind, Part, Stop};
use super::request::Request;
use super::tokens;
use crate::aws::http::{Header, header};
use crate::simulator::account::guardrails::shelf::{Selection, Shelf, is_identifier};
use crate::simulator::fault::Fault;
use crate::simulator::guard::{Assessed, Effect, Guard, Job, Masks, Passage, Scope, Side};
use serde_json::{Map, Value, json};

const IDENTIFIER: &str = "x-amzn-bedrock-guardrailidentifier";
const VERSION: &str = "x-amzn-bedrock-guardrailversion";

/// How much of the assessment the response contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trace {
    Off,
    Found,
    All,
}

/// How a stream and its checks go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// Checked, then sent.
    CheckFirst,
    /// Sent, then checked: no masks, and a block comes behind the text.
    SendFirst,
}

/// Which stop reason an intervention that is no block has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Api {
    Converse,
    Native,
}

/// The guardrails of a call, and what they check of its input.
#[derive(Clone, Debug, PartialEq)]
pub struct Guarding {
    guards: Vec<(Guard, Selected)>,
    trace: Trace,
    order: Order,
    api: Api,
    /// The suffix of the tags to take out of a prompt.
    tags: Option<String>,
}

/// The guardrails of a call whose input is checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    guarding: Guarding,
    inputs: Vec<Assessed>,
}

/// The result of all assessments.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    guarding: Guarding,
    inputs: Vec<Assessed>,
    /// Empty if the input is blocked.
    outputs: Vec<Assessed>,
    /// The answer before any change.
    model_output: String,
}

/// Refuses an identifier that is none before the service model does, as published answers show.
pub fn well_formed(body: &Value, headers: &[Header]) -> Result<(), Fault> {
    let in_body = body.pointer("/guardrailConfig/guardrailIdentifier").and_then(Value::as_str);
    match in_body.or_else(|| header(headers, IDENTIFIER)) {
        Some(named) if !named.is_empty() && !is_identifier(named) => {
            Err(Fault::validation("The provided guardrail identifier is invalid."))
        }
        Some(_) | None => Ok(()),
    }
}

/// The guardrails of a Converse call.
pub fn from_body(body: &Value, shelf: &Shelf<'_>, model: &str) -> Result<Option<Guarding>, Fault> {
    let nothing = Value::Null;
    let config = body.get("guardrailConfig").unwrap_or(&nothing);
    let text = |key: &str| config.get(key).and_then(Value::as_str);
    let own = own(text("guardrailIdentifier"), text("guardrailVersion"), shelf)?;
    let guards = with_enforced(own, shelf, model, |system, messages| converse(body, system, messages));
    let order = if text("streamProcessingMode") == Some("async") { Order::SendFirst } else { Order::CheckFirst };
    Ok(guarding(guards, text("trace"), order, Api::Converse, None))
}

/// The guardrails of an `InvokeModel` call.
pub fn from_headers(
    headers: &[Header],
    body: &Value,
    asked: &Request,
    shelf: &Shelf<'_>,
    model: &str,
) -> Result<Option<Guarding>, Fault> {
    let text = |name: &str| header(headers, name);
    let config = body.get("amazon-bedrock-guardrailConfig");
    let own = own(text(IDENTIFIER), text(VERSION), shelf)?;
    let refuse = |why: &str| Err(Fault::validation(format!("{why} (the simulator's words)")));
    if config.is_some() && own.is_none() {
        return refuse("The body has amazon-bedrock-guardrailConfig, but the request has no guardrail in its headers.");
    }
    let is_json = text("content-type").is_none_or(|content| content.contains("json"));
    if own.is_some() && !is_json {
        return refuse("A request with a guardrail needs the content type application/json.");
    }
    let member = |key: &str| config.and_then(|config| config.get(key)).and_then(Value::as_str);
    let suffix = member("tagSuffix");
    if suffix
        .is_some_and(|suffix| !(1..=20).contains(&suffix.len()) || !suffix.chars().all(|c| c.is_ascii_alphanumeric()))
    {
        return refuse("The tagSuffix must have 1 to 20 letters and digits.");
    }
    let guards = with_enforced(own, shelf, model, |_, messages| native(asked, suffix, messages));
    let order = match member("streamProcessingMode") {
        Some(mode) if mode.eq_ignore_ascii_case("ASYNCHRONOUS") => Order::SendFirst,
        Some(_) | None => Order::CheckFirst,
    };
    let trace = text("x-amzn-bedrock-trace").map(str::to_ascii_lowercase);
    Ok(guarding(guards, trace.as_deref(), order, Api::Native, suffix.map(str::to_owned)))
}

/// The guardrail that the request names.
fn own(id: Option<&str>, version: Option<&str>, shelf: &Shelf<'_>) -> Result<Option<Guard>, Fault> {
    match (id.unwrap_or_default(), version.unwrap_or_default()) {
        ("", "") => Ok(None),
        ("", _) | (_, "") => Err(Fault::validation(
            "A guardrail needs both its identifier and its version; the request has only one of them (the simulator's \
             words).",
        )),
        (id, version) => shelf.find(id, version).map(Some),
    }
}

/// Adds the guardrail that the account enforces. If it is the request's own, it counts once, with both origins.
fn with_enforced(
    own: Option<Guard>,
    shelf: &Shelf<'_>,
    model: &str,
    select: impl Fn(Selection, Selection) -> Selected,
) -> Vec<(Guard, Selected)> {
    let mut guards: Vec<(Guard, Selected)> = Vec::new();
    guards.extend(own.map(|guard| (guard, select(Selection::Marked, Selection::Marked))));
    let Some(enforced) = shelf.enforced(model) else { return guards };
    let selected = select(enforced.system, enforced.messages);
    let same = |(guard, own): &&mut (Guard, Selected)| {
        (&guard.id, &guard.version) == (&enforced.guard.id, &enforced.guard.version) && *own == selected
    };
    match guards.iter_mut().find(same) {
        Some((guard, _)) => guard.origins.extend(enforced.guard.origins),
        None => guards.push((enforced.guard, selected)),
    }
    guards
}

fn guarding(
    guards: Vec<(Guard, Selected)>,
    trace: Option<&str>,
    order: Order,
    api: Api,
    tags: Option<String>,
) -> Option<Guarding> {
    let trace = match trace {
        Some("enabled") => Trace::Found,
        Some("enabled_full") => Trace::All,
        Some(_) | None => Trace::Off,
    };
    (!guards.is_empty()).then_some(Guarding { guards, trace, order, api, tags })
}

impl Guarding {
    fn scope(&self) -> Scope {
        match self.trace {
            Trace::All => Scope::Full,
            Trace::Found | Trace::Off => Scope::Interventions,
        }
    }

    /// Checks the input, and masks what the model reads of it.
    pub fn check_input(self, asked: &mut Request) -> Checked {
        let mut inputs = Vec::new();
        for (guard, selected) in &self.guards {
            let assessed = guard.assess(&Job {
                images: selected.images,
                attacks: selected.attacks,
                ..Job::new(Side::Input, self.scope(), &selected.passages)
            });
            for (passage, masked) in selected.passages.iter().zip(&assessed.texts) {
                if assessed.effect == Effect::Masked && passage.text != *masked {
                    for message in &mut asked.messages {
                        message.text = message.text.replace(&passage.text, masked);
                    }
                    asked.system = asked.system.replace(&passage.text, masked);
                }
            }
            inputs.push(assessed);
        }
        if let Some(suffix) = &self.tags {
            for message in &mut asked.messages {
                message.text = crate::simulator::guard::tags::without(&message.text, suffix);
            }
        }
        Checked { guarding: self, inputs }
    }
}

impl Checked {
    /// Checks the answer. An intervention changes or replaces it.
    pub fn check_output(self, completion: &mut Completion) -> Verdict {
        let Self { guarding, inputs } = self;
        let model_output = completion.text();
        let mut outputs = Vec::new();
        let blocking = guarding.guards.iter().zip(&inputs).find(|(_, input)| input.effect == Effect::Blocked);
        if let Some(((guard, _), _)) = blocking {
            replace(completion, &guard.message(Side::Input));
            // The model was not called.
            completion.input_tokens = 0;
            completion.output_tokens = 0;
            completion.cached = super::cache::Cached::default();
            return Verdict { guarding, inputs, outputs, model_output };
        }
        for (guard, selected) in &guarding.guards {
            let assessed = check(guard, selected, &guarding, completion);
            outputs.push(assessed);
        }
        Verdict { guarding, inputs, outputs, model_output }
    }
}

fn is_text(part: &Part) -> bool {
    matches!(part.kind, Kind::Text | Kind::Cited(_))
}

fn pieces(text: &str) -> Vec<String> {
    tokens::pieces(text).into_iter().map(str::to_owned).collect()
}

fn replace(completion: &mut Completion, message: &str) {
    completion.parts = vec![Part { kind: Kind::Text, pieces: pieces(message) }];
    completion.stop = Stop::Guardrail;
}

fn check(guard: &Guard, selected: &Selected, guarding: &Guarding, completion: &mut Completion) -> Assessed {
    let texts = completion.parts.iter().filter(|part| is_text(part)).map(|part| Passage::guarded(part.text()));
    let mut passages: Vec<Passage> = texts.collect();
    let answers = passages.len();
    let references = selected.passages.iter().filter(|passage| passage.source || passage.query);
    passages.extend(references.map(|passage| Passage { guarded: false, ..passage.clone() }));
    let masks = match guarding.order {
        Order::CheckFirst => Masks::Made,
        Order::SendFirst => Masks::TooLate,
    };
    let assessed = guard.assess(&Job { masks, ..Job::new(Side::Output, guarding.scope(), &passages) });
    let message = guard.message(Side::Output);
    match (assessed.effect, guarding.order) {
        (Effect::None, _) => {}
        (Effect::Masked, _) => {
            let masked = assessed.texts.iter().take(answers);
            for (part, masked) in completion.parts.iter_mut().filter(|part| is_text(part)).zip(masked) {
                part.pieces = pieces(masked);
            }
            if guarding.api == Api::Converse && completion.stop == Stop::EndTurn {
                completion.stop = Stop::Guardrail;
            }
        }
        (Effect::Blocked, Order::CheckFirst) => replace(completion, &message),
        (Effect::Blocked, Order::SendFirst) => {
            completion.parts.retain(is_text);
            match completion.parts.last_mut() {
                Some(part) => part.pieces.extend(pieces(&message)),
                None => replace(completion, &message),
            }
            completion.stop = Stop::Guardrail;
        }
    }
    assessed
}

impl Verdict {
    fn effect(&self) -> Effect {
        self.inputs.iter().chain(&self.outputs).map(|assessed| assessed.effect).max().unwrap_or_default()
    }

    /// The value of `amazon-bedrock-guardrailAction`.
    pub fn action(&self) -> &'static str {
        match self.effect() {
            Effect::None => "NONE",
            Effect::Masked | Effect::Blocked => "INTERVENED",
        }
    }

    /// How long the answer waits for the slowest guardrail of each side, in milliseconds. A text that is sent before its
    /// check does not wait for it.
    pub fn wait_ms(&self) -> u32 {
        let slowest = |side: &[Assessed]| side.iter().map(Assessed::latency_ms).max().unwrap_or(0);
        let output = match self.guarding.order {
            Order::CheckFirst => slowest(&self.outputs),
            Order::SendFirst => 0,
        };
        u32::try_from(slowest(&self.inputs) + output).unwrap_or(0)
    }

    /// What the simulator did not judge.
    pub fn unjudged(&self) -> Option<String> {
        self.inputs.iter().chain(&self.outputs).find_map(Assessed::unjudged)
    }

    /// The assessments of one side by the ids of the guardrails.
    fn by_id<'a>(&'a self, side: &'a [Assessed]) -> impl Iterator<Item = (String, Value)> + 'a {
        let assessed = side.iter().map(|assessed| Value::Object(assessed.assessment.clone()));
        self.guarding.guards.iter().map(|(guard, _)| guard.id.clone()).zip(assessed)
    }

    /// Converse's `trace`; `None` if not requested.
    pub fn converse_trace(&self) -> Option<Value> {
        if self.guarding.trace == Trace::Off {
            return None;
        }
        let mut trace = Map::new();
        trace.insert("inputAssessment".to_owned(), self.by_id(&self.inputs).collect());
        if !self.outputs.is_empty() {
            let lists: Map<String, Value> = self.by_id(&self.outputs).map(|(id, each)| (id, json!([each]))).collect();
            trace.insert("outputAssessments".to_owned(), lists.into());
            trace.insert("modelOutput".to_owned(), json!([self.model_output]));
        }
        if self.effect() != Effect::None {
            trace.insert("actionReason".to_owned(), json!(self.effect().reason()));
        }
        Some(json!({ "guardrail": trace }))
    }

    /// Adds the guardrail's members to a native answer.
    pub fn mark_native(&self, answer: &mut Value) {
        let Some(answer) = answer.as_object_mut() else { return };
        answer.insert("amazon-bedrock-guardrailAction".to_owned(), json!(self.action()));
        if self.guarding.trace == Trace::Off {
            return;
        }
        let mut trace = Map::new();
        if !self.outputs.is_empty() {
            trace.insert("modelOutput".to_owned(), json!([self.model_output]));
        }
        trace.insert("input".to_owned(), self.by_id(&self.inputs).collect());
        if !self.outputs.is_empty() {
            let outputs: Vec<Value> = self.by_id(&self.outputs).map(|(id, each)| json!({ id: each })).collect();
            trace.insert("outputs".to_owned(), json!(outputs));
        }
        answer.insert("amazon-bedrock-trace".to_owned(), json!({ "guardrail": trace }));
    }
}
