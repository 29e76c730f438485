//! What stands for a value that is not in the text: what people write in place of secrets, and what the import writes in
//! place of values that only a run would give.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

/// Whether a value stands for a secret and is none: a variable, asterisks, `<token>`, `YOUR_KEY`.
pub(super) fn is_placeholder(value: &str) -> bool {
    let value = value.trim().trim_matches(['"', '\'', '`', ',', ';', '\\']).trim();
    let scheme = ["Bearer ", "bearer ", "Basic ", "AWS4-HMAC-SHA256 ", "AWS4-", "sk-", "bedrock-api-key-", "ABSK"];
    let value = scheme.iter().find_map(|scheme| value.strip_prefix(scheme)).unwrap_or(value).trim();
    let lower = value.to_ascii_lowercase();
    let is_filler = |c: char| matches!(c, '*' | 'x' | '.' | '…' | '-' | '_' | '#' | '•' | '?');
    let words =
        ["your", "my_", "my-", "insert", "replace", "redacted", "removed", "hidden", "changeme", "masked", "api_key"];
    let whole =
        ["", "token", "key", "secret", "none", "null", "undefined", "api-key", "apikey", "true", "false", "bearer"];
    value.starts_with(['$', '<', '{', '[', '%', '@'])
        || value.contains("${")
        || value.contains("$(")
        || lower.chars().all(is_filler)
        || words.iter().any(|word| lower.starts_with(word))
        || whole.contains(&lower.as_str())
        || lower.contains("***")
        || lower.contains("...")
        || value.contains('…')
        || ["process.env", "os.environ", "os.getenv", "import.meta.env", "env."]
            .iter()
            .any(|read| lower.starts_with(read))
}

/// The value to write at a place of a request for `name`, which only a run would give: `None` where the member is
/// better left out. `place` are the members and indices that lead to it, without those of the array itself.
pub(super) fn for_place(place: &[String], name: &str, is_converse: bool) -> Option<Value> {
    let text = || Value::String(format!("{{{name}}}"));
    let block = || if is_converse { json!({ "text": text() }) } else { text() };
    let is_index = |part: &String| part.bytes().all(|byte| byte.is_ascii_digit());
    let last = place.last()?;
    let in_list = is_index(last);
    let member = if in_list { place.iter().rev().nth(1)? } else { last };
    Some(match (member.as_str(), in_list) {
        ("messages", true) => json!({ "role": "user", "content": if is_converse { json!([block()]) } else { text() } }),
        ("messages", false) => {
            return for_place(&["messages".to_owned(), "0".to_owned()], name, is_converse)
                .map(|message| json!([message]));
        }
        ("content" | "system", true) => json!({ "text": text() }),
        ("content" | "system", false) if is_converse => json!([block()]),
        ("role", _) => json!("user"),
        ("json" | "input", false) if is_converse => json!({}),
        ("bytes", _) => Value::String(BASE64.encode(format!("{{{name}}}"))),
        ("format", _) if is_converse => return None,
        ("max_tokens" | "max_gen_len" | "maxTokenCount" | "max_tokens_to_sample", _) => json!(512),
        (
            "inferenceConfig"
            | "toolConfig"
            | "guardrailConfig"
            | "performanceConfig"
            | "additionalModelRequestFields"
            | "additionalModelResponseFieldPaths"
            | "requestMetadata"
            | "promptVariables"
            | "outputConfig"
            | "serviceTier"
            | "tools"
            | "tool_choice"
            | "toolChoice"
            | "maxTokens"
            | "temperature"
            | "topP"
            | "top_p"
            | "top_k"
            | "topK"
            | "stopSequences"
            | "stop_sequences"
            | "stop"
            | "budget_tokens"
            | "seed"
            | "stream"
            | "dimensions"
            | "normalize"
            | "textGenerationConfig"
            | "thinking"
            | "metadata"
            | "cachePoint"
            | "imageGenerationConfig",
            _,
        ) => return None,
        _ => text(),
    })
}
