//! The simulator's content filter: two harmless words, so that users can see a filtered result.

use crate::simulator::fault::Fault;

/// A prompt with this word is refused before drawing.
pub const PROMPT_WORD: &str = "quicksand";
/// A picture with this word in its prompt is drawn and then blocked.
pub const OUTPUT_WORD: &str = "mirage";

/// The result of the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Allowed.
    Clean,
    /// The prompt is blocked.
    Prompt,
    /// The picture is blocked.
    Output,
}

/// Checks a prompt.
pub fn find(prompt: &str) -> Finding {
    let prompt = prompt.to_lowercase();
    let has = |word| prompt.split(|letter: char| !letter.is_alphanumeric()).any(|found| found == word);
    match (has(PROMPT_WORD), has(OUTPUT_WORD)) {
        (true, _) => Finding::Prompt,
        (false, true) => Finding::Output,
        (false, false) => Finding::Clean,
    }
}

/// Amazon's models refuse a filtered prompt completely.
pub fn refusal() -> Fault {
    Fault::validation(
        "This request has been blocked by our content filters. Please modify your text prompt to submit a new request.",
    )
}
