//! The filter builder: conditions in groups, and the same as JSON.

use leptos::prelude::*;

use super::super::kit::{Choose, TextField, field_id};
use super::state::{Part, Screen};
use crate::experiment::jobs::knowledge::filter::{Condition, Filter, Join, Kind, MOST_DEPTH, Operator};
use crate::ui::memo::memo;
use crate::ui::widgets::area::Area;
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::icon_button::IconButton;

/// The builder. `part` is the one that it stands in, `form` the start of the ids of its fields.
pub fn builder(screen: Screen, part: Part, form: &'static str) -> AnyView {
    // Only a change of the structure draws the fields anew: typing keeps the focus.
    let structure = memo(move || {
        screen.filter.with(|filter| {
            let is_group = |path: &Vec<usize>| matches!(filter.at(path), Some(Filter::Group(..)));
            filter.paths().into_iter().map(|path| (is_group(&path), path)).collect::<Vec<_>>()
        })
    });
    let count = move || structure.with(|all| all.iter().filter(|(is_group, _)| !is_group).count());
    view! {
        <details class="job__fold">
            <summary>"Filter on metadata " <span class="count">{count}</span></summary>
            <p class="note">"Only passages whose metadata fit are considered. AWS takes groups of two or more"</p>
            {move || {
                structure.track();
                group(screen, part, form, &[])
            }}
            {as_json(screen, form)}
        </details>
    }
    .into_any()
}

fn group(screen: Screen, part: Part, form: &'static str, path: &[usize]) -> AnyView {
    let members = screen.filter.with_untracked(|filter| match filter.at(path) {
        Some(Filter::Group(_, members)) => members.iter().map(|member| matches!(member, Filter::Group(..))).collect(),
        Some(Filter::One(_)) | None => Vec::new(),
    });
    let joined = StoredValue::new(path.to_vec());
    let join = Signal::derive(move || {
        screen.filter.with(|filter| match joined.with_value(|path| filter.at(path).cloned()) {
            Some(Filter::Group(join, _)) => join,
            Some(Filter::One(_)) | None => Join::All,
        })
    });
    let add = move |filter: Filter| screen.filter.update(|all| joined.with_value(|path| all.add(path, filter)));
    let (depth, name) = (path.len(), named(path));
    let id = format!("{form}-join-{}", name.replace('.', "-"));
    view! {
        <div class="job__group" role="group" aria-label=if path.is_empty() { "Filter".to_owned() } else { format!("Group {name}") }>
            <div class="acts">
                <Choose
                    id=id
                    label="Passages must fit"
                    choices=Join::ALL.into_iter().map(|join| (join, join.name().to_owned())).collect()
                    chosen=join
                    on_choose=Callback::new(move |join| screen.filter.update(|all| joined.with_value(|path| all.join(path, join))))
                />
                {(depth > 0).then(|| remove(screen, path.to_vec(), format!("Remove group {name}")))}
            </div>
            {members.into_iter().enumerate().map(|(at, is_group)| {
                let path: Vec<usize> = path.iter().copied().chain([at]).collect();
                if is_group { group(screen, part, form, &path) } else { condition(screen, part, form, path) }
            }).collect_view()}
            <div class="acts">
                <button type="button" class="btn btn--sm" on:click=move |_| add(Filter::One(Condition::default()))>
                    {icon("plus")} "Add a condition"
                </button>
                {(depth + 2 < MOST_DEPTH).then(|| view! {
                    <button type="button" class="btn btn--sm" on:click=move |_| add(Filter::default())>{icon("plus")} "Add a group"</button>
                })}
            </div>
        </div>
    }
    .into_any()
}

fn condition(screen: Screen, part: Part, form: &'static str, path: Vec<usize>) -> AnyView {
    let name = named(&path);
    let row =
        screen.filter.with_untracked(|filter| filter.paths().iter().position(|other| *other == path)).unwrap_or(0);
    let at = StoredValue::new(path.clone());
    let now = move || {
        screen.filter.with(|filter| match at.with_value(|path| filter.at(path).cloned()) {
            Some(Filter::One(condition)) => condition,
            Some(Filter::Group(..)) | None => Condition::default(),
        })
    };
    let change = move |change: &dyn Fn(&mut Condition)| {
        screen.filter.update(|filter| at.with_value(|path| filter.change(path, change)));
    };
    let fault = Signal::derive(move || {
        let touched = screen.has_tried(part) || !now().value.is_empty();
        touched.then(|| screen.filter.with(|filter| at.with_value(|path| filter.fault(path)))).flatten()
    });
    view! {
        <div class="job__condition" role="group" aria-label=format!("Condition {name}")>
            <TextField
                id=field_id(form, "filter", row)
                label="Attribute"
                text=Signal::derive(move || now().key)
                on_text=Callback::new(move |text: String| change(&|condition| condition.key.clone_from(&text)))
                fault=fault
                class="input input--mono"
            />
            <Choose
                id=field_id(form, "operator", row)
                label="Operator"
                choices=Operator::ALL.into_iter().map(|operator| (operator, operator.member().to_owned())).collect()
                chosen=Signal::derive(move || now().operator)
                on_choose=Callback::new(move |operator| change(&|condition| condition.operator = operator))
            />
            <Choose
                id=field_id(form, "kind", row)
                label="Value is a"
                choices=Kind::ALL.into_iter().map(|kind| (kind, kind.name().to_owned())).collect()
                chosen=Signal::derive(move || now().kind)
                on_choose=Callback::new(move |kind| change(&|condition| condition.kind = kind))
            />
            <TextField
                id=field_id(form, "value", row)
                label="Value"
                text=Signal::derive(move || now().value)
                on_text=Callback::new(move |text: String| change(&|condition| condition.value.clone_from(&text)))
                note="A list for in and notIn: commas between"
            />
            {remove(screen, path, format!("Remove condition {name}"))}
        </div>
    }
    .into_any()
}

/// `1.2` for the second member of the first one.
fn named(path: &[usize]) -> String {
    path.iter().map(|at| (at + 1).to_string()).collect::<Vec<_>>().join(".")
}

fn remove(screen: Screen, path: Vec<usize>, label: String) -> impl IntoView {
    view! {
        <IconButton
            label=label
            icon="trash"
            on_press=move |()| screen.filter.update(|filter| filter.remove(&path))
        />
    }
}

/// The filter as JSON, which can be typed or pasted.
fn as_json(screen: Screen, form: &'static str) -> AnyView {
    // What is typed stays as typed until the field is left, also if it is not a filter.
    let typed = RwSignal::new(None::<String>);
    let error = memo(move || typed.with(|typed| typed.as_ref().and_then(|text| Filter::read(text).err())));
    let text = Signal::derive(move || typed.get().unwrap_or_else(|| screen.filter.with(Filter::text)));
    let note = format!("{form}-json-note");
    view! {
        <details class="job__fold" on:focusout=move |_| {
            if error.read_untracked().is_none() {
                typed.set(None);
            }
        }>
            <summary>"The filter as JSON"</summary>
            <Area
                label="Filter as JSON".to_owned()
                text=text
                on_text=Callback::new(move |text: String| {
                    if let Ok(filter) = Filter::read(&text) {
                        screen.filter.set(filter);
                    }
                    typed.set(Some(text));
                })
                id=format!("{form}-json")
                class="area area--mono"
                invalid=Signal::derive(move || error.read().is_some())
                described_by=note.clone()
                spellcheck=false
                rows=5
            />
            <p class="job__note" id=note data-err=move || error.read().is_some().then_some("")>
                {move || error.get().unwrap_or_else(|| "Paste a filter here to edit it above".to_owned())}
            </p>
        </details>
    }
    .into_any()
}
