//! The palette: every destination and command, by name.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::page::palette::{Entry, Situation, entries, matching};
use crate::platform::focus;
use crate::ui::controllers::commands::perform;
use crate::ui::controllers::{keyboard, view_actions};
use crate::ui::memo::memo;
use crate::ui::parts::page_dialog::{self, is_open};
use crate::ui::state::{AppState, Dialog, use_app};
use crate::ui::widgets::dialog;
use crate::ui::widgets::icon::late_icon;

late_view! {
    inspect:
    /// The palette.
    pub fn late() => palette()
}

/// The most rows drawn; below them is the number of the others.
const MOST: usize = 40;

/// The page's state, updated on every change.
fn situation(state: AppState) -> Situation {
    let (streams, region) = state.draft.with(|draft| (draft.stream, draft.region.clone()));
    Situation {
        running: view_actions::current().is_some_and(|actions| actions.running.try_get() == Some(true)),
        streams,
        linked: state.reading.links_on.get(),
        answers: state.reading.answer_view.get(),
        mode: state.mode.get(),
        fault: state.mishap.get(),
        undoable: state.overlay.replaced.read().is_some(),
        region,
    }
}

/// The palette, open while it is the page's dialog.
pub fn palette() -> AnyView {
    let state = use_app();
    let node = NodeRef::<html::Dialog>::new();
    let open = is_open(state, Dialog::Palette);
    dialog::follow(node, open);
    let query = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    Effect::new(move |_| {
        if open.get() {
            query.set(String::new());
            active.set(0);
        }
    });
    let all = memo(move || if open.get() { entries(&situation(state)) } else { Vec::new() });
    let shown = memo(move || matching(all.get(), &query.read()));
    let take = move |index: usize| {
        let Some(entry) = shown.with_untracked(|shown| shown.get(index).cloned()) else { return };
        // Close first, which restores the focus, so that a command can move it.
        if let Some(node) = node.get_untracked() {
            node.close();
        }
        page_dialog::close(state, Dialog::Palette);
        perform(state, entry.command);
    };
    let press = move |key: &str| {
        let last = shown.with_untracked(|shown| shown.len().min(MOST)).saturating_sub(1);
        let at = active.get_untracked();
        let to = match key {
            "ArrowDown" if at >= last => 0,
            "ArrowDown" => at + 1,
            "ArrowUp" => at.checked_sub(1).unwrap_or(last),
            "PageDown" => (at + 8).min(last),
            "PageUp" => at.saturating_sub(8),
            "Enter" => {
                take(at);
                return true;
            }
            _ => return false,
        };
        active.set(to);
        focus::bring_into_view(&format!("#palette-{to}"));
        true
    };
    let on_key = move |event: KeyboardEvent| {
        if press(&event.key()) {
            event.prevent_default();
        }
    };
    // What was typed while this part was loading.
    Effect::new(move |_| {
        if node.get().is_none() {
            return;
        }
        for key in keyboard::early_keys() {
            if press(&key) {
                continue;
            }
            query.update(|query| {
                if key == "Backspace" {
                    query.pop();
                } else {
                    query.push_str(&key);
                }
            });
            active.set(0);
        }
    });
    let row = move |(index, entry): (usize, Entry)| {
        let on = move || if active.get() == index { "true" } else { "false" };
        view! {
            <div
                role="option"
                id=format!("palette-{index}")
                aria-selected=on
                on:mousemove=move |_| {
                    if active.get_untracked() != index {
                        active.set(index);
                    }
                }
                on:click=move |_| take(index)
            >
                {late_icon(entry.icon)}
                <span>{entry.name}</span>
                <span class="palette__end">{entry.end}</span>
            </div>
        }
    };
    let rows = move || {
        let mut before = "";
        let drawn = shown.get().into_iter().take(MOST).enumerate().map(|(index, entry)| {
            let group = entry.group.name();
            let heading = (group != before).then_some(group);
            before = group;
            view! {
                {heading.map(|name| view! { <div class="palette__group" role="presentation">{name}</div> })}
                {row((index, entry))}
            }
        });
        drawn.collect_view()
    };
    let rest = move || match shown.with(Vec::len) {
        0 => Some("No matching commands".to_owned()),
        count if count > MOST => Some(format!("{} more: type to find them", count - MOST)),
        _ => None,
    };
    view! {
        <dialog
            node_ref=node
            id="palette"
            class="dialog palette"
            aria-label="Commands"
            on:close=move |_| {
                // The browser reports closing later: the palette may be open again by then.
                let is_shown = node.get_untracked().is_some_and(|node| node.open());
                if !is_shown {
                    page_dialog::close(state, Dialog::Palette);
                }
            }
        >
            <div class="palette__in">
                {late_icon("search")}
                <input
                    type="text"
                    role="combobox"
                    aria-label="Search commands"
                    aria-autocomplete="list"
                    aria-expanded="true"
                    aria-controls="palette-list"
                    aria-activedescendant=move || (!shown.read().is_empty()).then(|| format!("palette-{}", active.get()))
                    placeholder="Search views, panels, actions, faults, models"
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || query.get()
                    on:input=move |event| {
                        query.set(event_target_value(&event));
                        active.set(0);
                    }
                    on:keydown=on_key
                />
                <kbd aria-hidden="true">"Esc"</kbd>
            </div>
            <div id="palette-list" class="palette__list" role="listbox" aria-label="Results">{rows}</div>
            <p class="palette__rest" role="status">{rest}</p>
        </dialog>
    }
    .into_any()
}
