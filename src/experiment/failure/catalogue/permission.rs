//! The permissions of the account: policies, access to models, agreements.

use super::{BLANK, Entry, Reproduce, Sample};
use crate::experiment::failure::fix::Remedy;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        id: "explicit-deny",
        codes: &["AccessDenied"],
        says: &[&["not authorized to perform", "explicit deny"]],
        what: "A policy forbids the call",
        why: "The credentials are valid, but a policy says Deny, and that wins over every Allow. It may be the role's own, a \
              boundary, or one of the organisation; an added Allow will not help",
        remedies: &[Remedy::PasteCredentials, Remedy::EditModel, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("explicit-deny"),
        samples: &[Sample {
            code: "AccessDeniedException",
            status: 403,
            text: "User: arn:aws:sts::123456789012:assumed-role/Learner/me is not authorized to perform: bedrock:InvokeModel \
                   on resource: arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0 with an explicit deny in \
                   a service control policy",
        }],
        ..BLANK
    },
    Entry {
        id: "policy",
        codes: &["AccessDenied"],
        says: &[&["not authorized to perform"]],
        what: "The policy does not allow the call",
        why: "The credentials are valid, but no policy allows this action on this resource. Converse is allowed by \
              bedrock:InvokeModel and ConverseStream by bedrock:InvokeModelWithResponseStream; a call through an inference \
              profile needs them on the profile and on the models it may route to",
        remedies: &[Remedy::CopyPolicy, Remedy::PasteCredentials, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("access-denied"),
        samples: &[Sample {
            code: "AccessDeniedException",
            status: 403,
            text: "User: arn:aws:sts::123456789012:assumed-role/Learner/me is not authorized to perform: bedrock:InvokeModel \
                   on resource: arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0 because no identity-based \
                   policy allows the bedrock:InvokeModel action",
        }],
        ..BLANK
    },
    Entry {
        id: "no-model-access",
        codes: &["AccessDenied"],
        says: &[&["don't have access to the model"]],
        what: "The account has no access to this model",
        why: "ID, signature and policy can be right and access still denied: its provider's agreement is not accepted in \
              this account, or the model is not offered to it in this region. Another model shows which of the two it is",
        remedies: &[Remedy::EditModel, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("no-model-access"),
        samples: &[
            Sample {
                code: "AccessDeniedException",
                status: 403,
                text: "You don't have access to the model with the specified model ID.",
            },
            Sample {
                code: "AccessDeniedException",
                status: 403,
                text: "You don\u{2019}t have access to the model with the specified model ID.",
            },
        ],
        ..BLANK
    },
    Entry {
        id: "agreement-pending",
        codes: &["MPAgreementBeingCreated", "AccessDenied"],
        says: &[&["marketplace subscription"], &["marketplace", "still being processed"]],
        what: "The subscription is still being set up",
        why: "The model is sold through AWS Marketplace, and the account's subscription to it is being set up. Nothing is \
              wrong; AWS asks to try again after 15 minutes",
        remedies: &[Remedy::RunAgain, Remedy::EditModel, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("agreement-pending"),
        samples: &[Sample {
            code: "MPAgreementBeingCreated",
            status: 403,
            text: "Your AWS Marketplace subscription for this model is still being processed. Try again after 15 minutes.",
        }],
        ..BLANK
    },
    Entry {
        id: "use-case-form",
        codes: &["FTUFormNotFilled", "ResourceNotFound"],
        says: &[&["use case details"]],
        what: "The use case was not submitted",
        why: "Anthropic asks every account once for a short description of its use case before the first call. It is filled \
              in through the Bedrock console; other providers' models work without it",
        remedies: &[Remedy::EditModel, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("use-case-form"),
        samples: &[
            Sample {
                code: "FTUFormNotFilled",
                status: 404,
                text: "Model use case details have not been submitted for this account.",
            },
            Sample {
                code: "ResourceNotFoundException",
                status: 404,
                text: "Model use case details have not been submitted for this account. Fill out the Anthropic use case \
                       details form before using the model.",
            },
        ],
        ..BLANK
    },
    Entry {
        id: "access-denied",
        codes: &["AccessDenied", "NotAuthorized"],
        statuses: &[401, 403],
        what: "The call is not allowed",
        why: "The account has no access to this model, or the policy of these credentials does not allow the call",
        remedies: &[Remedy::CopyPolicy, Remedy::EditModel, Remedy::PasteCredentials],
        reproduce: Reproduce::Mishap("access-denied"),
        samples: &[
            Sample { code: "NotAuthorized", status: 400, text: "You do not have permission to perform this action." },
            Sample { code: "", status: 403, text: "Forbidden" },
        ],
        ..BLANK
    },
];
