//! The refusal of an AWS service: code, message and request id, whatever the format of the answer.
//!
//! The code is in the `x-amzn-errortype` header or in the body (`__type`, `code`), with a namespace before `#` and an
//! address after `:`, which are dropped
//! (<https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization>). A page may see neither
//! header when the service does not expose them, and a proxy may answer with HTML: the body is kept unchanged.

use super::http::ResponseHead;
use super::time::Timestamp;
use super::xml;
use serde_json::Value;
use std::fmt;

/// A refusal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AwsError {
    /// HTTP status; 200 for an error inside a stream.
    pub status: u16,
    /// Such as `ValidationException`, if the answer has one.
    pub code: Option<String>,
    /// The message of the service.
    pub message: Option<String>,
    /// The id to give to AWS Support.
    pub request_id: Option<String>,
    /// The whole body, as text; bytes that are not UTF-8 become U+FFFD.
    pub raw: String,
}

impl AwsError {
    /// Reads the refusal from a response.
    pub fn from_response(head: &ResponseHead, body: &[u8]) -> Self {
        let raw = String::from_utf8_lossy(body).into_owned();
        let parts = ErrorParts::in_body(&raw);
        let code = head.header("x-amzn-errortype").or(parts.code.as_deref()).and_then(bare_code);
        let message = parts.message.or_else(|| head.header("x-amzn-errormessage").map(str::to_owned));
        let request_id = ["x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"]
            .iter()
            .find_map(|name| head.header(name))
            .map(str::to_owned)
            .or(parts.request_id);
        Self { status: head.status, code, message: message.filter(|m| !m.trim().is_empty()), request_id, raw }
    }

    /// The two times in "Signature expired: …" and "Signature not yet current: …".
    ///
    /// The message contains the server's clock, in parentheses before `- 5 min.` or `+ 5 min.`. A page cannot read the
    /// `date` header of most answers, so this is how it learns that the user's clock is wrong.
    pub fn clock_skew_hint(&self) -> Option<ClockSkew> {
        let message = self.message.as_deref()?;
        let (_, times) =
            message.split_once("Signature expired: ").or_else(|| message.split_once("Signature not yet current: "))?;
        let signed_at = Timestamp::parse(times.split_whitespace().next()?)?;
        let (_, parenthesis) = times.split_once('(')?;
        let server = Timestamp::parse(parenthesis.split_whitespace().next()?)?;
        Some(ClockSkew { signed_at, server })
    }
}

impl fmt::Display for AwsError {
    /// `code: message`; without a code, the status takes its place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.code {
            Some(code) => f.write_str(code)?,
            None => write!(f, "HTTP {}", self.status)?,
        }
        match &self.message {
            Some(message) => write!(f, ": {message}"),
            None => Ok(()),
        }
    }
}

impl AwsError {
    /// The error that a body states although its status is a success: Coral's answer for a path that the host does not
    /// serve, Lambda's `errorType`, an XML error, an error wrapped by a proxy. `None` for an answer, whose text may
    /// contain any word.
    pub fn under_success(head: &ResponseHead, body: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?.trim_start();
        let stated = match serde_json::from_str::<Value>(text) {
            Ok(Value::Object(body)) => {
                let names = |value: &Value| {
                    value
                        .as_object()
                        .is_some_and(|inner| inner.contains_key("__type") || inner.contains_key("errorType"))
                };
                names(&Value::Object(body.clone()))
                    || ["Output", "output"].iter().any(|name| body.get(*name).is_some_and(names))
                    || body.get("error").is_some_and(|error| error.is_object() || error.is_string())
                    || body.get("statusCode").and_then(Value::as_u64).is_some_and(|status| status >= 400)
                    || body.len() <= 2
                        && body.get("message").or_else(|| body.get("Message")).is_some_and(Value::is_string)
            }
            // As some gateways write it.
            Ok(Value::Array(items)) => {
                items.first().is_some_and(|item| item.get("error").is_some_and(Value::is_object))
            }
            Ok(_) => false,
            Err(_) => text.starts_with("<ErrorResponse") || text.starts_with("<Error>") || text.starts_with("<?xml"),
        };
        let error = stated.then(|| Self::from_response(head, body))?;
        (error.code.is_some() || error.message.is_some()).then_some(error)
    }

    /// The refusal as a sentence that names the host: `sts.us-east-1.amazonaws.com refused: AccessDenied: …`.
    pub fn refused_by(&self, host: &str) -> String {
        format!("{host} refused: {self}")
    }
}

/// The clock that signed and the clock that verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockSkew {
    /// The time in the request's `x-amz-date`.
    pub signed_at: Timestamp,
    /// The server's time when it answered.
    pub server: Timestamp,
}

impl ClockSkew {
    /// Milliseconds to add to the signing clock to get the server's; positive when the signing clock is slow.
    pub fn offset_ms(self) -> i64 {
        self.server.since_ms(self.signed_at)
    }
}

/// A code without its namespace and address: `Throttling` for `a.b#Throttling:http://x/`.
fn bare_code(code: &str) -> Option<String> {
    let code = code.split(':').next().unwrap_or(code);
    let code = code.rsplit('#').next().unwrap_or(code).trim();
    (!code.is_empty()).then(|| code.to_owned())
}

/// The error fields of a body.
#[derive(Default)]
struct ErrorParts {
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
}

impl ErrorParts {
    fn in_body(raw: &str) -> Self {
        let text = raw.trim_start();
        if text.starts_with(['{', '[']) {
            Self::in_json(text)
        } else if text.starts_with("<?xml") || text.starts_with("<ErrorResponse") || text.starts_with("<Error>") {
            Self::in_xml(text)
        } else {
            Self::default()
        }
    }

    fn in_json(text: &str) -> Self {
        serde_json::from_str(text).map(|body| Self::in_value(&body, 0)).unwrap_or_default()
    }

    /// The error of an object, or of a member that proxies, Lambda and Coral put one into. What the outer object states
    /// counts before what an inner one does.
    fn in_value(value: &Value, depth: usize) -> Self {
        const DEEPEST: usize = 3;
        const WRAPPERS: [&str; 9] =
            ["error", "Error", "Output", "output", "errors", "fault", "Fault", "detail", "body"];
        let Value::Object(body) = value else {
            return match value {
                Value::Array(items) if depth <= DEEPEST => {
                    items.first().map(|item| Self::in_value(item, depth + 1)).unwrap_or_default()
                }
                // A body in a text, as API Gateway and Lambda pass it on.
                Value::String(text) if depth > 0 && depth <= DEEPEST => serde_json::from_str::<Value>(text)
                    .map(|inner| Self::in_value(&inner, depth + 1))
                    .unwrap_or_default(),
                Value::Array(_)
                | Value::String(_)
                | Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::Object(_) => Self::default(),
            };
        };
        let find = |names: &[&str]| {
            names.iter().find_map(|name| body.get(*name)?.as_str()).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let outer = Self {
            code: find(&["__type", "code", "Code", "errorType", "type"]).filter(|code| depth > 0 || *code != "error"),
            message: find(&["message", "Message", "errorMessage"]),
            request_id: find(&["requestId", "RequestId", "request_id"]),
        };
        if depth > DEEPEST || outer.code.is_some() && outer.message.is_some() {
            return outer;
        }
        let inner = WRAPPERS.iter().filter_map(|name| body.get(*name)).map(|member| Self::in_value(member, depth + 1));
        let inner = inner.into_iter().find(|inner| inner.code.is_some() || inner.message.is_some()).unwrap_or_default();
        let code = outer.code.filter(|code| inner.code.is_none() || code != "error").or(inner.code);
        // `{"error": "text"}`
        let text = || ["error", "Error", "detail"].iter().find_map(|name| body.get(*name)?.as_str()).map(str::to_owned);
        Self {
            code,
            message: outer.message.or(inner.message).or_else(text),
            request_id: outer.request_id.or(inner.request_id),
        }
    }

    /// The error form of AWS's query protocol.
    fn in_xml(text: &str) -> Self {
        let find = |name: &str| xml::element(text, name);
        Self { code: find("Code"), message: find("Message"), request_id: find("RequestId") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::http::Header;
    use proptest::prelude::*;

    fn read(status: u16, headers: &[(&str, &str)], body: &str) -> AwsError {
        let headers = headers.iter().map(|(name, value)| Header::new(*name, *value)).collect();
        AwsError::from_response(&ResponseHead { status, headers }, body.as_bytes())
    }

    #[test]
    fn reads_code_message_and_id_from_every_form() {
        let address = "ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/";
        for (headers, body, code, message, id) in [
            (
                &[("X-Amzn-ErrorType", address), ("x-amzn-requestid", "r-1")][..],
                r#"{"message":"no"}"#,
                Some("ValidationException"),
                Some("no"),
                Some("r-1"),
            ),
            (
                &[("x-amz-request-id", "r-2")],
                r#" {"__type":"com.amazon.coral.service#UnrecognizedClientException","Message":"bad"}"#,
                Some("UnrecognizedClientException"),
                Some("bad"),
                Some("r-2"),
            ),
            (&[], r#"{"code":"a#B:c","message":""}"#, Some("B"), None, None),
            (&[("x-amzn-errormessage", "from the header")], "", None, Some("from the header"), None),
            (
                &[],
                "<ErrorResponse xmlns=\"x\"><Error><Type>Sender</Type><Code>AccessDenied</Code>\
                 <Message>a &lt;b&gt; &amp;amp;</Message></Error><RequestId>r-3</RequestId></ErrorResponse>",
                Some("AccessDenied"),
                Some("a <b> &amp;"),
                Some("r-3"),
            ),
            (&[], "<html><Code>x</Code></html>", None, None, None),
            (&[], r#"{"message":{"not":"text"}}"#, None, None, None),
            (&[], "{cut", None, None, None),
            (
                &[],
                r#"{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}"#,
                Some("UnknownOperationException"),
                None,
                None,
            ),
            (
                &[],
                r#"{"error":{"message":"too fast","code":"ThrottlingException"}}"#,
                Some("ThrottlingException"),
                Some("too fast"),
                None,
            ),
            (
                &[],
                r#"{"type":"error","error":{"type":"overloaded_error","message":"busy"},"request_id":"r-9"}"#,
                Some("overloaded_error"),
                Some("busy"),
                Some("r-9"),
            ),
            (
                &[],
                r#"{"errorMessage":"2026 timed out","errorType":"Sandbox.Timedout"}"#,
                Some("Sandbox.Timedout"),
                Some("2026 timed out"),
                None,
            ),
            (&[], r#"{"message":"Forbidden"}"#, None, Some("Forbidden"), None),
            (&[], r#"{"error":"no such route"}"#, None, Some("no such route"), None),
            (
                &[],
                r#"{"statusCode":403,"body":"{\"message\":\"denied\",\"__type\":\"AccessDeniedException\"}"}"#,
                Some("AccessDeniedException"),
                Some("denied"),
                None,
            ),
            (&[("x-amzn-errortype", " : ")], "[]", None, None, None),
        ] {
            let error = read(400, headers, body);
            assert_eq!(error.code.as_deref(), code, "{body}");
            assert_eq!(error.message.as_deref(), message, "{body}");
            assert_eq!(error.request_id.as_deref(), id, "{body}");
            assert_eq!(error.raw, body);
        }
    }

    #[test]
    fn an_error_under_a_success_is_found_and_no_answer_is_taken_for_one() {
        let head = ResponseHead { status: 200, headers: Vec::new() };
        for (body, code, message) in [
            (
                r#"{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}"#,
                Some("UnknownOperationException"),
                None,
            ),
            (r#"{"__type":"ThrottlingException","message":"slow"}"#, Some("ThrottlingException"), Some("slow")),
            (r#"{"errorMessage":"x","errorType":"Runtime.ExitError"}"#, Some("Runtime.ExitError"), Some("x")),
            (r#"{"message":"Forbidden"}"#, None, Some("Forbidden")),
            (r#"{"error":{"message":"bad","code":"ValidationException"}}"#, Some("ValidationException"), Some("bad")),
            ("<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>", Some("AccessDenied"), None),
        ] {
            let error = AwsError::under_success(&head, body.as_bytes()).unwrap_or_else(|| panic!("no error: {body}"));
            assert_eq!((error.status, error.code.as_deref(), error.message.as_deref()), (200, code, message), "{body}");
        }
        for answer in [
            r#"{"output":{"message":{"role":"assistant","content":[{"text":"__type"}]}},"stopReason":"end_turn"}"#,
            r#"{"id":"msg_1","type":"message","role":"assistant","content":[]}"#,
            r#"{"embedding":[0.1],"inputTextTokenCount":2}"#,
            r#"{"images":["x"],"error":null}"#,
            r#"{"choices":[{"message":{"content":"x"}}],"error":null}"#,
            "[]",
            "null",
            "",
            "<html>",
        ] {
            assert_eq!(AwsError::under_success(&head, answer.as_bytes()), None, "{answer}");
        }
    }

    #[test]
    fn a_refusal_is_one_sentence_with_or_without_its_parts() {
        let full = read(403, &[], r#"{"__type":"AccessDenied","message":"no"}"#);
        assert_eq!(full.refused_by("sts.test"), "sts.test refused: AccessDenied: no");
        assert_eq!(read(502, &[], "<html>").to_string(), "HTTP 502");
    }

    #[test]
    fn finds_the_servers_clock_in_the_message() {
        for (message, offset_ms) in [
            (
                "Signature expired: 20241008T195522Z is now earlier than 20241008T195940Z (20241008T200440Z - 5 min.)",
                Some(558_000),
            ),
            (
                "Signature not yet current: 20250102T040000Z is still later than 20250102T033000Z (20250102T032500Z + 5 min.)",
                Some(-2_100_000),
            ),
            ("Signature expired: soon", None),
            ("Signature expired: 20241008T195522Z (", None),
            ("The security token included in the request is expired", None),
        ] {
            let error = read(403, &[], &serde_json::json!({ "message": message }).to_string());
            assert_eq!(error.clock_skew_hint().map(ClockSkew::offset_ms), offset_ms, "{message}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(status: u16, kind: String, body: Vec<u8>, message: String) {
            let head = ResponseHead { status, headers: vec![Header::new("x-amzn-errortype", kind)] };
            let error = AwsError::from_response(&head, &body);
            let _ = error.clock_skew_hint();
            let body = serde_json::json!({ "message": format!("Signature expired: {message}") }).to_string();
            let _ = AwsError::from_response(&head, body.as_bytes()).clock_skew_hint();
        }
    }
}
