//! Which values of a shell's text are credentials.

use crate::import::placeholder;

/// Variables whose values are secret.
const SECRET: [&str; 4] =
    ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_BEARER_TOKEN_BEDROCK"];

/// What the value of a variable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// No part of a credential.
    Plain,
    /// A secret, which is noted.
    Secret,
    /// An access key id: not a secret, but not kept either.
    KeyId,
}

/// Whether a variable holds a credential.
pub(super) fn kind(name: &str, value: &str) -> Value {
    let is_id = |text: &str| {
        (text.starts_with("AKIA") || text.starts_with("ASIA"))
            && text.len() >= 16
            && text.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let is_key = |text: &str| text.starts_with("bedrock-api-key-") || (text.starts_with("ABSK") && text.len() > 20);
    let value = value.trim();
    if is_placeholder(value) {
        Value::Plain
    } else if SECRET.contains(&name) || is_key(value) || value.strip_prefix("Bearer ").is_some_and(is_key) {
        Value::Secret
    } else if name == "AWS_ACCESS_KEY_ID" || is_id(value) {
        Value::KeyId
    } else {
        Value::Plain
    }
}

/// Whether a value only shows where a secret belongs: what every reader knows, and a value that only the shell knows.
pub(in crate::import) fn is_placeholder(value: &str) -> bool {
    super::holes::has(value) || placeholder::is_placeholder(value)
}
