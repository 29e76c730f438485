//! Positions of rows that take one or more lines each, for a view that draws only the rows on screen.

use std::ops::Range;

/// The positions of rows, in lines from the top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The first line of each row; the last entry is the end of the last row.
    tops: Vec<usize>,
}

impl Layout {
    /// Lays out rows of these heights in lines; a row has at least one line.
    pub fn new(heights: impl Iterator<Item = usize>) -> Self {
        let mut tops = vec![0];
        let mut top = 0;
        for height in heights {
            top += height.max(1);
            tops.push(top);
        }
        Self { tops }
    }

    /// The number of rows.
    pub fn count(&self) -> usize {
        self.tops.len().saturating_sub(1)
    }

    /// The number of lines.
    pub fn height(&self) -> usize {
        self.tops.last().copied().unwrap_or_default()
    }

    /// The first line of a row.
    pub fn top(&self, row: usize) -> usize {
        self.tops.get(row).copied().unwrap_or_else(|| self.height())
    }

    /// The rows on these lines, plus `spare` lines on either side.
    pub fn rows(&self, lines: Range<usize>, spare: usize) -> Range<usize> {
        let from = lines.start.saturating_sub(spare);
        let to = lines.end.saturating_add(spare);
        let first = self.tops.partition_point(|top| *top <= from).saturating_sub(1).min(self.count());
        let last = self.tops.partition_point(|top| *top < to).min(self.count());
        first..last.max(first)
    }
}

/// The rows to draw of so many while these are on screen, in whole steps of the spare ones: a short way draws nothing.
pub fn around(seen: &Range<usize>, spare: usize, all: usize) -> Range<usize> {
    let step = spare.max(1);
    let start = seen.start.saturating_sub(spare) / step * step;
    let end = (seen.end + spare).div_ceil(step) * step;
    start.min(all)..end.min(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_rows_that_lines_touch() {
        let layout = Layout::new([1, 3, 0, 2].into_iter());
        assert_eq!((layout.count(), layout.height()), (4, 7));
        assert_eq!([0, 1, 2, 3, 9].map(|row| layout.top(row)), [0, 1, 4, 5, 7]);
        assert_eq!(layout.rows(2..4, 0), 1..2);
        assert_eq!(layout.rows(3..5, 0), 1..3);
        assert_eq!(layout.rows(4..5, 1), 1..4);
        assert_eq!(layout.rows(90..95, 0), 4..4);
        assert_eq!(Layout::new([].into_iter()).rows(0..10, 5), 0..0);
        assert_eq!(Layout::default().rows(0..10, 5), 0..0);
    }

    #[test]
    fn rows_around_the_visible_ones_are_drawn_in_steps() {
        assert_eq!(around(&(0..12), 6, 96), 0..18);
        assert_eq!(around(&(41..53), 6, 96), 30..60);
        assert_eq!(around(&(42..54), 6, 96), 36..60);
        assert_eq!(around(&(90..110), 6, 96), 84..96);
        assert_eq!(around(&(200..212), 6, 96), 96..96);
    }
}
