//! Takes the place of the crate `unicode_names2` in the page.
//!
//! The Python parser asks that crate for the character of `\N{BULLET}`. Its table of all names is several times larger than
//! the parser itself, and programs that call Bedrock hardly use such names. Here every name has the same answer,
//! and `src/import/python` notes where one was used.

/// What a character's name gives: U+FFFD, the replacement character.
#[must_use]
pub fn character(_name: &str) -> Option<char> {
    Some(char::REPLACEMENT_CHARACTER)
}
