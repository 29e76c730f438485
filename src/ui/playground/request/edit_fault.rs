//! What is wrong with a body that is being edited.

use crate::twin::row_marks::Side;

/// A body that is being edited and that cannot be read; the other side then shows the last good request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditFault {
    /// Which of the two bodies.
    pub side: Side,
    /// Where and why, as a sentence.
    pub text: String,
}
