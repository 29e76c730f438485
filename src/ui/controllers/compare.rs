//! Runs a comparison: each member's calls one after another, all members in parallel.
//!
//! Each call is made once. Stop keeps what was received and makes no further calls.

use futures_util::future::{AbortHandle, AbortRegistration, Abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::cost::totals;
use super::{history, road};
use crate::experiment::Draft;
use crate::experiment::compare::{Comparison, Member};
use crate::experiment::run::batch::Progress;
use crate::experiment::run::session::{Call, Command, Effect as Wanted, Session};
use crate::platform::{clock, focus, frame};
use crate::ui::controllers::parts;
use crate::ui::late::PartError;
use crate::ui::state::{AppState, Slot};

/// The runs of one member, in the order they are made.
#[derive(Clone, PartialEq)]
pub struct Column {
    /// The member that is called.
    pub member: Member,
    /// One session per repeat.
    pub sessions: Vec<ArcRwSignal<Session>>,
}

/// A comparison's run. It belongs to the page, not to the view, so the answers survive a change of view.
#[derive(Clone, Copy)]
pub struct Comparing {
    /// The columns of the last run.
    pub columns: RwSignal<Vec<Column>>,
    /// Whether any call is running or still to be sent.
    pub running: Memo<bool>,
    /// The comparison of the last run, and its form.
    ran: RwSignal<Option<(Comparison, Draft)>>,
    stopped: RwSignal<bool>,
    aborts: StoredValue<Vec<AbortHandle>>,
}

thread_local! {
    static COMPARING: Slot<Comparing> = const { Slot::new() };
}

impl Comparing {
    /// The page's own; without a run at first.
    pub fn of_page() -> Self {
        COMPARING.with(|comparing| comparing.get(Self::new))
    }

    fn new() -> Self {
        let columns = RwSignal::new(Vec::<Column>::new());
        let stopped = RwSignal::new(false);
        let running = Memo::new(move |_| {
            let stopped = stopped.get();
            let waits = |session: &Session| session.is_running() || (session.run.0 == 0 && !stopped);
            columns
                .with(|columns| columns.iter().flat_map(|column| &column.sessions).any(|session| session.with(waits)))
        });
        Self { columns, running, ran: RwSignal::new(None), stopped, aborts: StoredValue::new(Vec::new()) }
    }

    /// Whether a run of this comparison would now make other calls than the last one. False during a run.
    pub fn out_of_date(self, state: AppState, comparison: RwSignal<Comparison>) -> Memo<bool> {
        Memo::new(move |_| {
            !self.running.get()
                && self.ran.with(|ran| {
                    ran.as_ref().is_some_and(|(ran, form)| {
                        state.draft.with(|draft| comparison.with(|now| !ran.asks_as(form, now, draft)))
                    })
                })
        })
    }

    fn progress(self) -> Progress {
        let phase = |session: &Session| session.exchanges().next().map(|call| call.phase);
        self.columns.with_untracked(|columns| {
            let sessions = columns.iter().flat_map(|column| &column.sessions);
            Progress::of(sessions.map(|session| session.with_untracked(phase)))
        })
    }
}

/// Starts every member's calls, and stops the run that is running.
pub fn run(state: AppState, comparing: Comparing, comparison: &Comparison) -> Result<(), String> {
    let draft = state.draft.get_untracked();
    let mut planned = Vec::new();
    for (member, place) in comparison.members.iter().zip(1..) {
        let call = state.endpoint.get_untracked().and_then(|endpoint| member.call(&draft, &endpoint));
        let call = call.map_err(|why| format!("Column {place}: {why}"))?;
        let sessions: Vec<_> = (0..comparison.repeats.max(1)).map(|_| ArcRwSignal::new(Session::default())).collect();
        planned.push((Column { member: member.clone(), sessions }, call));
    }
    halt(comparing);
    comparing.stopped.set(false);
    comparing.ran.set(Some((comparison.clone(), draft.clone())));
    state.status.announce(format!("Running {}", comparison.plan()));
    comparing.columns.set(planned.iter().map(|(column, _)| column.clone()).collect());
    for (column, call) in planned {
        let own = column.member.draft(&draft);
        let slots: Vec<_> = column
            .sessions
            .into_iter()
            .map(|session| {
                let (handle, registration) = AbortHandle::new_pair();
                comparing.aborts.update_value(|aborts| aborts.push(handle));
                (session, registration)
            })
            .collect();
        spawn_local(async move {
            for (session, registration) in slots {
                if registration.handle().is_aborted() {
                    return;
                }
                if !one(state, &session, call.clone(), registration).await {
                    // The part that reads answers did not load; the other calls would fail in the same way.
                    halt(comparing);
                    state.status.announce(format!("Not sent: {}", PartError::Missing));
                    return;
                }
                if !comparing.running.get_untracked() && !comparing.stopped.get_untracked() {
                    state.status.announce(comparing.progress().ended());
                    frame::next(|| focus::reveal("#answers"));
                }
                let entry = session.with_untracked(|session| history::entry_of(&own, session));
                if let Some(entry) = entry {
                    history::keep(state, &entry).await;
                }
            }
        });
    }
    Ok(())
}

/// Aborts the running calls, sends no more and announces it. What was received is kept.
pub fn stop(state: AppState, comparing: Comparing) {
    let progress = comparing.progress();
    halt(comparing);
    state.status.announce(Progress { stopped: progress.stopped + progress.running, running: 0, ..progress }.ended());
}

fn halt(comparing: Comparing) {
    comparing.stopped.set(true);
    comparing.aborts.update_value(|aborts| aborts.drain(..).for_each(|handle| handle.abort()));
}

/// Makes one call and follows it to its end. Returns whether it was sent.
async fn one(state: AppState, session: &ArcRwSignal<Session>, call: Call, registration: AbortRegistration) -> bool {
    let signal: RwSignal<Session> = session.clone().into();
    let (api, origin) = (call.operation.api(), state.mode.get_untracked().origin());
    let apply = async |command| {
        // Without the part that reads answers there would have been no answer either.
        let effects = parts::apply(signal, command).await.unwrap_or_default();
        session.notify();
        effects
    };
    let effects = apply(Command::Run { calls: vec![call], origin, now: clock::now() }).await;
    let sent = effects.into_iter().find_map(|effect| match effect {
        Wanted::Send { run, call } => Some((run, call)),
        Wanted::Abort { .. } => None,
    });
    let was_sent = sent.is_some();
    if let Some((run, call)) = sent {
        let driven = road::drive(state, call.request, async |arrival| {
            apply(Command::Arrived { run, api, arrival, now: clock::now() }).await;
        });
        if Abortable::new(driven, registration).await.is_err() {
            apply(Command::Stop { now: clock::now() }).await;
        }
    }
    signal.with_untracked(|session| totals::add(state, session.exchanges()));
    signal.dispose();
    was_sent
}
