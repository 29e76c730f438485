//! Folds answers with a single text: Llama, Mistral instruct, Titan Text, DeepSeek-R1.
//!
//! Shapes: the AWS user guide's pages on these models' parameters. Sources differ for a few (DeepSeek-R1's chunks occur
//! in its own shape and in Llama's; Titan's reason is FINISH or FINISHED), so each place is tried for every family.

use serde_json::Value;

use super::tagged::{self, Tags};
use super::{Assembly, count};
use crate::bedrock::turn::Usage;

const TEXTS: [&str; 5] = ["/generation", "/outputs/0/text", "/results/0/outputText", "/outputText", "/choices/0/text"];

const REASONS: [&str; 6] = [
    "/stop_reason",
    "/outputs/0/stop_reason",
    "/results/0/completionReason",
    "/completionReason",
    "/choices/0/stop_reason",
    "/choices/0/finish_reason",
];

/// Whether a native document is of this kind.
pub(super) fn is_plain(document: &Value) -> bool {
    TEXTS.iter().any(|place| document.pointer(place).is_some())
}

/// Reads a whole answer, or a chunk: the same members, with a fragment as the text.
pub(super) fn take(assembly: &mut Assembly, document: &Value, thinks: bool) {
    if let Some(text) = TEXTS.iter().find_map(|place| document.pointer(place)?.as_str()) {
        if thinks {
            tagged::push(assembly, Tags::Think, text);
        } else if !text.is_empty() {
            assembly.text_delta(0, text);
        }
    }
    for list in ["outputs", "results", "choices"] {
        for further in document.get(list).and_then(Value::as_array).into_iter().flatten().skip(1) {
            assembly.push_unknown(further);
        }
    }
    assembly.count(Usage {
        input_tokens: count(document, "prompt_token_count").or_else(|| count(document, "inputTextTokenCount")),
        output_tokens: count(document, "generation_token_count")
            .or_else(|| count(document, "totalOutputTextTokenCount"))
            .or_else(|| document.pointer("/results/0/tokenCount")?.as_u64()),
        ..Usage::default()
    });
    if let Some(reason) = REASONS.iter().find_map(|place| document.pointer(place)?.as_str()) {
        assembly.turn.stop_reason = Some(reason.to_owned());
        assembly.turn.complete = true;
    }
}
