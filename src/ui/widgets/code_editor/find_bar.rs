//! Finding text in the editor.

use std::ops::Range;

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::engine::Engine;
use crate::platform::frame;
use crate::text::editing::{Found, Over, Selection, find};
use crate::text::number::grouped;
use crate::ui::memo::memo;
use crate::ui::widgets::icon_button::IconButton;

/// The state of the search; `Copy`, like signals.
#[derive(Clone, Copy)]
pub struct Finding {
    engine: Engine,
    open: RwSignal<bool>,
    sought: RwSignal<String>,
    found: Memo<Found>,
    /// The current match.
    current: RwSignal<Option<usize>>,
    input: NodeRef<html::Input>,
}

impl Finding {
    /// No search yet.
    pub fn new(engine: Engine) -> Self {
        let open = RwSignal::new(false);
        let sought = RwSignal::new(String::new());
        let found = memo(move || {
            if !open.get() {
                return Found::default();
            }
            let sought = sought.read();
            engine.read(|sheet| find(sheet.document().text(), &sought))
        });
        Self { engine, open, sought, found, current: RwSignal::new(None), input: NodeRef::new() }
    }

    /// Opens the bar and searches for a single-line selection.
    pub fn open(self) {
        self.engine.read_selection();
        let selected = self.engine.peek(|sheet| {
            let range = sheet.document().selection().range();
            (range.len() <= 200).then(|| sheet.document().slice(range).to_owned())
        });
        if let Some(selected) = selected.filter(|selected| !selected.is_empty() && !selected.contains('\n')) {
            self.sought.set(selected);
        }
        self.current.set(None);
        self.open.set(true);
        // A hidden element takes no focus, and it is hidden until the signal's effects have run.
        frame::next(move || {
            if let Some(input) = self.input.try_get_untracked().flatten() {
                let _ = input.focus();
                input.select();
            }
        });
    }

    fn close(self) {
        self.open.set(false);
        self.engine.focus();
    }

    /// The matches that touch a part of the document.
    pub fn matches_in(self, part: &Range<usize>) -> Vec<(Range<usize>, Over)> {
        let current = self.current.get();
        let found = self.found.read();
        let first = found.matches.partition_point(|found| found.end <= part.start);
        let here = found.matches.iter().enumerate().skip(first).take_while(|(_, found)| found.start < part.end);
        here.map(|(index, found)| (found.clone(), if current == Some(index) { Over::Current } else { Over::Match }))
            .collect()
    }

    fn go(self, forward: bool) {
        let range = self.engine.peek(|sheet| sheet.document().selection().range());
        let found = self.found.read_untracked();
        let to = if forward {
            found.next(if self.current.get_untracked().is_some() { range.end } else { range.start })
        } else {
            found.previous(range.start.saturating_add(1).min(range.end))
        };
        let Some(to) = to else { return };
        let Some(place) = found.matches.get(to).cloned() else { return };
        drop(found);
        self.current.set(Some(to));
        self.engine.select(Selection { anchor: place.start, head: place.end });
    }

    fn count(self) -> String {
        let found = self.found.read();
        let more = if found.more { "+" } else { "" };
        match (found.matches.len(), self.current.get()) {
            _ if self.sought.read().is_empty() => String::new(),
            (0, _) => "Nothing found".to_owned(),
            (total, None) => format!("{}{more} found", grouped(total as u64)),
            (total, Some(at)) => format!("{} of {}{more}", grouped(at as u64 + 1), grouped(total as u64)),
        }
    }
}

/// The bar: search text, number of matches, and navigation.
#[component]
pub fn FindBar(finding: Finding, label: &'static str) -> impl IntoView {
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            finding.go(!event.shift_key());
        }
        "Escape" => {
            event.prevent_default();
            event.stop_propagation();
            finding.close();
        }
        "f" if event.ctrl_key() || event.meta_key() => event.prevent_default(),
        _ => {}
    };
    view! {
        <div class="ce__find" role="search" aria-label=format!("Find in {label}") hidden=move || !finding.open.get() on:keydown=on_key>
            <input
                class="input input--mono"
                type="text"
                node_ref=finding.input
                aria-label="Find"
                spellcheck="false"
                autocomplete="off"
                prop:value=move || finding.sought.get()
                on:input=move |event| {
                    finding.current.set(None);
                    finding.sought.set(event_target_value(&event));
                }
            />
            <span class="ce__count" role="status">{move || finding.count()}</span>
            {step("left", "Previous match", move || finding.go(false))}
            {step("right", "Next match", move || finding.go(true))}
            {step("close", "Close the search", move || finding.close())}
        </div>
    }
}

fn step(shape: &'static str, name: &'static str, act: impl Fn() + Send + Sync + 'static) -> impl IntoView {
    view! { <IconButton label=name icon=shape on_press=move |()| act() /> }
}
