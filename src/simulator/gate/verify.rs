//! Verifies that the holder of the example credentials signed a request, for this service, now.
//!
//! [`canonical`] computes the signature of the received request again, and it is compared. The order of the checks: is
//! there a signature, can it be parsed, does it cover the host, is its scope right, is it fresh, is the key known, does
//! the token belong to the key, does the signature match. The messages follow AWS's
//! (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html>), so that users learn the
//! real ones; a mismatch shows the canonical string that the verifier computed.

use super::bearer;
use super::credentials::{self, Recognised, example_credentials};
use super::host::region_of_host;
use crate::aws::http::{Header, HttpRequest};
use crate::aws::region::{Partition, Region};
use crate::aws::sigv4::authorization::{Authorization, AuthorizationFault};
use crate::aws::sigv4::canonical::{self, KeyScope};
use crate::aws::time::Timestamp;
use crate::simulator::fault::Fault;

/// The signing name of every Bedrock host.
const SERVICE: &str = "bedrock";
/// The largest difference between the clocks.
const MAX_SKEW_MS: i64 = 5 * 60 * 1_000;

/// Verifies the signature and returns the region of the request.
pub fn verify(request: &HttpRequest, now: Timestamp) -> Result<Region, Fault> {
    let value = request
        .header("authorization")
        .ok_or_else(|| Fault::front_door(403, "MissingAuthenticationTokenException", "Missing Authentication Token"))?;
    if let Some(token) = bearer::token(value) {
        return bearer::verify(request, token, now);
    }
    let amz_date = request.header("x-amz-date").unwrap_or_default();
    let authorization = read(value, amz_date)?;
    let signed_at = Timestamp::parse(amz_date).filter(|at| at.amz_date() == amz_date).ok_or_else(|| {
        incomplete(format!(
            "Date must be in ISO-8601 'basic format'. Got '{amz_date}'. See http://en.wikipedia.org/wiki/ISO_8601"
        ))
    })?;
    covers_what_it_must(request, &authorization)?;
    let region = scope(request, &authorization, signed_at)?;
    fresh(signed_at, now)?;
    known(request, &authorization)?;
    matches(request, &authorization, amz_date)?;
    Ok(region)
}

fn incomplete(message: impl Into<String>) -> Fault {
    Fault::front_door(400, "IncompleteSignatureException", message)
}

fn invalid(message: impl Into<String>) -> Fault {
    Fault::front_door(403, "InvalidSignatureException", message)
}

fn read(value: &str, amz_date: &str) -> Result<Authorization, Fault> {
    let missing_date = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.";
    match Authorization::parse(value) {
        Ok(authorization) if !amz_date.is_empty() => Ok(authorization),
        Ok(_) => Err(incomplete(missing_date)),
        Err(AuthorizationFault::Missing(parameters)) => {
            let mut sentences: Vec<String> =
                parameters.iter().map(|name| format!("Authorization header requires '{name}' parameter.")).collect();
            if amz_date.is_empty() {
                sentences.push(missing_date.to_owned());
            }
            Err(incomplete(sentences.join(" ")))
        }
        Err(AuthorizationFault::Credential(given)) => Err(incomplete(format!(
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{given}'"
        ))),
        Err(AuthorizationFault::Algorithm(scheme)) => {
            Err(incomplete(format!("Unsupported AWS 'algorithm': '{scheme}'.")))
        }
    }
}

/// The name that HTTP/2 has for the host. AWS's SDK for JavaScript signs it in place of `host`.
pub const AUTHORITY: &str = ":authority";

/// Checks that the signature covers the host, the date and the session token.
fn covers_what_it_must(request: &HttpRequest, authorization: &Authorization) -> Result<(), Fault> {
    let signs = |name: &str| authorization.signed_headers.iter().any(|signed| signed == name);
    let signs_authority = signs(AUTHORITY) && request.header(AUTHORITY).is_some();
    if !(signs("host") || signs_authority) {
        return Err(invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."));
    }
    for name in ["x-amz-date", "x-amz-security-token"] {
        if request.header(name).is_some() && !signs(name) {
            return Err(invalid(format!("'{name}' must be a 'SignedHeader' in the AWS Authorization.")));
        }
    }
    Ok(())
}

fn scope(request: &HttpRequest, authorization: &Authorization, signed_at: Timestamp) -> Result<Region, Fault> {
    let mut faults = Vec::new();
    let region = Region::parse(&authorization.region).ok().filter(|region| region.partition() == Partition::Aws);
    let here = region_of_host(canonical::host(&request.url)).unwrap_or(&authorization.region);
    if region.is_none() || here != authorization.region {
        faults.push(format!("Credential should be scoped to a valid region, not '{}'. ", authorization.region));
    }
    if authorization.service != SERVICE {
        faults.push(format!("Credential should be scoped to correct service: '{SERVICE}'. "));
    }
    if authorization.terminator != "aws4_request" {
        faults.push(format!(
            "Credential should be scoped with a valid terminator: 'aws4_request', not '{}'. ",
            authorization.terminator
        ));
    }
    if authorization.date != signed_at.scope_date() {
        faults.push(format!(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{}' != '{}', from '{}'. ",
            authorization.date,
            signed_at.scope_date(),
            signed_at.amz_date()
        ));
    }
    match region {
        Some(region) if faults.is_empty() => Ok(region),
        _ => Err(invalid(faults.concat())),
    }
}

fn fresh(signed_at: Timestamp, now: Timestamp) -> Result<(), Fault> {
    let (earliest, latest) = (now.plus_ms(-MAX_SKEW_MS), now.plus_ms(MAX_SKEW_MS));
    if signed_at < earliest {
        return Err(invalid(format!(
            "Signature expired: {} is now earlier than {} ({} - 5 min.)",
            signed_at.amz_date(),
            earliest.amz_date(),
            now.amz_date()
        )));
    }
    if signed_at > latest {
        return Err(invalid(format!(
            "Signature not yet current: {} is still later than {} ({} + 5 min.)",
            signed_at.amz_date(),
            latest.amz_date(),
            now.amz_date()
        )));
    }
    Ok(())
}

/// AWS has one error for an unknown key, a temporary key without its token and a token of another key.
fn known(request: &HttpRequest, authorization: &Authorization) -> Result<(), Fault> {
    let unrecognized = || {
        Fault::front_door(403, "UnrecognizedClientException", "The security token included in the request is invalid.")
    };
    let token = request.header("x-amz-security-token").map(str::trim).filter(|token| !token.is_empty());
    match credentials::recognise(&authorization.access_key_id, token) {
        Recognised::Valid => Ok(()),
        Recognised::Expired => Err(Fault::front_door(
            403,
            "ExpiredTokenException",
            "The security token included in the request is expired",
        )),
        Recognised::Unknown => Err(unrecognized()),
    }
}

fn matches(request: &HttpRequest, authorization: &Authorization, amz_date: &str) -> Result<(), Fault> {
    let mut headers = request.headers.clone();
    for (name, value) in
        [("host", canonical::host(&request.url).to_owned()), ("content-length", request.body.len().to_string())]
    {
        if request.header(name).is_none() {
            headers.push(Header::new(name, value));
        }
    }
    let names: Vec<&str> = authorization.signed_headers.iter().map(String::as_str).collect();
    let canonical_request = canonical::canonical_request(
        request.method,
        &request.url.path,
        request.url.query.as_deref(),
        &headers,
        &names,
        request.body.sha256(),
    );
    let key_scope =
        KeyScope { date: &authorization.date, region: &authorization.region, service: &authorization.service };
    let expected = canonical::steps(&canonical_request, amz_date, key_scope, &example_credentials());
    if canonical::same_signature(&expected.signature, &authorization.signature) {
        return Ok(());
    }
    Err(invalid(format!(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key \
         and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request \
         should have been\n'{canonical_request}'\n\nThe String-to-Sign should have been\n'{}'\n",
        expected.string_to_sign
    )))
}
