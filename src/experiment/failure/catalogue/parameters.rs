//! The parameters and the native body: which members a model takes, and which values.

use super::{BLANK, Entry, Reproduce, Sample};
use crate::experiment::failure::fix::Remedy;
use crate::experiment::failure::reproduction::Setup;
use crate::experiment::form::issue::Field;

const VALIDATION: &[&str] = &["Validation"];

const fn refused(text: &'static str) -> Sample {
    Sample { code: "ValidationException", status: 400, text }
}

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        id: "sampling-both",
        codes: VALIDATION,
        says: &[
            &["temperature", "top_p", "both"],
            &["temperature", "top_p", "cannot"],
            &["temperature", "topp", "both"],
        ],
        what: "Temperature or Top P, not both",
        why: "Each of them already narrows the choice of the next token, and this model takes only one",
        fix: "Leave one of them out",
        remedies: &[Remedy::Untick(Field::TopP), Remedy::Untick(Field::Temperature)],
        reproduce: Reproduce::Setup(Setup::BothSampling),
        samples: &[
            refused("`temperature` and `top_p` cannot both be specified for this model. Please use only one."),
            refused("The model returned the following errors: temperature and top_p cannot both be specified"),
        ],
        ..BLANK
    },
    Entry {
        id: "thinking-type",
        codes: VALIDATION,
        says: &[&["thinking.type.enabled"], &["adaptive thinking is not supported"]],
        what: "The model takes another type of thinking",
        why: "Claude up to 4.5 takes thinking of the type enabled with budget_tokens, Claude 4.6 both types, and Claude Opus 4.7 \
              and later only the type adaptive, with output_config.effort",
        fix: "Write the type that the model takes, or leave thinking out",
        remedies: &[Remedy::DropExtra("thinking"), Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::ThinkingType),
        samples: &[
            refused(
                "The model returned the following errors: \"thinking.type.enabled\" is not supported for this model. Use \
                 \"thinking.type.adaptive\" and \"output_config.effort\" to control thinking behavior.",
            ),
            refused("adaptive thinking is not supported on this model"),
        ],
        ..BLANK
    },
    Entry {
        id: "effort",
        codes: VALIDATION,
        says: &[
            &["support the effort parameter"],
            &["output_config.effort"],
            &["outputconfig.effort"],
            &["#/reasoning_effort"],
        ],
        what: "The model does not take this effort",
        why: "Claude takes effort since Opus 4.5, each model with its own levels. GPT and Grok have others. Most models take none",
        fix: "Leave the effort out, or choose a level that the form offers for this model",
        remedies: &[Remedy::DropEffort, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::EffortRefused),
        samples: &[
            refused("This model does not support the effort parameter."),
            refused(
                "This model doesn't support the outputConfig.effort field. Remove outputConfig.effort and try again.",
            ),
            refused("output_config.effort: Input should be one of low, medium, high, max"),
            refused(
                "Malformed input request: #/reasoning_effort: none is not a valid enum value, please reformat your input and \
                 try again.",
            ),
        ],
        ..BLANK
    },
    Entry {
        id: "thinking-budget",
        codes: VALIDATION,
        says: &[
            &["max_tokens must be greater than thinking.budget_tokens"],
            &["thinking.budget_tokens"],
            &["thinking", "budget_tokens: input should"],
        ],
        what: "The thinking budget does not fit",
        why: "The tokens of thinking are part of the answer's, so max tokens must be larger than the budget; and the budget \
              has a least value of 1,024",
        fix: "Raise max tokens above the budget, or lower the budget",
        remedies: &[Remedy::TokensAboveBudget, Remedy::DropExtra("thinking")],
        reproduce: Reproduce::Setup(Setup::ThinkingBudget),
        samples: &[refused("`max_tokens` must be greater than `thinking.budget_tokens`.")],
        ..BLANK
    },
    Entry {
        id: "thinking-sampling",
        codes: VALIDATION,
        says: &[
            &["thinking", "temperature", "may only be set to 1"],
            &["thinking is enabled", "must be unset"],
            &["top_p must be greater than or equal to 0.95"],
            &["thinking may not be enabled"],
        ],
        what: "Thinking does not go with these parameters",
        why: "While the model thinks before it answers, it sets its own sampling and cannot be forced to call a tool",
        fix: "Leave temperature, Top P and Top K out, or turn thinking off",
        remedies: &[
            Remedy::Untick(Field::Temperature),
            Remedy::Untick(Field::TopP),
            Remedy::Untick(Field::TopK),
            Remedy::DropToolChoice,
            Remedy::DropExtra("thinking"),
        ],
        reproduce: Reproduce::Setup(Setup::ThinkingWithTemperature),
        samples: &[
            refused("`temperature` may only be set to 1 when thinking is enabled."),
            refused("`top_k` must be unset when thinking is enabled."),
            refused("`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled."),
            refused("Thinking may not be enabled when tool_choice forces tool use."),
        ],
        ..BLANK
    },
    Entry {
        id: "cache-points",
        codes: VALIDATION,
        says: &[&["blocks with cache_control may be provided"], &["cache_control block must not come after"]],
        what: "The cache points are too many or in the wrong order",
        why: "A request has at most four cache points, counted over tools, system prompt and messages, and one that lasts an \
              hour must come before those that last five minutes",
        fix: "Remove cache points, or give the earlier ones the longer time",
        remedies: &[Remedy::DropCachePoints],
        reproduce: Reproduce::Setup(Setup::CacheOrder),
        samples: &[
            refused("A maximum of 4 blocks with cache_control may be provided. Found 5."),
            refused(
                "The model returned the following errors: system.0.cache_control.ttl: a ttl='1h' cache_control block must not \
                 come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: `tools`, \
                 `system`, `messages`.",
            ),
        ],
        ..BLANK
    },
    Entry {
        id: "api-version",
        codes: VALIDATION,
        says: &[&["invalid api version"]],
        what: "The model does not take this anthropic_version",
        why: "Every Claude model on Bedrock takes bedrock-2023-05-31. Anthropic's newer clients send 2026-10-21, which the \
              models up to Opus 4.6 do not take",
        fix: "Set anthropic_version to bedrock-2023-05-31, or choose a newer model",
        remedies: &[Remedy::Relink, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::ApiVersion),
        samples: &[refused("Invalid API version: 2026-10-21")],
        ..BLANK
    },
    Entry {
        id: "thinking-replay",
        codes: VALIDATION,
        says: &[
            &["expected thinking or redacted_thinking"],
            &["thinking.signature", "field required"],
            &["invalid signature in thinking"],
            &["thinking", "blocks", "cannot be modified"],
        ],
        what: "The thinking of an earlier turn is missing or changed",
        why: "While thinking is on, an assistant's message that called a tool is sent back with its thinking block: first, \
              unchanged, with its signature. Converse calls it reasoningContent",
        fix: "Send the block back exactly as it was received, or turn thinking off for this turn",
        remedies: &[Remedy::DropExtra("thinking"), Remedy::GoTo],
        reproduce: Reproduce::Never("It needs a conversation with a tool call that was made without thinking"),
        samples: &[
            refused(
                "The model returned the following errors: messages.1.content.0.type: Expected `thinking` or \
                 `redacted_thinking`, but found `tool_use`. When `thinking` is enabled, a final `assistant` message must \
                 start with a thinking block (preceding the lastmost set of `tool_use` and `tool_result` blocks).",
            ),
            refused("The model returned the following errors: messages.3.content.0.thinking.signature: Field required"),
            refused(
                "The model returned the following errors: messages.3.content.0: Invalid `signature` in `thinking` block",
            ),
        ],
        ..BLANK
    },
    Entry {
        id: "parameter-refused",
        codes: VALIDATION,
        says: &[
            &["is not supported for this model"],
            &["is deprecated for this model"],
            &["temperature", "not supported"],
            &["temperature", "unsupported"],
            &["top_p", "not supported"],
            &["top_k", "not supported"],
        ],
        what: "The model does not take this parameter",
        why: "Not every model takes every parameter. Where one is left out, the model's own default applies",
        fix: "Leave the parameter out",
        remedies: &[Remedy::UntickNamed, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::RefusedSampling),
        samples: &[
            refused("`temperature` is not supported for this model."),
            refused("`top_p` is deprecated for this model."),
        ],
        ..BLANK
    },
    Entry {
        id: "reasoning-spelling",
        codes: VALIDATION,
        says: &[
            &["reasoning_config", "extra inputs are not permitted"],
            &["reasoningconfig", "extra inputs are not permitted"],
            &["reasoning_effort", "extra inputs are not permitted"],
        ],
        what: "Claude does not know this spelling of thinking",
        why: "A native body of Claude has thinking; reasoningConfig is Nova's. Reports differ on reasoning_config in Converse: \
              some integrations send it and see it accepted, others see it refused",
        fix: "Use thinking, which both APIs take for Claude",
        remedies: &[Remedy::DropNamed, Remedy::Relink, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::ReasoningSpelling),
        samples: &[
            refused("The model returned the following errors: reasoningConfig: Extra inputs are not permitted"),
            refused("reasoning_config: Extra inputs are not permitted"),
            refused("reasoning_effort: Extra inputs are not permitted"),
        ],
        ..BLANK
    },
    Entry {
        id: "extra-inputs",
        codes: VALIDATION,
        says: &[&["extra inputs are not permitted"], &["extraneous key"]],
        what: "The body has a key that the model does not know",
        why: "A native body is checked strictly: every key must be one of the family's own, in its spelling. Converse's \
              additionalModelRequestFields go into that body unchanged",
        fix: "Remove the key that the message names, or write it as the family does",
        remedies: &[Remedy::DropNamed, Remedy::Relink, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::UnknownKey),
        samples: &[
            refused("foo: Extra inputs are not permitted"),
            refused(
                "Malformed input request: #: extraneous key [foo] is not permitted, please reformat your input and try again.",
            ),
        ],
        ..BLANK
    },
    Entry {
        id: "too-long-together",
        codes: VALIDATION,
        says: &[&["exceed context limit"]],
        what: "Question and answer together are too long",
        why: "The conversation fits the model's context window, but not together with the answer that you allow",
        fix: "Ask for fewer tokens, or shorten the conversation",
        remedies: &[Remedy::FewerTokens, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::TooLongTogether),
        samples: &[refused("input length and `max_tokens` exceed context limit: 199990 + 512 > 200000")],
        ..BLANK
    },
    Entry {
        id: "text-too-long",
        codes: VALIDATION,
        says: &[
            &["#/texts/", "expected maxlength"],
            &["#/inputtext", "expected maxlength"],
            &["too many input tokens. max input tokens"],
        ],
        what: "A text is too long for this embedding model",
        why: "An embedding model has a largest length for each text, in characters or tokens",
        fix: "Split the text into parts and embed each of them",
        remedies: &[],
        reproduce: Reproduce::Never("It needs an embedding call: send a text that is too long in Embeddings"),
        samples: &[
            refused("400 Bad Request: Too many input tokens. Max input tokens: 8192, request input token count: 9000"),
            refused(
                "Malformed input request: #/texts/0: expected maxLength: 2048, actual: 2049, please reformat your input and \
                 try again.",
            ),
            refused(
                "Malformed input request: #/inputText: expected maxLength: 50000, actual: 50001, please reformat your input \
                 and try again.",
            ),
        ],
        ..BLANK
    },
    Entry {
        id: "batch-too-long",
        codes: VALIDATION,
        says: &[&["expected maximum item count"], &["number of texts must be at most"]],
        what: "The list has too many items",
        why: "One call takes a limited number of items, 96 texts for Cohere Embed. The message names the list and the number",
        fix: "Send the items in several calls",
        remedies: &[],
        reproduce: Reproduce::Never("It needs an embedding call: send more than 96 texts in one"),
        samples: &[refused(
            "Malformed input request: #/texts: expected maximum item count: 96, found: 97, please reformat your input and try \
             again.",
        )],
        ..BLANK
    },
    Entry {
        id: "too-long",
        codes: VALIDATION,
        says: &[
            &["input is too long"],
            &["prompt is too long"],
            &["too many input tokens"],
            &["too many total text bytes"],
            &["expected maxlength"],
        ],
        what: "The conversation is too long",
        why: "It is longer than the model can read at once",
        fix: "Shorten it, or choose a model with a larger context window",
        remedies: &[Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::TooLong),
        samples: &[
            refused("Input is too long for requested model."),
            refused("prompt is too long: 210000 tokens > 200000 maximum"),
            refused("too many total text bytes: 12000000 > 9000000"),
            refused(
                "Malformed input request: expected maxLength: 50000, actual: 60000, please reformat your input and try again.",
            ),
        ],
        ..BLANK
    },
    Entry {
        id: "missing-key",
        codes: VALIDATION,
        says: &[&["required key ["], &[": field required"]],
        what: "The native body lacks a required member",
        why: "InvokeModel passes the body to the model unchanged, so it must be the JSON of this very family. The message \
              names the member: Claude requires anthropic_version, max_tokens and messages, Llama prompt, Nova messages",
        fix: "Add the member that the message names, or call the model with Converse, whose shape is the same for all",
        remedies: &[Remedy::Relink, Remedy::SendAsConverse, Remedy::OpenItsView, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::MissingKey),
        samples: &[
            refused(
                "Malformed input request: #: required key [max_tokens] not found, please reformat your input and try again.",
            ),
            refused("max_tokens: Field required"),
        ],
        ..BLANK
    },
    Entry {
        id: "schema",
        codes: VALIDATION,
        says: &[&["malformed input request"]],
        what: "The native body does not fit the family's schema",
        why: "InvokeModel passes the body to the model unchanged, so it must be the JSON of this very family: Claude's \
              max_tokens is max_gen_len for Llama",
        fix: "Write the body as the model's family has it, or call the model with Converse, whose shape is the same for all",
        remedies: &[
            Remedy::WithinRange,
            Remedy::Relink,
            Remedy::SendAsConverse,
            Remedy::OpenItsView,
            Remedy::EditModel,
        ],
        reproduce: Reproduce::Setup(Setup::ForeignBody),
        samples: &[refused(
            "Malformed input request: 2 schema violations found, please reformat your input and try again.",
        )],
        ..BLANK
    },
    Entry {
        id: "max-tokens",
        codes: VALIDATION,
        says: &[
            &["max_tokens", "which is the maximum"],
            &["max_tokens: input should"],
            &["maxtokens", "constraint"],
            &["maximum tokens you requested"],
        ],
        what: "Max tokens is outside what the model allows",
        why: "Each model has a largest answer. Below it, a smaller limit costs nothing: it is not the length of the answer \
              but the most that it may have",
        fix: "Set max tokens to at most what the message says",
        remedies: &[Remedy::WithinRange, Remedy::FewerTokens, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::TooManyTokens),
        samples: &[
            refused("max_tokens: 1000000 > 64000, which is the maximum allowed number of output tokens"),
            refused(
                "The maximum tokens you requested exceeds the model limit of 10000. Try again with a maximum tokens value \
                 that is lower than 10000.",
            ),
        ],
        ..BLANK
    },
    Entry {
        id: "out-of-range",
        codes: VALIDATION,
        says: &[
            &["member must have value"],
            &["temperature: range:"],
            &["top_p: range:"],
            &["is not less or equal to"],
            &["is not greater or equal to"],
        ],
        what: "A value is outside its range",
        why: "The message names the member and the largest or smallest value that it may have",
        fix: "Set it to a value within the range",
        remedies: &[Remedy::WithinRange, Remedy::UntickNamed, Remedy::GoTo],
        reproduce: Reproduce::Setup(Setup::OutOfRange),
        samples: &[
            refused(
                "1 validation error detected: Value at 'inferenceConfig.temperature' failed to satisfy constraint: Member \
                 must have value less than or equal to 1",
            ),
            refused("temperature: range: 0..1"),
        ],
        ..BLANK
    },
    Entry {
        id: "no-system",
        codes: VALIDATION,
        says: &[&["doesn't support system messages"]],
        what: "This model takes no system prompt",
        why: "It reads only the messages",
        fix: "Put what the system prompt says into the first message, or leave it out",
        remedies: &[Remedy::DropSystem, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::SystemRefused),
        samples: &[refused(
            "This model doesn't support system messages. Try again without a system message or use a model that supports \
             system messages.",
        )],
        ..BLANK
    },
];
