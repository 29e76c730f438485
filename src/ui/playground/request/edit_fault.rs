//! The error of a body in an editor.

use crate::twin::row_marks::Side;

/// An edited body that cannot be read; the other side then shows the last valid request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditFault {
    /// Which of the two bodies.
    pub side: Side,
    /// The place and reason, as a sentence.
    pub text: String,
}
