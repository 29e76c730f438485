//! The system prompt and the messages: type, add, remove, duplicate, reorder, change the role.

use leptos::prelude::*;

use crate::bedrock::conversation::Role;
use crate::experiment::Field;
use crate::experiment::draft::Direction;
use crate::platform::{focus, frame};
use crate::ui::controllers::validate::refusal_of;
use crate::ui::state::use_app;
use crate::ui::widgets::area::Area;
use crate::ui::widgets::icon::icon;

/// The system prompt and the list of messages.
#[component]
pub fn Messages() -> impl IntoView {
    let state = use_app();
    let ids = Memo::new(move |_| {
        state.draft.with(|draft| draft.messages.iter().map(|message| message.id).collect::<Vec<_>>())
    });
    let has_system = Memo::new(move |_| state.draft.with(|draft| draft.system.is_some()));
    let add = move |_| {
        let Some(id) = state.draft.try_update(crate::experiment::Draft::add_message) else { return };
        focus_message(id);
    };
    view! {
        <div class="stack">
            <div class="msgs">
                {move || has_system.get().then(|| view! { <System /> })}
                <For each=move || ids.get() key=|id| *id children=|id| view! { <MessageCard id=id /> } />
            </div>
            <div class="adders">
                <button type="button" class="btn btn--ghost btn--sm" on:click=add>{icon("plus")} "Message"</button>
                {move || {
                    (!has_system.get()).then(|| view! {
                        <button
                            type="button"
                            class="btn btn--ghost btn--sm"
                            on:click=move |_| state.draft.update(|draft| draft.system = Some(String::new()))
                        >
                            {icon("plus")}
                            "System prompt"
                        </button>
                    })
                }}
            </div>
        </div>
    }
}

fn focus_message(id: u64) {
    frame::next(move || {
        focus::move_to(&format!("#message-{id}"));
    });
}

#[component]
fn System() -> impl IntoView {
    let state = use_app();
    let text = Memo::new(move |_| state.draft.with(|draft| draft.system.clone().unwrap_or_default()));
    view! {
        <div class="msg msg--system">
            <div class="msg__head">
                <label class="role" for="system">"System"</label>
                <span class="push"></span>
                <button
                    type="button"
                    class="btn btn--ghost btn--icon btn--sm"
                    aria-label="Remove system prompt"
                    title="Remove system prompt"
                    on:click=move |_| state.draft.update(|draft| draft.system = None)
                >
                    {icon("close")}
                </button>
            </div>
            <Area
                id="system"
                label="System"
                text=text
                placeholder="Not sent while it is empty"
                on_text=Callback::new(move |text| state.draft.update(|draft| draft.system = Some(text)))
            />
        </div>
    }
}

#[component]
fn MessageCard(id: u64) -> impl IntoView {
    let state = use_app();
    let place = Memo::new(move |_| {
        state.draft.with(|draft| draft.messages.iter().position(|message| message.id == id).unwrap_or(0))
    });
    let count = Memo::new(move |_| state.draft.with(|draft| draft.messages.len()));
    let message =
        Memo::new(move |_| state.draft.with(|draft| draft.messages.iter().find(|message| message.id == id).cloned()));
    let text = Memo::new(move |_| message.read().as_ref().map(|message| message.text.clone()).unwrap_or_default());
    let role = Memo::new(move |_| message.read().as_ref().map_or(Role::User, |message| message.role));
    let number = move || place.get() + 1;
    let note = Memo::new(move |_| {
        let field = Field::Message(place.get());
        let own = state.composed.read().at(field).next().map(|issue| issue.message.clone());
        own.or_else(|| refusal_of(state, field))
    });
    let note_id = format!("message-{id}-note");
    let described_by = note_id.clone();
    let on_text = Callback::new(move |text: String| {
        state.draft.update(|draft| {
            if let Some(message) = draft.messages.iter_mut().find(|message| message.id == id) {
                message.text = text;
            }
        });
    });
    let on_role = move |event| {
        let role = if event_target_value(&event) == "assistant" { Role::Assistant } else { Role::User };
        state.draft.update(|draft| {
            if let Some(message) = draft.messages.iter_mut().find(|message| message.id == id) {
                message.role = role;
            }
        });
    };
    let action = move |name: &'static str, icon_name: &'static str, hidden: Signal<bool>, act: Callback<()>| {
        view! {
            <button
                type="button"
                class="btn btn--ghost btn--icon btn--sm"
                aria-label=move || format!("{name} message {}", number())
                title=format!("{name} message")
                hidden=move || hidden.get()
                on:click=move |_| act.run(())
            >
                {icon(icon_name)}
            </button>
        }
    };
    let move_to = move |direction: Direction| {
        Callback::new(move |()| state.draft.update(|draft| draft.move_message(id, direction)))
    };
    view! {
        <div class="msg">
            <div class="msg__head">
                <select
                    class="role"
                    aria-label=move || format!("Role of message {}", number())
                    prop:value=move || role.get().as_str()
                    on:change=on_role
                >
                    <option value="user" selected=move || role.get() == Role::User>"User"</option>
                    <option value="assistant" selected=move || role.get() == Role::Assistant>"Assistant"</option>
                </select>
                <span class="push"></span>
                {action("Move up", "up", Signal::derive(move || place.get() == 0), move_to(Direction::Up))}
                {action(
                    "Move down",
                    "down",
                    Signal::derive(move || place.get() + 1 >= count.get()),
                    move_to(Direction::Down),
                )}
                {action(
                    "Duplicate",
                    "copy",
                    Signal::derive(|| false),
                    Callback::new(move |()| {
                        if let Some(Some(copy)) = state.draft.try_update(|draft| draft.duplicate_message(id)) {
                            focus_message(copy);
                        }
                    }),
                )}
                {action(
                    "Delete",
                    "trash",
                    Signal::derive(|| false),
                    Callback::new(move |()| {
                        state.draft.update(|draft| draft.remove_message(id));
                        frame::next(|| {
                            focus::move_to(".msg:last-child textarea");
                        });
                    }),
                )}
            </div>
            <Area
                id=format!("message-{id}")
                label=Signal::derive(move || format!("Message {}", number()))
                text=text
                described_by=described_by
                on_text=on_text
            />
            <p class="msg__note" id=note_id hidden=move || note.read().is_none()>{move || note.get()}</p>
        </div>
    }
}
