//! What can go wrong, on demand: the entries of the fault menu.
//!
//! A mishap happens where it would happen at the service. Those of the signature are made in front of the verifier
//! (`front_door`), which then says what it always says; those of the account and the model are refusals of a request that is
//! right in itself (`refusal`); those of the stream befall an answer that was on its way (`stream`).

mod front_door;
mod refusal;
mod stream;

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
    /// 400 `ConflictException`.
    Conflict,
    /// 404 `ResourceNotFoundException`: no such model or ARN.
    NotFound,
    /// 404 `ResourceNotFoundException`: the model's life is over.
    ModelRetired,
    /// 404 `UnknownOperationException`.
    UnknownOperation,
    /// 400 `SerializationException`.
    Serialization,
    /// The answer is right, but its first byte takes seconds.
    SlowFirstByte,
    /// 200, and in the middle of the stream an exception.
    MidStreamException,
    /// 200, and in the middle the connection is gone.
    CutStream,
    /// 200, and in the middle a bit is wrong.
    CorruptFrame,
    /// 200, and a page of somebody else in place of the answer.
    SignInPage,
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
    /// 403 `AccessDeniedException`: an API key that is not accepted.
    ApiKey,
    /// 403 `AccessDeniedException`: the policy.
    AccessDenied,
    /// 403 `AccessDeniedException`: a policy that forbids.
    ExplicitDeny,
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
    /// All, in the order of the menu.
    pub const ALL: [Self; 4] = [Self::Service, Self::Stream, Self::Credentials, Self::Permission];

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

impl Mishap {
    /// All, in the order of the menu.
    pub const ALL: [Self; 33] = [
        Self::Throttling,
        Self::TokenThrottling,
        Self::ServiceUnavailable,
        Self::InternalError,
        Self::ModelNotReady,
        Self::ModelTimeout,
        Self::ModelError,
        Self::QuotaExceeded,
        Self::Conflict,
        Self::NotFound,
        Self::ModelRetired,
        Self::UnknownOperation,
        Self::Serialization,
        Self::SlowFirstByte,
        Self::MidStreamException,
        Self::CutStream,
        Self::CorruptFrame,
        Self::SignInPage,
        Self::NoAnswer,
        Self::ExpiredToken,
        Self::UnknownKey,
        Self::WrongSecret,
        Self::ClockSkew,
        Self::NoSignature,
        Self::IncompleteSignature,
        Self::WrongScope,
        Self::UnsignedHeader,
        Self::ApiKey,
        Self::AccessDenied,
        Self::ExplicitDeny,
        Self::NoModelAccess,
        Self::UseCaseForm,
        Self::AgreementPending,
    ];

    /// Its name in links between rooms, on a command line and in a menu's value.
    pub fn key(self) -> &'static str {
        self.row().1
    }

    /// The one of that key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mishap| mishap.key() == key)
    }

    /// In words, for the menu.
    pub fn name(self) -> &'static str {
        self.row().2
    }

    /// Where it stands in the menu.
    pub fn group(self) -> MishapGroup {
        self.row().0
    }

    /// Its group, its key and its name.
    fn row(self) -> (MishapGroup, &'static str, &'static str) {
        use MishapGroup::{Credentials, Permission, Service, Stream};
        match self {
            Self::Throttling => (Service, "throttling", "Throttled (429)"),
            Self::TokenThrottling => (Service, "token-throttling", "Too many tokens (429)"),
            Self::ServiceUnavailable => (Service, "service-unavailable", "Service unavailable (503)"),
            Self::InternalError => (Service, "internal-error", "Internal error (500)"),
            Self::ModelNotReady => (Service, "model-not-ready", "Model not ready (429)"),
            Self::ModelTimeout => (Service, "model-timeout", "Model timeout (408)"),
            Self::ModelError => (Service, "model-error", "Model error (424)"),
            Self::QuotaExceeded => (Service, "quota-exceeded", "Quota exceeded (400)"),
            Self::Conflict => (Service, "conflict", "Conflict (400)"),
            Self::NotFound => (Service, "not-found", "Model or ARN not found (404)"),
            Self::ModelRetired => (Service, "model-retired", "Model retired (404)"),
            Self::UnknownOperation => (Service, "unknown-operation", "No such operation (404)"),
            Self::Serialization => (Service, "serialization", "Body not readable (400)"),
            Self::SlowFirstByte => (Stream, "slow-first-byte", "Slow first byte (6 s)"),
            Self::MidStreamException => (Stream, "mid-stream-exception", "Exception in mid-stream"),
            Self::CutStream => (Stream, "cut-stream", "Stream cut off"),
            Self::CorruptFrame => (Stream, "corrupt-frame", "Corrupt frame"),
            Self::SignInPage => (Stream, "sign-in-page", "A proxy’s page (200)"),
            Self::NoAnswer => (Stream, "no-answer", "No answer at all"),
            Self::ExpiredToken => (Credentials, "expired-token", "Session token expired (403)"),
            Self::UnknownKey => (Credentials, "unknown-key", "Access key unknown (403)"),
            Self::WrongSecret => (Credentials, "wrong-secret", "Wrong secret (403)"),
            Self::ClockSkew => (Credentials, "clock-skew", "Clock 9 minutes off (403)"),
            Self::NoSignature => (Credentials, "no-signature", "Signature missing (403)"),
            Self::IncompleteSignature => (Credentials, "incomplete-signature", "Signature incomplete (400)"),
            Self::WrongScope => (Credentials, "wrong-scope", "Signed for another service (403)"),
            Self::UnsignedHeader => (Credentials, "unsigned-header", "Token not signed (403)"),
            Self::ApiKey => (Credentials, "api-key", "API key not accepted (403)"),
            Self::AccessDenied => (Permission, "access-denied", "Not allowed by policy (403)"),
            Self::ExplicitDeny => (Permission, "explicit-deny", "Forbidden by policy (403)"),
            Self::NoModelAccess => (Permission, "no-model-access", "No access to the model (403)"),
            Self::UseCaseForm => (Permission, "use-case-form", "Use case not submitted (404)"),
            Self::AgreementPending => (Permission, "agreement-pending", "Agreement pending (403)"),
        }
    }
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
        // Entries of a group stand together, in the groups' order.
        let mut groups: Vec<MishapGroup> = Mishap::ALL.iter().map(|mishap| mishap.group()).collect();
        groups.dedup();
        assert_eq!(groups, MishapGroup::ALL);
    }
}
