//! The diagnosis of a 403: it takes an error that AWS or any tool printed, and finds the cause.
//!
//! If the service states what it computed ("The Canonical String for this request should have been …"), that is compared
//! line by line with the steps of the signature made here, and the first line that differs is the cause. Otherwise the text
//! of the service's message decides. Messages of the services:
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html>.

mod cause;
mod pasted;

pub use cause::Cause;
pub use pasted::{Pasted, read};

use crate::aws::error::AwsError;
use crate::aws::sigv4::canonical;
use crate::aws::sigv4::difference::{Place, Row, Steps, canonical_lines, differences, rows};

/// A paste longer than this is not an error body.
pub const LONGEST_TEXT: usize = 256 * 1024;

/// What the clinic says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// The error's name, where one was found.
    pub code: Option<String>,
    /// The causes, the first the most likely.
    pub causes: Vec<Cause>,
    /// Both sides line by line; only the service's where ours is not known; empty where the service tells nothing.
    pub rows: Vec<Row>,
    /// Whether our side is among the rows.
    pub compared: bool,
}

/// Why there is no diagnosis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClinicError {
    /// Nothing was pasted.
    #[error("Paste the error body that came back with the 403, or the lines that your tool printed")]
    Empty,
    /// Far more than an error was pasted.
    #[error("This is too long for an error body. Paste only the error")]
    TooLong,
}

/// Names the cause of a pasted refusal. `ours` is what was signed here, if it is the same request.
pub fn diagnose(text: &str, ours: Option<&Steps>) -> Result<Diagnosis, ClinicError> {
    if text.len() > LONGEST_TEXT {
        return Err(ClinicError::TooLong);
    }
    if text.trim().is_empty() {
        return Err(ClinicError::Empty);
    }
    let pasted = read(text);
    let compared = match ours {
        Some(ours) if pasted.tells_its_steps() && is_same_request(ours, &pasted.expected) => Some(ours),
        _ => None,
    };
    let rows = match compared {
        Some(ours) => rows(ours, &pasted.expected),
        None => alone(&pasted.expected),
    };
    let causes = by_sentence(&pasted).unwrap_or_else(|| match compared {
        Some(ours) => by_difference(ours, &pasted.expected),
        None => by_reading(&pasted),
    });
    Ok(Diagnosis { code: pasted.code, causes, rows, compared: compared.is_some() })
}

/// Whether the two are attempts at one request: a stranger's error is read on its own. The time tells, for it is in both.
fn is_same_request(ours: &Steps, theirs: &Steps) -> bool {
    let time = |steps: &Steps| steps.string_to_sign.split('\n').nth(1).map(str::to_owned);
    let path = |steps: &Steps| steps.canonical_request.split('\n').nth(1).map(|path| path.replace("%25", "%"));
    let theirs_time = time(theirs);
    if theirs_time.is_some() { time(ours) == theirs_time } else { path(ours) == path(theirs) }
}

/// The service's lines, without lines of ours to compare.
fn alone(expected: &Steps) -> Vec<Row> {
    rows(expected, expected).into_iter().map(|row| Row { signed: None, ..row }).collect()
}

/// The causes that the sentence itself names.
fn by_sentence(pasted: &Pasted) -> Option<Vec<Cause>> {
    let message = pasted.message.replace('’', "'");
    let lower = message.to_ascii_lowercase();
    let says = |part: &str| lower.contains(part);
    let code = pasted.code.as_deref().unwrap_or_default();
    if says("signature expired:") || says("signature not yet current:") {
        let error = AwsError { message: Some(message), ..AwsError::default() };
        return Some(vec![Cause::Clock(error.clock_skew_hint())]);
    }
    let mut causes = Vec::new();
    if says("scoped to a valid region") || says("scoped to correct region") {
        causes.push(Cause::Region(quoted(&message, "region, not '")));
    }
    if says("scoped to correct service") {
        causes.push(Cause::Service);
    }
    if says("date in credential scope") {
        causes.push(Cause::ScopeDate);
    }
    if !causes.is_empty() {
        return Some(causes);
    }
    let one = match code {
        "RequestTimeTooSkewed" | "RequestExpired" => Cause::Clock(None),
        _ if code.starts_with("ExpiredToken") || says("token included in the request is expired") => {
            Cause::TokenExpired
        }
        _ if says("make sure your api key") || says("api key") && says("authentication failed") => Cause::ApiKey,
        _ if says("token included in the request is invalid") => Cause::Token,
        "UnrecognizedClientException" | "InvalidClientTokenId" | "InvalidAccessKeyId" | "InvalidToken" => Cause::Token,
        _ if says("must be a 'signedheader'") => Cause::SignedHeaders,
        _ if says("missing authentication token") || code.starts_with("MissingAuthenticationToken") => Cause::Unsigned,
        _ if code.starts_with("IncompleteSignature") || says("authorization header requires") => Cause::Incomplete,
        _ if says("not authorized to perform") || says("have access to the model") || says("explicit deny") => {
            Cause::Permission
        }
        _ => return None,
    };
    Some(vec![one])
}

fn quoted(text: &str, before: &str) -> Option<String> {
    const LONGEST: usize = 40;
    let (_, rest) = text.split_once(before)?;
    let (name, _) = rest.split_once('\'')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (!name.is_empty() && name.len() <= LONGEST && name.chars().all(plain)).then(|| name.to_owned())
}

/// The causes that the lines name which differ; where none does, only the key can.
fn by_difference(ours: &Steps, theirs: &Steps) -> Vec<Cause> {
    let mut causes: Vec<Cause> = Vec::new();
    for row in differences(ours, theirs) {
        let cause = cause_of_row(&row);
        if !causes.contains(&cause) {
            causes.push(cause);
        }
    }
    // A list of names that lacks one follows from the header that is lacking.
    let header_lost = causes.iter().any(|cause| matches!(cause, Cause::HeaderLost(_)));
    causes.retain(|cause| !(header_lost && *cause == Cause::SignedHeaders));
    if causes.is_empty() {
        causes.push(Cause::Secret);
    }
    causes
}

fn cause_of_row(row: &Row) -> Cause {
    let (ours, theirs) = (row.signed.as_deref(), row.expected.as_deref());
    match &row.place {
        Place::Method => Cause::Method,
        Place::Path => {
            let bare = |path: Option<&str>| {
                path.unwrap_or_default().replace("%25", "%").replace("%3A", ":").replace("%2F", "/")
            };
            if bare(ours) == bare(theirs) { Cause::PathEncoding } else { Cause::Path }
        }
        Place::Query => Cause::Query,
        Place::Header(name) => match (name.as_str(), ours.and(theirs)) {
            (name, None) => Cause::HeaderLost(name.to_owned()),
            ("host", Some(_)) => Cause::Host,
            ("x-amz-date", Some(_)) => Cause::Clock(None),
            ("x-amz-security-token", Some(_)) => Cause::Token,
            (name, Some(theirs)) if theirs.trim_end().ends_with(':') => Cause::HeaderLost(name.to_owned()),
            (name, Some(_)) => Cause::Header(name.to_owned()),
        },
        Place::SignedNames => Cause::SignedHeaders,
        Place::PayloadHash if theirs == Some(canonical::payload_hash(b"").as_str()) => Cause::BodyEmpty,
        Place::PayloadHash => Cause::BodyHash,
        Place::Algorithm => Cause::Incomplete,
        Place::Time => Cause::Clock(None),
        Place::Scope => {
            let element = |text: Option<&str>, at: usize| text.and_then(|t| t.split('/').nth(at)).map(str::to_owned);
            if element(ours, 1) != element(theirs, 1) {
                Cause::Region(element(ours, 1))
            } else if element(ours, 2) != element(theirs, 2) {
                Cause::Service
            } else {
                Cause::ScopeDate
            }
        }
        // Only the hash differs: a line does that both texts do not show, such as white space at its end.
        Place::CanonicalHash => Cause::Header("with white space that the text does not show".to_owned()),
    }
}

/// What the service's own texts give away, most telling first; then the secret, which no text can rule out.
fn by_reading(pasted: &Pasted) -> Vec<Cause> {
    let is_mismatch = pasted.message.contains("signature we calculated does not match")
        || matches!(
            pasted.code.as_deref(),
            Some("SignatureDoesNotMatch" | "InvalidSignatureException" | "InvalidSignature")
        );
    if !pasted.tells_its_steps() {
        return if is_mismatch {
            vec![Cause::Secret, Cause::PathEncoding, Cause::BodyHash, Cause::Host]
        } else {
            vec![Cause::Unknown]
        };
    }
    let mut causes = Vec::new();
    let lines = canonical_lines(&pasted.expected.canonical_request).unwrap_or_default();
    let line = |place: &Place| lines.iter().find(|(other, _)| other == place).map(|(_, text)| text.as_str());
    let header = |name: &str| {
        let text = line(&Place::Header(name.to_owned()))?;
        text.split_once(':').map(|(_, value)| value.trim())
    };
    let scope: Vec<&str> = pasted.expected.string_to_sign.split('\n').nth(2).unwrap_or_default().split('/').collect();
    // A raw colon arrives as %3A in the canonical form: a client that signs the encoded path has %253A.
    if line(&Place::Path).is_some_and(|path| path.contains("%3A") && !path.contains("%25")) {
        causes.push(Cause::PathEncoding);
    }
    let posts = line(&Place::Method).is_some_and(|method| matches!(method, "POST" | "PUT" | "PATCH"));
    if posts && line(&Place::PayloadHash) == Some(canonical::payload_hash(b"").as_str()) {
        causes.push(Cause::BodyEmpty);
    }
    if let (Some(host), Some(region)) = (header("host"), scope.get(1))
        && host.contains(".amazonaws.")
        && !host.split('.').any(|label| label == *region)
    {
        causes.push(Cause::Region(Some((*region).to_owned())));
    }
    if header("host").is_some_and(|host| host.starts_with("bedrock"))
        && scope.get(2).is_some_and(|s| !s.starts_with("bedrock"))
    {
        causes.push(Cause::Service);
    }
    for (place, text) in &lines {
        if let Place::Header(name) = place {
            const CHANGED_ON_THE_WAY: [&str; 8] = [
                "user-agent",
                "accept-encoding",
                "connection",
                "content-length",
                "origin",
                "referer",
                "expect",
                "x-forwarded-for",
            ];
            if text.split_once(':').is_some_and(|(_, value)| value.trim().is_empty()) {
                causes.push(Cause::HeaderLost(name.clone()));
            } else if CHANGED_ON_THE_WAY.contains(&name.as_str()) {
                causes.push(Cause::Header(name.clone()));
            }
        }
    }
    causes.push(Cause::Secret);
    causes
}

#[cfg(test)]
mod tests;
