//! Converts between bytes, which a document counts, and UTF-16 code units, which a browser counts.

/// The number of UTF-16 code units in a text.
pub fn units(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(char::len_utf16).sum() }
}

/// The byte after `at` code units; inside a character, its beginning.
pub fn byte_at(text: &str, at: usize) -> usize {
    if text.is_ascii() {
        return at.min(text.len());
    }
    let mut passed = 0;
    for (byte, character) in text.char_indices() {
        passed += character.len_utf16();
        if passed > at {
            return byte;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_a_browser_does() {
        assert_eq!(units("aé😀b"), 5);
        assert_eq!([0, 1, 2, 3, 4, 5, 9].map(|at| byte_at("aé😀b", at)), [0, 1, 3, 3, 7, 8, 8]);
        assert_eq!([0, 2, 9].map(|at| byte_at("abc", at)), [0, 2, 3]);
    }
}
