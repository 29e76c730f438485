//! Amazon Bedrock API keys: parses them, decodes them, and makes short-term keys from temporary credentials, offline.
//!
//! A short-term key is a presigned URL in base64: it contains its access key, its region and its expiration. The format
//! is that of AWS's generator (`aws-bedrock-token-generator` 1.1.0 in the Python package index), which the tests
//! compare with. A long-term key is opaque: what public code reads from its text is only a hint, and nothing depends on
//! it. The whole key is a secret: `Debug` and errors repeat no part of it.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use zeroize::Zeroizing;

use crate::aws::credentials::Credentials;
use crate::aws::credentials_text::plain;
use crate::aws::credentials_text::wrapped::{At, Kind, Text, Whole};
use crate::aws::http::{HttpRequest, Method, Scheme, WireUrl};
use crate::aws::payload::Payload;
use crate::aws::region::Region;
use crate::aws::sigv4::presign::presign;
use crate::aws::sigv4::{Scope, SignError};
use crate::aws::time::Timestamp;
use crate::aws::uri::decode_label;

/// The prefix of a short-term key.
pub const SHORT_TERM_PREFIX: &str = "bedrock-api-key-";
/// The prefix of the long-term keys that were seen in public.
pub const LONG_TERM_PREFIX: &str = "ABSK";
/// The host of the presigned URL in a short-term key.
pub const HOST: &str = "bedrock.amazonaws.com";
/// The longest life of a short-term key in seconds: 12 hours.
pub const LONGEST_LIFE_S: u32 = 43_200;
/// Appended to the signed URL; it is not signed.
const VERSION: &str = "&Version=1";
/// Longer than any key; a session token inside one may have a few kilobytes.
const LONGEST_KEY: usize = 32 * 1024;

/// An API key, for as long as the page holds it.
#[derive(Clone)]
pub struct ApiKey {
    text: Zeroizing<String>,
    term: Term,
}

/// What the text of a key tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Made from credentials, for one region and a few hours.
    Short(ShortTerm),
    /// Made in IAM for one user; valid until it expires there or is deleted.
    Long {
        /// The name of the credential, if the text tells it.
        name: Option<String>,
        /// The account, if the text tells it.
        account: Option<String>,
    },
}

/// The readable parts of a short-term key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortTerm {
    /// The access key id, which is not a secret.
    pub access_key_id: String,
    /// The only region in which it works.
    pub region: String,
    /// When it was made.
    pub issued_at: Timestamp,
    /// When it expires, unless the credentials behind it expire first.
    pub expires_at: Timestamp,
    /// Whether it was made from temporary credentials.
    pub temporary: bool,
}

impl ApiKey {
    /// Parses a key; ignores surrounding white space.
    pub fn parse(text: &str) -> Result<Self, ApiKeyError> {
        let text = text.trim();
        if text.len() > LONGEST_KEY {
            return Err(ApiKeyError::TooLong);
        }
        let term = if let Some(encoded) = text.strip_prefix(SHORT_TERM_PREFIX) {
            Term::Short(decode(encoded)?)
        } else if let Some(encoded) = text.strip_prefix(LONG_TERM_PREFIX) {
            let (name, account) = hints(encoded);
            Term::Long { name, account }
        } else {
            return Err(ApiKeyError::NotAKey);
        };
        if text.len() < SHORTEST_KEY || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(ApiKeyError::Damaged);
        }
        Ok(Self { text: Zeroizing::new(text.to_owned()), term })
    }

    /// The key itself, as sent after `Bearer`.
    pub fn secret(&self) -> &str {
        &self.text
    }

    /// What its text tells.
    pub fn term(&self) -> &Term {
        &self.term
    }

    /// When it expires, if the key tells.
    pub fn expires_at(&self) -> Option<Timestamp> {
        match &self.term {
            Term::Short(short) => Some(short.expires_at),
            Term::Long { .. } => None,
        }
    }

    /// Credentials that send the key as a bearer token.
    pub fn credentials(&self) -> Credentials {
        Credentials::bearer(self.secret(), self.expires_at())
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKey").field("text", &"<redacted>").field("term", &self.term).finish()
    }
}

/// A key with nothing after its prefix is not a key.
const SHORTEST_KEY: usize = 32;

/// Why a text is not an API key. The sentences contain nothing of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiKeyError {
    /// It has no known prefix.
    #[error("This is not an Amazon Bedrock API key: a short-term key begins with bedrock-api-key-")]
    NotAKey,
    /// It is longer than any key.
    #[error("This is too long to be an API key. Paste only the key")]
    TooLong,
    /// Part of it is missing or was changed.
    #[error("This API key is incomplete or damaged. Copy the whole key again")]
    Damaged,
    /// The next line may belong to it.
    #[error("This API key seems to continue on another line. Join its lines into one, then paste it again")]
    Continues,
    /// It is a presigned URL of another service.
    #[error("This API key is a presigned URL of another service, not of Bedrock")]
    AnotherUrl,
}

/// Finds the key in a pasted text: on its own, as an environment variable of any shell, as an `authorization` header,
/// or as a JSON value. `None` if the text contains no key.
///
/// A key that goes on in the next line is joined where the layout proves it, and refused where it does not.
pub fn find(text: &str) -> Option<Result<ApiKey, ApiKeyError>> {
    let text = Zeroizing::new(plain(text));
    let keys = || {
        text.lines().enumerate().flat_map(|(line, text)| {
            text.split(ends).map(split_assignment).map(move |word| (At { line, column: offset(text, word) }, word))
        })
    };
    let short = keys().find(|(_, word)| word.starts_with(SHORT_TERM_PREFIX));
    let whole = match short {
        Some((at, word)) => whole_key(&text, at, word),
        None => keys().filter(|(_, word)| word.starts_with(LONG_TERM_PREFIX)).find_map(|(at, word)| {
            let whole = whole_key(&text, at, word);
            let is_key = whole.as_ref().map_or(true, |key| key.len() >= SHORTEST_KEY);
            (is_key && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=-_".contains(&b))).then_some(whole)
        })?,
    };
    Some(whole.and_then(|key| ApiKey::parse(&key)))
}

fn ends(c: char) -> bool {
    c.is_whitespace() || "\"'`“”‘’,;<>(){}[]:\\^".contains(c)
}

/// The byte offset of a word that was split from a line.
fn offset(line: &str, word: &str) -> usize {
    line.find(word).unwrap_or(0)
}

/// The key that begins at a position, with the lines that it goes on in.
fn whole_key(text: &str, at: At, word: &str) -> Result<Zeroizing<String>, ApiKeyError> {
    let line = text.lines().nth(at.line).unwrap_or_default();
    let quote =
        at.column.checked_sub(1).filter(|column| line.get(*column..at.column).is_some_and(|c| "\"'".contains(c)));
    let start = At { line: at.line, column: quote.unwrap_or(at.column) };
    let value = Text::new(text).value(Kind::Token, start);
    match value.whole {
        Whole::Yes if value.text.starts_with(word) => Ok(value.text),
        Whole::Yes => Ok(Zeroizing::new(word.to_owned())),
        Whole::Unclosed | Whole::Continues => Err(ApiKeyError::Continues),
    }
}

/// The value of `NAME=value`; the `=` at the end of a key are part of the value.
fn split_assignment(word: &str) -> &str {
    match word.split_once('=') {
        Some((_, value)) if value.starts_with(SHORT_TERM_PREFIX) || value.starts_with(LONG_TERM_PREFIX) => value,
        _ => word,
    }
}

/// Makes a short-term key from credentials, valid for `life_s` seconds or until they expire, whichever is sooner.
///
/// It is a local signature: nothing is sent.
pub fn derive(credentials: &Credentials, region: &Region, now: Timestamp, life_s: u32) -> Result<ApiKey, DeriveError> {
    let left_s = credentials.expires_at().map_or(i64::MAX, |at| at.since_ms(now).div_euclid(1_000));
    if left_s < 1 {
        return Err(DeriveError::Expired);
    }
    let life_s = life_s.min(LONGEST_LIFE_S).min(u32::try_from(left_s).unwrap_or(u32::MAX));
    let request = HttpRequest {
        method: Method::Post,
        url: WireUrl {
            scheme: Scheme::Https,
            authority: HOST.to_owned(),
            path: "/".to_owned(),
            query: Some("Action=CallWithBearerToken".to_owned()),
        },
        headers: Vec::new(),
        body: Payload::default(),
    };
    let scope = Scope { region: *region, service: "bedrock".to_owned() };
    let url = presign(&request, credentials, &scope, now, life_s)?.request.url;
    let text = Zeroizing::new(format!("{}{}{VERSION}", url.authority, url.path_and_query()));
    ApiKey::parse(&format!("{SHORT_TERM_PREFIX}{}", STANDARD.encode(text.as_bytes()))).map_err(DeriveError::Unreadable)
}

/// Why a key could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeriveError {
    /// The credentials have expired.
    #[error("The credentials have expired, so the key would not work")]
    Expired,
    /// The credentials cannot sign.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// The new key cannot be parsed.
    #[error("The new key cannot be parsed: {0}")]
    Unreadable(ApiKeyError),
}

/// The URL in a short-term key, without its scheme, which a verifier signs again.
pub fn presigned_url(key: &str) -> Option<WireUrl> {
    let encoded = key.strip_prefix(SHORT_TERM_PREFIX)?.trim_end_matches('=');
    let text = String::from_utf8(STANDARD_NO_PAD.decode(encoded).ok()?).ok()?;
    let (authority, rest) = text.split_once('/')?;
    let (path, query) = rest.split_once('?')?;
    Some(WireUrl {
        scheme: Scheme::Https,
        authority: authority.to_owned(),
        path: format!("/{path}"),
        query: Some(query.to_owned()),
    })
}

/// The value of a query parameter, decoded.
pub fn parameter(query: &str, name: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    decode_label(value)
}

fn decode(encoded: &str) -> Result<ShortTerm, ApiKeyError> {
    let url = presigned_url(&format!("{SHORT_TERM_PREFIX}{encoded}")).ok_or(ApiKeyError::Damaged)?;
    let query = url.query.unwrap_or_default();
    if url.authority != HOST || parameter(&query, "Action").as_deref() != Some("CallWithBearerToken") {
        return Err(ApiKeyError::AnotherUrl);
    }
    let required = |name: &str| parameter(&query, name).ok_or(ApiKeyError::Damaged);
    let credential = required("X-Amz-Credential")?;
    let parts: Vec<&str> = credential.split('/').collect();
    let [access_key_id, _, region, "bedrock", "aws4_request"] = parts.as_slice() else {
        return Err(ApiKeyError::Damaged);
    };
    let issued_at = Timestamp::parse(&required("X-Amz-Date")?).ok_or(ApiKeyError::Damaged)?;
    let life_s: u32 = required("X-Amz-Expires")?.parse().map_err(|_| ApiKeyError::Damaged)?;
    let signature = required("X-Amz-Signature")?;
    // The last parameter, which a cut key lacks.
    if parameter(&query, "Version").is_none_or(|version| version.is_empty()) {
        return Err(ApiKeyError::Damaged);
    }
    if signature.len() != 64 || !signature.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(ApiKeyError::Damaged);
    }
    let plain = |text: &str| text.len() <= 128 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !plain(access_key_id) || !plain(region) {
        return Err(ApiKeyError::Damaged);
    }
    Ok(ShortTerm {
        access_key_id: (*access_key_id).to_owned(),
        region: (*region).to_owned(),
        issued_at,
        expires_at: issued_at.plus_ms(i64::from(life_s) * 1_000),
        temporary: query.contains("X-Amz-Security-Token="),
    })
}

/// Parses `<name>-at-<account>:<secret>` in base64, as public code does; `None` for both when the form differs.
fn hints(encoded: &str) -> (Option<String>, Option<String>) {
    let read = || {
        let bytes = Zeroizing::new(STANDARD_NO_PAD.decode(encoded.trim_end_matches('=')).ok()?);
        let (who, _) = std::str::from_utf8(&bytes).ok()?.split_once(':')?;
        let (name, account) = who.rsplit_once("-at-")?;
        let plain = !name.is_empty() && name.len() <= 80 && name.bytes().all(|b| b.is_ascii_graphic());
        let is_account = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
        (plain && is_account).then(|| (name.to_owned(), account.to_owned()))
    };
    match read() {
        Some((name, account)) => (Some(name), Some(account)),
        None => (None, None),
    }
}

#[cfg(test)]
mod tests;
