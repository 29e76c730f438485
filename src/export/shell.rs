//! Words and here-documents of a POSIX shell.

use super::writer::Writer;

/// A word: as it is where nothing in it is special, in single quotes otherwise.
pub(super) fn word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !text.is_empty() && text.chars().all(plain) { text.to_owned() } else { single(text) }
}

/// Any word in single quotes.
pub(super) fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Closes a command with `<<'JSON'` and writes the document, which the shell passes on unchanged.
pub(super) fn document(writer: &mut Writer, text: &str, prefix: &str) {
    let end = delimiter(text);
    writer.end_with(&format!(" <<'{end}'"));
    writer.verbatim(text, prefix);
    writer.frame(&end);
}

/// A word that no line of the document is.
fn delimiter(text: &str) -> String {
    let mut word = "JSON".to_owned();
    while text.lines().any(|line| line == word) {
        word.push('_');
    }
    word
}
