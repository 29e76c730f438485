//! The input as a form, or as JSON.

use leptos::prelude::*;

use super::field::Field;
use super::state::{Explorer, use_explorer};
use crate::experiment::explorer::form::Form;
use crate::text::number;
use crate::ui::memo::memo;
use crate::ui::widgets::area::Area;
use crate::ui::widgets::segment::segment_of;

/// How the input is edited.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edited {
    Form,
    Json,
}

/// The form.
#[component]
pub fn InputForm() -> impl IntoView {
    let this = use_explorer();
    let edited = RwSignal::new(Edited::Form);
    view! {
        <div class="exform__head">
            <h3>"Input"</h3>
            <div class="seg" role="radiogroup" aria-label="Edit the input as">
                {segment_of("ex-edit", "Form", Edited::Form, edited)} {segment_of("ex-edit", "JSON", Edited::Json, edited)}
            </div>
            <span class="push"></span>
            <button
                type="button"
                class="btn btn--ghost btn--sm"
                disabled=move || this.form.read().is_empty()
                on:click=move |_| {
                    clear(this);
                    edited.set(Edited::Form);
                }
            >
                "Clear"
            </button>
        </div>
        {move || match edited.get() {
            Edited::Form => view! { <Fields this=this /> }.into_any(),
            Edited::Json => view! { <AsJson this=this /> }.into_any(),
        }}
        <Problems this=this />
    }
}

fn clear(this: Explorer) {
    this.form.set(Form::default());
    this.tried.set(false);
    this.state.status.announce("The input is empty".to_owned());
}

#[component]
fn Fields(this: Explorer) -> impl IntoView {
    let none = move || this.rows.with(Vec::is_empty);
    view! {
        <div class="exform__rows" role="group" aria-label="Input members">
            {move || none().then(|| view! { <p class="quiet">"It takes no input."</p> })}
            <For
                each=move || this.rows.get()
                key=move |row| {
                    let operation = this.operation.get_untracked().map(|operation| operation.name);
                    (operation, row.pointer.clone(), row.shape.clone(), row.control_key(), row.within)
                }
                children=move |row| view! { <Field this=this row=row /> }
            />
        </div>
    }
}

#[component]
fn AsJson(this: Explorer) -> impl IntoView {
    // While one types, the text is theirs, not the printed input.
    let text = RwSignal::new(this.form.with_untracked(Form::typed_json));
    let error = memo(move || this.form.read().json_error().map(str::to_owned));
    let take = move |typed: String| {
        this.form.update(|form| form.take_json(&typed));
        text.set(typed);
    };
    view! {
        <Area
            label="Input as JSON"
            text=text
            on_text=Callback::new(take)
            class="area area--mono"
            invalid=Signal::derive(move || error.read().is_some())
            spellcheck=false
            rows=10
        />
        <p class="setfield__note" role="status" data-err=move || error.read().is_some().then_some("")>
            {move || error.get().unwrap_or_else(|| "Files are base64 text. What is not an object is not taken over.".to_owned())}
        </p>
    }
}

/// How much is wrong, and what is wrong at no field.
#[component]
fn Problems(this: Explorer) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let tried = this.tried.get();
        let problems = this.problems.read();
        problems
            .iter()
            .filter(|problem| tried || !problem.missing)
            .map(|problem| problem.text.clone())
            .collect::<Vec<_>>()
    });
    move || {
        let problems = shown.get();
        (!problems.is_empty()).then(|| view! {
            <div class="notice notice--err exform__problems" tabindex="-1" role="group" aria-label="Problems of the input">
                <div>
                    <p>{format!("{} will be refused:", number::count(problems.len() as u64, "value"))}</p>
                    <ul>{problems.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
                </div>
            </div>
        })
    }
}
