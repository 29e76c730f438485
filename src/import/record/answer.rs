//! Answers and errors, which people paste in place of a request.

use serde_json::{Map, Value};

use crate::import::origin::ImportError;

/// What the object is if it is an answer or an error.
pub(super) fn of(members: &Map<String, Value>) -> Option<ImportError> {
    let has = |name: &str| members.contains_key(name);
    let list = |name: &str| members.get(name).is_some_and(Value::is_array);
    let is_message = members.get("output").and_then(|output| output.get("message")).is_some();
    let metadata = has("ResponseMetadata") || has("$metadata");
    let is_alone = members.len() == 1;
    let what = if is_message && (has("stopReason") || has("usage") || has("metrics") || metadata || is_alone) {
        "an answer of Converse"
    } else if has("messageStart") || has("contentBlockDelta") || has("messageStop") || has("contentBlockStart") {
        "an event of a streamed answer"
    } else if metadata && (has("body") || has("contentType")) {
        "an answer of InvokeModel"
    } else if metadata {
        "an answer of an SDK"
    } else if has("stop_reason") && has("content") || has("stop_reason") && has("generation") {
        "a model's native answer"
    } else if list("choices") && (has("id") || has("usage") || has("object") || members.len() == 1) {
        "an answer in OpenAI's shape"
    } else if list("results") && has("inputTextTokenCount")
        || list("outputs")
        || list("completions")
        || list("generations")
    {
        "a model's native answer"
    } else if has("embedding") || has("embeddings") || has("embeddingsByType") {
        "an answer with embeddings"
    } else if list("images") && !has("input_type") && !has("texts") && members.len() <= 4 && !has("taskType") {
        "an answer with images"
    } else if has("inputTokens") && members.len() <= 2 {
        "an answer of CountTokens"
    } else if has("__type")
        || has("Error")
        || has("error") && !has("messages")
        || is_alone && is_error_text(members.get("message"))
    {
        "an error message, which “Explain an error” reads"
    } else if has("modelSummaries") || has("inferenceProfileSummaries") {
        "a list of models"
    } else {
        return None;
    };
    Some(ImportError::NotARequest(what.to_owned()))
}

/// Whether a text is a sentence of the service, not a prompt for Command R.
fn is_error_text(message: Option<&Value>) -> bool {
    let words =
        ["Exception", "not authorized", "denied", "Malformed", "invalid", "expired", "Too many", "security token"];
    message.and_then(Value::as_str).is_some_and(|message| words.iter().any(|word| message.contains(word)))
}
