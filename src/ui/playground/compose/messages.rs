//! The system prompt and the messages: type, add, remove, duplicate, reorder, change the role.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::blocks;
use crate::bedrock::conversation::Role;
use crate::experiment::form::draft::Direction;
use crate::experiment::{Field, Part};
use crate::platform::{files, focus, frame};
use crate::ui::controllers::attach::attach;
use crate::ui::controllers::validate::refusal_of;
use crate::ui::memo::memo;
use crate::ui::state::use_app;
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::icon_button::IconButton;
use crate::ui::widgets::lazy_view::lazy_view;
use crate::ui::widgets::text_field::TextField;

/// The number of messages drawn, from the last, and of blocks of a message, from the first; others are shown on request.
const DRAWN: usize = 40;

/// The system prompt and the list of messages.
#[component]
pub fn Messages() -> impl IntoView {
    let state = use_app();
    let drawn = RwSignal::new(DRAWN);
    let count = memo(move || state.draft.with(|draft| draft.messages.len()));
    let hidden = memo(move || count.get().saturating_sub(drawn.get()));
    let ids = memo(move || {
        let hidden = hidden.get();
        state.draft.with(|draft| draft.messages.iter().skip(hidden).map(|message| message.id).collect::<Vec<_>>())
    });
    let has_system = memo(move || state.draft.with(|draft| draft.system.is_some()));
    let add = move |_| {
        let Some(id) = state.draft.try_update(crate::experiment::Draft::add_message) else { return };
        drawn.update(|drawn| *drawn += 1);
        focus_message(id);
    };
    view! {
        <div class="stack">
            <div class="msgs">
                {move || has_system.get().then(|| view! { <System /> })}
                {show_more("up", "earlier messages", hidden, drawn)}
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

/// A button that draws more of a long list, while there is more.
fn show_more(mark: &'static str, what: &'static str, hidden: Memo<usize>, drawn: RwSignal<usize>) -> AnyView {
    (move || {
        let hidden = hidden.get();
        (hidden > 0).then(|| {
            view! {
                <button
                    type="button"
                    class="btn btn--ghost btn--sm"
                    on:click=move |_| drawn.update(|drawn| *drawn += DRAWN)
                >
                    {icon(mark)}
                    {format!("Show {what}, {hidden} not shown")}
                </button>
            }
        })
    })
    .into_any()
}

fn focus_message(id: u64) {
    frame::next(move || {
        focus::move_to(&format!("#message-{id}"));
    });
}

#[component]
fn System() -> impl IntoView {
    let state = use_app();
    let text = memo(move || state.draft.with(|draft| draft.system.clone().unwrap_or_default()));
    view! {
        <div class="msg msg--system" data-at=Field::System.pointer()>
            <div class="msg__head">
                <label class="role" for="system">"System"</label>
                <span class="push"></span>
                <IconButton
                    label="Remove system prompt"
                    icon="close"
                    on_press=move |()| state.draft.update(|draft| draft.system = None)
                />
            </div>
            <TextField
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
    let place =
        memo(move || state.draft.with(|draft| draft.messages.iter().position(|message| message.id == id).unwrap_or(0)));
    let count = memo(move || state.draft.with(|draft| draft.messages.len()));
    let message =
        memo(move || state.draft.with(|draft| draft.messages.iter().find(|message| message.id == id).cloned()));
    let role = memo(move || message.read().as_ref().map_or(Role::User, |message| message.role));
    let number = move || place.get() + 1;
    let note = memo(move || {
        let field = Field::Message(place.get());
        let own = state.composed.read().at(field).next().map(|issue| issue.message.clone());
        own.or_else(|| refusal_of(state, field))
    });
    let note_id = StoredValue::new(format!("message-{id}-note"));
    let parts = RwSignal::new(DRAWN);
    let shapes = memo(move || {
        let message = message.read();
        let content = message.as_ref().map(|message| message.content.as_slice()).unwrap_or_default();
        content.iter().take(parts.get()).map(|part| matches!(part, Part::Text(_))).enumerate().collect::<Vec<_>>()
    });
    let further =
        memo(move || message.read().as_ref().map_or(0, |message| message.content.len()).saturating_sub(parts.get()));
    let error = RwSignal::new(None::<String>);
    let take = move |event: &web_sys::Event, files: Vec<web_sys::File>| {
        if !files.is_empty() {
            event.prevent_default();
            attach(state, id, files, error);
        }
    };
    let on_role = move |event| {
        let role = if event_target_value(&event) == "assistant" { Role::Assistant } else { Role::User };
        state.draft.update(|draft| {
            if let Some(message) = draft.messages.iter_mut().find(|message| message.id == id) {
                message.role = role;
            }
        });
    };
    let action = move |name: &'static str, icon: &'static str, hidden: Signal<bool>, act: Callback<()>| {
        let label = Signal::derive(move || format!("{name} message {}", number()));
        view! { <IconButton label=label icon=icon hidden=hidden on_press=act /> }
    };
    let move_to = move |direction: Direction| {
        Callback::new(move |()| state.draft.update(|draft| draft.move_message(id, direction)))
    };
    view! {
        <div
            class="msg"
            data-at=move || Field::Message(place.get()).pointer()
            on:paste=move |event| {
                take(&event, files::from_list(event.clipboard_data().and_then(|data| data.files())));
            }
            on:dragover=move |event| event.prevent_default()
            on:drop=move |event| {
                take(&event, files::from_list(event.data_transfer().and_then(|data| data.files())));
            }
        >
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
                <label class="btn btn--ghost btn--icon btn--sm filepick" title="Attach files to the message">
                    {icon("image")}
                    <input
                        type="file"
                        multiple
                        aria-label=move || format!("Attach files to message {}", number())
                        on:change=move |event| {
                            let input = event
                                .target()
                                .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
                            if let Some(input) = input {
                                attach(state, id, files::from_list(input.files()), error);
                                input.set_value("");
                            }
                        }
                    />
                </label>
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
            <For
                each=move || shapes.get()
                key=|shape| *shape
                children=move |(index, is_text)| {
                    if !is_text {
                        return lazy_view(move |owner| blocks::late(owner, id, index));
                    }
                    view! { <TextPart id=id index=index number=Signal::derive(number) note_id=note_id.get_value() /> }
                        .into_any()
                }
            />
            {show_more("right", "more content blocks", further, parts)}
            <p class="field__err msg__said" role="alert" hidden=move || error.read().is_none()>{move || error.get()}</p>
            <p class="msg__note" id=note_id.get_value() hidden=move || note.read().is_none()>{move || note.get()}</p>
        </div>
    }
}

/// One text block of a message. The first one is named after the message.
#[component]
fn TextPart(id: u64, index: usize, number: Signal<usize>, note_id: String) -> impl IntoView {
    let state = use_app();
    let found = memo(move || {
        state.draft.with(|draft| {
            let message = draft.messages.iter().find(|message| message.id == id)?;
            let earlier = message.content.iter().take(index).filter(|part| matches!(part, Part::Text(_))).count();
            match message.content.get(index)? {
                Part::Text(text) => Some((earlier, text.clone())),
                Part::Block(_) => None,
            }
        })
    });
    let text = memo(move || found.get().map(|(_, text)| text).unwrap_or_default());
    let first = move || found.read().as_ref().is_none_or(|(earlier, _)| *earlier == 0);
    let label = Signal::derive(move || match found.read().as_ref() {
        Some((earlier, _)) if *earlier > 0 => format!("Message {}, text {}", number.get(), earlier + 1),
        Some(_) | None => format!("Message {}", number.get()),
    });
    let element = if found.with_untracked(|found| found.as_ref().is_none_or(|(earlier, _)| *earlier == 0)) {
        format!("message-{id}")
    } else {
        format!("message-{id}-{index}")
    };
    let set = move |part: Option<Part>| state.draft.update(|draft| draft.set_part(id, index, part));
    view! {
        <TextField
            id=element
            label=label
            text=text
            described_by=note_id
            on_text=Callback::new(move |text| set(Some(Part::Text(text))))
        />
        {move || (!first()).then(|| view! {
            <button type="button" class="btn btn--ghost btn--sm" on:click=move |_| set(None)>
                {icon("close")}
                "Remove this text"
            </button>
        })}
    }
}
