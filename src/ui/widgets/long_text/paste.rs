//! A large paste into an ordinary text area.
//!
//! A browser takes half a second to insert a megabyte. So such a paste is written as the field's value, which makes the
//! field a long one.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{AddEventListenerOptions, ClipboardEvent, CustomEvent, CustomEventInit, HtmlTextAreaElement};

use super::LONG;
use crate::platform::frame;
use crate::text::editing::{byte_at, units};

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
    hide(&field);
    field.set_value(&value);
    let caret = start.saturating_add(u32::try_from(units(&pasted)).unwrap_or(u32::MAX));
    // Setting the selection of a text area cannot fail.
    let _ = field.set_selection_range(caret, caret);
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    let event = CustomEvent::new_with_event_init_dict("input", &init).ok()?;
    // Nothing cancels it.
    let _ = field.dispatch_event(&event);
    Some(())
}

/// Hides a field until the next frame. Then the long field has taken its place, and the browser never lays out all of the text;
/// if that part could not be loaded, the field is there again.
fn hide(field: &HtmlTextAreaElement) {
    // A style that a script sets on an element of its own page is never refused.
    let _ = field.style().set_property("display", "none");
    let field = field.clone();
    frame::next(move || {
        let _ = field.style().remove_property("display");
        if field.is_connected() {
            let _ = field.focus();
        }
    });
}
