//! A request body edited as JSON. What parses flows to the experiment and to the other side; what does not is said, with its
//! place, and the other side keeps the last good request.

use leptos::prelude::*;
use serde_json::Value;

use crate::bedrock::converse;
use crate::experiment::{Detached, Draft};
use crate::twin::{self, marks::Side};
use crate::ui::memo::memo;
use crate::ui::state::{AppState, use_app};
use crate::ui::widgets::area::Area;

/// The editor of one side. It opens with the body as it stands.
pub fn editor(side: Side, close: Callback<()>) -> AnyView {
    let state = use_app();
    let text = RwSignal::new(body_text(state, side));
    let error = RwSignal::new(None::<String>);
    let notes = RwSignal::new(Vec::<String>::new());
    let detached = memo(move || side == Side::Native && state.draft.with(|draft| draft.detached.is_some()));
    let name = match side {
        Side::Converse => "Converse request body",
        Side::Native => "InvokeModel request body",
    };
    let on_text = Callback::new(move |typed: String| {
        let outcome = if detached.get_untracked() {
            state.draft.update(|draft| {
                if let Some(alone) = &mut draft.detached {
                    alone.body.clone_from(&typed);
                }
            });
            Ok(Vec::new())
        } else {
            apply(state, side, &typed)
        };
        match outcome {
            Ok(found) => {
                error.set(None);
                notes.set(found);
            }
            Err(message) => error.set(Some(message)),
        }
        text.set(typed);
    });
    let note_id = match side {
        Side::Converse => "converse-editor-note",
        Side::Native => "invoke-editor-note",
    };
    view! {
        <div class="editor">
            <Area
                label=name
                class="area area--mono editor__text"
                rows=12
                spellcheck=false
                text=text
                invalid=Signal::derive(move || error.read().is_some())
                described_by=note_id
                on_text=on_text
            />
            <p class="field__err" id=note_id role="status" hidden=move || error.read().is_none()>{move || error.get()}</p>
            <ul class="editor__notes" hidden=move || notes.read().is_empty()>
                {move || notes.get().into_iter().map(|note| view! { <li>{note}</li> }).collect_view()}
            </ul>
            <div class="row row--wrap">
                <button type="button" class="btn btn--sm btn--solid" on:click=move |_| close.run(())>"Done"</button>
                {(side == Side::Native).then(|| detach(state, detached, text))}
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

/// Takes an edited body over into the draft; what Converse cannot hold is returned as notes.
fn apply(state: AppState, side: Side, typed: &str) -> Result<Vec<String>, String> {
    let body: Value = serde_json::from_str(typed)
        .map_err(|error| format!("Not JSON at line {}, column {}: {error}", error.line(), error.column()))?;
    let (body, notes) = match side {
        Side::Converse => (body, Vec::new()),
        Side::Native => {
            let model = state.composed.with_untracked(|composed| composed.model.clone());
            let model = model.ok_or("The model field holds no model id, so there is no family to read this body by")?;
            let family = model
                .family()
                .ok_or("This id does not say which model family it serves. Pick the family beside the model, or detach the body")?;
            let mut back = twin::converse_body(family, &body, &model).map_err(|error| error.to_string())?;
            let before = body_text(state, Side::Converse);
            if let Ok(before) = serde_json::from_str(&before) {
                back.carry_over(&before);
            }
            let notes = back
                .native_only
                .iter()
                .map(|only| match &only.kept_at {
                    Some(kept) => format!("{} is kept at {kept}. {}", only.pointer, only.note),
                    None => format!("{} is not in the Converse request. {}", only.pointer, only.note),
                })
                .collect();
            (back.body, notes)
        }
    };
    let conversation = converse::from_body(&body).map_err(|error| error.to_string())?;
    state.draft.update(|draft| draft.adopt(&conversation));
    Ok(notes)
}

fn detach(state: AppState, detached: Memo<bool>, text: RwSignal<String>) -> AnyView {
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
                        text.set(body_text(state, Side::Native));
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
                    title="Send this body as it stands, for any model"
                    on:click=move |_| {
                        set(Some(Detached {
                            body: text.get_untracked(),
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
