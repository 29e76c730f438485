//! The parts of a request that a reader extracted, and the draft that they make.

use serde_json::{Map, Value, json};

use super::body::{guess, has_content, is_converse};
use super::placeholder::is_placeholder;
use crate::aws::region::Region;
use crate::bedrock::conversation::Conversation;
use crate::bedrock::converse;
use crate::bedrock::family::Family;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::Operation;
use crate::experiment::{Detached, Draft, SendAs};
use crate::text::json::print;
use crate::twin;

/// The parts of a request. Only the body is required.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct RequestParts {
    /// The operation; `None` when the text was only a body.
    pub operation: Option<Operation>,
    /// The model id, decoded.
    pub model: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// Headers of the call, with names in lower case and without any that carry credentials.
    pub headers: Vec<(String, String)>,
    /// The body, as JSON where it is JSON.
    pub body: Body,
    /// The compatible endpoint that the text calls in place of an operation.
    pub endpoint: Option<Endpoint>,
    /// Notes for the user.
    pub notes: Vec<String>,
}

/// An endpoint of Bedrock that takes the requests of another provider's SDK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Endpoint {
    /// `/openai/v1/chat/completions`.
    OpenAi,
    /// `/anthropic/v1/messages`.
    Anthropic,
}

impl Endpoint {
    /// The endpoint of a path.
    pub(super) fn from_path(path: &str) -> Option<Self> {
        if path.ends_with("/v1/chat/completions") {
            Some(Self::OpenAi)
        } else if path.ends_with("/v1/messages") {
            Some(Self::Anthropic)
        } else {
            None
        }
    }

    /// The endpoint in words.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::OpenAi => "the OpenAI-compatible endpoint (/openai/v1/chat/completions)",
            Self::Anthropic => "the Anthropic-compatible endpoint (/anthropic/v1/messages)",
        }
    }

    /// The family whose body it takes.
    pub(super) fn family(self) -> Family {
        match self {
            Self::OpenAi => Family::OpenAiChat,
            Self::Anthropic => Family::Claude,
        }
    }
}

/// The body of the request.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Body {
    /// JSON.
    Json(Value),
    /// Anything else.
    Text(String),
}

impl Default for Body {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Body {
    /// Parses the body as JSON, or keeps it as text.
    pub fn parse(text: &str) -> Self {
        serde_json::from_str(text).map_or_else(|_| Self::Text(text.trim_end_matches('\n').to_owned()), Self::Json)
    }
}

/// Headers that the browser, the signer or the tool sets.
const TRANSPORT: [&str; 17] = [
    "host",
    "content-length",
    "user-agent",
    "accept-encoding",
    "accept-language",
    "connection",
    "origin",
    "referer",
    "x-amz-date",
    "x-amz-content-sha256",
    "x-amz-user-agent",
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "date",
    "expect",
    "cache-control",
    "pragma",
];
/// Headers that carry credentials.
const SECRET: [&str; 5] = ["authorization", "x-amz-security-token", "cookie", "x-api-key", "proxy-authorization"];

/// The beginning of the note on a model that the text does not name itself.
pub(super) const MODEL_IS_VARIABLE: &str = "The model is the variable";

impl RequestParts {
    /// Adds a note, unless it was added before.
    pub fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.notes.contains(&text) {
            self.notes.push(text);
        }
    }

    /// Notes that a secret was not imported. A variable or a placeholder is no secret.
    pub fn secret(&mut self, what: &str, value: &str) {
        if !is_placeholder(value) {
            self.note(format!(
                "The text contains {what}. It is not imported; if you shared the text, revoke that credential"
            ));
        }
    }

    /// Adds a header.
    pub fn header(&mut self, name: &str, value: &str) {
        let name = name.trim().to_ascii_lowercase();
        let value = value.trim();
        match name.as_str() {
            "authorization" if value.starts_with("AWS4-HMAC-SHA256") => {
                self.note("Ignored the signature: it expires after minutes, and the page signs again");
            }
            name if SECRET.contains(&name) => self.secret(&format!("a credential (header {name})"), value),
            name if TRANSPORT.contains(&name) || name.starts_with("sec-") || name.starts_with(':') => {}
            _ => self.headers.push((name, value.to_owned())),
        }
    }

    /// The draft that the parts make, and the notes. What the text does not set is taken from `before`.
    pub fn into_draft(mut self, before: &Draft) -> Result<(Draft, Vec<String>), String> {
        let mut draft = before.clone();
        draft.detached = None;
        draft.top_k.sent = false;
        let mut body = std::mem::take(&mut self.body);
        if let Body::Json(body) = &mut body {
            self.settle(body)?;
        } else if let Some(endpoint) = self.endpoint {
            return Err(format!("it calls {}, and its body is not JSON", endpoint.label()));
        }
        if self.region.is_none()
            && let Some(model) = &self.model
        {
            // An ARN names its region.
            self.region = ModelId::parse(model).ok().and_then(|model| Some(model.arn_region()?.to_owned()));
        }
        let names_variable = |model: &String| model.contains(['$', '{', '<', '}']) || model.trim().is_empty();
        if let Some(model) = self.model.take().filter(|model| !names_variable(model)) {
            if draft.model != model {
                draft.family.clear();
            }
            draft.model = model;
        } else if self.operation.is_some() && !self.notes.iter().any(|note| note.starts_with(MODEL_IS_VARIABLE)) {
            self.note(format!("The text names no model; {} is kept", before.model));
        }
        match self.region.take() {
            Some(region) if Region::parse(&region).is_ok() => draft.region = region,
            Some(region) => {
                self.note(format!("Unknown region “{region}”; {} is kept", before.region));
            }
            None if self.operation.is_some() => {
                self.note(format!("The text names no region; {} is kept", before.region));
            }
            None => {}
        }
        match (self.operation, body) {
            (Some(operation), Body::Json(body)) if operation.is_converse() => Self::converse(&mut draft, &body)?,
            (Some(operation), Body::Text(text)) if operation.is_converse() => {
                let error = serde_json::from_str::<Value>(&text).err();
                return Err(format!("Converse requires a JSON body, but {}", reason(error.as_ref())));
            }
            (None, Body::Json(body)) if is_converse(&body) => Self::converse(&mut draft, &body)?,
            (None, Body::Json(body)) if !has_content(&body) => {
                return Err("no model takes it: it has no messages, prompt or other input".to_owned());
            }
            (_, Body::Json(body)) if body.as_object().is_none_or(Map::is_empty) => {
                return Err("its body is empty".to_owned());
            }
            (_, Body::Json(body)) => self.native(&mut draft, &body),
            (_, Body::Text(text)) if text.trim().is_empty() => return Err("it has no body".to_owned()),
            (_, Body::Text(text)) => self.detach(&mut draft, text),
        }
        if let Some(operation) = self.operation {
            draft.send_as = if operation.is_converse() { SendAs::Converse } else { SendAs::Invoke };
            draft.stream = operation.is_streaming();
        }
        for (name, _) in std::mem::take(&mut self.headers) {
            if !["content-type", "accept"].contains(&name.as_str()) {
                self.note(format!("Ignored the header {name}: the experiment cannot hold it"));
            }
        }
        Ok((draft, self.notes))
    }

    fn converse(draft: &mut Draft, body: &Value) -> Result<(), String> {
        let conversation = converse::from_body(body).map_err(|error| error.to_string())?;
        let has_prompt = draft.model.contains(":prompt/");
        if conversation.messages.is_empty() && !has_prompt {
            return Err("it has no messages".to_owned());
        }
        adopt(draft, &conversation);
        draft.send_as = SendAs::Converse;
        Ok(())
    }

    /// Reads a native body as a conversation when that gives the same request again; otherwise detaches it.
    fn native(&mut self, draft: &mut Draft, body: &Value) {
        draft.send_as = SendAs::Invoke;
        let model =
            ModelId::parse(&draft.model).ok().map(|model| model.with_family(Family::from_base_id(&draft.family)));
        let family = model.as_ref().and_then(ModelId::family);
        let guessed = guess(body);
        if self.operation.is_none() && guessed.is_some() && guessed != family {
            self.note(format!(
                "This looks like a body of {} models. Choose one of them",
                guessed.map_or("other", Family::name)
            ));
            return self.detach(draft, print(body));
        }
        let (Some(model), Some(family)) = (model, family) else {
            self.note("Unknown model family; the body is imported unchanged, as a detached body");
            return self.detach(draft, print(body));
        };
        let translation = match twin::converse_body(family, body, &model) {
            Ok(translation) => translation,
            Err(error) => {
                self.note(format!("The body is imported unchanged, as a detached body. {error}"));
                return self.detach(draft, print(body));
            }
        };
        let mut converse_body = translation.body;
        let used_headers = self.take_headers(&mut converse_body);
        let lost: Vec<&str> = translation
            .native_only
            .iter()
            .filter(|only| only.kept_at.is_none())
            .map(|only| only.pointer.as_str())
            .collect();
        match (lost.as_slice(), converse::from_body(&converse_body)) {
            ([], Ok(conversation)) => {
                self.headers.retain(|(name, _)| !used_headers.contains(name));
                adopt(draft, &conversation);
            }
            (lost, _) => {
                self.note(format!(
                    "Converse cannot hold {}, so the body is detached: InvokeModel sends it unchanged, and Converse keeps \
                     the previous conversation",
                    lost.join(", ")
                ));
                self.detach(draft, print(body));
            }
        }
    }

    /// Moves headers of `InvokeModel` to the members of Converse that replace them; returns the names of those headers.
    fn take_headers(&self, body: &mut Value) -> Vec<String> {
        let mut used_headers = Vec::new();
        for (name, value) in &self.headers {
            let (place, value) = match name.as_str() {
                "x-amzn-bedrock-guardrailidentifier" => (["guardrailConfig", "guardrailIdentifier"], json!(value)),
                "x-amzn-bedrock-guardrailversion" => (["guardrailConfig", "guardrailVersion"], json!(value)),
                "x-amzn-bedrock-trace" => (["guardrailConfig", "trace"], json!(value.to_ascii_lowercase())),
                "x-amzn-bedrock-performanceconfig-latency" => (["performanceConfig", "latency"], json!(value)),
                "x-amzn-bedrock-service-tier" => (["serviceTier", "type"], json!(value)),
                "x-amzn-bedrock-projectidentifier" => {
                    if let Value::Object(members) = &mut *body {
                        members.insert("projectIdentifier".to_owned(), json!(value));
                        used_headers.push(name.clone());
                    }
                    continue;
                }
                "x-amzn-bedrock-request-metadata" => match (serde_json::from_str::<Value>(value), &mut *body) {
                    (Ok(metadata), Value::Object(members)) => {
                        members.insert("requestMetadata".to_owned(), metadata);
                        used_headers.push(name.clone());
                        continue;
                    }
                    _ => continue,
                },
                _ => continue,
            };
            let [outer, inner] = place;
            if let Value::Object(members) = &mut *body
                && let Value::Object(config) = members.entry(outer).or_insert_with(|| Value::Object(Map::new()))
            {
                config.insert(inner.to_owned(), value);
                used_headers.push(name.clone());
            }
        }
        used_headers
    }

    /// Detaches the body, with its two headers.
    fn detach(&mut self, draft: &mut Draft, body: String) {
        let header = |name: &str| self.headers.iter().find(|(of, _)| of == name).map(|(_, value)| value.clone());
        draft.detached = Some(Detached {
            body,
            content_type: header("content-type").unwrap_or_else(|| "application/json".to_owned()),
            accept: header("accept").or_else(|| header("x-amzn-bedrock-accept")).unwrap_or_default(),
        });
        self.headers.retain(|(name, _)| name != "x-amzn-bedrock-accept");
        draft.send_as = SendAs::Invoke;
    }
}

/// Replaces the conversation of the draft.
fn adopt(draft: &mut Draft, conversation: &Conversation) {
    draft.system = None;
    draft.adopt(conversation);
    // Without a system prompt in the request, the form hides its field.
    if conversation.system.is_empty() {
        draft.system = None;
    }
}

fn reason(error: Option<&serde_json::Error>) -> String {
    error.map_or_else(
        || "the body is missing".to_owned(),
        |error| format!("this one is not JSON (line {}, column {})", error.line(), error.column()),
    )
}
