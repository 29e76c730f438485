//! What can go wrong, on demand: the entries of the fault menu.
//!
//! A mishap happens where it would happen at the service. Those of the signature are made in front of the verifier, which
//! then says what it always says; those of the account and the model are refusals of a request that is right in itself;
//! those of the stream befall an answer that was on its way. The texts follow the error types' own descriptions in the
//! public API model (bedrock-runtime 2023-09-30) and AWS's page on API error codes
//! (<https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html>).

use serde_json::json;

use super::example::EXAMPLE_ACCOUNT;
use super::fault::Fault;
use super::serve::{Chunk, Ending, Reply};
use crate::aws::eventstream::{HeaderValue, encode};
use crate::aws::http::HttpRequest;
use crate::aws::time::Timestamp;
use crate::bedrock::model_id::{ModelId, ModelIdKind};
use crate::bedrock::operation::Operation;

/// Something that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mishap {
    /// 429 `ThrottlingException`.
    Throttling,
    /// 429 `ThrottlingException`: tokens.
    TokenThrottling,
    /// 503 `ServiceUnavailableException`.
    ServiceUnavailable,
    /// 500 `InternalServerException`.
    InternalError,
    /// 429 `ModelNotReadyException`.
    ModelNotReady,
    /// 408 `ModelTimeoutException`.
    ModelTimeout,
    /// 424 `ModelErrorException`.
    ModelError,
    /// 400 `ServiceQuotaExceededException`.
    QuotaExceeded,
    /// 404 `ResourceNotFoundException`: the model's life is over.
    ModelRetired,
    /// The answer is right, but its first byte takes seconds.
    SlowFirstByte,
    /// 200, and in the middle of the stream an exception.
    MidStreamException,
    /// 200, and in the middle the connection is gone.
    CutStream,
    /// 200, and in the middle a bit is wrong.
    CorruptFrame,
    /// No answer at all.
    NoAnswer,
    /// 403 `ExpiredTokenException`.
    ExpiredToken,
    /// 403 `UnrecognizedClientException`.
    UnknownKey,
    /// 403 `InvalidSignatureException`: another secret.
    WrongSecret,
    /// 403 `InvalidSignatureException`: the clocks are too far apart.
    ClockSkew,
    /// 403 `MissingAuthenticationTokenException`.
    NoSignature,
    /// 400 `IncompleteSignatureException`.
    IncompleteSignature,
    /// 403 `InvalidSignatureException`: the service's name in the scope.
    WrongScope,
    /// 403 `InvalidSignatureException`: the token is sent but not signed.
    UnsignedHeader,
    /// 403 `AccessDeniedException`: the policy.
    AccessDenied,
    /// 403 `AccessDeniedException`: the model.
    NoModelAccess,
    /// 404 `FTUFormNotFilled`.
    UseCaseForm,
    /// 403 `MPAgreementBeingCreated`.
    AgreementPending,
}

/// Where a mishap belongs in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MishapGroup {
    /// The service or the model is busy or failing.
    Service,
    /// The answer suffers on its way.
    Stream,
    /// Who is asking, and since when.
    Credentials,
    /// What the account may do.
    Permission,
}

impl MishapGroup {
    /// The heading in the menu.
    pub fn name(self) -> &'static str {
        match self {
            Self::Service => "Service and model",
            Self::Stream => "Stream and network",
            Self::Credentials => "Credentials and signature",
            Self::Permission => "Permission",
        }
    }
}

/// How far off the verifier's clock is made: more than the five minutes that it allows.
const SKEW_MS: i64 = 9 * 60 * 1_000;
/// How late the first byte comes: long enough to be noticed, short enough to be waited for.
const SLOW_MS: u32 = 6_000;

impl Mishap {
    /// All, in the order of the menu.
    pub const ALL: [Self; 26] = [
        Self::Throttling,
        Self::TokenThrottling,
        Self::ServiceUnavailable,
        Self::InternalError,
        Self::ModelNotReady,
        Self::ModelTimeout,
        Self::ModelError,
        Self::QuotaExceeded,
        Self::ModelRetired,
        Self::SlowFirstByte,
        Self::MidStreamException,
        Self::CutStream,
        Self::CorruptFrame,
        Self::NoAnswer,
        Self::ExpiredToken,
        Self::UnknownKey,
        Self::WrongSecret,
        Self::ClockSkew,
        Self::NoSignature,
        Self::IncompleteSignature,
        Self::WrongScope,
        Self::UnsignedHeader,
        Self::AccessDenied,
        Self::NoModelAccess,
        Self::UseCaseForm,
        Self::AgreementPending,
    ];

    /// Its name in links between rooms, on a command line and in a menu's value.
    pub fn key(self) -> &'static str {
        match self {
            Self::Throttling => "throttling",
            Self::TokenThrottling => "token-throttling",
            Self::ServiceUnavailable => "service-unavailable",
            Self::InternalError => "internal-error",
            Self::ModelNotReady => "model-not-ready",
            Self::ModelTimeout => "model-timeout",
            Self::ModelError => "model-error",
            Self::QuotaExceeded => "quota-exceeded",
            Self::ModelRetired => "model-retired",
            Self::SlowFirstByte => "slow-first-byte",
            Self::MidStreamException => "mid-stream-exception",
            Self::CutStream => "cut-stream",
            Self::CorruptFrame => "corrupt-frame",
            Self::NoAnswer => "no-answer",
            Self::ExpiredToken => "expired-token",
            Self::UnknownKey => "unknown-key",
            Self::WrongSecret => "wrong-secret",
            Self::ClockSkew => "clock-skew",
            Self::NoSignature => "no-signature",
            Self::IncompleteSignature => "incomplete-signature",
            Self::WrongScope => "wrong-scope",
            Self::UnsignedHeader => "unsigned-header",
            Self::AccessDenied => "access-denied",
            Self::NoModelAccess => "no-model-access",
            Self::UseCaseForm => "use-case-form",
            Self::AgreementPending => "agreement-pending",
        }
    }

    /// The one of that key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mishap| mishap.key() == key)
    }

    /// In words, for the menu.
    pub fn name(self) -> &'static str {
        match self {
            Self::Throttling => "Throttled (429)",
            Self::TokenThrottling => "Too many tokens (429)",
            Self::ServiceUnavailable => "Service unavailable (503)",
            Self::InternalError => "Internal error (500)",
            Self::ModelNotReady => "Model not ready (429)",
            Self::ModelTimeout => "Model timeout (408)",
            Self::ModelError => "Model error (424)",
            Self::QuotaExceeded => "Quota exceeded (400)",
            Self::ModelRetired => "Model retired (404)",
            Self::SlowFirstByte => "Slow first byte (6 s)",
            Self::MidStreamException => "Exception in mid-stream",
            Self::CutStream => "Stream cut off",
            Self::CorruptFrame => "Corrupt frame",
            Self::NoAnswer => "No answer at all",
            Self::ExpiredToken => "Session token expired (403)",
            Self::UnknownKey => "Access key unknown (403)",
            Self::WrongSecret => "Wrong secret (403)",
            Self::ClockSkew => "Clock 9 minutes off (403)",
            Self::NoSignature => "Signature missing (403)",
            Self::IncompleteSignature => "Signature incomplete (400)",
            Self::WrongScope => "Signed for another service (403)",
            Self::UnsignedHeader => "Token not signed (403)",
            Self::AccessDenied => "Not allowed by policy (403)",
            Self::NoModelAccess => "No access to the model (403)",
            Self::UseCaseForm => "Use case not submitted (404)",
            Self::AgreementPending => "Agreement pending (403)",
        }
    }

    /// Where it stands in the menu.
    pub fn group(self) -> MishapGroup {
        match self {
            Self::Throttling
            | Self::TokenThrottling
            | Self::ServiceUnavailable
            | Self::InternalError
            | Self::ModelNotReady
            | Self::ModelTimeout
            | Self::ModelError
            | Self::QuotaExceeded
            | Self::ModelRetired => MishapGroup::Service,
            Self::SlowFirstByte | Self::MidStreamException | Self::CutStream | Self::CorruptFrame | Self::NoAnswer => {
                MishapGroup::Stream
            }
            Self::ExpiredToken
            | Self::UnknownKey
            | Self::WrongSecret
            | Self::ClockSkew
            | Self::NoSignature
            | Self::IncompleteSignature
            | Self::WrongScope
            | Self::UnsignedHeader => MishapGroup::Credentials,
            Self::AccessDenied | Self::NoModelAccess | Self::UseCaseForm | Self::AgreementPending => {
                MishapGroup::Permission
            }
        }
    }

    /// The verifier's clock.
    pub(super) fn clock(self, now: Timestamp) -> Timestamp {
        if self == Self::ClockSkew { now.plus_ms(SKEW_MS) } else { now }
    }

    /// The request as the verifier gets it, where it is not the one that was sent.
    pub(super) fn tampered(self, request: &HttpRequest) -> Option<HttpRequest> {
        let mut request = request.clone();
        if self == Self::NoSignature {
            request.headers.retain(|header| !header.name.eq_ignore_ascii_case("authorization"));
            return Some(request);
        }
        let signed = request.headers.iter_mut().find(|header| header.name.eq_ignore_ascii_case("authorization"))?;
        signed.value = match self {
            Self::WrongSecret => {
                // Another secret gives another signature and changes nothing else.
                let (before, signature) = signed.value.split_once("Signature=")?;
                let other: String = signature.chars().rev().collect();
                format!("{before}Signature={other}")
            }
            Self::IncompleteSignature => signed.value.replace("SignedHeaders=", "Headers="),
            Self::WrongScope => signed.value.replace("/bedrock/aws4_request", "/bedrock-runtime/aws4_request"),
            Self::UnsignedHeader => signed.value.replace(";x-amz-security-token", ""),
            _ => return None,
        };
        Some(request)
    }

    /// What the service says to a request that is right in itself.
    pub(super) fn refusal(self, model: &str, region: &str, operation: Option<Operation>) -> Option<Fault> {
        let streaming = operation.is_some_and(Operation::is_streaming);
        let fault = match self {
            Self::Throttling => {
                Fault::service(429, "ThrottlingException", "Too many requests, please wait before trying again.")
            }
            Self::TokenThrottling => {
                Fault::service(429, "ThrottlingException", "Too many tokens, please wait before trying again.")
            }
            Self::ServiceUnavailable => Fault::service(
                503,
                "ServiceUnavailableException",
                "The service is temporarily unable to process the request. Please try again.",
            ),
            Self::InternalError => Fault::service(
                500,
                "InternalServerException",
                "The system encountered an unexpected error during processing. Try your request again.",
            ),
            Self::ModelNotReady => Fault::service(
                429,
                "ModelNotReadyException",
                "The model is not ready for inference. Please wait and try again.",
            ),
            Self::ModelTimeout => Fault::service(
                408,
                "ModelTimeoutException",
                "The request took too long to process. Processing time exceeded the model timeout length.",
            ),
            Self::ModelError => model_error(),
            Self::MidStreamException if !streaming => model_error(),
            Self::QuotaExceeded => Fault::service(
                400,
                "ServiceQuotaExceededException",
                "Your request exceeds the service quota for your account.",
            ),
            Self::ModelRetired => Fault::not_found("This model version has reached the end of its life."),
            Self::ExpiredToken => {
                Fault::front_door(403, "ExpiredTokenException", "The security token included in the request is expired")
            }
            Self::UnknownKey => Fault::front_door(
                403,
                "UnrecognizedClientException",
                "The security token included in the request is invalid.",
            ),
            Self::AccessDenied => {
                let action = if streaming { "bedrock:InvokeModelWithResponseStream" } else { "bedrock:InvokeModel" };
                Fault::denied(format!(
                    "User: arn:aws:sts::{EXAMPLE_ACCOUNT}:assumed-role/Learner/outcrop is not authorized to perform: \
                     {action} on resource: {} because no identity-based policy allows the {action} action",
                    resource(model, region)
                ))
            }
            Self::NoModelAccess => Fault::denied("You don't have access to the model with the specified model ID."),
            Self::UseCaseForm => Fault::service(
                404,
                "FTUFormNotFilled",
                "Model use case details have not been submitted for this account. Fill out the Anthropic use case \
                 details form before using the model.",
            ),
            Self::AgreementPending => Fault::service(
                403,
                "MPAgreementBeingCreated",
                "Your AWS Marketplace subscription for this model is still being processed. Try again after 15 minutes.",
            ),
            Self::SlowFirstByte
            | Self::MidStreamException
            | Self::CutStream
            | Self::CorruptFrame
            | Self::NoAnswer
            | Self::WrongSecret
            | Self::ClockSkew
            | Self::NoSignature
            | Self::IncompleteSignature
            | Self::WrongScope
            | Self::UnsignedHeader => return None,
        };
        Some(fault)
    }

    /// What becomes of an answer on its way.
    pub(super) fn befall(self, mut reply: Reply) -> Reply {
        let middle = reply.chunks.len() / 2;
        match self {
            Self::SlowFirstByte => {
                if let Some(first) = reply.chunks.first_mut() {
                    first.after_ms = first.after_ms.saturating_add(SLOW_MS);
                }
            }
            Self::MidStreamException => {
                reply.chunks.truncate(middle.max(1));
                reply.chunks.push(Chunk { after_ms: 40, bytes: exception() });
            }
            Self::CutStream => {
                reply.chunks.truncate(middle + 1);
                if let Some(last) = reply.chunks.last_mut() {
                    last.bytes.truncate(last.bytes.len() / 2);
                }
                reply.ending = Ending::Dropped;
            }
            Self::CorruptFrame => {
                if let Some(chunk) = reply.chunks.get_mut(middle) {
                    // In a frame, a byte of the payload; in a body that is not streamed, the quotation mark of its first name.
                    let at = if chunk.bytes.starts_with(b"{") { 1 } else { chunk.bytes.len().saturating_sub(8) };
                    chunk.bytes = crate::aws::eventstream::layout::flipped(&chunk.bytes, at, 3);
                }
            }
            Self::NoAnswer => {
                reply.chunks.clear();
                reply.ending = Ending::Dropped;
            }
            Self::Throttling
            | Self::TokenThrottling
            | Self::ServiceUnavailable
            | Self::InternalError
            | Self::ModelNotReady
            | Self::ModelTimeout
            | Self::ModelError
            | Self::QuotaExceeded
            | Self::ModelRetired
            | Self::ExpiredToken
            | Self::UnknownKey
            | Self::WrongSecret
            | Self::ClockSkew
            | Self::NoSignature
            | Self::IncompleteSignature
            | Self::WrongScope
            | Self::UnsignedHeader
            | Self::AccessDenied
            | Self::NoModelAccess
            | Self::UseCaseForm
            | Self::AgreementPending => {}
        }
        reply
    }
}

fn model_error() -> Fault {
    Fault::service(
        424,
        "ModelErrorException",
        "The model encountered an unexpected error while processing the request.",
    )
}

/// The resource that a policy names: an ARN as it is, a profile of the account, or a model of everybody's.
fn resource(model: &str, region: &str) -> String {
    let id = ModelId::parse(model).ok();
    match id.as_ref().map(ModelId::kind) {
        Some(ModelIdKind::InferenceProfile) => {
            format!("arn:aws:bedrock:{region}:{EXAMPLE_ACCOUNT}:inference-profile/{model}")
        }
        Some(ModelIdKind::Bare) => format!("arn:aws:bedrock:{region}::foundation-model/{model}"),
        _ => model.to_owned(),
    }
}

/// A frame that ends a stream with an exception.
fn exception() -> Vec<u8> {
    let said = json!({
        "message": "The model stream ended with an error. Retry your request.",
        "originalStatusCode": 500,
        "originalMessage": "Internal error",
    });
    let headers = [
        (":exception-type", HeaderValue::from("modelStreamErrorException")),
        (":content-type", HeaderValue::from("application/json")),
        (":message-type", HeaderValue::from("exception")),
    ];
    encode(&headers, said.to_string().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_names_are_each_ones_own() {
        for mishap in Mishap::ALL {
            assert_eq!(Mishap::from_key(mishap.key()), Some(mishap));
            assert_eq!(Mishap::ALL.iter().filter(|other| other.name() == mishap.name()).count(), 1);
        }
        assert_eq!(Mishap::from_key(""), None);
        // Entries of a group stand together.
        let mut groups: Vec<MishapGroup> = Mishap::ALL.iter().map(|mishap| mishap.group()).collect();
        groups.dedup();
        assert_eq!(groups.len(), 4);
    }
}
