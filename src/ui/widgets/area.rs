//! A text area that the browser controls during typing.
//!
//! The element's value is written only when the text changed from outside, so that input methods are never interrupted
//! and the caret never jumps.

use leptos::html;
use leptos::prelude::*;

/// A text area with an accessible name, bound to a text.
#[component]
pub fn Area(
    /// Accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// Called with the new text on every input.
    on_text: Callback<String>,
    /// Element id.
    #[prop(optional, into)]
    id: Option<String>,
    /// Class names.
    #[prop(default = "area")]
    class: &'static str,
    /// Whether the text is invalid.
    #[prop(optional, into)]
    invalid: Signal<bool>,
    /// Ids of the elements that describe it.
    #[prop(optional, into)]
    described_by: Option<String>,
    /// The placeholder.
    #[prop(optional)]
    placeholder: &'static str,
    /// Whether the browser checks the spelling.
    #[prop(default = true)]
    spellcheck: bool,
    /// The initial number of rows.
    #[prop(default = 2)]
    rows: u32,
) -> impl IntoView {
    let node = NodeRef::<html::Textarea>::new();
    Effect::new(move |_| {
        let text = text.read();
        if let Some(node) = node.get()
            && node.value() != *text
        {
            node.set_value(&text);
        }
    });
    view! {
        <textarea
            node_ref=node
            id=id
            class=class
            rows=rows
            aria-label=move || label.get()
            aria-invalid=move || invalid.get().then_some("true")
            aria-describedby=described_by
            placeholder=placeholder
            spellcheck=if spellcheck { "true" } else { "false" }
            autocomplete="off"
            on:input=move |event| on_text.run(event_target_value(&event))
        ></textarea>
    }
}
