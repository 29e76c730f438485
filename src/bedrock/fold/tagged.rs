//! Reasoning inside the text: `<reasoning>…</reasoning>` before an answer, or DeepSeek-R1's text up to `</think>`.
//!
//! A chunk may end inside a tag, so text that could still become a tag is held back. The blocks do not depend on the
//! chunking.

use super::Assembly;
use crate::bedrock::turn::TurnBlock;

const REASONING: u64 = 0;
const TEXT: u64 = 1;

/// The tags in a family's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tags {
    /// `<reasoning>` at the very beginning, if at all.
    Reasoning,
    /// `<think>`, which the prompt may have opened already.
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
    /// Reasoning whose opening tag was read.
    Opened,
    /// Text that is reasoning if the closing tag follows.
    Assumed,
    /// After the closing tag, before the first letter of the text.
    Closed,
    Text,
}

/// Splits text at the tags.
#[derive(Clone, Debug, Default)]
pub(super) struct Tagged {
    state: State,
    held: String,
}

/// Continues the text.
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
                    let (safe_part, rest) = held.split_at(safe(&held, tags.close()));
                    reasoning_goes_on(assembly, safe_part);
                    assembly.tagged.held = rest.to_owned();
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

/// Ends the text and returns what was held back. Text that was only assumed to be reasoning becomes the answer, unless
/// the response was cut off.
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

/// The end of the part of `text` that cannot belong to the closing tag or the space before it.
fn safe(text: &str, close: &str) -> usize {
    let tag = (1..close.len()).rev().filter_map(|at| close.get(..at)).find(|prefix| text.ends_with(prefix));
    let before = text.len() - tag.map_or(0, str::len);
    text.get(..before).map_or(0, |text| text.trim_end().len())
}
