//! The published example credentials that the simulator accepts, in the page and behind the loopback server.
//!
//! They are no secret and open nothing: the two keys are the ones that AWS's documentation uses in its examples.

use crate::aws::credentials::Credentials;

pub use crate::aws::account::EXAMPLE_ACCOUNT;

/// Access key id of the temporary pair; requests signed with it need [`EXAMPLE_SESSION_TOKEN`].
pub const EXAMPLE_ACCESS_KEY_ID: &str = "ASIAIOSFODNN7EXAMPLE";
/// Access key id of the long-term pair, which has no session token.
pub const EXAMPLE_LONG_TERM_ACCESS_KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
/// The secret of both pairs.
pub const EXAMPLE_SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
/// The session token that belongs to the temporary pair.
pub const EXAMPLE_SESSION_TOKEN: &str = "outcrop-simulator-session";
/// A token that the simulator knows as expired, so that an expired session can be looked at.
pub const EXAMPLE_EXPIRED_SESSION_TOKEN: &str = "outcrop-simulator-session-expired";
/// The one long-term API key that the simulator knows: `outcrop-example-at-123456789012:`, then words, in base64.
pub const EXAMPLE_LONG_TERM_API_KEY: &str =
    "ABSKb3V0Y3JvcC1leGFtcGxlLWF0LTEyMzQ1Njc4OTAxMjp0aGlzIGlzIG5vIHNlY3JldCBidXQgYW4gZXhhbXBsZQ==";

/// The id of the simulator's one guardrail; its versions are `1` and `DRAFT`.
pub const EXAMPLE_GUARDRAIL_ID: &str = "outcropguard";
/// The word that it blocks.
pub const EXAMPLE_GUARDRAIL_WORD: &str = "quicksand";

/// What the simulator knows of an access key id and the session token that came with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// An example pair, with its own token or without one, as it must be.
    Valid,
    /// The temporary pair with the token that the simulator treats as expired.
    Expired,
    /// Anything else.
    Unknown,
}

/// Looks up an access key id and a session token among the example credentials.
pub fn recognise(access_key_id: &str, session_token: Option<&str>) -> Recognised {
    match (access_key_id, session_token) {
        (EXAMPLE_ACCESS_KEY_ID, Some(EXAMPLE_SESSION_TOKEN)) | (EXAMPLE_LONG_TERM_ACCESS_KEY_ID, None) => {
            Recognised::Valid
        }
        (EXAMPLE_ACCESS_KEY_ID, Some(EXAMPLE_EXPIRED_SESSION_TOKEN)) => Recognised::Expired,
        _ => Recognised::Unknown,
    }
}

/// The temporary example credentials; they do not expire.
pub fn example_credentials() -> Credentials {
    Credentials::new(EXAMPLE_ACCESS_KEY_ID, EXAMPLE_SECRET_ACCESS_KEY, Some(EXAMPLE_SESSION_TOKEN.to_owned()), None)
}

/// The long-term example credentials, without a session token.
pub fn example_long_term_credentials() -> Credentials {
    Credentials::new(EXAMPLE_LONG_TERM_ACCESS_KEY_ID, EXAMPLE_SECRET_ACCESS_KEY, None, None)
}
