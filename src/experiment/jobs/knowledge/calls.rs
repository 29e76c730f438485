//! The record of a call as what its screen shows.

use super::agent::{self, Turn};
use super::flow::{self, Ran};
use super::generate::{self, Generated, SESSION_HEADER};
use super::rerank::{self, Ranked};
use super::retrieve::{self, Retrieved};
use super::{Event, flow::EXECUTION_HEADER};
use crate::aws::http::ResponseHead;
use crate::experiment::explorer::call::Call;
use crate::experiment::jobs::refusal::Refusal;

fn events(call: &Call) -> Vec<Event<'_>> {
    call.events.iter().map(|event| (event.name.as_str(), &event.payload)).collect()
}

fn header<'c>(call: &'c Call, name: &str) -> Option<&'c str> {
    call.head.as_ref().and_then(|head: &ResponseHead| head.header(name))
}

/// What `Retrieve` found, once it has answered.
pub fn retrieved(call: &Call) -> Option<Retrieved> {
    call.output.as_ref().map(retrieve::read)
}

/// What was generated so far.
pub fn generated(call: &Call) -> Option<Generated> {
    match &call.output {
        Some(output) => Some(generate::read(output)),
        None if call.is_stream() => Some(generate::read_events(&events(call), header(call, SESSION_HEADER))),
        None => None,
    }
}

/// The documents in their new order, once `Rerank` has answered.
pub fn ranked(call: &Call) -> Option<Vec<Ranked>> {
    call.output.as_ref().map(|output| rerank::read(output, &call.input))
}

/// The turn of an agent so far.
pub fn turn(call: &Call) -> Turn {
    agent::read(&call.input, &events(call))
}

/// A flow so far, with its execution.
pub fn ran(call: &Call) -> (Ran, Option<String>) {
    (flow::read(&events(call)), header(call, EXECUTION_HEADER).map(str::to_owned))
}

/// Why a call failed, if it did.
pub fn refusal(call: &Call) -> Option<Refusal> {
    call.failure.as_ref().map(|failure| Refusal::of_failure(call.operation.name, failure))
}
