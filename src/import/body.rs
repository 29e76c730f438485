//! Bodies: which API or family one is for, and members that Bedrock does not take in it.

use serde_json::{Map, Value, json};

use super::request_parts::{Endpoint, RequestParts};
use crate::bedrock::family::Family;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::Operation;

/// Members of a Converse body.
const CONVERSE: [&str; 13] = [
    "messages",
    "system",
    "inferenceConfig",
    "toolConfig",
    "guardrailConfig",
    "additionalModelRequestFields",
    "additionalModelResponseFieldPaths",
    "promptVariables",
    "requestMetadata",
    "performanceConfig",
    "serviceTier",
    "outputConfig",
    "projectIdentifier",
];

/// Members of the native bodies, of which a request has at least one.
const NATIVE: [&str; 24] = [
    "messages",
    "prompt",
    "inputText",
    "inputImage",
    "message",
    "taskType",
    "texts",
    "images",
    "inputs",
    "query",
    "queries",
    "text_prompts",
    "image",
    "inputPrompt",
    "mediaSource",
    "inputType",
    "input_type",
    "anthropic_version",
    "schemaVersion",
    "singleEmbeddingParams",
    "init_image",
    "modelInput",
    "search_prompt",
    "control_image",
];

/// Whether a body without a call is Converse's: messages of blocks, without any member of a native body.
pub(super) fn is_converse(body: &Value) -> bool {
    let native = ["anthropic_version", "schemaVersion", "max_tokens", "prompt"];
    let messages = body.get("messages").and_then(Value::as_array);
    let is_block = |block: &Value| block.is_object() && block.get("type").is_none();
    let is_message = |message: &Value| {
        message.get("content").and_then(Value::as_array).is_some_and(|blocks| blocks.iter().all(is_block))
    };
    messages.is_some_and(|messages| messages.iter().all(is_message)) && native.iter().all(|key| body.get(key).is_none())
}

/// Whether a native body has a member that gives a model something to do.
pub(super) fn has_content(body: &Value) -> bool {
    body.as_object().is_some_and(|members| NATIVE.iter().any(|name| members.contains_key(*name)))
}

/// The family that a body without a call seems to belong to.
pub(super) fn guess(body: &Value) -> Option<Family> {
    let has = |key: &str| body.get(key).is_some();
    if has("anthropic_version") {
        Some(Family::Claude)
    } else if has("schemaVersion") {
        Some(Family::Nova)
    } else if has("max_gen_len") {
        Some(Family::Llama)
    } else if has("textGenerationConfig") {
        Some(Family::TitanText)
    } else if has("chat_history") || (has("message") && !has("messages")) {
        Some(Family::CohereCommandR)
    } else {
        None
    }
}

impl RequestParts {
    /// Reads what a body says of the call, and drops members that Bedrock does not take in it, with a note for each.
    pub(super) fn settle(&mut self, body: &mut Value) -> Result<(), String> {
        let Value::Object(members) = body else { return Ok(()) };
        match self.endpoint {
            Some(endpoint) => self.compatible(endpoint, members),
            None if self.operation.is_some_and(Operation::is_converse)
                || is_converse(&Value::Object(members.clone())) =>
            {
                self.converse_members(members);
                Ok(())
            }
            None => {
                self.native_members(members);
                Ok(())
            }
        }
    }

    /// The body of a compatible endpoint, which `InvokeModel` takes for the models of its own shape.
    fn compatible(&mut self, endpoint: Endpoint, members: &mut Map<String, Value>) -> Result<(), String> {
        let name = endpoint.label();
        let Some(Value::String(model)) = members.shift_remove("model") else {
            return Err(format!("it calls {name}, and its body names no model"));
        };
        let family = ModelId::parse(&model).ok().and_then(|model| model.family());
        if family != Some(endpoint.family()) {
            return Err(format!(
                "it calls {name}, which this page does not call, and InvokeModel of {model} takes another body"
            ));
        }
        let streams = members.shift_remove("stream") == Some(Value::Bool(true));
        members.shift_remove("stream_options");
        self.operation = Some(if streams { Operation::InvokeModelWithResponseStream } else { Operation::InvokeModel });
        self.note(format!(
            "The text calls {name}, which this page does not call. InvokeModel of {model} takes the same body"
        ));
        if endpoint == Endpoint::Anthropic {
            self.claude_version(members);
        }
        self.model = Some(model);
        Ok(())
    }

    fn converse_members(&mut self, members: &mut Map<String, Value>) {
        let given = self.operation.is_some();
        for name in ["modelId", "model", "region", "stream"] {
            let Some(value) = members.shift_remove(name) else { continue };
            match (name, value) {
                ("modelId" | "model", Value::String(model)) if self.model.is_none() => self.model = Some(model),
                (_, _) if given => self.note(format!("Left out “{name}”: a Converse body has no such member")),
                _ => {}
            }
        }
        let unknown: Vec<&str> = members.keys().map(String::as_str).filter(|name| !CONVERSE.contains(name)).collect();
        if !unknown.is_empty() {
            self.note(format!("Converse has no member “{}”; it is kept as it is", unknown.join("”, “")));
        }
    }

    fn native_members(&mut self, members: &mut Map<String, Value>) {
        if let Some(Value::String(model)) = members.get("model").cloned() {
            members.shift_remove("model");
            if self.model.is_none() && ModelId::parse(&model).is_ok_and(|model| model.family().is_some()) {
                self.note("The model is taken from the body: InvokeModel has it in the path");
                self.model = Some(model.clone());
            } else {
                self.note(format!("Left out “model” ({model}): InvokeModel has the model in the path"));
            }
            if members.contains_key("max_tokens") && guess(&Value::Object(members.clone())).is_none() {
                let names_claude = |model: &String| model.contains("claude");
                if names_claude(&model) || self.model.as_ref().is_some_and(names_claude) {
                    self.claude_version(members);
                }
            }
        }
        if let Some(Value::Bool(streams)) = members.get("stream").cloned() {
            members.shift_remove("stream");
            self.note("Left out “stream”: the operation says whether the answer is streamed");
            if streams && self.operation.is_none() {
                self.operation = Some(Operation::InvokeModelWithResponseStream);
            }
        }
    }

    fn claude_version(&mut self, members: &mut Map<String, Value>) {
        if !members.contains_key("anthropic_version") {
            members.insert("anthropic_version".to_owned(), json!("bedrock-2023-05-31"));
            self.note("Added “anthropic_version”, which Bedrock requires in a body of Claude");
        }
    }
}
