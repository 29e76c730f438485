//! The credentials that sign a request, for as long as the page holds them.
//!
//! They live in memory only: they cannot be serialised, `Debug` shows only the masked key id, and the secret and the
//! session token of every copy are overwritten when it is dropped, and so is the signing key that was derived from them.
//! [`super::credentials_text`] checks their form when it reads them.

use super::time::Timestamp;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroizing;

/// An access key with its secret and, when temporary, its session token; or a bearer token, which signs nothing.
#[derive(Clone)]
pub struct Credentials {
    access_key_id: String,
    secret: Zeroizing<String>,
    session_token: Option<Zeroizing<String>>,
    bearer: Option<Zeroizing<String>>,
    expires_at: Option<Timestamp>,
    /// The last signing key derived from the secret. Copies share it; it is overwritten when the last of them is dropped.
    derived: Arc<Mutex<Option<Derived>>>,
}

/// A signing key, which signs for one day, region and service.
struct Derived {
    /// `20250102/us-east-1/bedrock/aws4_request`.
    scope: String,
    key: SigningKey,
}

/// The key that signs: the end of a chain of HMACs that starts with the secret. It is overwritten when it is dropped.
pub type SigningKey = Zeroizing<[u8; 32]>;

impl Credentials {
    /// Credentials with a secret and an optional session token. An empty session token counts as `None`.
    pub fn new(
        access_key_id: impl Into<String>,
        secret: impl Into<String>,
        session_token: Option<String>,
        expires_at: Option<Timestamp>,
    ) -> Self {
        Self {
            access_key_id: access_key_id.into(),
            secret: Zeroizing::new(secret.into()),
            session_token: session_token.filter(|token| !token.is_empty()).map(Zeroizing::new),
            bearer: None,
            expires_at,
            derived: Arc::default(),
        }
    }

    /// Credentials that are only a bearer token. They have no access key, so they cannot sign a request.
    pub fn bearer(token: &str, expires_at: Option<Timestamp>) -> Self {
        Self { bearer: Some(Zeroizing::new(token.to_owned())), ..Self::new("", "", None, expires_at) }
    }

    /// The bearer token that is sent instead of a signature.
    pub fn bearer_token(&self) -> Option<&str> {
        self.bearer.as_ref().map(|token| token.as_str())
    }

    /// The access key id; not a secret, it is sent in the clear with every request.
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The secret access key.
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// The signing key of this scope, which `derive` computes of the secret. The last one is kept: a scope lasts a day.
    pub fn signing_key(&self, scope: &str, derive: impl FnOnce(&str) -> SigningKey) -> SigningKey {
        // A thread that panicked while it held the lock left a whole key or none.
        let mut derived = self.derived.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(derived) = derived.as_ref().filter(|derived| derived.scope == scope) {
            return derived.key.clone();
        }
        let key = derive(&self.secret);
        *derived = Some(Derived { scope: scope.to_owned(), key: key.clone() });
        key
    }

    /// The session token of temporary credentials.
    pub fn session_token(&self) -> Option<&str> {
        self.session_token.as_ref().map(|token| token.as_str())
    }

    /// When they expire, if known.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.expires_at
    }

    /// Whether this is a long-term key of an IAM user (`AKIA…`), which works until somebody revokes it.
    ///
    /// The prefixes are those of
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes>.
    pub fn is_long_term(&self) -> bool {
        self.access_key_id.starts_with("AKIA")
    }

    /// Whether they have expired. Credentials without a known expiration never do.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|at| at <= now)
    }

    /// The masked key id: first and last four characters, whatever its length. For a bearer token, a fixed label.
    pub fn masked_id(&self) -> String {
        if self.bearer.is_some() { "API key".to_owned() } else { mask(&self.access_key_id) }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.masked_id())
            .field("secret", &"<redacted>")
            .field("session_token", &self.session_token.as_ref().map(|_| "<redacted>"))
            .field("bearer", &self.bearer.as_ref().map(|_| "<redacted>"))
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// `ASIA…MPLE`; empty for a text too short to hide its middle.
fn mask(id: &str) -> String {
    const SHORTEST: usize = 16;
    match (id.get(..4), id.len().checked_sub(4).and_then(|at| id.get(at..))) {
        (Some(head), Some(tail)) if id.len() >= SHORTEST => format!("{head}…{tail}"),
        _ => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Credentials {
        Credentials::new(
            "ASIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            Some("session-token-of-the-test".to_owned()),
            Some(Timestamp(1_000)),
        )
    }

    #[test]
    fn debug_shows_neither_secret_nor_token() {
        let used = example();
        used.signing_key("scope", |_| filled(0xab));
        let shown = format!("{used:?} {used:#?}");
        assert!(shown.contains("ASIA…MPLE"), "{shown}");
        for secret in ["wJalr", "EXAMPLEKEY", "session-token", "IOSFODNN7", "171", "derived"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    fn filled(byte: u8) -> SigningKey {
        Zeroizing::new([byte; 32])
    }

    #[test]
    fn derives_a_signing_key_once_for_its_scope_and_its_secret() {
        let (held, other) = (example(), Credentials::new("AKIDEXAMPLE", "another", None, None));
        let copy = held.clone();
        assert_eq!(held.signing_key("20250102/us-east-1/bedrock/aws4_request", |_| filled(1)), filled(1));
        // A copy signs with the key that is there.
        assert_eq!(copy.signing_key("20250102/us-east-1/bedrock/aws4_request", |_| panic!("derived twice")), filled(1));
        for (at, scope) in [
            "20250103/us-east-1/bedrock/aws4_request",
            "20250103/eu-west-1/bedrock/aws4_request",
            "20250103/eu-west-1/sts/aws4_request",
            "20250102/us-east-1/bedrock/aws4_request",
        ]
        .into_iter()
        .enumerate()
        {
            let byte = 2 + u8::try_from(at).unwrap();
            assert_eq!(copy.signing_key(scope, |_| filled(byte)), filled(byte), "{scope}");
        }
        let derived = other.signing_key("20250102/us-east-1/bedrock/aws4_request", |secret| {
            assert_eq!(secret, "another");
            filled(9)
        });
        assert_eq!(derived, filled(9));
    }

    /// `Zeroizing` overwrites the key when the last copy drops it; nothing else may hold it.
    #[test]
    fn the_signing_key_is_gone_with_the_last_copy() {
        let held = example();
        let copy = held.clone();
        held.signing_key("scope", |_| filled(1));
        let watched = Arc::downgrade(&held.derived);
        drop(held);
        assert!(watched.upgrade().is_some());
        drop(copy);
        assert!(watched.upgrade().is_none());
    }

    #[test]
    fn knows_its_kind_and_its_time() {
        let temporary = example();
        assert!(!temporary.is_long_term());
        assert!(!temporary.is_expired(Timestamp(999)));
        assert!(temporary.is_expired(Timestamp(1_000)));
        let long_term = Credentials::new("AKIAIOSFODNN7EXAMPLE", "s", Some(String::new()), None);
        assert!(long_term.is_long_term());
        assert!(!long_term.is_expired(Timestamp(i64::MAX)));
        assert_eq!(long_term.session_token(), None);
        assert_eq!(Credentials::new("éé", "s", None, None).masked_id(), "…");
        assert_eq!(Credentials::new("é".repeat(20), "s", None, None).masked_id(), "éé…éé");
    }
}
