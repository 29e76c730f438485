//! Runs the program of the code bench: as boto3 would until its calls, which the simulator answers, and on with the answers.

use serde_json::{Value, json};

use super::Bench;
use super::road::{Road, head};
use crate::aws::endpoint::Endpoint;
use crate::aws::error::AwsError;
use crate::aws::eventstream::{Decoder, Message};
use crate::aws::region::Region;
use crate::bedrock::client::Client;
use crate::bedrock::service_model::{ServiceModel, ShapeKind, call as wire};
use crate::lesson::journal::{Entry, Program as Fact};
use crate::lesson::program::{Answer, Call, Ended, Program, PythonError, Step};

/// Most calls that a program may make.
const MOST_CALLS: usize = 20;

impl Bench {
    /// Run on the code bench.
    pub(super) fn run_program(&mut self, road: &Road<'_>) -> Result<(), String> {
        let mut fact = Fact { text: self.program.clone(), ..Fact::default() };
        let ended = match Program::read(&self.program) {
            Ok(program) => self.run_calls(&program, &mut fact, road)?,
            Err(error) => Ended { error: Some(error), ..Ended::default() },
        };
        fact.printed = ended.printed();
        fact.print = ended.place();
        fact.error = ended.error.as_ref().map(PythonError::to_string).unwrap_or_default();
        self.journal.push(Entry::Program(fact));
        Ok(())
    }

    /// Runs a program to its end and answers its calls.
    fn run_calls(&mut self, program: &Program, fact: &mut Fact, road: &Road<'_>) -> Result<Ended, String> {
        let models: Vec<(Client, &ServiceModel)> =
            Client::ALL.into_iter().filter_map(|client| Some((client, road.model(client.name())?))).collect();
        let mut answers = Vec::new();
        loop {
            let call = match program.run(&models, &answers) {
                Step::Calls(call) => *call,
                Step::Ended(ended) => return Ok(ended),
            };
            if answers.len() >= MOST_CALLS {
                return Err(format!("the program makes more than {MOST_CALLS} calls"));
            }
            answers.push(self.answer(&call, fact, road)?);
        }
    }

    /// Sends a call of a program.
    fn answer(&mut self, call: &Call, fact: &mut Fact, road: &Road<'_>) -> Result<Answer, String> {
        let client = call.client.name();
        let model = road.model(client).ok_or_else(|| format!("the service model of {client} is not loaded"))?;
        let region = call.region.clone().unwrap_or_else(|| self.draft.region.clone());
        let place = Region::parse(&region).map_err(|error| error.to_string())?;
        let endpoint = Endpoint::aws(client, &place);
        let request =
            wire::request(model, &call.operation, &endpoint, &call.input).map_err(|error| error.to_string())?;
        self.calls += 1;
        let reply = road.send(&request, &region, self.calls, self.fault, &mut self.account)?;
        let (head, body) = (head(&reply), reply.body());
        client.clone_into(&mut fact.client);
        fact.operation.clone_from(&call.operation);
        fact.arguments = call.input.clone();
        fact.status = head.status;
        fact.response = Value::Null;
        if !head.is_success() {
            let error = AwsError::from_response(&head, &body);
            return Ok(Answer::Refused {
                code: error.code.unwrap_or_default(),
                message: error.message.unwrap_or_default(),
                status: head.status,
            });
        }
        if head.header("content-type").is_some_and(|kind| kind.contains("eventstream")) {
            let events = events(&body);
            fact.response = json!({ "stream": events });
            return Ok(Answer::Output { output: json!({}), body: Vec::new(), events });
        }
        let mut output =
            wire::output(model, &call.operation, &head.headers, &body).map_err(|error| error.to_string())?;
        let stream = streamed(model, &call.operation);
        if let (Some(member), Some(members)) = (stream, output.as_object_mut()) {
            members.shift_remove(member);
        }
        fact.response = output.clone();
        let body = if stream.is_some() { body } else { Vec::new() };
        if let (Some(member), Ok(json)) = (stream, serde_json::from_slice::<Value>(&body))
            && let Some(members) = fact.response.as_object_mut()
        {
            members.insert(member.to_owned(), json);
        }
        Ok(Answer::Output { output, body, events: Vec::new() })
    }
}

/// The output member that is the whole body as bytes, which boto3 gives as a stream.
fn streamed<'m>(model: &'m ServiceModel, operation: &str) -> Option<&'m str> {
    let structure = model.structure(model.operation(operation)?.output.as_deref()?)?;
    let payload = structure.payload.as_deref()?;
    let member = structure.members.iter().find(|member| member.name == payload)?;
    matches!(model.shape(&member.shape)?.kind, ShapeKind::Blob).then_some(payload)
}

/// The events of a stream, each as `{"<type>": payload}`.
fn events(body: &[u8]) -> Vec<Value> {
    let frames = Decoder::new().push(body).unwrap_or_default();
    let event = |frame: &crate::aws::eventstream::Frame| match frame.message() {
        Ok(
            Message::Event { event_type, payload, .. } | Message::Exception { exception_type: event_type, payload, .. },
        ) => {
            let mut payload: Value = serde_json::from_slice(&payload).unwrap_or_default();
            // Bytes that only hide the length of the text; boto3 does not show them.
            if let Some(members) = payload.as_object_mut() {
                members.shift_remove("p");
            }
            Some(json!({ event_type: payload }))
        }
        Ok(Message::Error { .. }) | Err(_) => None,
    };
    frames.iter().filter_map(event).collect()
}
