//! Runs of many calls: as many at once as the batch allows, each on the same road as a single call.

use futures_util::future::{AbortHandle, Abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::access::credentials;
use super::cost::totals;
use super::lessons::tap;
use super::road;
use crate::aws::http::HttpRequest;
use crate::experiment::Phase;
use crate::experiment::failure::failed::Failed;
use crate::experiment::run::batch::{Batch, Progress};
use crate::experiment::run::calls::Calls;
use crate::experiment::run::session::{Call, RunId};
use crate::lesson::journal::{self, Entry};
use crate::platform::{clock, focus, frame};
use crate::text::number;
use crate::ui::state::AppState;

/// How often a long run announces its progress, in milliseconds.
const STILL_GOING_MS: u32 = 7_000;

/// A run that a view follows.
#[derive(Clone, Copy)]
pub struct Runs {
    /// The batch, once there is one.
    pub batch: RwSignal<Option<Batch>>,
    /// Its progress.
    pub progress: Memo<Progress>,
    /// Whether any call is running or still to be sent.
    pub running: Memo<bool>,
    aborts: StoredValue<Vec<AbortHandle>>,
    taken: Taken,
    results: &'static str,
}

/// Receives the complete answer to the call at this index. Returns a sentence on the result, if it is more than the number of
/// answers. An error fails the call with that sentence.
pub type Taken = Callback<(usize, Value), Result<Option<String>, String>>;

impl Runs {
    /// No run yet. The element at the selector `results` shows the results of a run: it comes into view when the run ends.
    pub fn new(results: &'static str, taken: Taken) -> Self {
        let batch = RwSignal::new(None::<Batch>);
        Self {
            batch,
            progress: Memo::new(move |_| batch.with(|batch| batch.as_ref().map(Batch::progress).unwrap_or_default())),
            running: Memo::new(move |_| batch.with(|batch| batch.as_ref().is_some_and(Batch::is_running))),
            aborts: StoredValue::new(Vec::new()),
            taken,
            results,
        }
    }

    /// Takes the batch away, to be shown again later.
    pub fn take(self) -> Option<Batch> {
        self.batch.try_update(Option::take).flatten()
    }

    /// Whether the form would now make other calls than the last run. False during a run.
    pub fn out_of_date(self, now: impl Fn() -> Option<Calls> + Send + Sync + 'static) -> Memo<bool> {
        Memo::new(move |_| {
            let is_over = !self.running.get();
            is_over
                && self
                    .batch
                    .with(|batch| batch.as_ref().is_some_and(|batch| now().is_none_or(|calls| !batch.is_of(&calls))))
        })
    }

    /// The first call that failed, for the error card.
    pub fn failure(self, state: AppState) -> Memo<Option<Failed>> {
        Memo::new(move |_| {
            let region = state.draft.with_untracked(|draft| draft.region.clone());
            self.batch.with(|batch| batch.as_ref()?.failed().and_then(|(_, call)| Failed::of(call, &region)))
        })
    }
}

/// Whether a run may start. Outside the simulator it needs credentials; without them, their dialog opens.
pub fn may_start(state: AppState) -> bool {
    let ready = !state.lacks_credentials();
    if !ready {
        credentials::ask_for_run(state);
    }
    ready
}

/// Starts a run of these calls, and stops the one that is running.
pub fn start(state: AppState, runs: Runs, calls: Vec<Call>) {
    start_after(state, runs, calls, std::future::ready(()));
}

/// Starts a run whose first call waits for something. If it is stopped before that, nothing is sent.
pub fn start_after(state: AppState, runs: Runs, calls: Vec<Call>, ready: impl Future<Output = ()> + 'static) {
    halt(runs);
    let before = runs.batch.with_untracked(|batch| batch.as_ref().map_or(0, |batch| batch.run.0));
    let run = RunId(before + 1);
    state.status.announce(format!("Running {}", number::count(calls.len() as u64, "call")));
    runs.batch.set(Some(Batch::new(run, state.mode.get_untracked().origin(), calls)));
    spawn_local(async move {
        ready.await;
        pump(state, runs, run);
    });
    spawn_local(async move {
        loop {
            clock::sleep_ms(STILL_GOING_MS).await;
            let Some(progress) = with(runs, run, |batch| batch.is_running().then(|| batch.progress())).flatten() else {
                break;
            };
            state.status.announce(progress.going_on());
        }
    });
}

/// Stops the run and announces it. Received answers are kept; waiting calls are not sent.
pub fn stop(state: AppState, runs: Runs) {
    if halt(runs) {
        let ended = runs.batch.with_untracked(|batch| batch.as_ref().and_then(Batch::ended));
        state.status.announce(ended.unwrap_or_default());
    }
}

/// Stops without an announcement. Returns whether anything was running.
fn halt(runs: Runs) -> bool {
    if !runs.running.get_untracked() {
        return false;
    }
    runs.aborts.update_value(|aborts| aborts.drain(..).for_each(|handle| handle.abort()));
    runs.batch.update(|batch| {
        if let Some(batch) = batch {
            batch.stop(clock::now());
        }
    });
    true
}

/// Stops and discards the run.
pub fn forget(state: AppState, runs: Runs) {
    stop(state, runs);
    runs.batch.set(None);
}

/// Sends the calls that are due.
fn pump(state: AppState, runs: Runs, run: RunId) {
    let due = with(runs, run, |batch| batch.due(clock::now())).unwrap_or_default();
    for (index, call) in due {
        let (handle, registration) = AbortHandle::new_pair();
        runs.aborts.update_value(|aborts| aborts.push(handle));
        spawn_local(async move {
            // An aborted call has been marked as stopped already.
            let _ = Abortable::new(one(state, runs, run, index, call.request), registration).await;
        });
    }
}

async fn one(state: AppState, runs: Runs, run: RunId, index: usize, request: HttpRequest) {
    road::drive(state, request, async |arrival| {
        with(runs, run, |batch| batch.arrived(index, arrival, clock::now()));
    })
    .await;
    let answer = with(runs, run, |batch| {
        let exchange = batch.exchange(index)?;
        (exchange.phase == Phase::Done).then(|| exchange.body_json()).flatten()
    });
    if let Some(Some(answer)) = answer
        && let Some(taken) = runs.taken.try_run((index, answer))
    {
        with(runs, run, |batch| match taken {
            Ok(Some(outcome)) => batch.conclude(outcome),
            Ok(None) => {}
            Err(why) => batch.refuse(index, why),
        });
    }
    pump(state, runs, run);
    if let Some(ended) = with(runs, run, |batch| batch.ended()).flatten() {
        runs.batch.with_untracked(|batch| {
            let slots = batch.as_ref().map(Batch::slots).unwrap_or_default();
            totals::add(state, slots.iter().filter_map(|slot| slot.exchange.as_ref()));
            for exchange in slots.iter().filter_map(|slot| slot.exchange.as_ref()) {
                tap::pass(|| journal::Call::of(exchange).map(Entry::Call));
            }
        });
        state.status.announce(ended);
        // The results are drawn first.
        frame::next(move || focus::reveal(runs.results));
    }
}

/// Updates the batch if it still belongs to this run.
fn with<T>(runs: Runs, run: RunId, act: impl FnOnce(&mut Batch) -> T) -> Option<T> {
    runs.batch.try_update(|batch| batch.as_mut().filter(|batch| batch.run == run).map(act))?
}
