//! Mishaps of the signature: what the verifier gets in place of what was sent. What it says is its own.

use super::Mishap;
use crate::aws::http::HttpRequest;
use crate::aws::time::Timestamp;

/// How far off the verifier's clock is made: more than the five minutes that it allows.
const SKEW_MS: i64 = 9 * 60 * 1_000;

impl Mishap {
    /// The verifier's clock.
    pub(in crate::simulator) fn clock(self, now: Timestamp) -> Timestamp {
        if self == Self::ClockSkew { now.plus_ms(SKEW_MS) } else { now }
    }

    /// The request as the verifier gets it, where it is not the one that was sent.
    pub(in crate::simulator) fn tampered(self, request: &HttpRequest) -> Option<HttpRequest> {
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
}
