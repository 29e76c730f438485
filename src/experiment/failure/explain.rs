//! A failure in words: what happened, why, and what to do, with the fix as an action.
//!
//! What is known of each error is in [`super::catalogue`]; here it meets the one that happened. An error that is not known is
//! shown as it came.

use super::catalogue::{self, Entry, Reproduce};
use super::fix::{Fix, FixSet};
use crate::aws::error::AwsError;
use crate::bedrock::operation::Api;
use crate::experiment::run::exchange::{Failure, Origin};

/// What the error card says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The clinic's entry, where the error is known.
    pub entry: Option<&'static str>,
    /// The error's own name, for example `ValidationException`, or ours in plain words.
    pub title: String,
    /// What happened, in a few words, where the title is the error's own name.
    pub what: Option<&'static str>,
    /// HTTP status, where there was one.
    pub status: Option<u16>,
    /// What the service or the browser said.
    pub said: Option<String>,
    /// What it means and why it happens, in our words.
    pub why: Vec<String>,
    /// What to do.
    pub fixes: Vec<Fix>,
    /// How to look at the same error without an account.
    pub reproduce: Reproduce,
    /// The request id to give to AWS support.
    pub request_id: Option<String>,
    /// The body as it came.
    pub raw: Option<String>,
}

/// What the explanation depends on besides the failure.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// Which API was called.
    pub api: Api,
    /// Who answered.
    pub origin: Origin,
    /// The model id or ARN.
    pub model: &'a str,
    /// The region.
    pub region: &'a str,
    /// Whether a streaming operation was called.
    pub streaming: bool,
    /// The fixes that the view can do.
    pub offers: FixSet,
}

/// Explains a failure.
pub fn explain(failure: &Failure, at: Circumstances) -> Explanation {
    match failure {
        Failure::Refused(error) => refused(error, at),
        Failure::Exception(fault) => {
            let error = AwsError {
                status: 200,
                code: Some(fault.kind.clone()),
                message: Some(fault.message.clone()),
                ..AwsError::default()
            };
            let entry = catalogue::find(error.code.as_deref(), &fault.message, 0);
            let mut out = told(entry.or_else(|| catalogue::entry("stream-exception")), &error, at);
            out.title.clone_from(&fault.kind);
            if entry.is_some_and(|entry| entry.id != "model-stream-error") {
                out.why.extend(catalogue::entry("stream-exception").map(|entry| entry.why.to_owned()));
            }
            out
        }
        Failure::Transport(said) => {
            let mut out = ours("no-answer", Some(said), at);
            out.why = causes(at);
            out
        }
        Failure::Redirected => ours("redirected", None, at),
        Failure::Corrupt(said) => ours("corrupt-stream", Some(said), at),
        Failure::Truncated(said) => ours("cut-off", Some(said), at),
        Failure::Unreadable(said) => ours("unreadable", Some(said), at),
        Failure::NoCredentials => ours("no-credentials", None, at),
        Failure::ExpiredCredentials => ours("credentials-ran-out", None, at),
        Failure::NotSent(said) => ours("not-sent", Some(said), at),
    }
}

/// Why a page may be left without an answer, in the order in which to look.
fn causes(at: Circumstances) -> Vec<String> {
    let causes: [String; 5] = match at.origin {
        Origin::Custom => [
            "A page is not told why a connection failed. Check in this order:".to_owned(),
            "1. Is the server running, on this host and port?".to_owned(),
            "2. Does it answer CORS, with “authorization” and “x-amz-*” among the allowed headers?".to_owned(),
            "3. Is the scheme right (http or https)?".to_owned(),
            "4. Does a browser extension block the request?".to_owned(),
        ],
        Origin::Aws | Origin::Simulator => [
            "A page is not told why a connection failed. The usual causes, in order:".to_owned(),
            "1. This device is offline, or a proxy or VPN blocks the host".to_owned(),
            format!("2. There is no Bedrock endpoint in {}: choose another region", at.region),
            "3. The service refused the call without CORS headers, so the browser hides the answer: often wrong or \
             expired credentials, or a clock that is off"
                .to_owned(),
            "4. A browser extension or a content policy blocked the request".to_owned(),
        ],
    };
    causes.into()
}

/// A failure that has no error type: its entry is known by name.
fn ours(id: &str, said: Option<&String>, at: Circumstances) -> Explanation {
    let mut out = told(catalogue::entry(id), &AwsError::default(), at);
    out.title = out.what.take().unwrap_or_default().to_owned();
    out.said = said.cloned();
    out
}

fn refused(error: &AwsError, at: Circumstances) -> Explanation {
    let said = error.message.as_deref().unwrap_or_default();
    let mut entry = catalogue::find(error.code.as_deref(), said, error.status);
    if entry.is_none() && at.origin == Origin::Custom {
        entry = catalogue::entry("custom-endpoint");
    }
    let mut out = told(entry, error, at);
    out.title = error.code.clone().unwrap_or_else(|| format!("HTTP {}", error.status));
    out.status = Some(error.status);
    out.raw = (!error.raw.is_empty()).then(|| error.raw.clone());
    out
}

fn told(entry: Option<&'static Entry>, error: &AwsError, at: Circumstances) -> Explanation {
    let mut fixes: Vec<Fix> = Vec::new();
    for fix in entry.map_or(&[][..], |entry| entry.remedies).iter().flat_map(|remedy| remedy.fixes(error, at)) {
        if at.offers.has(&fix) && !fixes.contains(&fix) {
            fixes.push(fix);
        }
    }
    if fixes.is_empty() {
        fixes.push(Fix::RunAgain);
    }
    Explanation {
        entry: entry.map(|entry| entry.id),
        title: String::new(),
        what: entry.map(|entry| entry.what),
        status: None,
        said: error.message.clone(),
        why: entry.map(|entry| entry.why.to_owned()).into_iter().collect(),
        fixes,
        reproduce: match entry.map(|entry| entry.reproduce) {
            // It would replace the playground's draft.
            Some(Reproduce::Setup(_)) if at.offers != FixSet::Form => Reproduce::Never(""),
            Some(reproduce) => reproduce,
            None => Reproduce::Never(""),
        },
        request_id: error.request_id.clone(),
        raw: None,
    }
}
