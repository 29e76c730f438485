//! Members of a Converse body that no native body holds: `InvokeModel` takes them as headers, or not at all.
//!
//! Header names: the `InvokeModelRequest` shape of the public API model (bedrock-runtime 2023-09-30).

use serde_json::Value;

use super::ledger::Ledger;
use super::link::{HEADER_PLACE, LinkKind};
use crate::aws::http::Header;

/// `(pointer in the Converse body, header, how the value is written, note)`
const HEADERS: [(&str, &str, Write, &str); 6] = [
    (
        "/guardrailConfig/guardrailIdentifier",
        "X-Amzn-Bedrock-GuardrailIdentifier",
        Write::AsIs,
        "InvokeModel leaves the body to the model, so the guardrail is named in a header.",
    ),
    (
        "/guardrailConfig/guardrailVersion",
        "X-Amzn-Bedrock-GuardrailVersion",
        Write::AsIs,
        "The guardrail's version travels in a header of its own, beside the identifier's.",
    ),
    (
        "/guardrailConfig/trace",
        "X-Amzn-Bedrock-Trace",
        Write::Capitals,
        "The trace setting becomes a header, and its value is written in capitals there.",
    ),
    (
        "/performanceConfig/latency",
        "X-Amzn-Bedrock-PerformanceConfig-Latency",
        Write::AsIs,
        "InvokeModel asks for latency optimisation in a header, since the body belongs to the model.",
    ),
    (
        "/serviceTier/type",
        "X-Amzn-Bedrock-Service-Tier",
        Write::AsIs,
        "InvokeModel names the service tier in a header, since the body belongs to the model.",
    ),
    (
        "/requestMetadata",
        "X-Amzn-Bedrock-Request-Metadata",
        Write::Json,
        "The key-value pairs become one header that holds them as a JSON string.",
    ),
];

/// Members that have no counterpart, by nature.
const CONVERSE_ONLY: [(&str, &str); 2] = [
    (
        "/additionalModelResponseFieldPaths",
        "Converse drops what its answer has no member for unless it is asked; a native answer is the model's own, whole.",
    ),
    ("/promptVariables", "Variables fill in a prompt of Prompt management; a native body goes to the model as it is."),
];

#[derive(Clone, Copy, Debug)]
enum Write {
    AsIs,
    Capitals,
    Json,
}

/// The headers that say what these members say.
pub(super) fn write(body: &Value, ledger: &mut Ledger) -> Vec<Header> {
    let mut headers = Vec::new();
    for (pointer, name, how, note) in HEADERS {
        let Some(value) = body.pointer(pointer) else { continue };
        let text = match (how, value) {
            (Write::AsIs, Value::String(text)) => text.clone(),
            (Write::Capitals, Value::String(text)) => text.to_ascii_uppercase(),
            (Write::Json, Value::Object(_)) => value.to_string(),
            _ => continue,
        };
        // A header value is one line of visible ASCII; anything else would not arrive.
        if !text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
            let note =
                format!("The header {name} can hold printable ASCII only, so this value cannot go with InvokeModel.");
            ledger.lost(pointer.to_owned(), note);
            continue;
        }
        let kind = match how {
            Write::AsIs => LinkKind::Moved,
            Write::Capitals | Write::Json => LinkKind::Reshaped,
        };
        ledger.link(kind, [pointer.to_owned()], [format!("{HEADER_PLACE}{name}")], note);
        headers.push(Header::new(name, text));
    }
    for (pointer, note) in CONVERSE_ONLY {
        if body.pointer(pointer).is_some() {
            ledger.only_converse(pointer.to_owned(), note);
        }
    }
    headers
}
