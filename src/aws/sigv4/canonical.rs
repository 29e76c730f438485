//! The steps of Signature Version 4, written out: canonical request, string to sign, signing key, signature.
//!
//! Follows <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html> for every
//! service but S3: the path is normalised and encoded a second time. Used for the anatomy of a request that we sign,
//! and to verify a request that we received. Nothing here decides what is allowed.

use super::super::credentials::{Credentials, SigningKey};
use super::super::http::{Header, Method, Scheme, WireUrl};
use super::super::uri::encode_path;
use crate::text::hex;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use zeroize::Zeroizing;

/// Room for the canonical request of a usual call with a session token.
const LONGEST_USUAL: usize = 2_048;

/// Method, canonical path, canonical query, canonical headers, their names and the payload hash.
///
/// `path` and `query` are in wire form (encoded once). `headers` are those of the message, including `host`;
/// `signed_header_names` are in lower case and in the order of `SignedHeaders`. A name that the message lacks gives an
/// empty value.
pub fn canonical_request(
    method: Method,
    path: &str,
    query: Option<&str>,
    headers: &[Header],
    signed_header_names: &[&str],
    payload_hash: &str,
) -> String {
    let mut out = String::with_capacity(LONGEST_USUAL);
    for line in [method.as_str(), &canonical_path(path), &canonical_query(query.unwrap_or_default())] {
        out.push_str(line);
        out.push('\n');
    }
    for name in signed_header_names {
        out.push_str(name);
        let mut mark = ':';
        for header in headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name)) {
            out.push(mark);
            out.push_str(&folded(&header.value));
            mark = ',';
        }
        if mark == ':' {
            out.push(mark);
        }
        out.push('\n');
    }
    for line in ["", &signed_header_names.join(";")] {
        out.push_str(line);
        out.push('\n');
    }
    out.push_str(payload_hash);
    out
}

/// Algorithm, time, scope and the hash of the canonical request.
pub fn string_to_sign(amz_date: &str, scope: &str, canonical_request_hash: &str) -> String {
    [super::ALGORITHM, amz_date, scope, canonical_request_hash].join("\n")
}

/// The scope of a signing key.
#[derive(Clone, Copy, Debug)]
pub struct KeyScope<'a> {
    /// The day, as `20250102`.
    pub date: &'a str,
    /// The region.
    pub region: &'a str,
    /// The signing name of the service.
    pub service: &'a str,
}

/// The steps after a canonical request: its hash, the string to sign and the signature.
#[derive(Clone, PartialEq, Eq)]
pub struct Steps {
    /// SHA-256 of the canonical request in hexadecimal.
    pub canonical_request_hash: String,
    /// `20250102/us-east-1/bedrock/aws4_request`.
    pub scope: String,
    /// Algorithm, time, scope and that hash, a line each.
    pub string_to_sign: String,
    /// The signature in hexadecimal.
    pub signature: String,
}

/// The steps from a canonical request to its signature.
pub fn steps(canonical_request: &str, amz_date: &str, key_scope: KeyScope<'_>, credentials: &Credentials) -> Steps {
    let KeyScope { date, region, service } = key_scope;
    let canonical_request_hash = payload_hash(canonical_request.as_bytes());
    let scope = scope(date, region, service);
    let string_to_sign = string_to_sign(amz_date, &scope, &canonical_request_hash);
    let key = credentials.signing_key(&scope, |secret| signing_key(secret, date, region, service));
    let signature = signature(&key, &string_to_sign);
    Steps { canonical_request_hash, scope, string_to_sign, signature }
}

/// `20250102/us-east-1/bedrock/aws4_request`.
pub fn scope(date: &str, region: &str, service: &str) -> String {
    [date, region, service, "aws4_request"].join("/")
}

/// The key of one day, region and service: a chain of four HMACs that starts with the secret.
pub fn signing_key(secret: &str, date: &str, region: &str, service: &str) -> SigningKey {
    key_chain(secret, &[date, region, service, "aws4_request"]).pop().unwrap_or_default()
}

/// The keys of the chain, one per element of the scope; the last is the signing key.
pub fn key_chain(secret: &str, scope: &[&str]) -> Vec<SigningKey> {
    let start = Zeroizing::new(format!("AWS4{secret}"));
    let mut keys: Vec<SigningKey> = Vec::with_capacity(scope.len());
    for part in scope {
        let key = match keys.last() {
            None => hmac(start.as_bytes(), part),
            Some(key) => hmac(key.as_slice(), part),
        };
        keys.push(key);
    }
    keys
}

/// The HMAC of the string to sign under the signing key, in hexadecimal.
pub fn signature(signing_key: &[u8; 32], string_to_sign: &str) -> String {
    hex::digits(hmac(signing_key, string_to_sign).as_slice())
}

/// SHA-256 in lower-case hexadecimal: of a body, or of a canonical request.
pub fn payload_hash(bytes: &[u8]) -> String {
    hex::digits(&Sha256::digest(bytes))
}

/// Whether two signatures are equal, in a time that does not tell where they differ.
pub fn same_signature(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |seen, (a, b)| seen | (a ^ b)) == 0
}

/// The value of the `host` header that a browser will send for this URL: the port only when it is not the default.
pub fn host(url: &WireUrl) -> &str {
    let default_port = match url.scheme {
        Scheme::Http => ":80",
        Scheme::Https => ":443",
    };
    url.authority.strip_suffix(default_port).unwrap_or(&url.authority)
}

/// Whether a header of this name (in lower case) is signed: only headers that nothing changes in transit.
pub fn is_signed(name: &str) -> bool {
    match name {
        "host" | "content-type" | "accept" => true,
        "x-amzn-trace-id" => false,
        _ => name.starts_with("x-amz-") || name.starts_with("x-amzn-"),
    }
}

/// The names to sign among these headers: lower case, sorted, without duplicates.
pub fn names_to_sign(headers: &[Header]) -> Vec<String> {
    let mut names: Vec<String> = headers.iter().map(|h| h.name.to_ascii_lowercase()).filter(|n| is_signed(n)).collect();
    names.sort();
    names.dedup();
    names
}

/// The key that a request is going to be signed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// It has no session token.
    LongTerm,
    /// It has a session token, which is signed along.
    Temporary,
}

/// The `SignedHeaders` of a request that is not signed yet.
pub fn names_to_be_signed(headers: &[Header], key: KeyKind) -> String {
    let mut names = names_to_sign(headers);
    names.extend(["host".to_owned(), "x-amz-date".to_owned()]);
    if key == KeyKind::Temporary {
        names.push("x-amz-security-token".to_owned());
    }
    names.sort_unstable();
    names.dedup();
    names.join(";")
}

/// A header value without surrounding white space, and with every inner run of it as one space.
pub fn folded(value: &str) -> Cow<'_, str> {
    // A session token is long and has none.
    if value.bytes().any(|byte| byte.is_ascii_whitespace()) {
        value.split_ascii_whitespace().collect::<Vec<_>>().join(" ").into()
    } else {
        value.into()
    }
}

/// The wire path without empty and dot segments, encoded once more: `%3A` becomes `%253A`.
pub fn canonical_path(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    let mut out = String::from("/");
    out.push_str(&encode_path(&segments.join("/")));
    if path.ends_with('/') && !segments.is_empty() {
        out.push('/');
    }
    out
}

/// The pairs of a wire query, sorted by key and then value, each with its `=`.
pub fn canonical_query(query: &str) -> String {
    if query.is_empty() {
        return String::new();
    }
    let mut pairs: Vec<(&str, &str)> =
        query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
    pairs.sort_unstable();
    pairs.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("&")
}

fn hmac(key: &[u8], text: &str) -> SigningKey {
    // HMAC takes a key of any length, so the error branch is never taken; an all-zero key would still only fail to verify.
    match Hmac::<Sha256>::new_from_slice(key) {
        Ok(mut mac) => {
            mac.update(text.as_bytes());
            Zeroizing::new(mac.finalize().into_bytes().into())
        }
        Err(_) => Zeroizing::new([0; 32]),
    }
}
