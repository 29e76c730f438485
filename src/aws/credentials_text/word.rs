//! What a word of a pasted text may be: a part of a key, a name, a command, a word of a language.

use super::found::Piece;

/// The length of every access key id that begins with `AKIA` or `ASIA`.
pub(super) const ID_LENGTH: usize = 20;
/// The length of every secret access key of AWS.
pub(super) const SECRET_LENGTH: usize = 40;
/// From this length on, a word of mixed characters is not a word of a language.
pub(super) const RANDOM: usize = 16;
pub(super) const QUOTES: [char; 7] = ['"', '\'', '`', '“', '”', '‘', '’'];
pub(super) const MARKS: [char; 3] = ['\\', '`', '^'];

pub(super) fn is_aws_id(text: &str) -> bool {
    text.starts_with("AKIA") || text.starts_with("ASIA")
}

pub(super) fn could_start_id(text: &str) -> bool {
    is_aws_id(text) || "AKIA".starts_with(text) || "ASIA".starts_with(text)
}

/// Appends a part. A `=` inside of base64 is the mark of a soft line break; at its end, its length tells how many belong
/// to it.
pub(super) fn push_part(text: &mut String, part: &str) {
    let padding = part.bytes().all(|b| b == b'=');
    if text.ends_with('=') && !part.is_empty() {
        if padding {
            let body = text.trim_end_matches('=').len();
            text.truncate(body);
            text.push_str(if body % 4 == 2 { "==" } else { "=" });
            return;
        }
        text.pop();
    }
    text.push_str(part);
}

pub(super) fn width(line: &str) -> usize {
    line.trim_end().chars().count()
}

pub(super) fn indentation(line: &str) -> usize {
    line.chars().take_while(|c| c.is_whitespace()).count()
}

pub(super) fn is_block_mark(text: &str) -> bool {
    let text = text.split('#').next().unwrap_or_default().trim();
    text.strip_prefix(['>', '|']).is_some_and(|rest| rest.chars().all(|c| matches!(c, '+' | '-' | '0'..='9')))
}

pub(super) fn is_empty_quotes(text: &str) -> bool {
    let mut chars = text.trim_end().chars();
    let (first, second, third) = (chars.next(), chars.next(), chars.next());
    first.is_some_and(|c| QUOTES.contains(&c))
        && first == second
        && third != first
        && third.is_none_or(|c| !is_token_char(c))
}

pub(super) fn without_mark(text: &str) -> &str {
    text.trim_end_matches(MARKS).trim_end()
}

pub(super) fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "+/=_-".contains(c)
}

/// Whether a text has only the characters of session tokens and API keys.
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_token_char)
}

pub(super) fn is_base64(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "+/=".contains(c))
}

/// Whether a word may be a part of a value, and not a name with its `=`.
pub(super) fn is_part(text: &str) -> bool {
    let (part, after) = split_part(text);
    after.is_empty() && !part.is_empty() && !is_name(part)
}

pub(super) fn is_name(part: &str) -> bool {
    let name = part.trim_end_matches('=');
    Piece::named(name).is_some() || name.len() < part.len() && name.contains('_')
}

/// The characters of a value at the start of a text, with `=` only at their end, and the rest.
pub(super) fn split_part(text: &str) -> (&str, &str) {
    let body = text.find(|c: char| c == '=' || !is_token_char(c)).unwrap_or(text.len());
    let padding = text.get(body..).unwrap_or_default().chars().take(2).take_while(|c| *c == '=').count();
    text.split_at_checked(body + padding).unwrap_or((text, ""))
}

/// Whether a word of at least 16 characters is mixed as keys are, and not as words of a language are.
pub(super) fn is_random(word: &str) -> bool {
    const UPPERCASE: usize = 4;
    let upper = word.chars().filter(char::is_ascii_uppercase).count();
    let lower = word.chars().any(|c| c.is_ascii_lowercase());
    let other = word.chars().any(|c| c.is_ascii_digit() || matches!(c, '+' | '/'));
    is_base64(word) && upper > 0 && lower && (other || upper >= UPPERCASE)
}

/// Words that begin a command.
const STARTS: [&str; 24] = [
    "export", "set", "SET", "setx", "setenv", "declare", "typeset", "local", "env", "docker", "aws", "curl", "echo",
    "unset", "source", "exit", "EOF", "EOT", "END", "const", "let", "var", "PS", "podman",
];

/// Whether a word begins a command.
pub(super) fn is_command(word: &str) -> bool {
    STARTS.contains(&word)
}

/// Whether what begins the next line does not continue a value: a command, a name, a comment, a rule, another key.
pub(super) fn is_something_else(part: &str, after: &str, full: bool) -> bool {
    let bare = without_mark(after.trim()).is_empty();
    let punctuation = part.chars().all(|c| matches!(c, '-' | '_' | '=' | '/' | '+'));
    if part.is_empty() || is_name(part) || is_command(part) {
        return true;
    }
    let padding = part == "=" || part == "==";
    if padding {
        return !(bare || full);
    }
    let spaced = after.starts_with(char::is_whitespace);
    if punctuation && (!part.contains(['/', '+']) || spaced && (!full || part == "//" && !after.contains('='))) {
        return true;
    }
    if is_aws_id(part) && part.len() == ID_LENGTH || is_region(part) {
        return true;
    }
    if part.starts_with("ABSK") && part.len() > ID_LENGTH || part.starts_with("bedrock-api-key-") {
        return true;
    }
    if bare {
        return false;
    }
    // `region = x`, `name: x`, `me@host`, `C:\>`, `us.amazon.nova`
    let trimmed = after.trim_start();
    if trimmed.starts_with(['=', ':', '@', '.', '(', '[', '$', '%', '{', '\\', '~', '>', '#']) {
        return true;
    }
    if part.ends_with('=')
        && !after.starts_with(char::is_whitespace)
        && !after.starts_with([';', ',', '"', '\'', '&', '|', '}', ')', '<'])
    {
        return true;
    }
    if part.starts_with('-') {
        return true;
    }
    if is_prose(part, after) {
        return true;
    }
    // Further words: only a line that is cut at the window's width, or a word that no language has, may continue a value.
    let strange = after.trim_start().starts_with('-')
        || part.ends_with('=')
        || part.contains(['+', '/'])
        || part.len() >= 8 && is_random(part);
    !full && !strange
}

/// Whether a line is a sentence or a caption: three words of letters or more.
pub(super) fn is_prose(part: &str, after: &str) -> bool {
    const WORDS: usize = 3;
    let letters = |word: &str| word.trim_end_matches(['.', ',', ':', '!']).chars().all(|c| c.is_ascii_alphabetic());
    let words = std::iter::once(part).chain(after.split_whitespace());
    after.starts_with(char::is_whitespace)
        && words.clone().count() >= WORDS
        && words.into_iter().all(letters)
        && part.chars().skip(1).all(|c| c.is_ascii_lowercase())
}

pub(super) fn is_region(text: &str) -> bool {
    (6..=24).contains(&text.len())
        && text.contains('-')
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
