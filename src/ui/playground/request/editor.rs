//! A request body edited as JSON. Valid text updates the experiment and the other side; an error is shown with its
//! place, and the other side keeps the last valid request.
//!
//! A small body is applied on every key press, a large one when typing pauses and before it is sent. When the other
//! side or the form rewrites the body, the editor records that as one undo step.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::edit_fault::EditFault;
use crate::experiment::form::edited_body;
use crate::experiment::{Detached, Draft};
use crate::text::editing::{self, Fault};
use crate::twin::Link;
use crate::twin::row_marks::{Side, marks};
use crate::ui::memo::memo;
use crate::ui::parts::row_marks::drawn;
use crate::ui::state::{AppState, use_app};
use crate::ui::widgets::code_editor::CodeEditor;
use crate::ui::widgets::debounce::Settling;
use crate::ui::widgets::json_view::Lit;
use crate::ui::widgets::rows_of::rows_of;

late_view! {
    compose:
    /// A request body edited as JSON.
    pub fn late(opening: Opening) => editor(opening)
}

/// A body of up to this many bytes is applied on every key press.
const SMALL: usize = 24 * 1024;
/// How long typing in a larger body must pause, in milliseconds.
const REST_MS: u32 = 300;

/// The properties of an editor.
#[derive(Clone, Copy)]
pub struct Opening {
    /// Which body.
    pub side: Side,
    /// Closes it.
    pub close: Callback<()>,
    /// How the bodies correspond.
    pub links: Memo<Vec<Link>>,
    /// The highlighted pair, on both sides.
    pub lit: RwSignal<Lit>,
    /// The error of an edited body, on either side.
    pub edit_fault: RwSignal<Option<EditFault>>,
}

/// The message below the text.
#[derive(Clone, Copy)]
struct Said {
    fault: RwSignal<Option<Fault>>,
    error: RwSignal<Option<String>>,
    notes: RwSignal<Vec<String>>,
}

impl Said {
    fn is_wrong(self) -> bool {
        self.fault.read().is_some() || self.error.read().is_some()
    }

    fn sentence(self) -> Option<String> {
        let fault = self.fault.read();
        let fault = fault.as_ref().map(sentence);
        fault.or_else(|| self.error.get())
    }
}

/// `Not JSON at line 3, column 5: a comma or a } was expected`.
fn sentence(fault: &Fault) -> String {
    format!("Not JSON at line {}, column {}: {}", fault.line, fault.column, fault.expected)
}

/// The editor of one side. It opens with the current body.
pub fn editor(opening: Opening) -> AnyView {
    let state = use_app();
    let Opening { side, close, links, lit, edit_fault } = opening;
    let said = Said { fault: RwSignal::new(None), error: RwSignal::new(None), notes: RwSignal::new(Vec::new()) };
    let detached = memo(move || side == Side::Native && state.draft.with(|draft| draft.detached.is_some()));
    let (name, note_id) = match side {
        Side::Converse => ("Converse request body", "converse-editor-note"),
        Side::Native => ("InvokeModel request body", "invoke-editor-note"),
    };
    // The body as this editor last wrote it, and as it was last written from outside.
    let known = StoredValue::new(body_text(state, side));
    let outside = RwSignal::new(known.get_value());
    // The last applied text and its rows, which link the lines.
    let taken = RwSignal::new(known.get_value());
    let rows = rows_of(taken.into());
    // The editor's text, and whether it still has to be applied.
    let written = StoredValue::new(known.get_value());
    let waiting = StoredValue::new(false);
    // A large text as JSON, read in a task of its own before it is applied.
    let parsed = StoredValue::new(None);
    let settling = Settling::new();
    let body = memo(move || state.shown.with(|_| body_text(state, side)));
    Effect::new(move |_| {
        let body = body.get();
        if known.with_value(|known| *known != body) {
            taken.set(body.clone());
            known.set_value(body.clone());
            said.fault.set(None);
            said.error.set(None);
            waiting.set_value(false);
            written.set_value(body.clone());
            outside.set(body);
        }
    });
    let take_over = move || {
        settling.cancel();
        if waiting.try_update_value(std::mem::take) != Some(true) {
            return;
        }
        let typed = written.get_value();
        said.fault.set(None);
        if let Some(why) = edited_body::too_long(&typed) {
            said.error.set(Some(why));
            return;
        }
        let outcome = if detached.get_untracked() {
            state.draft.update(|draft| {
                if let Some(alone) = &mut draft.detached {
                    alone.body.clone_from(&typed);
                }
            });
            Ok(Vec::new())
        } else {
            let read = parsed.try_update_value(Option::take).flatten();
            match read.unwrap_or_else(|| editing::fault(&typed)) {
                Ok(body) => {
                    let edited = match side {
                        Side::Converse => edited_body::converse(&body),
                        Side::Native => state.composed.with_untracked(|composed| {
                            edited_body::native(&body, composed.model.as_ref(), &body_text(state, Side::Converse))
                        }),
                    };
                    // The notes list what Converse cannot hold.
                    edited.map_err(Some).map(|edited| {
                        state.draft.update(|draft| draft.adopt(&edited.conversation));
                        edited.notes
                    })
                }
                Err(fault) => {
                    said.fault.set(Some(fault));
                    Err(None)
                }
            }
        };
        let error = match outcome {
            Ok(found) => {
                said.notes.set(found);
                known.set_value(body_text(state, side));
                None
            }
            Err(error) => error,
        };
        said.error.set(error);
        taken.set(typed);
    };
    let on_text = Callback::new(move |typed: String| {
        let small = typed.len() <= SMALL;
        written.set_value(typed);
        parsed.set_value(None);
        waiting.set_value(true);
        if small {
            take_over();
            return;
        }
        settling.after(REST_MS, move || {
            if !detached.get_untracked() {
                let read = |text: &String| edited_body::too_long(text).is_none().then(|| editing::fault(text));
                parsed.set_value(written.with_value(read));
            }
            settling.after(0, take_over);
        });
    });
    Effect::new(move |_| {
        edit_fault.set(said.sentence().map(|text| EditFault { side, text }));
    });
    on_cleanup(move || {
        edit_fault.try_set(None);
    });
    let line_marks = Signal::from(memo(move || {
        let rows = rows.read();
        let lines = rows.iter().map(|row| row.pointers.as_slice());
        marks(&links.read(), side, lines).into_iter().map(|mark| mark.map(drawn)).collect::<Vec<_>>()
    }));
    let other_is_wrong = move || edit_fault.read().as_ref().is_some_and(|fault| fault.side != side);
    view! {
        <div
            class="editor"
            data-stale=move || other_is_wrong().then_some("")
            on:focusout=move |_| take_over()
            on:keydown=move |event: KeyboardEvent| {
                if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                    take_over();
                }
            }
        >
            <CodeEditor
                label=name
                outside=outside
                on_text=on_text
                fault=Signal::derive(move || said.fault.read().as_ref().map(|fault| fault.line))
                invalid=Signal::derive(move || said.is_wrong())
                described_by=note_id
                marks=line_marks
                lit=lit
            />
            <p class="field__err" id=note_id role="status" hidden=move || !said.is_wrong()>{move || said.sentence()}</p>
            <ul class="editor__notes" hidden=move || said.notes.read().is_empty()>
                {move || said.notes.get().into_iter().map(|note| view! { <li>{note}</li> }).collect_view()}
            </ul>
            <div class="row row--wrap">
                <button type="button" class="btn btn--sm btn--solid" on:click=move |_| close.run(())>
                    {move || if said.is_wrong() { "Close without this edit" } else { "Done" }}
                </button>
                {(side == Side::Native).then(|| detach(state, detached, written, outside))}
            </div>
        </div>
    }
    .into_any()
}

fn body_text(state: AppState, side: Side) -> String {
    state.shown.with_untracked(|shown| {
        let Some(shown) = shown else { return String::new() };
        match side {
            Side::Converse => shown.twin.converse.body_text.clone(),
            Side::Native => shown.twin.invoke.as_ref().map(|built| built.body_text.clone()).unwrap_or_default(),
        }
    })
}

fn detach(state: AppState, detached: Memo<bool>, written: StoredValue<String>, outside: RwSignal<String>) -> AnyView {
    let field = move |name: &'static str, read: fn(&Detached) -> &String, write: fn(&mut Detached) -> &mut String| {
        let value = state.draft.with_untracked(|draft| draft.detached.as_ref().map(|alone| read(alone).clone()));
        view! {
            <label class="inl">
                <span class="label">{name}</span>
                <input
                    class="input input--mono"
                    aria-label=name
                    value=value.unwrap_or_default()
                    on:input=move |event| {
                        let value = event_target_value(&event);
                        state.draft.update(|draft| {
                            if let Some(alone) = &mut draft.detached {
                                *write(alone) = value;
                            }
                        });
                    }
                />
            </label>
        }
    };
    let set = move |alone: Option<Detached>| state.draft.update(|draft: &mut Draft| draft.detached = alone);
    (move || {
        if detached.get() {
            view! {
                {field("Content-Type", |alone| &alone.content_type, |alone| &mut alone.content_type)}
                {field("Accept", |alone| &alone.accept, |alone| &mut alone.accept)}
                <button
                    type="button"
                    class="btn btn--sm"
                    on:click=move |_| {
                        set(None);
                        let body = body_text(state, Side::Native);
                        written.set_value(body.clone());
                        outside.set(body);
                    }
                >
                    "Re-link"
                </button>
            }
            .into_any()
        } else {
            view! {
                <button
                    type="button"
                    class="btn btn--sm"
                    title="Send this body unchanged, for any model"
                    on:click=move |_| {
                        set(Some(Detached {
                            body: written.get_value(),
                            content_type: "application/json".to_owned(),
                            accept: String::new(),
                        }));
                    }
                >
                    "Detach"
                </button>
            }
            .into_any()
        }
    })
    .into_any()
}
