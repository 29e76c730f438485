//! Checks whether the values can be credentials, and makes the warnings.

use super::found::{Found, Piece};
use super::moment::{self, Zone};
use super::word::{ID_LENGTH, SECRET_LENGTH, is_aws_id, is_region, is_token};
use super::wrapped::Whole;
use super::{CredentialsTextError, SourceForm, Understood};
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
    match found.cut {
        Some((piece, Whole::Continues)) => return Err(CredentialsTextError::Continues(piece.label())),
        Some((piece, Whole::Unclosed)) => return Err(CredentialsTextError::Unclosed(piece.label())),
        Some((_, Whole::Yes)) | None => {}
    }
    let is_id = |text: &str| {
        // `AccessKeyId` in the public API model of STS: 16 to 128 word characters.
        (16..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    let begins_like_an_id = |text: &str| is_id(text) && is_aws_id(text);
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
    if is_aws_id(&id) && id.len() != ID_LENGTH {
        return Err(CredentialsTextError::IdLength);
    }
    if is_aws_id(&id) && !(secret.len() == SECRET_LENGTH && is_token(&secret) && !secret.contains('=')) {
        return Err(CredentialsTextError::SecretLength);
    }
    if found.session_token.as_ref().is_some_and(|token| !is_whole_token(token)) {
        return Err(CredentialsTextError::BadToken);
    }
    // Padding means base64, whose length is a multiple of four (RFC 4648, section 4).
    if found.session_token.as_ref().is_some_and(|token| token.ends_with('=') && token.len() % 4 != 0) {
        return Err(CredentialsTextError::Continues(Piece::SessionToken.label()));
    }
    if found.repeated {
        warnings.push("More than one access key found; using the last.".to_owned());
    }
    let expires_at = match found.expiration.as_deref().map(moment::read) {
        Some(None) => {
            warnings
                .push("The expiration could not be read, so this page cannot say when the credentials end.".to_owned());
            None
        }
        Some(Some(moment)) => {
            if moment.zone == Zone::Assumed {
                warnings.push("The expiration has no time zone. It is read as UTC.".to_owned());
            }
            Some(moment.at)
        }
        None => None,
    };
    let token = found.session_token.map(|token| token.as_str().to_owned());
    let credentials = Credentials::new(id.as_str(), secret.as_str(), token, expires_at);
    warn(&credentials, now, &mut warnings);
    let region = found.region.or(found.default_region).filter(|region| is_region(region));
    Ok(Understood { credentials, source, warnings, region })
}

fn warn(credentials: &Credentials, now: Timestamp, warnings: &mut Vec<String>) {
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
    if credentials.secret().len() != SECRET_LENGTH {
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

/// At least 16 characters of base64 or a name, `=` only at the end.
fn is_whole_token(token: &str) -> bool {
    const SHORTEST: usize = 16;
    let body = token.trim_end_matches('=');
    token.len() >= SHORTEST && token.len() - body.len() <= 2 && is_token(body) && !body.contains('=')
}
