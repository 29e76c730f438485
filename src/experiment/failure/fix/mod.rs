//! What the user can do about a failure: a remedy in general, a fix in particular.
//!
//! An entry of the catalogue names a [`Remedy`]: “call the profile”. The model, the region and the message turn it into
//! [`Fix`]es: “Use eu.anthropic…”. A fix belongs to whoever carries it out: the playground's form, the model field of a
//! view, the page, or the view that runs. No fix sends anything by itself, and none is offered that would leave everything as
//! it is ([`Fix::changes`]).

mod circumstances;
mod draft;
#[cfg(test)]
mod no_ops;
mod policy;
mod range;
mod remedy;
mod set;
#[cfg(test)]
mod tests;

pub use circumstances::{Circumstances, Now};
pub use draft::DraftFix;
pub use set::FixSet;

use crate::experiment::document::lab::LabKind;
use crate::experiment::form::issue::Field;
use crate::text::number;

/// A way to help, before it is known with which value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Call the inference profile that exists for this model and region.
    UseProfile,
    /// Go to a region from which this profile can be called.
    SwitchRegion,
    /// Choose another model.
    EditModel,
    /// Open a model that Converse does not serve in the view of its kind.
    OpenItsView,
    /// Do not send this parameter.
    Untick(Field),
    /// Do not send the parameter that the message names.
    UntickNamed,
    /// Remove this key from the additional fields.
    DropExtra(&'static str),
    /// Remove the key that the message names from the additional fields.
    DropNamed,
    /// Remove this member of the Converse body.
    DropMore(&'static str),
    /// Send no system prompt.
    DropSystem,
    /// Allow fewer tokens.
    FewerTokens,
    /// Allow more tokens than thinking may take.
    TokensAboveBudget,
    /// Set the parameter that the message names to the bound that it names.
    WithinRange,
    /// Force no tool.
    DropToolChoice,
    /// Ask for no effort.
    DropEffort,
    /// Remove the cache points.
    DropCachePoints,
    /// Let the native body follow the form again.
    Relink,
    /// Move to the field that the message names.
    GoTo,
    /// Call without a stream.
    StreamOff,
    /// Call with a stream.
    StreamOn,
    /// Call Converse only.
    SendAsConverse,
    /// Remove the assistant's messages before the first of the user.
    DropLeadingAnswers,
    /// Remove the assistant's last message.
    DropLastAnswer,
    /// Make one message of those of the same role in a row.
    MergeTurns,
    /// Remove messages and blocks without text.
    DropBlankMessages,
    /// Sign with the clock of the service.
    CorrectClock,
    /// Copy the statement that allows what was refused.
    CopyPolicy,
    /// Paste credentials.
    PasteCredentials,
    /// Answer from the simulator instead.
    UseSimulator,
    /// Edit the endpoint that was typed.
    EditEndpoint,
    /// Run the same again.
    RunAgain,
}

/// A fix, by who carries it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// The playground's form.
    Draft(DraftFix),
    /// The model field of the view that shows the failure.
    Model(ModelFix),
    /// The page, whichever view is open.
    Page(PageFix),
    /// The playground's form: move the focus to this field.
    GoTo(Field),
    /// The view that shows the failure: run the same again. The user presses it, because a run is billed.
    RunAgain,
}

/// A fix that a model field carries out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelFix {
    /// Put this model or profile id into the field.
    Use(String),
    /// Move the focus to the field.
    Edit,
}

/// A fix that the page carries out: region, endpoint, credentials, clock, mode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageFix {
    /// Choose this region.
    SwitchRegion(String),
    /// From now on, sign with this device's clock and a correction.
    CorrectClock {
        /// What to add to the device's clock.
        offset_ms: i64,
    },
    /// Copy this IAM statement.
    CopyPolicy(String),
    /// Open the credentials dialog.
    OpenCredentials,
    /// Answer from the simulator instead.
    UseSimulator,
    /// Let the simulator fail no longer.
    TurnFaultOff,
    /// Move the focus to the endpoint field.
    EditEndpoint,
    /// From now on, receive at most this many bytes of a response.
    ReceiveMore(usize),
    /// Open this model in the view of its kind.
    OpenItsView {
        /// The model.
        model: String,
        /// The view that writes its body.
        lab: LabKind,
    },
}

impl From<DraftFix> for Fix {
    fn from(fix: DraftFix) -> Self {
        Self::Draft(fix)
    }
}

impl From<ModelFix> for Fix {
    fn from(fix: ModelFix) -> Self {
        Self::Model(fix)
    }
}

impl From<PageFix> for Fix {
    fn from(fix: PageFix) -> Self {
        Self::Page(fix)
    }
}

impl Fix {
    /// The text of its button.
    pub fn label(&self) -> String {
        match self {
            Self::Draft(fix) => fix.label(),
            Self::Model(ModelFix::Use(id)) => format!("Use {id}"),
            Self::Model(ModelFix::Edit) => "Choose a model".to_owned(),
            Self::Page(fix) => fix.label(),
            Self::GoTo(Field::Message(at)) => format!("Go to message {}", at + 1),
            Self::GoTo(field) => format!("Go to {}", draft::name(*field)),
            Self::RunAgain => "Run again".to_owned(),
        }
    }
}

impl PageFix {
    fn label(&self) -> String {
        let fixed = match self {
            Self::SwitchRegion(region) => return format!("Switch to {region}"),
            Self::ReceiveMore(bytes) => return format!("Receive up to {}", number::bytes(*bytes)),
            Self::OpenItsView { lab: LabKind::Embeddings, .. } => "Open in Embeddings",
            Self::OpenItsView { lab: LabKind::Images, .. } => "Open in Images",
            Self::OpenItsView { lab: LabKind::Explorer, .. } => "Open in the Explorer",
            Self::CorrectClock { offset_ms } => return format!("Correct the clock by {}", spoken(*offset_ms)),
            Self::CopyPolicy(_) => "Copy the missing IAM statement",
            Self::OpenCredentials => "Paste credentials…",
            Self::UseSimulator => "Use the simulator",
            Self::TurnFaultOff => "Turn the fault off",
            Self::EditEndpoint => "Edit the endpoint",
        };
        fixed.to_owned()
    }
}

/// A clock's difference in words.
fn spoken(offset_ms: i64) -> String {
    let sign = if offset_ms < 0 { "−" } else { "+" };
    let seconds = (offset_ms.unsigned_abs() + 500) / 1_000;
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{sign}{seconds} s"),
        (minutes, 0) => format!("{sign}{minutes} min"),
        (minutes, seconds) => format!("{sign}{minutes} min {seconds} s"),
    }
}
