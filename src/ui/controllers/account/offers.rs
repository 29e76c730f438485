//! Reads what the account is offered for the model fields, and takes over what the Explorer's own calls have read.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::ask::all_pages;
use super::offered::offered;
use crate::experiment::jobs::models::{self, Model};
use crate::experiment::jobs::profiles::{self, Profile};
use crate::page::offered::Offered;
use crate::text::number;
use crate::ui::controllers::{batch, toast};
use crate::ui::state::{AppState, Mode, Slot};

/// What was read last, with its Region.
type Read = (String, Vec<Model>, Vec<Profile>);

thread_local! {
    static READ: Slot<StoredValue<Read>> = const { Slot::new() };
}

/// Takes over the output of one of the two operations, if the account is one of AWS.
pub fn note(state: AppState, operation: &str, output: &Value) {
    if state.mode.get_untracked() != Mode::Aws {
        return;
    }
    let region = state.draft.with_untracked(|draft| draft.region.clone());
    let read = READ.with(|read| read.get(|| StoredValue::new(Read::default())));
    let is_known = match operation {
        "ListFoundationModels" => read.try_update_value(|read| {
            fresh(read, &region);
            read.1 = models::read(output);
        }),
        "ListInferenceProfiles" => read.try_update_value(|read| {
            fresh(read, &region);
            read.2 = profiles::read(output);
        }),
        _ => None,
    };
    if is_known.is_some() {
        let made = read.with_value(|(region, models, profiles)| Offered::new(region, models, profiles));
        offered().set(Some(made));
    }
}

/// Forgets what another Region answered.
fn fresh(read: &mut Read, region: &str) {
    if read.0 != region {
        *read = (region.to_owned(), Vec::new(), Vec::new());
    }
}

/// Reads both lists. Without credentials, their dialog opens.
pub fn load(state: AppState) {
    if !batch::may_start(state) {
        return;
    }
    spawn_local(async move {
        for ask in [models::list(), profiles::list()] {
            let operation = ask.operation;
            match all_pages(state, ask).await {
                Ok(output) => note(state, operation, &output),
                Err(refusal) => {
                    let code = refusal.code.map(|code| format!("{code}: ")).unwrap_or_default();
                    return toast::say(state, format!("{operation} was refused. {code}{}", refusal.message));
                }
            }
        }
        let count = offered().with_untracked(|offered| offered.as_ref().map_or(0, |offered| offered.ids.len()));
        toast::say(state, format!("Your account lists {}", number::count(count as u64, "model ID")));
    });
}
