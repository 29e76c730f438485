//! Errors of a translation.

use thiserror::Error;

use crate::bedrock::family::{Family, FamilyKind};

/// Why an experiment has no native request.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TwinError {
    /// Outcrop has no writer for this family.
    #[error("{}", without_writer(*.0))]
    FamilyWithoutWriter(Family),
    /// The document is not a native body of the family.
    #[error("Not a body of {} models: `{pointer}` must be {expected}.", .family.name())]
    NotNative {
        /// The family.
        family: Family,
        /// JSON pointer of the place.
        pointer: &'static str,
        /// What the place must hold.
        expected: &'static str,
    },
    /// The document is not a Converse body.
    #[error("No native request: `{pointer}` must be {expected}.")]
    NotConverse {
        /// JSON pointer of the place.
        pointer: String,
        /// What the place must hold.
        expected: &'static str,
    },
}

/// Only a model that Converse serves can be sent there instead.
fn without_writer(family: Family) -> String {
    let name = family.name();
    match family.kind() {
        FamilyKind::Embedding | FamilyKind::Image | FamilyKind::Rerank => {
            format!("{name} models take InvokeModel only, and a conversation cannot be written as their body.")
        }
        FamilyKind::Video => format!("{name} models are called with StartAsyncInvoke, not with InvokeModel."),
        FamilyKind::Speech => {
            format!("{name} models are called with InvokeModelWithBidirectionalStream, not with InvokeModel.")
        }
        FamilyKind::Text if family == Family::Pegasus => {
            format!("{name} models take InvokeModel only, with a video, and Outcrop cannot write their body.")
        }
        FamilyKind::Text => {
            format!("Outcrop cannot write the native body of {name} models. Send this experiment with Converse.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converse_is_advised_only_where_it_serves_the_model() {
        for (family, part) in [
            (Family::TitanEmbedText, "InvokeModel only"),
            (Family::NovaCanvas, "InvokeModel only"),
            (Family::CohereRerank, "InvokeModel only"),
            (Family::Pegasus, "InvokeModel only"),
            (Family::NovaReel, "StartAsyncInvoke"),
            (Family::NovaSonic, "InvokeModelWithBidirectionalStream"),
        ] {
            let text = TwinError::FamilyWithoutWriter(family).to_string();
            assert!(text.contains(part) && !text.contains("with Converse"), "{text}");
        }
        assert!(TwinError::FamilyWithoutWriter(Family::CohereCommand).to_string().contains("with Converse"));
    }
}
