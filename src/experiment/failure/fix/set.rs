//! Which fixes a view can carry out. A card offers only those.

use super::{Fix, PageFix};

/// What a view has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixSet {
    /// The whole form: the playground.
    Form,
    /// A model field of its own: embeddings, images.
    Model,
    /// Nothing of its own: only the page's fixes, and running again.
    Page,
}

impl FixSet {
    /// Whether it is the playground's.
    pub fn is_form(self) -> bool {
        match self {
            Self::Form => true,
            Self::Model | Self::Page => false,
        }
    }

    /// Whether a view with this set can carry out that fix.
    pub fn has(self, fix: &Fix) -> bool {
        match fix {
            // Who sees the card elsewhere is in that view already.
            Fix::Page(PageFix::OpenItsView { .. }) | Fix::Draft(_) | Fix::GoTo(_) => self.is_form(),
            Fix::Page(_) | Fix::RunAgain => true,
            Fix::Model(_) => match self {
                Self::Form | Self::Model => true,
                Self::Page => false,
            },
        }
    }
}
