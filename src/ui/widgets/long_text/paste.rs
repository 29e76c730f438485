//! A large paste into an ordinary text area.
//!
//! A browser takes half a second to insert a megabyte. So such a paste is written as the field's value, which makes the
//! field a long one, and the text before it is kept as the first step of that field's history.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{AddEventListenerOptions, ClipboardEvent, CustomEvent, CustomEventInit, HtmlTextAreaElement};

use super::LONG;
use crate::text::editing::{Document, Selection, byte_at};

/// The text of a field before a large paste, or before it grew long.
pub struct Before {
    id: String,
    text: String,
    /// The range that the paste replaced, in UTF-16 code units.
    selected: Option<(u32, u32)>,
}

impl Before {
    /// The document of the longer text, whose history leads back to this one.
    pub fn grown_to(self, text: &str) -> Document {
        let mut document = Document::new(self.text);
        if let Some((start, end)) = self.selected {
            let place = |at: u32| byte_at(document.text(), at as usize);
            let selection = Selection { anchor: place(start), head: place(end) };
            let rest = document.text().len() - selection.range().end;
            let pasted = text.get(selection.range().start..text.len().saturating_sub(rest)).unwrap_or_default();
            document.select(selection);
            document.replace_selection(pasted);
        }
        document.replace(text);
        document
    }
}

thread_local! {
    static BEFORE: RefCell<Option<Before>> = const { RefCell::new(None) };
}

/// The text of the field with this id before the large paste that has made it a long one.
pub fn taken(id: &str) -> Option<Before> {
    BEFORE.take().filter(|before| before.id == id)
}

/// This text as that of the field with this id before it grew long, if the field has the focus: what comes from elsewhere, such as
/// an example, is not undone in a field.
pub fn typed(id: &str, text: String) -> Option<Before> {
    let active = web_sys::window()?.document()?.active_element()?;
    (active.id() == id).then(|| Before { id: id.to_owned(), text, selected: None })
}

/// Writes large pastes into messages from now on.
pub fn listen() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let on_paste = Closure::<dyn FnMut(ClipboardEvent)>::new(|event: ClipboardEvent| {
        if take(&event).is_some() {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    let options = AddEventListenerOptions::new();
    options.set_capture(true);
    let function = on_paste.into_js_value();
    // A document takes every listener.
    let _ = document.add_event_listener_with_callback_and_add_event_listener_options(
        "paste",
        function.unchecked_ref(),
        &options,
    );
}

/// Writes a large paste into its field; `None` if the browser is to do it.
fn take(event: &ClipboardEvent) -> Option<()> {
    let field = event.target()?.dyn_into::<HtmlTextAreaElement>().ok()?;
    if !field.matches(".msg > .area:not(.area--long)").ok()? {
        return None;
    }
    let data = event.clipboard_data()?;
    if data.files().is_some_and(|files| files.length() > 0) {
        return None;
    }
    let pasted = data.get_data("text/plain").ok().filter(|text| text.len() > LONG)?.replace("\r\n", "\n");
    let (start, end) = (field.selection_start().ok()??, field.selection_end().ok()??);
    let text = field.value();
    let byte = |at: u32| byte_at(&text, at as usize);
    let (from, to) = (byte(start), byte(end));
    let value = [text.get(..from)?, &pasted, text.get(to..)?].concat();
    BEFORE.replace(Some(Before { id: field.id(), text, selected: Some((start, end)) }));
    field.set_value(&value);
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    let event = CustomEvent::new_with_event_init_dict("input", &init).ok()?;
    // Nothing cancels it.
    let _ = field.dispatch_event(&event);
    Some(())
}
