//! Fields of the form that stand in rows: texts, actions, and what an entry does on each side.

use leptos::prelude::*;

use super::super::kit::{Choose, TextField, fault_at, field_id};
use super::state::Screen;
use crate::experiment::jobs::guardrail::{Form, Side, Sides};
use crate::ui::widgets::icon_button::IconButton;

/// The form's element id, which begins the ids of its fields.
pub const FORM: &str = "guardrail";

/// How to find a part of the form in a row.
pub type Reads<T> = fn(&Form, usize) -> Option<&T>;
/// How to change it.
pub type Writes<T> = fn(&mut Form, usize) -> Option<&mut T>;

/// A text of the form.
#[derive(Clone, Copy)]
pub struct Text {
    /// Its field, by which faults name it.
    pub field: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What to know about it.
    pub note: &'static str,
    /// Rows of the text area; 0 for one line.
    pub rows: u32,
    /// How to read it.
    pub read: Reads<String>,
    /// How to write it.
    pub write: Writes<String>,
}

/// A text in a row.
pub fn text(screen: Screen, row: usize, text: Text) -> AnyView {
    let Text { field, label, note, rows, read, write } = text;
    let get = move || screen.form.with(|form| read(form, row).cloned().unwrap_or_default());
    let fault = Signal::derive(move || {
        let has_text = screen.form.with(|form| read(form, row).is_some_and(|text| !text.is_empty()));
        (screen.tried.get() || has_text).then(|| fault_at(&screen.faults.read(), field, row)).flatten()
    });
    view! {
        <TextField
            id=field_id(FORM, field, row)
            label=label
            text=Signal::derive(get)
            on_text=Callback::new(move |text| screen.form.update(|form| {
                if let Some(place) = write(form, row) {
                    *place = text;
                }
            }))
            fault=fault
            note=note
            rows=rows
        />
    }
    .into_any()
}

/// A choice in a row.
pub fn choice<T>(
    screen: Screen,
    (id, label): (String, &'static str),
    row: usize,
    choices: Vec<(T, String)>,
    (read, write): (Reads<T>, Writes<T>),
) -> AnyView
where
    T: Copy + Default + PartialEq + Send + Sync + 'static,
{
    view! {
        <Choose
            id=id
            label=label
            choices=choices
            chosen=Signal::derive(move || screen.form.with(|form| read(form, row).copied().unwrap_or_default()))
            on_choose=Callback::new(move |chosen| screen.form.update(|form| {
                if let Some(place) = write(form, row) {
                    *place = chosen;
                }
            }))
        />
    }
    .into_any()
}

/// What an entry does on the prompt and on the answer.
pub fn sides(screen: Screen, field: &'static str, row: usize, at: (Reads<Sides>, Writes<Sides>)) -> AnyView {
    let (read, write) = at;
    let one = move |name: &'static str, of: fn(&Sides) -> Side, to: fn(&mut Sides) -> &mut Side| {
        view! {
            <Choose
                id=field_id(FORM, &format!("{field}-{name}"), row)
                label=if name == "input" { "On the prompt" } else { "On the answer" }
                choices=Side::ALL.into_iter().map(|side| (side, side.name().to_owned())).collect()
                chosen=Signal::derive(move || screen.form.with(|form| read(form, row).map(of).unwrap_or_default()))
                on_choose=Callback::new(move |side| screen.form.update(|form| {
                    if let Some(sides) = write(form, row) {
                        *to(sides) = side;
                    }
                }))
            />
        }
    };
    view! {
        {one("input", |sides| sides.input, |sides| &mut sides.input)}
        {one("output", |sides| sides.output, |sides| &mut sides.output)}
    }
    .into_any()
}

/// The button that removes a row.
pub fn remove(screen: Screen, label: String, remove: impl Fn(&mut Form) + Send + Sync + 'static) -> AnyView {
    view! {
        <IconButton label=label icon="trash" on_press=move |()| screen.form.update(|form| remove(form)) />
    }
    .into_any()
}
