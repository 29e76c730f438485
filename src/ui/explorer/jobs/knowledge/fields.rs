//! The fields of a part's form.

use leptos::prelude::*;

use super::super::kit::{TextField, fault_at, field_id};
use super::send::Sending;
use super::state::Screen;
use crate::experiment::jobs::knowledge::resources::Resource;
use crate::ui::controllers::account::ask::Loaded;
use crate::ui::widgets::toggle::Toggle;

/// A form of a part.
pub struct Fields<F: Send + Sync + 'static> {
    /// The screen.
    pub screen: Screen,
    /// The call of the part.
    pub sending: Sending,
    /// The form.
    pub form: RwSignal<F>,
}

impl<F: Send + Sync + 'static> Clone for Fields<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F: Send + Sync + 'static> Copy for Fields<F> {}

/// A text of a form.
pub struct Text<F> {
    /// Its field.
    pub field: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What to know about it.
    pub note: &'static str,
    /// Rows of a longer text; 0 for one line.
    pub rows: u32,
    /// Reads it.
    pub read: fn(&F) -> &String,
    /// The place to write it to.
    pub write: fn(&mut F) -> &mut String,
}

impl<F: Send + Sync + 'static> Fields<F> {
    /// A text.
    pub fn text(self, row: Text<F>) -> AnyView {
        let Text { field, label, note, rows, .. } = row;
        let (text, on_text, fault) = self.bound(&row);
        let id = field_id(self.sending.form, field, 0);
        view! { <TextField id=id label=label text=text on_text=on_text fault=fault note=note rows=rows /> }.into_any()
    }

    /// A text with values to choose from; any other can be typed.
    pub fn choice(self, row: Text<F>, choices: Signal<Vec<String>>) -> AnyView {
        let Text { field, label, note, .. } = row;
        let (text, on_text, fault) = self.bound(&row);
        let id = field_id(self.sending.form, field, 0);
        view! {
            <TextField
                id=id label=label text=text on_text=on_text fault=fault note=note choices=choices
                class="input input--mono"
            />
        }
        .into_any()
    }

    /// A switch.
    pub fn switch(self, label: &'static str, read: fn(&F) -> bool, write: fn(&mut F, bool)) -> AnyView {
        let form = self.form;
        view! {
            <Toggle
                label=label
                on=Signal::derive(move || form.with(read))
                on_change=Box::new(move |on| form.update(|form| write(form, on)))
            />
        }
        .into_any()
    }

    fn bound(self, row: &Text<F>) -> (Signal<String>, Callback<String>, Signal<Option<String>>) {
        let Self { screen, sending, form } = self;
        let (field, read, write) = (row.field, row.read, row.write);
        let text = Signal::derive(move || form.with(|form| read(form).clone()));
        let fault = Signal::derive(move || {
            let shown = screen.has_tried(sending.part) || !text.read().is_empty();
            shown.then(|| fault_at(&sending.faults.read(), field, 0)).flatten()
        });
        (text, Callback::new(move |text| form.update(|form| *write(form) = text)), fault)
    }
}

/// The IDs of resources, to choose from.
pub fn ids(loaded: Loaded<Vec<Resource>>) -> Signal<Vec<String>> {
    Signal::derive(move || loaded.value.with(|all| all.iter().flatten().map(|resource| resource.id.clone()).collect()))
}
