//! Mishaps of the signature: they change what the verifier receives. The verifier then refuses it.

use super::group::MishapGroup;
use crate::aws::http::HttpRequest;
use crate::aws::time::Timestamp;

/// How far the verifier's clock is moved: more than the five minutes that it allows.
const SKEW_MS: i64 = 9 * 60 * 1_000;

/// A fault of the signature, the token or the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FrontDoor {
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
}

impl FrontDoor {
    /// The group, the key and the name.
    pub(super) fn row(self) -> (MishapGroup, &'static str, &'static str) {
        use MishapGroup::Credentials;
        match self {
            Self::WrongSecret => (Credentials, "wrong-secret", "Wrong secret (403)"),
            Self::ClockSkew => (Credentials, "clock-skew", "Clock 9 minutes off (403)"),
            Self::NoSignature => (Credentials, "no-signature", "Signature missing (403)"),
            Self::IncompleteSignature => (Credentials, "incomplete-signature", "Signature incomplete (400)"),
            Self::WrongScope => (Credentials, "wrong-scope", "Signed for another service (403)"),
            Self::UnsignedHeader => (Credentials, "unsigned-header", "Token not signed (403)"),
        }
    }

    /// The verifier's clock.
    pub fn clock(self, now: Timestamp) -> Timestamp {
        match self {
            Self::ClockSkew => now.plus_ms(SKEW_MS),
            Self::WrongSecret
            | Self::NoSignature
            | Self::IncompleteSignature
            | Self::WrongScope
            | Self::UnsignedHeader => now,
        }
    }

    /// The request that the verifier receives, if it differs from the one that was sent.
    pub fn tampered(self, request: &HttpRequest) -> Option<HttpRequest> {
        let mut request = request.clone();
        let signed = request.headers.iter_mut().find(|header| header.name.eq_ignore_ascii_case("authorization"));
        match self {
            Self::ClockSkew => return None,
            Self::NoSignature => {
                request.headers.retain(|header| !header.name.eq_ignore_ascii_case("authorization"));
            }
            Self::WrongSecret => {
                // Another secret changes only the signature.
                let value = &mut signed?.value;
                let (before, signature) = value.split_once("Signature=")?;
                let other: String = signature.chars().rev().collect();
                *value = format!("{before}Signature={other}");
            }
            Self::IncompleteSignature => replace(&mut signed?.value, "SignedHeaders=", "Headers="),
            Self::WrongScope => replace(&mut signed?.value, "/bedrock/aws4_request", "/bedrock-runtime/aws4_request"),
            Self::UnsignedHeader => replace(&mut signed?.value, ";x-amz-security-token", ""),
        }
        Some(request)
    }
}

fn replace(value: &mut String, from: &str, to: &str) {
    *value = value.replace(from, to);
}
