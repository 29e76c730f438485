//! What the examples hold besides text: a picture, a document, a schema, a long prompt.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::bedrock::catalogue;
use crate::text::number;

/// A PNG of 96 x 64 pixels and 151 bytes, in Base64: three layers of rock, displaced along a fault. Made for this page.
pub const PICTURE: &str = "iVBORw0KGgoAAAANSUhEUgAAAGAAAABAAgMAAACYWpqdAAAADFBMVEXy9fQ7dNS9ahIYIyS4x9fIAAAARklEQVR42mNgGJQgFAECRq4EKxIHt\
     wQyoJXEKgRYMDglUNxOIwkuJA5uCWRAK4n/CPBhcEqguJ1GEvxIHNwSyGDkStAIAADfQCX3WFSuDgAAAABJRU5ErkJggg==";

/// A text of ours about outcrops.
pub const DOCUMENT: &str = "Field notes\n\n\
     An outcrop is where the layers under the ground come to the surface.\n\
     Each layer is older than the one above it.\n\
     A fault cuts the layers and displaces them: the same layers lie on both sides, at different heights.\n";

/// What the answer must look like.
pub const SCHEMA: &str = r#"{"type":"object","properties":{"term":{"type":"string"},"definition":{"type":"string"},"billed":{"type":"boolean"}},"required":["term","definition","billed"],"additionalProperties":false}"#;

/// The simulator's guardrail; on AWS, the id is that of a guardrail of one's own.
pub const GUARDRAIL: &str = "outcropguard";

/// The image block of a PNG that is in Base64 already.
pub fn picture_block(encoded: &str) -> Value {
    json!({ "image": { "format": "png", "source": { "bytes": encoded } } })
}

/// The document block of a plain text. As `text` and not as `bytes`, because Claude's own body takes text or a PDF only.
pub fn document_block(text: &str) -> Value {
    json!({ "document": { "format": "txt", "name": "Field notes", "source": { "text": text } } })
}

/// `outputConfig` with this schema, which Converse carries as a string.
pub fn output_format(schema: &str) -> Value {
    json!({
        "outputConfig": {
            "textFormat": { "type": "json_schema", "structure": { "jsonSchema": { "name": "glossary_entry", "schema": schema } } }
        }
    })
}

/// `guardrailConfig` with the first version of a guardrail, and its trace.
pub fn guardrail(id: &str) -> Value {
    json!({ "guardrailConfig": { "guardrailIdentifier": id, "guardrailVersion": "1", "trace": "enabled" } })
}

/// A system prompt that is worth caching: the models of the catalogue but one provider's, a line each.
pub fn list_of_models() -> String {
    let mut text = String::from("You help to choose a Bedrock model. Name models from this list only.\n");
    // A list with Claude Haiku in it makes a model think of poems.
    for model in catalogue::models().iter().filter(|model| model.provider != "Anthropic") {
        let context =
            model.context_tokens.map(|tokens| format!(", context of {} tokens", number::grouped(tokens.into())));
        // Writing into a string does not fail.
        let _ = write!(text, "\n- {} by {}: {}{}", model.name, model.provider, model.id, context.unwrap_or_default());
    }
    text
}
