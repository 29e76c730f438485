//! Calls of any operation, one at a time, for the Explorer: sent, followed, stopped, page by page.

pub mod history;

use std::cell::Cell;
use std::sync::Arc;

use futures_util::future::{AbortHandle, Abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::account::{kept, offers};
use super::lessons::tap;
use super::{account, batch, road, simulator};
use crate::aws::arrival::{Arrival, NotAnswered};
use crate::aws::time::Timestamp;
use crate::bedrock::client::Client;
use crate::bedrock::service_model::ServiceModel;
use crate::experiment::Failure;
use crate::experiment::explorer::call::Call;
use crate::experiment::explorer::form::Form;
use crate::experiment::explorer::{Operation, index, pages};
use crate::experiment::jobs::Ask;
use crate::platform::{clock, focus, frame};
use crate::ui::state::{AppState, Mode};

/// The call of the view.
#[derive(Clone, Copy)]
pub struct Calling {
    /// The last call.
    pub call: RwSignal<Option<Call>>,
    /// Whether it is running.
    pub running: RwSignal<bool>,
    started: StoredValue<Timestamp>,
    abort: StoredValue<Option<AbortHandle>>,
    kept: StoredValue<Kept>,
}

/// How many pages a press fetches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// One.
    One,
    /// All that follow.
    All,
}

impl Calling {
    /// No call yet.
    pub fn new() -> Self {
        Self {
            call: RwSignal::new(None),
            running: RwSignal::new(false),
            started: StoredValue::new(Timestamp::default()),
            abort: StoredValue::new(None),
            kept: StoredValue::new(Kept::No),
        }
    }
}

/// Loads the service model of a client into a signal, unless another client is open by then.
pub fn load_model(
    state: AppState,
    client: Client,
    into: RwSignal<Option<Result<Arc<ServiceModel>, String>>>,
    is_open: impl Fn() -> bool + 'static,
) {
    spawn_local(async move {
        let loaded = account::service_model(state, client).await;
        if is_open() {
            into.try_set(Some(loaded));
        }
    });
}

/// Sends a call of an operation.
pub fn start(state: AppState, calling: Calling, operation: &'static Operation, form: &Form, model: &ServiceModel) {
    if !batch::may_start(state) {
        return;
    }
    let input = form.to_send(model, operation.name, clock::now().0.unsigned_abs());
    let call = Call::new(operation, state.mode.get_untracked().origin(), input);
    calling.call.set(Some(call));
    go(state, calling, Extent::One, Kept::Yes);
}

/// Sends the call of a screen. Nothing is sent while another of its calls is running.
pub fn send(state: AppState, calling: Calling, ask: Ask) {
    let Some(operation) = index::find(ask.client, ask.operation) else { return };
    if calling.running.get_untracked() || !batch::may_start(state) {
        return;
    }
    calling.call.set(Some(Call::new(operation, state.mode.get_untracked().origin(), ask.input)));
    go(state, calling, Extent::One, Kept::Yes);
}

/// Fetches the pages after those that are there.
pub fn more(state: AppState, calling: Calling, model: &ServiceModel, extent: Extent) {
    let next = calling.call.with_untracked(|call| call.as_ref()?.next_page(model));
    if let Some(input) = next
        && batch::may_start(state)
    {
        with(calling, |call| call.begin_page(input));
        go(state, calling, extent, Kept::No);
    }
}

/// Whether a call goes into the history: the further pages of one do not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    Yes,
    No,
}

fn go(state: AppState, calling: Calling, extent: Extent, kept: Kept) {
    if let Some(before) = calling.abort.try_update_value(Option::take).flatten() {
        before.abort();
    }
    let (handle, registration) = AbortHandle::new_pair();
    calling.abort.set_value(Some(handle));
    calling.running.set(true);
    calling.kept.set_value(kept);
    let name = calling.call.with_untracked(|call| call.as_ref().map_or("", |call| call.operation.name));
    state.status.announce(format!("Calling {name}"));
    spawn_local(async move {
        let run = run(state, calling, extent);
        // A stopped call has been marked already.
        if Abortable::new(run, registration).await.is_ok() {
            calling.running.try_set(false);
            calling.call.with_untracked(|call| tap::pass(|| call.as_ref().map(tap::operation)));
            announce_end(state, calling);
            keep(state, calling).await;
        }
    });
}

async fn run(state: AppState, calling: Calling, extent: Extent) {
    let started = clock::now();
    calling.started.set_value(started);
    let at = move || clock::now().since_ms(started);
    kept::restore(state).await;
    compares(state, calling).await;
    for _ in 0..pages::MOST {
        let asked = calling.call.with_untracked(|call| call.as_ref().map(|call| (call.operation, call.input.clone())));
        let Some((operation, input)) = asked else { return };
        let model = match account::service_model(state, operation.client).await {
            Ok(model) => model,
            Err(why) => {
                with(calling, |call| call.take(Arrival::Lost(NotAnswered::NotSent(why)), at()));
                return;
            }
        };
        let request = account::request(state, operation.client, operation.name.to_owned(), input).await;
        let request = match request {
            Ok(request) => request,
            Err(why) => {
                with(calling, |call| call.take(Arrival::Lost(why), at()));
                return;
            }
        };
        with(calling, |call| call.sent(&request));
        road::drive(state, request, async |arrival| {
            with(calling, |call| call.take(arrival, at()));
        })
        .await;
        with(calling, |call| call.conclude(&model));
        kept::store(state).await;
        let next = calling.call.with_untracked(|call| call.as_ref()?.next_page(&model));
        match next {
            Some(input) if extent == Extent::All => {
                with(calling, |call| call.begin_page(input));
            }
            _ => return,
        }
    }
}

thread_local! {
    static HAS_TABLE: Cell<bool> = const { Cell::new(false) };
}

/// Loads the table that the simulator compares texts with, before the first call that needs it. Without it, the simulator
/// compares words and letters.
async fn compares(state: AppState, calling: Calling) {
    let client = calling.call.with_untracked(|call| call.as_ref().map(|call| call.operation.client));
    if client == Some(Client::AgentRuntime) && state.mode.get_untracked() == Mode::Simulator && !HAS_TABLE.get() {
        HAS_TABLE.set(simulator::load_token_table().await.is_ok());
    }
}

/// Stops the call. What was received is kept.
pub fn stop(state: AppState, calling: Calling) {
    if !calling.running.get_untracked() {
        return;
    }
    if let Some(handle) = calling.abort.try_update_value(Option::take).flatten() {
        handle.abort();
    }
    calling.running.set(false);
    let ms = clock::now().since_ms(calling.started.get_value());
    with(calling, |call| call.stop(ms));
    spawn_local(keep(state, calling));
    state.status.announce("Stopped. What was received is kept".to_owned());
}

/// Keeps the call that has ended.
async fn keep(state: AppState, calling: Calling) {
    if calling.kept.try_get_value() != Some(Kept::Yes) {
        return;
    }
    calling.kept.set_value(Kept::No);
    let client = calling.call.with_untracked(|call| call.as_ref().map(|call| call.operation.client));
    let Some(client) = client else { return };
    let model = account::service_model(state, client).await.ok();
    calling.call.with_untracked(|call| {
        if let Some(call) = call {
            if let Some(output) = &call.output {
                offers::note(state, call.operation.name, output);
            }
            history::keep(state, call, model.as_deref());
        }
    });
}

fn with(calling: Calling, act: impl FnOnce(&mut Call)) {
    calling.call.try_update(|call| {
        if let Some(call) = call {
            act(call);
        }
    });
}

fn announce_end(state: AppState, calling: Calling) {
    let ended = calling.call.with_untracked(|call| {
        let call = call.as_ref()?;
        Some(match &call.failure {
            None => format!("{} answered: {}", call.operation.name, call.facts()),
            Some(Failure::Refused(error)) => {
                let code = error.code.as_deref().unwrap_or("an error");
                format!("{} was refused: {code}", call.operation.name)
            }
            Some(_) => format!("{} failed", call.operation.name),
        })
    });
    state.status.announce(ended.unwrap_or_default());
    // The answer is drawn first.
    frame::next(|| focus::reveal("#response"));
}
