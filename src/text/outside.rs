//! Text that comes from outside, such as a model's output or the title in a link, made safe to stand in a line of the page.
//!
//! Nothing here hides a word: it isolates the direction of a text, drops characters that only reorder what follows them, and
//! bounds stacks of combining marks, which take a browser seconds to shape.

/// Most combining marks in a row that are drawn; Vietnamese needs two, Hebrew with cantillation four.
pub const MOST_MARKS: usize = 16;

/// Whether a character only reorders the text around it (<https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters>).
pub fn reorders(char: char) -> bool {
    matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character is written from right to left, or reorders.
fn turns(char: char) -> bool {
    reorders(char)
        || matches!(char, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// The text between isolates, for a sentence in plain text: a right-to-left text does not turn the sentence around it. A text
/// that can turn nothing stays as it is.
pub fn isolated(text: &str) -> String {
    if !text.contains(turns) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 6);
    out.push('\u{2068}');
    out.extend(text.chars().filter(|char| !reorders(*char)));
    out.push('\u{2069}');
    out
}

/// Whether a character is drawn on the one before it.
fn is_mark(char: char) -> bool {
    matches!(char,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{6d6}'..='\u{6ed}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200d}' | '\u{20d0}'..='\u{20ff}'
        | '\u{302a}'..='\u{302f}' | '\u{3099}'..='\u{309a}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{e0100}'..='\u{e01ef}')
}

/// Drops the marks beyond [`MOST_MARKS`] in a row, and returns how many they are.
pub fn bound_marks(text: &mut String) -> usize {
    // Every mark has at least two bytes, and almost no text has any.
    if text.is_ascii() {
        return 0;
    }
    let (mut row, mut dropped) = (0_usize, 0_usize);
    let mut keep = |char| {
        row = if is_mark(char) { row + 1 } else { 0 };
        let fits = row <= MOST_MARKS;
        dropped += usize::from(!fits);
        fits
    };
    text.retain(&mut keep);
    dropped
}

/// The beginning of a text, at most this many bytes; it ends behind a line where there is one.
pub fn beginning(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let cut = text.get(..text.floor_char_boundary(most)).unwrap_or_default();
    match cut.rfind('\n') {
        Some(end) => cut.get(..=end).unwrap_or(cut),
        None => cut,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_from_outside_cannot_turn_the_sentence() {
        assert_eq!(isolated("a, é, 漢"), "a, é, 漢");
        assert_eq!(isolated("שלום"), "\u{2068}שלום\u{2069}");
        assert_eq!(isolated("\u{202e}evil\u{2069}\u{5d0}"), "\u{2068}evil\u{5d0}\u{2069}");
    }

    #[test]
    fn stacks_of_marks_are_bounded_and_counted() {
        for (text, kept, dropped) in [
            ("plain", 5, 0),
            ("Việt Nam, e\u{302}\u{301}", 13, 0),
            (&format!("a{}b", "\u{301}".repeat(50_000)), MOST_MARKS + 2, 50_000 - MOST_MARKS),
            (&"e\u{301}".repeat(1_000), 2_000, 0),
        ] {
            let mut text = text.to_owned();
            assert_eq!((bound_marks(&mut text), text.chars().count()), (dropped, kept));
        }
    }

    #[test]
    fn a_beginning_ends_behind_a_line_or_a_character() {
        assert_eq!(beginning("abc", 3), "abc");
        assert_eq!(beginning("ab\ncd", 4), "ab\n");
        assert_eq!(beginning("é", 1), "");
        assert_eq!(beginning("aé", 2), "a");
    }
}
