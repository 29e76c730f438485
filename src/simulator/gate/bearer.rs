//! Verifies the API key of a request.
//!
//! A short-term key is a presigned URL. Its signature is computed again, as for a signed request, but over the URL in
//! the key; the request itself is not signed. A long-term key is looked up. The messages are ours, with the statuses of
//! AWS's front door, because the service's own were not observed.

use super::credentials::{self, EXAMPLE_LONG_TERM_API_KEY, Recognised, example_credentials};
use super::host::region_of_host;
use crate::aws::http::{Header, HttpRequest, Method};
use crate::aws::region::{Partition, Region};
use crate::aws::sigv4::canonical::{self, KeyScope};
use crate::aws::time::Timestamp;
use crate::bedrock::api_key::{self, ApiKey, ShortTerm, Term};
use crate::simulator::fault::Fault;

/// The region when neither the host (such as a loopback address) nor the key names one.
const DEFAULT_REGION: &str = "us-east-1";

/// The token of an `authorization` header of the bearer scheme.
pub fn token(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Verifies a key and returns the region of the request.
pub fn verify(request: &HttpRequest, token: &str, now: Timestamp) -> Result<Region, Fault> {
    let key = ApiKey::parse(token).map_err(|_| denied("Authentication failed: this is not an API key"))?;
    let host = region_of_host(canonical::host(&request.url));
    let named = match key.term() {
        Term::Long { .. } if token == EXAMPLE_LONG_TERM_API_KEY => host.unwrap_or(DEFAULT_REGION),
        Term::Long { .. } => return Err(denied("Authentication failed: the simulator does not know this API key")),
        Term::Short(short) => {
            check(short, token, now)?;
            if host.is_some_and(|host| host != short.region) {
                return Err(denied(format!("Authentication failed: this API key is for the region {}", short.region)));
            }
            &short.region
        }
    };
    Region::parse(named)
        .ok()
        .filter(|region| region.partition() == Partition::Aws)
        .ok_or_else(|| denied("Authentication failed: the API key names no region of the commercial partition"))
}

fn denied(message: impl Into<String>) -> Fault {
    Fault::front_door(403, "AccessDeniedException", message)
}

fn check(short: &ShortTerm, token: &str, now: Timestamp) -> Result<(), Fault> {
    let unreadable = || denied("Authentication failed: the API key cannot be read");
    let url = api_key::presigned_url(token).ok_or_else(unreadable)?;
    let query = url.query.as_deref().unwrap_or_default();
    let session = api_key::parameter(query, "X-Amz-Security-Token");
    match credentials::recognise(&short.access_key_id, session.as_deref()) {
        Recognised::Valid => {}
        Recognised::Expired => {
            return Err(Fault::front_door(
                403,
                "ExpiredTokenException",
                "The security token included in the request is expired",
            ));
        }
        Recognised::Unknown => {
            return Err(denied(
                "Authentication failed: the simulator does not know the credentials behind this API key",
            ));
        }
    }
    if short.expires_at <= now {
        return Err(denied(format!("Authentication failed: this API key expired at {}", short.expires_at.iso8601())));
    }
    let signed: Vec<&str> = query.split('&').filter(|pair| !added_after_signing(pair)).collect();
    let given = api_key::parameter(query, "X-Amz-Signature").unwrap_or_default();
    let hash = canonical::payload_hash(b"");
    let headers = [Header::new("host", &url.authority)];
    let canonical_request =
        canonical::canonical_request(Method::Post, &url.path, Some(&signed.join("&")), &headers, &["host"], &hash);
    let date = short.issued_at.scope_date();
    let key_scope = KeyScope { date: &date, region: &short.region, service: "bedrock" };
    let amz_date = short.issued_at.amz_date();
    let expected = canonical::steps(&canonical_request, &amz_date, key_scope, &example_credentials());
    if canonical::same_signature(&expected.signature, &given) {
        Ok(())
    } else {
        Err(denied("Authentication failed: the signature inside this API key does not match"))
    }
}

/// Compares the signature and the version that the generator appends to the signed URL.
fn added_after_signing(pair: &str) -> bool {
    pair.starts_with("X-Amz-Signature=") || pair == "Version=1"
}
