//! Logic that loads when it is first called, not in the first load: signing, the simulator, the reducer.
//!
//! Each function below is a place where `cargo xtask build` cuts the program; see [`crate::ui::late`], which does the
//! same for views. None of them depends on a panel.
#![allow(unsafe_code, reason = "the attribute writes code that names a function which is not there yet")]
#![expect(clippy::unnecessary_wraps, reason = "the attribute gives every part the shape of one that may not arrive")]

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

use futures_util::future::LocalBoxFuture;
use leptos::prelude::{RwSignal, StoredValue, UpdateUntracked, UpdateValue};
use serde_json::Value;
use wasm_split_helpers::wasm_split;

use crate::aws::arrival::NotAnswered;
use crate::aws::credentials::Credentials;
use crate::aws::endpoint::Endpoint;
use crate::aws::http::{HttpRequest, ResponseHead};
use crate::aws::masking::Secrets;
use crate::aws::payload::Payload;
use crate::aws::region::Region;
use crate::aws::sigv4::{self, Scope, SignedRequest};
use crate::aws::time::Timestamp;
use crate::bedrock::client::Client;
use crate::bedrock::service_model::{ServiceModel, Violation, call};
use crate::experiment::form::issue::Refusal;
use crate::experiment::run::known_limits;
use crate::experiment::run::requests::Twin;
use crate::experiment::run::session::{Command, Effect, Session};
use crate::experiment::{Draft, Field};
use crate::import::{self, ImportError, Imported};
use crate::lesson::program::{Answer, Ended, Program, Step};
use crate::platform::fetch::{self, Response};
use crate::platform::{BrowserError, digest};
use crate::simulator::account::{Account, Control};
use crate::simulator::break_it::{self, Broken, Change};
use crate::simulator::{self, Reply, TokenTable, World};
use crate::ui::controllers::offline;
use crate::ui::late::PartError;
use crate::ui::widgets::long_text;

#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands the error over")]
fn refused(error: impl ToString) -> PartError {
    PartError::Refused(error.to_string())
}

/// Reads the service model that the simulator validates with.
#[wasm_split(simulator, fallible)]
pub fn read_service_model(text: String) -> Result<ServiceModel, PartError> {
    ServiceModel::from_json(&text).map_err(refused)
}

/// The refusals that can be predicted, each at its field: first from the documentation, then from the service model of
/// a Converse body.
#[wasm_split(simulator, fallible)]
pub fn refusals(model: Arc<ServiceModel>, twin: Twin) -> Result<Vec<Refusal>, PartError> {
    let body = serde_json::from_str(&twin.converse.body_text).map_err(refused)?;
    let at_field = |violation: Violation| {
        let message = format!("Bedrock will refuse this: {}", violation.message);
        Some(Refusal { field: Field::from_pointer(&violation.pointer)?, message })
    };
    let mut refusals = known_limits::refusals(&twin);
    refusals.extend(model.validate_input("Converse", &body, &[]).into_iter().filter_map(at_field));
    Ok(refusals)
}

/// The token table of the simulator's vectors and scores, once a view has fetched it.
static TOKEN_TABLE: OnceLock<TokenTable> = OnceLock::new();

/// Keeps the token table for every later call of the simulator.
#[wasm_split(simulator, fallible)]
pub fn keep_token_table(bytes: Vec<u8>) -> Result<(), PartError> {
    let table = TokenTable::from_bytes(bytes).map_err(refused)?;
    // Two views may have requested it at once; both got the same file.
    let _ = TOKEN_TABLE.set(table);
    Ok(())
}

/// The token table, once it was loaded.
pub fn token_table() -> Option<&'static TokenTable> {
    TOKEN_TABLE.get()
}

/// Signs with the example credentials and asks the simulator.
#[wasm_split(simulator, fallible)]
pub fn simulate(
    request: HttpRequest,
    region: Region,
    signed_at: Timestamp,
    world: World<'_>,
    services: Vec<Arc<ServiceModel>>,
    kept: StoredValue<Vec<SignedRequest>>,
) -> Result<Reply, PartError> {
    // Calls of models find what the account made also before a service model is loaded.
    ACCOUNT.with(|account| {
        let control = Some(Control { services: &services, account });
        let world = World { token_table: TOKEN_TABLE.get(), control, ..world };
        answer_signed(&request, region, signed_at, &world, kept)
    })
}

thread_local! {
    /// The simulator's account, as long as the page is open.
    static ACCOUNT: RefCell<Account> = RefCell::new(Account::default());
}

/// Works with the simulator's account: to save it, to read a saved one, to move its clock.
#[wasm_split(simulator, fallible)]
pub fn with_account(work: Box<dyn FnOnce(&mut Account) -> Value>) -> Result<Value, PartError> {
    Ok(ACCOUNT.with(|account| work(&mut account.borrow_mut())))
}

/// The unsigned request of an operation.
#[wasm_split(explorer, fallible)]
pub fn operation_request(
    model: Arc<ServiceModel>,
    operation: String,
    endpoint: Endpoint,
    input: Value,
) -> Result<HttpRequest, PartError> {
    call::request(&model, &operation, &endpoint, &input).map_err(refused)
}

/// The output of an operation; `None` for a stream of events.
#[wasm_split(explorer, fallible)]
pub fn operation_output(
    model: Arc<ServiceModel>,
    operation: String,
    head: ResponseHead,
    body: Vec<u8>,
) -> Result<Option<Value>, PartError> {
    let is_stream = head.header("content-type").is_some_and(|kind| kind.contains("eventstream"));
    if is_stream {
        return Ok(None);
    }
    call::output(&model, &operation, &head.headers, &body).map(Some).map_err(refused)
}

fn answer_signed(
    request: &HttpRequest,
    region: Region,
    signed_at: Timestamp,
    world: &World<'_>,
    kept: StoredValue<Vec<SignedRequest>>,
) -> Result<Reply, PartError> {
    // The simulator is inside the page: a device with a wrong clock can use it.
    let signed_at = sigv4::signable(signed_at);
    let world = &World { now: sigv4::signable(world.now), ..*world };
    let scope = Scope { region, service: "bedrock".to_owned() };
    let signed = sigv4::sign(request, &simulator::example_credentials(), &scope, signed_at).map_err(refused)?;
    let reply = simulator::serve(&signed.request, world);
    keep(kept, signed);
    Ok(reply)
}

/// Signs with one mistake and asks the simulator.
#[wasm_split(simulator, fallible)]
pub fn break_it(request: HttpRequest, region: Region, change: Change, world: World<'_>) -> Result<Broken, PartError> {
    break_it::break_it(&request, region, &change, &world).map_err(refused)
}

/// Lets the browser hash a body, where it can, before the body is signed and verified.
#[wasm_split(run, fallible)]
pub fn hash(body: Payload) -> Result<LocalBoxFuture<'static, ()>, PartError> {
    Ok(Box::pin(async move {
        if let Some(digest) = digest::sha256(&body).await {
            body.hashed(&digest);
        }
    }))
}

/// Signs a request, or adds the API key, which signs nothing.
#[wasm_split(run, fallible)]
pub fn sign(
    request: HttpRequest,
    credentials: Credentials,
    scope: Scope,
    now: Timestamp,
    kept: StoredValue<Vec<SignedRequest>>,
) -> Result<HttpRequest, PartError> {
    if let Some(token) = credentials.bearer_token() {
        return Ok(request.with_bearer(token));
    }
    let signed = sigv4::sign(&request, &credentials, &scope, now).map_err(refused)?;
    let request = signed.request.clone();
    keep(kept, signed);
    Ok(request)
}

/// Keeps the last few signed requests, so that their anatomy can be shown.
fn keep(kept: StoredValue<Vec<SignedRequest>>, signed: SignedRequest) {
    /// A run signs two, and a token count one.
    const MOST: usize = 6;
    kept.try_update_value(|kept| {
        kept.push(signed);
        let excess = kept.len().saturating_sub(MOST);
        kept.drain(..excess);
    });
}

/// Sends a signed request. These secrets are masked in the response, of which at most so many bytes are received.
#[wasm_split(run, fallible)]
pub fn send(
    request: HttpRequest,
    secrets: Secrets,
    most: usize,
) -> Result<LocalBoxFuture<'static, Result<Response, NotAnswered>>, PartError> {
    Ok(Box::pin(async move { fetch::send(&request, &secrets, most).await }))
}

/// Fetches a file that was published with the page.
#[wasm_split(run, fallible)]
pub fn asset(path: &'static str) -> Result<LocalBoxFuture<'static, Result<String, BrowserError>>, PartError> {
    Ok(Box::pin(fetch::asset(path)))
}

/// Fetches a file of bytes that was published with the page.
#[wasm_split(run, fallible)]
pub fn asset_bytes(path: &'static str) -> Result<LocalBoxFuture<'static, Result<Vec<u8>, BrowserError>>, PartError> {
    Ok(Box::pin(fetch::asset_bytes(path)))
}

/// Applies a command to the run: the reducer, the event-stream reader and the folds.
#[wasm_split(run, fallible)]
pub fn apply(session: RwSignal<Session>, command: Command) -> Result<Vec<Effect>, PartError> {
    Ok(session.try_update_untracked(|session| session.apply(command)).unwrap_or_default())
}

/// Begins what waits until the page has nothing else to do: the copy for use without a network, and large pastes.
#[wasm_split(compose, fallible)]
pub fn begin_idle() -> Result<(), PartError> {
    long_text::listen();
    offline::begin();
    Ok(())
}

/// Reads pasted Python.
#[wasm_split(import_python, fallible)]
pub fn import_python(text: String, before: Draft) -> Result<Result<Imported, ImportError>, PartError> {
    Ok(import::import_python(&text, &before))
}

/// Runs a program of the code bench with the answers to its first calls: as far as its next call, or its end.
#[wasm_split(import_python, fallible)]
pub fn run_program(
    text: String,
    models: Vec<(Client, Arc<ServiceModel>)>,
    answers: Vec<Answer>,
) -> Result<Step, PartError> {
    let models: Vec<_> = models.iter().map(|(client, model)| (*client, model.as_ref())).collect();
    Ok(match Program::read(&text) {
        Ok(program) => program.run(&models, &answers),
        Err(error) => Step::Ended(Ended { error: Some(error), ..Ended::default() }),
    })
}

/// Reads pasted commands of a shell.
#[wasm_split(import_shell, fallible)]
pub fn import_shell(text: String, before: Draft) -> Result<Result<Imported, ImportError>, PartError> {
    Ok(import::import_shell(&text, &before))
}

/// Reads pasted JavaScript.
#[wasm_split(import_javascript, fallible)]
pub fn import_javascript(text: String, before: Draft) -> Result<Result<Imported, ImportError>, PartError> {
    Ok(import::import_javascript(&text, &before))
}
