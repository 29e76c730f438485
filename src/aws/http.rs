//! An HTTP request as the exact bytes that will be sent, and the head of a response.
//!
//! The URL is kept in wire form (path and query percent-encoded once), so the URL that is shown, signed and sent is the
//! same value. Nothing here parses or re-encodes. `Debug` hides the two headers that carry credentials: `authorization`
//! and `x-amz-security-token`.

use super::payload::Payload;
use std::fmt;

/// The request methods that the AWS REST-JSON services use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

impl Method {
    /// The method as written in the request line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// `http` or `https`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// Plain HTTP: loopback endpoints only.
    Http,
    /// HTTP over TLS.
    Https,
}

impl Scheme {
    /// The scheme as written in a URL, without `://`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// The URL of a request, in wire form. `Debug` hides the credentials of a presigned query.
#[derive(Clone, PartialEq, Eq)]
pub struct WireUrl {
    /// `http` or `https`.
    pub scheme: Scheme,
    /// Host, with `:port` when the port is not the scheme's default. This is also the signed `host` header.
    pub authority: String,
    /// Path as it goes on the wire: starts with `/`, percent-encoded once.
    pub path: String,
    /// Query without `?`, percent-encoded once; `None` when there is none.
    pub query: Option<String>,
}

impl WireUrl {
    /// Path and query as written in the request line.
    pub fn path_and_query(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }
}

impl fmt::Display for WireUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme.as_str(), self.authority, self.path)?;
        if let Some(query) = &self.query {
            write!(f, "?{query}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for WireUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Self { query: self.query.as_deref().map(redacted_query), ..self.clone() })
    }
}

/// A query without the values of its session token and its signature; other text is returned unchanged.
pub fn redacted_query(query: &str) -> String {
    let redacted = |pair: &str| match pair.split_once('=') {
        Some((name @ ("X-Amz-Security-Token" | "X-Amz-Signature"), _)) => format!("{name}=<redacted>"),
        _ => pair.to_owned(),
    };
    query.split('&').map(redacted).collect::<Vec<_>>().join("&")
}

/// One header line. Names keep their case; comparison ignores it.
#[derive(Clone, PartialEq, Eq)]
pub struct Header {
    /// Field name.
    pub name: String,
    /// Field value.
    pub value: String,
}

impl Header {
    /// A header line with this name and value.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }

    /// Whether the value is a credential.
    pub fn is_secret(&self) -> bool {
        ["authorization", "x-amz-security-token"].iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }
}

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = if self.is_secret() { "<redacted>" } else { &self.value };
        write!(f, "{}: {value}", self.name)
    }
}

/// The value of the first header of that name, ignoring case.
pub fn header<'a>(headers: &'a [Header], name: &str) -> Option<&'a str> {
    headers.iter().find(|h| h.name.eq_ignore_ascii_case(name)).map(|h| h.value.as_str())
}

/// A request, byte for byte. `host` and `content-length` are not in `headers`: the browser writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    /// Request method.
    pub method: Method,
    /// Its URL, in wire form.
    pub url: WireUrl,
    /// The headers, in the order in which they are shown and set.
    pub headers: Vec<Header>,
    /// Body bytes; empty for none.
    pub body: Payload,
}

impl HttpRequest {
    /// The value of the first header of that name, ignoring case.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    /// The request with a bearer token instead of a signature (<https://www.rfc-editor.org/rfc/rfc6750#section-2.1>).
    #[must_use]
    pub fn with_bearer(&self, token: &str) -> Self {
        let mut copy = self.clone();
        let of_a_signature = ["authorization", "x-amz-date", "x-amz-security-token"];
        copy.headers.retain(|header| !of_a_signature.iter().any(|name| header.name.eq_ignore_ascii_case(name)));
        copy.headers.push(Header::new("authorization", format!("Bearer {token}")));
        copy
    }

    /// The request without the headers that carry credentials, for records and exports.
    #[must_use]
    pub fn without_secrets(&self) -> Self {
        let mut copy = self.clone();
        copy.headers.retain(|h| !h.is_secret());
        copy.url.query = copy.url.query.map(|query| redacted_query(&query));
        copy
    }
}

/// Status and headers of a response; the body arrives separately, as chunks of bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResponseHead {
    /// HTTP status code.
    pub status: u16,
    /// The visible headers (a page sees only what CORS exposes).
    pub headers: Vec<Header>,
}

impl ResponseHead {
    /// The value of the first header of that name, ignoring case.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    /// Whether the status is 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}
