//! The quotas of the simulator's account, which the reader sets. On AWS, AWS does.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::kept;
use crate::experiment::jobs::quotas::{self, Quota};
use crate::experiment::jobs::throughput::with_units;
use crate::simulator::account::Account;
use crate::text::number;
use crate::ui::controllers::{parts, toast};
use crate::ui::state::AppState;

/// Reads the quotas into a signal.
pub fn read(state: AppState, into: RwSignal<Vec<Quota>>) {
    spawn_local(async move {
        kept::restore(state).await;
        let saved = parts::with_account(Box::new(|account| serde_json::to_value(&*account).unwrap_or_default())).await;
        let new = parts::with_account(Box::new(|_| serde_json::to_value(Account::default()).unwrap_or_default())).await;
        match (saved, new) {
            (Ok(saved), Ok(new)) => {
                into.try_set(quotas::read(&saved, &new));
            }
            (Err(error), _) | (_, Err(error)) => toast::say(state, error.to_string()),
        }
    });
}

/// Changes the account by its saved form; `done` is the message.
fn change(state: AppState, change: impl FnOnce(Value) -> Value + 'static, done: String) {
    spawn_local(async move {
        kept::restore(state).await;
        let work = parts::with_account(Box::new(move |account| {
            let changed = serde_json::to_value(&*account).map(change);
            match changed.and_then(serde_json::from_value::<Account>) {
                Ok(changed) => {
                    *account = changed;
                    Value::Bool(true)
                }
                Err(_) => Value::Bool(false),
            }
        }));
        let message = match work.await {
            Ok(Value::Bool(true)) => done,
            Ok(_) => "The simulator's account could not be changed".to_owned(),
            Err(error) => error.to_string(),
        };
        kept::store(state).await;
        toast::say(state, message);
    });
}

/// Sets a quota.
pub fn set(state: AppState, quota: &Quota, value: u64) {
    let (key, done) = (quota.key.clone(), format!("{}: {} now", quota.name, number::grouped(value)));
    change(state, move |saved| quotas::with(saved, &key, value), done);
}

/// Gives the simulator's account so many model units: what a Support case does on AWS.
pub fn set_units(state: AppState, units: u64) {
    let done = format!("The simulator's account may have {} now", number::count(units, "model unit"));
    change(state, move |saved| with_units(saved, units), done);
}
