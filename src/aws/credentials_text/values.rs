//! Credentials as bare values: three lines, a CSV file, the command line's text and table output, a console's block.
//!
//! The values are told apart by their form: an access key id begins with `AKIA` or `ASIA`, a secret has forty base64
//! characters, and the session token is the longest other value. A text must have the first two. A long-term key gets
//! no token, so that a name or a link next to it is not mistaken for one.

use super::{Found, Piece, SourceForm};
use crate::aws::time::Timestamp;

/// The credentials of the text; `None` unless it has an access key id and a secret.
pub(super) fn read(text: &str, warnings: &mut Vec<String>) -> Option<(Found, SourceForm)> {
    let words: Vec<&str> = text.split(separates).filter(|word| !word.is_empty()).collect();
    let ids: Vec<&str> = words.iter().copied().filter(|word| is_id(word)).collect();
    let id = ids.first()?;
    let secret = words.iter().find(|word| is_secret(word))?;
    let mut found = Found::default();
    found.put(Piece::AccessKeyId, id);
    found.put(Piece::Secret, secret);
    let rest = || words.iter().copied().filter(|word| word != id && word != secret);
    if id.starts_with("ASIA")
        && let Some(token) = rest().filter(|word| may_be_token(word)).max_by_key(|word| word.len())
    {
        found.put(Piece::SessionToken, token);
    }
    if let Some(at) = rest().find(|word| Timestamp::parse(word).is_some()) {
        found.put(Piece::Expiration, at);
    }
    if ids.iter().any(|other| other != id) {
        warnings.push("More than one access key found; using the first.".to_owned());
    }
    Some((found, SourceForm::Values))
}

fn separates(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '|' | '"' | '\'' | '`' | '“' | '”' | '‘' | '’')
}

fn is_id(word: &str) -> bool {
    (16..=128).contains(&word.len())
        && (word.starts_with("AKIA") || word.starts_with("ASIA"))
        && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// 40 base64 characters. A SHA-1 in hexadecimal also has 40, so all-hexadecimal text is excluded.
fn is_secret(word: &str) -> bool {
    word.len() == 40
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'/' || b == b'+')
        && !word.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn may_be_token(word: &str) -> bool {
    word.len() >= 16
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"/+=_-".contains(&b))
        && word.bytes().any(|b| b.is_ascii_lowercase())
        && Timestamp::parse(word).is_none()
}
