//! A field for a long text: the browser's own text area with an excerpt of the text, which moves as the user scrolls.
//!
//! [`crate::text::editing::Excerpt`] has the text, the history and the place of the excerpt. All keys are the browser's
//! except for those that concern the whole text: undo, select all, its beginning and its end.

mod engine;
mod paste;

use leptos::html;
use leptos::prelude::*;
use web_sys::{ClipboardEvent, InputEvent, KeyboardEvent};

use self::engine::Engine;
pub use self::paste::listen;
use super::text_field::LONG;
use crate::platform::frame;
use crate::text::number;

late_view! {
    compose:
    /// A field for a long text.
    pub fn late(field: LongField) => long_text(field)
}

/// The properties of the field.
#[derive(Clone)]
pub struct LongField {
    /// Element id.
    pub id: String,
    /// Accessible name.
    pub label: Signal<String>,
    /// The text.
    pub text: Memo<String>,
    /// The text as it was last short, while it grows in the page: what to undo to.
    pub short: StoredValue<Option<String>>,
    /// Called with the new text on every input.
    pub on_text: Callback<String>,
    /// Id of the element that describes it.
    pub described_by: String,
    /// The placeholder.
    pub placeholder: &'static str,
}

/// Draws the field. If a text area with its id has the focus, this one gets it, with the caret at the same place.
pub fn long_text(field: LongField) -> AnyView {
    let LongField { id, label, text, short, on_text, described_by, placeholder } = field;
    let node = NodeRef::<html::Textarea>::new();
    let measure = NodeRef::<html::Textarea>::new();
    let focused = engine::focused(&id);
    // What comes from elsewhere, such as an example, is not undone in a field.
    let before = focused.as_ref().and_then(|_| short.get_value());
    let engine = Engine::new(before, text.get_untracked(), node, measure, on_text);
    if let Some(area) = &focused {
        engine.take_caret(area);
    }
    let focused = focused.is_some();
    Effect::new(move |_| engine.replace(&text.read()));
    Effect::new(move |_| {
        if node.get().is_some() && measure.get().is_some() {
            engine.begin(focused);
            // Again once it is surely in the page, which takes the focus only then.
            frame::next(move || engine.begin(focused));
        }
    });
    let shown_id = format!("{id}-part");
    let described_by = format!("{described_by} {shown_id}");
    let on_key = move |event: KeyboardEvent| {
        // Keys during input-method composition belong to the input method.
        if !event.is_composing() && event.key_code() != 229 && engine.key(&event) {
            event.prevent_default();
        }
    };
    view! {
        <textarea
            node_ref=node
            id=id
            class="area area--long"
            rows="2"
            data-part=move || engine.is_part().then_some("")
            aria-label=move || label.get()
            aria-describedby=described_by
            placeholder=placeholder
            autocomplete="off"
            on:beforeinput=move |event: InputEvent| {
                if engine.before_input(&event) {
                    event.prevent_default();
                }
            }
            on:input=move |event| engine.typed(&event)
            on:keydown=on_key
            on:keyup=move |event: KeyboardEvent| {
                if !event.is_composing() {
                    engine.moved();
                }
            }
            on:select=move |_| engine.read_selection()
            on:scroll=move |_| engine.scrolled()
            on:pointerdown=move |_| engine.press()
            on:pointerup=move |_| engine.release()
            on:pointercancel=move |_| engine.release()
            on:blur=move |_| engine.release()
            on:paste=move |event: ClipboardEvent| {
                if engine.paste(&event) {
                    event.prevent_default();
                }
            }
            on:copy=move |event| {
                engine.copy(&event);
            }
            on:cut=move |event| {
                if engine.copy(&event) {
                    engine.insert("");
                }
            }
        ></textarea>
        <textarea
            node_ref=measure
            class="area area--long area--measure"
            aria-hidden="true"
            tabindex="-1"
            readonly
            rows="1"
        ></textarea>
        <div class="longbar" hidden=move || !engine.is_part()>
            <input
                type="range"
                class="range"
                aria-label=move || format!("Place in {}", label.get())
                min="0"
                max=move || engine.length().to_string()
                step="1024"
                prop:value=move || engine.window().start.to_string()
                style:--v=move || share(engine.window().start, engine.length())
                on:change=move |event| {
                    if let Ok(at) = event_target_value(&event).parse() {
                        engine.show(at);
                    }
                }
            />
            <span class="count" id=shown_id>
                {move || {
                    let (window, length) = (engine.window(), engine.length());
                    engine.is_part().then(|| format!(
                        "Shown: {} from {} on, of {}",
                        number::bytes(window.len()),
                        number::bytes(window.start),
                        number::bytes(length),
                    ))
                }}
            </span>
        </div>
    }
    .into_any()
}

/// Where a place is in a text, from 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "lengths of texts")]
fn share(at: usize, length: usize) -> String {
    number::fixed(at as f64 / length.max(1) as f64, 3)
}
