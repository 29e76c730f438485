//! A failed call with its circumstances: the input of the error card.

use super::explain::{Explanation, explain};
use super::fix::{Circumstances, FixSet, Now};
use crate::bedrock::operation::Api;
use crate::experiment::run::exchange::{Exchange, Failure, Origin};

/// A call that failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Failed {
    /// Why.
    pub failure: Failure,
    /// The API that was called.
    pub api: Api,
    /// Who answered.
    pub origin: Origin,
    /// The model id or ARN.
    pub model: String,
    /// The region.
    pub region: String,
    /// Whether a streaming operation was called.
    pub streaming: bool,
}

impl Failed {
    /// What failed of a call, if it failed.
    pub fn of(call: &Exchange, region: &str) -> Option<Self> {
        Some(Self {
            failure: call.failure.clone()?,
            api: call.operation.api(),
            origin: call.origin,
            model: call.model.clone(),
            region: region.to_owned(),
            streaming: call.operation.is_streaming(),
        })
    }

    /// Explains the failure to a view that can do these fixes, as the page is now.
    pub fn explain(&self, offers: FixSet, now: Now) -> Explanation {
        let Self { failure, api, origin, model, region, streaming } = self;
        explain(
            failure,
            Circumstances { api: *api, origin: *origin, model, region, streaming: *streaming, offers, now },
        )
    }
}
