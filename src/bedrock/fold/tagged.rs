//! Reasoning inside the text: `<reasoning>…</reasoning>` before an answer, or DeepSeek-R1's text up to `</think>`.
//!
//! A tag may be cut by a chunk's end, so what could still become one is held back. However the text is cut, the blocks
//! come out the same.

use super::Assembly;
use crate::bedrock::turn::TurnBlock;

const REASONING: u64 = 0;
const TEXT: u64 = 1;

/// Which tags a family's text has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tags {
    /// `<reasoning>` at the very beginning, or none.
    Reasoning,
    /// `<think>`, which the prompt may already have opened.
    Think,
}

impl Tags {
    fn open(self) -> &'static str {
        match self {
            Self::Reasoning => "<reasoning>",
            Self::Think => "<think>",
        }
    }

    fn close(self) -> &'static str {
        match self {
            Self::Reasoning => "</reasoning>",
            Self::Think => "</think>",
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Start,
    /// Reasoning whose tag was seen.
    Opened,
    /// Text that is reasoning if the closing tag comes.
    Assumed,
    /// After the closing tag, before the first letter of the text.
    Closed,
    Text,
}

/// Text on its way through the tags.
#[derive(Clone, Debug, Default)]
pub(super) struct Tagged {
    state: State,
    held: String,
}

/// The text goes on.
pub(super) fn push(assembly: &mut Assembly, tags: Tags, fragment: &str) {
    assembly.tagged.held.push_str(fragment);
    loop {
        let held = std::mem::take(&mut assembly.tagged.held);
        match assembly.tagged.state {
            State::Start => {
                if let Some(rest) = held.strip_prefix(tags.open()) {
                    assembly.tagged.held = rest.to_owned();
                    assembly.tagged.state = State::Opened;
                } else if tags.open().starts_with(&held) {
                    assembly.tagged.held = held;
                    return;
                } else {
                    assembly.tagged.held = held;
                    assembly.tagged.state = if tags == Tags::Think { State::Assumed } else { State::Text };
                }
            }
            State::Opened | State::Assumed => {
                if let Some((reasoning, rest)) = held.split_once(tags.close()) {
                    reasoning_goes_on(assembly, reasoning.trim_end());
                    assembly.tagged.held = rest.to_owned();
                    assembly.tagged.state = State::Closed;
                } else {
                    let (said, kept) = held.split_at(safe(&held, tags.close()));
                    reasoning_goes_on(assembly, said);
                    assembly.tagged.held = kept.to_owned();
                    return;
                }
            }
            State::Closed => {
                let text = held.trim_start();
                if text.is_empty() {
                    return;
                }
                assembly.tagged.held = text.to_owned();
                assembly.tagged.state = State::Text;
            }
            State::Text => {
                if !held.is_empty() {
                    assembly.text_delta(TEXT, &held);
                }
                return;
            }
        }
    }
}

/// No more text comes: what was held back is said. Text that was only assumed to be reasoning is the answer, unless it was
/// cut off before its end.
pub(super) fn finish(assembly: &mut Assembly) {
    let held = std::mem::take(&mut assembly.tagged.held);
    match assembly.tagged.state {
        State::Start if !held.is_empty() => assembly.text_delta(TEXT, &held),
        State::Opened => reasoning_goes_on(assembly, &held),
        State::Assumed => {
            reasoning_goes_on(assembly, &held);
            let whole = assembly.turn.stop_reason.as_deref().is_some_and(|reason| reason != "length");
            if let (true, [block @ TurnBlock::Reasoning(_), ..]) = (whole, assembly.turn.blocks.as_mut_slice())
                && let TurnBlock::Reasoning(text) = &*block
            {
                *block = TurnBlock::Text(text.clone());
            }
        }
        State::Start | State::Closed | State::Text => {}
    }
    assembly.tagged.state = State::Text;
}

fn reasoning_goes_on(assembly: &mut Assembly, fragment: &str) {
    if !fragment.is_empty() {
        assembly.reasoning_delta(REASONING, fragment);
    }
}

/// Up to where `text` can be said, when it may go on with the closing tag; space before the tag does not count.
fn safe(text: &str, close: &str) -> usize {
    let tag = (1..close.len()).rev().filter_map(|at| close.get(..at)).find(|begun| text.ends_with(begun));
    let before = text.len() - tag.map_or(0, str::len);
    text.get(..before).map_or(0, |text| text.trim_end().len())
}
