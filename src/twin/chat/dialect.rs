//! The differences between the chat families.

use crate::bedrock::family::Family;
use crate::bedrock::model_id::ModelId;
use crate::twin::link::LinkKind;
use crate::twin::settings::Setting;

/// The features and names of one family's chat body.
#[expect(clippy::struct_excessive_bools, reason = "each is a feature that a family has or has not")]
pub(super) struct Dialect {
    pub(super) settings: &'static [Setting],
    /// Whether content may be a list of typed parts, and so contain images.
    pub(super) parts: bool,
    /// The value that requires a call of some tool.
    pub(super) any: &'static str,
    /// Whether a request can require one tool by name.
    pub(super) named_tool: bool,
    /// Whether a function may be `strict`.
    pub(super) strict: bool,
    /// Whether the family documents `response_format` and `reasoning_effort`.
    pub(super) output: bool,
}

const CHAT_TEMPERATURE: Setting = (
    "temperature",
    "/temperature",
    LinkKind::Moved,
    "Chat bodies have temperature at the top level; Converse gathers such settings in inferenceConfig.",
);
const CHAT_TOP_P: Setting =
    ("topP", "/top_p", LinkKind::Renamed, "Chat bodies spell it in snake case, at the top level.");
const CHAT_MAX_TOKENS: Setting = (
    "maxTokens",
    "/max_tokens",
    LinkKind::Renamed,
    "The same number in snake case at the top level; optional, as in Converse.",
);

const OPENAI: [Setting; 4] = [
    (
        "maxTokens",
        "/max_completion_tokens",
        LinkKind::Renamed,
        "OpenAI's models call the limit max_completion_tokens, since it counts hidden reasoning too.",
    ),
    CHAT_TEMPERATURE,
    CHAT_TOP_P,
    ("stopSequences", "/stop", LinkKind::Renamed, "Chat bodies call the list stop, and also accept one string."),
];

const OTHERS: [Setting; 4] = [
    CHAT_MAX_TOKENS,
    CHAT_TEMPERATURE,
    CHAT_TOP_P,
    ("stopSequences", "/stop", LinkKind::Renamed, "Chat bodies call the list stop, and also accept one string."),
];

const MISTRAL: [Setting; 4] = [
    CHAT_MAX_TOKENS,
    CHAT_TEMPERATURE,
    CHAT_TOP_P,
    (
        "stopSequences",
        "/stop",
        LinkKind::Renamed,
        "Mistral's models call the list stop; Bedrock documents it for the prompt body only.",
    ),
];

const JAMBA: [Setting; 4] = [
    CHAT_MAX_TOKENS,
    (
        "temperature",
        "/temperature",
        LinkKind::Moved,
        "Jamba's own body takes temperatures up to 2, at the top level; Converse stops at 1.",
    ),
    CHAT_TOP_P,
    ("stopSequences", "/stop", LinkKind::Renamed, "Jamba's body calls the list stop, and also accepts one string."),
];

const PALMYRA: [Setting; 4] = [
    (
        "maxTokens",
        "/max_tokens",
        LinkKind::Renamed,
        "The same number in snake case; Palmyra X5 stops after 16 tokens when max_tokens is not sent.",
    ),
    CHAT_TEMPERATURE,
    CHAT_TOP_P,
    ("stopSequences", "/stop", LinkKind::Renamed, "Palmyra's body calls the list stop, and takes up to four."),
];

pub(super) fn dialect(family: Family, model: &ModelId) -> Dialect {
    let mut dialect =
        Dialect { settings: &OTHERS, parts: true, any: "required", named_tool: true, strict: true, output: true };
    match family {
        Family::MistralChat => {
            dialect.settings = &MISTRAL;
            dialect.any = "any";
            dialect.named_tool = false;
            dialect.strict = false;
        }
        Family::Jamba => {
            dialect = Dialect { settings: &JAMBA, parts: false, strict: false, output: false, ..dialect };
        }
        Family::Palmyra => {
            dialect = Dialect { settings: &PALMYRA, parts: false, strict: false, output: false, ..dialect };
        }
        _ => {
            if model.base_id().is_some_and(|id| id.starts_with("openai.")) {
                dialect.settings = &OPENAI;
            }
        }
    }
    dialect
}
