//! The simulator's tokenizer: pieces of text of about four characters, so that counts and limits are realistic.
//!
//! It matches no model's tokenizer: a word of up to six letters is one piece together with the space before it, a
//! longer word is cut into pieces of five, digits are grouped by three, a punctuation mark or a line break is one
//! piece, and so is a letter of a script without spaces. The joined pieces are the text.

/// The tokens of an image; our own estimate.
pub const IMAGE_TOKENS: u64 = 1_200;

/// The pieces of a text, in order; joined they are the text.
pub fn pieces(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, after) = split_first(rest);
        out.push(piece);
        rest = after;
    }
    out
}

/// The number of pieces of a text.
pub fn count(text: &str) -> u64 {
    let mut count = 0;
    let mut rest = text;
    while !rest.is_empty() {
        rest = split_first(rest).1;
        count += 1;
    }
    count
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

/// The first piece and the rest; a text that is not empty gives a piece that is not empty.
fn split_first(text: &str) -> (&str, &str) {
    let mut chars = text.char_indices().peekable();
    // One space belongs to the word after it; a run of spaces is a piece without its last space.
    let spaces = text.chars().take_while(|c| kind(*c) == Kind::Space).count();
    if spaces > 1 {
        return split_chars(text, spaces - 1);
    }
    if spaces == 1 {
        chars.next();
    }
    let Some((_, first)) = chars.next() else { return split_chars(text, spaces.max(1)) };
    let run = 1 + chars.clone().take_while(|(_, c)| kind(*c) == kind(first)).count();
    let length = match kind(first) {
        Kind::Letter => {
            if run <= 6 {
                run
            } else {
                5
            }
        }
        Kind::Digit => run.min(3),
        Kind::Wide | Kind::Mark | Kind::Space => 1,
    };
    split_chars(text, spaces + length)
}

fn split_chars(text: &str, count: usize) -> (&str, &str) {
    let at = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    text.split_at_checked(at).unwrap_or((text, ""))
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
