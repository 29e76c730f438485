//! Percent-encoding of one URI label, the way AWS signs it.
//!
//! Only the unreserved set of RFC 3986 section 2.3 stays as it is (`A-Z a-z 0-9 - . _ ~`); every other byte of the
//! UTF-8 text becomes `%XX` with upper-case digits, `/` and `:` included. AWS calls this `UriEncode`
//! (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>). A label is encoded
//! once for the wire; the canonical request encodes the wire path a second time (see [`super::sigv4::canonical`]).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything but RFC 3986's unreserved characters.
const LABEL: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same, but `/` stays: the encoding of a whole path in the canonical request.
const PATH: &AsciiSet = &LABEL.remove(b'/');

/// One path segment or query value in wire form: strict RFC 3986, encoded once.
///
/// `anthropic.claude-v2:1` becomes `anthropic.claude-v2%3A1`; the `/` of an ARN becomes `%2F`. A label of one or two
/// dots cannot be protected this way: every URL parser folds `.` and `..`, encoded or not, and [`super::sigv4::sign`]
/// refuses such a path.
pub fn encode_label(text: &str) -> String {
    utf8_percent_encode(text, LABEL).to_string()
}

/// A path with each segment encoded and its slashes kept.
pub fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// The text of one percent-encoded label; `None` if its bytes are not UTF-8.
///
/// `+` stays `+`: only HTML forms read it as a space.
pub fn decode_label(label: &str) -> Option<String> {
    percent_decode_str(label).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// Why a path cannot be sent unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathFault {
    /// It does not start with `/`.
    #[error("the path does not start with “/”")]
    Relative,
    /// A segment is `.` or `..`, plain or percent-encoded: URL parsers fold it away.
    #[error("the path has a “.” or “..” segment, which a browser folds away before sending")]
    DotSegment,
    /// A character that a URL parser rewrites, or a `%` without two hexadecimal digits.
    #[error("the path has a character that a browser rewrites before sending; percent-encode each part of it")]
    Rewritten,
}

/// Whether a path goes on the wire unchanged, by the rules of the URL standard
/// (<https://url.spec.whatwg.org/#path-state>). What is signed must be what is sent.
pub fn check_wire_path(path: &str) -> Result<(), PathFault> {
    if !path.starts_with('/') {
        return Err(PathFault::Relative);
    }
    let is_unchanged = |b: u8| matches!(b, b'!' | b'$'..=b';' | b'=' | b'@'..=b'[' | b']' | b'_' | b'a'..=b'z' | b'~');
    if !path.bytes().all(is_unchanged) || !escapes_are_whole(path) {
        return Err(PathFault::Rewritten);
    }
    let dots = |segment: &str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    if path.split('/').any(dots) { Err(PathFault::DotSegment) } else { Ok(()) }
}

/// Whether a query is canonical except for the order of its parts: `key=value`, each encoded by [`encode_label`].
pub fn is_strict_query(query: &str) -> bool {
    let strict = |label: &str| decode_label(label).is_some_and(|text| encode_label(&text) == label);
    query.split('&').all(|pair| match pair.split_once('=') {
        Some((key, value)) => !key.is_empty() && strict(key) && strict(value),
        None => !pair.is_empty() && strict(pair),
    })
}

fn escapes_are_whole(text: &str) -> bool {
    let mut pieces = text.split('%');
    pieces.next();
    pieces.all(|piece| piece.len() >= 2 && piece.bytes().take(2).all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn encodes_everything_but_the_unreserved_set() {
        for (text, wire) in [
            ("", ""),
            ("AZaz09-._~", "AZaz09-._~"),
            ("us.amazon.nova-micro-v1:0", "us.amazon.nova-micro-v1%3A0"),
            ("arn:aws:bedrock:us-east-1:1:x/y", "arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ax%2Fy"),
            ("a b+c%", "a%20b%2Bc%25"),
            ("!*'()", "%21%2A%27%28%29"),
            ("é🦀\n", "%C3%A9%F0%9F%A6%80%0A"),
        ] {
            assert_eq!(encode_label(text), wire);
            assert_eq!(decode_label(wire).as_deref(), Some(text));
        }
        assert_eq!(encode_path("/a b/%3A/~"), "/a%20b/%253A/~");
        assert_eq!(decode_label("%ff"), None);
    }

    #[test]
    fn knows_a_path_that_a_browser_would_change() {
        for (path, verdict) in [
            ("/", Ok(())),
            ("/model/a%3A0/converse", Ok(())),
            ("/a//b/:'()*!~@$&+,;=", Ok(())),
            ("/a...b/...", Ok(())),
            ("", Err(PathFault::Relative)),
            ("model", Err(PathFault::Relative)),
            ("/a/../b", Err(PathFault::DotSegment)),
            ("/a/%2e./b", Err(PathFault::DotSegment)),
            ("/.", Err(PathFault::DotSegment)),
            ("/a b", Err(PathFault::Rewritten)),
            ("/a\\b", Err(PathFault::Rewritten)),
            ("/é", Err(PathFault::Rewritten)),
            ("/a?b", Err(PathFault::Rewritten)),
            ("/100%", Err(PathFault::Rewritten)),
            ("/%zz", Err(PathFault::Rewritten)),
        ] {
            assert_eq!(check_wire_path(path), verdict, "{path}");
        }
    }

    #[test]
    fn knows_a_strict_query() {
        for (query, strict) in [
            ("a=1&b=%20", true),
            ("a", true),
            ("a=", true),
            ("", false),
            ("=1", false),
            ("a=1&", false),
            ("a=+", false),
            ("a=b=c", false),
            ("a=%2f", false),
            ("a=%ff", false),
        ] {
            assert_eq!(is_strict_query(query), strict, "{query}");
        }
    }

    proptest! {
        #[test]
        fn what_was_encoded_comes_back(text: String) {
            let wire = encode_label(&text);
            prop_assert!(wire.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b)));
            prop_assert_eq!(decode_label(&wire), Some(text));
        }
    }
}
