//! A content block other than text: a picture, document, tool call or result, or any other block as editable JSON.

use leptos::prelude::*;

use crate::experiment::Part;
use crate::experiment::form::block::{is_file, kind, picture_address, summary};
use crate::experiment::form::typed_json;
use crate::text::json;
use crate::ui::memo::memo;
use crate::ui::state::use_app;
use crate::ui::widgets::area::Area;
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::icon_button::IconButton;

late_view! {
    compose:
    /// A non-text content block of a message.
    pub fn late(message: u64, index: usize) => block_card(message, index)
}

/// The block at this index of a message.
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
    let kind = memo(move || block.read().as_ref().map(kind).unwrap_or_default());
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
            {move || block.read().as_ref().and_then(picture_address).map(|address| view! { <img class="block__picture" src=address alt="The attached picture" /> })}
            {move || {
                kind.track();
                let file = block.with_untracked(|block| block.as_ref().is_some_and(is_file));
                let shown = || block.with_untracked(|block| block.as_ref().map(json::print).unwrap_or_default());
                (!file).then(|| editor(message, index, shown()))
            }}
        </div>
    }
    .into_any()
}

fn icon_of(kind: &str) -> &'static str {
    match kind {
        "image" | "video" => "image",
        "toolUse" | "toolResult" => "tool",
        _ => "doc",
    }
}

fn editor(message: u64, index: usize, shown: String) -> AnyView {
    let state = use_app();
    let text = RwSignal::new(shown);
    let error = RwSignal::new(None::<String>);
    let note = format!("block-{message}-{index}-note");
    let described = note.clone();
    let on_text = Callback::new(move |typed: String| {
        match typed_json::block(&typed) {
            Ok(part) => {
                error.set(None);
                state.draft.update(|draft| draft.set_part(message, index, Some(part)));
            }
            Err(why) => error.set(Some(why)),
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
