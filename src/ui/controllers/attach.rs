//! Putting files into a message. The first load has only what keeps the files until this part is loaded.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use web_sys::File;

use crate::experiment::form::attachment;
use crate::platform::files;
use crate::ui::state::AppState;

/// Reads the files and appends a block for each to the message. `error` gets the reasons for those that cannot be
/// attached, or what a document is called now if its file's name is not allowed.
pub fn attach(state: AppState, message: u64, chosen: Vec<File>, error: RwSignal<Option<String>>) {
    error.set(None);
    spawn_local(async move {
        if let Err(why) = late::read(state, message, chosen, error).await {
            error.try_set(Some(why.to_string()));
        }
    });
}

fn read(state: AppState, message: u64, chosen: Vec<File>, error: RwSignal<Option<String>>) {
    for file in chosen {
        spawn_local(async move {
            let outcome = match files::read(file).await {
                Ok((name, bytes)) => block(&name, &bytes),
                Err(why) => Err(why.to_string()),
            };
            match outcome {
                Ok((block, note)) => {
                    state.draft.update(|draft| draft.attach(message, block));
                    // A file that could not be attached is worth more than the new name of another.
                    error.try_update(|shown| *shown = shown.take().or(note));
                }
                Err(why) => {
                    error.try_set(Some(why));
                }
            }
        });
    }
}

/// A file as the content block that carries it, and what the reader should know of its name.
fn block(name: &str, bytes: &[u8]) -> Result<(Value, Option<String>), String> {
    let block = attachment::block(name, bytes)?;
    let note = attachment::renamed(name, &block);
    Ok((block, note))
}

/// What of this file is fetched late; see [`crate::ui::late`].
#[allow(unsafe_code, clippy::unnecessary_wraps, reason = "the attribute writes code that loads and may fail")]
mod late {
    use leptos::prelude::RwSignal;
    use wasm_split_helpers::wasm_split;
    use web_sys::File;

    use crate::ui::late::PartError;
    use crate::ui::state::AppState;

    /// Reads the files and appends their blocks.
    #[wasm_split(compose, fallible)]
    pub fn read(
        state: AppState,
        message: u64,
        chosen: Vec<File>,
        error: RwSignal<Option<String>>,
    ) -> Result<(), PartError> {
        super::read(state, message, chosen, error);
        Ok(())
    }
}
