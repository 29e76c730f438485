//! The text that a syntax tree was parsed from, for the numbers of lines.

/// A text and the line on which it begins.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Character offsets at which lines begin: the spans of the parser count characters.
    starts: std::rc::Rc<Vec<usize>>,
    line: usize,
}

impl Source {
    /// A text that begins on a line.
    pub fn new(text: &str, line: usize) -> Self {
        let starts = text.chars().enumerate().filter(|(_, c)| *c == '\n').map(|(at, _)| at + 1).collect();
        Self { starts: std::rc::Rc::new(starts), line }
    }

    /// The line of a character.
    pub fn line(&self, character: usize) -> usize {
        self.line + self.starts.partition_point(|start| *start <= character)
    }
}
