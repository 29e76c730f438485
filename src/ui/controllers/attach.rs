//! Putting files into a message.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use crate::platform::files;
use crate::ui::controllers::parts;
use crate::ui::state::AppState;

/// Reads the files and appends a block for each to the message. `error` gets the reasons for those that cannot be
/// attached, or what a document is called now if its file's name is not allowed.
pub fn attach(state: AppState, message: u64, chosen: Vec<File>, error: RwSignal<Option<String>>) {
    error.set(None);
    for file in chosen {
        spawn_local(async move {
            let outcome = match files::read(file).await {
                Ok((name, bytes)) => parts::attachment(name, bytes).await.map_err(|error| error.to_string()),
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
