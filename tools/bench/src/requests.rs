//! A conversation: both its requests, and its body in another family's format.

use outcrop::aws::endpoint::Endpoint;
use outcrop::aws::region::Region;
use outcrop::bedrock::conversation::Conversation;
use outcrop::bedrock::converse;
use outcrop::bedrock::family::Family;
use outcrop::bedrock::model_id::ModelId;
use outcrop::experiment::run::requests::{Delivery, Twin, build};
use outcrop::twin;
use serde_json::Value;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use super::signing::{Keys, REGION};
use super::thrown;

/// A conversation with a model.
#[wasm_bindgen]
pub struct Requests {
    model: ModelId,
    conversation: Conversation,
    endpoint: Endpoint,
    keys: Keys,
}

#[wasm_bindgen]
impl Requests {
    /// The conversation in a Converse body.
    #[wasm_bindgen(constructor)]
    pub fn new(model: &str, body: &str, session_token: String, now_ms: i64) -> Result<Self, JsError> {
        let body: Value = serde_json::from_str(body).map_err(thrown)?;
        Ok(Self {
            model: ModelId::parse(model).map_err(thrown)?,
            conversation: converse::from_body(&body).map_err(thrown)?,
            endpoint: Endpoint::aws("bedrock-runtime", &Region::parse(REGION).map_err(thrown)?),
            keys: Keys::new(session_token, now_ms)?,
        })
    }

    fn both(&self) -> Twin {
        build(&self.model, &self.conversation, None, Delivery::Whole, &self.endpoint)
    }

    /// Builds both requests; returns the bytes of their bodies.
    pub fn build(&self) -> Result<usize, JsError> {
        let twin = self.both();
        let invoke = twin.invoke.map_err(thrown)?;
        Ok(twin.converse.request.body.len() + invoke.request.body.len())
    }

    /// Builds and signs both requests; returns the bytes of their bodies.
    pub fn build_and_sign(&self) -> Result<usize, JsError> {
        let twin = self.both();
        let invoke = twin.invoke.map_err(thrown)?;
        let converse = self.keys.sign(&twin.converse.request)?;
        let invoke = self.keys.sign(&invoke.request)?;
        Ok(converse.request.body.len() + invoke.request.body.len())
    }

    /// The body of the Converse request.
    pub fn converse_body(&self) -> String {
        self.both().converse.body_text
    }
}

/// A Converse body, to be written in the format of a family.
#[wasm_bindgen]
pub struct Translated {
    model: ModelId,
    family: Family,
    body: Value,
}

#[wasm_bindgen]
impl Translated {
    /// A Converse body for a model, whose id names its family.
    #[wasm_bindgen(constructor)]
    pub fn new(model: &str, body: &str) -> Result<Self, JsError> {
        let model = ModelId::parse(model).map_err(thrown)?;
        let family = model.family().ok_or_else(|| JsError::new("the model has no known family"))?;
        Ok(Self { model, family, body: serde_json::from_str(body).map_err(thrown)? })
    }

    /// Writes the native body, with its links; returns the number of links.
    pub fn translate(&self) -> Result<usize, JsError> {
        Ok(twin::invoke_body(self.family, &self.body, &self.model).map_err(thrown)?.links.len())
    }
}
