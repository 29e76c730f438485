//! The stored texts that this version of the page could not read. They are kept until the user deletes them.

use crate::platform::{BrowserError, save, storage};

/// A stored text that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// What it is.
    pub what: String,
    /// How many bytes it has.
    pub bytes: usize,
    /// The name it is stored under.
    name: String,
}

/// Every one.
pub fn unread() -> Vec<Unread> {
    storage::set_aside_names()
        .into_iter()
        .filter(|(name, _)| name.starts_with("outcrop."))
        .map(|(name, before)| Unread {
            what: what(&before),
            bytes: storage::read_shared(&name).map_or(0, |text| text.len()),
            name,
        })
        .collect()
}

/// What is stored under a name.
fn what(name: &str) -> String {
    let known = match name {
        "outcrop.draft.1" | "outcrop.draft.mine" | "outcrop.playground.2.visit" => "Draft of the playground",
        "outcrop.lessons.1.progress" => "Progress of the lessons",
        "outcrop.lessons.1.bench" => "Work on the open lesson",
        "outcrop.lessons.1.done" => "Steps of lessons to hand in",
        "outcrop.account.1" => "Account of the simulator",
        "outcrop.prices" => "Own prices",
        _ if name.starts_with("outcrop.playground") => "Title and note of the playground",
        _ if name.starts_with("outcrop.compare") => "Form of Compare",
        _ if name.starts_with("outcrop.embeddings") => "Form of Embeddings",
        _ if name.starts_with("outcrop.images") => "Form of Images",
        _ if name.starts_with("outcrop.explorer") => "Form of the Explorer",
        _ => name,
    };
    known.to_owned()
}

/// Saves it as a file, and returns the file's name.
pub fn save_unread(unread: &Unread) -> Result<String, BrowserError> {
    let name = format!("{}.json", unread.name.replace('+', "-again"));
    save::text(&name, &storage::read_shared(&unread.name).unwrap_or_default())?;
    Ok(name)
}

/// Deletes it.
pub fn forget_unread(unread: &Unread) {
    storage::remove(&unread.name);
}
