//! The calls of the playground and of the Explorer.

use serde_json::Value;

use super::Bench;
use super::road::{Road, head};
use crate::aws::endpoint::Endpoint;
use crate::aws::error::AwsError;
use crate::aws::region::Region;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::{Api, Operation};
use crate::bedrock::service_model::call as wire;
use crate::bedrock::turn::Turn;
use crate::experiment::explorer::sheet::Sheet;
use crate::experiment::run::exchange::{Exchange, Origin};
use crate::experiment::run::requests::{self, Twin};
use crate::experiment::run::session::{self, Command, Effect, Session};
use crate::lesson::action::{ModelCall, OperationInput};
use crate::lesson::journal::{Call, Entry, OperationCall, Refusal};

impl Bench {
    pub(super) fn region(&self) -> Result<Region, String> {
        Region::parse(&self.draft.region).map_err(|error| error.to_string())
    }

    /// The host of the model calls.
    pub(super) fn endpoint(&self) -> Result<Endpoint, String> {
        Ok(Endpoint::aws("bedrock-runtime", &self.region()?))
    }

    /// Both requests as they would be sent now.
    ///
    /// # Errors
    /// The field that keeps them from being built.
    pub(super) fn twin(&self) -> Result<Twin, String> {
        let composed = self.draft.compose();
        if let Some(issue) = composed.first_error() {
            return Err(issue.message.clone());
        }
        let model = composed.model.as_ref().ok_or("the model field holds no model ID")?;
        let (detached, delivery) = (self.draft.detached.as_ref(), self.draft.stream.into());
        Ok(requests::build(model, &composed.conversation, detached, delivery, &self.endpoint()?))
    }

    /// Run in the playground.
    pub(super) fn run_playground(&mut self, road: &Road<'_>) -> Result<(), String> {
        let twin = self.twin()?;
        let calls = twin.calls(self.draft.send_as);
        if calls.is_empty() {
            return Err(twin.invoke.err().unwrap_or_else(|| "nothing to send".to_owned()));
        }
        let mut session = std::mem::take(&mut self.session);
        let sent = self.play(&mut session, calls, road);
        for api in Api::ALL {
            if let Some(call) = session.exchange(api).and_then(Call::of) {
                self.tell_call(call);
            }
        }
        self.session = session;
        sent
    }

    /// Sends calls of different APIs and follows them to their end.
    fn play(&mut self, session: &mut Session, calls: Vec<session::Call>, road: &Road<'_>) -> Result<(), String> {
        let now = road.now;
        for effect in session.apply(Command::Run { calls, origin: Origin::Simulator, now }) {
            let Effect::Send { run, call } = effect else { continue };
            self.calls += 1;
            let reply = road.send(&call.request, &self.draft.region, self.calls, self.fault, &mut self.account)?;
            for (after_ms, arrival) in reply.arrivals() {
                let now = now.plus_ms(i64::from(after_ms));
                session.apply(Command::Arrived { run, api: call.operation.api(), arrival, now });
            }
        }
        Ok(())
    }

    /// A single call as a run of the playground.
    ///
    /// # Errors
    /// When it could not be sent.
    pub(super) fn run_again(&mut self, call: session::Call, road: &Road<'_>) -> Result<(), String> {
        let api = call.operation.api();
        // Two calls of one run stay side by side, so that their answers can be compared.
        let other = match api {
            Api::Converse => self.session.invoke.take(),
            Api::Invoke => self.session.converse.take(),
        };
        let mut session = std::mem::take(&mut self.session);
        let sent = self.play(&mut session, vec![call], road);
        if let Some(call) = session.exchange(api).and_then(Call::of) {
            self.tell_call(call);
        }
        match api {
            Api::Converse => session.invoke = other,
            Api::Invoke => session.converse = other,
        }
        self.session = session;
        sent
    }

    /// A single call, followed to its end and written to the journal.
    ///
    /// # Errors
    /// When it could not be sent.
    pub(super) fn send(&mut self, call: session::Call, road: &Road<'_>) -> Result<Option<Call>, String> {
        let api = call.operation.api();
        let mut session = Session::default();
        self.play(&mut session, vec![call], road)?;
        let call = session.exchange(api).and_then(Call::of);
        if let Some(call) = call.clone() {
            self.tell_call(call);
        }
        Ok(call)
    }

    /// A call beside the form.
    pub(super) fn model_call(&mut self, call: &ModelCall, road: &Road<'_>) -> Result<(), String> {
        let model = ModelId::parse(&self.filled_in(&call.model)?).map_err(|error| error.to_string())?;
        let operation = match call.api {
            Api::Converse => Operation::Converse,
            Api::Invoke => Operation::InvokeModel,
        };
        let call = session::Call::of(operation, &self.endpoint()?, &model, &call.body);
        self.send(call, road).map(|_| ())
    }

    /// Run in the Explorer.
    pub(super) fn run_explorer(&mut self, road: &Road<'_>) -> Result<(), String> {
        let Sheet { operation, input } = self.explorer.clone().ok_or("no operation is chosen")?;
        let (client, operation) = (operation.client.name().to_owned(), operation.name.to_owned());
        self.operation(&OperationInput { client, operation, input: Value::Object(input) }, road)
    }

    /// A call of an operation at the host of a client. A client that does not have the operation gets it all the same: its host
    /// answers that it does not know it.
    pub(super) fn operation(&mut self, asked: &OperationInput, road: &Road<'_>) -> Result<(), String> {
        let name = asked.operation.as_str();
        let has = |client: &str| road.model(client).filter(|model| model.operation(name).is_some());
        let elsewhere = || {
            road.services.iter().map(AsRef::as_ref).chain([road.runtime]).find(|model| model.operation(name).is_some())
        };
        let model =
            has(&asked.client).or_else(elsewhere).ok_or_else(|| format!("no client has the operation {name}"))?;
        let endpoint = Endpoint::aws(&asked.client, &self.region()?);
        let mut input = asked.input.clone();
        self.fill_in(&mut input)?;
        self.calls += 1;
        let token = format!("lesson-{:0>32}", self.calls);
        let input = wire::with_tokens(model, name, input, || token.clone());
        let request = wire::request(model, name, &endpoint, &input).map_err(|error| error.to_string())?;
        let before = self.account.clone();
        let reply = road.send(&request, &self.draft.region, self.calls, self.fault, &mut self.account)?;
        let head = head(&reply);
        let body = reply.body();
        let response = if head.is_success() {
            wire::output(model, name, &head.headers, &body).map_err(|error| error.to_string())?
        } else {
            Value::Null
        };
        let error = (!head.is_success()).then(|| Refusal::of(&AwsError::from_response(&head, &body)));
        if head.is_success() {
            self.outputs.retain(|(operation, _)| operation != name);
            self.outputs.push((name.to_owned(), response.clone()));
        }
        self.journal.push(Entry::Operation(OperationCall {
            service: asked.client.clone(),
            operation: name.to_owned(),
            host: request.url.authority.clone(),
            scope: "bedrock".to_owned(),
            request: input,
            response,
            status: head.status,
            error,
        }));
        if self.account != before {
            self.tell_account();
        }
        Ok(())
    }

    /// Puts values of earlier outputs in the place of `@Operation/pointer`.
    fn fill_in(&self, value: &mut Value) -> Result<(), String> {
        match value {
            Value::String(text) if text.starts_with('@') => *text = self.filled_in(text)?,
            Value::Array(items) => items.iter_mut().try_for_each(|item| self.fill_in(item))?,
            Value::Object(members) => members.values_mut().try_for_each(|item| self.fill_in(item))?,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        Ok(())
    }

    fn filled_in(&self, text: &str) -> Result<String, String> {
        let Some(place) = text.strip_prefix('@') else { return Ok(text.to_owned()) };
        let (operation, pointer) = place.split_at(place.find('/').unwrap_or(place.len()));
        let output = self.outputs.iter().rev().find(|(name, _)| name == operation);
        let value = output.and_then(|(_, output)| output.pointer(pointer)?.as_str());
        value.map(str::to_owned).ok_or_else(|| format!("no output has {text}"))
    }
}

/// The answer of a run: Converse's if it was called.
pub fn turn(session: &Session) -> Option<&Turn> {
    session.exchanges().next().map(Exchange::turn)
}
