//! A call as every writer reads it: the operation, the members of its input, and the request that they become.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;

use super::super::dialect::{Data, Known, known_members};
use super::super::layout::Node;
use super::super::literal;
use super::super::writer::Writer;
use super::TAUGHT;
use crate::aws::endpoint::Endpoint;
use crate::aws::http::HttpRequest;
use crate::aws::region::Region;
use crate::bedrock::client::Client;
use crate::bedrock::service_model::{Member, OperationModel, ServiceModel, ShapeKind, Structure, call};

/// A call.
pub(super) struct Call<'a> {
    /// The client that has the operation.
    pub client: Client,
    /// The operation.
    pub operation: &'a OperationModel,
    /// Its input.
    pub input: Value,
    /// The region.
    pub region: Region,
    /// The client's service model.
    pub model: &'a ServiceModel,
    /// The request that the input becomes.
    pub request: HttpRequest,
}

impl<'a> Call<'a> {
    /// The call with this input.
    pub fn new(
        client: Client,
        operation: &str,
        input: &Value,
        region: &str,
        model: &'a ServiceModel,
    ) -> Result<Self, String> {
        let region = Region::parse(region).map_err(|error| error.to_string())?;
        let endpoint = Endpoint::aws(client.name(), &region);
        let request = call::request(model, operation, &endpoint, input).map_err(|error| error.to_string())?;
        let found = model.operation(operation).ok_or_else(|| format!("{} has no {operation}", client.name()))?;
        Ok(Self { client, operation: found, input: input.clone(), region, model, request })
    }

    /// Whether it is one of those that Rust, Java and Go are written for.
    pub fn is_taught(&self) -> bool {
        self.client == Client::Bedrock && TAUGHT.contains(&self.operation.name.as_str())
    }

    /// The structure of the input.
    pub fn structure(&self) -> Option<&'a Structure> {
        self.model.structure(self.operation.input.as_deref()?)
    }

    /// The members of the input that the operation has. The others become notes.
    pub fn members<'s>(&'s self, writer: &mut Writer) -> Vec<Known<'s>> {
        self.structure().map(|structure| known_members(structure, &self.input, "", writer)).unwrap_or_default()
    }

    /// The sentence that names the client, without its comment mark.
    pub fn which_client(&self) -> String {
        format!("The client {}. {}", self.client.name(), self.client.purpose())
    }

    /// The member of the answer that is a stream of events.
    pub fn events(&self) -> Option<&'a Member> {
        let output = self.model.structure(self.operation.output.as_deref()?)?;
        let is_stream = |member: &&Member| self.model.structure(&member.shape).is_some_and(|shape| shape.event_stream);
        output.members.iter().find(is_stream)
    }

    /// The member of the answer that is its body as bytes.
    pub fn answer_bytes(&self) -> Option<&'a Member> {
        let output = self.model.structure(self.operation.output.as_deref()?)?;
        let payload = output.payload.as_deref()?;
        output.members.iter().find(|member| member.name == payload && self.is_blob(&member.shape))
    }

    /// Whether a shape is bytes.
    pub fn is_blob(&self, shape: &str) -> bool {
        self.model.shape(shape).is_some_and(|shape| matches!(shape.kind, ShapeKind::Blob))
    }

    /// The bytes of a member, where they are text that an editor shows as it is.
    pub fn text_of(&self, known: &Known<'_>) -> Option<String> {
        let base64 = known.value.as_str().filter(|_| self.is_blob(known.shape))?;
        let text = String::from_utf8(BASE64.decode(base64).ok()?).ok()?;
        (!literal::refuses_raw(&text)).then_some(text)
    }

    /// The value of a member as an expression; bytes that are text by `encoded`.
    pub fn node(&self, data: &Data<'_>, known: &Known<'_>, encoded: fn(&str) -> String, writer: &mut Writer) -> Node {
        match self.text_of(known) {
            Some(text) => Node::atom(encoded(&text)),
            None => data.shaped(known.shape, known.value, &known.pointer, writer),
        }
    }

    /// The variable from which AWS's tools take another endpoint of this client.
    pub fn endpoint_variable(&self) -> String {
        format!("AWS_ENDPOINT_URL_{}", self.client.name().replace('-', "_").to_ascii_uppercase())
    }

    /// The pairs of the query, in the order in which they are signed.
    pub fn query(&self) -> Option<String> {
        let mut pairs: Vec<&str> = self.request.url.query.as_deref()?.split('&').collect();
        pairs.sort_unstable();
        Some(pairs.join("&"))
    }

    /// The headers of the request as lines that HTTP can carry.
    pub fn headers(&self) -> Result<Vec<(String, String)>, String> {
        let mut headers = Vec::new();
        for header in &self.request.headers {
            if header.value.chars().any(char::is_control) {
                return Err(format!(
                    "The header {} cannot hold a line break or another control character.",
                    header.name
                ));
            }
            headers.push((header.name.clone(), header.value.clone()));
        }
        Ok(headers)
    }
}
