//! What a model takes by its generation, where the catalogue has no column for it.
//!
//! Sources: Anthropic's pages on adaptive thinking, on extended thinking and on prefill, and reports of users of Bedrock
//! (earendil-works/pi#6582, strands-rl/strands-env#258, NousResearch/hermes-agent#101401). The lists were made on
//! 2026-11-30.

use crate::bedrock::catalogue::{Model, Sampling};
use crate::bedrock::family::Family;

/// Which `thinking.type` a Claude model takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thinking {
    /// None: Claude 3 and 3.5.
    No,
    /// `enabled` with a budget: Claude 4 to 4.5.
    Budget,
    /// `enabled` and `adaptive`: Claude 4.6 and Mythos Preview.
    Both,
    /// `adaptive`: Claude Opus 4.7 and later, all of Claude 5.
    Adaptive,
}

/// The thinking of a Claude model.
pub fn thinking(model: &Model) -> Thinking {
    // The models that lost the sampling parameters are those that lost the budget.
    if model.sampling == Sampling::None {
        Thinking::Adaptive
    } else if is_4_6(model) {
        Thinking::Both
    } else if model.id.contains("claude-3-haiku") || model.id.contains("claude-3-5-") {
        Thinking::No
    } else {
        Thinking::Budget
    }
}

/// Whether it is of Claude 4.6, or Mythos Preview, which has the same rules.
fn is_4_6(model: &Model) -> bool {
    ["-4-6", "mythos-preview"].iter().any(|part| model.id.contains(part))
}

/// Whether the model continues an answer that the request begins.
pub fn continues_an_answer(model: &Model) -> bool {
    match model.family() {
        Some(Family::Claude) => model.sampling != Sampling::None && !is_4_6(model),
        family => family == Some(Family::Nova),
    }
}

/// The version that Anthropic's own clients of October 2026 send.
pub const NEW_VERSION: &str = "2026-10-21";

/// Whether a Claude model takes [`NEW_VERSION`] on Bedrock. Anthropic's page on its legacy Bedrock models says that those
/// up to Opus 4.6 do not; that the later ones do follows from it and was not measured.
pub fn takes_new_version(model: &Model) -> bool {
    model.family() == Some(Family::Claude) && model.sampling == Sampling::None
}
