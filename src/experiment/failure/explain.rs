//! A failure in words: what happened, why, and what to do, with the fix as an action.
//!
//! [`super::catalogue`] describes each known error; this file applies the description to the failure at hand. An unknown
//! error is shown as it was received.

use super::catalogue::{self, Entry, Reproduce};
use super::fix::{Circumstances, Fix, FixSet, PageFix};
use crate::aws::error::AwsError;
use crate::aws::intake;
use crate::experiment::run::exchange::{Failure, Limit, Origin};
use crate::text::number;
use crate::text::outside::beginning;

/// The content of the error card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The id of the catalogue's entry, if the error is known.
    pub entry: Option<&'static str>,
    /// The error's own name, for example `ValidationException`, or ours in plain words.
    pub title: String,
    /// What happened, in a few words, if the title is the error's own name.
    pub what: Option<&'static str>,
    /// The HTTP status, if there was one.
    pub status: Option<u16>,
    /// The message of the service or of the browser.
    pub message: Option<String>,
    /// What it means and why it happens, in our words.
    pub why: Vec<String>,
    /// What to do about it, in words.
    pub fix: Option<&'static str>,
    /// What to do, as buttons. Each changes something.
    pub fixes: Vec<Fix>,
    /// How to see the same error without an account.
    pub reproduce: Reproduce,
    /// The request id to give to AWS support.
    pub request_id: Option<String>,
    /// The body as it was received.
    pub raw: Option<String>,
}

/// Explains a failure.
pub fn explain(failure: &Failure, call: Circumstances) -> Explanation {
    match failure {
        Failure::Refused(error) => refused(error, call),
        Failure::Exception(fault) => {
            let error = AwsError {
                status: 200,
                code: Some(fault.kind.clone()),
                message: Some(fault.message.clone()),
                ..AwsError::default()
            };
            let entry = catalogue::find(error.code.as_deref(), &fault.message, 0);
            let mut out = explained(entry.or_else(|| catalogue::entry("stream-exception")), &error, call);
            out.title.clone_from(&fault.kind);
            if entry.is_some_and(|entry| entry.id != "model-stream-error") {
                out.why.extend(catalogue::entry("stream-exception").map(|entry| entry.why.to_owned()));
            }
            out
        }
        Failure::Transport(message) => {
            let mut out = ours("no-answer", Some(message), call);
            out.why = causes(call);
            out
        }
        Failure::Redirected => ours("redirected", None, call),
        Failure::Corrupt(message) => ours("corrupt-stream", Some(message), call),
        Failure::TooLarge(limit) => too_large(*limit, call),
        Failure::Truncated(message) => ours("cut-off", Some(message), call),
        Failure::Unreadable(message) => ours("unreadable", Some(message), call),
        Failure::NoCredentials => ours("no-credentials", None, call),
        Failure::ExpiredCredentials => ours("credentials-ran-out", None, call),
        Failure::NotSent(message) => ours("not-sent", Some(message), call),
    }
}

/// Why a page may get no response, in the order in which to check. Every region that can be chosen has Bedrock, so that is
/// never the cause.
fn causes(call: Circumstances) -> Vec<String> {
    let causes: &[&str] = match call.origin {
        Origin::Custom => &[
            "A page cannot see why a connection failed. Check in this order:",
            "1. Is the server running, on this host and port?",
            "2. Does it answer CORS, with “authorization” and “x-amz-*” among the allowed headers?",
            "3. Is the scheme right (http or https)?",
            "4. Does a browser extension block the request?",
        ],
        Origin::Aws | Origin::Simulator => &[
            "A page cannot see why a connection failed. The usual causes, in order:",
            "1. This device is offline, or a proxy or VPN blocks the host",
            "2. The service refused the call without CORS headers, so the browser hides the answer: often wrong or expired \
             credentials, or a clock that is off",
            "3. A browser extension or a content policy blocked the request",
        ],
    };
    causes.iter().map(|cause| (*cause).to_owned()).collect()
}

/// Explains a failure that has no error type, by the id of its entry.
fn ours(id: &str, message: Option<&String>, call: Circumstances) -> Explanation {
    let mut out = explained(catalogue::entry(id), &AwsError::default(), call);
    out.title = out.what.take().unwrap_or_default().to_owned();
    out.message = message.cloned();
    out
}

/// The limit that ended the call, and the larger one where there is one.
fn too_large(limit: Limit, call: Circumstances) -> Explanation {
    let (words, more) = match limit {
        Limit::Bytes(bytes) => (number::bytes(bytes), intake::larger(bytes).map(PageFix::ReceiveMore)),
        Limit::Events(events) => (number::count(events as u64, "event"), None),
    };
    let mut out = ours("too-large", Some(&format!("It ended after {words}")), call);
    let more = more.map(Fix::Page).filter(|fix| fix.changes(call, false) && call.offers.has(fix));
    out.fixes.splice(0..0, more);
    out
}

/// The longest message that is looked up and shown. The body has all of it.
const LONGEST_MESSAGE: usize = 8 * 1_024;

fn refused(error: &AwsError, call: Circumstances) -> Explanation {
    if let Some(message) = error.message.as_deref().filter(|message| message.len() > LONGEST_MESSAGE) {
        let message = Some(beginning(message, LONGEST_MESSAGE).to_owned());
        let raw = error.raw.clone();
        return refused(
            &AwsError {
                status: error.status,
                code: error.code.clone(),
                message,
                request_id: error.request_id.clone(),
                raw,
            },
            call,
        );
    }
    let message = error.message.as_deref().unwrap_or_default();
    let mut entry = catalogue::find(error.code.as_deref(), message, error.status);
    if entry.is_none() && call.origin == Origin::Custom {
        entry = catalogue::entry("custom-endpoint");
    }
    let mut out = explained(entry, error, call);
    out.title = error.code.clone().unwrap_or_else(|| format!("HTTP {}", error.status));
    out.status = Some(error.status);
    out.raw = (!error.raw.is_empty()).then(|| error.raw.clone());
    out
}

fn explained(entry: Option<&'static Entry>, error: &AwsError, call: Circumstances) -> Explanation {
    Explanation {
        entry: entry.map(|entry| entry.id),
        title: String::new(),
        what: entry.map(|entry| entry.what),
        status: None,
        message: error.message.clone(),
        why: entry.map(|entry| entry.why.to_owned()).into_iter().collect(),
        fix: entry.map(|entry| entry.fix),
        fixes: entry.map(|entry| fixes(entry, error, call)).unwrap_or_default(),
        reproduce: match entry.map(|entry| entry.reproduce) {
            // It would replace the playground's draft.
            Some(Reproduce::Setup(_)) if call.offers != FixSet::Form => Reproduce::Never(""),
            Some(reproduce) => reproduce,
            None => Reproduce::Never(""),
        },
        request_id: error.request_id.clone(),
        raw: None,
    }
}

/// What this view can do about it now, the best first.
fn fixes(entry: &Entry, error: &AwsError, call: Circumstances) -> Vec<Fix> {
    let by_fault = call.origin == Origin::Simulator && matches!(entry.reproduce, Reproduce::Mishap(_));
    let mut fixes: Vec<Fix> = Vec::new();
    for fix in entry.remedies.iter().flat_map(|remedy| remedy.fixes(error, call)) {
        if call.offers.has(&fix) && fix.changes(call, by_fault) && !fixes.contains(&fix) {
            fixes.push(fix);
        }
    }
    // A clock can be put right; any other fault stays until it is turned off.
    let off = Fix::Page(PageFix::TurnFaultOff);
    if by_fault && off.changes(call, by_fault) {
        let at = usize::from(matches!(fixes.first(), Some(Fix::Page(PageFix::CorrectClock { .. }))));
        fixes.insert(at, off);
    }
    fixes
}
