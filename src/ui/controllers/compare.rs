//! Running a comparison: each member's calls one after the other, the members at the same time.
//!
//! A call is made once. Stop keeps what has arrived and makes no further call.

use futures_util::StreamExt;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{history, road, totals};
use crate::aws::http::ResponseHead;
use crate::experiment::compare::{Comparison, Member};
use crate::experiment::run::requests;
use crate::experiment::run::session::{Call, Command, Effect as Wanted, RunId, Session};
use crate::experiment::{Api, Draft, Failure, SendAs};
use crate::platform::clock;
use crate::platform::fetch::Response;
use crate::ui::controllers::parts;
use crate::ui::state::{AppState, Mode};

/// The runs of one member, in the order they are made.
#[derive(Clone, PartialEq)]
pub struct Column {
    /// Who is called.
    pub member: Member,
    /// One session a repeat.
    pub sessions: Vec<ArcRwSignal<Session>>,
}

/// The experiment that a member alone would be.
fn draft_of(member: &Member, draft: &Draft) -> Draft {
    let send_as = match member.api {
        Api::Converse => SendAs::Converse,
        Api::Invoke => SendAs::Invoke,
    };
    Draft { send_as, ..member.applied(draft) }
}

/// The call that a member makes, or why it makes none.
pub fn call(state: AppState, member: &Member, draft: &Draft) -> Result<Call, String> {
    let own = draft_of(member, draft);
    let composed = own.compose();
    if let Some(issue) = composed.first_error() {
        return Err(issue.message.clone());
    }
    let model = composed.model.ok_or_else(|| "Choose a model".to_owned())?;
    let endpoint = state.endpoint.get_untracked()?;
    let twin = requests::build(&model, &composed.conversation, None, own.stream, &endpoint);
    if let (Api::Invoke, Err(why)) = (member.api, &twin.invoke) {
        return Err(why.clone());
    }
    twin.calls(own.send_as).into_iter().next().ok_or_else(|| "There is nothing to send".to_owned())
}

/// Starts every member's calls and gives the columns that they fill. `stopped` ends it.
pub fn run(state: AppState, comparison: &Comparison, stopped: RwSignal<bool>) -> Result<Vec<Column>, String> {
    let draft = state.draft.get_untracked();
    let mut columns = Vec::new();
    for (member, place) in comparison.members.iter().zip(1..) {
        let call = call(state, member, &draft).map_err(|why| format!("Column {place}: {why}"))?;
        let sessions: Vec<_> = (0..comparison.repeats.max(1)).map(|_| ArcRwSignal::new(Session::default())).collect();
        columns.push((Column { member: member.clone(), sessions }, call));
    }
    stopped.set(false);
    for (column, call) in &columns {
        let (sessions, call, own) = (column.sessions.clone(), call.clone(), draft_of(&column.member, &draft));
        spawn_local(async move {
            for session in sessions {
                if stopped.try_get_untracked() != Some(false) {
                    return;
                }
                one(state, &session, call.clone(), stopped).await;
                let entry = session.with_untracked(|session| history::entry_of(&own, session));
                if let Some(entry) = entry {
                    history::keep(state, &entry).await;
                }
            }
        });
    }
    Ok(columns.into_iter().map(|(column, _)| column).collect())
}

/// Makes one call and follows it to its end.
async fn one(state: AppState, session: &ArcRwSignal<Session>, call: Call, stopped: RwSignal<bool>) {
    let signal: RwSignal<Session> = session.clone().into();
    let (api, origin) = (call.api, state.mode.get_untracked().origin());
    let start = Command::Run { calls: vec![call], origin, now: clock::now() };
    let Ok(effects) = parts::apply(signal, start).await else { return };
    session.notify();
    for effect in effects {
        let Wanted::Send { run, call } = effect else { continue };
        let outcome = carry(state, signal, session, run, &call, stopped).await;
        let now = clock::now();
        let end = match outcome {
            Ok(Ended::Whole) => Command::End { run, api, now },
            Ok(Ended::Stopped) => Command::Stop { now },
            Err(failure) => Command::Fail { run, api, failure, now },
        };
        // Without the part that reads answers there would have been no answer either.
        let _ = parts::apply(signal, end).await;
        session.notify();
    }
    signal.with_untracked(|session| totals::add(state, session.exchanges()));
    signal.dispose();
}

/// How a call came to its end.
enum Ended {
    Whole,
    Stopped,
}

async fn carry(
    state: AppState,
    signal: RwSignal<Session>,
    session: &ArcRwSignal<Session>,
    run: RunId,
    call: &Call,
    stopped: RwSignal<bool>,
) -> Result<Ended, Failure> {
    let api = call.api;
    let tell = async |command| {
        let _ = parts::apply(signal, command).await;
        session.notify();
    };
    let is_stopped = || stopped.try_get_untracked() != Some(false);
    if state.mode.get_untracked() == Mode::Simulator {
        let reply = road::simulated(state, call.request.clone()).await?;
        let mut head = Some(ResponseHead { status: reply.status, headers: reply.headers });
        for chunk in reply.chunks {
            if chunk.after_ms > 0 {
                clock::sleep_ms(chunk.after_ms).await;
            }
            if is_stopped() {
                return Ok(Ended::Stopped);
            }
            if let Some(head) = head.take() {
                tell(Command::Head { run, api, head }).await;
            }
            tell(Command::Chunk { run, api, bytes: chunk.bytes, now: clock::now() }).await;
        }
        return Ok(Ended::Whole);
    }
    let Response { head, mut body } = road::fetched(state, call.request.clone()).await?;
    tell(Command::Head { run, api, head }).await;
    while let Some(chunk) = body.next().await {
        // Dropping the body ends the transfer.
        if is_stopped() {
            return Ok(Ended::Stopped);
        }
        let bytes = chunk.map_err(Failure::Truncated)?;
        tell(Command::Chunk { run, api, bytes, now: clock::now() }).await;
    }
    Ok(Ended::Whole)
}
