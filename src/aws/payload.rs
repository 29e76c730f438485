//! The body of a request, and its SHA-256 once somebody needed it.
//!
//! A body does not change, so copies share its bytes, and it is hashed once: for the signature, for the verifier and for
//! every view that shows the hash. A browser hashes a large one faster than this program and beside it; it passes the
//! digest on by [`Payload::hashed`]. Whoever changes a body makes a new one, which has no hash yet.

use super::sigv4::canonical;
use crate::text::hex;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// The bytes of a body; empty for none.
#[derive(Clone, Default)]
pub struct Payload(Arc<Content>);

#[derive(Default)]
struct Content {
    bytes: Vec<u8>,
    /// In lower-case hexadecimal.
    sha256: OnceLock<String>,
}

impl Payload {
    /// SHA-256 of the bytes in lower-case hexadecimal, computed at the first call.
    pub fn sha256(&self) -> &str {
        self.0.sha256.get_or_init(|| canonical::payload_hash(&self.0.bytes))
    }

    /// Whether the hash is there.
    pub fn is_hashed(&self) -> bool {
        self.0.sha256.get().is_some()
    }

    /// Takes the digest that another implementation of SHA-256 computed of these bytes. A hash that is there stays.
    pub fn hashed(&self, digest: &[u8; 32]) {
        self.0.sha256.get_or_init(|| hex::digits(digest));
    }
}

impl Deref for Payload {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0.bytes
    }
}

impl AsRef<[u8]> for Payload {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl From<Vec<u8>> for Payload {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Content { bytes, sha256: OnceLock::new() }))
    }
}

impl From<String> for Payload {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl PartialEq for Payload {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.bytes == other.0.bytes
    }
}

impl Eq for Payload {}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.bytes.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // FIPS 180-4's example, and the digest of no bytes.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn is_hashed_once_for_all_copies() {
        let body = Payload::from(b"abc".to_vec());
        let copy = body.clone();
        assert!(!copy.is_hashed());
        assert_eq!(body.sha256(), ABC);
        assert!(copy.is_hashed());
        // The same text, not an equal one.
        assert!(std::ptr::eq(copy.sha256(), body.sha256()));
        assert_eq!(Payload::default().sha256(), EMPTY);
    }

    #[test]
    fn takes_the_digest_of_another_implementation_before_its_own() {
        let body = Payload::from(b"abc".to_vec());
        body.hashed(&[0xab; 32]);
        assert_eq!(body.sha256(), "ab".repeat(32));
        // A body that was hashed keeps its hash.
        let own = Payload::from(b"abc".to_vec());
        assert_eq!(own.sha256(), ABC);
        own.hashed(&[0xab; 32]);
        assert_eq!(own.sha256(), ABC);
    }

    #[test]
    fn a_changed_body_has_no_hash_of_the_old_one() {
        let body = Payload::from(b"abd".to_vec());
        body.hashed(&[0xab; 32]);
        let mut bytes = body.to_vec();
        bytes.pop();
        bytes.push(b'c');
        let changed = Payload::from(bytes);
        assert_ne!(changed, body);
        assert_eq!(changed.sha256(), ABC);
    }
}
