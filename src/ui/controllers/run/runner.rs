//! A run of the playground, in a part of its own: checks the form, sends the calls, and passes what arrives to the reducer.

use futures_util::future::{AbortHandle, Abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::experiment::run::announcement::announcement;
use crate::experiment::run::session::{Call, Command, Effect, RunId};
use crate::experiment::{Api, SendAs};
use crate::platform::{clock, frame};
use crate::ui::controllers::access::credentials;
use crate::ui::controllers::{parts, road};
use crate::ui::state::{AppState, Slot, use_app, writers};

/// What the run controller keeps between commands.
#[derive(Clone, Copy)]
struct Runner {
    state: AppState,
    aborts: StoredValue<Vec<(RunId, Api, AbortHandle)>>,
    frame_pending: StoredValue<bool>,
}

thread_local! {
    static RUNNER: Slot<Runner> = const { Slot::new() };
}

/// Announces the progress of runs from now on, and brings the writers of all families.
pub fn watch() {
    let _ = Runner::of_page();
}

/// Stops the running calls. What was received is kept.
pub fn stop() {
    let runner = Runner::of_page();
    runner.dispatch_soon(Command::Stop { now: clock::now() });
}

/// Stops the running calls, and waits until they are marked as stopped.
pub async fn stopped() {
    Runner::of_page().dispatch(Command::Stop { now: clock::now() }).await;
}

/// Ends all calls. What they would still bring belongs to a run that is not shown any more.
pub fn abandon() {
    Runner::of_page().aborts.update_value(|aborts| {
        for (_, _, handle) in aborts.drain(..) {
            handle.abort();
        }
    });
}

/// Makes the form's calls. If the form is not ready, the focus moves to what is missing.
pub fn run(state: AppState) {
    let runner = Runner::of_page();
    if state.composed.with_untracked(|composed| composed.first_error().is_some()) {
        crate::platform::focus::move_to("[aria-invalid=\"true\"]");
        state.status.announce("Not sent: a field needs your attention");
        return;
    }
    if let Err(message) = state.endpoint.get_untracked() {
        crate::platform::focus::move_to("#endpoint, #region");
        state.status.announce(format!("Not sent: {message}"));
        return;
    }
    let Some(shown) = state.shown.get_untracked() else { return };
    let send_as = state.draft.with_untracked(|draft| draft.send_as);
    if state.lacks_credentials() {
        credentials::ask_for_run(state);
        return;
    }
    let calls = shown.twin.calls(send_as);
    if calls.is_empty() {
        let why = match (&shown.twin.invoke, send_as) {
            (Err(why), SendAs::Invoke) => why.clone(),
            _ => "Nothing to send".to_owned(),
        };
        state.status.announce(format!("Not sent: {why}"));
        return;
    }
    state.run.sent.set_value(state.draft.get_untracked());
    runner.dispatch_soon(Command::Run { calls, origin: state.mode.get_untracked().origin(), now: clock::now() });
}

impl Runner {
    /// The page's own.
    fn of_page() -> Self {
        RUNNER.with(|runner| {
            runner.get(|| {
                let state = use_app();
                writers::install();
                leptos::prelude::Effect::new(move |_| announce(state));
                Self { state, aborts: StoredValue::new(Vec::new()), frame_pending: StoredValue::new(false) }
            })
        })
    }

    /// Applies a command once the reducer is loaded.
    fn dispatch_soon(self, command: Command) {
        spawn_local(self.dispatch(command));
    }

    /// Applies a command and performs its effects; the page is redrawn with the next frame.
    async fn dispatch(self, command: Command) {
        let effects = match parts::apply(self.state.run.session, command).await {
            Ok(effects) => effects,
            Err(error) => {
                super::not_sent(self.state, &error);
                return;
            }
        };
        for effect in effects {
            match effect {
                Effect::Send { run, call } => self.send(run, call),
                Effect::Abort { run } => self.abort(run),
            }
        }
        if self.frame_pending.try_get_value() == Some(false) {
            self.frame_pending.set_value(true);
            frame::next(move || {
                if self.frame_pending.try_set_value(false).is_none() {
                    self.state.run.session.notify();
                }
            });
        }
    }

    fn abort(self, run: RunId) {
        self.aborts.update_value(|aborts| {
            aborts.retain(|(of, _, handle)| {
                if *of == run {
                    handle.abort();
                }
                *of != run
            });
        });
    }

    /// Ends the transfer of a call that is over, such as a stream that was found damaged: nobody reads its rest.
    fn end_if_over(self, run: RunId, api: Api) {
        let is_over = self.state.run.session.try_with_untracked(|session| {
            session.run == run && session.exchange(api).is_some_and(|call| !call.is_running())
        });
        if is_over == Some(true) {
            self.aborts.update_value(|aborts| {
                aborts.retain(|(of, called, handle)| {
                    let ends = *of == run && *called == api;
                    if ends {
                        handle.abort();
                    }
                    !ends
                });
            });
        }
    }

    fn send(self, run: RunId, call: Call) {
        let (handle, registration) = AbortHandle::new_pair();
        let api = call.operation.api();
        self.aborts.update_value(|aborts| aborts.push((run, api, handle)));
        let work = road::drive(self.state, call.request, async move |arrival| {
            self.dispatch(Command::Arrived { run, api, arrival, now: clock::now() }).await;
            self.end_if_over(run, api);
        });
        spawn_local(async move {
            // An aborted call is already marked as stopped.
            let _ = Abortable::new(work, registration).await;
        });
    }
}

/// Announces to screen readers that a run started, is still running, and how it ended. Never its text.
fn announce(state: AppState) {
    let message = state.run.session.with(|session| {
        // The clock is read only during a run, so that nothing happens every second after it.
        let now = if session.is_running() { state.now.get() } else { state.now.get_untracked() };
        announcement(session, now)
    });
    if let Some(message) = message
        && state.status.announcement.with_untracked(|before| *before != message)
    {
        state.status.announce(message);
    }
}
