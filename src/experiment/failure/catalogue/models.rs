//! The model and its parameters: ids, regions, values.

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
        id: "on-demand",
        codes: VALIDATION,
        says: &[&["on-demand throughput", "supported"]],
        what: "This model is called through a profile",
        why: "It cannot be called by its own id: it is served through inference profiles, which route a call to one of \
              several regions. Call the profile that fits your region instead",
        remedies: &[Remedy::UseProfile, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::BareId),
        samples: &[
            refused(
                "Invocation of model ID anthropic.claude-haiku-4-5-20251001-v1:0 with on-demand throughput isn\u{2019}t \
                 supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
            ),
            refused("Invocation of model ID x with on-demand throughput isn't supported."),
        ],
        ..BLANK
    },
    Entry {
        id: "unknown-model",
        codes: VALIDATION,
        says: &[&["model identifier is invalid"]],
        what: "This model does not exist here",
        why: "No model or profile of this name can be called in this region. A profile works from its own source regions \
              only: one that begins with “us.” cannot be called from Europe",
        remedies: &[Remedy::UseProfile, Remedy::SwitchRegion, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::ForeignProfile),
        samples: &[refused("The provided model identifier is invalid.")],
        ..BLANK
    },
    Entry {
        id: "model-retired",
        codes: &["ResourceNotFound", "Validation"],
        says: &[&["end of its life"]],
        what: "The model has been retired",
        why: "This version of the model is no longer served anywhere. Choose one that is current",
        remedies: &[Remedy::EditModel],
        reproduce: Reproduce::Mishap("model-retired"),
        samples: &[Sample {
            code: "ResourceNotFoundException",
            status: 404,
            text: "This model version has reached the end of its life.",
        }],
        ..BLANK
    },
    Entry {
        id: "not-found",
        codes: &["ResourceNotFound"],
        statuses: &[404],
        what: "The model or ARN does not exist",
        why: "The model or ARN does not exist in this account and region, or it has been retired",
        remedies: &[Remedy::EditModel, Remedy::SwitchRegion],
        reproduce: Reproduce::Mishap("not-found"),
        samples: &[Sample {
            code: "ResourceNotFoundException",
            status: 404,
            text: "The specified resource ARN was not found. Check the ARN and try your request again.",
        }],
        ..BLANK
    },
    Entry {
        id: "not-for-converse",
        codes: VALIDATION,
        says: &[&["doesn't support the model"]],
        what: "Converse does not serve this model",
        why: "Converse serves text and chat models. Embedding, image and rerank models return no messages, so they take \
              InvokeModel only",
        remedies: &[Remedy::OpenItsView, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::EmbeddingByConverse),
        samples: &[
            refused(
                "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
            ),
            refused("This action doesn\u{2019}t support the model that you provided."),
        ],
        ..BLANK
    },
    Entry {
        id: "no-streaming",
        codes: VALIDATION,
        says: &[&["unsupported for streaming"], &["streaming is not supported"], &["does not support streaming"]],
        what: "This model does not stream",
        why: "It answers only as a whole. Turn Stream off to call the operation without a stream",
        remedies: &[Remedy::StreamOff, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::EmbeddingStream),
        samples: &[refused("The model is unsupported for streaming")],
        ..BLANK
    },
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
        remedies: &[Remedy::Untick(Field::TopP), Remedy::Untick(Field::Temperature)],
        reproduce: Reproduce::Setup(Setup::BothSampling),
        samples: &[
            refused("`temperature` and `top_p` cannot both be specified for this model. Please use only one."),
            refused("The model returned the following errors: temperature and top_p cannot both be specified"),
        ],
        ..BLANK
    },
    Entry {
        id: "thinking-sampling",
        codes: VALIDATION,
        says: &[
            &["thinking", "temperature", "may only be set to 1"],
            &["thinking is enabled", "must be unset"],
            &["thinking.budget_tokens"],
            &["thinking may not be enabled"],
        ],
        what: "Thinking does not go with these parameters",
        why: "While the model thinks before it answers, it sets its own sampling, needs more tokens than its thinking \
              budget, and cannot be forced to call a tool",
        remedies: &[
            Remedy::Untick(Field::Temperature),
            Remedy::Untick(Field::TopP),
            Remedy::Untick(Field::TopK),
            Remedy::DropExtra("thinking"),
        ],
        reproduce: Reproduce::Setup(Setup::ThinkingWithTemperature),
        samples: &[
            refused("`temperature` may only be set to 1 when thinking is enabled."),
            refused("`max_tokens` must be greater than `thinking.budget_tokens`."),
            refused("`top_k` must be unset when thinking is enabled."),
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
        why: "Leave it out and the model's own default applies. Parameters that you do not set are never sent",
        remedies: &[Remedy::UntickNamed, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::RefusedSampling),
        samples: &[
            refused("`temperature` is not supported for this model."),
            refused("`top_p` is deprecated for this model."),
        ],
        ..BLANK
    },
    Entry {
        id: "extra-inputs",
        codes: VALIDATION,
        says: &[&["extra inputs are not permitted"], &["extraneous key"]],
        what: "The body has a key that the model does not know",
        why: "A native body is checked strictly: every key must be one of the family's own, in its spelling. The \
              additional model request fields go into that body unchanged",
        remedies: &[Remedy::DropNamed, Remedy::EditModel],
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
        why: "The conversation fits the model's context window, but not together with the answer that you allow. Ask for \
              fewer tokens, or shorten the conversation",
        remedies: &[Remedy::FewerTokens, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::TooLongTogether),
        samples: &[refused("input length and `max_tokens` exceed context limit: 199990 + 512 > 200000")],
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
        why: "It is longer than the model can read at once. Shorten it, or choose a model with a larger context window",
        remedies: &[Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::TooLong),
        samples: &[
            refused("Input is too long for requested model."),
            refused("prompt is too long: 210000 tokens > 200000 maximum"),
            refused("Too many input tokens. Max input tokens: 8192, request input token count: 9000"),
            refused("too many total text bytes: 12000000 > 9000000"),
            refused(
                "Malformed input request: expected maxLength: 50000, actual: 60000, please reformat your input and try again.",
            ),
        ],
        ..BLANK
    },
    Entry {
        id: "schema",
        codes: VALIDATION,
        says: &[&["malformed input request"]],
        what: "The native body does not fit the family's schema",
        why: "InvokeModel passes the body to the model unchanged, so it must be the JSON of this very family: Claude's \
              max_tokens is max_gen_len for Llama. Converse spares you that",
        remedies: &[Remedy::SendAsConverse, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::ForeignBody),
        samples: &[
            refused("Malformed input request: 2 schema violations found, please reformat your input and try again."),
            refused(
                "Malformed input request: #: required key [max_tokens] not found, please reformat your input and try again.",
            ),
        ],
        ..BLANK
    },
    Entry {
        id: "max-tokens",
        codes: VALIDATION,
        says: &[&["max_tokens"], &["maxtokens"], &["maximum tokens"], &["max_gen_len"], &["maxtokencount"]],
        what: "Max tokens is outside what the model allows",
        why: "Each model has a largest answer. Below it, a smaller limit costs nothing: it is not the length of the answer \
              but the most that it may have",
        remedies: &[Remedy::FewerTokens, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::TooManyTokens),
        samples: &[refused("max_tokens: 1000000 > 64000, which is the maximum allowed number of output tokens")],
        ..BLANK
    },
    Entry {
        id: "no-system",
        codes: VALIDATION,
        says: &[&["doesn't support system messages"]],
        what: "This model takes no system prompt",
        why: "It reads only the messages. Put what the system prompt says into the first message, or leave it out",
        remedies: &[Remedy::DropSystem, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::SystemRefused),
        samples: &[refused(
            "This model doesn't support system messages. Try again without a system message or use a model that supports \
             system messages.",
        )],
        ..BLANK
    },
    Entry {
        id: "guardrail",
        codes: VALIDATION,
        says: &[&["guardrail identifier"], &["guardrail", "does not exist"]],
        what: "This guardrail does not exist",
        why: "The guardrail or this version of it does not exist in this account and region. A guardrail that intervenes is \
              not an error: the status is 200 and the stop reason guardrail_intervened",
        remedies: &[Remedy::DropMore("guardrailConfig")],
        reproduce: Reproduce::Setup(Setup::UnknownGuardrail),
        samples: &[refused("The guardrail identifier or version provided in the request does not exist.")],
        ..BLANK
    },
    Entry {
        id: "no-counting",
        codes: VALIDATION,
        says: &[&["counting tokens"]],
        what: "The tokens of this model cannot be counted",
        why: "CountTokens serves some models only. The answer of a call states its count in any case",
        remedies: &[Remedy::EditModel],
        reproduce: Reproduce::Never(
            "It is an answer to counting tokens, not to a call: count them in the simulator for a model that is not Anthropic's",
        ),
        samples: &[refused("The provided model doesn't support counting tokens.")],
        ..BLANK
    },
];
