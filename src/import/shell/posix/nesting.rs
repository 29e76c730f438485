//! Refuses text that is nested so deeply that a parser by recursive descent would need too much stack.

/// Deeper than any command; the parser's own limit (1000) is more than the stack of a browser holds.
const DEEPEST: usize = 80;

/// Whether brackets or compound commands are nested too deeply.
pub(super) fn is_deep(text: &str) -> bool {
    let (mut depth, mut ticks, mut words) = (0_usize, 0_usize, 0_usize);
    let mut before = '\n';
    for (at, c) in text.char_indices() {
        match c {
            '(' | '{' | '[' => depth += 1,
            ')' | '}' | ']' => depth = depth.saturating_sub(1),
            // A nested backtick has a backslash before it.
            '`' if before == '\\' => ticks += 1,
            '\n' => ticks = 0,
            _ => {}
        }
        if "\n;&|(!{ \t".contains(before) && c.is_ascii_alphabetic() || c == '!' {
            let rest = text.get(at..).unwrap_or_default();
            let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len()).max(1);
            match rest.get(..length).unwrap_or_default() {
                "if" | "while" | "until" | "for" | "case" | "select" | "time" | "coproc" | "elif" | "!"
                | "function" => words += 1,
                "fi" | "done" | "esac" => words = words.saturating_sub(1),
                "do" | "then" | "else" => {}
                // Prose has these words too, but other words between them.
                _ if before == '\n' => words = words.saturating_sub(words / 4),
                _ => {}
            }
        }
        before = c;
        if depth > DEEPEST || ticks > 4 * DEEPEST || words > 4 * DEEPEST {
            return true;
        }
    }
    false
}
