//! The sheets that an experiment fills, and the covers over the user's own sheets.
//!
//! A comparison fills two views: the playground with its prompt, and Compare with its columns.

use super::{EDITED, Effect};
use crate::experiment::document::experiment::{Experiment, Subject};
use crate::experiment::document::lab::LabKind;
use crate::experiment::form::draft::Draft;

/// A view that can be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The playground.
    Playground,
    /// The columns of a comparison.
    Compare,
    /// Embeddings.
    Embeddings,
    /// Images.
    Images,
    /// A call of any operation.
    Explorer,
}

impl Place {
    /// Every view.
    pub const ALL: [Self; 5] = [Self::Playground, Self::Compare, Self::Embeddings, Self::Images, Self::Explorer];
}

/// The view that shows a subject.
pub fn place_of(subject: &Subject) -> Place {
    match subject {
        Subject::Playground(_) => Place::Playground,
        Subject::Compare(..) => Place::Compare,
        Subject::Lab(lab) => match lab.kind {
            LabKind::Embeddings => Place::Embeddings,
            LabKind::Images => Place::Images,
            LabKind::Explorer => Place::Explorer,
        },
    }
}

/// The sheets that an experiment fills, each with its title and note. `shown` is the playground's draft: of it, a lab changes
/// the region and nothing else. The columns of a comparison are kept with an empty prompt, because the prompt is the
/// playground's.
pub fn sheets_of(experiment: &Experiment, shown: &Draft) -> Vec<Experiment> {
    let described = |subject| Experiment {
        title: experiment.title.clone(),
        note: experiment.note.clone(),
        view: experiment.view.clone(),
        ..Experiment::new(subject)
    };
    match &experiment.subject {
        Subject::Playground(draft) => vec![described(Subject::Playground(draft.clone()))],
        Subject::Compare(draft, comparison) => vec![
            described(Subject::Playground(draft.clone())),
            described(Subject::Compare(Draft::default(), comparison.clone())),
        ],
        Subject::Lab(lab) => {
            let region = (shown.region != lab.region)
                .then(|| Experiment::new(Subject::Playground(Draft { region: lab.region.clone(), ..shown.clone() })));
            region.into_iter().chain([described(experiment.subject.clone())]).collect()
        }
    }
}

/// Whether two drafts are the same but for the region, which all views share.
pub fn differs_in_region_only(own: &Subject, other: &Subject) -> bool {
    match (own, other) {
        (Subject::Playground(own), Subject::Playground(other)) => {
            Draft { region: other.region.clone(), ..own.clone() } == *other
        }
        (Subject::Playground(_) | Subject::Compare(..) | Subject::Lab(_), _) => own == other,
    }
}

/// Saves a sheet for the user: a draft or a call into the history, anything else into a file.
pub fn rescue(sheet: Experiment, title: &'static str, effects: &mut Vec<Effect>) {
    match sheet.subject {
        Subject::Playground(draft) => effects.push(Effect::ToHistory(title, draft)),
        Subject::Lab(lab) if lab.kind == LabKind::Explorer => effects.push(Effect::CallToHistory(title, lab)),
        Subject::Compare(..) | Subject::Lab(_) => effects.push(Effect::SaveFile(sheet)),
    }
}

/// What lies over an own sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    /// The sheet that is shown.
    pub sheet: Experiment,
    /// Whether the user typed into it.
    pub edited: bool,
    /// Whether it is there to reproduce an error.
    pub reproduces: bool,
    /// The visit that a reproduction lies on.
    pub under: Option<Box<Cover>>,
}

impl Cover {
    /// A sheet that is only looked at.
    pub fn looking(sheet: Experiment) -> Self {
        Self { sheet, edited: false, reproduces: false, under: None }
    }

    /// A sheet that the user typed into.
    pub fn edited(sheet: Experiment) -> Self {
        Self { edited: true, ..Self::looking(sheet) }
    }

    /// Saves the input in it, and in the sheets below it, for the user.
    pub fn rescue(self, effects: &mut Vec<Effect>) {
        self.rescue_under(effects);
        if self.edited {
            rescue(self.sheet, EDITED, effects);
        }
    }

    /// Saves the input in the visit below it for the user.
    pub fn rescue_under(&self, effects: &mut Vec<Effect>) {
        if let Some(under) = &self.under {
            under.as_ref().clone().rescue(effects);
        }
    }
}
