//! A request that is signed.

use outcrop::aws::credentials::Credentials;
use outcrop::aws::endpoint::Endpoint;
use outcrop::aws::http::HttpRequest;
use outcrop::aws::region::Region;
use outcrop::aws::sigv4::canonical::payload_hash;
use outcrop::aws::sigv4::{Scope, SignedRequest, sign_with_payload_hash};
use outcrop::aws::time::Timestamp;
use outcrop::bedrock::model_id::ModelId;
use outcrop::bedrock::operation::Operation;
use outcrop::bedrock::request;
use outcrop::simulator::{EXAMPLE_ACCESS_KEY_ID, EXAMPLE_SECRET_ACCESS_KEY};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use super::thrown;

/// The region of every request that is measured.
pub const REGION: &str = "us-east-1";

/// What a request is signed with.
pub struct Keys {
    credentials: Credentials,
    scope: Scope,
    now: Timestamp,
}

impl Keys {
    /// The example keys with a session token, at a moment.
    pub fn new(session_token: String, now_ms: i64) -> Result<Self, JsError> {
        let (id, secret) = (EXAMPLE_ACCESS_KEY_ID, EXAMPLE_SECRET_ACCESS_KEY);
        Ok(Self {
            credentials: Credentials::new(id, secret, Some(session_token), None),
            scope: Scope { region: Region::parse(REGION).map_err(thrown)?, service: "bedrock".to_owned() },
            now: Timestamp(now_ms),
        })
    }

    /// Signs as the page does a request whose body nobody has hashed yet.
    pub fn sign(&self, request: &HttpRequest) -> Result<SignedRequest, JsError> {
        self.sign_hashed(request, &payload_hash(&request.body))
    }

    fn sign_hashed(&self, request: &HttpRequest, hash: &str) -> Result<SignedRequest, JsError> {
        sign_with_payload_hash(request, hash, &self.credentials, &self.scope, self.now).map_err(thrown)
    }
}

/// A Converse request that is signed.
#[wasm_bindgen]
pub struct Signing {
    request: HttpRequest,
    keys: Keys,
}

#[wasm_bindgen]
impl Signing {
    /// The request with this body.
    #[wasm_bindgen(constructor)]
    pub fn new(model: &str, body: Vec<u8>, session_token: String, now_ms: i64) -> Result<Self, JsError> {
        let model = ModelId::parse(model).map_err(thrown)?;
        let endpoint = Endpoint::aws("bedrock-runtime", &Region::parse(REGION).map_err(thrown)?);
        let request = request(Operation::Converse, &endpoint, &model, body);
        Ok(Self { request, keys: Keys::new(session_token, now_ms)? })
    }

    /// The URL.
    pub fn url(&self) -> String {
        self.request.url.to_string()
    }

    /// Where the body is in the memory, so that the browser hashes it there, as in the page.
    pub fn body_at(&self) -> *const u8 {
        self.request.body.as_ptr()
    }

    /// The bytes of the body.
    pub fn body_length(&self) -> usize {
        self.request.body.len()
    }

    /// Signs; returns the signature.
    pub fn sign(&self) -> Result<String, JsError> {
        Ok(self.keys.sign(&self.request)?.anatomy.signature)
    }

    /// Signs with a hash of the body that is given; returns the signature.
    pub fn sign_hashed(&self, hash: &str) -> Result<String, JsError> {
        Ok(self.keys.sign_hashed(&self.request, hash)?.anatomy.signature)
    }
}
