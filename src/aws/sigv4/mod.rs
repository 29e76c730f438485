//! Signs a request with AWS Signature Version 4 and shows every step of it.
//!
//! The `aws-sigv4` crate computes the signature. [`canonical`], a few lines of our own, computes the steps to show
//! ([`Anatomy`]). [`sign`] compares the two and signs nothing if they differ, so the steps that are shown are the steps
//! that were taken. A request whose URL a browser would rewrite is refused here, because its signature would not match
//! on arrival. No clock is read: the time is an argument.

pub mod authorization;
pub mod canonical;
pub mod difference;
pub mod key_steps;
pub mod linked;
pub mod presign;

use super::credentials::Credentials;
use super::http::{Header, HttpRequest, redacted_query};
use super::region::Region;
use super::time::Timestamp;
use super::uri::{PathFault, check_wire_path, is_strict_query};
use aws_sigv4::http_request::{SignableBody, SignableRequest, SignatureLocation, SigningSettings};
use std::borrow::Cow;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The name of the signing algorithm, the first word of `authorization` and the first line of the string to sign.
pub const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// What a signature is valid for, besides the day: one service in one region.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    /// The region whose endpoint is called.
    pub region: Region,
    /// The signing name; `bedrock` for every `bedrock-*` host.
    pub service: String,
}

/// A signed request with the steps of its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedRequest {
    /// The request with `x-amz-date`, `x-amz-security-token` (if there is a session token) and `authorization` at the end
    /// of its headers.
    pub request: HttpRequest,
    /// The steps.
    pub anatomy: Anatomy,
}

/// The steps from request to signature, as text. Contains the session token (in [`Anatomy::canonical_request`]), never
/// the secret or a key derived from it.
#[derive(Clone, PartialEq, Eq)]
pub struct Anatomy {
    /// Method, path, query, headers, names and payload hash, one per line.
    pub canonical_request: String,
    /// SHA-256 of the canonical request in hexadecimal.
    pub canonical_request_hash: String,
    /// Algorithm, time, scope and that hash, one per line.
    pub string_to_sign: String,
    /// `20250102/us-east-1/bedrock/aws4_request`.
    pub scope: String,
    /// Names of the signed headers, sorted, joined by `;`.
    pub signed_headers: String,
    /// The signature in hexadecimal.
    pub signature: String,
    /// The moment of signing, as in `x-amz-date`.
    pub amz_date: String,
    /// The access key id.
    pub access_key_id: String,
}

impl Anatomy {
    /// The canonical request without the session token, for records, exports and screenshots.
    pub fn redacted_canonical_request(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        for line in self.canonical_request.split('\n') {
            lines.push(if line.starts_with("x-amz-security-token:") {
                "x-amz-security-token:<redacted>".to_owned()
            } else {
                redacted_query(line)
            });
        }
        lines.join("\n")
    }
}

impl std::fmt::Debug for Anatomy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Anatomy")
            .field("canonical_request", &self.redacted_canonical_request())
            .field("canonical_request_hash", &self.canonical_request_hash)
            .field("scope", &self.scope)
            .field("signed_headers", &self.signed_headers)
            .field("amz_date", &self.amz_date)
            .finish_non_exhaustive()
    }
}

/// Why a request was not signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The browser would change the path.
    #[error("This request cannot be signed: {0}")]
    Path(#[from] PathFault),
    /// The browser or the canonical request would change the query.
    #[error("This request cannot be signed: each key and value of its query must be percent-encoded once, strictly")]
    Query,
    /// The host cannot be part of a URL.
    #[error("This request cannot be signed: “{0}” is not a host")]
    Host(String),
    /// A header name or value with forbidden characters.
    #[error("This request cannot be signed: the header {0} has a character that a header may not hold")]
    Header(String),
    /// The access key id, secret or session token has characters that cannot be sent.
    #[error(
        "This request cannot be signed: the {0} has a character that does not belong there. Paste the credentials again"
    )]
    Credentials(&'static str),
    /// The lifetime of a presigned request is zero, or longer than a week.
    #[error("This request cannot be presigned for {0} seconds: the maximum is 604800, a week")]
    Life(u32),
    /// A moment before 1970 or after 9999.
    #[error("This request cannot be signed: the clock says {0} ms since 1970, which no signature can hold")]
    Time(i64),
    /// The text is not a SHA-256 in lower-case hexadecimal.
    #[error("This request cannot be signed: the payload hash must be 64 hexadecimal digits in lower case")]
    PayloadHash,
    /// The signing crate refused the request for an unexpected reason.
    #[error("This request cannot be signed: the signer refused it")]
    Refused,
    /// The steps to show differ from those of the signing crate.
    #[error("This request was not signed: two independent computations of its signature differ")]
    Disagreement,
}

/// 9999-12-31T23:59:59.999Z: the last moment with a four-digit year.
const LAST_MS: i64 = 253_402_300_799_999;

/// The nearest moment that a signature can hold, for who signs and verifies with the same clock.
pub fn signable(now: Timestamp) -> Timestamp {
    Timestamp(now.0.clamp(0, LAST_MS))
}

/// Signs a request.
///
/// Signs `host`, `content-type`, `accept` and every `x-amz-*` and `x-amzn-*` header except the trace id, as the AWS SDK
/// for Python does for Bedrock. Other headers may change in transit (the browser writes `content-length`, `user-agent`,
/// `origin` …) and are not signed. Headers of an earlier signature are replaced.
pub fn sign(
    request: &HttpRequest,
    credentials: &Credentials,
    scope: &Scope,
    now: Timestamp,
) -> Result<SignedRequest, SignError> {
    sign_with_payload_hash(request, request.body.sha256(), credentials, scope, now)
}

/// Signs a request with a given hash of its body: hexadecimal SHA-256 of `request.body`, lower case.
pub fn sign_with_payload_hash(
    request: &HttpRequest,
    payload_hash: &str,
    credentials: &Credentials,
    scope: &Scope,
    now: Timestamp,
) -> Result<SignedRequest, SignError> {
    check(request, payload_hash, credentials, now)?;
    let mut request = request.clone();
    let replaced = ["authorization", "x-amz-date", "x-amz-security-token"];
    request.headers.retain(|header| !replaced.iter().any(|name| header.name.eq_ignore_ascii_case(name)));

    let mut wire_headers = request.headers.clone();
    wire_headers.push(Header::new("host", canonical::host(&request.url)));
    let amz_date = now.amz_date();
    wire_headers.push(Header::new("x-amz-date", &amz_date));
    if let Some(token) = credentials.session_token() {
        wire_headers.push(Header::new("x-amz-security-token", token));
    }
    let names = canonical::names_to_sign(&wire_headers);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let canonical_request = canonical::canonical_request(
        request.method,
        &request.url.path,
        request.url.query.as_deref(),
        &wire_headers,
        &names,
        payload_hash,
    );
    let anatomy = steps(canonical_request, names.join(";"), credentials, scope, amz_date);

    let made = sign_with_crate(&request, &wire_headers, payload_hash, credentials, scope, now, Place::Header)?;
    let authorization = authorization::write(&anatomy);
    if made.signature != anatomy.signature || made.authorization.as_ref() != Some(&authorization) {
        return Err(SignError::Disagreement);
    }
    request.headers.push(Header::new("x-amz-date", &anatomy.amz_date));
    if let Some(token) = credentials.session_token() {
        request.headers.push(Header::new("x-amz-security-token", token));
    }
    request.headers.push(Header::new("authorization", authorization));
    Ok(SignedRequest { request, anatomy })
}

/// From the canonical request to the signature.
fn steps(
    canonical_request: String,
    signed_headers: String,
    credentials: &Credentials,
    scope: &Scope,
    amz_date: String,
) -> Anatomy {
    let date = amz_date.split_once('T').map_or(amz_date.as_str(), |(date, _)| date);
    let key_scope = canonical::KeyScope { date, region: scope.region.as_str(), service: &scope.service };
    let steps = canonical::steps(&canonical_request, &amz_date, key_scope, credentials);
    Anatomy {
        canonical_request,
        canonical_request_hash: steps.canonical_request_hash,
        string_to_sign: steps.string_to_sign,
        scope: steps.scope,
        signed_headers,
        signature: steps.signature,
        amz_date,
        access_key_id: credentials.access_key_id().to_owned(),
    }
}

/// Checks everything that would make the crate refuse or panic, or the signature not match on arrival.
fn check(
    request: &HttpRequest,
    payload_hash: &str,
    credentials: &Credentials,
    now: Timestamp,
) -> Result<(), SignError> {
    if !(0..=LAST_MS).contains(&now.0) {
        return Err(SignError::Time(now.0));
    }
    check_wire_path(&request.url.path)?;
    if request.url.query.as_deref().is_some_and(|query| !query.is_empty() && !is_strict_query(query)) {
        return Err(SignError::Query);
    }
    let authority = &request.url.authority;
    let host = |b: u8| b.is_ascii_alphanumeric() || b"-.:[]_".contains(&b);
    if authority.is_empty() || authority.starts_with(':') || !authority.bytes().all(host) {
        return Err(SignError::Host(authority.clone()));
    }
    for header in &request.headers {
        let name =
            !header.name.is_empty() && header.name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !name || !header.value.bytes().all(|b| b == b'\t' || (b' '..0x7f).contains(&b)) {
            return Err(SignError::Header(header.name.clone()));
        }
    }
    for (what, text) in [
        ("access key ID", credentials.access_key_id()),
        ("secret access key", credentials.secret()),
        ("session token", credentials.session_token().unwrap_or("-")),
    ] {
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(SignError::Credentials(what));
        }
    }
    let hex = payload_hash.len() == 64 && payload_hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if hex { Ok(()) } else { Err(SignError::PayloadHash) }
}

struct Made {
    signature: String,
    /// Present only when the signature goes into a header.
    authorization: Option<String>,
}

/// Where the signature goes.
#[derive(Clone, Copy)]
enum Place {
    /// Into `authorization` and its companions.
    Header,
    /// Into the query; valid for this many seconds.
    Query(u32),
}

/// The crate's signature of the same request. It gets only the headers to sign, with white space folded as in the
/// canonical request (the crate folds spaces but not tabs).
fn sign_with_crate(
    request: &HttpRequest,
    wire_headers: &[Header],
    payload_hash: &str,
    credentials: &Credentials,
    scope: &Scope,
    now: Timestamp,
    place: Place,
) -> Result<Made, SignError> {
    let set_by_the_crate = ["x-amz-date", "x-amz-security-token"];
    let headers: Vec<(String, Cow<'_, str>)> = wire_headers
        .iter()
        .map(|header| (header.name.to_ascii_lowercase(), header))
        .filter(|(name, _)| canonical::is_signed(name) && !set_by_the_crate.contains(&name.as_str()))
        .map(|(name, header)| (name, canonical::folded(&header.value)))
        .collect();
    let signable = SignableRequest::new(
        request.method.as_str(),
        request.url.to_string(),
        headers.iter().map(|(name, value)| (name.as_str(), &**value)),
        SignableBody::Precomputed(payload_hash.to_owned()),
    )
    .map_err(|_| SignError::Refused)?;
    let identity = aws_credential_types::Credentials::new(
        credentials.access_key_id(),
        credentials.secret(),
        credentials.session_token().map(str::to_owned),
        None,
        "page",
    )
    .into();
    let mut settings = SigningSettings::default();
    if let Place::Query(seconds) = place {
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(Duration::from_secs(u64::from(seconds)));
    }
    let params = aws_sigv4::sign::v4::SigningParams::builder()
        .identity(&identity)
        .region(scope.region.as_str())
        .name(&scope.service)
        .time(system_time(now))
        .settings(settings)
        .build()
        .map_err(|_| SignError::Refused)?
        .into();
    let (instructions, signature) =
        aws_sigv4::http_request::sign(signable, &params).map_err(|_| SignError::Refused)?.into_parts();
    let authorization =
        instructions.headers().find(|(name, _)| *name == "authorization").map(|(_, value)| value.to_owned());
    Ok(Made { signature, authorization })
}

/// The crate's type for a moment, made without a clock. Negative moments are refused before.
fn system_time(now: Timestamp) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(now.0).unwrap_or(0))
}

#[cfg(test)]
mod tests;
