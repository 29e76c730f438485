//! The form of a guardrail: its name, its messages, its policies, and what saves it.

use leptos::prelude::*;

use super::super::code::CallCode;
use super::super::kit::{code, fault_at, status, to_first};
use super::policies::{Filters, Topics, Words};
use super::rows::{FORM, Text, text};
use super::sensitive::{Groundings, Regexes, Sensitive};
use super::state::{Screen, Then, use_screen};
use crate::experiment::jobs::guardrail::list::created_id;
use crate::platform::save;
use crate::text::json;
use crate::ui::controllers::toast;
use crate::ui::memo::memo;
use crate::ui::parts::copy_button::CopyButton;
use crate::ui::widgets::icon::late_icon;

/// The form.
#[component]
pub fn Editor() -> impl IntoView {
    let screen = use_screen();
    let title = move || if screen.current.read().is_some() { "Working draft" } else { "New guardrail" };
    let changed = memo(move || screen.is_changed());
    let call = memo(move || screen.form.with(|form| form.ask(screen.current.read().as_deref())));
    view! {
        <section class="job__part" id=FORM aria-labelledby="h-guardrail">
            <div class="job__head">
                <h2 id="h-guardrail">{title}</h2>
                {move || screen.current.get().map(code)}
                {move || screen.row().map(|row| status(&row.status))}
                <span class="note">
                    {move || (changed.get() && screen.current.read().is_some()).then_some("Changed since it was saved")}
                </span>
            </div>
            <div class="job__form">
                {text(screen, 0, Text {
                    field: "name", label: "Name", note: "", rows: 0,
                    read: |form, _| Some(&form.name),
                    write: |form, _| Some(&mut form.name),
                })}
                {text(screen, 0, Text {
                    field: "about", label: "Description", note: "Optional", rows: 0,
                    read: |form, _| Some(&form.about),
                    write: |form, _| Some(&mut form.about),
                })}
                {text(screen, 0, Text {
                    field: "blocked-input", label: "Answer to a blocked prompt", note: "", rows: 2,
                    read: |form, _| Some(&form.blocked_input),
                    write: |form, _| Some(&mut form.blocked_input),
                })}
                {text(screen, 0, Text {
                    field: "blocked-output", label: "In place of a blocked answer", note: "", rows: 2,
                    read: |form, _| Some(&form.blocked_output),
                    write: |form, _| Some(&mut form.blocked_output),
                })}
                {text(screen, 0, Text {
                    field: "profile", label: "Guardrail profile", note: "Only for the Standard tier, such as us.guardrail.v1:0", rows: 0,
                    read: |form, _| Some(&form.profile),
                    write: |form, _| Some(&mut form.profile),
                })}
            </div>
            <Topics />
            <Filters />
            <Words />
            <Sensitive />
            <Regexes />
            <Groundings />
            {move || screen.tried.get().then(|| fault_at(&screen.faults.read(), "policies", 0)).flatten().map(|fault| view! {
                <p class="field__err" role="alert">{fault}</p>
            })}
            <div class="acts">
                <button type="button" class="btn btn--solid" on:click=move |_| store(screen, Then::Rest)>
                    {move || if screen.current.read().is_some() { "Save the draft…" } else { "Create…" }}
                </button>
                <button
                    type="button"
                    class="btn"
                    hidden=move || !(changed.get() && screen.current.read().is_some())
                    on:click=move |_| {
                        if let Some(saved) = screen.saved.get_untracked() {
                            screen.form.set(saved);
                        }
                    }
                >
                    "Back to the saved draft"
                </button>
            </div>
            <Export />
            <CallCode id="guardrail-code" ask=call />
        </section>
    }
}

/// Creates the guardrail or replaces its draft, after the dialog.
pub fn store(screen: Screen, then: Then) {
    let id = screen.current.get_untracked();
    let plan = screen.form.with_untracked(|form| match &id {
        Some(id) => form.update(id),
        None => form.create(),
    });
    let Some(plan) = plan else {
        screen.tried.set(true);
        return to_first(FORM, &screen.faults.read_untracked());
    };
    screen.tried.set(false);
    screen.desk.propose(plan, move |output| {
        if screen.current.get_untracked().is_none() {
            screen.current.set(created_id(&output));
        }
        screen.draft_saved(then);
    });
}

/// The input of `CreateGuardrail`, as the form writes it.
#[component]
fn Export() -> impl IntoView {
    let screen = use_screen();
    let written = memo(move || screen.form.with(|form| json::print(&form.input())));
    let copied = Callback::new(move |()| written.get_untracked());
    let save = move |_| {
        let saved = save::text("guardrail.json", &written.read_untracked());
        toast::say(
            screen.state,
            match saved {
                Ok(()) => "Saved as guardrail.json".to_owned(),
                Err(error) => error.to_string(),
            },
        );
    };
    let open = RwSignal::new(false);
    view! {
        <details class="job__fold" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>"The input of CreateGuardrail as JSON"</summary>
            <div class="acts">
                <CopyButton label="Copy the input as JSON" text=copied />
                <button type="button" class="btn btn--sm" on:click=save>{late_icon("download")} "Save as guardrail.json"</button>
            </div>
            {move || open.get().then(|| view! {
                <pre class="job__line" tabindex="0" role="group" aria-label="Input of CreateGuardrail">{written}</pre>
            })}
        </details>
    }
}
