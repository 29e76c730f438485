//! The events of a visit, the effects that a controller performs, and the text of the banner.

use super::sheet::Place;
use crate::bedrock::operation::Api;
use crate::experiment::document::experiment::{Answer, Experiment, Subject, ViewState};
use crate::experiment::document::lab::Lab;
use crate::experiment::form::draft::Draft;

/// How an experiment came to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// By a link.
    Link,
    /// By a file.
    File,
}

/// What the banner says of the experiment that is being looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Banner {
    /// Its source; `None` after a reload, when only the user's decision is missing.
    pub source: Option<Source>,
    /// The author's title.
    pub title: String,
    /// The author's note.
    pub note: String,
    /// The parts that were left out or ignored.
    pub notes: Vec<String>,
}

/// The answers in a link or a file: nobody can verify them here.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedAnswers {
    /// Their source.
    pub source: Source,
    /// The form that they belong to.
    pub draft: Draft,
    /// The answers.
    pub answers: Vec<Answer>,
}

impl SharedAnswers {
    /// Those to the calls of one API.
    pub fn of(&self, api: Api) -> impl Iterator<Item = &Answer> {
        self.answers.iter().filter(move |answer| answer.api == api)
    }
}

/// One of the two sheets of a view that a device stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// The user's own sheet.
    Own,
    /// Another person's sheet that the user has edited.
    Visit,
}

/// What a device stored of a view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stored {
    /// The user's own sheet.
    pub own: Option<Experiment>,
    /// Another person's sheet that the user had edited.
    pub visit: Option<Experiment>,
}

/// What happens to a visit.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one is made for each thing that a person does, and used up at once")]
pub enum Event {
    /// The page starts with what the device stored of a view.
    Reloaded(Place, Stored),
    /// A link or a file was opened.
    Opened {
        /// The experiment.
        experiment: Experiment,
        /// Its source.
        source: Source,
        /// The parts that were left out or ignored.
        notes: Vec<String>,
        /// The view that was open.
        from: Place,
    },
    /// A link or a file could not be opened, and why.
    Failed(String),
    /// The user has read the reason.
    Dismissed,
    /// The user changed the sheet that a view shows.
    Changed(Place, Subject, ViewState),
    /// A view was filled: what it shows now is all that it could take over, and these notes say what it could not.
    Filled(Place, Subject, Vec<String>),
    /// The user keeps the sheet that is shown.
    Keep,
    /// The user goes back to their own sheet.
    Back,
    /// The user restores a draft from the history.
    Restored(Draft),
    /// The user puts an example, an earlier draft or a call from the history, with its title and note, in place of what its view
    /// shows; that goes into the history under this title.
    Replaced(Experiment, &'static str),
    /// A draft that reproduces an error takes the playground.
    Reproduced(Draft),
    /// The user ends the reproduction.
    ReproductionEnded,
}

/// What a controller has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Fill a view; with `None`, as it begins.
    Fill(Place, Option<Experiment>),
    /// Store a sheet.
    Store(Shelf, Place, Experiment),
    /// Remove a stored sheet.
    Forget(Shelf, Place),
    /// Take the experiment out of the address; the view stays in it.
    LeaveAddress,
    /// Add a draft to the history, under this title.
    ToHistory(&'static str, Draft),
    /// Add the form of a call to the history, under this title.
    CallToHistory(&'static str, Lab),
    /// Save an experiment as a file.
    SaveFile(Experiment),
    /// Open a view by its address.
    Show(Place),
    /// Tell the user.
    Say(&'static str),
}

impl Banner {
    /// The banner of a visit whose origin is not known any more.
    pub(super) fn undecided() -> Self {
        Self { source: None, title: String::new(), note: String::new(), notes: Vec::new() }
    }
}
