//! The connection test: its request, and the meaning of its outcome.
//!
//! It calls a model that does not exist, so it depends on no model and cannot be billed: a service that answers "no such
//! model" has accepted the signature. If the browser gives no answer at all, a second request (an opaque one, without CORS)
//! and the address itself show the likely cause.

use crate::aws::endpoint::Endpoint;
use crate::aws::error::AwsError;
use crate::aws::http::{Header, HttpRequest, Method, ResponseHead, Scheme};
use crate::experiment::failure::clinic::{self, Finding};

/// The model that is asked for.
pub const MODEL: &str = "outcrop.connection-test";

/// The request, to be signed like any other.
pub fn request(endpoint: &Endpoint) -> HttpRequest {
    HttpRequest {
        method: Method::Post,
        url: endpoint.url(&format!("/model/{MODEL}/converse"), None),
        headers: vec![Header::new("content-type", "application/json")],
        body: br#"{"messages":[{"role":"user","content":[{"text":"."}]}]}"#.to_vec().into(),
    }
}

/// The circumstances of a missing response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is an observation of its own")]
pub struct Silence {
    /// Whether the browser says that it is online.
    pub online: bool,
    /// Whether an opaque request to the same host came through.
    pub host_answers: bool,
    /// The scheme of the endpoint.
    pub scheme: Scheme,
    /// Whether the page itself was loaded over TLS.
    pub page_is_secure: bool,
    /// Whether the endpoint is on this machine.
    pub loopback: bool,
}

/// What the test says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether calls will get through to the service, and be accepted.
    pub good: bool,
    /// The finding in a few words.
    pub title: String,
    /// What it means and what to do.
    pub text: String,
}

/// What an answer means.
pub fn answered(head: &ResponseHead, body: &[u8]) -> Verdict {
    let error = AwsError::from_response(head, body);
    let message = error.message.clone().unwrap_or_default();
    let refused = matches!(head.status, 401 | 403);
    let cause = if refused {
        clinic::diagnose(&sentence(&error), None).ok().and_then(|diagnosis| diagnosis.causes.into_iter().next())
    } else {
        None
    };
    match cause {
        Some(Finding::Known(entry)) if entry.is_permission() => Verdict {
            good: true,
            title: "Reached, and the credentials are known".to_owned(),
            text: format!(
                "Their policy does not allow the test’s own call; a model that it allows may work. The service’s \
                 message: {message}"
            ),
        },
        Some(cause) => Verdict {
            good: false,
            title: format!("Reached and refused: {}", cause.title()),
            text: format!("{} {}", cause.why(), cause.fix()),
        },
        None if head.status >= 500 => Verdict {
            good: false,
            title: format!("Reached, and the service failed ({})", head.status),
            text: "The host answers, but with an error of its own. Try again in a moment.".to_owned(),
        },
        None if refused => Verdict {
            good: false,
            title: format!("Reached and refused ({})", head.status),
            text: "The answer does not say why.".to_owned(),
        },
        None => Verdict {
            good: true,
            title: "Reached, and the credentials are accepted".to_owned(),
            text: "The service checked them and then said that the test’s model does not exist, as it should."
                .to_owned(),
        },
    }
}

/// The refusal as the clinic reads it: the error's type may be in a header only.
fn sentence(error: &AwsError) -> String {
    format!("{error}\n{}", error.raw)
}

/// What silence means: the likely cause of “Failed to fetch”.
pub fn silent(message: &str, known: Silence) -> Verdict {
    let verdict = |title: &str, text: &str| Verdict {
        good: false,
        title: title.to_owned(),
        text: format!("{text} The browser gave only this: {message}"),
    };
    let mixed = known.page_is_secure && known.scheme == Scheme::Http && !known.loopback;
    match known {
        Silence { online: false, .. } => {
            verdict("This device is offline", "The browser says that it has no network. Connect and test again.")
        }
        _ if mixed => verdict(
            "The browser blocks http from an https page",
            "A page that was loaded over TLS may not call a host without it. Use https for the endpoint.",
        ),
        Silence { host_answers: true, loopback: true, .. } => verdict(
            "The server answers, but not to this page",
            "It is running, and its answer lacks the CORS headers. Let it allow this page’s origin, the method POST, and the headers \
             authorization, content-type and x-amz-*; an error answer needs them too.",
        ),
        Silence { host_answers: true, .. } => verdict(
            "The host answers, but not to this page",
            "The answer came without CORS headers, so the browser hides it. AWS leaves them out of some refusals: look at the credentials and at \
             the clock first.",
        ),
        Silence { loopback: true, .. } => verdict(
            "Nothing answers at this address",
            "Is the server running, on this host and port? An https address needs a certificate that the browser trusts.",
        ),
        Silence { .. } => verdict(
            "The host cannot be reached",
            "A proxy, VPN or extension may block the host, or its name does not resolve here.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::region::Region;

    fn refused(status: u16, code: &str, message: &str) -> Verdict {
        let body = serde_json::json!({ "__type": code, "message": message }).to_string();
        answered(&ResponseHead { status, headers: Vec::new() }, body.as_bytes())
    }

    #[test]
    fn an_answer_is_read_for_what_it_says_of_the_credentials() {
        for (status, code, message, good, title) in [
            (400, "ValidationException", "The provided model identifier is invalid.", true, "accepted"),
            (404, "ResourceNotFoundException", "no such model", true, "accepted"),
            (403, "AccessDeniedException", "User: x is not authorized to perform: bedrock:InvokeModel", true, "known"),
            (
                403,
                "UnrecognizedClientException",
                "The security token included in the request is invalid.",
                false,
                "access key is not known",
            ),
            (
                403,
                "InvalidSignatureException",
                "Signature expired: 20241008T195522Z is now earlier than 20241008T195940Z (20241008T200440Z - 5 min.)",
                false,
                "Clock",
            ),
            (403, "Forbidden", "no", false, "refused"),
            (503, "ServiceUnavailableException", "later", false, "failed (503)"),
        ] {
            let verdict = refused(status, code, message);
            assert_eq!((verdict.good, verdict.title.contains(title)), (good, true), "{verdict:?}");
        }
    }

    #[test]
    fn silence_has_a_likely_cause() {
        let known =
            Silence { online: true, host_answers: false, scheme: Scheme::Https, page_is_secure: true, loopback: false };
        for (known, title) in [
            (Silence { online: false, ..known }, "offline"),
            (Silence { scheme: Scheme::Http, ..known }, "blocks http"),
            (Silence { host_answers: true, ..known }, "not to this page"),
            (Silence { host_answers: true, loopback: true, ..known }, "The server answers"),
            (Silence { scheme: Scheme::Http, loopback: true, ..known }, "Nothing answers"),
            (known, "cannot be reached"),
        ] {
            let verdict = silent("TypeError: Failed to fetch", known);
            assert!(
                !verdict.good && verdict.title.contains(title) && verdict.text.contains("Failed to fetch"),
                "{verdict:?}"
            );
        }
    }

    #[test]
    fn the_test_names_no_real_model() {
        let asked = request(&Endpoint::aws("bedrock-runtime", &Region::parse("us-east-1").unwrap()));
        let id = crate::bedrock::model_id::ModelId::parse(MODEL).unwrap();
        assert!(asked.url.path.contains(MODEL) && crate::bedrock::catalogue::find(&id).is_none());
    }
}
