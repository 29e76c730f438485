//! Splits text into pieces of the token table, by the `WordPiece` method of BERT's uncased vocabulary.
//!
//! Letters become lower case and lose their accents, every punctuation mark and every Chinese, Japanese or Korean
//! character is separate, and a word outside the table is cut into the longest known pieces, from the left
//! (<https://arxiv.org/abs/1810.04805>, and the vocabulary's own documentation). A word that cannot be cut this way is
//! returned unchanged.

use super::table::TokenTable;

/// The longest word that is looked up, in characters.
const LONGEST: usize = 100;

/// The parts of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pieces {
    /// Indexes in the table.
    pub known: Vec<usize>,
    /// Words without pieces in the table.
    pub unknown: Vec<String>,
}

/// Splits a text.
pub fn pieces(table: &TokenTable, text: &str) -> Pieces {
    let mut pieces = Pieces::default();
    for word in words(text) {
        match cut(table, &word) {
            Some(known) => pieces.known.extend(known),
            None => pieces.unknown.push(word),
        }
    }
    pieces
}

fn cut(table: &TokenTable, word: &str) -> Option<Vec<usize>> {
    if word.chars().count() > LONGEST {
        return None;
    }
    let mut found = Vec::new();
    let mut rest = word;
    while !rest.is_empty() {
        let inside = if rest.len() == word.len() { "" } else { "##" };
        let ends = rest.char_indices().map(|(at, letter)| at + letter.len_utf8()).rev();
        let longest = |end: usize| Some((table.find(&format!("{inside}{}", rest.get(..end)?))?, end));
        let (index, end) = ends.into_iter().find_map(longest)?;
        found.push(index);
        rest = rest.get(end..).unwrap_or_default();
    }
    Some(found)
}

/// The words and marks of a text, in lower case.
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for letter in text.chars().flat_map(char::to_lowercase).map(plain) {
        if letter.is_whitespace() || letter.is_control() {
            open = false;
        } else if letter.is_alphanumeric() && !stands_alone(letter) {
            match words.last_mut().filter(|_| open) {
                Some(word) => word.push(letter),
                None => words.push(letter.to_string()),
            }
            open = true;
        } else if !is_mark_on_a_letter(letter) {
            words.push(letter.to_string());
            open = false;
        }
    }
    words
}

/// Combining accents, which belong to their letter.
fn is_mark_on_a_letter(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

/// Characters of scripts without spaces.
fn stands_alone(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}')
}

/// A letter without its accent, for the letters of Western European languages.
fn plain(letter: char) -> char {
    const ACCENTED: &str = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ";
    const PLAIN: &str = "aaaaaaceeeeiiiinooooouuuuyy";
    if letter.is_ascii() {
        return letter;
    }
    ACCENTED.chars().position(|accented| accented == letter).and_then(|at| PLAIN.chars().nth(at)).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::super::table::table;
    use super::*;

    #[test]
    fn texts_become_small_words_and_marks() {
        assert_eq!(words("Don't PANIC,\tCafé e\u{301}\n42°"), ["don", "'", "t", "panic", ",", "cafe", "e", "42", "°"]);
        assert_eq!(words("石 岩石x"), ["石", "岩", "石", "x"]);
        assert!(words(" \u{0}\n").is_empty());
    }

    #[test]
    fn words_are_cut_into_the_longest_pieces() {
        let tokens: [(&str, &[i8]); 6] =
            [("##ing", &[1]), ("##s", &[1]), ("##sing", &[1]), ("embed", &[1]), ("pas", &[1]), ("pass", &[1])];
        let table = TokenTable::from_bytes(table(&tokens)).unwrap();
        let cut = |text| pieces(&table, text);
        assert_eq!(cut("Passing embeds").known, [5, 0, 3, 1]);
        assert_eq!(cut("passsing").known, [5, 2]);
        let unknown = cut("embed quartz");
        assert_eq!((unknown.known, unknown.unknown), (vec![3], vec!["quartz".to_owned()]));
        assert_eq!(cut(&"s".repeat(500)).unknown.len(), 1);
    }
}
