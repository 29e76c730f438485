//! The simulator's tokenizer: pieces of text of about four characters, so that counts and limits are realistic.
//!
//! It matches no model's tokenizer: a word of up to six letters is one piece together with the space before it, a
//! longer word is cut into pieces of five, digits are grouped by three, a punctuation mark or a line break is one
//! piece, and so is a letter of a script without spaces. The joined pieces are the text.

/// The pieces of a text, in order; joined they are the text.
pub fn pieces(text: &str) -> Vec<&str> {
    Pieces { rest: text, looked_at: 0 }.collect()
}

/// The number of pieces of a text.
pub fn count(text: &str) -> u64 {
    Pieces { rest: text, looked_at: 0 }.map(|_| 1).sum()
}

/// The most characters of a word that one piece has.
const LONGEST: usize = 6;

/// Cuts a text. The work grows with the length of the text only, whatever is in it: to find the end of a piece, it looks
/// at most one character past the longest piece. Only a run of spaces is looked at whole, and is cut whole.
struct Pieces<'a> {
    rest: &'a str,
    /// The characters looked at so far, for the test of that.
    looked_at: usize,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let length = self.length();
        let (piece, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        (!piece.is_empty()).then_some(piece)
    }
}

impl Pieces<'_> {
    /// The bytes of the next piece; 0 only at the end.
    fn length(&mut self) -> usize {
        // Spaces and tabs have one byte each.
        let spaces = self.rest.chars().take_while(|c| kind(*c) == Kind::Space).count();
        self.looked_at += spaces + 1;
        // One space belongs to the word after it; a run of spaces is a piece without its last space.
        if spaces > 1 {
            return spaces - 1;
        }
        let word = self.rest.get(spaces..).unwrap_or_default();
        let Some(first) = word.chars().next().map(kind) else { return spaces };
        let most = match first {
            Kind::Letter => LONGEST + 1,
            Kind::Digit => 3,
            Kind::Wide | Kind::Mark | Kind::Space => 1,
        };
        let run = word.chars().take(most).take_while(|c| kind(*c) == first).count();
        self.looked_at += run + 1;
        let length = if run > LONGEST { LONGEST - 1 } else { run };
        spaces + word.chars().take(length).map(char::len_utf8).sum::<usize>()
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Letter,
    Digit,
    Wide,
    Space,
    Mark,
}

fn kind(c: char) -> Kind {
    match c {
        ' ' | '\t' => Kind::Space,
        // Scripts without spaces: about one token per character in most tokenizers.
        '\u{0E00}'..='\u{0EFF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' => {
            Kind::Wide
        }
        c if c.is_ascii_digit() => Kind::Digit,
        c if c.is_alphanumeric() || c == '\'' => Kind::Letter,
        _ => Kind::Mark,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pieces_are_about_four_characters_of_english() {
        assert_eq!(
            pieces("Explain RAG in one paragraph."),
            ["Expla", "in", " RAG", " in", " one", " parag", "raph", "."]
        );
        assert_eq!(pieces("a  b\n\nc 12345"), ["a", " ", " b", "\n", "\n", "c", " 123", "45"]);
        assert_eq!(pieces("日本語 hi"), ["日", "本", "語", " hi"]);
        let text = include_str!("../writer/glossary/ideas.txt");
        let (characters, tokens) = (text.len() as u64, count(text));
        assert!(characters > tokens * 3 && characters < tokens * 5, "{characters} characters, {tokens} tokens");
    }

    /// Runs of one kind, as in zeros of a file, base64 and scripts without spaces. The count is of characters looked at,
    /// not of time.
    #[test]
    fn the_work_grows_with_the_length_only() {
        let runs = ["a", "\u{0}", "7", " ", "\t ", "Zm9v", "é", "a\u{301}", "\u{301}", "語", "Ж", "!", "ab ", "😀"];
        for run in runs {
            for length in [1_000, 200_000] {
                let text = run.repeat(length);
                let characters = text.chars().count();
                let mut cut = Pieces { rest: &text, looked_at: 0 };
                let read: usize = cut.by_ref().map(str::len).sum();
                assert_eq!(read, text.len(), "{run:?}");
                assert!(cut.looked_at <= 4 * characters + 4, "{run:?} {length}: {}", cut.looked_at);
            }
        }
    }

    proptest! {
        #[test]
        fn joined_they_are_the_text(text in "\\PC{0,80}|[a-z \n\t0-9]{0,80}") {
            let cut = pieces(&text);
            prop_assert_eq!(cut.concat(), text.clone());
            prop_assert_eq!(cut.len() as u64, count(&text));
            prop_assert!(cut.iter().all(|piece| !piece.is_empty()));
        }
    }
}
