//! The palette: everything that can be gone to or done, by its name.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::menu::DIALOGS;
use crate::aws::region::BEDROCK_REGIONS;
use crate::bedrock::catalogue;
use crate::bedrock::family::FamilyKind;
use crate::experiment::SendAs;
use crate::platform::{focus, fragment};
use crate::ui::controllers::run;
use crate::ui::memo::memo;
use crate::ui::state::{AnswerView, AppState, Dialog, Inspect, Mode, Theme, View, use_app};
use crate::ui::widgets::dialog;
use crate::ui::widgets::icon::late_icon;

late_view! {
    inspect:
    /// The palette.
    pub fn late() => palette()
}

/// What a command does.
#[derive(Clone, Debug, PartialEq)]
enum Act {
    Open(&'static str),
    Inspect(Inspect),
    Dialog(Dialog),
    /// Moves the focus to a field of the playground.
    Field(&'static str),
    Model(String),
    Region(&'static str),
    Run,
    SendAs(SendAs),
    Mode(Mode),
    Stream(bool),
    Links(bool),
    Answers(AnswerView),
    Theme(Theme),
}

/// A command: the heading it stands under, icon, name, what is said at its end, and what it does.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    group: &'static str,
    icon: &'static str,
    name: String,
    end: String,
    act: Act,
}

/// The fields that can be gone to, by name and id.
const FIELDS: [(&str, &str); 6] = [
    ("System", "system"),
    ("Model", "model"),
    ("Max tokens", "max-tokens"),
    ("Temperature", "temperature"),
    ("Top P", "top-p"),
    ("Top K", "top-k"),
];

/// How many rows are drawn at most; the rest is said.
const MOST: usize = 40;

/// Everything there is to choose from, as the page stands.
fn entries(state: AppState) -> Vec<Entry> {
    let entry = |group, icon, name: &str, end: &str, act| Entry {
        group,
        icon,
        name: name.to_owned(),
        end: end.to_owned(),
        act,
    };
    let mut all = Vec::new();
    for (_, name, of) in View::ALL {
        all.push(entry("Views", "columns", name, "", Act::Open(of)));
    }
    for (index, (tab, name)) in Inspect::ALL.into_iter().enumerate() {
        all.push(entry("Panels", "eye", &format!("Open {name}"), &format!("Alt {}", index + 1), Act::Inspect(tab)));
    }
    let running = state.run.running.get();
    all.push(entry(
        "Actions",
        if running { "stop" } else { "run" },
        if running { "Stop" } else { "Run" },
        "Ctrl ↵",
        Act::Run,
    ));
    for (dialog, icon, name) in DIALOGS.into_iter().filter(|(dialog, ..)| *dialog != Dialog::Palette) {
        all.push(entry("Actions", icon, name, "", Act::Dialog(dialog)));
    }
    all.push(entry("Actions", "key", "Credentials…", "", Act::Dialog(Dialog::Credentials)));
    let streams = state.draft.with(|draft| draft.stream);
    all.push(entry(
        "Actions",
        "send",
        if streams { "Stream: switch off" } else { "Stream: switch on" },
        "",
        Act::Stream(!streams),
    ));
    let linked = state.reading.links_on.get();
    all.push(entry(
        "Actions",
        "link",
        if linked { "Links: switch off" } else { "Links: switch on" },
        "",
        Act::Links(!linked),
    ));
    let (name, answers) = match state.reading.answer_view.get() {
        AnswerView::Text => ("Answers as JSON", AnswerView::Json),
        AnswerView::Json => ("Answers as text", AnswerView::Text),
    };
    all.push(entry("Actions", "code", name, "", Act::Answers(answers)));
    for (name, theme) in
        [("Theme: system", Theme::System), ("Theme: light", Theme::Light), ("Theme: dark", Theme::Dark)]
    {
        all.push(entry("Actions", if theme == Theme::Dark { "moon" } else { "sun" }, name, "", Act::Theme(theme)));
    }
    for (name, send_as) in [
        ("Send as both", SendAs::Both),
        ("Send as Converse", SendAs::Converse),
        ("Send as InvokeModel", SendAs::Invoke),
    ] {
        all.push(entry("Actions", "send", name, "", Act::SendAs(send_as)));
    }
    for (name, mode) in
        [("Ask the simulator", Mode::Simulator), ("Ask AWS", Mode::Aws), ("Ask a custom endpoint", Mode::Custom)]
    {
        all.push(entry("Actions", "terminal", name, "Mode", Act::Mode(mode)));
    }
    for (name, id) in FIELDS {
        all.push(entry("Fields", "right", &format!("Go to {name}"), "", Act::Field(id)));
    }
    let region = state.draft.with(|draft| draft.region.clone());
    for model in catalogue::models() {
        if model.family().is_some_and(|family| family.kind() == FamilyKind::Text) {
            let id = model.callable_id(&region);
            all.push(entry(
                "Models",
                "sliders",
                &format!("{} {}", model.provider, model.name),
                &id,
                Act::Model(id.clone()),
            ));
        }
    }
    for info in BEDROCK_REGIONS {
        all.push(entry("Regions", "map", info.name, info.label, Act::Region(info.name)));
    }
    all
}

/// The commands in which every word of the query occurs, in their order.
fn matching(all: Vec<Entry>, query: &str) -> Vec<Entry> {
    let query = query.to_ascii_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    let fits = |entry: &Entry| {
        let text = format!("{} {} {}", entry.group, entry.name, entry.end).to_ascii_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    all.into_iter().filter(fits).collect()
}

fn perform(state: AppState, act: Act) {
    let playground = || {
        if state.place.view.get_untracked() != View::Playground {
            fragment::go("#playground");
        }
    };
    match act {
        Act::Open(of) => fragment::go(of),
        Act::Inspect(tab) => {
            playground();
            state.place.inspect.set(tab);
        }
        Act::Dialog(dialog) => state.place.dialog.set(Some(dialog)),
        Act::Field(id) => {
            playground();
            focus::move_to(&format!("#{id}"));
        }
        Act::Model(id) => {
            playground();
            state.draft.update(|draft| draft.model = id);
        }
        Act::Region(name) => state.draft.update(|draft| name.clone_into(&mut draft.region)),
        Act::Run if state.place.view.get_untracked() == View::Playground => run::run_or_stop(),
        Act::Run => {
            focus::press("#run");
        }
        Act::SendAs(send_as) => state.draft.update(|draft| draft.send_as = send_as),
        Act::Mode(mode) => state.mode.set(mode),
        Act::Stream(on) => state.draft.update(|draft| draft.stream = on),
        Act::Links(on) => state.reading.links_on.set(on),
        Act::Answers(view) => {
            playground();
            state.place.inspect.set(Inspect::Response);
            state.reading.answer_view.set(view);
        }
        Act::Theme(theme) => state.reading.theme.set(theme),
    }
}

/// The palette, open while it is the page's dialog.
pub fn palette() -> AnyView {
    let state = use_app();
    let node = NodeRef::<html::Dialog>::new();
    let open = Signal::derive(move || state.place.dialog.get() == Some(Dialog::Palette));
    dialog::follow(node, open);
    let query = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    Effect::new(move |_| {
        if open.get() {
            query.set(String::new());
            active.set(0);
        }
    });
    let shown = memo(move || if open.get() { matching(entries(state), &query.read()) } else { Vec::new() });
    let take = move |index: usize| {
        let Some(entry) = shown.with_untracked(|shown| shown.get(index).cloned()) else { return };
        // Closing gives the focus back first, so that a command may move it.
        if let Some(node) = node.get_untracked() {
            node.close();
        }
        state.place.dialog.set(None);
        perform(state, entry.act);
    };
    let on_key = move |event: KeyboardEvent| {
        let last = shown.with_untracked(|shown| shown.len().min(MOST)).saturating_sub(1);
        let at = active.get_untracked();
        let to = match event.key().as_str() {
            "ArrowDown" if at >= last => 0,
            "ArrowDown" => at + 1,
            "ArrowUp" => at.checked_sub(1).unwrap_or(last),
            "PageDown" => (at + 8).min(last),
            "PageUp" => at.saturating_sub(8),
            "Enter" => {
                event.prevent_default();
                take(at);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        active.set(to);
        focus::bring_into_view(&format!("#palette-{to}"));
    };
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
            let heading = (entry.group != before).then_some(entry.group);
            before = entry.group;
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
                // The browser says it later: the palette may have been asked for again in the meantime.
                let is_shown = node.get_untracked().is_some_and(|node| node.open());
                if open.get_untracked() && !is_shown {
                    state.place.dialog.set(None);
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
                    placeholder="Search views, panels, models, actions"
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
