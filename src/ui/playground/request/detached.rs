//! A native body that does not follow the form: the mark on its pane, the way back, and the way back from that.

use leptos::prelude::*;

use crate::experiment::Detached;
use crate::ui::memo::memo;
use crate::ui::state::use_app;

late_view! {
    compose:
    /// The mark in the head of the pane. Pressing it links the body to the form again.
    pub fn chip(dropped: RwSignal<Option<Detached>>) => draw_chip(dropped)
}

late_view! {
    compose:
    /// What the link bar says of it.
    pub fn note(dropped: RwSignal<Option<Detached>>, changed: Memo<bool>) => draw_note(dropped, changed)
}

/// Draws the mark.
pub fn draw_chip(dropped: RwSignal<Option<Detached>>) -> AnyView {
    let state = use_app();
    let relink = move |_| state.draft.update(|draft| dropped.set(draft.detached.take()));
    view! {
        <button
            type="button"
            class="chip chip--warn detached"
            title="This body does not follow the form. Press to write it from the form again"
            on:click=relink
        >
            "Detached · Re-link"
        </button>
    }
    .into_any()
}

/// Draws the sentence: as long as the body is detached, and after it was linked again for as long as that can be undone.
pub fn draw_note(dropped: RwSignal<Option<Detached>>, changed: Memo<bool>) -> AnyView {
    let state = use_app();
    let detached = memo(move || state.draft.with(|draft| draft.detached.is_some()));
    let text = move || match (detached.get(), changed.get()) {
        (true, true) => "The form changed. The InvokeModel body is detached and did not follow.",
        (true, false) => "The InvokeModel body is detached: it does not follow the form or the model.",
        (false, _) => "The InvokeModel body follows the form again.",
    };
    let back = move |_| {
        let body = dropped.try_update(Option::take).flatten();
        state.draft.update(|draft| draft.detached = body.or_else(|| draft.detached.take()));
    };
    view! {
        <span role="status">{text}</span>
        " "
        {move || (!detached.get()).then(|| view! {
            <button type="button" class="btn btn--sm" on:click=back>"Put the detached body back"</button>
        })}
    }
    .into_any()
}
