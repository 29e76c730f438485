//! The circumstances of a call of `bedrock-agent-runtime`, and what several of its operations ask for: models,
//! guardrails, the account.

use std::cell::RefMut;

use serde_json::Value;

use super::super::guardrails::shelf::Shelf;
use super::super::{Account, Context, Control};
use crate::aws::time::Timestamp;
use crate::bedrock::catalogue::Model;
use crate::bedrock::family::{Body, RerankDialect};
use crate::bedrock::model_id::{ModelId, ModelIdKind};
use crate::bedrock::operation::Operation;
use crate::simulator::fault::Fault;
use crate::simulator::guard::{Assessed, Effect, Guard, Job, Passage, Scope, Side};
use crate::simulator::invoke::embedding::measure::Measure;
use crate::simulator::route::{self, Action, Route};

/// The circumstances of a call.
#[derive(Clone, Debug)]
pub struct Scene<'a> {
    /// The account and the models.
    pub control: Control<'a>,
    /// Region, seed, and the account's time.
    pub context: Context,
    /// The caller's time.
    pub caller: Timestamp,
    /// How texts are compared.
    pub measure: Measure<'a>,
}

/// A text after a guardrail.
#[derive(Clone, Debug, PartialEq)]
pub struct Guarded {
    /// The text, masked or replaced.
    pub text: String,
    /// What the guardrail did.
    pub effect: Effect,
    /// Its assessment.
    pub assessment: Value,
}

/// A text member of a value; empty if there is none.
pub fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// A whole number of a value.
pub fn number(value: &Value, pointer: &str) -> Option<usize> {
    value.pointer(pointer).and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok())
}

impl Scene<'_> {
    /// The account. It must be given back before a model or a guardrail is looked up.
    pub fn account(&self) -> RefMut<'_, Account> {
        self.control.account.borrow_mut()
    }

    /// The model that writes an answer.
    ///
    /// # Errors
    /// When it is unknown here, needs an inference profile, has ended, or takes no Converse call.
    pub fn writer(&self, model: &str) -> Result<&'static Model, Fault> {
        let route = Route { action: Action::Infer(Operation::Converse), model: model.to_owned() };
        let resolved = route::resolve(&route, &self.context.region, self.caller, Some(self.control));
        resolved.map(|(model, _)| model).map_err(declared)
    }

    /// A model that reranks, by its ARN, as AWS's list of Regions for rerank models has it.
    ///
    /// # Errors
    /// When it is not the ARN of a rerank model of this Region.
    pub fn reranker(&self, arn: &str) -> Result<(&'static Model, RerankDialect), Fault> {
        let is_arn = ModelId::parse(arn).is_ok_and(|id| id.kind() == ModelIdKind::FoundationModelArn);
        if !is_arn {
            return Err(Fault::validation(format!(
                "The model ARN {arn} is not valid for reranking. Use the ARN of a foundation model, such as \
                 arn:aws:bedrock:us-west-2::foundation-model/cohere.rerank-v3-5:0."
            )));
        }
        let route = Route { action: Action::Infer(Operation::InvokeModel), model: arn.to_owned() };
        let resolved = route::resolve(&route, &self.context.region, self.caller, Some(self.control));
        let (model, family) = resolved.map_err(declared)?;
        let Body::Rerank(dialect) = family.body() else {
            return Err(Fault::validation(format!("The model {} does not rerank.", model.id)));
        };
        // https://docs.aws.amazon.com/bedrock/latest/userguide/rerank-supported.html
        if model.id.starts_with("amazon.") && self.context.region.as_str() == "us-east-1" {
            return Err(Fault::validation(format!(
                "The model {} is not available in us-east-1. Use cohere.rerank-v3-5:0 here, or another Region.",
                model.id
            )));
        }
        Ok((model, dialect))
    }

    /// The guardrail of a configuration, under either name of its id.
    ///
    /// # Errors
    /// When there is none of this id and version.
    pub fn guard(&self, configuration: Option<&Value>) -> Result<Option<Guard>, Fault> {
        let Some(configuration) = configuration else { return Ok(None) };
        let id = match text(configuration, "/guardrailId") {
            "" => text(configuration, "/guardrailIdentifier"),
            id => id,
        };
        let guardrails = Shelf { control: Some(self.control), region: &self.context.region, now: self.caller };
        guardrails.find(id, text(configuration, "/guardrailVersion")).map(Some)
    }
}

/// A refusal of a model with an exception that this service declares.
fn declared(fault: Fault) -> Fault {
    match fault.code {
        "MPAgreementBeingCreated" | "FTUFormNotFilled" => Fault::denied(fault.message),
        "ModelNotReadyException" => Fault::service(424, "DependencyFailedException", fault.message),
        _ => fault,
    }
}

/// Checks a text with a guardrail; `sources` are what an answer must be grounded in, `query` the question.
pub fn guarded(guard: &Guard, side: Side, text: &str, sources: &[&str], query: &str) -> Guarded {
    let mut passages = vec![Passage::guarded(text)];
    if side == Side::Output {
        passages.extend(sources.iter().map(|source| Passage {
            text: (*source).to_owned(),
            source: true,
            ..Passage::default()
        }));
        passages.push(Passage { text: query.to_owned(), query: true, ..Passage::default() });
    }
    let Assessed { effect, texts, assessment, .. } = guard.assess(&Job::new(side, Scope::Interventions, &passages));
    let text = match effect {
        Effect::None | Effect::Masked => texts.into_iter().next().unwrap_or_default(),
        Effect::Blocked => guard.message(side),
    };
    Guarded { text, effect, assessment: assessment.into() }
}
