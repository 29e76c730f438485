//! A stretch of one row in one colour.

/// What a span of a row is.
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
    /// A stretch of a string that means something to whoever reads it, such as a prompt template's mark.
    Token,
    /// A comment of a program.
    Comment,
}

/// A stretch of one row in one colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// What it is.
    pub kind: Kind,
    /// Its text, as it stands.
    pub text: String,
}
