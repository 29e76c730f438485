//! The permissions of the account: policies, access to models, agreements, places.
//!
//! The words of the Marketplace, of accounts that are held back and of legacy models are those of public bug reports.

use super::{BLANK, Entry, Reproduce, Sample};
use crate::experiment::failure::fix::Remedy;
use crate::experiment::failure::reproduction::Setup;

const fn denied(text: &'static str) -> Sample {
    Sample { code: "AccessDeniedException", status: 403, text }
}

const fn refused(text: &'static str) -> Sample {
    Sample { code: "ValidationException", status: 400, text }
}

/// The simulator's account has none of these states.
const ACCOUNT: Reproduce =
    Reproduce::Never("It is a state of an AWS account, which the simulator's example account has not");

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        id: "payment",
        codes: &["AccessDenied"],
        says: &[&["invalid_payment_instrument"], &["valid payment instrument"], &["payment method", "marketplace"]],
        what: "The account has no valid payment method",
        why: "The model is sold through AWS Marketplace, and the account cannot pay there. The policy is not the cause",
        fix: "Add or repair the payment method in the Billing console, wait two minutes, and call again",
        remedies: &[Remedy::EditModel, Remedy::UseSimulator],
        reproduce: ACCOUNT,
        samples: &[denied(
            "Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided. Your AWS \
             Marketplace subscription for this model cannot be completed at this time. If you recently fixed this issue, try \
             again after 2 minutes.",
        )],
        ..BLANK
    },
    Entry {
        id: "marketplace-actions",
        codes: &["AccessDenied"],
        says: &[
            &["required aws marketplace actions"],
            &["aws-marketplace:subscribe"],
            &["aws-marketplace:viewsubscriptions"],
        ],
        what: "The model is not yet subscribed in AWS Marketplace",
        why: "The first call of a third-party model subscribes the account, and this role may not do that. \
              bedrock:InvokeModel is not what is missing",
        fix: "Let an administrator call the model once, or give a role aws-marketplace:ViewSubscriptions and \
              aws-marketplace:Subscribe for that one call. Do not leave Subscribe on a role that only runs the model",
        remedies: &[Remedy::EditModel, Remedy::PasteCredentials, Remedy::UseSimulator],
        reproduce: ACCOUNT,
        samples: &[denied(
            "Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace \
             actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model. Refer to \
             the Amazon Bedrock documentation for further details. Your AWS Marketplace subscription for this model cannot be \
             completed at this time. If you recently fixed this issue, try again after 2 minutes.",
        )],
        ..BLANK
    },
    Entry {
        id: "agreement-pending",
        codes: &["MPAgreementBeingCreated", "AccessDenied"],
        says: &[&["marketplace", "still being processed"], &["marketplace", "being created"]],
        what: "The subscription is still being set up",
        why: "The model is sold through AWS Marketplace, and the account's subscription to it is being set up. Nothing is \
              wrong",
        fix: "Wait, and call again after 15 minutes",
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
        id: "marketplace-refused",
        codes: &["AccessDenied"],
        says: &[&["marketplace subscription", "cannot be completed"]],
        what: "The AWS Marketplace subscription failed",
        why: "The model is sold through AWS Marketplace, and the account's subscription to it could not be completed. The \
              message names the reason before this sentence",
        fix: "Put that reason right, wait two minutes, and call again",
        remedies: &[Remedy::EditModel, Remedy::UseSimulator],
        reproduce: ACCOUNT,
        samples: &[denied("Your AWS Marketplace subscription for this model cannot be completed at this time.")],
        ..BLANK
    },
    Entry {
        id: "organisation-deny",
        codes: &["AccessDenied"],
        says: &[&["not authorized to perform", "explicit deny in a service control policy"]],
        what: "The organisation forbids the call",
        why: "The credentials are valid, but a service control policy (SCP) says Deny, and that wins over every Allow. SCPs \
              often forbid regions: a call through a cross-region profile is refused if one of the regions that it routes to \
              is forbidden",
        fix: "No policy of the account can change this. Use a region and a model that the organisation allows, or ask its \
              administrators",
        remedies: &[Remedy::EditModel, Remedy::PasteCredentials, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("explicit-deny"),
        samples: &[denied(
            "User: arn:aws:sts::123456789012:assumed-role/Learner/me is not authorized to perform: bedrock:InvokeModel on \
             resource: arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0 with an explicit deny in a service \
             control policy",
        )],
        ..BLANK
    },
    Entry {
        id: "explicit-deny",
        codes: &["AccessDenied"],
        says: &[&["not authorized to perform", "explicit deny"]],
        what: "A policy forbids the call",
        why: "The credentials are valid, but a policy says Deny, and that wins over every Allow. The message names its kind: \
              identity-based, permissions boundary, session or VPC endpoint policy",
        fix: "Take the Deny out of that policy, or narrow it. Another Allow does not help",
        remedies: &[Remedy::PasteCredentials, Remedy::EditModel, Remedy::UseSimulator],
        reproduce: Reproduce::Never("The simulator's only Deny is in a service control policy"),
        samples: &[denied(
            "User: arn:aws:iam::123456789012:user/me is not authorized to perform: bedrock:InvokeModel on resource: \
             arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0 with an explicit deny in an identity-based policy",
        )],
        ..BLANK
    },
    Entry {
        id: "not-in-boundary",
        codes: &["AccessDenied"],
        says: &[
            &["not authorized to perform", "no service control policy allows"],
            &["not authorized to perform", "no resource control policy allows"],
            &["not authorized to perform", "no permissions boundary allows"],
            &["not authorized to perform", "no session policy allows"],
            &["not authorized to perform", "no vpc endpoint policy allows"],
        ],
        what: "A limit around the caller does not include the call",
        why: "The credentials are valid. What the caller's own policy allows counts only within its limits, and the limit \
              that the message names (SCP, permissions boundary, session or VPC endpoint policy) does not allow this action",
        fix: "Have the action allowed in the policy that the message names. A statement in the caller's own policy does not \
              help",
        remedies: &[Remedy::PasteCredentials, Remedy::EditModel, Remedy::UseSimulator],
        reproduce: ACCOUNT,
        samples: &[denied(
            "User: arn:aws:sts::123456789012:assumed-role/Learner/me is not authorized to perform: bedrock:InvokeModel on \
             resource: arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0 because no VPC endpoint policy \
             allows the bedrock:InvokeModel action",
        )],
        ..BLANK
    },
    Entry {
        id: "policy",
        codes: &["AccessDenied"],
        says: &[&["not authorized to perform"]],
        what: "The policy does not allow the call",
        why: "The credentials are valid, but no policy allows this action on this resource. Converse is allowed by \
              bedrock:InvokeModel and ConverseStream by bedrock:InvokeModelWithResponseStream",
        fix: "Allow the action on the resource that the message names. A call through an inference profile needs it on the \
              profile and on the models that it may route to",
        remedies: &[Remedy::CopyPolicy, Remedy::PasteCredentials, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("access-denied"),
        samples: &[denied(
            "User: arn:aws:sts::123456789012:assumed-role/Learner/me is not authorized to perform: bedrock:InvokeModel on \
             resource: arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0 because no identity-based policy \
             allows the bedrock:InvokeModel action",
        )],
        ..BLANK
    },
    Entry {
        id: "no-model-access",
        codes: &["AccessDenied"],
        says: &[&["don't have access to the model"], &["not have an agreement to this model"]],
        what: "The account has no access to this model",
        why: "ID, signature and policy can be right and access still denied: its provider's agreement is not accepted in \
              this account, or the model is not offered to it in this region",
        fix: "Ask for access under Model access in the Bedrock console, in this region. Another model shows whether it is the \
              model or the account",
        remedies: &[Remedy::EditModel, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("no-model-access"),
        samples: &[
            denied("You don't have access to the model with the specified model ID."),
            denied("You don\u{2019}t have access to the model with the specified model ID."),
        ],
        ..BLANK
    },
    Entry {
        id: "use-case-form",
        codes: &["FTUFormNotFilled", "ResourceNotFound"],
        says: &[&["use case details"]],
        what: "The use case was not submitted",
        why: "Anthropic asks every account once for a short description of its use case before the first call. Other \
              providers' models work without it",
        fix: "Fill in the form in the Bedrock console, wait a quarter of an hour, and call again",
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
        id: "no-caching",
        codes: &["AccessDenied", "Validation"],
        says: &[
            &["did not allow prompt caching"],
            &["prompt caching is not supported"],
            &["support prompt caching"],
            &["support the cachepoint field"],
        ],
        what: "This model takes no cache points",
        why: "The request has a cachePoint in its system prompt, tools or messages, and this model has no prompt caching. It \
              is not a permission of the account, whatever the status says",
        fix: "Remove the cache points, or choose a model with prompt caching",
        remedies: &[Remedy::DropCachePoints, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::CacheRefused),
        samples: &[
            denied(
                "You invoked an unsupported model or your request did not allow prompt caching. See the documentation for \
                 more information.",
            ),
            refused(
                "You invoked an unsupported model or your request did not allow prompt caching. See the documentation for \
                 more information.",
            ),
        ],
        ..BLANK
    },
    Entry {
        id: "country",
        codes: &["AccessDenied", "Validation"],
        says: &[
            &["unsupported countries"],
            &["unsupported country"],
            &["not available in your country"],
            &["not supported in your country"],
        ],
        what: "The model is not offered in this country",
        why: "The provider does not serve the country that the account or the caller is in. Request and policy are right",
        fix: "Choose a model of another provider",
        remedies: &[Remedy::EditModel, Remedy::UseSimulator],
        reproduce: ACCOUNT,
        samples: &[refused(
            "Access to Anthropic models is not allowed from unsupported countries, regions, or territories.",
        )],
        ..BLANK
    },
    Entry {
        id: "account-held",
        codes: &["AccessDenied", "Validation"],
        says: &[
            &["operation not allowed"],
            &["account is not authorized to"],
            &["not allowed for this account"],
            &["account", "restricted. verify"],
            &["account", "is not verified"],
            &["account is currently", "restricted"],
            &["account is currently", "blocked"],
            &["account is suspended"],
        ],
        what: "AWS holds this account back",
        why: "The request is right. The account may not call Bedrock or this model yet: it is new, not verified, on hold for \
              billing, or has access to the model in another region only",
        fix: "Try another model and region, check the account's verification and billing, and open a case with AWS Support",
        remedies: &[Remedy::EditModel, Remedy::PasteCredentials, Remedy::UseSimulator],
        reproduce: ACCOUNT,
        samples: &[
            refused("Operation not allowed"),
            refused("Your account is not authorized to invoke this API operation."),
        ],
        ..BLANK
    },
    Entry {
        id: "data-retention",
        codes: &["AccessDenied", "Validation"],
        says: &[&["data retention mode"]],
        what: "The model needs another data retention setting",
        why: "The account's data retention mode is one that this model does not allow. The request itself is right",
        fix: "Change the setting in the Bedrock console, or choose another model",
        remedies: &[Remedy::EditModel, Remedy::UseSimulator],
        reproduce: ACCOUNT,
        samples: &[refused("data retention mode 'default' is not available for this model")],
        ..BLANK
    },
    Entry {
        id: "access-denied",
        codes: &["AccessDenied", "NotAuthorized"],
        statuses: &[401, 403],
        what: "The call is not allowed",
        why: "The policy of these credentials does not allow the call, or the account has no access to this model. The \
              message does not say which",
        fix: "Check the policy for bedrock:InvokeModel on this model, then Model access in the Bedrock console",
        remedies: &[Remedy::CopyPolicy, Remedy::EditModel, Remedy::PasteCredentials],
        reproduce: Reproduce::Mishap("access-denied"),
        samples: &[
            Sample { code: "NotAuthorized", status: 400, text: "You do not have permission to perform this action." },
            Sample { code: "", status: 403, text: "Forbidden" },
        ],
        ..BLANK
    },
];
