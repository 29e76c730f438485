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
        body: Vec::new(),
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 2025-01-02T03:04:05Z
    const NOW: Timestamp = Timestamp(1_735_787_045_000);

    fn keys(token: Option<&str>, expires_at: Option<Timestamp>) -> Credentials {
        let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
        Credentials::new("AKIDEXAMPLE", secret, token.map(str::to_owned), expires_at)
    }

    fn region(name: &str) -> Region {
        Region::parse(name).unwrap()
    }

    // The expected payloads were made by AWS's generator 1.1.0 at a frozen clock.
    #[test]
    fn makes_the_key_that_awss_generator_makes() {
        for (token, at, payload) in [
            (
                None,
                "us-east-1",
                "bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=\
                 AKIDEXAMPLE%2F20250102%2Fus-east-1%2Fbedrock%2Faws4_request&X-Amz-Date=20250102T030405Z&X-Amz-Expires=43200\
                 &X-Amz-SignedHeaders=host&X-Amz-Signature=\
                 e46cd5dd7005d6f41edada9a83e342cb96a9509e83e34bb96e2941f95e69753a&Version=1",
            ),
            (
                Some("SESSIONTOKEN/+="),
                "us-west-2",
                "bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=\
                 AKIDEXAMPLE%2F20250102%2Fus-west-2%2Fbedrock%2Faws4_request&X-Amz-Date=20250102T030405Z&X-Amz-Expires=43200\
                 &X-Amz-SignedHeaders=host&X-Amz-Security-Token=SESSIONTOKEN%2F%2B%3D&X-Amz-Signature=\
                 06b32d8f39e502da42b997b73122c32b9e9896c3f14e14eb5edcf793aa873ed3&Version=1",
            ),
        ] {
            let key = derive(&keys(token, None), &region(at), NOW, LONGEST_LIFE_S).unwrap();
            assert_eq!(key.secret(), format!("{SHORT_TERM_PREFIX}{}", STANDARD.encode(payload)));
            let read = ShortTerm {
                access_key_id: "AKIDEXAMPLE".to_owned(),
                region: at.to_owned(),
                issued_at: NOW,
                expires_at: NOW.plus_ms(43_200_000),
                temporary: token.is_some(),
            };
            assert_eq!(key.term(), &Term::Short(read));
        }
    }

    #[test]
    fn a_key_lives_no_longer_than_what_it_is_made_from() {
        let ends = NOW.plus_ms(90_500);
        let key = derive(&keys(Some("TOKEN"), Some(ends)), &region("eu-west-1"), NOW, LONGEST_LIFE_S).unwrap();
        assert_eq!(key.expires_at(), Some(NOW.plus_ms(90_000)));
        for ended in [NOW, NOW.plus_ms(999)] {
            let error = derive(&keys(None, Some(ended)), &region("eu-west-1"), NOW, 60).unwrap_err();
            assert_eq!(error, DeriveError::Expired);
        }
        assert_eq!(derive(&keys(None, None), &region("eu-west-1"), NOW, 0).unwrap_err(), SignError::Life(0).into());
    }

    #[test]
    fn finds_the_key_in_what_people_paste() {
        let short = derive(&keys(None, None), &region("us-east-1"), NOW, 3_600).unwrap();
        let long = format!("ABSK{}", STANDARD.encode("key-user-ab12-at-123456789012:c2VjcmV0IG9mIHRoZSB0ZXN0"));
        for key in [short.secret(), &long] {
            for text in [
                key.to_owned(),
                format!("  {key}\n"),
                format!("export AWS_BEARER_TOKEN_BEDROCK={key}"),
                format!("export AWS_BEARER_TOKEN_BEDROCK='{key}'\n"),
                format!("$env:AWS_BEARER_TOKEN_BEDROCK = \"{key}\""),
                format!("set AWS_BEARER_TOKEN_BEDROCK={key}\r\n"),
                format!("Authorization: Bearer {key}"),
                format!("curl -H 'authorization:Bearer {key}' https://x"),
                format!("{{\"ServiceSpecificCredential\": {{\"ServiceCredentialSecret\": \"{key}\"}}}}"),
            ] {
                let found = find(&text).unwrap_or_else(|| panic!("no key found in {text}"));
                assert_eq!(found.unwrap().secret(), key, "{text}");
            }
        }
        let read = ApiKey::parse(&long).unwrap();
        let hints = (Some("key-user-ab12".to_owned()), Some("123456789012".to_owned()));
        assert_eq!(read.term(), &Term::Long { name: hints.0, account: hints.1 });
        for text in ["", "AKIAIOSFODNN7EXAMPLE", "ABSK", "export AWS_ACCESS_KEY_ID=ABSKEXAMPLE", "ABSK is a prefix"] {
            assert!(find(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_key_over_two_lines_is_joined_or_refused() {
        let short = derive(&keys(Some("TOKEN"), None), &region("us-east-1"), NOW, 3_600).unwrap();
        let long =
            format!("ABSK{}", STANDARD.encode("key-user-ab12-at-123456789012:c2VjcmV0IG9mIHRoZSB0ZXN0IGlzIGxvbmc"));
        for key in [short.secret(), &long] {
            let (head, tail) = key.split_at(50);
            for text in [
                format!("export AWS_BEARER_TOKEN_BEDROCK=\"{head}\n{tail}\""),
                format!("export AWS_BEARER_TOKEN_BEDROCK={head}\\\n{tail}"),
                format!("AWS_BEARER_TOKEN_BEDROCK: {head}\n  {tail}\n"),
                format!("{{\"apiKey\": \"{head}\r\n{tail}\"}}"),
                format!("> Bearer \"{head}\n> {tail}\""),
            ] {
                assert_eq!(find(&text).unwrap().unwrap().secret(), key, "{text}");
            }
            for text in [
                format!("export AWS_BEARER_TOKEN_BEDROCK={head}\n\n{tail}"),
                format!("export AWS_BEARER_TOKEN_BEDROCK={head}\nabc"),
                format!("export AWS_BEARER_TOKEN_BEDROCK=\"{head}"),
            ] {
                assert!(matches!(find(&text), Some(Err(ApiKeyError::Continues | ApiKeyError::Damaged))), "{text}");
            }
        }
    }

    #[test]
    fn says_what_is_wrong_with_a_key() {
        let key = derive(&keys(None, None), &region("us-east-1"), NOW, 60).unwrap();
        let cut = key.secret().get(..key.secret().len() - 40).unwrap();
        let other = |text: &str| format!("{SHORT_TERM_PREFIX}{}", STANDARD.encode(text));
        for (text, error) in [
            ("hello".to_owned(), ApiKeyError::NotAKey),
            ("x".repeat(LONGEST_KEY + 1), ApiKeyError::TooLong),
            (cut.to_owned(), ApiKeyError::Damaged),
            (SHORT_TERM_PREFIX.to_owned(), ApiKeyError::Damaged),
            ("ABSKshort".to_owned(), ApiKeyError::Damaged),
            (other("s3.amazonaws.com/?Action=CallWithBearerToken"), ApiKeyError::AnotherUrl),
            (other("bedrock.amazonaws.com/?Action=Other"), ApiKeyError::AnotherUrl),
        ] {
            assert_eq!(ApiKey::parse(&text).unwrap_err(), error, "{text}");
        }
    }

    #[test]
    fn debug_shows_no_key() {
        let key = derive(&keys(Some("TOKEN-OF-THE-TEST"), None), &region("us-east-1"), NOW, 60).unwrap();
        let shown = format!("{key:?} {:?}", key.credentials());
        let encoded = key.secret().strip_prefix(SHORT_TERM_PREFIX).unwrap();
        assert!(!shown.contains(encoded.get(..24).unwrap()) && !shown.contains("TOKEN-OF"), "{shown}");
    }

    proptest! {
        #[test]
        fn reading_never_panics(text: String, noise in "[A-Za-z0-9+/=%&?.-]{0,120}") {
            let _ = find(&text);
            let _ = ApiKey::parse(&format!("{SHORT_TERM_PREFIX}{}", STANDARD.encode(&text)));
            let _ = ApiKey::parse(&format!("{SHORT_TERM_PREFIX}{}", STANDARD.encode(format!("{HOST}/?{noise}"))));
            let _ = find(&format!("{SHORT_TERM_PREFIX}{noise} {LONG_TERM_PREFIX}{noise}"));
        }
    }
}
