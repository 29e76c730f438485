//! A text field with a list: an editable combobox after the ARIA Authoring Practices.
//!
//! A click or the focus selects the text and opens the list. Typing only searches; [`crate::page::choices`] decides which
//! value is used. Down and Up move, Enter selects, Escape restores the text. Without the focus, the field shows a name in
//! place of its value, and the value below.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::{ev, html};
use web_sys::KeyboardEvent;

use super::combobox_list::{self, List};
use super::icon::icon;
use super::lazy_view::lazy_view;
use crate::page::choices::{Choice, Left, Named, Worth, left, matching, taken};
use crate::platform::{focus, frame};
use crate::ui::memo::memo;

/// The inline size of the list, in pixels, as the style sheet has it.
const LIST_PX: f64 = 480.0;

/// A combobox.
#[component]
pub fn Combobox(
    /// Element id; the ids of its parts are derived from it.
    id: String,
    /// Accessible name.
    label: String,
    /// The noun for an entry, for the count.
    noun: &'static str,
    /// The value.
    #[prop(into)]
    text: Signal<String>,
    /// How the value is shown without the focus.
    #[prop(into)]
    named: Signal<Named>,
    /// Called with a value that is taken.
    on_text: Callback<String>,
    /// All entries, in order of their groups.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// The filters of the list.
    #[prop(optional)]
    filters: &'static [&'static str],
    /// Whether a typed text is a value.
    worth: fn(&str) -> Worth,
    /// The text typed when the field lost the focus, if it did not become the value.
    untaken: RwSignal<Option<String>>,
    /// Whether the value is wrong.
    #[prop(into)]
    invalid: Signal<bool>,
    /// Id of the error message.
    described_by: String,
    /// Content at the end of the field.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let open = RwSignal::new(false);
    let focused = RwSignal::new(false);
    // The text typed since the value was last chosen or restored.
    let typed = RwSignal::new(None::<String>);
    let active = RwSignal::new(None::<usize>);
    let kinds = RwSignal::new(Vec::<&'static str>::new());
    let at_end = RwSignal::new(false);
    // The click that gives the focus also places the caret; the text is selected after it.
    let selects = StoredValue::new(false);
    let query = move || typed.get().unwrap_or_default();
    let shown = memo(move || if open.get() { matching(&choices.read(), &query(), &kinds.read()) } else { Vec::new() });
    let display = move || match (typed.get(), focused.get()) {
        (Some(typed), _) => typed,
        (None, true) => text.get(),
        (None, false) => named.with(|named| named.title.clone()),
    };
    Effect::new(move |_| {
        let display = display();
        if let Some(node) = node.get()
            && node.value() != display
        {
            node.set_value(&display);
        }
    });
    let show = move || {
        if open.get_untracked() {
            return;
        }
        kinds.set(Vec::new());
        open.set(true);
        point_at_value(active, shown, text);
        if let Some(node) = node.get_untracked() {
            let (left, right) = (node.get_bounding_client_rect().left(), node.get_bounding_client_rect().right());
            let width = f64::from(document().document_element().map_or(0, |root| root.client_width()));
            at_end.set(left + LIST_PX > width && right > LIST_PX);
        }
    };
    let select = move || {
        if let Some(node) = node.get_untracked() {
            node.select();
        }
    };
    let settle = move |value: Option<String>| {
        open.set(false);
        typed.set(None);
        if let Some(value) = value {
            on_text.run(value);
        }
    };
    let take = Callback::new(move |value: String| {
        settle(Some(value));
        select();
    });
    let leave = move || {
        let Some(pending) = typed.get_untracked() else { return settle(None) };
        let matches = matching(&choices.read_untracked(), &pending, &[]);
        match left(&matches, &pending, &text.read_untracked(), worth(&pending)) {
            Left::Taken(value) => settle(Some(value)),
            Left::Nothing => settle(None),
            Left::Untaken(pending) => {
                settle(None);
                after_press(move || {
                    untaken.try_set(Some(pending));
                });
            }
        }
    };
    let option_id = {
        let id = StoredValue::new(id.clone());
        move |index: usize| format!("{}-option-{index}", id.read_value())
    };
    let step = move |by: isize| {
        let count = shown.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        let to = match (active.get_untracked(), by) {
            (None, by) if by < 0 => count - 1,
            (None, _) => 0,
            (Some(at), by) => at.checked_add_signed(by).map_or(count - 1, |to| if to < count { to } else { 0 }),
        };
        active.set(Some(to));
        focus::bring_into_view(&format!("#{}", option_id(to)));
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" | "ArrowUp" if !event.alt_key() => {
            event.prevent_default();
            if open.get_untracked() {
                step(if event.key() == "ArrowDown" { 1 } else { -1 });
            } else {
                show();
            }
        }
        "Enter" if event.ctrl_key() || event.meta_key() => {
            let pending = typed.get_untracked();
            leave();
            // What was typed is not what would be sent.
            if untaken.get_untracked().is_some() {
                event.prevent_default();
                event.stop_propagation();
                typed.set(pending);
            }
        }
        "Enter" => {
            event.prevent_default();
            match typed.get_untracked() {
                None if !open.get_untracked() => show(),
                pending => {
                    let pending = pending.unwrap_or_default();
                    let value = taken(&shown.read_untracked(), active.get_untracked(), &pending, worth(&pending));
                    untaken.set(None);
                    settle(value);
                    select();
                }
            }
        }
        "Escape" if open.get_untracked() || typed.with_untracked(Option::is_some) => {
            event.prevent_default();
            event.stop_propagation();
            untaken.set(None);
            settle(None);
            if let Some(node) = node.get_untracked() {
                node.set_value(&text.read_untracked());
                node.select();
            }
        }
        _ => {}
    };
    let list = List {
        id: StoredValue::new(id.clone()),
        label: StoredValue::new(label.clone()),
        noun,
        worth,
        shown,
        all: memo(move || choices.with(Vec::len)),
        typed: typed.into(),
        active,
        at_end: at_end.into(),
        filters,
        kinds,
        take,
    };
    let list_id = format!("{id}-list");
    let value_id = format!("{id}-value");
    let mut describes = described_by;
    describes.push(' ');
    describes.push_str(&value_id);
    let list_button = format!("Show the list: {label}");
    view! {
        <div class="combo">
            <label class="vh" for=id.clone()>{label}</label>
            <input
                node_ref=node
                class="input"
                id=id
                role="combobox"
                title=move || named.with(|named| named.title.clone())
                autocomplete="off"
                spellcheck="false"
                autocapitalize="none"
                aria-autocomplete="list"
                aria-controls=list_id
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-activedescendant=move || open.get().then(|| active.get().map(option_id)).flatten()
                aria-invalid=move || invalid.get().then_some("true")
                aria-describedby=describes
                on:focus=move |_| {
                    focused.set(true);
                    untaken.set(None);
                    // The browser window is back, with the typed text.
                    if typed.with_untracked(Option::is_none) {
                        if let Some(node) = node.get_untracked() {
                            node.set_value(&text.read_untracked());
                        }
                        select();
                        selects.set_value(true);
                    }
                    show();
                }
                on:click=move |_| {
                    if selects.get_value() && typed.with_untracked(Option::is_none) {
                        select();
                    }
                    selects.set_value(false);
                    show();
                }
                on:input=move |event| {
                    selects.set_value(false);
                    untaken.set(None);
                    typed.set(Some(event_target_value(&event)));
                    show();
                    active.set(None);
                }
                on:keydown=on_key
                on:blur=move |_| {
                    // A window that loses the focus keeps what is typed.
                    if document().has_focus().unwrap_or(true) {
                        focused.set(false);
                        leave();
                    }
                }
            />
            // The same during typing: a change of its height would move the next click target.
            <span class="combo__value" id=value_id>{move || named.with(|named| named.value.clone())}</span>
            {children()}
            <button
                type="button"
                class="btn btn--ghost btn--icon btn--sm"
                tabindex="-1"
                aria-label=list_button
                on:mousedown=move |event| {
                    // Keep the focus in the field.
                    event.prevent_default();
                    if open.get_untracked() {
                        open.set(false);
                    } else {
                        if let Some(node) = node.get_untracked() {
                            let _ = node.focus();
                        }
                        show();
                    }
                }
            >
                {icon("down")}
            </button>
            {move || open.get().then(|| lazy_view(move |owner| combobox_list::late(owner, list)))}
        </div>
    }
}

/// Acts at once, or, while the pointer is pressed, after its release. Content that appears under a press would take its
/// click.
fn after_press(act: impl FnOnce() + 'static) {
    let pressed = document().query_selector(":active").ok().flatten().is_some();
    if !pressed {
        return act();
    }
    let act = Cell::new(Some(act));
    let handle = Rc::new(Cell::new(None::<WindowListenerHandle>));
    let own = Rc::clone(&handle);
    handle.set(Some(window_event_listener(ev::pointerup, move |_| {
        if let Some(handle) = own.take() {
            handle.remove();
        }
        // The click comes first.
        if let Some(act) = act.take() {
            frame::next(act);
        }
    })));
}

/// Points at the entry that is the value now.
fn point_at_value(active: RwSignal<Option<usize>>, shown: Memo<Vec<Choice>>, text: Signal<String>) {
    let value = text.read_untracked();
    active.set(shown.with_untracked(|shown| shown.iter().position(|choice| choice.value == *value)));
}
