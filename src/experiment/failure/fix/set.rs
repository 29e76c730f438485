//! Which fixes a view can carry out. A card offers only those.

use super::Fix;

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
    /// Whether a view with this set can carry out that fix.
    pub fn has(self, fix: &Fix) -> bool {
        match fix {
            Fix::Page(_) | Fix::RunAgain => true,
            Fix::Model(_) => match self {
                Self::Form | Self::Model => true,
                Self::Page => false,
            },
            Fix::Draft(_) => self == Self::Form,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::error::AwsError;
    use crate::bedrock::operation::Api;
    use crate::experiment::failure::catalogue::{self, Reproduce};
    use crate::experiment::failure::failed::Failed;
    use crate::experiment::run::exchange::{Failure, Origin};

    /// For every text of the catalogue: a view without the playground's form is offered nothing that would change it.
    #[test]
    fn a_view_is_offered_only_what_it_can_do() {
        for (entry, sample) in catalogue::entries().flat_map(|entry| entry.samples.iter().map(move |it| (entry, it))) {
            let error = AwsError {
                status: sample.status,
                code: Some(sample.code.to_owned()),
                message: Some(sample.text.to_owned()),
                ..AwsError::default()
            };
            let failed = Failed {
                failure: Failure::Refused(error),
                api: Api::Invoke,
                origin: Origin::Aws,
                model: "amazon.titan-embed-text-v2:0".to_owned(),
                region: "us-east-1".to_owned(),
                streaming: false,
            };
            for offers in [FixSet::Form, FixSet::Model, FixSet::Page] {
                let card = failed.explain(offers);
                assert!(!card.fixes.is_empty(), "{}: a card offers something", entry.id);
                assert!(card.fixes.iter().all(|fix| offers.has(fix)), "{}: {:?}", entry.id, card.fixes);
                let needs_a_draft = matches!(card.reproduce, Reproduce::Setup(_));
                assert!(!needs_a_draft || offers == FixSet::Form, "{}", entry.id);
            }
        }
    }
}
