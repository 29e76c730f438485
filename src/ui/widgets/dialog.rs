//! A modal dialog: the browser's own `<dialog>`, which traps the focus, closes on Escape and restores the focus.

use leptos::html;
use leptos::prelude::*;

use super::icon_button::{IconButton, NORMAL};

/// A modal dialog with a heading and a Close button. The element with `data-autofocus` gets the focus when it opens.
#[component]
pub fn Modal(
    /// Element id, the start of the heading's id.
    id: &'static str,
    /// The heading.
    title: &'static str,
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Called when the user closes it.
    on_close: Callback<()>,
    /// Its content.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let children = StoredValue::new(children);
    follow(node, open);
    let heading = format!("{id}-title");
    let labelled = heading.clone();
    view! {
        <dialog node_ref=node id=id class="dialog" aria-labelledby=labelled on:close=move |_| on_close.run(())>
            <div class="dialog__head">
                <h2 id=heading>{title}</h2>
                <span class="push"></span>
                <IconButton label="Close" icon="close" class=NORMAL on_press=on_close />
            </div>
            {move || open.get().then(|| children.with_value(|children| children()))}
        </dialog>
    }
}

/// Shows and closes a dialog to match `open`.
pub fn follow(node: NodeRef<html::Dialog>, open: Signal<bool>) {
    Effect::new(move |_| {
        let open = open.get();
        let Some(node) = node.get() else { return };
        if open && !node.open() {
            // Showing a closed dialog that is in the page cannot fail.
            let _ = node.show_modal();
        } else if !open && node.open() {
            node.close();
        }
    });
}
