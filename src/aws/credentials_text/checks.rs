//! Checks whether the values can be credentials, and makes the warnings.

use super::{CredentialsTextError, Found, SourceForm, Understood};
use crate::aws::credentials::Credentials;
use crate::aws::time::Timestamp;

pub(super) fn check(
    found: Found,
    source: SourceForm,
    mut warnings: Vec<String>,
    now: Timestamp,
) -> Result<Understood, CredentialsTextError> {
    let id = found.access_key_id.ok_or(CredentialsTextError::NoAccessKeyId)?;
    let secret = found.secret.ok_or(CredentialsTextError::NoSecret)?;
    let is_id = |text: &str| {
        // `AccessKeyId` in the public API model of STS: 16 to 128 word characters.
        (16..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    let begins_like_an_id = |text: &str| is_id(text) && (text.starts_with("AKIA") || text.starts_with("ASIA"));
    if begins_like_an_id(&secret) && !begins_like_an_id(&id) {
        return Err(CredentialsTextError::Swapped);
    }
    if !is_id(&id) {
        return Err(CredentialsTextError::BadAccessKeyId);
    }
    let one_word = |text: &str| text.len() >= 16 && text.bytes().all(|b| b.is_ascii_graphic());
    if !one_word(&secret) {
        return Err(CredentialsTextError::BadSecret);
    }
    if found.session_token.as_ref().is_some_and(|token| !one_word(token)) {
        return Err(CredentialsTextError::BadToken);
    }
    let expires_at = match found.expiration.as_deref().map(moment) {
        Some(None) => {
            warnings
                .push("The expiration could not be read, so this page cannot say when the credentials end.".to_owned());
            None
        }
        Some(at) => at,
        None => None,
    };
    let token = found.session_token.map(|token| token.as_str().to_owned());
    let credentials = Credentials::new(id.as_str(), secret.as_str(), token, expires_at);
    warn(&credentials, now, &mut warnings);
    let region = found.region.or(found.default_region).filter(|region| is_region_code(region));
    Ok(Understood { credentials, source, warnings, region })
}

fn warn(credentials: &Credentials, now: Timestamp, warnings: &mut Vec<String>) {
    /// The length of every secret so far, of `AKIA` and `ASIA` keys alike; another length is probably a mistake.
    const USUAL_SECRET: usize = 40;
    const SOON_MS: i64 = 5 * 60 * 1_000;
    if credentials.is_long_term() {
        warnings.push(
            "This is a long-term key: it works until somebody revokes it. Use temporary credentials in a browser, for \
             example from aws configure export-credentials after aws sso login."
                .to_owned(),
        );
        if credentials.session_token().is_some() {
            warnings.push("A long-term key has no session token; the two may come from different places.".to_owned());
        }
    } else if credentials.session_token().is_none() && credentials.access_key_id().starts_with("ASIA") {
        warnings.push(
            "The session token is missing (AWS_SESSION_TOKEN). AWS refuses an ASIA key without its token.".to_owned(),
        );
    }
    if credentials.secret().len() != USUAL_SECRET {
        warnings.push("The secret access key does not have the usual 40 characters. Was part of it lost?".to_owned());
    }
    match credentials.expires_at() {
        Some(at) if credentials.is_expired(now) => {
            warnings.push(format!("These credentials expired at {}. Get new ones.", at.iso8601()));
        }
        Some(at) if at.since_ms(now) < SOON_MS => {
            warnings.push(format!("These credentials expire within five minutes, at {}.", at.iso8601()));
        }
        Some(_) | None => {}
    }
}

/// ISO 8601, or a number of seconds (with or without a fraction) or milliseconds since 1970.
fn moment(text: &str) -> Option<Timestamp> {
    /// Larger numbers are milliseconds. The limit is the year 2286 in seconds, and 1970-04-26 in milliseconds.
    const LARGEST_SECONDS: i64 = 9_999_999_999;
    /// 9999-12-31, the last date with a four-digit year.
    const LAST_MS: i64 = 253_402_300_799_999;
    if let Some(at) = Timestamp::parse(text) {
        return Some(at);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let ms = if number > LARGEST_SECONDS { number } else { number * 1_000 };
    (ms <= LAST_MS).then_some(Timestamp(ms))
}

fn is_region_code(text: &str) -> bool {
    (6..=24).contains(&text.len())
        && text.contains('-')
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
