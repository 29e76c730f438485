//! The plain text of a content block, for formats that have strings where Converse has blocks.

use serde_json::Value;

use super::link::LinkKind;
use super::task::items;
use crate::text::json::compact;

/// The text of a block, for formats that can hold only text.
pub(super) struct BlockText<'a> {
    /// Pointer to the text inside the block.
    pub(super) place: &'static str,
    /// The text itself.
    pub(super) text: &'a str,
    /// A note on what else the block holds, which is lost.
    pub(super) lost: Option<&'static str>,
}

/// The text in a block: plain, guarded or cited text.
pub(super) fn text_of(block: &Value) -> Option<BlockText<'_>> {
    const PLACES: [(&str, Option<&str>); 3] = [
        ("/text", None),
        (
            "/guardContent/text/text",
            Some(
                "The text is sent without the mark for the guardrail: with InvokeModel, such marks are tags inside the \
                 text.",
            ),
        ),
        (
            "/citationsContent/content/0/text",
            Some("The cited text is sent without its source: the native request has no place for it."),
        ),
    ];
    PLACES.into_iter().find_map(|(place, lost)| {
        let text = block.pointer(place)?.as_str()?;
        Some(BlockText { place, text, lost })
    })
}

impl BlockText<'_> {
    /// The kind and the note of the text's link: `Lossy` when part of the block is lost.
    pub(super) fn kind(&self, kind: LinkKind, note: &'static str) -> (LinkKind, &'static str) {
        self.lost.map_or((kind, note), |lost| (LinkKind::Lossy, lost))
    }
}

/// The content of a tool's result as one text, and the places that went into it.
pub(super) fn result_text(result: &Value, from: &str) -> (String, Vec<String>) {
    let mut texts = Vec::new();
    let mut places = Vec::new();
    for (index, block) in items(result, "content").iter().enumerate() {
        if let Some(text) = block.get("text").and_then(Value::as_str) {
            texts.push(text.to_owned());
            places.push(format!("{from}/content/{index}/text"));
        } else if let Some(json) = block.get("json") {
            texts.push(compact(json));
            places.push(format!("{from}/content/{index}/json"));
        }
    }
    (texts.join("\n"), places)
}
