//! The examination of a refused signature.
//!
//! If the service states what it computed ("The Canonical String for this request should have been …"), that is compared
//! line by line with the steps of the signature made here, and the first line that differs is the cause. Otherwise the text
//! of the service's message decides. Messages of the services:
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html>.

mod cause;

pub use cause::Cause;

use super::pasted::Pasted;
use crate::aws::error::AwsError;
use crate::aws::sigv4::canonical;
use crate::aws::sigv4::difference::{Place, Row, Steps, canonical_lines, differences, rows};

/// What was found about a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// The causes, the first the most likely.
    pub causes: Vec<Cause>,
    /// Both sides line by line; only the service's where ours is not known; empty where the service tells nothing.
    pub rows: Vec<Row>,
    /// Whether our side is among the rows.
    pub compared: bool,
}

/// Examines a refusal; `None` if it is not about the signature. `ours` is what was signed here, if it is the same request.
pub fn examine(pasted: &Pasted, ours: Option<&Steps>) -> Option<Examined> {
    let compared = ours.filter(|ours| pasted.tells_its_steps() && is_same_request(ours, &pasted.expected));
    let causes = match (by_sentence(pasted), compared) {
        (Some(causes), _) => causes,
        (None, Some(ours)) => by_difference(ours, &pasted.expected),
        (None, None) => by_reading(pasted)?,
    };
    let rows = match compared {
        Some(ours) => rows(ours, &pasted.expected),
        None => alone(&pasted.expected),
    };
    Some(Examined { causes, rows, compared: compared.is_some() })
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

/// The causes that the sentence itself names, with the values that it states.
fn by_sentence(pasted: &Pasted) -> Option<Vec<Cause>> {
    let message = format!("{}\n{}", pasted.message, pasted.whole).replace('’', "'");
    let lower = message.to_ascii_lowercase();
    let says = |part: &str| lower.contains(part);
    if says("signature expired:") || says("signature not yet current:") {
        let error = AwsError { message: Some(message), ..AwsError::default() };
        return Some(vec![Cause::Clock(error.clock_skew_hint())]);
    }
    let mut causes = Vec::new();
    if says("scoped to a valid region") || says("scoped to correct region") {
        causes.push(Cause::Region(quoted(&message, "region, not '")));
    }
    if says("scoped to correct service") {
        causes.push(Cause::Service(quoted(&message, "service: '")));
    }
    if says("date in credential scope") {
        causes.push(Cause::ScopeDate);
    }
    (!causes.is_empty()).then_some(causes)
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
        causes.push(Cause::Secret { compared: true });
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
                Cause::Service(None)
            } else {
                Cause::ScopeDate
            }
        }
        // Only the hash differs: a line does that both texts do not show, such as white space at its end.
        Place::CanonicalHash => Cause::Header("with white space that the text does not show".to_owned()),
    }
}

/// Headers that proxies change.
const CHANGED_ON_THE_WAY: [&str; 8] =
    ["user-agent", "accept-encoding", "connection", "content-length", "origin", "referer", "expect", "x-forwarded-for"];

/// What the service's own texts give away, most telling first; then the secret, which no text can rule out. `None` if the
/// text is not about a signature that differs.
fn by_reading(pasted: &Pasted) -> Option<Vec<Cause>> {
    if !pasted.tells_its_steps() {
        let is_mismatch = pasted.whole.contains("signature we calculated does not match");
        return is_mismatch
            .then(|| vec![Cause::Secret { compared: false }, Cause::PathEncoding, Cause::BodyHash, Cause::Host]);
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
        causes.push(Cause::Service(None));
    }
    let names: Vec<&str> = line(&Place::SignedNames).unwrap_or_default().split(';').collect();
    if names.windows(2).any(|pair| pair.first() >= pair.last()) {
        causes.push(Cause::SignedHeaders);
    }
    let headers = || {
        lines.iter().filter_map(|(place, text)| match place {
            Place::Header(name) => Some((name, text.split_once(':').map_or("", |(_, value)| value.trim()))),
            _ => None,
        })
    };
    causes.extend(headers().filter(|(_, value)| value.is_empty()).map(|(name, _)| Cause::HeaderLost(name.clone())));
    let proven = !causes.is_empty();
    causes.push(Cause::Secret { compared: false });
    if proven || lines.is_empty() {
        return Some(causes);
    }
    // What is only possible: the text looks the same with and without it.
    if header("x-amz-security-token").is_none() {
        causes.push(Cause::TokenLeftOut);
    }
    let changed = |name: &str| CHANGED_ON_THE_WAY.contains(&name) || name.starts_with("amz-sdk-");
    causes.extend(headers().filter(|(name, _)| changed(name)).map(|(name, _)| Cause::Header(name.clone())));
    if line(&Place::Path).is_some_and(|path| path.contains("%25")) {
        causes.push(Cause::PathEncoding);
    }
    Some(causes)
}

#[cfg(test)]
mod tests;
