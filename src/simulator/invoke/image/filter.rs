//! The simulator's content filter: two words that are harmless, so that a filtered result can be looked at.

use crate::simulator::fault::Fault;

/// A prompt with this word is refused before anything is drawn.
pub const PROMPT_WORD: &str = "quicksand";
/// A picture of this is drawn and then held back.
pub const OUTPUT_WORD: &str = "mirage";

/// What the filter finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Nothing.
    Clean,
    /// The prompt is not to be drawn.
    Prompt,
    /// The picture is not to be shown.
    Output,
}

/// Looks at a prompt.
pub fn find(prompt: &str) -> Finding {
    let prompt = prompt.to_lowercase();
    let has = |word| prompt.split(|letter: char| !letter.is_alphanumeric()).any(|found| found == word);
    match (has(PROMPT_WORD), has(OUTPUT_WORD)) {
        (true, _) => Finding::Prompt,
        (false, true) => Finding::Output,
        (false, false) => Finding::Clean,
    }
}

/// Amazon's models refuse a filtered prompt as a whole.
pub fn refusal() -> Fault {
    Fault::validation(
        "This request has been blocked by our content filters. Please modify your text prompt to submit a new request.",
    )
}
