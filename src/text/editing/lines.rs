//! The beginnings of a text's lines.

use std::ops::Range;

/// The offsets at which lines begin. There is at least one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    starts: Vec<usize>,
    length: usize,
}

impl Lines {
    /// Finds the lines of a text.
    pub fn new(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { starts: std::iter::once(0).chain(breaks).collect(), length: text.len() }
    }

    /// The number of lines.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line of a place.
    pub fn line_at(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// The range of a line, without its line break. After the last line: the end of the text.
    pub fn range(&self, line: usize) -> Range<usize> {
        let start = self.starts.get(line).copied().unwrap_or(self.length);
        let end = self.starts.get(line + 1).map_or(self.length, |next| next - 1);
        start..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_lines_and_what_is_on_them() {
        let lines = Lines::new("ab\n\ncd\n");
        assert_eq!(lines.count(), 4);
        assert_eq!((0..5).map(|line| lines.range(line)).collect::<Vec<_>>(), [0..2, 3..3, 4..6, 7..7, 7..7]);
        assert_eq!([0, 2, 3, 4, 6, 7, 99].map(|at| lines.line_at(at)), [0, 0, 1, 2, 2, 3, 3]);
        assert_eq!(Lines::new("").count(), 1);
    }
}
