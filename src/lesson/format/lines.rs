//! The lines of a file: a keyword and the rest. A line that begins with `|` continues the one before it.

/// A line with what continues it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number, from 1.
    pub(super) number: usize,
    /// Its first word.
    pub(super) keyword: String,
    /// What follows, without the space before it. Continued lines follow after a line break each.
    pub(super) rest: String,
}

/// The lines that state something: comments, which begin with `#`, and empty lines are left out.
pub(super) fn of(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if let (Some(more), Some(last)) = (line.trim_start().strip_prefix('|'), lines.last_mut()) {
            last.rest.push('\n');
            last.rest.push_str(more.strip_prefix(' ').unwrap_or(more).trim_end());
            continue;
        }
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (keyword, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        lines.push(Line { number, keyword: keyword.to_owned(), rest: rest.trim_start().to_owned() });
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_keyword_and_rest() {
        let line =
            |number, keyword: &str, rest: &str| Line { number, keyword: keyword.to_owned(), rest: rest.to_owned() };
        assert_eq!(
            of("outcrop-lesson 1\n\n# a note\nprogram\n| import boto3\n|   x = 1\n  goal  Press Run.  \nattach"),
            [
                line(1, "outcrop-lesson", "1"),
                line(4, "program", "\nimport boto3\n  x = 1"),
                line(7, "goal", "Press Run."),
                line(8, "attach", ""),
            ]
        );
    }
}
