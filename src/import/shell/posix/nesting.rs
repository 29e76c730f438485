//! Refuses text that is nested so deeply that a parser by recursive descent would need too much stack.

/// Deeper than any command; the parser's own limit (1000) is more than the stack of a browser holds.
const DEEPEST: usize = 80;

/// Whether brackets or compound commands are nested too deeply.
pub(super) fn is_deep(text: &str) -> bool {
    let (mut brackets, mut ticks, mut words) = (0_usize, 0_usize, 0_usize);
    // Whether a command may begin here: prose has the same words, but seldom in such places.
    let mut is_start = true;
    let mut before = '\n';
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match c {
            '(' | '{' | '[' => brackets += 1,
            ')' | '}' | ']' => brackets = brackets.saturating_sub(1),
            // A nested backtick has a backslash before it.
            '`' if before == '\\' => ticks += 1,
            '\n' => ticks = 0,
            '!' if is_start => words += 1,
            _ => {}
        }
        if c.is_ascii_alphabetic() {
            length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let keeps = is_start;
            is_start = false;
            match rest.get(..length).filter(|_| keeps).unwrap_or_default() {
                "if" | "while" | "until" | "elif" | "time" | "coproc" => {
                    words += 1;
                    is_start = true;
                }
                "for" | "case" | "select" | "function" => words += 1,
                "do" | "then" | "else" => is_start = true,
                "fi" | "done" | "esac" => words = words.saturating_sub(1),
                _ => {}
            }
        } else if !c.is_whitespace() || c == '\n' {
            is_start = "\n;&|(){!`".contains(c);
        }
        before = c;
        rest = rest.get(length..).unwrap_or_default();
        if brackets > DEEPEST || ticks > 4 * DEEPEST || words > 2 * DEEPEST {
            return true;
        }
    }
    false
}
