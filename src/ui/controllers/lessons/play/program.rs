//! Runs the program of the code bench: it is read, its call is made on the simulator, and what it prints is evaluated.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use crate::aws::arrival::Arrival;
use crate::aws::endpoint::Endpoint;
use crate::aws::error::AwsError;
use crate::aws::region::Region;
use crate::bedrock::client::Client;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::{Api, Operation};
use crate::experiment::run::exchange::Origin;
use crate::experiment::run::session::{self, Command, Effect, Session};
use crate::lesson::journal::{Entry, Program};
use crate::lesson::program::{Answer, Call, Step};
use crate::platform::clock;
use crate::ui::controllers::lessons::desk::Desk;
use crate::ui::controllers::{account, parts, road};

/// Most calls of a program.
const MOST_CALLS: usize = 20;

/// Starts the program.
pub fn start_program(desk: Desk) {
    if !desk.is_running_program.get_untracked() {
        spawn_local(run_program(desk));
    }
}

/// Runs the program to its end, and writes it down.
pub async fn run_program(desk: Desk) {
    desk.is_running_program.set(true);
    let text = desk.program.get_untracked();
    let ran = run(desk, &text).await;
    desk.is_running_program.set(false);
    match ran {
        Ok(program) => desk.push(Entry::Program(program)),
        Err(why) => desk.push(Entry::Program(Program { text, error: why, ..Program::default() })),
    }
}

async fn run(desk: Desk, text: &str) -> Result<Program, String> {
    let mut models = Vec::new();
    for client in Client::ALL {
        models.push((client, account::service_model(desk.state, client).await?));
    }
    let mut answers: Vec<Answer> = Vec::new();
    let mut program = Program { text: text.to_owned(), ..Program::default() };
    for _ in 0..MOST_CALLS {
        let step = parts::run_program(text.to_owned(), models.clone(), answers.clone());
        match step.await.map_err(|error| error.to_string())? {
            Step::Calls(call) => {
                call.client.name().clone_into(&mut program.client);
                program.operation.clone_from(&call.operation);
                program.arguments = call.input.clone();
                let answer = answer(desk, &call).await?;
                match &answer {
                    Answer::Output { output, .. } => {
                        program.status = 200;
                        program.response = output.clone();
                    }
                    Answer::Refused { status, .. } => {
                        program.status = *status;
                        program.response = Value::Null;
                    }
                }
                answers.push(answer);
            }
            Step::Ended(ended) => {
                program.print = ended.place();
                program.printed = ended.printed();
                program.error = ended.error.map(|error| error.to_string()).unwrap_or_default();
                return Ok(program);
            }
        }
    }
    program.error = format!("The program made {MOST_CALLS} calls and was stopped");
    Ok(program)
}

/// Makes a call of the program.
async fn answer(desk: Desk, call: &Call) -> Result<Answer, String> {
    let region = match &call.region {
        Some(region) => Region::parse(region).map_err(|error| error.to_string())?,
        None => road::region(desk.state).map_err(|_| "the Region is not one".to_owned())?,
    };
    let endpoint = Endpoint::aws(call.client.name(), &region);
    if call.client == Client::Runtime
        && let Some(operation) = Operation::ALL.into_iter().find(|operation| operation.name() == call.operation)
        && operation.api() == Api::Converse
        && operation.is_streaming()
    {
        return streamed(desk, operation, &endpoint, call).await;
    }
    let model = account::service_model(desk.state, call.client).await?;
    let request = parts::operation_request(model.clone(), call.operation.clone(), endpoint, call.input.clone())
        .await
        .map_err(|error| error.to_string())?;
    let (head, body) = road::whole(desk.state, request).await.map_err(|lost| format!("{lost:?}"))?;
    if !head.is_success() {
        return Ok(refused(&AwsError::from_response(&head, &body), head.status));
    }
    let output = parts::operation_output(model, call.operation.clone(), head, body.clone())
        .await
        .map_err(|error| error.to_string())?;
    Ok(Answer::Output { output: output.unwrap_or_default(), body, events: Vec::new() })
}

fn refused(error: &AwsError, status: u16) -> Answer {
    Answer::Refused {
        code: error.code.clone().unwrap_or_default(),
        message: error.message.clone().unwrap_or_default(),
        status,
    }
}

/// A call whose answer is a stream of events.
async fn streamed(desk: Desk, operation: Operation, endpoint: &Endpoint, call: &Call) -> Result<Answer, String> {
    let mut body = call.input.clone();
    let id = body.as_object_mut().and_then(|members| members.remove("modelId"));
    let id = id.as_ref().and_then(Value::as_str).unwrap_or_default();
    let model = ModelId::parse(id).map_err(|error| error.to_string())?;
    let call = session::Call::of(operation, endpoint, &model, &body);
    let api = operation.api();
    let mut session = Session::default();
    for effect in session.apply(Command::Run { calls: vec![call], origin: Origin::Simulator, now: clock::now() }) {
        let Effect::Send { run, call } = effect else { continue };
        let mut arrived = Vec::new();
        road::drive(desk.state, call.request, async |arrival: Arrival| arrived.push(arrival)).await;
        for arrival in arrived {
            session.apply(Command::Arrived { run, api, arrival, now: clock::now() });
        }
    }
    let exchange = session.exchange(api).ok_or("the call was not made")?;
    let Some(head) = exchange.head.as_ref() else { return Err("the call was not answered".to_owned()) };
    if !head.is_success() {
        return Ok(refused(&AwsError::from_response(head, &exchange.body), head.status));
    }
    Ok(Answer::Output { output: Value::Object(serde_json::Map::new()), body: Vec::new(), events: exchange.events() })
}
