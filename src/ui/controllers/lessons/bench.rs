//! The bench of a lesson in place of the user's own work, and the way back.
//!
//! While a lesson is open, nothing is stored under the keys of the user's own work, so a crash loses nothing: the next load
//! reads what was there before the lesson. Credentials are neither read nor changed.

use std::cell::RefCell;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::experiment::Draft;
use crate::experiment::run::session::Session;
use crate::page::{AnswerView, Inspect, Mode};
use crate::simulator::Mishap;
use crate::ui::controllers::account::kept;
use crate::ui::controllers::run;
use crate::ui::controllers::visit::labs::Labs;
use crate::ui::state::AppState;

/// What the user had in the page before the lesson, beside the draft, which is in the state.
struct Own {
    mode: Mode,
    mishap: Option<Mishap>,
    session: Session,
    sent: Draft,
    inspect: Inspect,
    maximised: bool,
    answers: AnswerView,
    links_on: bool,
    /// The simulator's account; `None` if it could not be read.
    account: Option<String>,
}

thread_local! {
    static OWN: RefCell<Option<Own>> = const { RefCell::new(None) };
}

/// Puts the user's own work aside, unless that was done already. `store` stores what of it waits to be stored.
pub async fn put_aside(state: AppState, store: impl FnOnce(AppState)) {
    if state.overlay.teaches_untracked() {
        return;
    }
    run::stopped().await;
    kept::restore(state).await;
    let account = kept::text().await.ok();
    if state.overlay.teaches_untracked() {
        return;
    }
    let own = Own {
        mode: state.mode.get_untracked(),
        mishap: state.mishap.get_untracked(),
        session: state.run.session.try_update_untracked(std::mem::take).unwrap_or_default(),
        sent: state.run.sent.get_value(),
        inspect: state.place.inspect.get_untracked(),
        maximised: state.place.maximised.get_untracked(),
        answers: state.reading.answer_view.get_untracked(),
        links_on: state.reading.links_on.get_untracked(),
        account,
    };
    OWN.with(|kept| kept.replace(Some(own)));
    store(state);
    state.overlay.lesson().set(Some(state.draft.get_untracked()));
    Labs::of_page().put_all_aside();
    state.mode.set(Mode::Simulator);
    state.mishap.set(None);
    state.run.session.notify();
    state.place.maximised.set(false);
    state.reading.links_on.set(true);
}

/// Gives the user's own work back.
pub fn give_back(state: AppState) {
    let Some(draft) = state.overlay.lesson().get_untracked() else { return };
    run::abandon();
    let own = OWN.with(RefCell::take);
    // From here on the page stores again; what it stores next is what was there before.
    state.overlay.lesson().set(None);
    state.draft.set(draft);
    Labs::of_page().take_back();
    if let Some(own) = own {
        state.mode.set(own.mode);
        state.mishap.set(own.mishap);
        state.run.sent.set_value(own.sent);
        state.run.session.set(own.session);
        state.place.inspect.set(own.inspect);
        state.place.maximised.set(own.maximised);
        state.reading.answer_view.set(own.answers);
        state.reading.links_on.set(own.links_on);
        if let Some(account) = own.account {
            spawn_local(async move {
                // It was read from this page, so it can be read again.
                let _ = kept::put(account).await;
            });
        }
    }
}
