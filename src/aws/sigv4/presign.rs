//! The query form of a signature: in the URL instead of in headers.
//!
//! Query parameters hold what the header form has in `authorization`, `x-amz-date` and `x-amz-security-token`. They are
//! signed with the rest of the query; the signature itself is added last. Anyone with the URL can make the call until
//! it expires, so treat it like the credentials. Parameters:
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html>. The order on the wire
//! is botocore's; the canonical query sorts it.

use super::super::credentials::Credentials;
use super::super::http::{Header, HttpRequest};
use super::super::time::Timestamp;
use super::super::uri::encode_label;
use super::{ALGORITHM, Place, Scope, SignError, SignedRequest, canonical, check, sign_with_crate, steps};

/// The longest lifetime of a presigned request in seconds: a week.
pub const LONGEST_LIFE_S: u32 = 604_800;

/// Signs a request in its query, valid for `expires_s` seconds.
///
/// Signs `host` and the headers that [`super::sign`] signs; the user of the URL must send them. Parameters and headers
/// of an earlier signature are replaced.
pub fn presign(
    request: &HttpRequest,
    credentials: &Credentials,
    scope: &Scope,
    now: Timestamp,
    expires_s: u32,
) -> Result<SignedRequest, SignError> {
    check(request, request.body.sha256(), credentials, now)?;
    if !(1..=LONGEST_LIFE_S).contains(&expires_s) {
        return Err(SignError::Life(expires_s));
    }
    let mut request = request.clone();
    let replaced = ["authorization", "x-amz-date", "x-amz-security-token"];
    request.headers.retain(|header| !replaced.iter().any(|name| header.name.eq_ignore_ascii_case(name)));
    let other_pairs: Vec<&str> = pairs(request.url.query.as_deref()).filter(|pair| !is_ours(pair)).collect();
    request.url.query = (!other_pairs.is_empty()).then(|| other_pairs.join("&"));

    let mut wire_headers = request.headers.clone();
    wire_headers.push(Header::new("host", canonical::host(&request.url)));
    let names = canonical::names_to_sign(&wire_headers);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let scope_text = canonical::scope(&now.scope_date(), scope.region.as_str(), &scope.service);
    let credential = format!("{}/{scope_text}", credentials.access_key_id());
    let mut added = vec![
        ("X-Amz-Algorithm", ALGORITHM.to_owned()),
        ("X-Amz-Credential", credential),
        ("X-Amz-Date", now.amz_date()),
        ("X-Amz-Expires", expires_s.to_string()),
        ("X-Amz-SignedHeaders", names.join(";")),
    ];
    if let Some(token) = credentials.session_token() {
        added.push(("X-Amz-Security-Token", token.to_owned()));
    }
    let made = sign_with_crate(
        &request,
        &wire_headers,
        request.body.sha256(),
        credentials,
        scope,
        now,
        Place::Query(expires_s),
    )?;
    let added = added.iter().map(|(name, value)| format!("{name}={}", encode_label(value)));
    let query = request.url.query.take().into_iter().chain(added).collect::<Vec<_>>().join("&");

    let canonical_request = canonical::canonical_request(
        request.method,
        &request.url.path,
        Some(&query),
        &wire_headers,
        &names,
        request.body.sha256(),
    );
    let anatomy = steps(canonical_request, names.join(";"), credentials, scope, now.amz_date());
    if made.signature != anatomy.signature {
        return Err(SignError::Disagreement);
    }
    request.url.query = Some(format!("{query}&X-Amz-Signature={}", anatomy.signature));
    Ok(SignedRequest { request, anatomy })
}

fn pairs(query: Option<&str>) -> impl Iterator<Item = &str> {
    query.into_iter().flat_map(|query| query.split('&')).filter(|pair| !pair.is_empty())
}

/// Whether a pair belongs to a signature.
fn is_ours(pair: &str) -> bool {
    const NAMES: [&str; 7] = [
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-Date",
        "X-Amz-Expires",
        "X-Amz-SignedHeaders",
        "X-Amz-Security-Token",
        "X-Amz-Signature",
    ];
    let name = pair.split_once('=').map_or(pair, |(name, _)| name);
    NAMES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::http::{Method, Scheme, WireUrl};
    use crate::aws::payload::Payload;
    use crate::aws::region::Region;

    /// 2025-01-02T03:04:05Z
    const NOW: Timestamp = Timestamp(1_735_787_045_000);

    fn request(query: Option<&str>) -> HttpRequest {
        HttpRequest {
            method: Method::Post,
            url: WireUrl {
                scheme: Scheme::Https,
                authority: "bedrock.amazonaws.com".to_owned(),
                path: "/".to_owned(),
                query: query.map(str::to_owned),
            },
            headers: Vec::new(),
            body: Payload::default(),
        }
    }

    fn made(request: &HttpRequest, token: Option<&str>, life: u32) -> Result<SignedRequest, SignError> {
        let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
        let keys = Credentials::new("AKIDEXAMPLE", secret, token.map(str::to_owned), None);
        let scope = Scope { region: Region::parse("us-east-1").unwrap(), service: "bedrock".to_owned() };
        presign(request, &keys, &scope, NOW, life)
    }

    // The expected signature was computed with botocore 1.44.5 at a frozen clock.
    #[test]
    fn signs_in_the_query_as_botocore_does() {
        let signed = made(&request(Some("Action=CallWithBearerToken")), None, 43_200).unwrap();
        assert_eq!(
            signed.request.url.to_string(),
            "https://bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=\
             AKIDEXAMPLE%2F20250102%2Fus-east-1%2Fbedrock%2Faws4_request&X-Amz-Date=20250102T030405Z&X-Amz-Expires=43200\
             &X-Amz-SignedHeaders=host&X-Amz-Signature=e46cd5dd7005d6f41edada9a83e342cb96a9509e83e34bb96e2941f95e69753a"
        );
        assert_eq!(signed.anatomy.signed_headers, "host");
        assert!(signed.request.headers.is_empty());
    }

    #[test]
    fn signing_again_replaces_the_old_parameters() {
        let once = made(&request(Some("a=1")), Some("TOKEN/+="), 60).unwrap();
        assert_eq!(made(&once.request, Some("TOKEN/+="), 60).unwrap().request, once.request);
        assert!(once.request.url.query.as_deref().unwrap().contains("&X-Amz-Security-Token=TOKEN%2F%2B%3D&"));
        let shown = format!("{:?}", once.anatomy);
        assert!(!shown.contains("TOKEN"), "{shown}");
    }

    #[test]
    fn a_life_of_nothing_or_more_than_a_week_is_refused() {
        for life in [0, LONGEST_LIFE_S + 1] {
            assert_eq!(made(&request(None), None, life).unwrap_err(), SignError::Life(life));
        }
        assert!(made(&request(None), None, LONGEST_LIFE_S).is_ok());
    }
}
