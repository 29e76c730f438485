//! Members of a Converse body that no native body holds: `InvokeModel` takes them as headers, or has no counterpart.
//!
//! Header names: the `InvokeModelRequest` shape of the public API model (bedrock-runtime 2023-09-30).

use serde_json::Value;

use super::ledger::Ledger;
use super::link::{HEADER_PLACE, LinkKind};
use crate::aws::http::Header;
use crate::text::json::compact;

/// `(pointer in the Converse body, header, how the value is written, note)`.
const HEADERS: [(&str, &str, Write, &str); 7] = [
    (
        "/guardrailConfig/guardrailIdentifier",
        "X-Amzn-Bedrock-GuardrailIdentifier",
        Write::AsIs,
        "InvokeModel names the guardrail in a header, because the body is the model's.",
    ),
    (
        "/guardrailConfig/guardrailVersion",
        "X-Amzn-Bedrock-GuardrailVersion",
        Write::AsIs,
        "The guardrail's version has a separate header.",
    ),
    (
        "/guardrailConfig/trace",
        "X-Amzn-Bedrock-Trace",
        Write::Capitals,
        "The trace setting becomes a header, with its value in capitals.",
    ),
    (
        "/performanceConfig/latency",
        "X-Amzn-Bedrock-PerformanceConfig-Latency",
        Write::AsIs,
        "InvokeModel asks for latency optimisation in a header, because the body is the model's.",
    ),
    (
        "/serviceTier/type",
        "X-Amzn-Bedrock-Service-Tier",
        Write::AsIs,
        "InvokeModel names the service tier in a header, because the body is the model's.",
    ),
    (
        "/projectIdentifier",
        "X-Amzn-Bedrock-ProjectIdentifier",
        Write::AsIs,
        "InvokeModel names the project in a header, because the body is the model's.",
    ),
    (
        "/requestMetadata",
        "X-Amzn-Bedrock-Request-Metadata",
        Write::Json,
        "The key-value pairs become one header that holds them as a JSON string.",
    ),
];

/// Members that have no counterpart in InvokeModel.
const CONVERSE_ONLY: [(&str, &str); 2] = [
    (
        "/additionalModelResponseFieldPaths",
        "Converse returns further fields of the model only on request; a native answer always has them all.",
    ),
    ("/promptVariables", "Variables fill in a prompt of Prompt management; a native body goes to the model unchanged."),
];

#[derive(Clone, Copy, Debug)]
enum Write {
    AsIs,
    Capitals,
    Json,
}

/// The headers for these members, with their links.
pub(super) fn write(body: &Value, ledger: &mut Ledger) -> Vec<Header> {
    let mut headers = Vec::new();
    for (pointer, name, how, note) in HEADERS {
        let Some(value) = body.pointer(pointer) else { continue };
        let text = match (how, value) {
            (Write::AsIs, Value::String(text)) => text.clone(),
            (Write::Capitals, Value::String(text)) => text.to_ascii_uppercase(),
            (Write::Json, Value::Object(_)) => compact(value),
            _ => continue,
        };
        // A header value is one line of visible ASCII; other characters would not arrive.
        if !text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
            let note =
                format!("The header {name} can hold printable ASCII only, so InvokeModel cannot send this value.");
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
