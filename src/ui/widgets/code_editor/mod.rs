//! A code editor for JSON: the browser's own text area, over rows that are coloured behind it.
//!
//! The text area does what only a browser can do (input methods, selection, the clipboard, screen readers). Its own
//! letters are transparent, and the visible rows are drawn in colour below it. [`crate::text::editing`] has the further
//! keys, the history and the folds. Tab indents only after the editor was used, so that Tab passes through an unused
//! one; Escape makes the next Tab leave.

mod engine;
mod find_bar;
mod keys;
mod rows;

use leptos::html;
use leptos::prelude::*;
use web_sys::{ClipboardEvent, InputEvent, MouseEvent};

use self::engine::Engine;
use self::find_bar::{FindBar, Finding};
use super::json_view::{Lit, Mark};

/// The description of the editor's keys.
const KEYS: &str = "Tab indents; press Escape, then Tab, to leave. Control or Command with F finds, with Z undoes. \
                    Control, Shift and [ fold, with ] unfold.";

/// A longer text is inserted into the document, not into the field.
const LONG: usize = 2_000;

/// A code editor.
#[component]
pub fn CodeEditor(
    /// Accessible name.
    label: &'static str,
    /// The text as it was last written from outside.
    outside: RwSignal<String>,
    /// Called with the text after every change that was made here.
    on_text: Callback<String>,
    /// The line (from 1) that is not JSON.
    fault: Signal<Option<usize>>,
    /// Whether something is wrong with the text.
    invalid: Signal<bool>,
    /// Id of the element that describes the error.
    described_by: &'static str,
    /// The mark of each line, by index; may be shorter.
    marks: Signal<Vec<Option<Mark>>>,
    /// The highlighted link, shared with the other side.
    lit: RwSignal<Lit>,
) -> impl IntoView {
    let field = NodeRef::<html::Textarea>::new();
    let scroller = NodeRef::<html::Div>::new();
    let probe = NodeRef::<html::Span>::new();
    let engine = Engine::new(outside.get_untracked(), field, scroller, probe, on_text);
    let finding = Finding::new(engine);
    let keys_id = format!("{described_by}-keys");

    Effect::new(move |before: Option<()>| {
        let text = outside.get();
        if before.is_some() {
            engine.replace(&text);
        }
    });
    // Once the elements exist: measure them and write the text.
    Effect::new(move |_| {
        if field.get().is_some() && scroller.get().is_some() && probe.get().is_some() {
            engine.write_field();
            engine.scrolled();
        }
    });
    let link_of = move |line: usize| marks.with_untracked(|marks| marks.get(line)?.as_ref().map(|mark| mark.link));
    let light = move |link: Option<usize>| {
        if lit.with_untracked(|lit| lit.hovered) != link {
            lit.update(|lit| lit.hovered = link);
        }
    };
    // The caret highlights its line's pair.
    let focused = RwSignal::new(false);
    Effect::new(move |_| {
        let line = engine.caret_line.get();
        if focused.get() {
            light(link_of(line));
        }
    });
    let on_selection = move || engine.read_selection();
    let on_point = move |event: MouseEvent| {
        if let Some(line) = engine.line_at_y(f64::from(event.client_y())) {
            light(link_of(line));
        }
    };
    let on_clipboard = move |event: &ClipboardEvent| -> bool {
        // The field may hold only part of the selection.
        let (Some(text), Some(clipboard)) = (engine.hidden_selection(), event.clipboard_data()) else { return false };
        event.prevent_default();
        clipboard.set_data("text/plain", &text).is_ok()
    };
    view! {
        <div class="ce" data-large=move || engine.is_window().then_some("")>
            <FindBar finding=finding label=label />
            <div class="ce__scroll" node_ref=scroller on:scroll=move |_| engine.scrolled()>
                <div
                    class="ce__sheet"
                    style:--rows=move || engine.row_count().to_string()
                    style:--columns=move || engine.columns().to_string()
                >
                    <span class="ce__probe" aria-hidden="true" node_ref=probe>"0"</span>
                    <rows::Lines engine=engine finding=finding fault=fault marks=marks lit=lit />
                    <textarea
                        class="ce__text"
                        node_ref=field
                        style:--from=move || engine.window().start.to_string()
                        style:--held=move || engine.window().len().to_string()
                        wrap="off"
                        spellcheck="false"
                        autocomplete="off"
                        autocapitalize="off"
                        aria-label=label
                        aria-invalid=move || invalid.get().then_some("true")
                        aria-describedby=format!("{described_by} {keys_id}")
                        on:beforeinput=move |event: InputEvent| {
                            engine.read_selection();
                            // A browser takes many seconds to insert a megabyte into a text area, and the field holds
                            // only a part of the document.
                            if let Some(text) = event.data().filter(|text| text.len() > LONG) {
                                event.prevent_default();
                                engine.insert(&text);
                                return;
                            }
                            match event.input_type().as_str() {
                                "historyUndo" => {
                                    event.prevent_default();
                                    engine.undo();
                                }
                                "historyRedo" => {
                                    event.prevent_default();
                                    engine.redo();
                                }
                                _ => {}
                            }
                        }
                        on:input=move |_| engine.typed()
                        on:keydown=move |event| keys::on_key(engine, finding, &event)
                        on:keyup=move |_| on_selection()
                        on:select=move |_| on_selection()
                        on:pointerdown=move |_| engine.at_home.set_value(true)
                        on:pointerup=move |_| on_selection()
                        on:focus=move |_| {
                            focused.set(true);
                            on_selection();
                        }
                        on:blur=move |_| {
                            engine.at_home.set_value(false);
                            focused.set(false);
                            light(None);
                        }
                        on:mousemove=on_point
                        on:mouseleave=move |_| light(None)
                        on:paste=move |event: ClipboardEvent| {
                            let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok());
                            if let Some(text) = text.filter(|text| !text.is_empty()) {
                                event.prevent_default();
                                engine.read_selection();
                                engine.insert(&text);
                            }
                        }
                        on:copy=move |event| {
                            on_clipboard(&event);
                        }
                        on:cut=move |event| {
                            if on_clipboard(&event) {
                                engine.change(|document| document.replace_selection(""));
                            }
                        }
                    ></textarea>
                    <rows::Gutter engine=engine fault=fault marks=marks lit=lit />
                </div>
            </div>
            <p class="vh" id=keys_id>{KEYS}</p>
        </div>
    }
}
