//! A call as HTTP, line by line: the writer and the purpose of each header, and the part of the response that a page may
//! read.
//!
//! The browser writes some headers itself, which a page cannot change (the forbidden names of the Fetch standard,
//! <https://fetch.spec.whatwg.org/#forbidden-request-header>), and it hides response headers that the service does not
//! expose (<https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name>). These lines hold no value that gives
//! authority; a caller that has one may insert it.

use super::exchange::Origin;
use crate::aws::http::{Header, HttpRequest, ResponseHead};
use crate::aws::sigv4::canonical;

/// The placeholder for a value that gives authority.
pub const REDACTED: &str = "<redacted>";

/// Who writes a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// The page, because the operation wants it.
    Page,
    /// The signer.
    Signer,
    /// The browser; a page can neither set nor change it.
    Browser,
    /// The service.
    Service,
    /// The simulator, so that its answers cannot pass for the service's.
    Simulator,
}

impl Writer {
    /// A word for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Signer => "signer",
            Self::Browser => "browser",
            Self::Service => "service",
            Self::Simulator => "simulator",
        }
    }

    /// What it did, as the page writes it beside a header.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Page => "Set by the page",
            Self::Signer => "Added by the signer",
            Self::Browser => "Set by the browser",
            Self::Service => "Sent by the service",
            Self::Simulator => "Sent by the simulator",
        }
    }
}

/// One header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name as written.
    pub name: String,
    /// Its value; `None` where the page does not know it.
    pub value: Option<String>,
    /// Who writes it.
    pub writer: Writer,
    /// What it is for.
    pub purpose: &'static str,
    /// Whether the signature covers it.
    pub signed: bool,
}

/// How the call is authorised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme<'a> {
    /// By a signature over these header names (lower case, joined by `;`), with this `x-amz-date`.
    Signature {
        /// The names.
        signed_headers: &'a str,
        /// The time in it.
        amz_date: &'a str,
    },
    /// By an API key.
    Bearer,
}

/// The headers of a request in the order in which they are read: the host, what the page sets, what the signer adds, what
/// the browser adds. In the simulator nothing goes through the browser, so it adds nothing but the host.
pub fn request_rows(request: &HttpRequest, scheme: Scheme, origin: Origin) -> Vec<Row> {
    let signed_headers = match scheme {
        Scheme::Signature { signed_headers, .. } => signed_headers,
        Scheme::Bearer => "",
    };
    let is_signed = |name: &str| signed_headers.split(';').any(|signed| signed.eq_ignore_ascii_case(name));
    let row = |name: &str, value: Option<String>, writer: Writer| Row {
        name: name.to_owned(),
        value,
        writer,
        purpose: purpose(name),
        signed: is_signed(name),
    };
    let mut out = vec![row("host", Some(canonical::host(&request.url).to_owned()), Writer::Browser)];
    for Header { name, value } in request.headers.iter().filter(|header| !is_from_signer(&header.name)) {
        out.push(row(name, Some(value.clone()), Writer::Page));
    }
    let redacted = || Some(REDACTED.to_owned());
    match scheme {
        Scheme::Signature { amz_date, .. } => {
            out.push(row("x-amz-date", Some(amz_date.to_owned()), Writer::Signer));
            if is_signed("x-amz-security-token") {
                out.push(row("x-amz-security-token", redacted(), Writer::Signer));
            }
            out.push(row("authorization", redacted(), Writer::Signer));
        }
        Scheme::Bearer => out.push(row("authorization", redacted(), Writer::Page)),
    }
    out.push(row("content-length", Some(request.body.len().to_string()), Writer::Browser));
    if origin != Origin::Simulator {
        for name in ["origin", "user-agent", "accept-encoding", "accept-language", "sec-fetch-mode"] {
            out.push(row(name, None, Writer::Browser));
        }
        if request.header("accept").is_none() {
            out.push(row("accept", None, Writer::Browser));
        }
    }
    out
}

fn is_from_signer(name: &str) -> bool {
    ["authorization", "x-amz-date", "x-amz-security-token"].iter().any(|own| name.eq_ignore_ascii_case(own))
}

/// The headers of an answer that the page could read.
pub fn response_rows(head: &ResponseHead, origin: Origin) -> Vec<Row> {
    head.headers
        .iter()
        .map(|Header { name, value }| Row {
            name: name.clone(),
            value: Some(value.clone()),
            writer: if origin == Origin::Simulator { Writer::Simulator } else { Writer::Service },
            purpose: purpose(&name.to_ascii_lowercase()),
            signed: false,
        })
        .collect()
}

/// Headers that the service may have sent and that the page did not get to read: where it does not expose them, the browser
/// hides them. Of the simulator, nothing is hidden.
pub fn hidden_rows(head: &ResponseHead, origin: Origin) -> Vec<Row> {
    const EXPECTED: [&str; 6] = [
        "date",
        "x-amzn-requestid",
        "x-amzn-errortype",
        "x-amzn-bedrock-invocation-latency",
        "x-amzn-bedrock-input-token-count",
        "x-amzn-bedrock-output-token-count",
    ];
    if origin == Origin::Simulator {
        return Vec::new();
    }
    EXPECTED
        .iter()
        .filter(|name| head.header(name).is_none() && (**name != "x-amzn-errortype" || !head.is_success()))
        .map(|name| Row {
            name: (*name).to_owned(),
            value: None,
            writer: Writer::Service,
            purpose: purpose(name),
            signed: false,
        })
        .collect()
}

/// What a header is for; empty for one that is not known here.
pub fn purpose(name: &str) -> &'static str {
    match name.to_ascii_lowercase().as_str() {
        "host" => "target host",
        "content-type" => "media type",
        "accept" => "media types the client accepts",
        "x-amz-date" => "signing time; valid for five minutes",
        "x-amz-security-token" => "session token of temporary credentials",
        "authorization" => "credential scope and signature",
        "content-length" => "body length in bytes",
        "origin" => "origin of the page, for CORS",
        "user-agent" => "browser",
        "accept-encoding" => "compressions the browser decodes",
        "accept-language" => "preferred languages",
        "sec-fetch-mode" => "cross-origin call by a script",
        "x-amzn-bedrock-accept" => "media type of the model’s chunks",
        "x-amzn-bedrock-trace" => "whether the guardrail trace is returned",
        "x-amzn-bedrock-guardrailidentifier" => "guardrail ID",
        "x-amzn-bedrock-guardrailversion" => "guardrail version",
        "x-amzn-bedrock-performanceconfig-latency" => "standard or optimized latency",
        "x-amzn-bedrock-service-tier" => "service tier",
        "x-amzn-bedrock-request-metadata" => "labels for the invocation log",
        "x-amzn-requestid" => "give this ID to AWS Support",
        "x-amzn-errortype" => "error type",
        "x-amzn-errormessage" => "error message",
        "x-amzn-bedrock-invocation-latency" => "model latency in milliseconds",
        "x-amzn-bedrock-input-token-count" => "input tokens",
        "x-amzn-bedrock-output-token-count" => "output tokens",
        "x-amzn-bedrock-cache-read-input-token-count" => "tokens read from the prompt cache",
        "x-amzn-bedrock-cache-write-input-token-count" => "tokens written to the prompt cache",
        "x-amzn-bedrock-content-type" => "media type of the stream’s chunks",
        "date" => "the service’s time",
        "x-outcrop-doubt" => "where AWS may answer otherwise than the simulator",
        "x-outcrop-simulated" => "simulated: no model answered",
        _ => "",
    }
}

/// The request as it goes over the wire, without the values that give authority.
pub fn raw_request(request: &HttpRequest, rows: &[Row]) -> String {
    let request = request.without_secrets();
    let start = format!("{} {} HTTP/1.1", request.method.as_str(), request.url.path_and_query());
    let headers = rows.iter().filter_map(|row| Some(format!("{}: {}", row.name, row.value.as_deref()?)));
    let lines: Vec<String> = std::iter::once(start).chain(headers).collect();
    format!("{}\r\n\r\n{}", lines.join("\r\n"), String::from_utf8_lossy(&request.body))
}

/// The request line and the headers that the page sets, before anything is signed: with the whole address, a line each.
pub fn unsigned_head(request: &HttpRequest) -> String {
    let headers = request.headers.iter().map(|Header { name, value }| format!("{name}: {value}\n"));
    format!("{} {}\n{}", request.method.as_str(), request.url, headers.collect::<String>())
}

/// The answer in the same form. A simulated one says so by its header.
pub fn raw_response(head: &ResponseHead, body: &str) -> String {
    let headers = head.headers.iter().map(|Header { name, value }| format!("{name}: {value}"));
    let lines: Vec<String> = std::iter::once(format!("HTTP/1.1 {}", head.status)).chain(headers).collect();
    format!("{}\r\n\r\n{body}", lines.join("\r\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::http::{Method, Scheme as UrlScheme, WireUrl};

    fn request() -> HttpRequest {
        HttpRequest {
            method: Method::Post,
            url: WireUrl {
                scheme: UrlScheme::Https,
                authority: "bedrock-runtime.us-east-1.amazonaws.com".to_owned(),
                path: "/model/a%3A0/converse".to_owned(),
                query: None,
            },
            headers: vec![
                Header::new("content-type", "application/json"),
                Header::new("x-amz-security-token", "SECRET-TOKEN"),
                Header::new("authorization", "SECRET-SIGNATURE"),
            ],
            body: b"{}".to_vec().into(),
        }
    }

    const SIGNED: Scheme = Scheme::Signature {
        signed_headers: "content-type;host;x-amz-date;x-amz-security-token",
        amz_date: "20250102T030405Z",
    };

    fn names(rows: &[Row], writer: Writer) -> Vec<&str> {
        rows.iter().filter(|row| row.writer == writer).map(|row| row.name.as_str()).collect()
    }

    #[test]
    fn tells_who_writes_each_header() {
        let rows = request_rows(&request(), SIGNED, Origin::Aws);
        assert_eq!(names(&rows, Writer::Page), ["content-type"]);
        assert_eq!(names(&rows, Writer::Signer), ["x-amz-date", "x-amz-security-token", "authorization"]);
        assert_eq!(names(&rows, Writer::Browser)[..3], ["host", "content-length", "origin"]);
        let signed: Vec<_> = rows.iter().filter(|row| row.signed).map(|row| row.name.as_str()).collect();
        assert_eq!(signed, ["host", "content-type", "x-amz-date", "x-amz-security-token"]);
        assert!(rows.iter().all(|row| !row.purpose.is_empty()));
        let simulated = request_rows(&request(), SIGNED, Origin::Simulator);
        assert_eq!(names(&simulated, Writer::Browser), ["host", "content-length"]);
        let bearer = request_rows(&request(), Scheme::Bearer, Origin::Aws);
        assert_eq!((names(&bearer, Writer::Signer).len(), bearer.iter().any(|row| row.signed)), (0, false));
    }

    #[test]
    fn raw_http_is_whole_and_holds_no_secret() {
        let raw = raw_request(&request(), &request_rows(&request(), SIGNED, Origin::Aws));
        assert_eq!(
            raw,
            "POST /model/a%3A0/converse HTTP/1.1\r\nhost: bedrock-runtime.us-east-1.amazonaws.com\r\ncontent-type: \
             application/json\r\nx-amz-date: 20250102T030405Z\r\nx-amz-security-token: <redacted>\r\nauthorization: \
             <redacted>\r\ncontent-length: 2\r\n\r\n{}"
        );
    }

    #[test]
    fn tells_what_a_page_may_not_read() {
        let head = ResponseHead { status: 200, headers: vec![Header::new("Content-Type", "application/json")] };
        let hidden = hidden_rows(&head, Origin::Aws);
        assert!(
            hidden.iter().any(|row| row.name == "x-amzn-requestid") && hidden.iter().all(|row| row.value.is_none())
        );
        assert!(!hidden.iter().any(|row| row.name == "x-amzn-errortype"));
        assert!(hidden_rows(&head, Origin::Simulator).is_empty());
        assert_eq!(response_rows(&head, Origin::Simulator)[0].writer, Writer::Simulator);
        assert_eq!(raw_response(&head, "x"), "HTTP/1.1 200\r\nContent-Type: application/json\r\n\r\nx");
    }
}
