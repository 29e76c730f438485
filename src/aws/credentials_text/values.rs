//! Credentials as bare values: three lines, a CSV file, the command line's text and table output, a console's block.
//!
//! The values are told apart by their form: an access key id begins with `AKIA` or `ASIA`, a secret has forty base64
//! characters, and the session token is the longest other value. A text must have the first two. A long-term key gets
//! no token, so that a name or a link next to it is not mistaken for one. If another word may be a part of one of them,
//! the text is wrapped in a way that nothing proves, and the values are marked as incomplete.

use super::SourceForm;
use super::found::{Found, Piece};
use super::word::{RANDOM, is_aws_id, is_base64, is_name, is_random, is_region, is_token, split_part};
use super::wrapped::{At, Kind, Text, Value, Whole};
use crate::aws::time::Timestamp;

/// The most words that are tried as the first part of a token.
const MOST: usize = 200;

/// A word and its line.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Word<'a> {
    text: &'a str,
    line: usize,
    /// Whether it is the first of its line.
    first: bool,
    /// Whether it is the last of its line.
    last: bool,
}

/// The credentials of the text; `None` unless it has an access key id and a secret.
pub(super) fn read(text: &str, warnings: &mut Vec<String>) -> Option<(Found, SourceForm)> {
    let words: Vec<Word<'_>> = text.lines().enumerate().flat_map(|(line, text)| words_of(line, text)).collect();
    let text = Text::new(text);
    let mut ids: Vec<&str> = words.iter().map(|word| word.text).filter(|word| is_id(word)).collect();
    ids.dedup();
    let mut secrets: Vec<&str> = words.iter().map(|word| word.text).filter(|word| is_secret(word)).collect();
    secrets.dedup();
    let id = *ids.first()?;
    let secret = *secrets.first()?;
    let mut found = Found::default();
    found.put(Piece::AccessKeyId, id);
    found.put(Piece::Secret, secret);
    let starts = words.iter().find(|word| word.text == secret && word.first);
    if secrets.len() > ids.len() || starts.is_some_and(|word| follows_a_part(&words, word.line)) {
        found.cut = Some((Piece::Secret, Whole::Continues));
    }
    let rest = || words.iter().filter(|word| !ids.contains(&word.text) && !secrets.contains(&word.text));
    let mut token_end = None;
    let read = |token: &Word<'_>| text.value(Kind::Token, position(&text, token));
    // Of equally long ones the first: its lines may be joined.
    let longest = |candidate: &(&Word<'_>, Value), other: &(&Word<'_>, Value)| {
        candidate.1.text.len().cmp(&other.1.text.len()).then(other.0.line.cmp(&candidate.0.line))
    };
    if id.starts_with("ASIA")
        && let Some((token, value)) =
            rest().filter(|word| may_be_token(word.text)).take(MOST).map(|word| (word, read(word))).max_by(longest)
    {
        if token.first && token.line > 0 && follows_a_part(&words, token.line) {
            found.cut = Some((Piece::SessionToken, Whole::Continues));
        }
        found.take(Piece::SessionToken, &value);
        token_end = Some((token.line, value.end.line));
    }
    let inside =
        |word: &Word<'_>| token_end.is_some_and(|(first, end)| word.line >= first && word.line < end.max(first + 1));
    let left_over = |word: &&Word<'_>| word.text.len() >= RANDOM && is_random(word.text) && !inside(word);
    if found.cut.is_none() && rest().any(|word| left_over(&word)) {
        found.cut = Some((Piece::SessionToken, Whole::Continues));
    }
    if let Some(at) = rest().find(|word| Timestamp::parse(word.text).is_some()) {
        found.put(Piece::Expiration, at.text);
    }
    if ids.len() > 1 {
        warnings.push("More than one access key found; using the first.".to_owned());
    }
    Some((found, SourceForm::Values))
}

/// Whether a text has a word that may be a part of a session token.
pub(super) fn has_a_part(text: &str, found: &Found) -> bool {
    let known =
        |word: &str| [&found.access_key_id, &found.secret].into_iter().flatten().any(|value| value.as_str() == word);
    text.lines()
        .enumerate()
        .flat_map(|(line, text)| words_of(line, text))
        .any(|word| word.text.len() >= RANDOM && is_random(word.text) && !known(word.text))
}

/// Whether a line begins with what looks like the rest of a value, and belongs to none that was found.
pub(super) fn has_a_stray_part(text: &str, found: &Found) -> bool {
    const LONG: usize = 24;
    let Some(token) = found.session_token.as_ref() else { return false };
    let values = [&found.access_key_id, &found.secret].into_iter().flatten().chain([token]);
    let values: Vec<&str> = values.map(|value| value.as_str()).collect();
    text.lines().any(|line| {
        let (part, after) = split_part(line.trim_start_matches([' ', '\t', '"', '\'', '>']));
        let ends = after.is_empty() || after.starts_with([' ', ';', ',', '"', '\'', '\\', '<']);
        let looks_so = is_base64(part) && (part.len() >= LONG || part.len() >= RANDOM && is_random(part));
        ends && looks_so && !is_name(part) && !values.iter().any(|value| value.contains(part))
    })
}

fn words_of(line: usize, text: &str) -> impl Iterator<Item = Word<'_>> {
    let text = if text.trim_start().starts_with(['#', ';']) { "" } else { text };
    let words: Vec<&str> = text.split(separates).map(value_of).filter(|word| !word.is_empty()).collect();
    let count = words.len();
    let ends = text.trim_end().ends_with(|c| !separates(c) || matches!(c, '"' | '\'' | '\\' | '^' | '`'));
    words.into_iter().enumerate().map(move |(index, text)| Word {
        text,
        line,
        first: index == 0,
        last: index + 1 == count && ends,
    })
}

/// The word without the name before it: `NAME=value`, `name:value`.
fn value_of(word: &str) -> &str {
    if let Some((name, value)) = word.split_once('=')
        && !value.is_empty()
        && !value.starts_with('=')
        && is_token(name)
    {
        return value;
    }
    match word.split_once(':') {
        Some((name, value)) if Piece::named(name).is_some() => value,
        _ => word,
    }
}

fn position(text: &Text<'_>, word: &Word<'_>) -> At {
    let column = text.line(word.line).and_then(|line| line.find(word.text)).unwrap_or(0);
    At { line: word.line, column }
}

/// Whether the line above ends with a word that may be the first part of a value.
fn follows_a_part(words: &[Word<'_>], line: usize) -> bool {
    let Some(above) = words.iter().rfind(|word| word.line < line) else { return false };
    let whole = is_id(above.text)
        || is_secret(above.text)
        || above.text.eq_ignore_ascii_case("key")
        || Piece::named(above.text).is_some()
        || is_region(above.text);
    above.last && is_token(above.text) && !whole
}

fn separates(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            ',' | ';' | '|' | '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '(' | ')' | '{' | '}' | '<' | '>' | '\\' | '^'
        )
}

fn is_id(word: &str) -> bool {
    (16..=128).contains(&word.len())
        && is_aws_id(word)
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
        && is_token(word)
        && Piece::named(word).is_none()
        && word.bytes().any(|b| b.is_ascii_lowercase())
        && Timestamp::parse(word).is_none()
}
