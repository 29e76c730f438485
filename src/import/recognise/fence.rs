//! The fences of Markdown around a pasted text.

use std::borrow::Cow;

use super::is_program;

/// The text without fences: the first fenced block that has more than one word, with empty lines in place of what
/// stands before it, so that line numbers stay. A text without a fence stays as it is.
pub fn without_fences(text: &str) -> Cow<'_, str> {
    let Some(before) = text.lines().position(|line| is_fence(line.trim())) else { return Cow::Borrowed(text) };
    // A program may have fences in a prompt.
    let before: String = text.lines().take(before).flat_map(|line| [line, "\n"]).collect();
    if before.trim_start().starts_with(['{', '[', '"']) || is_program(&before) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let (mut inside, mut written) = (false, false);
    for line in text.lines() {
        match (is_fence(line.trim()), inside) {
            (true, true) if written => break,
            (true, _) => inside = !inside,
            (false, true) => {
                out.push_str(line);
                written |= line.trim().contains(' ') || line.trim().len() > 8;
            }
            (false, false) => {}
        }
        out.push('\n');
    }
    if written { Cow::Owned(out) } else { Cow::Borrowed(text) }
}

/// Whether a line is a fence: three backticks or tildes and at most the name of a language.
fn is_fence(line: &str) -> bool {
    let rest = line.strip_prefix("```").or_else(|| line.strip_prefix("~~~"));
    rest.is_some_and(|rest| rest.len() <= 24 && !rest.contains(['`', '{', '(']) && rest.split(' ').count() <= 2)
}
