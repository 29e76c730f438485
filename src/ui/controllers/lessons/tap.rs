//! What the page passes to an open lesson: calls that end, and rows that the reader chooses. Without a lesson, nothing is made.

use std::cell::{Cell, RefCell};

use leptos::prelude::*;

use crate::experiment::explorer::call::Call;
use crate::lesson::journal::{Embeddings, Entry, OperationCall, Refusal};
use crate::ui::state::Slot;

thread_local! {
    static TAKES: Cell<Option<fn(Entry)>> = const { Cell::new(None) };
    static STUDIES: Slot<RwSignal<Vec<Signal<Option<Embeddings>>>>> = const { Slot::new() };
}

/// Passes what happens to this function from now on; `None` to no longer do so.
pub fn open(takes: Option<fn(Entry)>) {
    TAKES.set(takes);
}

/// Passes what happened, if a lesson is open.
pub fn pass(entry: impl FnOnce() -> Option<Entry>) {
    if let Some(takes) = TAKES.get()
        && let Some(entry) = entry()
    {
        takes(entry);
    }
}

/// The last runs of the embeddings view, once that view was opened. They are read only while a lesson is open.
pub fn studies() -> RwSignal<Vec<Signal<Option<Embeddings>>>> {
    STUDIES.with(|studies| studies.get(|| RwSignal::new(Vec::new())))
}

/// The facts of a call of the Explorer.
pub fn operation(call: &Call) -> Entry {
    Entry::Operation(OperationCall {
        service: call.operation.client.name().to_owned(),
        operation: call.operation.name.to_owned(),
        host: call.request.as_ref().map(|request| request.url.authority.clone()).unwrap_or_default(),
        scope: "bedrock".to_owned(),
        request: call.input.clone(),
        response: call.output.clone().unwrap_or_default(),
        status: call.head.as_ref().map_or(0, |head| head.status),
        error: call.refusal().map(Refusal::of),
    })
}

thread_local! {
    static BUTTONS: RefCell<Vec<(&'static str, Callback<()>)>> = const { RefCell::new(Vec::new()) };
    static LINES: Cell<Option<Callback<String, bool>>> = const { Cell::new(None) };
    static QUERY: Cell<Option<Callback<String>>> = const { Cell::new(None) };
}

/// Offers a button of a view under its name in lessons.
pub fn offer(name: &'static str, press: Callback<()>) {
    BUTTONS.with_borrow_mut(|buttons| {
        buttons.retain(|(other, _)| *other != name);
        buttons.push((name, press));
    });
}

/// Presses a button that was offered, and says whether it is there.
pub fn press(name: &str) -> bool {
    let found =
        BUTTONS.with_borrow(|buttons| buttons.iter().find(|(other, _)| *other == name).map(|(_, press)| *press));
    found.is_some_and(|press| press.try_run(()).is_some())
}

/// Offers the query of the embeddings view.
pub fn offer_query(write: Callback<String>) {
    QUERY.set(Some(write));
}

/// Writes the query of the embeddings view, whose results stay, and says whether the view is there.
pub fn write_query(query: String) -> bool {
    QUERY.get().and_then(|write| write.try_run(query)).is_some()
}

/// Offers the lines of the canonical request: by its name, a line is chosen as by a press.
pub fn offer_lines(choose: Callback<String, bool>) {
    LINES.set(Some(choose));
}

/// Chooses a line of the canonical request, and says whether it is there.
pub fn choose_line(at: &str) -> bool {
    LINES.get().and_then(|choose| choose.try_run(at.to_owned())) == Some(true)
}
