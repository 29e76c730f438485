//! Where a call goes: region, model and operation, from the URL of the text.

use super::request_parts::{Endpoint, MODEL_IS_VARIABLE, RequestParts};
use crate::aws::region::Region;
use crate::bedrock::operation::Operation;

/// The hosts of Bedrock whose next label is the region.
const SERVICES: [&str; 3] = ["bedrock-runtime", "bedrock-runtime-fips", "bedrock-mantle"];

/// Calls that are no inference, by a part of their path.
const OTHER_CALLS: [(&str, &str); 12] = [
    ("/count-tokens", "CountTokens. The page counts tokens itself: import the request that is to be counted"),
    ("/async-invoke", "StartAsyncInvoke, which writes its result to S3. The page does not call it"),
    ("/guardrail/", "ApplyGuardrail, which calls no model. The page does not call it"),
    ("/invoke-with-bidirectional-stream", "InvokeModelWithBidirectionalStream. A browser cannot open such a stream"),
    ("/foundation-models", "the control plane of Bedrock, which calls no model"),
    ("/inference-profiles", "the control plane of Bedrock, which calls no model"),
    ("/model-invocation-job", "the control plane of Bedrock, which calls no model"),
    ("/agents/", "an agent of Bedrock (bedrock-agent-runtime), not a model"),
    ("/knowledgebases/", "a knowledge base of Bedrock (bedrock-agent-runtime), not a model"),
    ("/retrieveAndGenerate", "RetrieveAndGenerate of a knowledge base (bedrock-agent-runtime), not a model"),
    ("/flows/", "a flow of Bedrock (bedrock-agent-runtime), not a model"),
    ("/v1/responses", "the OpenAI-compatible Responses endpoint, whose body no other API takes"),
];

impl RequestParts {
    /// Reads region, model and operation from a URL.
    pub fn address(&mut self, url: &str) -> Result<(), String> {
        let (host, path) = match url.split_once("://") {
            Some((_, rest)) => rest.split_once('/').unwrap_or((rest, "")),
            None => ("", url.trim_start_matches('/')),
        };
        self.host(host);
        self.path(path)
    }

    /// Reads the region from a host: of a public endpoint, or of an interface endpoint in a VPC.
    pub fn host(&mut self, host: &str) {
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        let name = host.split(':').next().unwrap_or_default();
        let mut labels = name.split('.').skip_while(|label| !SERVICES.contains(label));
        let is_aws =
            name.ends_with(".amazonaws.com") || name.ends_with(".api.aws") || name.ends_with(".amazonaws.com.cn");
        match (labels.next(), labels.next()) {
            (Some(service), Some(region)) if is_aws && Region::parse(region).is_ok() => {
                self.region = Some(region.to_owned());
                if !name.starts_with(service) {
                    self.note(format!("Ignored the VPC endpoint {name}: choose the endpoint in the page"));
                }
            }
            (Some(_), Some(region)) if is_aws && !is_variable(region) => self.region = Some(region.to_owned()),
            _ if !host.is_empty() && !is_variable(host) => {
                self.note(format!("Ignored the host {host}: choose the endpoint in the page"));
            }
            _ => {}
        }
    }

    /// Reads model and operation from a path. A gateway may have put its own path before it, also with the region.
    pub fn path(&mut self, path: &str) -> Result<(), String> {
        let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
        let path = format!("/{path}");
        if let Some(endpoint) = Endpoint::from_path(&path) {
            self.endpoint = Some(endpoint);
            return Ok(());
        }
        let call = path.split_once("/model/").and_then(|(prefix, call)| Some((prefix, call.rsplit_once('/')?)));
        let Some((prefix, (model, suffix))) = call else {
            let other = OTHER_CALLS.iter().find(|(part, _)| path.contains(part));
            return Err(other.map_or_else(
                || format!("`{path}` is not the path of a model call such as /model/amazon.nova-lite-v1%3A0/converse"),
                |(_, what)| format!("`{path}` is the path of {what}"),
            ));
        };
        let operation = Operation::ALL.into_iter().find(|operation| operation.path_suffix() == suffix);
        self.operation = Some(operation.ok_or_else(|| {
            let other = OTHER_CALLS.iter().find(|(part, _)| part.trim_start_matches('/') == suffix);
            other.map_or_else(
                || format!("`{suffix}` is not a supported operation"),
                |(_, what)| format!("`{suffix}` is {what}"),
            )
        })?);
        if self.region.is_none() {
            self.region = prefix.split('/').find(|part| Region::parse(part).is_ok()).map(str::to_owned);
        }
        if let Some(name) = variable_name(model) {
            self.note(format!("{MODEL_IS_VARIABLE} {name}, whose value is not in the text; the page's model is kept"));
            return Ok(());
        }
        if model.contains('/') {
            self.note(
                "The ARN in the text's URL has a plain slash, for which AWS finds no operation. The page writes %2F",
            );
        }
        let decoded = decode(model);
        let twice = decode(&decoded);
        if twice != decoded {
            self.note(
                "The model in the text's URL is encoded twice (%25), which AWS refuses. The page encodes it once",
            );
        }
        self.model = Some(twice);
        Ok(())
    }
}

fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Whether a part of a URL is, or contains, a variable that the text does not set.
fn is_variable(text: &str) -> bool {
    text.contains(['$', '{', '<', '%'])
}

/// The variable in place of a model: `$M`, `${MODEL}`, `{model_id}`, `<model-id>`, `%MODEL%`, `MODEL_ID`.
fn variable_name(model: &str) -> Option<&str> {
    let is_word = !model.is_empty() && model.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let in_percents = model.len() > 2 && model.starts_with('%') && model.ends_with('%');
    (model.contains(['$', '{', '<']) || is_word || in_percents).then_some(model)
}
