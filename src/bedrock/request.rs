//! The HTTP request of an inference call, before it is signed.

use super::model_id::ModelId;
use super::operation::Operation;
use crate::aws::endpoint::Endpoint;
use crate::aws::http::{Header, HttpRequest, Method};

/// The unsigned request: `POST`, the model id as one path segment, and the body byte for byte.
///
/// One header is set, `content-type`. The API model has an `Accept` for `InvokeModel` (`X-Amzn-Bedrock-Accept` for its
/// stream) with the default `application/json`, and none for Converse; a default is not sent. The caller adds the
/// headers of a translation ([`crate::twin::Translation::headers`]).
pub fn request(operation: Operation, endpoint: &Endpoint, model: &ModelId, body: Vec<u8>) -> HttpRequest {
    HttpRequest {
        method: Method::Post,
        url: endpoint.url(&operation.path(model), None),
        headers: vec![Header::new("content-type", "application/json")],
        body: body.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::region::Region;

    #[test]
    fn the_request_is_what_the_reference_capture_shows() {
        let endpoint = Endpoint::aws("bedrock-runtime", &Region::parse("us-east-1").unwrap());
        let model = ModelId::parse("amazon.nova-lite-v1:0").unwrap();
        let request = request(Operation::ConverseStream, &endpoint, &model, b"{}".to_vec());
        assert_eq!(
            request.url.to_string(),
            "https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse-stream"
        );
        assert_eq!((request.method, request.header("Content-Type")), (Method::Post, Some("application/json")));
        assert_eq!((request.headers.len(), &*request.body), (1, &b"{}"[..]));
    }
}
