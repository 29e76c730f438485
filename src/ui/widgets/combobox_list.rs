//! The list of a combobox: filters, the number of matches, the entries in their groups. It is fetched when it first opens.

use leptos::prelude::*;

use crate::page::choices::{Choice, Worth, taken};
use crate::platform::{focus, frame};
use crate::text::number;

late_view! {
    compose:
    /// The open list.
    pub fn late(list: List) => open_list(list)
}

/// The data of the list, and its action.
#[derive(Clone, Copy)]
pub struct List {
    /// The field's element id.
    pub id: StoredValue<String>,
    /// The field's name.
    pub label: StoredValue<String>,
    /// The noun for an entry.
    pub noun: &'static str,
    /// Whether a typed text is a value.
    pub worth: fn(&str) -> Worth,
    /// The entries that match.
    pub shown: Memo<Vec<Choice>>,
    /// The number of all entries.
    pub all: Memo<usize>,
    /// The typed text.
    pub typed: Signal<Option<String>>,
    /// The index of the active entry.
    pub active: RwSignal<Option<usize>>,
    /// Whether the list hangs from the end of the field.
    pub at_end: Signal<bool>,
    /// All filters.
    pub filters: &'static [&'static str],
    /// The chosen filters.
    pub kinds: RwSignal<Vec<&'static str>>,
    /// Chooses a value.
    pub take: Callback<String>,
}

/// The list.
pub fn open_list(list: List) -> AnyView {
    let id = list.id.get_value();
    let name = list.label.get_value();
    if let Some(at) = list.active.get_untracked() {
        let option = format!("#{id}-option-{at}");
        frame::next(move || focus::bring_into_view(&option));
    }
    view! {
        // The focus stays in the field.
        <div class="combo__pop" data-end=move || list.at_end.get().then_some("") on:mousedown=|event| event.prevent_default()>
            {(!list.filters.is_empty()).then(|| view! {
                <div class="combo__filters" role="group" aria-label=format!("Filter: {name}")>
                    {list.filters.iter().map(|filter| filter_button(list, filter)).collect_view()}
                </div>
            })}
            <p class="combo__said" role="status">{move || summary(list)}</p>
            <div
                id=format!("{id}-list")
                class="listbox"
                role="listbox"
                aria-label=format!("{name} suggestions")
                hidden=move || list.shown.read().is_empty()
            >
                {move || grouped(list.shown.get()).into_iter().map(|(group, rows)| view! {
                    <div role="group" aria-label=group>
                        <div class="listbox__group" aria-hidden="true">{group}</div>
                        {rows.into_iter().map(|(index, choice)| option(list, index, choice)).collect_view()}
                    </div>
                }).collect_view()}
            </div>
        </div>
    }
    .into_any()
}

/// A filter. Its word can also be typed, so it needs no tab stop.
fn filter_button(list: List, kind: &'static str) -> AnyView {
    let on = move || list.kinds.read().contains(&kind);
    view! {
        <button
            type="button"
            class="chip combo__filter"
            tabindex="-1"
            aria-pressed=move || if on() { "true" } else { "false" }
            on:click=move |_| {
                list.active.set(None);
                list.kinds.update(|kinds| match kinds.iter().position(|other| *other == kind) {
                    Some(place) => drop(kinds.remove(place)),
                    None => kinds.push(kind),
                });
            }
        >
            {kind}
        </button>
    }
    .into_any()
}

/// The number of matches, and what Enter does.
fn summary(list: List) -> String {
    let (shown, all) = (list.shown.with(Vec::len), list.all.get());
    let all_of_them = number::count(all as u64, list.noun);
    let matches = if shown == all { all_of_them } else { format!("{shown} of {all_of_them}") };
    let typed = list.typed.get().unwrap_or_default();
    if typed.trim().is_empty() || list.active.get().is_some() {
        return matches;
    }
    let shown = list.shown.read();
    let takes = taken(&shown, None, &typed, (list.worth)(&typed));
    match shown.iter().find(|choice| Some(&choice.value) == takes.as_ref()) {
        Some(first) => format!("{matches}. Enter takes {}", first.name),
        None if shown.is_empty() => format!("No match. Enter uses “{}” as it is", typed.trim()),
        None => format!("{matches}. Enter uses “{}” as it is", typed.trim()),
    }
}

fn option(list: List, index: usize, choice: Choice) -> AnyView {
    let Choice { name, note, facts, warnings, value, .. } = choice;
    let taken = value.clone();
    view! {
        <div
            class="option"
            role="option"
            id=format!("{}-option-{index}", list.id.read_value())
            aria-selected=move || if list.active.get() == Some(index) { "true" } else { "false" }
            on:click=move |_| list.take.run(taken.clone())
        >
            <span class="option__name">{name}</span>
            <span class="note">{note}</span>
            <code>{value}</code>
            <span class="option__facts">
                {warnings.into_iter().map(|text| view! { <span class="option__warn">{text}</span> " " }).collect_view()}
                {facts.join(" · ")}
            </span>
        </div>
    }
    .into_any()
}

/// Adjacent entries of the same group, with their index in the whole list.
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
