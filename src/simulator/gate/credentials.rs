//! The published example credentials that the simulator accepts, in the page and behind the loopback server.
//!
//! They are not secret and give access to nothing: AWS's documentation uses the two key ids in its examples.

use crate::aws::credentials::Credentials;
use std::sync::LazyLock;

pub use crate::aws::account::EXAMPLE_ACCOUNT;

/// Access key id of the temporary pair; requests signed with it need [`EXAMPLE_SESSION_TOKEN`].
pub const EXAMPLE_ACCESS_KEY_ID: &str = "ASIAIOSFODNN7EXAMPLE";
/// Access key id of the long-term pair, which has no session token.
pub const EXAMPLE_LONG_TERM_ACCESS_KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
/// The secret of both pairs.
pub const EXAMPLE_SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
/// The session token of the temporary pair.
pub const EXAMPLE_SESSION_TOKEN: &str = "outcrop-simulator-session";
/// A token that counts as expired, so that users can see an expired session.
pub const EXAMPLE_EXPIRED_SESSION_TOKEN: &str = "outcrop-simulator-session-expired";
/// The only known long-term API key: `outcrop-example-at-123456789012:`, then words, in base64.
pub const EXAMPLE_LONG_TERM_API_KEY: &str =
    "ABSKb3V0Y3JvcC1leGFtcGxlLWF0LTEyMzQ1Njc4OTAxMjp0aGlzIGlzIG5vIHNlY3JldCBidXQgYW4gZXhhbXBsZQ==";

/// The id of the simulator's built-in guardrail, which needs no account; its versions are `1` and `DRAFT`.
pub const EXAMPLE_GUARDRAIL_ID: &str = "outcropguard";
/// The word that it blocks.
pub const EXAMPLE_GUARDRAIL_WORD: &str = "quicksand";

/// What an access key id and its session token are for the simulator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// A valid example pair.
    Valid,
    /// The temporary pair with the expired token.
    Expired,
    /// Unknown credentials.
    Unknown,
}

/// Looks up an access key id and a session token.
pub fn recognise(access_key_id: &str, session_token: Option<&str>) -> Recognised {
    match (access_key_id, session_token) {
        (EXAMPLE_ACCESS_KEY_ID, Some(EXAMPLE_SESSION_TOKEN)) | (EXAMPLE_LONG_TERM_ACCESS_KEY_ID, None) => {
            Recognised::Valid
        }
        (EXAMPLE_ACCESS_KEY_ID, Some(EXAMPLE_EXPIRED_SESSION_TOKEN)) => Recognised::Expired,
        _ => Recognised::Unknown,
    }
}

/// The temporary example credentials; they do not expire. Copies share their signing key, so it is derived once a day.
pub fn example_credentials() -> Credentials {
    EXAMPLE.clone()
}

/// They stay for the life of the program, which only published ones may.
static EXAMPLE: LazyLock<Credentials> = LazyLock::new(|| {
    Credentials::new(EXAMPLE_ACCESS_KEY_ID, EXAMPLE_SECRET_ACCESS_KEY, Some(EXAMPLE_SESSION_TOKEN.to_owned()), None)
});

/// The long-term example credentials, without a session token.
pub fn example_long_term_credentials() -> Credentials {
    Credentials::new(EXAMPLE_LONG_TERM_ACCESS_KEY_ID, EXAMPLE_SECRET_ACCESS_KEY, None, None)
}
