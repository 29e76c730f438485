//! The reducer of a run: commands in, new state and effects out.
//!
//! A run is one press of the button: one or two calls. Every run has a number, and a command that names another run
//! changes nothing, so a late chunk of a stopped run can never reach the screen. Nothing here repeats a call by itself.

use serde_json::Value;

use super::exchange::{Exchange, Origin};
use crate::aws::arrival::Arrival;
use crate::aws::endpoint::Endpoint;
use crate::aws::http::HttpRequest;
use crate::aws::time::Timestamp;
use crate::bedrock;
use crate::bedrock::family::Family;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::{Api, Operation};

/// The number of a run; it grows by one with each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunId(pub u64);

/// One call that is to be made, not signed yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Which operation.
    pub operation: Operation,
    /// Body family, where it is known.
    pub family: Option<Family>,
    /// Model id or ARN.
    pub model: String,
    /// The unsigned request.
    pub request: HttpRequest,
}

impl Call {
    /// A call of `operation` with this body.
    pub fn of(operation: Operation, endpoint: &Endpoint, model: &ModelId, body: &Value) -> Self {
        Self {
            operation,
            family: model.family(),
            model: model.as_str().to_owned(),
            request: bedrock::request(operation, endpoint, model, body.to_string().into_bytes()),
        }
    }
}

/// What can happen.
#[derive(Debug)]
pub enum Command {
    /// The user presses Run: these calls, answered by this origin.
    Run {
        /// The calls to make.
        calls: Vec<Call>,
        /// Who answers.
        origin: Origin,
        /// When.
        now: Timestamp,
    },
    /// A recorded run is to be played again: like [`Self::Run`], but nothing is sent.
    Replay {
        /// The calls that were made.
        calls: Vec<Call>,
        /// Who answered.
        origin: Origin,
        /// When the run was recorded.
        recorded_at: Timestamp,
        /// When it is played.
        now: Timestamp,
    },
    /// A part of a call's response has arrived.
    Arrived {
        /// The run that the call belongs to.
        run: RunId,
        /// The call of that run.
        api: Api,
        /// The part.
        arrival: Arrival,
        /// When it arrived.
        now: Timestamp,
    },
    /// The user presses Stop.
    Stop {
        /// When.
        now: Timestamp,
    },
}

/// What the outside has to do.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Sign this request and send it, and report what comes back under this run and API.
    Send {
        /// Which run.
        run: RunId,
        /// Which call, and its request.
        call: Call,
    },
    /// Abort every call of this run.
    Abort {
        /// Which run.
        run: RunId,
    },
}

/// The last run, in its present state.
#[derive(Debug, Default)]
pub struct Session {
    /// Its number; 0 before the first run.
    pub run: RunId,
    /// The Converse call, if the run has one.
    pub converse: Option<Exchange>,
    /// The `InvokeModel` call, if the run has one.
    pub invoke: Option<Exchange>,
}

impl Session {
    /// The call of that API.
    pub fn exchange(&self, api: Api) -> Option<&Exchange> {
        match api {
            Api::Converse => self.converse.as_ref(),
            Api::Invoke => self.invoke.as_ref(),
        }
    }

    /// The calls of the run.
    pub fn exchanges(&self) -> impl Iterator<Item = &Exchange> {
        self.converse.iter().chain(self.invoke.iter())
    }

    /// Whether any call may still bring something.
    pub fn is_running(&self) -> bool {
        self.exchanges().any(Exchange::is_running)
    }

    /// Applies a command. Total: a command that does not fit the state changes nothing.
    pub fn apply(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Run { calls, origin, now } => self.start(calls, origin, now),
            Command::Replay { calls, origin, recorded_at, now } => self.replay(calls, origin, recorded_at, now),
            Command::Arrived { run, api, arrival, now } => {
                self.on(run, api, |exchange| exchange.take(arrival, now));
                Vec::new()
            }
            Command::Stop { now } => self.stop(now),
        }
    }

    fn replay(&mut self, calls: Vec<Call>, origin: Origin, recorded_at: Timestamp, now: Timestamp) -> Vec<Effect> {
        let mut effects = self.start(calls, origin, now);
        effects.retain(|effect| !matches!(effect, Effect::Send { .. }));
        for exchange in self.converse.iter_mut().chain(self.invoke.iter_mut()) {
            exchange.recorded_at = Some(recorded_at);
        }
        effects
    }

    fn start(&mut self, calls: Vec<Call>, origin: Origin, now: Timestamp) -> Vec<Effect> {
        if calls.is_empty() {
            return Vec::new();
        }
        let mut effects = self.stop(now);
        self.run = RunId(self.run.0 + 1);
        self.converse = None;
        self.invoke = None;
        for call in calls {
            let exchange = Exchange::sent(call.operation, call.family, origin, &call.model, &call.request, now);
            match call.operation.api() {
                Api::Converse => self.converse = Some(exchange),
                Api::Invoke => self.invoke = Some(exchange),
            }
            effects.push(Effect::Send { run: self.run, call });
        }
        effects
    }

    fn stop(&mut self, now: Timestamp) -> Vec<Effect> {
        if !self.is_running() {
            return Vec::new();
        }
        for exchange in self.converse.iter_mut().chain(self.invoke.iter_mut()) {
            exchange.on_stop(now);
        }
        vec![Effect::Abort { run: self.run }]
    }

    fn on(&mut self, run: RunId, api: Api, act: impl FnOnce(&mut Exchange)) {
        let exchange = match api {
            Api::Converse => self.converse.as_mut(),
            Api::Invoke => self.invoke.as_mut(),
        };
        if run == self.run
            && let Some(exchange) = exchange
        {
            act(exchange);
        }
    }
}
