//! A content block that is not text: a picture, a document, a tool's call or result, or anything else, as JSON that can be
//! edited.

use leptos::prelude::*;
use serde_json::Value;

use crate::experiment::Part;
use crate::text::{json, number};
use crate::ui::memo::memo;
use crate::ui::state::use_app;
use crate::ui::widgets::area::Area;
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::icon_button::IconButton;

late_view! {
    compose:
    /// A content block of a message that is not text.
    pub fn late(message: u64, index: usize) => block_card(message, index)
}

/// The block at this place of a message.
pub fn block_card(message: u64, index: usize) -> AnyView {
    let state = use_app();
    let block = memo(move || {
        state.draft.with(|draft| {
            let found = draft.messages.iter().find(|each| each.id == message)?;
            match found.content.get(index)? {
                Part::Block(block) => Some(block.clone()),
                Part::Text(_) => None,
            }
        })
    });
    let kind = memo(move || block.read().as_ref().and_then(kind_of).unwrap_or_default());
    let remove = move |()| state.draft.update(|draft| draft.set_part(message, index, None));
    view! {
        <div class="block">
            <div class="block__head">
                {move || icon(icon_of(&kind.read()))}
                <code>{move || kind.get()}</code>
                <span class="note">{move || block.read().as_ref().map(summary)}</span>
                <span class="push"></span>
                <IconButton
                    label=Signal::derive(move || format!("Remove {} block", kind.get()))
                    title="Remove block"
                    icon="close"
                    on_press=remove
                />
            </div>
            {move || picture(block.read().as_ref())}
            {move || {
                let media = matches!(kind.get().as_str(), "image" | "document" | "video" | "audio");
                let bytes = block.with_untracked(|block| block.as_ref().is_some_and(has_bytes));
                (!(media && bytes)).then(|| editor(message, index, block))
            }}
        </div>
    }
    .into_any()
}

/// The one member of a content block is its kind.
fn kind_of(block: &Value) -> Option<String> {
    block.as_object()?.keys().next().cloned()
}

fn icon_of(kind: &str) -> &'static str {
    match kind {
        "image" | "video" => "image",
        "toolUse" | "toolResult" => "tool",
        _ => "doc",
    }
}

fn has_bytes(block: &Value) -> bool {
    member(block).is_some_and(|inner| inner.pointer("/source/bytes").is_some())
}

fn member(block: &Value) -> Option<&Value> {
    block.as_object()?.values().next()
}

/// Format, name and size, where the block has them.
fn summary(block: &Value) -> String {
    let Some(inner) = member(block) else { return String::new() };
    let text = |pointer: &str| inner.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let size = text("/source/bytes").map(|encoded| number::bytes(encoded.len() / 4 * 3));
    [text("/name"), text("/format"), size, text("/toolUseId"), text("/source/s3Location/uri")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// A picture is shown; its bytes never leave the page but in the request.
fn picture(block: Option<&Value>) -> Option<AnyView> {
    let image = block?.get("image")?;
    let format = image.get("format")?.as_str()?;
    let bytes = image.pointer("/source/bytes")?.as_str()?;
    let address = format!("data:image/{format};base64,{bytes}");
    Some(view! { <img class="block__picture" src=address alt="The attached picture" /> }.into_any())
}

fn editor(message: u64, index: usize, block: Memo<Option<Value>>) -> AnyView {
    let state = use_app();
    let shown = block.with_untracked(|block| block.as_ref().map(json::print).unwrap_or_default());
    let text = RwSignal::new(shown);
    let error = RwSignal::new(None::<String>);
    let note = format!("block-{message}-{index}-note");
    let described = note.clone();
    let on_text = Callback::new(move |typed: String| {
        match serde_json::from_str::<Value>(&typed) {
            Ok(value) if value.as_object().is_some_and(|members| members.len() == 1) => {
                error.set(None);
                state.draft.update(|draft| draft.set_part(message, index, Some(Part::Block(value))));
            }
            Ok(_) => {
                error
                    .set(Some("A content block is an object with one member, for example { \"image\": … }".to_owned()));
            }
            Err(fault) => error.set(Some(format!("Not JSON yet: {fault}. The last good block is kept"))),
        }
        text.set(typed);
    });
    view! {
        <Area
            label=Signal::derive(move || format!("Block {} as JSON", index + 1))
            class="area area--mono"
            rows=3
            spellcheck=false
            text=text
            invalid=Signal::derive(move || error.read().is_some())
            described_by=described
            on_text=on_text
        />
        <p class="field__err" id=note hidden=move || error.read().is_none()>{move || error.get()}</p>
    }
    .into_any()
}
