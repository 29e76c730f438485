//! The result of a translation to the native side: body, headers, and their links to the Converse body.

use std::ops::Range;

use serde_json::Value;

use super::link::Link;
use crate::aws::http::Header;

/// The native request of an experiment, and its links to the Converse request.
#[derive(Clone, Debug, PartialEq)]
pub struct Translation {
    /// The `InvokeModel` body.
    pub body: Value,
    /// Headers that carry what Converse has in its body (guardrail, trace, service tier …).
    pub headers: Vec<Header>,
    /// The links. Those for what the native request cannot hold come last.
    pub links: Vec<Link>,
    /// The range of each turn inside a prompt string, with its link; empty for families without a prompt.
    pub spans: Vec<Span>,
}

/// A part of a string in the native body that a link is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// JSON pointer of the string.
    pub pointer: String,
    /// Byte range in the string's value.
    pub bytes: Range<usize>,
    /// Index into [`Translation::links`].
    pub link: usize,
}
