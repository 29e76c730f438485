//! The anatomy taken apart: each piece of the canonical request, the string to sign and the `authorization` header with
//! the line of the HTTP request that it came from.
//!
//! The pieces of a line, put together again, are that line: nothing is re-worded. What gives authority (the session token
//! and the signature) is hidden unless it is asked for. Data only; whoever draws it decides what a link looks like.

use super::super::http::{Header, HttpRequest};
use super::{ALGORITHM, Anatomy, SignedRequest, canonical};

/// Where a piece comes from. Pieces of one source belong together, in whichever text they stand.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// The method.
    Method,
    /// The path of the request line.
    Path,
    /// A parameter of the query, by its name as it stands there.
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
    /// Always the same text.
    Fixed,
}

impl Source {
    /// A short name, the same for the same source: letters, digits and hyphens.
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

    /// What the source is, for a reader.
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
            Self::KeyId => "the access key id".to_owned(),
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
    /// Not at all.
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
    /// The HTTP request: request line, `host`, the headers in their order. The body is not among them.
    pub http: Vec<Line>,
    /// The canonical request, line by line.
    pub canonical_request: Vec<Line>,
    /// The string to sign, line by line.
    pub string_to_sign: Vec<Line>,
    /// The value of the `authorization` header; of a presigned request, its parameters are in `http`.
    pub authorization: Line,
}

/// Whether the session token and the signature are in the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrets {
    /// They are not.
    Hidden,
    /// They are: the reader asked.
    Shown,
}

/// What stands in the place of a hidden text. Its length says nothing.
pub const HIDDEN: &str = "••••••••";

/// Takes a signed request apart.
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

/// `AKID…/20250102/us-east-1/bedrock/aws4_request`, whatever stands between its elements.
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

/// A path with its escapes as pieces of their own: `%3A` on the wire, `%253A` where it is encoded once more.
fn path(text: &str, escape: Escape) -> Line {
    let (mark, length) = match escape {
        Escape::None | Escape::Once => ("%", 3),
        Escape::Twice => ("%25", 5),
    };
    let mut line: Line = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(mark) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        // An escape is ASCII; where it is cut off, what is left stands for it.
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
mod tests {
    use super::super::presign::presign;
    use super::super::{Scope, authorization, sign};
    use super::*;
    use crate::aws::credentials::Credentials;
    use crate::aws::http::{Method, Scheme, WireUrl};
    use crate::aws::region::Region;
    use crate::aws::time::Timestamp;
    use crate::aws::uri::encode_label;
    use proptest::prelude::*;

    fn request(labels: &[String], query: Option<String>, accept: &str) -> HttpRequest {
        HttpRequest {
            method: Method::Post,
            url: WireUrl {
                scheme: Scheme::Https,
                authority: "bedrock-runtime.us-east-1.amazonaws.com".to_owned(),
                path: format!("/{}", labels.iter().map(|label| encode_label(label)).collect::<Vec<_>>().join("/")),
                query,
            },
            headers: vec![Header::new("content-type", "application/json"), Header::new("Accept", accept)],
            body: b"{}".to_vec(),
        }
    }

    fn both(request: &HttpRequest) -> [SignedRequest; 2] {
        let keys = Credentials::new("ASIAIOSFODNN7EXAMPLE", "secret", Some("TOKEN-OF-THE-TEST".to_owned()), None);
        let scope = Scope { region: Region::parse("us-east-1").unwrap(), service: "bedrock".to_owned() };
        let now = Timestamp(1_735_787_045_000);
        [sign(request, &keys, &scope, now).unwrap(), presign(request, &keys, &scope, now, 60).unwrap()]
    }

    fn joined(lines: &[Line]) -> String {
        lines.iter().map(|line| text(line)).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn an_escape_is_shown_once_on_the_wire_and_twice_in_the_canonical_request() {
        let asked = request(&["model".to_owned(), "a:0/b".to_owned(), "converse".to_owned()], None, "*/*");
        for signed in both(&asked) {
            let linked = linked(&signed, Secrets::Hidden);
            let escapes = |line: &Line, escape| {
                let of_kind = line.iter().filter(|part| part.escape == escape);
                of_kind.map(|part| part.text.clone()).collect::<Vec<_>>()
            };
            assert_eq!(escapes(&linked.http[0], Escape::Once), ["%3A", "%2F"]);
            assert_eq!(escapes(&linked.canonical_request[1], Escape::Twice), ["%253A", "%252F"]);
            let path = |line: &Line| line.iter().filter(|part| part.source == Source::Path).count();
            assert_eq!((path(&linked.http[0]), path(&linked.canonical_request[1])), (5, 5));
        }
    }

    #[test]
    fn every_piece_names_the_line_that_it_came_from() {
        let asked = request(&["model".to_owned()], Some("a=1".to_owned()), "*/*");
        let [signed, presigned] = both(&asked);
        for signed in [signed, presigned] {
            let linked = linked(&signed, Secrets::Hidden);
            let sources: Vec<&Source> = linked.http.iter().flatten().map(|part| &part.source).collect();
            for line in linked.canonical_request.iter().chain([&linked.authorization]) {
                for part in line {
                    let derived = matches!(part.source, Source::Body);
                    assert!(derived || sources.contains(&&part.source), "{part:?} came from nowhere");
                }
            }
            assert!(linked.canonical_request.iter().flatten().any(|part| part.source == Source::Body));
        }
    }

    #[test]
    fn token_and_signature_are_hidden_unless_asked_for() {
        for signed in both(&request(&["model".to_owned()], None, "*/*")) {
            let (hidden, shown) = (linked(&signed, Secrets::Hidden), linked(&signed, Secrets::Shown));
            for secret in ["TOKEN-OF-THE-TEST", signed.anatomy.signature.as_str()] {
                assert!(!format!("{hidden:?}").contains(secret));
                assert!(joined(&shown.http).contains(secret), "{}", joined(&shown.http));
            }
        }
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_text(
            labels in prop::collection::vec("[a-z:/%é ]{1,8}", 1..4),
            pairs in prop::collection::vec(("[a-z]{1,4}", "[a-z:/]{0,4}"), 0..3),
            accept in "[ -~]{0,12}",
        ) {
            let query: Vec<String> = pairs.iter().map(|(k, v)| format!("{k}={}", encode_label(v))).collect();
            let asked = request(&labels, (!query.is_empty()).then(|| query.join("&")), &accept);
            for signed in both(&asked) {
                let linked = linked(&signed, Secrets::Shown);
                prop_assert_eq!(joined(&linked.canonical_request), signed.anatomy.canonical_request.as_str());
                prop_assert_eq!(joined(&linked.string_to_sign), signed.anatomy.string_to_sign.as_str());
                prop_assert_eq!(text(&linked.authorization), authorization::of(&signed.anatomy));
                let start = format!("POST {} HTTP/1.1", signed.request.url.path_and_query());
                prop_assert_eq!(text(&linked.http[0]), start);
                prop_assert_eq!(linked.http.len(), signed.request.headers.len() + 2);
            }
        }
    }
}
