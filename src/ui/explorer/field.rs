//! One row of the form: its name, its control, what may stand there, and what is wrong with it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::state::Explorer;
use crate::experiment::explorer::form::{Control, Row, Within};
use crate::platform::files::from_list;
use crate::platform::{focus, frame};
use crate::text::number;
use crate::ui::controllers::files;
use crate::ui::memo::memo;
use crate::ui::widgets::icon::icon;

/// What a row's control needs.
#[derive(Clone)]
struct Here {
    this: Explorer,
    /// The row as it was drawn: place, shape and kind of control stay.
    row: StoredValue<Row>,
    /// The row as it is.
    now: Memo<Option<Row>>,
    id: String,
    text: Memo<String>,
    error: Memo<Option<String>>,
}

/// The row.
#[component]
pub fn Field(this: Explorer, row: Row) -> impl IntoView {
    let id = id_of(&row.pointer);
    let (pointer, at) = (row.pointer.clone(), row.pointer.clone());
    let now = Memo::new(move |_| this.rows.with(|rows| rows.iter().find(|each| each.pointer == pointer).cloned()));
    let shown = row.clone();
    let stored = StoredValue::new(row);
    let here = Here {
        this,
        row: stored,
        now,
        id: id.clone(),
        text: memo(move || stored.with_value(|row| this.form.read().text(row))),
        error: memo(move || this.problem(&at)),
    };
    let error = here.error;
    let note = shown.note.clone();
    let has_note = !note.is_empty();
    let name = if shown.within == Within::Map {
        key_field(&here)
    } else if shown.holds_rows() {
        view! { <span class="label" id=format!("{id}-label")>{shown.label.clone()} {required(&shown)}</span> }
            .into_any()
    } else {
        view! { <label class="label" for=id.clone()>{shown.label.clone()} {required(&shown)}</label> }.into_any()
    };
    view! {
        <div class="exrow" style:--depth=shown.depth.to_string() data-holds=shown.holds_rows().then_some("")>
            <div class="exrow__name">{name}</div>
            <div class="exrow__control">
                {control(&here)}
                {remove(&here)}
            </div>
            <p
                class="exrow__note"
                id=format!("{id}-note")
                hidden=move || !has_note && error.read().is_none()
                data-err=move || error.read().is_some().then_some("")
            >
                {move || error.get().unwrap_or_else(|| note.clone())}
            </p>
        </div>
    }
}

/// An element id of a place.
fn id_of(pointer: &str) -> String {
    let plain: String = pointer.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("ex{plain}")
}

fn required(row: &Row) -> AnyView {
    if row.required { view! { <span class="exrow__must">"required"</span> }.into_any() } else { ().into_any() }
}

/// The editable key of a map's entry.
fn key_field(here: &Here) -> AnyView {
    let (this, row) = (here.this, here.row);
    let error = RwSignal::new(None::<String>);
    let (label, path) = row.with_value(|row| (row.label.clone(), row.path.clone()));
    view! {
        <input
            class="input input--mono"
            aria-label=format!("Key of {path}")
            value=label
            aria-invalid=move || error.read().is_some().then_some("true")
            on:change=move |event| {
                let key = event_target_value(&event);
                let outcome = this.form.try_update(|form| row.with_value(|row| form.rename(row, &key)));
                error.try_set(outcome.and_then(Result::err));
            }
        />
        {move || error.get().map(|text| view! { <span class="exrow__note" data-err="">{text}</span> })}
    }
    .into_any()
}

/// Takes a text into the form.
fn take(here: &Here) -> impl Fn(String) + Clone + Send + Sync + 'static {
    let (this, row) = (here.this, here.row);
    move |text: String| {
        this.form.update(|form| row.with_value(|row| form.take(row, &text)));
    }
}

fn control(here: &Here) -> AnyView {
    let kind = here.row.with_value(|row| row.control.clone());
    match kind {
        Control::Structure | Control::List | Control::Map => holder(here, &kind),
        Control::Union { choices, .. } => union(here, choices),
        Control::Choice(words) => choice(here, words),
        Control::Switch => choice(here, vec!["true".to_owned(), "false".to_owned()]),
        Control::Text => text_field(here, "text"),
        Control::Whole => text_field(here, "numeric"),
        Control::Decimal => text_field(here, "decimal"),
        Control::Time => time(here),
        Control::Blob => blob(here),
        Control::Json | Control::Unknown => area(here, "JSON"),
    }
}

/// The names of a control: the path, which ends with the visible label.
fn path(here: &Here) -> String {
    here.row.with_value(|row| row.path.clone())
}

fn text_field(here: &Here, mode: &'static str) -> AnyView {
    // A message or a definition is long; a name is not.
    let is_long = here.row.with_value(|row| {
        let label = row.label.to_ascii_lowercase();
        ["text", "message", "messaging", "definition", "description", "prompt", "instruction", "query"]
            .iter()
            .any(|word| label.contains(word))
    });
    if is_long && mode == "text" {
        return area(here, "");
    }
    let (error, text, take) = (here.error, here.text, take(here));
    view! {
        <input
            class="input"
            id=here.id.clone()
            aria-label=path(here)
            autocomplete="off"
            inputmode=mode
            aria-invalid=move || error.read().is_some().then_some("true")
            aria-describedby=format!("{}-note", here.id)
            prop:value=move || text.get()
            on:input=move |event| take(event_target_value(&event))
        />
    }
    .into_any()
}

fn area(here: &Here, placeholder: &'static str) -> AnyView {
    let (error, text, take) = (here.error, here.text, take(here));
    view! {
        <textarea
            class=if placeholder.is_empty() { "area" } else { "area area--mono" }
            id=here.id.clone()
            rows="2"
            aria-label=path(here)
            placeholder=placeholder
            spellcheck="false"
            aria-invalid=move || error.read().is_some().then_some("true")
            aria-describedby=format!("{}-note", here.id)
            prop:value=move || text.get()
            on:input=move |event| take(event_target_value(&event))
        ></textarea>
    }
    .into_any()
}

/// A calendar; a value that it cannot show is text.
fn time(here: &Here) -> AnyView {
    let now = here.text.get_untracked();
    if !now.is_empty() && (now.len() != 19 || !now.contains('T')) {
        return text_field(here, "text");
    }
    let (error, text, take) = (here.error, here.text, take(here));
    view! {
        <input
            class="input"
            type="datetime-local"
            step="1"
            id=here.id.clone()
            aria-label=path(here)
            aria-invalid=move || error.read().is_some().then_some("true")
            aria-describedby=format!("{}-note", here.id)
            prop:value=move || text.get()
            on:change=move |event| take(event_target_value(&event))
        />
    }
    .into_any()
}

fn choice(here: &Here, words: Vec<String>) -> AnyView {
    let (error, text, take) = (here.error, here.text, take(here));
    let may_be_unset = here.row.with_value(|row| row.within == Within::Structure);
    view! {
        <select
            class="select"
            id=here.id.clone()
            aria-label=path(here)
            aria-invalid=move || error.read().is_some().then_some("true")
            aria-describedby=format!("{}-note", here.id)
            prop:value=move || text.get()
            on:change=move |event| take(event_target_value(&event))
        >
            {may_be_unset.then(|| view! { <option value="">"not set"</option> })}
            {words.into_iter().map(|word| {
                let (own, value) = (word.clone(), word.clone());
                view! { <option value=value selected=move || text.get() == own>{word}</option> }
            }).collect_view()}
        </select>
    }
    .into_any()
}

fn union(here: &Here, choices: Vec<String>) -> AnyView {
    let (this, row, error, now) = (here.this, here.row, here.error, here.now);
    let chosen = memo(move || {
        now.with(|row| match row.as_ref().map(|row| &row.control) {
            Some(Control::Union { chosen, .. }) => chosen.clone().unwrap_or_default(),
            _ => String::new(),
        })
    });
    let choose = move |member: String| {
        let model = this.model.get_untracked();
        if let Some(Ok(model)) = model {
            this.form.update(|form| row.with_value(|row| form.choose(&model, row, &member)));
        }
    };
    view! {
        <select
            class="select"
            id=here.id.clone()
            aria-label=path(here)
            aria-invalid=move || error.read().is_some().then_some("true")
            aria-describedby=format!("{}-note", here.id)
            prop:value=move || chosen.get()
            on:change=move |event| choose(event_target_value(&event))
        >
            <option value="">"choose one"</option>
            {choices.into_iter().map(|word| {
                let (own, value) = (word.clone(), word.clone());
                view! { <option value=value selected=move || chosen.get() == own>{word}</option> }
            }).collect_view()}
        </select>
    }
    .into_any()
}

/// The button that sets a structure, or adds an item or an entry.
fn holder(here: &Here, kind: &Control) -> AnyView {
    let (this, now, kind) = (here.this, here.now, kind.clone());
    let is_structure = kind == Control::Structure;
    let label = match kind {
        Control::List => "Add item",
        Control::Map => "Add entry",
        _ => "Add",
    };
    let place = path(here);
    let shown = memo(move || !(is_structure && now.with(|row| row.as_ref().is_some_and(|row| row.set))));
    let add = move |_| {
        let (Some(row), Some(Ok(model))) = (now.get_untracked(), this.model.get_untracked()) else { return };
        let before = this.rows.with_untracked(Vec::len);
        this.form.update(|form| form.add(&model, &row));
        // The focus goes to the first new row, once it is drawn.
        let first = this.rows.with_untracked(|rows| {
            let added = rows.len().saturating_sub(before);
            let below = format!("{}/", row.pointer);
            let last = rows.iter().rposition(|each| each.pointer.starts_with(&below));
            let place = last.map(|last| (last + 1).saturating_sub(added));
            place.and_then(|place| rows.get(place)).map(|row| id_of(&row.pointer))
        });
        if let Some(first) = first {
            frame::next(move || {
                focus::move_to(&format!("#{first}, #{first}-add"));
            });
        }
    };
    let id = format!("{}-add", here.id);
    view! {
        {move || {
            let (id, label_of) = (id.clone(), format!("{label}: {place}"));
            shown.get().then(|| view! {
                <button type="button" class="btn btn--sm" id=id aria-label=label_of on:click=add>
                    {icon("plus")} {label}
                </button>
            })
        }}
    }
    .into_any()
}

/// The button that takes the row's value away.
fn remove(here: &Here) -> AnyView {
    let (this, now, place) = (here.this, here.now, path(here));
    let shown = memo(move || now.with(|row| row.as_ref().is_some_and(Row::is_removable)));
    view! {
        {move || {
            let place = place.clone();
            shown.get().then(|| view! {
                <button
                    type="button"
                    class="btn btn--ghost btn--sm"
                    aria-label=format!("Remove {place}")
                    on:click=move |_| {
                        if let Some(row) = now.get_untracked() {
                            this.form.update(|form| form.remove(&row));
                            frame::next(|| {
                                focus::move_to(".exform");
                            });
                        }
                    }
                >
                    {icon("close")} "Remove"
                </button>
            })
        }}
    }
    .into_any()
}

/// Bytes: text as it is, or a file.
fn blob(here: &Here) -> AnyView {
    let (this, row, id) = (here.this, here.row, here.id.clone());
    let refused = RwSignal::new(None::<String>);
    let bytes = memo(move || row.with_value(|row| this.form.read().bytes(row)));
    let choose = move |event: web_sys::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let chosen = input.as_ref().map(|input| from_list(input.files())).unwrap_or_default();
        files::read(chosen, move |read| match read.into_iter().next() {
            Some(Ok((_, bytes))) => {
                refused.try_set(None);
                this.form.try_update(|form| row.with_value(|row| form.take_bytes(row, &bytes)));
            }
            Some(Err(why)) => {
                refused.try_set(Some(why));
            }
            None => {}
        });
        // The same file may be chosen again.
        if let Some(input) = input {
            input.set_value("");
        }
    };
    let label = format!("File for {}", path(here));
    let clear = take(here);
    view! {
        {move || bytes.get().map(|bytes| {
            let clear = clear.clone();
            view! {
                <span class="exrow__file">
                    {format!("{} from a file", number::bytes(bytes))}
                    <button type="button" class="btn btn--ghost btn--sm" on:click=move |_| clear(String::new())>"Remove file"</button>
                </span>
            }
        })}
        <div class="exrow__blob" hidden=move || bytes.get().is_some()>{area(here, "Text, sent as bytes")}</div>
        <input type="file" class="imgs__file" id=format!("{id}-file") aria-label=label on:change=choose />
        {move || refused.get().map(|why| view! { <span class="exrow__note" data-err="">{why}</span> })}
    }
    .into_any()
}
