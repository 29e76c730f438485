//! Masks the secrets of a request in everything that comes back.
//!
//! A service may repeat what it received: AWS writes the canonical request, with the session token, into a signature
//! error, and a debugging proxy echoes headers. [`Masker`] finds each secret in plain text, percent-encoded, escaped
//! for JSON or HTML, and in base64, and overwrites it with a mark of the same length, so lengths, JSON and event-stream
//! frames stay valid. The checksum of a masked frame is computed again; the mark shows what was done. A key id and a
//! signature are not secrets. A secret that the other side splits, encrypts or compresses is not found.

mod frames;
mod pattern;
#[cfg(test)]
mod tests;

use zeroize::Zeroizing;

use super::credentials::Credentials;
use super::http::{Header, HttpRequest, ResponseHead};
use super::sigv4::difference::Steps;
use frames::Frames;
use pattern::{Found, Pattern};

/// Shorter values are not searched for: they would also match unrelated text.
pub const SHORTEST_SECRET_BYTES: usize = 8;

/// The secrets that a request was signed with.
#[derive(Clone, Default)]
pub struct Secrets(Vec<(&'static str, Zeroizing<String>)>);

impl Secrets {
    /// The secret key, the session token and the API key of these credentials.
    pub fn from_credentials(credentials: &Credentials) -> Self {
        Self::default()
            .and("secret key", credentials.secret())
            .and("session token", credentials.session_token().unwrap_or_default())
            .and("API key", credentials.bearer_token().unwrap_or_default())
    }

    /// The session token in a signed request.
    pub fn in_request(request: &HttpRequest) -> Self {
        Self::default().and("session token", request.header("x-amz-security-token").unwrap_or_default())
    }

    /// Adds a secret; the mark contains `name`.
    #[must_use]
    pub fn and(mut self, name: &'static str, secret: &str) -> Self {
        if secret.len() >= SHORTEST_SECRET_BYTES {
            self.0.push((name, Zeroizing::new(secret.to_owned())));
        }
        self
    }
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

/// Finds secrets and overwrites them with marks.
pub struct Masker {
    patterns: Vec<Pattern>,
}

impl Masker {
    /// A masker for these secrets.
    pub fn new(secrets: &Secrets) -> Self {
        Self { patterns: secrets.0.iter().flat_map(|(name, secret)| Pattern::all_of(name, secret)).collect() }
    }

    /// The text with each secret masked.
    pub fn text(&self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        self.whole(&mut bytes);
        // A mark covers whole characters, because a pattern consists of whole characters.
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The steps of a signature with each secret masked, so that they can be compared with a masked answer.
    #[must_use]
    pub fn steps(&self, steps: &Steps) -> Steps {
        Steps {
            canonical_request: self.text(&steps.canonical_request),
            string_to_sign: self.text(&steps.string_to_sign),
        }
    }

    /// The head of a response with each secret in its headers masked.
    #[must_use]
    pub fn head(&self, head: ResponseHead) -> ResponseHead {
        let masked = |header: Header| Header { name: self.text(&header.name), value: self.text(&header.value) };
        ResponseHead { status: head.status, headers: head.headers.into_iter().map(masked).collect() }
    }

    /// Masks bytes that are complete; returns whether a secret was found.
    fn whole(&self, bytes: &mut [u8]) -> Change {
        self.pass(bytes, More::No).1
    }

    /// Masks the bytes that can be decided; returns how many, and whether a secret was found.
    fn pass(&self, bytes: &mut [u8], more: More) -> (usize, Change) {
        let mut at = 0;
        let mut change = Change::None;
        'next: while at < bytes.len() {
            for pattern in &self.patterns {
                match pattern.find(bytes, at, more) {
                    Found::No => {}
                    Found::Perhaps => return (at, change),
                    Found::Until(end) => {
                        if let Some(span) = bytes.get_mut(at..end) {
                            pattern.mark(span);
                        }
                        change = Change::Masked;
                        at = end;
                        continue 'next;
                    }
                }
            }
            at += 1;
        }
        (at, change)
    }
}

/// Whether more bytes may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum More {
    May,
    No,
}

/// Whether a secret was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    None,
    Masked,
}

/// Masks a body that arrives in chunks. Only bytes that may begin a secret or a frame wait for the next chunk.
pub struct Stream {
    masker: Masker,
    kind: Kind,
    held: Vec<u8>,
}

/// The kind of body, which the first bytes decide.
enum Kind {
    Unknown,
    Frames,
    Plain,
}

impl Stream {
    /// The beginning of a body.
    pub fn new(masker: Masker) -> Self {
        Self { masker, kind: Kind::Unknown, held: Vec::new() }
    }

    /// Takes the next bytes and returns those that are ready.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<u8> {
        if self.masker.patterns.is_empty() {
            return bytes.to_vec();
        }
        self.held.extend_from_slice(bytes);
        self.ready(More::May)
    }

    /// Returns the bytes that were held back, at the end of the body.
    pub fn finish(&mut self) -> Vec<u8> {
        self.ready(More::No)
    }

    fn ready(&mut self, more: More) -> Vec<u8> {
        let mut out = Vec::new();
        if matches!(self.kind, Kind::Unknown) {
            self.kind = match frames::next(&self.held) {
                Frames::TooShort if frames::may_begin(&self.held) && more == More::May => return out,
                Frames::TooShort | Frames::Broken => Kind::Plain,
                Frames::Incomplete | Frames::Whole(_) => Kind::Frames,
            };
        }
        if matches!(self.kind, Kind::Frames) {
            let mut decided = 0;
            loop {
                match frames::next(self.held.get(decided..).unwrap_or_default()) {
                    Frames::Whole(length) => {
                        if let Some(frame) = self.held.get_mut(decided..decided + length) {
                            frames::mask(frame, &self.masker);
                            out.extend_from_slice(frame);
                        }
                        decided += length;
                    }
                    Frames::Incomplete | Frames::TooShort => break,
                    // The rest cannot be read as frames; the reader of the stream reports that.
                    Frames::Broken => {
                        self.kind = Kind::Plain;
                        break;
                    }
                }
            }
            self.held.drain(..decided);
        }
        if matches!(self.kind, Kind::Plain) || more == More::No {
            let (decided, _) = self.masker.pass(&mut self.held, more);
            out.extend(self.held.drain(..decided));
        }
        out
    }
}
