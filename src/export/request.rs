//! The request that code is written for: the data that is sent, and nothing about the sender.

use std::borrow::Cow;

use serde_json::Value;

use super::literal;

use crate::aws::http::Header;
use crate::aws::region::Region;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::Operation;
use crate::experiment::run::requests::Built;

/// A request, or several that differ in their bodies only.
///
/// It holds no endpoint: code calls the region's own, and the tools' environment variable `AWS_ENDPOINT_URL_BEDROCK_RUNTIME`
/// sends them elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The operation.
    pub operation: Operation,
    /// The model.
    pub model: ModelId,
    /// The region.
    pub region: Region,
    /// The headers that were set (`content-type`, `accept`, `X-Amzn-Bedrock-…`), without any that gives authority.
    pub headers: Vec<Header>,
    /// The body's text; more than one where the same call is made for several inputs.
    pub bodies: Vec<String>,
}

impl Request {
    /// The request that the page has built.
    pub fn from_built(built: &Built, model: &ModelId, region: Region) -> Self {
        Self {
            operation: built.operation,
            model: model.clone(),
            region,
            headers: built.request.without_secrets().headers,
            bodies: vec![built.body_text.clone()],
        }
    }

    /// The host of the region's endpoint.
    pub(super) fn host(&self) -> String {
        format!("bedrock-runtime.{}.{}", self.region, self.region.partition().dns_suffix())
    }

    /// The path on the wire.
    pub(super) fn path(&self) -> String {
        self.operation.path(&self.model)
    }

    /// Each body with what its pointers begin with: nothing for a single one, `/0`, `/1` … for several.
    pub(super) fn numbered(&self) -> Vec<Body<'_>> {
        let single = self.bodies.len() == 1;
        let prefix = |index: usize| if single { String::new() } else { format!("/{index}") };
        self.bodies.iter().enumerate().map(|(index, text)| Body { text, prefix: prefix(index) }).collect()
    }
}

/// One body of a request.
pub(super) struct Body<'a> {
    /// Its text.
    pub text: &'a str,
    /// What its pointers begin with.
    pub prefix: String,
}

impl Body<'_> {
    /// The body as JSON, where it is JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_str(self.text).ok()
    }

    /// The text for a raw string of a program: where it is JSON, what hides in an editor is escaped as JSON escapes it. The
    /// lines stay as they are.
    pub fn unhidden(&self) -> Cow<'_, str> {
        let hides = |c: char| literal::hides(c) && !matches!(c, '\n' | '\r' | '\t');
        if !self.text.contains(hides) || self.json().is_none() {
            return Cow::Borrowed(self.text);
        }
        let mut out = String::with_capacity(self.text.len() + 16);
        for c in self.text.chars() {
            if hides(c) {
                literal::utf16(&mut out, c);
            } else {
                out.push(c);
            }
        }
        Cow::Owned(out)
    }
}
