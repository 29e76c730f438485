//! Splits the anatomy into pieces: each piece of the canonical request, the string to sign and the `authorization`
//! header with the part of the HTTP request that it came from.
//!
//! The pieces of a line, joined, are that line. The session token and the signature are hidden unless the caller asks
//! for them. Data only; the view decides how a link looks.

use super::super::http::{Header, HttpRequest};
use super::{ALGORITHM, Anatomy, SignedRequest, canonical};

/// Where a piece comes from. Pieces of one source belong together, in every text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// The method.
    Method,
    /// The path of the request line.
    Path,
    /// A parameter of the query, by its encoded name.
    Query(String),
    /// A header, by its name in lower case.
    Header(String),
    /// The body.
    Body,
    /// The clock that signed: `x-amz-date`, and the day in the scope.
    Clock,
    /// The region of the scope, which the host repeats.
    Region,
    /// The service of the scope.
    Service,
    /// The access key id.
    KeyId,
    /// The list of signed headers.
    SignedNames,
    /// The hash of the canonical request.
    CanonicalRequest,
    /// The signature.
    Signature,
    /// The session token.
    Token,
    /// A constant text.
    Fixed,
}

impl Source {
    /// A short id, equal for equal sources: letters, digits and hyphens.
    pub fn key(&self) -> String {
        let named = |kind: &str, name: &str| {
            let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
            format!("{kind}-{}", name.chars().map(plain).collect::<String>())
        };
        match self {
            Self::Method => "method".to_owned(),
            Self::Path => "path".to_owned(),
            Self::Query(name) => named("query", name),
            Self::Header(name) => named("header", name),
            Self::Body => "body".to_owned(),
            Self::Clock => "clock".to_owned(),
            Self::Region => "region".to_owned(),
            Self::Service => "service".to_owned(),
            Self::KeyId => "key-id".to_owned(),
            Self::SignedNames => "signed-names".to_owned(),
            Self::CanonicalRequest => "canonical-request".to_owned(),
            Self::Signature => "signature".to_owned(),
            Self::Token => "token".to_owned(),
            Self::Fixed => "fixed".to_owned(),
        }
    }

    /// The source, for a reader.
    pub fn label(&self) -> String {
        match self {
            Self::Method => "the method".to_owned(),
            Self::Path => "the path".to_owned(),
            Self::Query(name) => format!("the query parameter {name}"),
            Self::Header(name) => format!("the header {name}"),
            Self::Body => "the body".to_owned(),
            Self::Clock => "the clock that signed".to_owned(),
            Self::Region => "the region".to_owned(),
            Self::Service => "the service’s signing name".to_owned(),
            Self::KeyId => "the access key ID".to_owned(),
            Self::SignedNames => "the names of the signed headers".to_owned(),
            Self::CanonicalRequest => "the hash of the canonical request".to_owned(),
            Self::Signature => "the signature".to_owned(),
            Self::Token => "the session token".to_owned(),
            Self::Fixed => "the same in every request".to_owned(),
        }
    }
}

/// How often a piece is percent-encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// Not encoded.
    None,
    /// Once, as on the wire: `%3A`.
    Once,
    /// Once more, as in the canonical request: `%253A`.
    Twice,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The text.
    pub text: String,
    /// Where it comes from.
    pub source: Source,
    /// How often it is encoded.
    pub escape: Escape,
}

/// A line as pieces.
pub type Line = Vec<Part>;

/// The whole anatomy as pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The HTTP request without its body: request line, `host`, headers in their order.
    pub http: Vec<Line>,
    /// The canonical request, line by line.
    pub canonical_request: Vec<Line>,
    /// The string to sign, line by line.
    pub string_to_sign: Vec<Line>,
    /// The value of the `authorization` header; of a presigned request, its parameters are in `http`.
    pub authorization: Line,
}

/// Whether the texts contain the session token and the signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrets {
    /// They are hidden.
    Hidden,
    /// They are shown, because the user asked.
    Shown,
}

/// The text in place of a hidden value; its length is constant.
pub const HIDDEN: &str = "••••••••";

/// Splits a signed request into pieces.
pub fn linked(signed: &SignedRequest, secrets: Secrets) -> Linked {
    let writer = Writer { anatomy: &signed.anatomy, secrets };
    Linked {
        http: writer.http(&signed.request),
        canonical_request: writer.canonical_request(),
        string_to_sign: writer.string_to_sign(),
        authorization: writer.authorization(),
    }
}

/// The text of a line.
pub fn text(line: &[Part]) -> String {
    line.iter().map(|part| part.text.as_str()).collect()
}

fn part(text: impl Into<String>, source: Source) -> Part {
    Part { text: text.into(), source, escape: Escape::None }
}

fn fixed(text: &str) -> Part {
    part(text, Source::Fixed)
}

struct Writer<'a> {
    anatomy: &'a Anatomy,
    secrets: Secrets,
}

impl Writer<'_> {
    fn secret(&self, text: &str, source: Source) -> Part {
        match self.secrets {
            Secrets::Shown => part(text, source),
            Secrets::Hidden => part(HIDDEN, source),
        }
    }

    fn http(&self, request: &HttpRequest) -> Vec<Line> {
        let mut start = vec![part(request.method.as_str(), Source::Method), fixed(" ")];
        start.extend(path(&request.url.path, Escape::Once));
        if let Some(query) = &request.url.query {
            start.push(fixed("?"));
            start.extend(self.query(query));
        }
        start.push(fixed(" HTTP/1.1"));
        let mut lines = vec![start, named("host", canonical::host(&request.url), header_source("host"))];
        for Header { name, value } in &request.headers {
            lines.push(match name.to_ascii_lowercase().as_str() {
                "authorization" => [vec![fixed("authorization: ")], self.authorization()].concat(),
                "x-amz-security-token" => {
                    vec![part(name.as_str(), Source::Token), fixed(": "), self.secret(value, Source::Token)]
                }
                lower => named(name, value, header_source(lower)),
            });
        }
        lines
    }

    fn query(&self, query: &str) -> Line {
        let mut line = Vec::new();
        for pair in query.split('&') {
            if !line.is_empty() {
                line.push(fixed("&"));
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let source = match name {
                "X-Amz-Date" => Source::Clock,
                "X-Amz-SignedHeaders" => Source::SignedNames,
                "X-Amz-Security-Token" => Source::Token,
                "X-Amz-Signature" => Source::Signature,
                "X-Amz-Algorithm" => Source::Fixed,
                name => Source::Query(name.to_owned()),
            };
            line.push(part(if pair.contains('=') { format!("{name}=") } else { name.to_owned() }, source.clone()));
            match source {
                Source::Token | Source::Signature => line.push(self.secret(value, source)),
                Source::Query(name) if name == "X-Amz-Credential" => line.extend(credential(value, "%2F")),
                source => line.push(part(value, source)),
            }
        }
        line
    }

    fn canonical_request(&self) -> Vec<Line> {
        let lines: Vec<&str> = self.anatomy.canonical_request.split('\n').collect();
        let count = lines.len();
        let mut out = Vec::with_capacity(count);
        for (index, line) in lines.into_iter().enumerate() {
            out.push(match index {
                0 => vec![part(line, Source::Method)],
                1 => path(line, Escape::Twice),
                2 if line.is_empty() => Vec::new(),
                2 => self.query(line),
                index if index + 1 == count => vec![part(line, Source::Body)],
                index if index + 2 == count => vec![part(line, Source::SignedNames)],
                _ => match line.split_once(':') {
                    Some((name @ "x-amz-security-token", value)) => {
                        vec![part(format!("{name}:"), Source::Token), self.secret(value, Source::Token)]
                    }
                    Some((name, _)) => vec![part(line, header_source(name))],
                    None => Vec::new(),
                },
            });
        }
        out
    }

    fn string_to_sign(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for (index, line) in self.anatomy.string_to_sign.split('\n').enumerate() {
            lines.push(match index {
                0 => vec![fixed(line)],
                1 => vec![part(line, Source::Clock)],
                2 => scope(line, "/"),
                _ => vec![part(line, Source::CanonicalRequest)],
            });
        }
        lines
    }

    fn authorization(&self) -> Line {
        let anatomy = self.anatomy;
        let mut line = vec![fixed(ALGORITHM), fixed(" Credential=")];
        line.extend(credential(&format!("{}/{}", anatomy.access_key_id, anatomy.scope), "/"));
        line.push(fixed(", SignedHeaders="));
        line.push(part(&anatomy.signed_headers, Source::SignedNames));
        line.push(fixed(", Signature="));
        line.push(self.secret(&anatomy.signature, Source::Signature));
        line
    }
}

fn header_source(name: &str) -> Source {
    match name {
        "x-amz-date" => Source::Clock,
        name => Source::Header(name.to_owned()),
    }
}

fn named(name: &str, value: &str, source: Source) -> Line {
    vec![part(name, source.clone()), fixed(": "), part(value, source)]
}

/// `AKID…/20250102/us-east-1/bedrock/aws4_request`, with any separator between its elements.
fn credential(text: &str, separator: &str) -> Line {
    let Some((id, rest)) = text.split_once(separator) else { return vec![part(text, Source::KeyId)] };
    let mut line = vec![part(id, Source::KeyId), fixed(separator)];
    line.extend(scope(rest, separator));
    line
}

fn scope(text: &str, separator: &str) -> Line {
    let sources = [Source::Clock, Source::Region, Source::Service];
    let mut line = Vec::new();
    for (index, element) in text.split(separator).enumerate() {
        if index > 0 {
            line.push(fixed(separator));
        }
        line.push(part(element, sources.get(index).cloned().unwrap_or(Source::Fixed)));
    }
    line
}

/// A path whose escapes are separate pieces: `%3A` on the wire, `%253A` where it is encoded once more.
fn path(text: &str, escape: Escape) -> Line {
    let (mark, length) = match escape {
        Escape::None | Escape::Once => ("%", 3),
        Escape::Twice => ("%25", 5),
    };
    let mut line: Line = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(mark) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        // An escape is ASCII; a cut escape is kept as text.
        let (escaped, after) = from.split_at_checked(length).unwrap_or((from, ""));
        if !before.is_empty() {
            line.push(part(before, Source::Path));
        }
        line.push(Part { text: escaped.to_owned(), source: Source::Path, escape });
        rest = after;
    }
    if !rest.is_empty() {
        line.push(part(rest, Source::Path));
    }
    line
}

#[cfg(test)]
mod tests;
