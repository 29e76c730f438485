//! The model: its id, its region, its life, and which operations serve it.

use super::{BLANK, Entry, Reproduce, Sample};
use crate::experiment::failure::fix::Remedy;
use crate::experiment::failure::reproduction::Setup;

const VALIDATION: &[&str] = &["Validation"];

const fn refused(text: &'static str) -> Sample {
    Sample { code: "ValidationException", status: 400, text }
}

const fn not_found(text: &'static str) -> Sample {
    Sample { code: "ResourceNotFoundException", status: 404, text }
}

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        id: "on-demand",
        codes: VALIDATION,
        says: &[&["on-demand throughput", "supported"], &["support on-demand throughput"]],
        what: "This model is called through a profile",
        why: "It cannot be called by its own id: it is served through inference profiles, which route a call to one of \
              several regions",
        fix: "Call the profile that fits your region: the same ID with us., eu., apac. or global. before it",
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
        says: &[&["model identifier is invalid"], &["could not resolve the foundation model"]],
        what: "This model does not exist here",
        why: "No model or profile of this name can be called in this region. A profile works from its own source regions \
              only: one that begins with “us.” cannot be called from Europe",
        fix: "Check the ID letter by letter, and call it from a region that has it",
        remedies: &[Remedy::UseProfile, Remedy::SwitchRegion, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::ForeignProfile),
        samples: &[
            refused("The provided model identifier is invalid."),
            refused("Could not resolve the foundation model from the provided model identifier."),
        ],
        ..BLANK
    },
    Entry {
        id: "legacy",
        codes: &["ResourceNotFound", "Validation", "AccessDenied"],
        says: &[&["marked by provider as legacy"], &["model", "in legacy status"]],
        what: "The model is a legacy model that this account has not used",
        why: "Before its end of life a model is only for the accounts that have used it in the last weeks. Id and region are \
              right, and so are the permissions",
        fix: "Choose an active model",
        remedies: &[Remedy::EditModel],
        reproduce: Reproduce::Never("It is a state of an AWS account, which the simulator's example account has not"),
        samples: &[
            not_found(
                "Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in \
                 the last 30 days. Please upgrade to an active model on Amazon Bedrock",
            ),
            refused(
                "Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in \
                 the last 15 days. Please upgrade to an active model on Amazon Bedrock",
            ),
        ],
        ..BLANK
    },
    Entry {
        id: "model-retired",
        codes: &["ResourceNotFound", "Validation"],
        says: &[&["end of its life"]],
        what: "The model has been retired",
        why: "This version of the model is no longer served anywhere",
        fix: "Choose a model that is current",
        remedies: &[Remedy::EditModel],
        reproduce: Reproduce::Mishap("model-retired"),
        samples: &[not_found("This model version has reached the end of its life.")],
        ..BLANK
    },
    Entry {
        id: "not-found",
        codes: &["ResourceNotFound"],
        statuses: &[404],
        what: "The model or ARN does not exist",
        why: "The model or ARN does not exist in this account and region",
        fix: "Check the ID or ARN, its region and its account",
        remedies: &[Remedy::SwitchRegion, Remedy::EditModel],
        reproduce: Reproduce::Mishap("not-found"),
        samples: &[not_found("The specified resource ARN was not found. Check the ARN and try your request again.")],
        ..BLANK
    },
    Entry {
        id: "not-for-converse",
        codes: VALIDATION,
        says: &[&["doesn't support the model"]],
        what: "Converse does not serve this model",
        why: "Converse serves text and chat models. Embedding, image and rerank models return no messages, so they take \
               InvokeModel only",
        fix: "Call it with InvokeModel, with the body of its own family",
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
        why: "It answers only as a whole",
        fix: "Call the operation without a stream: converse, invoke_model",
        remedies: &[Remedy::StreamOff, Remedy::OpenItsView, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::EmbeddingStream),
        samples: &[refused("The model is unsupported for streaming")],
        ..BLANK
    },
    Entry {
        id: "guardrail",
        codes: VALIDATION,
        says: &[&["guardrail identifier"], &["guardrail", "does not exist"]],
        what: "This guardrail does not exist",
        why: "The guardrail or this version of it does not exist in this account and region. A guardrail that intervenes is \
              not an error: the status is 200 and the stop reason guardrail_intervened",
        fix: "Check the guardrail's ID, its version (a number or DRAFT) and its region",
        remedies: &[Remedy::DropMore("guardrailConfig")],
        reproduce: Reproduce::Setup(Setup::UnknownGuardrail),
        samples: &[refused("The guardrail identifier or version provided in the request does not exist.")],
        ..BLANK
    },
    Entry {
        id: "no-counting",
        codes: VALIDATION,
        says: &[&["support counting tokens"]],
        what: "The tokens of this model cannot be counted",
        why: "CountTokens serves some models only",
        fix: "Read the count in the usage of an answer, which every call states",
        remedies: &[Remedy::EditModel],
        reproduce: Reproduce::Never(
            "It is an answer to counting tokens, not to a call: count them in the simulator for a model that is not Anthropic's",
        ),
        samples: &[refused("The provided model doesn't support counting tokens.")],
        ..BLANK
    },
];
