//! The reasons why a link or a file cannot be opened.

use thiserror::Error;

/// Why a link or a file cannot be opened. Nothing of it has been opened.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ShareError {
    /// The end is missing, or a piece of the middle.
    #[error(
        "This link is cut off: {got} of {wanted} characters arrived. Ask the sender to send it again, or as a \
             file"
    )]
    Cut {
        /// How many characters of the content are there.
        got: usize,
        /// How many the link says it has.
        wanted: usize,
    },
    /// So much is missing that not even the length is known.
    #[error("This link is cut off. Ask the sender to send it again, or as a file")]
    NoEnd,
    /// The length is right, the content is not.
    #[error("This link was changed on its way: its checksum does not match. Ask the sender to send it again")]
    Changed,
    /// It was written by a later version.
    #[error(
        "This was made by a newer Outcrop (format {found}; this page reads up to {known}). Reload the page, or open it where \
         it was made"
    )]
    Newer {
        /// The format it says it has.
        found: u64,
        /// The newest that is known here.
        known: u32,
    },
    /// It is not an Outcrop link.
    #[error("This is not an Outcrop link: {0}")]
    NotALink(String),
    /// It is not an Outcrop file.
    #[error("This is not an Outcrop file: {0}")]
    NotAFile(String),
    /// It would need more than may be spent on it.
    #[error("This is too large to open: {0}")]
    TooLarge(String),
    /// Its content is not what the format says.
    #[error("This cannot be read: {0}")]
    Wrong(String),
}
