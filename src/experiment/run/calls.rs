//! The calls of a view that only `InvokeModel` serves.

use serde_json::Value;

use super::session::Call;
use crate::aws::endpoint::Endpoint;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::Operation;

/// Calls of one model that differ in their bodies only.
#[derive(Clone, Debug, PartialEq)]
pub struct Calls {
    /// The model.
    pub model: ModelId,
    /// The bodies, one a call.
    pub bodies: Vec<Value>,
}

impl Calls {
    /// A single call.
    pub fn one(model: ModelId, body: Value) -> Self {
        Self { model, bodies: vec![body] }
    }

    /// The calls at an endpoint.
    pub fn at(&self, endpoint: &Endpoint) -> Vec<Call> {
        self.bodies.iter().map(|body| Call::of(Operation::InvokeModel, endpoint, &self.model, body)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::region::Region;
    use serde_json::json;

    #[test]
    fn each_body_is_a_call_of_the_model() {
        let model = ModelId::parse("amazon.titan-embed-text-v2:0").unwrap();
        let calls = Calls { model: model.clone(), bodies: vec![json!({"inputText": "a"}), json!({"inputText": "b"})] };
        let made = calls.at(&Endpoint::aws("bedrock-runtime", &Region::parse("us-east-1").unwrap()));
        let bodies: Vec<_> = made.iter().map(|call| String::from_utf8_lossy(&call.request.body).into_owned()).collect();
        assert_eq!(bodies, [r#"{"inputText":"a"}"#, r#"{"inputText":"b"}"#]);
        assert!(made.iter().all(|call| call.operation == Operation::InvokeModel && call.model == model.as_str()));
        assert_eq!(Calls::one(model, json!({})).bodies, [json!({})]);
    }
}
