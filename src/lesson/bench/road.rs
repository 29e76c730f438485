//! The road of a bench's call: signed with the example credentials and answered by the simulator.

use std::cell::RefCell;
use std::sync::Arc;

use crate::aws::http::{HttpRequest, ResponseHead};
use crate::aws::region::Region;
use crate::aws::sigv4::{self, Scope};
use crate::aws::time::Timestamp;
use crate::bedrock::service_model::ServiceModel;
use crate::simulator::account::{Account, Control};
use crate::simulator::{Mishap, Pacing, Reply, TokenTable, World, example_credentials, serve};

/// The seed of the simulator in the page: lessons get the same answers there.
pub const SEED: u64 = 7;

/// What the simulator needs.
#[derive(Clone, Copy, Debug)]
pub struct Road<'a> {
    /// The service model of `bedrock-runtime`.
    pub runtime: &'a ServiceModel,
    /// The service models of the other clients.
    pub services: &'a [Arc<ServiceModel>],
    /// The measure for vectors.
    pub tokens: Option<&'a TokenTable>,
    /// The time.
    pub now: Timestamp,
}

impl<'a> Road<'a> {
    /// The service model of a client.
    pub fn model(&self, client: &str) -> Option<&'a ServiceModel> {
        if client == self.runtime.service {
            return Some(self.runtime);
        }
        self.services.iter().find(|model| model.service == client).map(AsRef::as_ref)
    }

    /// The circumstances of a call.
    pub fn world<'w>(&'w self, call: u64, fault: Option<Mishap>, control: Option<Control<'w>>) -> World<'w> {
        World {
            now: self.now,
            seed: SEED,
            call,
            service_model: self.runtime,
            token_table: self.tokens,
            pacing: Pacing::Instant,
            mishap: fault,
            control,
        }
    }

    /// Signs a request and answers it.
    ///
    /// # Errors
    /// When it cannot be signed, or the Region is not one.
    pub fn send(
        &self,
        request: &HttpRequest,
        region: &str,
        call: u64,
        fault: Option<Mishap>,
        account: &mut Account,
    ) -> Result<Reply, String> {
        let region = Region::parse(region).map_err(|error| error.to_string())?;
        let scope = Scope { region, service: "bedrock".to_owned() };
        let signed =
            sigv4::sign(request, &example_credentials(), &scope, self.now).map_err(|error| error.to_string())?;
        let shared = RefCell::new(std::mem::take(account));
        let control = Control { services: self.services, account: &shared };
        let reply = serve(&signed.request, &self.world(call, fault, Some(control)));
        *account = shared.into_inner();
        Ok(reply)
    }
}

/// Status and headers of a reply.
pub(super) fn head(reply: &Reply) -> ResponseHead {
    ResponseHead { status: reply.status, headers: reply.headers.clone() }
}
