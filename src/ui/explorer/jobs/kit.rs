//! What the screens share: fields with their faults, the head of a list, a refusal, a status.

use leptos::prelude::*;

use crate::experiment::jobs::Fault;
use crate::experiment::jobs::refusal::Refusal;
use crate::platform::{clock, focus, frame};
use crate::text::outside::isolated;
use crate::ui::controllers::account::ask::{By, Loaded};
use crate::ui::memo::memo;
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::state::{Mode, use_app};
use crate::ui::widgets::area::Area;
use crate::ui::widgets::icon::{icon, late_icon};

/// The text of the fault at a field and row.
pub fn fault_at(faults: &[Fault], field: &str, row: usize) -> Option<String> {
    faults.iter().find(|fault| fault.field == field && fault.row == row).map(|fault| fault.text.clone())
}

/// The element id of a field in a row.
pub fn field_id(form: &str, field: &str, row: usize) -> String {
    format!("{form}-{field}-{row}")
}

/// Moves the focus to the field of the first fault.
pub fn to_first(form: &'static str, faults: &[Fault]) {
    if let Some(Fault { field, row, .. }) = faults.first() {
        let id = field_id(form, field, *row);
        frame::next(move || {
            if !focus::move_to(&format!("#{id}")) {
                focus::reveal(&format!("#{form}"));
            }
        });
    }
}

/// A field of a form: its label, its text, what is wrong with it.
#[component]
pub fn TextField(
    /// Element id.
    id: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// Called with the new text.
    #[prop(into)]
    on_text: Callback<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    fault: Signal<Option<String>>,
    /// What to know about it.
    #[prop(optional, into)]
    note: Option<String>,
    /// Values to choose from; any other can be typed.
    #[prop(optional, into)]
    choices: Option<Signal<Vec<String>>>,
    /// Rows of a longer text; 0 for one line.
    #[prop(default = 0)]
    rows: u32,
    /// Class names of the input.
    #[prop(default = "input")]
    class: &'static str,
) -> impl IntoView {
    let note_id = format!("{id}-note");
    let list_id = format!("{id}-list");
    let has_choices = choices.is_some();
    let input = if rows > 0 {
        view! {
            <Area
                label=label.clone()
                text=text
                on_text=on_text
                id=id.clone()
                class=if class == "input" { "area" } else { "area area--mono" }
                invalid=Signal::derive(move || fault.read().is_some())
                described_by=note_id.clone()
                rows=rows
            />
        }
        .into_any()
    } else {
        view! {
            <input
                class=class
                id=id.clone()
                autocomplete="off"
                spellcheck="false"
                list=has_choices.then(|| list_id.clone())
                aria-invalid=move || fault.read().is_some().then_some("true")
                aria-describedby=note_id.clone()
                prop:value=move || text.get()
                on:input=move |event| on_text.run(event_target_value(&event))
            />
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label class="label" for=id>{label}</label>
            {input}
            {choices.map(|choices| view! {
                <datalist id=list_id>
                    {move || choices.get().into_iter().map(|value| view! { <option value=value></option> }).collect_view()}
                </datalist>
            })}
            <p class="job__note" id=note_id data-err=move || fault.read().is_some().then_some("")>
                {move || fault.get().or_else(|| note.clone()).unwrap_or_default()}
            </p>
        </div>
    }
    .into_any()
}

/// A choice from a list in a form.
#[component]
pub fn Choose<T>(
    /// Element id.
    id: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// The values with their names.
    choices: Vec<(T, String)>,
    /// The chosen one.
    #[prop(into)]
    chosen: Signal<T>,
    /// Called with the choice.
    #[prop(into)]
    on_choose: Callback<T>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let names = StoredValue::new(choices);
    let options = move || {
        names.with_value(|choices| {
            let one = |(at, (value, name)): (usize, &(T, String))| {
                let (value, name) = (value.clone(), name.clone());
                view! {
                    <option value=at.to_string() prop:selected=move || chosen.with(|chosen| *chosen == value)>{name}</option>
                }
            };
            choices.iter().enumerate().map(one).collect_view()
        })
    };
    let choose = move |event| {
        let at = event_target_value(&event).parse::<usize>().ok();
        let value = names.with_value(|choices| at.and_then(|at| choices.get(at)).map(|(value, _)| value.clone()));
        if let Some(value) = value {
            on_choose.run(value);
        }
    };
    view! {
        <div class="field">
            <label class="label" for=id.clone()>{label}</label>
            <select class="select" id=id on:change=choose>{options()}</select>
        </div>
    }
    .into_any()
}

/// The head of a list: its name, how many, when it was read, and the button that reads it.
#[component]
pub fn ListHead<T: PartialEq + Send + Sync + 'static>(
    /// Element id of the heading.
    id: &'static str,
    /// The heading.
    title: &'static str,
    /// What was read.
    loaded: Loaded<T>,
    /// How many there are.
    count: fn(&T) -> usize,
    /// Reads it.
    read: Callback<By>,
    /// Further controls.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let state = use_app();
    let counted = move || loaded.value.with(|value| value.as_ref().map(count)).map(|count| count.to_string());
    let first = memo(move || loaded.at.read().is_none());
    view! {
        <div class="job__head">
            <h2 id=id>{title}</h2>
            <span class="count">{counted}</span>
            {move || (loaded.at.read().is_some()).then(|| origin_badge(state.mode.get().origin()))}
            <span class="push"></span>
            {children.map(|children| children())}
            <span class="note">{move || loaded.at.get().map(|at| format!("Read at {}", clock::local(at)))}</span>
            <button
                type="button"
                class="btn btn--sm"
                disabled=move || loaded.loading.get()
                on:click=move |_| read.run(By::Press)
            >
                {late_icon("refresh")}
                {move || if loaded.loading.get() { "Loading …" } else if first.get() { "Load" } else { "Refresh" }}
                <span class="vh">": " {title}</span>
            </button>
        </div>
    }
    .into_any()
}

/// What stands in the place of a list that has nothing to show: loading, refused, not read yet, or empty.
pub fn state_of<T: PartialEq + Send + Sync + 'static>(
    loaded: Loaded<T>,
    is_empty: fn(&T) -> bool,
    read: Callback<By>,
    empty: &'static str,
) -> impl IntoView {
    let state = use_app();
    let quiet = memo(move || {
        let refused = loaded.refusal.read().is_some();
        loaded.value.with(|value| match value {
            _ if refused => None,
            Some(value) if is_empty(value) => Some(empty),
            Some(_) => None,
            None if loaded.loading.get() => Some("Loading …"),
            None if state.mode.get() == Mode::Simulator => Some("Loading the simulator's account …"),
            None => {
                Some("Nothing was read yet. On AWS, a list is read when you press Load: it is a call of your account")
            }
        })
    });
    view! {
        {move || loaded.refusal.get().map(|refusal| refused(&refusal, Some(Callback::new(move |()| read.run(By::Press)))))}
        {move || quiet.get().map(|text| view! { <p class="empty">{text}</p> })}
    }
}

/// A list of cards with its head, and what stands in its place while it has none. A card is made once for each key and follows
/// its row: a change of status takes no focus and closes no form.
pub fn cards<T>(
    (id, title): (&'static str, &'static str),
    name: &'static str,
    empty: &'static str,
    loaded: Loaded<Vec<T>>,
    read: Callback<By>,
    key: fn(&T) -> String,
    card: impl Fn(Memo<T>) -> AnyView + Clone + Send + 'static,
) -> AnyView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let follow = move |row: T| {
        let of = key(&row);
        Memo::new(move |before: Option<&T>| {
            let now = loaded.value.with(|rows| rows.iter().flatten().find(|row| key(row) == of).cloned());
            // A row that is gone takes its card along in a moment.
            now.or_else(|| before.cloned()).unwrap_or_else(|| row.clone())
        })
    };
    view! {
        <ListHead id=id title=title loaded=loaded count=Vec::len read=read />
        {state_of(loaded, Vec::is_empty, read, empty)}
        <ul class="job__cards" aria-label=name>
            <For each=move || loaded.value.get().unwrap_or_default() key=key children=move |row| card(follow(row)) />
        </ul>
    }
    .into_any()
}

/// A refusal: the error's own name, its message, what it means, and a button that tries again.
pub fn refused(refusal: &Refusal, again: Option<Callback<()>>) -> AnyView {
    let Refusal { operation, code, status, message, advice, request_id } = refusal.clone();
    view! {
        <div class="errcard job__refusal" role="alert">
            <h3>
                {icon("error")}
                <code>{code.unwrap_or_else(|| "No answer".to_owned())}</code>
                {status.map(|status| view! { <span class="chip chip--err">{status.to_string()}</span> })}
                <span class="note">{operation}</span>
            </h3>
            <p class="errcard__said">{isolated(&message)}</p>
            {advice.map(|advice| view! { <p class="errcard__fix">{late_icon("tool")} <span>{advice}</span></p> })}
            {request_id.map(|id| view! { <p class="reqid">"Request ID " <code>{id}</code></p> })}
            {again.map(|again| view! {
                <div class="acts">
                    <button type="button" class="btn" on:click=move |_| again.run(())>"Try again"</button>
                </div>
            })}
        </div>
    }
    .into_any()
}

/// A status as a chip: its word, and whether it is good, waits, or is bad.
pub fn status(word: &str) -> AnyView {
    let class = match word {
        "InService" | "Active" | "READY" | "Completed" | "ACTIVE" | "PREPARED" | "Prepared" => "chip chip--ok",
        "Failed" | "FAILED" | "Stopped" | "Expired" | "PartiallyCompleted" | "LEGACY" => "chip chip--warn",
        _ => "chip",
    };
    view! { <span class=class>{word.to_owned()}</span> }.into_any()
}

/// An ARN or ID in a table, whole, so that it can be selected.
pub fn code(text: String) -> AnyView {
    view! { <code class="job__id">{text}</code> }.into_any()
}
