//! The selected frame decoded: its fields and their meaning, its event, the JSON inside a chunk, the padding, and the
//! corresponding frame of the other API.

use leptos::prelude::*;

use super::bytes::{Glass, colour};
use super::source::{Frames, Lane};
use crate::aws::eventstream::layout::FieldKind;
use crate::bedrock::event::Event;
use crate::experiment::Api;
use crate::experiment::run::frame_rows;
use crate::text::number;

/// The panel.
pub fn decoded(frames: Frames, glass: Memo<Option<Glass>>) -> impl IntoView {
    view! {
        <section class="fpane" aria-label="Decoded frame">
            <div class="fpane__head"><h3>"Decoded"</h3></div>
            <div class="fpane__body" tabindex="0" role="group" aria-label="Fields and event">
                {move || glass.with(|glass| glass.as_ref().map(fields))}
                {move || frames.event(frames.shown.get().0, frames.shown.get().1).map(|event| told(&event))}
                {move || partner(frames)}
            </div>
        </section>
    }
}

fn fields(glass: &Glass) -> impl IntoView + use<> {
    let damaged = glass.layout.damage.as_ref().map(|damage| damage.field);
    let rows = glass
        .layout
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| !matches!(field.kind, FieldKind::NameLength | FieldKind::ValueLength | FieldKind::Type))
        .map(|(place, field)| {
            let range = format!("{}–{}", field.offset, field.end().saturating_sub(1));
            let says = if field.text.is_empty() { number::bytes(field.length) } else { field.text.clone() };
            view! {
                <tr data-bad=(damaged == Some(place)).then_some("")>
                    <td><span class=format!("tagb {}", colour(field.kind))>{field.kind.name()}</span></td>
                    <td class="fsays">{says}</td>
                    <td class="fnum">{range}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="ftable">
            <caption class="vh">"The fields of the frame, what they say, and their bytes"</caption>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn told(event: &Event) -> impl IntoView + use<> {
    let wrapping = event.wrapping.map(|wrapping| {
        format!(
            "InvokeModel wraps the model's own JSON: the chunk's “bytes” are {} of base64, which hold {} of JSON.",
            number::count(wrapping.encoded_chars as u64, "character"),
            number::bytes(wrapping.inner_bytes)
        )
    });
    let padding = event.padding.map(|letters| {
        format!(
            "“p” is padding: {}, a random number, so that a frame's size does not reveal its content. Readers ignore \
             it.",
            number::count(letters as u64, "letter")
        )
    });
    let heading = if event.wrapping.is_some() { "Inside the chunk" } else { "Payload" };
    view! {
        <h4>{heading} " " <span class="count">{event.meaning.words()}</span></h4>
        {wrapping.map(|wrapping| view! { <p class="quiet">{wrapping}</p> })}
        {document(event.document_text())}
        {padding.map(|padding| view! { <p class="notice">{padding}</p> })}
    }
}

fn document(text: Option<String>) -> impl IntoView + use<> {
    let text = text.unwrap_or_else(|| "The payload is not JSON".to_owned());
    view! { <pre class="fjson" tabindex="0" role="group" aria-label="JSON of the event">{text}</pre> }
}

/// The corresponding frame of the other stream.
fn partner(frames: Frames) -> Option<AnyView> {
    let (Lane::Call(api), selected) = frames.shown.get() else { return None };
    let other = match api {
        Api::Converse => Api::Invoke,
        Api::Invoke => Api::Converse,
    };
    let place = frame_rows::partner(&frames.converse.read(), &frames.invoke.read(), api, selected)?;
    let body = match place.and_then(|place| Some((place, frames.event(Lane::Call(other), place)?))) {
        Some((place, event)) => {
            let name = event.inner_name.clone().unwrap_or_else(|| event.name.clone());
            view! {
                <p class="quiet">
                    {format!("Frame {} of {}, ", place + 1, other.name())} <code>{name}</code> {", says the same: "}
                    {event.meaning.words()}
                    " "
                    <button type="button" class="btn btn--sm btn--ghost" on:click=move |_| frames.select(Lane::Call(other), place)>
                        "Go to frame"
                    </button>
                </p>
                {document(event.document_text())}
            }
            .into_any()
        }
        None => view! { <p class="quiet">{format!("{} has no frame for this.", other.name())}</p> }.into_any(),
    };
    Some(view! { <h4>{format!("The same in {}", other.name())}</h4> {body} }.into_any())
}
