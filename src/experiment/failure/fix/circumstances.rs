//! The circumstances of a failure, what the page holds at the moment, and whether a fix would change it.

use super::{DraftFix, Fix, FixSet, ModelFix, PageFix};
use crate::bedrock::operation::Api;
use crate::experiment::form::draft::Draft;
use crate::experiment::run::exchange::Origin;

/// The circumstances of the failure, which the explanation depends on.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// Which API was called.
    pub api: Api,
    /// Who answered.
    pub origin: Origin,
    /// The model id or ARN.
    pub model: &'a str,
    /// The region.
    pub region: &'a str,
    /// Whether a streaming operation was called.
    pub streaming: bool,
    /// The fixes that the view can carry out.
    pub offers: FixSet,
    /// What the page holds now.
    pub now: Now<'a>,
}

/// What the page holds: the next call is made of it.
#[derive(Clone, Copy, Debug)]
pub struct Now<'a> {
    /// The playground's form; its region is every view's.
    pub draft: &'a Draft,
    /// Who answers the next call.
    pub origin: Origin,
    /// Whether the simulator is set to fail.
    pub fault: bool,
    /// What is added to the device's clock when a request is signed, in milliseconds.
    pub clock_offset_ms: i64,
    /// The most bytes that are received of a response.
    pub most_bytes: usize,
}

impl Fix {
    /// Whether it changes what the next call is made of, or leads somewhere. `by_fault` says that the simulator failed
    /// because it was set to.
    pub fn changes(&self, call: Circumstances, by_fault: bool) -> bool {
        let Now { draft, origin, fault, clock_offset_ms, most_bytes } = call.now;
        match self {
            Self::Draft(fix) => fix.changes(draft) && fix.reaches(call.api, draft),
            Self::Model(ModelFix::Use(id)) => !call.offers.is_form() || draft.model != *id,
            Self::Page(PageFix::SwitchRegion(region)) => draft.region != *region,
            Self::Page(PageFix::CorrectClock { offset_ms }) => clock_offset_ms != *offset_ms,
            Self::Page(PageFix::ReceiveMore(bytes)) => most_bytes < *bytes,
            // The simulator is called with its own example credentials.
            Self::Page(PageFix::OpenCredentials | PageFix::UseSimulator) => origin != Origin::Simulator,
            Self::Page(PageFix::EditEndpoint) => origin == Origin::Custom,
            Self::Page(PageFix::TurnFaultOff) => origin == Origin::Simulator && fault,
            // The same fault would come back.
            Self::RunAgain => !(by_fault && fault && origin == Origin::Simulator),
            Self::GoTo(_)
            | Self::Model(ModelFix::Edit)
            | Self::Page(PageFix::CopyPolicy(_) | PageFix::OpenItsView { .. }) => true,
        }
    }
}

impl DraftFix {
    /// Whether the request of that API follows from the form in what this fix changes: a native body that stands alone
    /// does not.
    fn reaches(&self, api: Api, draft: &Draft) -> bool {
        let stands_alone = api == Api::Invoke && draft.detached.is_some();
        !stands_alone || matches!(self, Self::StreamOn | Self::StreamOff | Self::SendAs(_) | Self::Relink)
    }
}
