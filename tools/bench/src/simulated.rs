//! Both calls of a conversation on the simulator.

use outcrop::aws::sigv4::sign;
use outcrop::aws::{credentials::Credentials, endpoint::Endpoint, region::Region, sigv4::Scope, time::Timestamp};
use outcrop::bedrock::conversation::Conversation;
use outcrop::bedrock::converse;
use outcrop::bedrock::model_id::ModelId;
use outcrop::bedrock::service_model::ServiceModel;
use outcrop::experiment::run::requests::{Delivery, build};
use outcrop::simulator::inference::tokens::count;
use outcrop::simulator::{Pacing, World, example_credentials, serve};
use serde_json::Value;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use super::signing::REGION;
use super::thrown;

/// Both calls of a conversation, which the simulator answers without delay.
#[wasm_bindgen]
pub struct Simulated {
    service_model: ServiceModel,
    credentials: Credentials,
    scope: Scope,
    now: Timestamp,
    model: ModelId,
    conversation: Conversation,
    endpoint: Endpoint,
}

#[wasm_bindgen]
impl Simulated {
    /// The conversation in a Converse body; `service_model` is the file that the page publishes.
    #[wasm_bindgen(constructor)]
    pub fn new(service_model: &str, model: &str, body: &str, now_ms: i64) -> Result<Self, JsError> {
        let region = Region::parse(REGION).map_err(thrown)?;
        let body: Value = serde_json::from_str(body).map_err(thrown)?;
        Ok(Self {
            service_model: ServiceModel::from_json(service_model).map_err(thrown)?,
            credentials: example_credentials(),
            endpoint: Endpoint::aws("bedrock-runtime", &region),
            scope: Scope { region, service: "bedrock".to_owned() },
            now: Timestamp(now_ms),
            model: ModelId::parse(model).map_err(thrown)?,
            conversation: converse::from_body(&body).map_err(thrown)?,
        })
    }

    /// Builds, signs and answers both calls; returns the bytes of the answers. A refusal is an error.
    pub fn answer(&self) -> Result<usize, JsError> {
        let world = World {
            now: self.now,
            seed: 1,
            call: 1,
            service_model: &self.service_model,
            token_table: None,
            pacing: Pacing::Instant,
            mishap: None,
            control: None,
        };
        let twin = build(&self.model, &self.conversation, None, Delivery::Whole, &self.endpoint);
        let mut bytes = 0;
        for call in [twin.converse, twin.invoke.map_err(thrown)?] {
            let signed = sign(&call.request, &self.credentials, &self.scope, self.now).map_err(thrown)?;
            let reply = serve(&signed.request, &world);
            if reply.status != 200 {
                return Err(JsError::new(&String::from_utf8_lossy(&reply.body())));
            }
            bytes += reply.body().len();
        }
        Ok(bytes)
    }
}

/// A text that is cut into the simulator's tokens; returns their number.
#[wasm_bindgen]
pub fn tokens(text: &str) -> u64 {
    count(text)
}
