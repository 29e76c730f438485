//! The service and the model: throttled, failing, unavailable.

use super::{BLANK, Entry, Reproduce, Sample};
use crate::experiment::failure::fix::Remedy;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        id: "daily-tokens",
        codes: &["Throttling", "TooManyRequests", "ServiceQuotaExceeded"],
        says: &[
            &["tokens per day"],
            &["tokens-per-day"],
            &["requests per day"],
            &["daily", "limit"],
            &["daily", "quota"],
        ],
        what: "The quota of this day is used up",
        why: "The account has a quota of tokens per day for this model, and new accounts have a very small one. Waiting a \
              minute or asking for fewer tokens does not help today",
        fix: "Call another model, or the same one through another profile or region, or ask for a higher quota in Service \
              Quotas",
        remedies: &[Remedy::UseProfile, Remedy::EditModel, Remedy::UseSimulator],
        reproduce: Reproduce::Never("The simulator counts no days"),
        samples: &[Sample {
            code: "ThrottlingException",
            status: 429,
            text: "Too many tokens per day, please wait before trying again.",
        }],
        ..BLANK
    },
    Entry {
        id: "token-throttling",
        codes: &["Throttling", "TooManyRequests"],
        says: &[&["too many tokens"]],
        what: "Too many tokens for now",
        why: "The account's quota of tokens per minute is used up. What a request asks for in max tokens counts against it \
              before the answer is written",
        fix: "Wait a minute, or ask for fewer max tokens: a smaller limit lets more calls through",
        remedies: &[Remedy::FewerTokens, Remedy::RunAgain, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("token-throttling"),
        samples: &[Sample {
            code: "ThrottlingException",
            status: 429,
            text: "Too many tokens, please wait before trying again.",
        }],
        ..BLANK
    },
    Entry {
        id: "throttling",
        codes: &["Throttling", "TooManyRequests", "RequestLimitExceeded"],
        statuses: &[429],
        what: "Too many requests for now",
        why: "The account's quota for this model is used up for the moment. This page never repeats a billed call by itself",
        fix: "Wait a little and call again; in a program, retry with growing pauses. A cross-region profile has a higher \
              quota",
        remedies: &[Remedy::RunAgain, Remedy::UseProfile, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("throttling"),
        samples: &[Sample {
            code: "ThrottlingException",
            status: 429,
            text: "Too many requests, please wait before trying again.",
        }],
        ..BLANK
    },
    Entry {
        id: "model-not-ready",
        codes: &["ModelNotReady"],
        what: "The model is not ready",
        why: "It is being loaded and can be called in a moment. The status is the same 429 as for a used-up quota, so look at \
              the type. AWS's own SDKs repeat this call up to five times; this page leaves it to you",
        fix: "Wait a moment and call again",
        remedies: &[Remedy::RunAgain, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("model-not-ready"),
        samples: &[Sample {
            code: "ModelNotReadyException",
            status: 429,
            text: "The model is not ready for inference. Please wait and try again.",
        }],
        ..BLANK
    },
    Entry {
        id: "service-unavailable",
        codes: &["ServiceUnavailable"],
        statuses: &[503],
        what: "The service is not available",
        why: "It cannot take the call at the moment. Nothing in the request is known to be wrong",
        fix: "Wait a little and call again",
        remedies: &[Remedy::RunAgain, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("service-unavailable"),
        samples: &[
            Sample {
                code: "ServiceUnavailableException",
                status: 503,
                text: "The service is temporarily unable to process the request. Please try again.",
            },
            Sample { code: "", status: 503, text: "<html>Service Unavailable</html>" },
        ],
        ..BLANK
    },
    Entry {
        id: "service-failing",
        codes: &["InternalServer", "InternalServerError", "InternalFailure"],
        statuses: &[500, 502, 504],
        what: "The service failed",
        why: "It failed on its side. Nothing in the request is known to be wrong",
        fix: "Call again. If it fails again, give the request ID to AWS Support",
        remedies: &[Remedy::RunAgain, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("internal-error"),
        samples: &[
            Sample {
                code: "InternalServerException",
                status: 500,
                text: "The system encountered an unexpected error during processing. Try your request again.",
            },
            Sample { code: "", status: 502, text: "Bad Gateway" },
        ],
        ..BLANK
    },
    Entry {
        id: "model-timeout",
        codes: &["ModelTimeout"],
        statuses: &[408],
        what: "The model took too long",
        why: "Writing the answer took longer than a call may",
        fix: "Ask for fewer tokens, or stream, so that the answer arrives while it is written",
        remedies: &[Remedy::FewerTokens, Remedy::StreamOn, Remedy::RunAgain],
        reproduce: Reproduce::Mishap("model-timeout"),
        samples: &[Sample {
            code: "ModelTimeoutException",
            status: 408,
            text: "The request took too long to process. Processing time exceeded the model timeout length.",
        }],
        ..BLANK
    },
    Entry {
        id: "model-error",
        codes: &["ModelError"],
        statuses: &[424],
        what: "The model failed",
        why: "The model itself failed on this input; the service only passes it on. The body may carry the model's own status",
        fix: "Call again, which often works, or try another model",
        remedies: &[Remedy::RunAgain, Remedy::EditModel],
        reproduce: Reproduce::Mishap("model-error"),
        samples: &[Sample {
            code: "ModelErrorException",
            status: 424,
            text: "The model encountered an unexpected error while processing the request.",
        }],
        ..BLANK
    },
    Entry {
        id: "model-stream-error",
        codes: &["ModelStreamError"],
        what: "The model failed while it was answering",
        why: "An error in the middle of a stream comes as a frame of its own, because the status 200 was already sent. What \
              had arrived is kept",
        fix: "Call again",
        remedies: &[Remedy::RunAgain],
        reproduce: Reproduce::Mishap("mid-stream-exception"),
        samples: &[Sample {
            code: "modelStreamErrorException",
            status: 200,
            text: "The model stream ended with an error. Retry your request.",
        }],
        ..BLANK
    },
    Entry {
        id: "quota",
        codes: &["ServiceQuotaExceeded"],
        what: "A quota is exceeded",
        why: "A quota of the account is exceeded",
        fix: "Look for it in Service Quotas under Amazon Bedrock, and ask for a higher one, or call another model",
        remedies: &[Remedy::EditModel, Remedy::UseSimulator, Remedy::RunAgain],
        reproduce: Reproduce::Mishap("quota-exceeded"),
        samples: &[Sample {
            code: "ServiceQuotaExceededException",
            status: 400,
            text: "Your request exceeds the service quota for your account.",
        }],
        ..BLANK
    },
    Entry {
        id: "conflict",
        codes: &["Conflict"],
        what: "The call conflicts with another operation",
        why: "Another call is still in progress, for instance with a request token that was used for another \
              request",
        fix: "Wait until the other one is over and call again",
        remedies: &[Remedy::RunAgain],
        reproduce: Reproduce::Mishap("conflict"),
        samples: &[Sample {
            code: "ConflictException",
            status: 400,
            text: "Error occurred because of a conflict while performing an operation.",
        }],
        ..BLANK
    },
    Entry {
        id: "unknown-operation",
        codes: &["UnknownOperation", "InvalidAction"],
        says: &[&["requested operation is not recognized"]],
        what: "The host has no such operation",
        why: "The host does not know this path. bedrock-runtime has the inference operations only: models are listed on \
              bedrock, agents and knowledge bases are called on bedrock-agent-runtime. A slash in an ARN that is not encoded, \
              a doubled slash, or a path of OpenAI's API has the same effect",
        fix: "Check host and path: /model/ID/converse or /model/ID/invoke on bedrock-runtime, the ID or ARN encoded (%2F, %3A)",
        remedies: &[Remedy::EditEndpoint, Remedy::EditModel, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("unknown-operation"),
        samples: &[
            Sample { code: "UnknownOperationException", status: 404, text: "Unknown operation" },
            Sample { code: "UnknownOperationException", status: 200, text: "" },
            Sample {
                code: "UnknownOperationException",
                status: 404,
                text: "The requested operation is not recognized by the service.",
            },
            Sample { code: "InvalidAction", status: 400, text: "The action or operation requested is invalid." },
        ],
        ..BLANK
    },
    Entry {
        id: "serialization",
        codes: &["Serialization"],
        what: "The body cannot be read",
        why: "The body is not the JSON that the operation expects: it is not JSON, or a value has the wrong type",
        fix: "Make each value the type that the operation takes: a number without quotation marks, messages as a list",
        remedies: &[Remedy::Relink],
        reproduce: Reproduce::Mishap("serialization"),
        samples: &[Sample {
            code: "SerializationException",
            status: 400,
            text: "NUMBER_VALUE can not be converted to a String",
        }],
        ..BLANK
    },
];
