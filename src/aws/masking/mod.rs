//! Masks the secrets in use in whatever comes back from outside.
//!
//! A service may repeat what it was sent: AWS writes the canonical request, with the session token, into a signature error,
//! and a debugging proxy echoes headers. [`Masker`] finds each secret as it is, percent-encoded, escaped for JSON or HTML, and
//! in base64, and writes a mark of the same length over it: lengths, JSON and the frames of an event stream stay whole. The
//! checksum of a frame that was masked is made right again; the mark in it says what was done. A key id and a signature are no
//! secrets. A secret that the other side cuts into pieces, encrypts or compresses is not found.

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

/// A shorter value is not searched for: it would be found in text that has nothing to do with it.
pub const SHORTEST_SECRET_BYTES: usize = 8;

/// The secrets that a request was made with.
#[derive(Clone, Default)]
pub struct Secrets(Vec<(&'static str, Zeroizing<String>)>);

impl Secrets {
    /// The secret key, the session token and the API key of these credentials.
    pub fn of(credentials: &Credentials) -> Self {
        Self::default()
            .and("secret key", credentials.secret())
            .and("session token", credentials.session_token().unwrap_or_default())
            .and("API key", credentials.bearer_token().unwrap_or_default())
    }

    /// The session token that a signed request carries.
    pub fn in_request(request: &HttpRequest) -> Self {
        Self::default().and("session token", request.header("x-amz-security-token").unwrap_or_default())
    }

    /// These secrets and one more; `name` is what the mark calls it.
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

/// Finds secrets and writes marks over them.
pub struct Masker {
    patterns: Vec<Pattern>,
}

impl Masker {
    /// A masker for these secrets.
    pub fn new(secrets: &Secrets) -> Self {
        Self { patterns: secrets.0.iter().flat_map(|(name, secret)| Pattern::all_of(name, secret)).collect() }
    }

    /// The text with a mark over each secret.
    pub fn text(&self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        self.whole(&mut bytes);
        // A mark covers whole characters, because a pattern is made of whole characters.
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The steps of a signature with a mark over each secret, so that they can be compared with an answer that was masked.
    #[must_use]
    pub fn steps(&self, steps: &Steps) -> Steps {
        Steps {
            canonical_request: self.text(&steps.canonical_request),
            string_to_sign: self.text(&steps.string_to_sign),
        }
    }

    /// The head of a response with a mark over each secret in the values of its headers.
    #[must_use]
    pub fn head(&self, head: ResponseHead) -> ResponseHead {
        let masked = |header: Header| Header { name: self.text(&header.name), value: self.text(&header.value) };
        ResponseHead { status: head.status, headers: head.headers.into_iter().map(masked).collect() }
    }

    /// Masks bytes that are complete, and says whether there was something to mask.
    fn whole(&self, bytes: &mut [u8]) -> Change {
        self.pass(bytes, More::No).1
    }

    /// Masks what can be decided; gives the length of what can, and whether anything was masked.
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

/// Whether something was masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    None,
    Masked,
}

/// Masks a body that arrives in chunks. Only bytes that may be the beginning of a secret, or of a frame, wait for the next chunk.
pub struct Stream {
    masker: Masker,
    kind: Kind,
    held: Vec<u8>,
}

/// What kind of body it is; the first bytes decide.
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

    /// Takes the next bytes and gives those that are ready.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<u8> {
        if self.masker.patterns.is_empty() {
            return bytes.to_vec();
        }
        self.held.extend_from_slice(bytes);
        self.ready(More::May)
    }

    /// Gives what was held back, at the end of the body.
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
            let mut done = 0;
            loop {
                match frames::next(self.held.get(done..).unwrap_or_default()) {
                    Frames::Whole(length) => {
                        if let Some(frame) = self.held.get_mut(done..done + length) {
                            frames::mask(frame, &self.masker);
                            out.extend_from_slice(frame);
                        }
                        done += length;
                    }
                    Frames::Incomplete | Frames::TooShort => break,
                    // The rest cannot be read as frames; the reader of the stream reports that.
                    Frames::Broken => {
                        self.kind = Kind::Plain;
                        break;
                    }
                }
            }
            self.held.drain(..done);
        }
        if matches!(self.kind, Kind::Plain) || more == More::No {
            let (done, _) = self.masker.pass(&mut self.held, more);
            out.extend(self.held.drain(..done));
        }
        out
    }
}
