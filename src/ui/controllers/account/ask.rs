//! Calls of the four jobs: read a list, follow it in the simulator, send what a dialog has confirmed.
//!
//! On AWS nothing is read or repeated by itself: a press reads. The simulator in the page is free, so there an open screen
//! reads when it opens and follows the account's clock.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};

use super::super::explorer::history;
use super::super::{batch, parts, road};
use super::{kept, offers};
use crate::aws::arrival::Arrival;
use crate::aws::error::AwsError;
use crate::aws::sigv4::SignedRequest;
use crate::aws::time::Timestamp;
use crate::experiment::explorer::call::Call;
use crate::experiment::explorer::index;
use crate::experiment::jobs::refusal::Refusal;
use crate::experiment::jobs::{Ask, Plan, add_page, next_page};
use crate::export::{Target, operation};
use crate::platform::clock;
use crate::ui::controllers::toast;
use crate::ui::state::{AppState, Mode, Slot};

/// How often an open screen reads again in the simulator, in milliseconds.
const FOLLOW_MS: u32 = 2_000;
/// The most pages of one list.
const PAGES: usize = 20;

thread_local! {
    static QUIET: Slot<StoredValue<Vec<SignedRequest>>> = const { Slot::new() };
    static AHEAD: Slot<RwSignal<i64>> = const { Slot::new() };
}

/// How far the account's clock is ahead, in milliseconds; 0 outside the simulator.
fn ahead() -> RwSignal<i64> {
    AHEAD.with(|ahead| ahead.get(|| RwSignal::new(0)))
}

/// The account's time, every second; tracked.
pub fn now(state: AppState) -> Timestamp {
    let ahead = if state.mode.get() == Mode::Simulator { ahead().get() } else { 0 };
    state.now.get().plus_ms(ahead)
}

/// The account's time at this moment.
pub fn now_untracked(state: AppState) -> Timestamp {
    untrack(|| now(state))
}

/// The state for calls that nobody pressed: their signatures do not replace the ones on screen.
fn quiet(mut state: AppState) -> AppState {
    state.access.signed = QUIET.with(|kept| kept.get(|| StoredValue::new(Vec::new())));
    state
}

/// The output of a call, or why there is none.
async fn answer(state: AppState, ask: Ask) -> Result<Value, Refusal> {
    let Ask { client, operation, input } = ask;
    let answered = super::call(state, client, operation.to_owned(), input).await;
    let answer = answered.map_err(|why| Refusal::not_answered(operation, &why))?;
    if answer.head.is_success() {
        Ok(answer.output.unwrap_or_default())
    } else {
        Err(Refusal::of_service(operation, AwsError::from_response(&answer.head, &answer.body)))
    }
}

/// The output of a call that a dialog has confirmed; it goes into the history.
async fn recorded(state: AppState, ask: Ask) -> Result<Value, Refusal> {
    let Ask { client, operation, input } = ask;
    let model = super::service_model(state, client).await.map_err(|why| Refusal::of_page(operation, why))?;
    kept::restore(state).await;
    let request = super::request(state, client, operation.to_owned(), input.clone()).await;
    let request = request.map_err(|why| Refusal::not_answered(operation, &why))?;
    let call = index::find(client, operation).map(|known| {
        let mut call = Call::new(known, state.mode.get_untracked().origin(), input);
        call.sent(&request);
        call
    });
    let began = clock::now();
    let answered = road::whole(state, request).await;
    kept::store(state).await;
    let at_ms = clock::now().since_ms(began);
    let refusal = answered.as_ref().err().map(|why| Refusal::not_answered(operation, why));
    let Some(mut call) = call else { return refusal.map_or_else(|| Ok(Value::Null), Err) };
    match answered {
        Ok((head, body)) => {
            for arrival in [Arrival::Head(head), Arrival::Chunk(body), Arrival::End] {
                call.take(arrival, at_ms);
            }
            call.conclude(&model);
        }
        Err(why) => call.take(Arrival::Lost(why), at_ms),
    }
    history::keep(state, &call, Some(&model));
    match (&call.failure, refusal) {
        (_, Some(refusal)) => Err(refusal),
        (Some(failure), None) => Err(Refusal::of_failure(operation, failure)),
        (None, None) => Ok(call.output.unwrap_or_default()),
    }
}

/// The output of a call with all its pages.
pub(super) async fn all_pages(state: AppState, ask: Ask) -> Result<Value, Refusal> {
    let mut output = answer(state, ask.clone()).await?;
    for _ in 1..PAGES {
        let Some(ask) = next_page(&ask, &output) else { break };
        add_page(&mut output, answer(state, ask).await?);
    }
    Ok(output)
}

/// Reads how far the account's clock is ahead.
async fn read_clock(state: AppState) {
    if state.mode.get_untracked() == Mode::Simulator
        && let Ok(value) = parts::with_account(Box::new(|account| json!(account.clock.ahead_ms))).await
        && let Some(ms) = value.as_i64()
        && ahead().try_get_untracked() != Some(ms)
    {
        ahead().try_set(ms);
    }
}

/// Who wants a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The reader pressed a button.
    Press,
    /// The screen follows the simulator.
    Follow,
}

/// Something that a call reads, as a screen shows it.
pub struct Loaded<T: Send + Sync + 'static> {
    /// What was read last.
    pub value: RwSignal<Option<T>>,
    /// Why the last call did not succeed.
    pub refusal: RwSignal<Option<Refusal>>,
    /// Whether a pressed call is running.
    pub loading: RwSignal<bool>,
    /// When it was read, by the device's clock.
    pub at: RwSignal<Option<Timestamp>>,
    /// The number of the last call: an earlier one ends unseen.
    latest: StoredValue<u64>,
    /// Whether a call that follows is running: a slow one is waited for.
    following: StoredValue<bool>,
}

impl<T: Send + Sync + 'static> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Loaded<T> {}

impl<T: PartialEq + Send + Sync + 'static> Loaded<T> {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            value: RwSignal::new(None),
            refusal: RwSignal::new(None),
            loading: RwSignal::new(false),
            at: RwSignal::new(None),
            latest: StoredValue::new(0),
            following: StoredValue::new(false),
        }
    }

    /// Reads it. Without credentials, a press opens their dialog.
    pub fn load(self, state: AppState, by: By, ask: Ask, read: impl FnOnce(&Value) -> T + 'static) {
        if by == By::Press && !batch::may_start(state) {
            return;
        }
        if by == By::Follow {
            if self.loading.get_untracked() || self.following.get_value() {
                return;
            }
            self.following.set_value(true);
        }
        let state = if by == By::Follow { quiet(state) } else { state };
        if by == By::Press {
            self.loading.set(true);
        }
        let this = self.latest.try_update_value(|latest| {
            *latest += 1;
            *latest
        });
        spawn_local(async move {
            read_clock(state).await;
            let operation = ask.operation;
            let answer = all_pages(state, ask).await;
            if let Ok(output) = &answer {
                offers::note(state, operation, output);
            }
            if by == By::Follow {
                self.following.try_set_value(false);
            }
            if self.latest.try_get_value() != this {
                return;
            }
            match answer {
                Ok(output) => {
                    let value = read(&output);
                    // A screen that follows is drawn anew only where something changed.
                    if self.value.try_with_untracked(|old| old.as_ref() != Some(&value)) == Some(true) {
                        self.value.try_set(Some(value));
                    }
                    self.set_refusal(None, by);
                    self.at.try_set(Some(clock::now()));
                }
                Err(refusal) => self.set_refusal(Some(refusal), by),
            }
            self.loading.try_set(false);
        });
    }

    /// Shows a refusal. One that a screen meets again while it follows is not announced again.
    fn set_refusal(self, refusal: Option<Refusal>, by: By) {
        let stays = self.refusal.try_with_untracked(|old| match (old, &refusal) {
            (Some(old), Some(new)) => by == By::Follow && old.says_the_same(new),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        });
        if stays == Some(false) {
            self.refusal.try_set(refusal);
        }
    }

    /// Forgets what was read: it belongs to another Region or account.
    pub fn clear(self) {
        self.latest.update_value(|latest| *latest += 1);
        self.value.set(None);
        self.refusal.set(None);
        self.loading.set(false);
        self.at.set(None);
    }
}

/// Follows the open screen: reads at once and every two seconds in the simulator; clears when mode or Region change.
/// `read` reads, `clear` forgets.
pub fn follow(state: AppState, read: Callback<By>, clear: Callback<()>) {
    let place = Memo::new(move |_| (state.mode.get(), state.draft.with(|draft| draft.region.clone())));
    Effect::new(move |before: Option<(Mode, String)>| {
        let place = place.get();
        if before.as_ref().is_some_and(|before| *before != place) {
            clear.run(());
        }
        if place.0 == Mode::Simulator {
            read.run(By::Follow);
        }
        place
    });
    let alive = StoredValue::new(());
    spawn_local(async move {
        loop {
            clock::sleep_ms(FOLLOW_MS).await;
            if alive.try_get_value().is_none() {
                break;
            }
            if state.mode.get_untracked() == Mode::Simulator {
                read.try_run(By::Follow);
            }
        }
    });
}

/// Writes a call as a program, or why there is none.
pub fn program(state: AppState, ask: Ask, tool: Target, into: RwSignal<Option<Result<String, String>>>) {
    let region = state.draft.with_untracked(|draft| draft.region.clone());
    spawn_local(async move {
        let written = match super::service_model(state, ask.client).await {
            Ok(model) => operation::write(tool, ask.client, ask.operation, &ask.input, &region, &model),
            Err(why) => Err(why),
        };
        into.try_set(Some(written));
    });
}

/// What a screen asks before it sends something that writes, bills or deletes.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The plan that waits for an answer.
    pub plan: RwSignal<Option<Plan>>,
    /// Whether it is being sent.
    pub sending: RwSignal<bool>,
    /// Why it was refused. The plan and everything typed stay.
    pub refusal: RwSignal<Option<Refusal>>,
    then: StoredValue<Option<Then>>,
}

/// What follows a press on the dialog's button. It outlives the card whose button proposed the call.
#[derive(Clone)]
enum Then {
    /// The desk sends the call; this gets its output if it succeeded.
    Done(Arc<dyn Fn(Value) + Send + Sync>),
    /// The screen sends the call itself.
    Run(Arc<dyn Fn() + Send + Sync>),
}

impl Desk {
    /// Nothing asked.
    pub fn new() -> Self {
        Self {
            plan: RwSignal::new(None),
            sending: RwSignal::new(false),
            refusal: RwSignal::new(None),
            then: StoredValue::new(None),
        }
    }

    /// Asks. `done` gets the output after the call succeeded.
    pub fn propose(self, plan: Plan, done: impl Fn(Value) + Send + Sync + 'static) {
        self.refusal.set(None);
        self.then.set_value(Some(Then::Done(Arc::new(done))));
        self.plan.set(Some(plan));
    }

    /// Asks before a billed call that the screen sends itself, such as a stream. The simulator bills nothing, so there `run` is
    /// done at once.
    pub fn propose_run(self, state: AppState, plan: Plan, run: impl Fn() + Send + Sync + 'static) {
        if state.mode.get_untracked() == Mode::Simulator {
            return run();
        }
        self.refusal.set(None);
        self.then.set_value(Some(Then::Run(Arc::new(run))));
        self.plan.set(Some(plan));
    }

    /// Forgets the plan.
    pub fn drop_plan(self) {
        self.plan.set(None);
        self.refusal.set(None);
    }

    /// Sends the call of the plan.
    pub fn send(self, state: AppState) {
        let Some(plan) = self.plan.get_untracked() else { return };
        if self.sending.get_untracked() || !batch::may_start(state) {
            return;
        }
        if let Some(Then::Run(run)) = self.then.get_value() {
            self.drop_plan();
            return run();
        }
        self.sending.set(true);
        self.refusal.set(None);
        let operation = plan.ask.operation;
        spawn_local(async move {
            let answer = recorded(state, plan.ask).await;
            self.sending.try_set(false);
            match answer {
                Ok(output) => {
                    self.plan.try_set(None);
                    toast::say(state, format!("{operation} succeeded"));
                    state.status.announce(format!("{operation} succeeded"));
                    if let Some(Some(Then::Done(done))) = self.then.try_get_value() {
                        done(output);
                    }
                }
                Err(refusal) => {
                    self.refusal.try_set(Some(refusal));
                }
            }
        });
    }
}

/// Makes calls one after another. Returns at once, and whether they start.
pub fn each(
    state: AppState,
    asks: Vec<Ask>,
    mut on: impl FnMut(usize, Result<Value, Refusal>) -> Go + 'static,
) -> bool {
    if !batch::may_start(state) {
        return false;
    }
    spawn_local(async move {
        for (at, ask) in asks.into_iter().enumerate() {
            let answer = answer(state, ask).await;
            if on(at, answer) == Go::Stop {
                break;
            }
        }
    });
    true
}

/// Whether a series goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// With the next call.
    On,
    /// No more calls.
    Stop,
}
