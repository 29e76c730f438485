//! The parts of the program that are fetched when they are first called, not with the first paint.
//!
//! Each function below is a place where `cargo xtask build` cuts the program (`wasm_split_cli_support`); what only it
//! needs goes into the part that is named in its attribute. The parts share memory and types with the rest, so a call is
//! an ordinary call that may have to wait. A part that does not arrive is an error value, and the next call asks again.
//!
//! The attribute writes the loading code, which needs `unsafe` to name a function that is not there yet; it is the
//! only `unsafe` of the project.
#![allow(unsafe_code)]
#![expect(clippy::unnecessary_wraps, reason = "the attribute gives every part the shape of one that may not arrive")]

use std::sync::{Arc, OnceLock};

use futures_util::future::LocalBoxFuture;
use leptos::prelude::{
    AnyView, Callback, IntoAny, Memo, Owner, RwSignal, StoredValue, UpdateUntracked, UpdateValue, WithUntracked, view,
};
use serde_json::Value;
use thiserror::Error;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::compare::compare_view;
use super::controllers::{arrive, history, run, totals};
use super::parts::error_card::{Failed, card};
use super::playground::compose::{blocks, family_picker, tools};
use super::playground::inspect::{code, frames, http, signature};
use super::playground::request::editor::{self, Opening};
use super::playground::request::large_body::{self, LargeBody};
use super::playground::request::{header_rows, seam};
use super::playground::response::answer::Answer;
use super::playground::response::answer_details::AnswerDetails;
use super::playground::response::measures::Measures;
use super::playground::response::raw_response::{self, RawResponse};
use super::playground::response::tool_answer;
use super::playground::target_bar::stream_note as draw_stream_note;
use super::playground::{fault_menu, token_count};
use super::shell::credentials::credentials_body;
use super::shell::history::HistoryDialog;
use super::shell::import::ImportDialog;
use super::shell::menu::menu_body;
use super::shell::share::ShareDialog;
use super::shell::shortcuts::shortcuts_body;
use super::shell::{palette, visit_banner};
use super::state::AppState;
use super::widgets::json_view::Lit;
use super::{embeddings, images};
use crate::aws::credentials::Credentials;
use crate::aws::http::HttpRequest;
use crate::aws::region::Region;
use crate::aws::sigv4::{self, Scope, SignedRequest};
use crate::aws::time::Timestamp;
use crate::bedrock::service_model::{ServiceModel, Violation};
use crate::experiment::form::issue::Refusal;
use crate::experiment::run::known_limits;
use crate::experiment::run::requests::Twin;
use crate::experiment::run::session::{Command, Effect, RunId, Session};
use crate::experiment::{Api, Field};
use crate::export::Request;
use crate::platform::fetch::{self, Response};
use crate::simulator::break_it::{self, Broken, Change};
use crate::simulator::{self, Reply, TokenTable, World};
use crate::twin::Link;

/// Why a part of the program could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PartError {
    /// The part did not arrive.
    #[error("A part of this page could not be loaded. Check the connection, then try again")]
    Missing,
    /// The part is there and says no.
    #[error("{0}")]
    Refused(String),
}

impl From<SplitLoaderError> for PartError {
    fn from(_: SplitLoaderError) -> Self {
        Self::Missing
    }
}

#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands the error over")]
fn refused(error: impl ToString) -> PartError {
    PartError::Refused(error.to_string())
}

/// Reads the service model that the simulator validates with.
#[wasm_split(simulator, fallible)]
pub fn read_service_model(text: String) -> Result<ServiceModel, PartError> {
    ServiceModel::from_json(&text).map_err(refused)
}

/// What the service is known to refuse, each at its field: by documentation first, then by its own model of a Converse body.
#[wasm_split(simulator, fallible)]
pub fn refusals(model: Arc<ServiceModel>, twin: Twin) -> Result<Vec<Refusal>, PartError> {
    let body = serde_json::from_str(&twin.converse.body_text).map_err(refused)?;
    let at_field = |violation: Violation| {
        let message = format!("Bedrock will refuse this: {}", violation.message);
        Some(Refusal { field: Field::of_pointer(&violation.pointer)?, message })
    };
    let mut refusals = known_limits::refusals(&twin);
    refusals.extend(model.validate_input("Converse", &body, &[]).into_iter().filter_map(at_field));
    Ok(refusals)
}

/// What the simulator's vectors and scores are measured with, once a view has fetched it.
static TOKEN_TABLE: OnceLock<TokenTable> = OnceLock::new();

/// Keeps the token table for every later call of the simulator.
#[wasm_split(simulator, fallible)]
pub fn keep_token_table(bytes: Vec<u8>) -> Result<(), PartError> {
    let table = TokenTable::from_bytes(bytes).map_err(refused)?;
    // Two views may have asked for it at once; they got the same file.
    let _ = TOKEN_TABLE.set(table);
    Ok(())
}

/// Signs with the example credentials and asks the simulator.
#[wasm_split(simulator, fallible)]
pub fn simulate(
    request: HttpRequest,
    region: Region,
    signed_at: Timestamp,
    world: World<'_>,
    kept: StoredValue<Vec<SignedRequest>>,
) -> Result<Reply, PartError> {
    let world = World { token_table: TOKEN_TABLE.get(), ..world };
    let scope = Scope { region, service: "bedrock".to_owned() };
    let signed = sigv4::sign(&request, &simulator::example_credentials(), &scope, signed_at).map_err(refused)?;
    let reply = simulator::serve(&signed.request, &world);
    keep(kept, signed);
    Ok(reply)
}

/// Signs with one mistake and asks the simulator.
#[wasm_split(simulator, fallible)]
pub fn break_it(request: HttpRequest, region: Region, change: Change, world: World<'_>) -> Result<Broken, PartError> {
    break_it::break_it(&request, region, &change, &world).map_err(refused)
}

/// Signs a request, or puts the API key on it that signs nothing.
#[wasm_split(run, fallible)]
pub fn sign(
    request: HttpRequest,
    credentials: Credentials,
    region: Region,
    now: Timestamp,
    kept: StoredValue<Vec<SignedRequest>>,
) -> Result<HttpRequest, PartError> {
    if let Some(token) = credentials.bearer_token() {
        return Ok(request.with_bearer(token));
    }
    let scope = Scope { region, service: "bedrock".to_owned() };
    let signed = sigv4::sign(&request, &credentials, &scope, now).map_err(refused)?;
    let request = signed.request.clone();
    keep(kept, signed);
    Ok(request)
}

/// Keeps a signed request, so that its anatomy can be looked at, for as long as a few more are signed.
fn keep(kept: StoredValue<Vec<SignedRequest>>, signed: SignedRequest) {
    /// A run signs two, and counting its tokens one.
    const MOST: usize = 6;
    kept.try_update_value(|kept| {
        kept.push(signed);
        let excess = kept.len().saturating_sub(MOST);
        kept.drain(..excess);
    });
}

/// Sends a signed request.
#[wasm_split(run, fallible)]
pub fn send(request: HttpRequest) -> Result<LocalBoxFuture<'static, Result<Response, String>>, PartError> {
    Ok(Box::pin(async move { fetch::send(&request).await }))
}

/// Fetches a file that was published with the page.
#[wasm_split(run, fallible)]
pub fn asset(path: &'static str) -> Result<LocalBoxFuture<'static, Result<String, String>>, PartError> {
    Ok(Box::pin(fetch::asset(path)))
}

/// Fetches a file of bytes that was published with the page.
#[wasm_split(run, fallible)]
pub fn asset_bytes(path: &'static str) -> Result<LocalBoxFuture<'static, Result<Vec<u8>, String>>, PartError> {
    Ok(Box::pin(fetch::asset_bytes(path)))
}

/// One answer as text: the Markdown reader and what draws its blocks.
#[wasm_split(run, fallible)]
pub fn answer(owner: Owner, api: Api) -> Result<AnyView, PartError> {
    Ok(owner.with(|| view! { <Answer api=api /> }.into_any()))
}

/// What an answer says of itself besides its text.
#[wasm_split(run, fallible)]
pub fn answer_details(owner: Owner, api: Api) -> Result<AnyView, PartError> {
    Ok(owner.with(|| view! { <AnswerDetails api=api /> }.into_any()))
}

/// One response as JSON.
#[wasm_split(run, fallible)]
pub fn raw_json(owner: Owner, api: Api, label: &'static str, lit: RwSignal<Lit>) -> Result<AnyView, PartError> {
    Ok(owner.with(|| view! { <RawResponse api=api label=label lit=lit /> }.into_any()))
}

/// What the copy button of a response gives.
#[wasm_split(run, fallible)]
pub fn copied(state: AppState, api: Api) -> Result<String, PartError> {
    Ok(raw_response::copied(state, api))
}

/// Applies a command to the run: the reducer, the event-stream reader and the folds.
#[wasm_split(run, fallible)]
pub fn apply(session: RwSignal<Session>, command: Command) -> Result<Vec<Effect>, PartError> {
    Ok(session.try_update_untracked(|session| session.apply(command)).unwrap_or_default())
}

/// A file as the content block that carries it.
#[wasm_split(compose, fallible)]
pub fn attachment(name: String, bytes: Vec<u8>) -> Result<Value, PartError> {
    crate::experiment::form::attachment::block(&name, &bytes).map_err(refused)
}

/// A content block of a message that is not text.
#[wasm_split(compose, fallible)]
pub fn block_card(owner: Owner, message: u64, index: usize) -> Result<AnyView, PartError> {
    Ok(owner.with(|| blocks::block_card(message, index)))
}

/// Tools and the further members of the request.
#[wasm_split(compose, fallible)]
pub fn tools(owner: Owner) -> Result<AnyView, PartError> {
    Ok(owner.with(tools::tools_body))
}

/// Why the answer cannot be streamed, below the switch.
#[wasm_split(compose, fallible)]
pub fn stream_note(owner: Owner, why: String) -> Result<AnyView, PartError> {
    Ok(owner.with(|| draw_stream_note(why)))
}

/// The family of a model whose id does not tell it.
#[wasm_split(compose, fallible)]
pub fn family_picker(owner: Owner) -> Result<AnyView, PartError> {
    Ok(owner.with(family_picker::family_picker))
}

/// A request body edited as JSON.
#[wasm_split(compose, fallible)]
pub fn editor(owner: Owner, opening: Opening) -> Result<AnyView, PartError> {
    Ok(owner.with(|| editor::editor(opening)))
}

/// A request body of any size.
#[wasm_split(compose, fallible)]
pub fn large_body(owner: Owner, body: LargeBody) -> Result<AnyView, PartError> {
    Ok(owner.with(|| large_body::large_body(body)))
}

/// The headers below a native body.
#[wasm_split(compose, fallible)]
pub fn header_rows(owner: Owner, links: Memo<Vec<Link>>, lit: RwSignal<Lit>) -> Result<AnyView, PartError> {
    Ok(owner.with(|| header_rows::header_rows(links, lit)))
}

/// Answering the model's tool calls.
#[wasm_split(run, fallible)]
pub fn tool_answer(owner: Owner, api: Api) -> Result<AnyView, PartError> {
    Ok(owner.with(|| tool_answer::tool_answer(api)))
}

/// Request and response as HTTP.
#[wasm_split(inspect, fallible)]
pub fn http_tab(owner: Owner) -> Result<AnyView, PartError> {
    Ok(owner.with(http::http_tab))
}

/// How the request is signed, and the bench to break it.
#[wasm_split(inspect, fallible)]
pub fn signature_tab(owner: Owner) -> Result<AnyView, PartError> {
    Ok(owner.with(signature::signature_tab))
}

/// What the credentials dialog shows.
#[wasm_split(inspect, fallible)]
pub fn credentials(owner: Owner) -> Result<AnyView, PartError> {
    Ok(owner.with(credentials_body))
}

/// The streams of the last run, frame by frame.
#[wasm_split(inspect, fallible)]
pub fn frames(owner: Owner) -> Result<AnyView, PartError> {
    Ok(owner.with(frames::frames))
}

/// The fault menu of the simulator.
#[wasm_split(inspect, fallible)]
pub fn fault_menu(owner: Owner, open: RwSignal<bool>) -> Result<AnyView, PartError> {
    Ok(owner.with(|| fault_menu::fault_menu(open)))
}

/// What is drawn between two twins.
#[wasm_split(compose, fallible)]
pub fn seam(owner: Owner, lit: RwSignal<Lit>) -> Result<AnyView, PartError> {
    Ok(owner.with(|| seam::seam(lit)))
}

/// The view of texts and their vectors.
#[wasm_split(lab, fallible)]
pub fn embeddings(owner: Owner) -> Result<AnyView, PartError> {
    Ok(owner.with(embeddings::view))
}

/// The view of pictures.
#[wasm_split(lab, fallible)]
pub fn images(owner: Owner) -> Result<AnyView, PartError> {
    Ok(owner.with(images::view))
}

/// What the menu of the app bar shows.
#[wasm_split(inspect, fallible)]
pub fn menu(owner: Owner) -> Result<AnyView, PartError> {
    Ok(owner.with(menu_body))
}

/// What the shortcuts dialog shows.
#[wasm_split(inspect, fallible)]
pub fn shortcuts(owner: Owner) -> Result<AnyView, PartError> {
    Ok(owner.with(shortcuts_body))
}

/// The palette, and the dialog that imports.
#[wasm_split(inspect, fallible)]
pub fn palette_and_import(owner: Owner) -> Result<AnyView, PartError> {
    Ok(owner.with(|| view! { {palette::palette()} <ImportDialog /> }.into_any()))
}

/// What came by a link or a file.
#[wasm_split(share, fallible)]
pub fn arrived(owner: Owner) -> Result<AnyView, PartError> {
    Ok(owner.with(visit_banner::banner))
}

/// The dialogs that share and that show the history.
#[wasm_split(share, fallible)]
pub fn share_dialogs(owner: Owner) -> Result<AnyView, PartError> {
    Ok(owner.with(|| view! { <ShareDialog /> <HistoryDialog /> }.into_any()))
}

/// What one call took.
#[wasm_split(run, fallible)]
pub fn measures(owner: Owner, api: Api) -> Result<AnyView, PartError> {
    Ok(owner.with(|| view! { <Measures api=api /> }.into_any()))
}

/// The view that compares models.
#[wasm_split(share, fallible)]
pub fn compare(owner: Owner) -> Result<AnyView, PartError> {
    Ok(owner.with(compare_view))
}

/// Opens the experiment of the address's fragment.
#[wasm_split(share, fallible)]
pub fn open_fragment(state: AppState) -> Result<(), PartError> {
    arrive::open_fragment(state);
    Ok(())
}

/// What came by a link was edited.
#[wasm_split(share, fallible)]
pub fn edited(state: AppState) -> Result<(), PartError> {
    arrive::edited(state);
    Ok(())
}

/// Opens files that are dropped on the page, from now on.
#[wasm_split(share, fallible)]
pub fn watch_drops(state: AppState) -> Result<(), PartError> {
    arrive::watch_drops(state);
    Ok(())
}

/// Counts and keeps the run that has ended, unless the next one has begun before this part was there.
#[wasm_split(share, fallible)]
pub fn keep_run(state: AppState, run: RunId) -> Result<LocalBoxFuture<'static, ()>, PartError> {
    if state.session.with_untracked(|session| session.run != run || session.is_running()) {
        return Ok(Box::pin(async {}));
    }
    state.session.with_untracked(|session| totals::add(state, session.exchanges()));
    let entry = history::entry_of_run(state);
    Ok(Box::pin(async move {
        if let Some(entry) = entry {
            history::keep(state, &entry).await;
        }
    }))
}

/// The card that explains a failure.
#[wasm_split(inspect, fallible)]
pub fn error_card(owner: Owner, failed: Failed) -> Result<AnyView, PartError> {
    Ok(owner.with(|| card(&failed, Callback::new(|()| run::run()))))
}

/// How many tokens the two bodies have.
#[wasm_split(inspect, fallible)]
pub fn token_count(owner: Owner, asked: RwSignal<u8>) -> Result<AnyView, PartError> {
    Ok(owner.with(|| token_count::token_count(asked)))
}

/// A request as a program.
#[wasm_split(inspect, fallible)]
pub fn code(owner: Owner) -> Result<AnyView, PartError> {
    Ok(owner.with(code::code))
}

/// The calls of the embeddings or the images view as a program.
#[wasm_split(inspect, fallible)]
pub fn lab_code(owner: Owner, request: Memo<Result<Request, String>>) -> Result<AnyView, PartError> {
    Ok(owner.with(|| code::lab_code(request)))
}
