//! What a member of a request takes, so that a value that is known only when the program runs has a placeholder that the
//! member can hold.

use serde_json::{Value, json};

/// The place of a value in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The members of Converse.
    Converse,
    /// Messages of Converse.
    Messages,
    /// A message of Converse.
    Message,
    /// Content blocks of Converse; also the system prompt.
    Blocks,
    /// A content block of Converse.
    Block,
    /// An image, a document, a video or audio.
    Media,
    /// `toolUse` and `toolResult`.
    Tool,
    /// A text.
    Text,
    /// `user` or `assistant`.
    Role,
    /// An identifier or a name.
    Name,
    /// Bytes, as base64.
    Bytes,
    /// A JSON object of any kind.
    Object,
    /// JSON of any kind.
    Free,
    /// An optional structure, list, number or flag: left out where it is unknown.
    Optional,
    /// A number that a native body must have.
    MaxTokens,
    /// The members of a native body.
    Native(Dialect),
    /// Messages of a native body.
    NativeMessages(Dialect),
    /// A message of a native body.
    NativeMessage(Dialect),
    /// The content of a message of a native body, or its system prompt.
    NativeContent(Dialect),
    /// A content block of a native body.
    NativeBlock(Dialect),
    /// Texts to embed.
    Texts,
}

/// How a native body writes its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// A string, or blocks with a type.
    Typed,
    /// Blocks as in Converse.
    Nova,
}

/// The number of tokens where the program's own is unknown and the model needs one.
const MAX_TOKENS: u64 = 512;

impl Place {
    /// The place of a member.
    pub(super) fn member(self, key: &str) -> Self {
        match self {
            Self::Converse => match key {
                "messages" => Self::Messages,
                "system" => Self::Blocks,
                _ => Self::Optional,
            },
            Self::Message => match key {
                "role" => Self::Role,
                "content" => Self::Blocks,
                _ => Self::Optional,
            },
            Self::Block => match key {
                "text" => Self::Text,
                "image" | "document" | "video" | "audio" => Self::Media,
                "toolUse" | "toolResult" => Self::Tool,
                "json" => Self::Object,
                _ => Self::Optional,
            },
            Self::Media => match key {
                "bytes" => Self::Bytes,
                "content" => Self::Blocks,
                "source" => Self::Media,
                "text" | "format" | "context" => Self::Text,
                "name" => Self::Name,
                _ => Self::Optional,
            },
            Self::Tool => match key {
                "toolUseId" | "name" => Self::Name,
                "input" => Self::Object,
                "content" => Self::Blocks,
                _ => Self::Optional,
            },
            Self::Optional => match key {
                "name" | "guardrailIdentifier" | "guardrailVersion" => Self::Name,
                "description" | "text" => Self::Text,
                "json" => Self::Object,
                _ => Self::Optional,
            },
            Self::Native(dialect) | Self::NativeMessage(dialect) | Self::NativeBlock(dialect) => native(key, dialect),
            Self::Messages
            | Self::Blocks
            | Self::Text
            | Self::Role
            | Self::Name
            | Self::Bytes
            | Self::Object
            | Self::Free
            | Self::MaxTokens
            | Self::NativeMessages(_)
            | Self::NativeContent(_)
            | Self::Texts => Self::Free,
        }
    }

    /// The place of an item of a list.
    pub(super) fn item(self) -> Self {
        match self {
            Self::Messages => Self::Message,
            Self::Blocks => Self::Block,
            Self::NativeMessages(dialect) => Self::NativeMessage(dialect),
            Self::NativeContent(dialect) => Self::NativeBlock(dialect),
            Self::Optional => Self::Optional,
            Self::Texts => Self::Text,
            Self::Native(dialect) => Self::Native(dialect),
            _ => Self::Free,
        }
    }

    /// The placeholder of a value that is unknown; `None` where the member is left out.
    pub(super) fn placeholder(self, text: &str) -> Option<Value> {
        use base64::Engine as _;
        Some(match self {
            Self::Messages | Self::NativeMessages(Dialect::Nova) => {
                json!([{ "role": "user", "content": [{ "text": text }] }])
            }
            Self::Message | Self::NativeMessage(Dialect::Nova) => {
                json!({ "role": "user", "content": [{ "text": text }] })
            }
            Self::Blocks | Self::NativeContent(Dialect::Nova) => json!([{ "text": text }]),
            Self::Block | Self::NativeBlock(Dialect::Nova) => json!({ "text": text }),
            Self::Text | Self::Free | Self::NativeContent(Dialect::Typed) => json!(text),
            Self::Role => json!("user"),
            Self::Name => json!(name(text)),
            Self::Bytes => json!(base64::engine::general_purpose::STANDARD.encode(text)),
            Self::Object => json!({}),
            Self::MaxTokens => json!(MAX_TOKENS),
            Self::NativeMessages(Dialect::Typed) => json!([{ "role": "user", "content": text }]),
            Self::NativeMessage(Dialect::Typed) => json!({ "role": "user", "content": text }),
            Self::NativeBlock(Dialect::Typed) => json!({ "type": "text", "text": text }),
            Self::Texts => json!([text]),
            Self::Converse | Self::Media | Self::Tool | Self::Optional | Self::Native(_) => return None,
        })
    }

    /// The placeholder of several unknown items of a list; `None` where they are left out.
    pub(super) fn several(self, text: &str) -> Option<Value> {
        match self {
            Self::Free | Self::Optional | Self::Text | Self::Object => None,
            other => other.placeholder(text),
        }
    }
}

/// The place of a member of a native body: its name says what it takes, at any depth.
fn native(key: &str, dialect: Dialect) -> Place {
    match key {
        "messages" => Place::NativeMessages(dialect),
        "role" => Place::Role,
        "content" | "system" => Place::NativeContent(dialect),
        "max_tokens" | "max_tokens_to_sample" => Place::MaxTokens,
        "source" | "image" | "tool_use" | "tool_result" if dialect == Dialect::Typed => Place::NativeBlock(dialect),
        "image" | "video" | "document" | "source" => Place::Media,
        "data" | "bytes" | "inputImage" | "init_image" | "maskImage" | "mask" | "images" | "conditionImage" => {
            Place::Bytes
        }
        "input" | "input_schema" | "inputSchema" | "json" => Place::Object,
        "texts" => Place::Texts,
        "textGenerationConfig"
        | "inferenceConfig"
        | "imageGenerationConfig"
        | "embeddingConfig"
        | "toolConfig"
        | "singleEmbeddingParams"
        | "textToImageParams" => Place::Native(dialect),
        "temperature" | "top_p" | "topP" | "top_k" | "topK" | "p" | "k" | "seed" | "steps" | "cfg_scale"
        | "cfgScale" | "max_gen_len" | "maxTokenCount" | "maxTokens" | "max_new_tokens" | "maxNewTokens"
        | "numberOfImages" | "height" | "width" | "dimensions" | "embeddingDimension" | "output_dimension"
        | "normalize" | "stream" | "num_generations" | "n" | "top_n" | "api_version" | "presence_penalty"
        | "frequency_penalty" | "budget_tokens" | "stop" | "stop_sequences" | "stopSequences" | "tools"
        | "tool_choice" | "toolChoice" | "thinking" | "metadata" | "documents" | "embedding_types"
        | "embeddingTypes" | "chat_history" | "anthropic_beta" | "cache_control" | "truncate" | "response_format"
        | "reasoning_effort" => Place::Optional,
        _ => Place::Text,
    }
}

/// A placeholder with the characters that names may have.
fn name(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let name: String = text.chars().map(|c| if is_part(c) { c } else { '_' }).take(64).collect();
    let name = name.trim_matches('_');
    if name.is_empty() { "unknown".to_owned() } else { name.to_owned() }
}
