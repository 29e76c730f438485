//! A text field with a list of suggestions: an editable combobox after the ARIA Authoring Practices.
//!
//! Any text may be typed; the list is a help. Down opens it, arrows move, Enter selects, Escape closes it and keeps the
//! text.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::icon::icon;
use crate::platform::focus;
use crate::ui::memo::memo;

/// One suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its group heading.
    pub group: &'static str,
    /// Its name.
    pub name: String,
    /// A word next to the name.
    pub note: &'static str,
    /// Its value for the field.
    pub value: String,
}

/// A combobox.
#[component]
pub fn Combobox(
    /// Element id; the list's id is derived from it.
    id: &'static str,
    /// Accessible name.
    label: &'static str,
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// Called with every new text.
    on_text: Callback<String>,
    /// All suggestions, in order of their groups.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// A word shown at the end of the field.
    #[prop(into)]
    meta: Signal<String>,
    /// Whether the text is wrong.
    #[prop(into)]
    invalid: Signal<bool>,
    /// Id of the error message.
    described_by: &'static str,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let open = RwSignal::new(false);
    // The text typed since the list opened; `None` shows everything.
    let filter = RwSignal::new(None::<String>);
    let active = RwSignal::new(None::<usize>);
    let shown = memo(move || {
        let words: Vec<String> = filter
            .read()
            .as_deref()
            .unwrap_or_default()
            .to_ascii_lowercase()
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        choices
            .read()
            .iter()
            .filter(|choice| {
                let text = format!("{} {} {}", choice.group, choice.name, choice.value).to_ascii_lowercase();
                words.iter().all(|word| text.contains(word))
            })
            .cloned()
            .collect::<Vec<_>>()
    });
    Effect::new(move |_| {
        let text = text.read();
        if let Some(node) = node.get()
            && node.value() != *text
        {
            node.set_value(&text);
        }
    });
    let show = move || {
        filter.set(None);
        let current = text.get_untracked();
        active.set(shown.with_untracked(|shown| shown.iter().position(|choice| choice.value == current)));
        open.set(true);
    };
    let take = move |value: String| {
        on_text.run(value);
        open.set(false);
    };
    let option_id = move |index: usize| format!("{id}-option-{index}");
    let step = move |by: isize| {
        let count = shown.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        let at = active.get_untracked();
        let to = match (at, by) {
            (None, by) if by < 0 => count - 1,
            (None, _) => 0,
            (Some(at), by) => at.checked_add_signed(by).map_or(count - 1, |to| if to < count { to } else { 0 }),
        };
        active.set(Some(to));
        focus::bring_into_view(&format!("#{}", option_id(to)));
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" | "ArrowUp" => {
            event.prevent_default();
            if open.get_untracked() {
                step(if event.key() == "ArrowDown" { 1 } else { -1 });
            } else {
                show();
            }
        }
        "Enter" if !event.ctrl_key() && !event.meta_key() => {
            let choice = active.get_untracked().and_then(|at| shown.with_untracked(|shown| shown.get(at).cloned()));
            if let (true, Some(choice)) = (open.get_untracked(), choice) {
                event.prevent_default();
                take(choice.value);
            }
        }
        "Escape" if open.get_untracked() => {
            event.prevent_default();
            event.stop_propagation();
            open.set(false);
        }
        _ => {}
    };
    let list_id = format!("{id}-list");
    let controls = list_id.clone();
    view! {
        <div class="combo">
            <label class="vh" for=id>{label}</label>
            <input
                node_ref=node
                class="input input--mono"
                id=id
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                autocapitalize="none"
                aria-autocomplete="list"
                aria-controls=controls
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-activedescendant=move || {
                    open.get().then(|| active.get().map(option_id)).flatten()
                }
                aria-invalid=move || invalid.get().then_some("true")
                aria-describedby=move || invalid.get().then_some(described_by)
                on:input=move |event| {
                    let value = event_target_value(&event);
                    filter.set(Some(value.clone()));
                    active.set(None);
                    open.set(true);
                    on_text.run(value);
                }
                on:keydown=on_key
                on:blur=move |_| open.set(false)
            />
            <span class="combo__meta note">{move || meta.get()}</span>
            <button
                type="button"
                class="btn btn--ghost btn--icon"
                tabindex="-1"
                aria-label=format!("Show the list: {label}")
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
            <div
                id=list_id
                class="listbox combo__list"
                role="listbox"
                aria-label=format!("{label} suggestions")
                hidden=move || !open.get() || shown.read().is_empty()
                on:mousedown=|event| event.prevent_default()
            >
                {move || {
                    open.get().then(|| grouped(shown.get()).into_iter().map(|(group, rows)| {
                        view! {
                            <div role="group" aria-label=group>
                                <div class="listbox__group" aria-hidden="true">{group}</div>
                                {rows.into_iter().map(|(index, choice)| {
                                    let value = choice.value.clone();
                                    view! {
                                        <div
                                            class="option"
                                            role="option"
                                            id=option_id(index)
                                            aria-selected=move || {
                                                if active.get() == Some(index) { "true" } else { "false" }
                                            }
                                            on:click=move |_| take(value.clone())
                                        >
                                            <span>{choice.name}</span>
                                            <span class="note">{choice.note}</span>
                                            <code>{choice.value}</code>
                                        </div>
                                    }
                                }).collect_view()}
                            </div>
                        }
                    }).collect_view())
                }}
            </div>
        </div>
    }
}

/// Adjacent suggestions of the same group, with their index in the whole list.
fn grouped(choices: Vec<Choice>) -> Vec<(&'static str, Vec<(usize, Choice)>)> {
    let mut groups: Vec<(&'static str, Vec<(usize, Choice)>)> = Vec::new();
    for (index, choice) in choices.into_iter().enumerate() {
        match groups.last_mut() {
            Some((group, rows)) if *group == choice.group => rows.push((index, choice)),
            _ => groups.push((choice.group, vec![(index, choice)])),
        }
    }
    groups
}
