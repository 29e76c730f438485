//! The caller: the signature, the keys, the clock.

use super::{BLANK, Entry, Reproduce, Sample};
use crate::experiment::failure::fix::Remedy;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        id: "expired-token",
        codes: &["ExpiredToken"],
        says: &[&["security token included in the request is expired"], &["provided token has expired"]],
        what: "The session has ended",
        why: "Temporary credentials carry their expiry in the session token, and it has passed",
        fix: "Get new temporary credentials from the same source, and use those. The request needs no change",
        remedies: &[Remedy::PasteCredentials, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("expired-token"),
        samples: &[Sample {
            code: "ExpiredTokenException",
            status: 403,
            text: "The security token included in the request is expired",
        }],
        ..BLANK
    },
    Entry {
        id: "unknown-key",
        codes: &["UnrecognizedClient", "InvalidClientTokenId", "InvalidAccessKeyId"],
        says: &[&["security token included in the request is invalid"], &["access key id you provided does not exist"]],
        what: "The access key is not known",
        why: "The service does not know this access key together with this session token. Often one of the three values was \
              copied incompletely, the token is missing, or they come from different sessions",
        fix: "Take key ID, secret and session token again, all three from one session and without quotation marks. A key \
              that begins with ASIA needs its token",
        remedies: &[Remedy::PasteCredentials, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("unknown-key"),
        samples: &[Sample {
            code: "UnrecognizedClientException",
            status: 403,
            text: "The security token included in the request is invalid.",
        }],
        ..BLANK
    },
    Entry {
        id: "missing-signature",
        codes: &["MissingAuthenticationToken"],
        says: &[&["missing authentication token"]],
        what: "The request was not signed",
        why: "It reached the service without an Authorization header. A proxy or an extension may have removed it",
        fix: "Sign the request, and send it straight to the host that was signed",
        remedies: &[Remedy::PasteCredentials, Remedy::EditEndpoint, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("no-signature"),
        samples: &[Sample {
            code: "MissingAuthenticationTokenException",
            status: 403,
            text: "Missing Authentication Token",
        }],
        ..BLANK
    },
    Entry {
        id: "incomplete-signature",
        codes: &["IncompleteSignature"],
        says: &[&["authorization header requires"]],
        what: "The signature is not complete",
        why: "The Authorization header must carry a credential, the names of the signed headers and the signature, and the \
              request its date. The message names what is missing",
        fix: "Write Credential, SignedHeaders and Signature into the header, and send x-amz-date. Better, let an SDK sign",
        remedies: &[Remedy::PasteCredentials, Remedy::EditEndpoint, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("incomplete-signature"),
        samples: &[Sample {
            code: "IncompleteSignatureException",
            status: 400,
            text: "Authorization header requires 'SignedHeaders' parameter.",
        }],
        ..BLANK
    },
    Entry {
        id: "clock-skew",
        codes: &["InvalidSignature", "SignatureDoesNotMatch"],
        says: &[&["signature expired"], &["signature not yet current"]],
        what: "The clocks are too far apart",
        why: "A signature is valid for about five minutes around its own time, and the service's clock is further away. The \
              message states both times",
        fix: "Set the clock by network time, or add the difference to the signing time",
        remedies: &[Remedy::CorrectClock, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("clock-skew"),
        samples: &[
            Sample {
                code: "InvalidSignatureException",
                status: 403,
                text: "Signature expired: 20241008T195522Z is now earlier than 20241008T195940Z (20241008T200440Z - 5 min.)",
            },
            Sample {
                code: "InvalidSignatureException",
                status: 403,
                text: "Signature not yet current: 20250102T040000Z is still later than 20250102T033000Z (20250102T032500Z + 5 min.)",
            },
        ],
        ..BLANK
    },
    Entry {
        id: "request-expired",
        codes: &["RequestExpired", "RequestTimeTooSkewed"],
        what: "The request is too old",
        why: "The time in the request is too far from the service's clock",
        fix: "Set the device's clock by network time, then sign and send again",
        remedies: &[Remedy::CorrectClock, Remedy::RunAgain],
        samples: &[Sample {
            code: "RequestExpired",
            status: 400,
            text: "The request is no longer valid due to expired timestamps.",
        }],
        reproduce: Reproduce::Mishap("clock-skew"),
        ..BLANK
    },
    Entry {
        id: "wrong-scope",
        codes: &["InvalidSignature", "SignatureDoesNotMatch"],
        says: &[&["credential should be scoped"], &["date in credential scope"]],
        what: "The signature is for another region or service",
        why: "The credential scope names a date, a region and a service. The region must be the host's, and the service name \
              of every bedrock host is “bedrock”, not the first part of the host",
        fix: "Sign for the region of the host and for the service that the message names",
        remedies: &[Remedy::EditEndpoint, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("wrong-scope"),
        samples: &[
            Sample {
                code: "InvalidSignatureException",
                status: 403,
                text: "Credential should be scoped to correct service: 'bedrock'. ",
            },
            Sample {
                code: "InvalidSignatureException",
                status: 403,
                text: "Credential should be scoped to a valid region, not 'eu-west-1'. ",
            },
        ],
        ..BLANK
    },
    Entry {
        id: "unsigned-header",
        codes: &["InvalidSignature", "SignatureDoesNotMatch"],
        says: &[&["must be a 'signedheader'"]],
        what: "A header is sent but not signed",
        why: "Host, date and session token must be among the signed headers, or someone on the way could change them",
        fix: "Name every x-amz- header that is sent in SignedHeaders, and sign it",
        remedies: &[Remedy::EditEndpoint, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("unsigned-header"),
        samples: &[Sample {
            code: "InvalidSignatureException",
            status: 403,
            text: "'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization.",
        }],
        ..BLANK
    },
    Entry {
        id: "wrong-secret",
        codes: &["InvalidSignature", "SignatureDoesNotMatch"],
        what: "The signatures differ",
        why: "The service computed another signature from the same request. With this page that means the secret access key \
              is not the one that belongs to this access key ID",
        fix: "Take key ID and secret again, from the same source and without losing a character. If the message shows a \
              canonical string, Explain an error compares it line by line",
        remedies: &[Remedy::PasteCredentials, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("wrong-secret"),
        samples: &[Sample {
            code: "InvalidSignatureException",
            status: 403,
            text: "The request signature we calculated does not match the signature you provided. Check your AWS Secret \
                   Access Key and signing method. Consult the service documentation for details.",
        }],
        ..BLANK
    },
    Entry {
        id: "api-key",
        codes: &["AccessDenied"],
        says: &[
            &["make sure your api key"],
            &["invalid api key"],
            &["api key", "authentication failed"],
            &["bearer token has expired"],
            &["invalid bearer token"],
            &["callwithbearertoken"],
        ],
        what: "The API key is not accepted",
        why: "A Bedrock API key is sent unchanged, without a signature. It is bound to its region and its time, works for \
              bedrock and bedrock-runtime only, and its owner must be allowed bedrock:CallWithBearerToken",
        fix: "Make a new key for the region of the host, and check that its owner may call with a bearer token",
        remedies: &[Remedy::PasteCredentials, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("api-key"),
        samples: &[
            Sample {
                code: "AccessDeniedException",
                status: 403,
                text: "Authentication failed: Please make sure your API Key is valid.",
            },
            Sample { code: "AccessDeniedException", status: 403, text: "Bearer Token has expired" },
            Sample {
                code: "AccessDeniedException",
                status: 403,
                text: "User: arn:aws:iam::123456789012:user/BedrockAPIKey is not authorized to perform: \
                   bedrock:CallWithBearerToken on resource: * because no identity-based policy allows the \
                   bedrock:CallWithBearerToken action",
            },
        ],
        ..BLANK
    },
];
