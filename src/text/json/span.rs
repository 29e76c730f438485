//! A stretch of one row in one colour.

/// The kind of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A member's name, quotes included.
    Key,
    /// A string value, quotes included.
    String,
    /// A number.
    Number,
    /// `true`, `false`, `null`.
    Literal,
    /// Brackets, commas, colons and the space between.
    Punctuation,
    /// Anything that is not JSON.
    Bad,
    /// A part of a string with a special meaning, such as a mark of a prompt template.
    Token,
    /// A comment of a program.
    Comment,
}

/// A part of one row in one colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its kind.
    pub kind: Kind,
    /// Its text, unchanged.
    pub text: String,
}
